/* function: the rows of function.def, and which overload of one takes which types. */
#include "expr.h"

#include <string.h>

#define OPERATOR CLASS_OPERATOR
#define ROW CLASS_ROW
#define AGGREGATE CLASS_AGGREGATE
#define WINDOW CLASS_WINDOW
#define STATISTIC CLASS_STATISTIC
#define BUILT FUNCTION_BUILT
#define LATER FUNCTION_LATER

static const Function ROWS[] = {
#define FUNCTION(id, name, class, status, signature, doc, example) {name, class, status, signature, doc, example},
#include "function.def"
};

static const FunctionLimit LIMITS[] = {
#define LIMIT(id, argument, low, high, whole) {FUNCTION_##id, argument, low, high, whole},
#include "function.def"
};

const Function *function_row(FunctionId id)
{
    return &ROWS[id];
}

const FunctionLimit *function_limit(FunctionId id, size_t argument)
{
    for (size_t i = 0; i < sizeof LIMITS / sizeof *LIMITS; i++)
        if (LIMITS[i].function == id && LIMITS[i].argument == argument)
            return &LIMITS[i];
    return NULL;
}

FunctionId function_find(Str name)
{
    for (int id = 0; id < FUNCTION_COUNT_OF; id++)
        if (str_is(name, ROWS[id].name))
            return (FunctionId)id;
    return FUNCTION_COUNT_OF;
}

/* One overload against the types of a call. */
typedef struct Match {
    ValueType same; /* what the capital letter stands for */
    bool has_same;
} Match;

static const char LETTERS[] = {'n', 't', 'b', 'd', 'c', 'u'}; /* by ValueType */

static bool letter_takes(Match *match, char letter, ValueType type)
{
    if (letter == 'v')
        return true;
    if (letter == 'V') {
        bool fits = !match->has_same || match->same == type;
        match->same = type;
        match->has_same = true;
        return fits;
    }
    return LETTERS[type] == letter;
}

/* How far the overload follows the types: n when all fit and none is lacking, else the first that does not. */
static size_t overload_follow(const char *overload, const char *end, Match *match, const ValueType *types, size_t n)
{
    size_t i = 0;
    const char *at = overload;
    while (at < end) {
        char letter = *at, mark = at + 1 < end ? at[1] : 0;
        bool repeats = mark == '*', optional = mark == '?';
        if (i < n && letter_takes(match, letter, types[i]))
            i++;
        else if (!(optional && i == n))
            return i;
        while (repeats && i < n) {
            if (!letter_takes(match, letter, types[i]))
                return i;
            i++;
        }
        at += repeats || optional ? 2 : 1;
    }
    return i == n ? n + 1 : i; /* n + 1: a match; i: one argument too many */
}

/* if(c, a, c2, b, otherwise): conditions and values in turn, a value last. */
static bool if_type(const ValueType *types, size_t n, ValueType *result, size_t *bad_argument)
{
    *bad_argument = n;
    if (n < 3 || n % 2 == 0)
        return false;
    *result = types[1];
    for (size_t i = 0; i < n; i++) {
        bool is_condition = i % 2 == 0 && i + 1 < n;
        if (types[i] != (is_condition ? TYPE_BOOL : types[1])) {
            *bad_argument = i;
            return false;
        }
    }
    return true;
}

bool function_type(FunctionId id, const ValueType *types, size_t n, ValueType *result, size_t *bad_argument)
{
    if (id == FUNCTION_IF)
        return if_type(types, n, result, bad_argument);
    *bad_argument = 0;
    for (const char *overload = ROWS[id].signature; *overload;) {
        const char *colon = strchr(overload, ':');
        Match match = {0};
        size_t reached = overload_follow(overload, colon, &match, types, n);
        if (reached == n + 1) {
            char letter = colon[1];
            if (letter == 'V')
                *result = match.same;
            else
                *result = (ValueType)((const char *)memchr(LETTERS, letter, sizeof LETTERS) - LETTERS);
            return true;
        }
        if (reached > *bad_argument)
            *bad_argument = reached;
        overload = colon + 2;
        if (*overload == ' ')
            overload++;
    }
    return false;
}
