/* expr_limit: see expr_limit.h. */
#include "expr_limit.h"

#include "calendar.h"
#include "format.h"

#include <math.h>

/* format() takes texts that differ from row to row; a constant one is looked at. */
static LimitFault format_limit(Arena *arena, Expr *const *args, const char **phrase)
{
    size_t at;
    if (!expr_is_constant(args[1]))
        return LIMIT_HOLDS;
    *phrase = format_check(expr_value(arena, args[1]).text, args[0]->type, &at);
    return *phrase ? LIMIT_FORMAT : LIMIT_HOLDS;
}

LimitFault expr_limit(Arena *arena, FunctionId function, Expr *const *args, size_t i, const char **phrase)
{
    const char *unused;
    phrase = phrase ? phrase : &unused;
    const FunctionLimit *limit = function_limit(function, i);
    if (function == FUNCTION_FORMAT && i == 1)
        return format_limit(arena, args, phrase);
    if (!limit || (function == FUNCTION_DATE && args[0]->type == TYPE_NUMBER))
        return LIMIT_HOLDS;
    if (!expr_is_constant(args[i]))
        return LIMIT_VARIES;
    Value value = expr_value(arena, args[i]);
    if (value.is_missing)
        return LIMIT_BOUNDS;
    if (value.type == TYPE_DURATION)
        return value.months > 0 || (value.months == 0 && value.number > 0) ? LIMIT_HOLDS : LIMIT_LENGTH;
    if (value.type == TYPE_TEXT) {
        *phrase = calendar_scan_check(value.text);
        return *phrase ? LIMIT_FORMAT : LIMIT_HOLDS;
    }
    bool is_inside = value.number >= limit->low && value.number <= limit->high;
    bool is_right = limit->low == limit->high || (is_inside && (!limit->is_whole || value.number == floor(value.number)));
    return is_right ? LIMIT_HOLDS : LIMIT_BOUNDS;
}
