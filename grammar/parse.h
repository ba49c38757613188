/* parse: text to AST: scanner, layout pass, parser. The one door to grammar/. */
#ifndef CHARTC_PARSE_H
#define CHARTC_PARSE_H

#include "../runtime/report.h"
#include "ast.h"

/* Parses a source. Always returns a tree; problems go to the report. `*has_brace_error` (may be NULL) tells that
 * blocks may not be where the writer meant them: rules about wrong places should then stay silent.
 * All memory comes from `arena`; out of memory jumps through it (never out of the middle of the parser). */
AstBody *parse_source(Arena *arena, Report *report, const Source *source, bool *has_brace_error);

/* Parses one value, as it may stand behind `name:` (for `-D name=value`). NULL after a reported error. */
AstExpr *parse_value(Arena *arena, Report *report, const Source *source);

#endif
