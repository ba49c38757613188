/* expr_limit: arguments that must be constant, within bounds (function.def's LIMIT rows). */
#ifndef CHARTC_EXPR_LIMIT_H
#define CHARTC_EXPR_LIMIT_H

#include "expr.h"

typedef enum LimitFault {
    LIMIT_HOLDS,
    LIMIT_VARIES, /* not constant */
    LIMIT_BOUNDS, /* a number out of bounds, or missing */
    LIMIT_FORMAT, /* a text that is no format */
    LIMIT_LENGTH, /* a duration that is not above zero */
} LimitFault;

/* What is wrong with argument i of a call whose types fit. Of a format *phrase says it (it may be NULL). */
LimitFault expr_limit(Arena *arena, FunctionId function, Expr *const *args, size_t i, const char **phrase);

#endif
