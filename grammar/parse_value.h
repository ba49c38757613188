/* parse_value: an expression in a span of the source: templates are parsed with the grammar of the file that holds them. */
#ifndef CHARTC_PARSE_VALUE_H
#define CHARTC_PARSE_VALUE_H

#include "token.h"

/* Never NULL, but when out of memory: a damaged span gives an AST_ERROR. Complaints go to the report. */
AstExpr *parse_span(ParseContext *context, uint32_t start, uint32_t end);

#endif
