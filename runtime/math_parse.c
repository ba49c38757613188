/* math_parse: mathematics as text to a tree; see math_parse.h. */
#include "math_parse.h"

#include "limit.h"
#include "math_sign.h"

#include <string.h>

enum { ERRORS_TOLD = 20 };

/* What ends a list of atoms, but for the end of the text. */
typedef enum Stop { STOP_NONE, STOP_BRACE, STOP_BRACKET, STOP_RIGHT } Stop;

typedef struct Parser {
    Arena *arena;
    Str text;
    size_t at;
    MathLetters letters;
    int depth, n_braces, n_fences;    /* that are open */
    int n_lost_braces, n_lost_fences; /* told to be open: what would close them stays silent */
    MathError *errors;
    int n_errors;
    bool is_cut; /* nothing is told any more */
} Parser;

/* Kept in order of place: that a brace is not closed is known after what stands in it. */
static MathError *complain(Parser *p, MathErrorKind kind, size_t start, size_t end, Str message)
{
    MathError *error = ARENA_NEW(p->arena, MathError);
    *error = (MathError){.kind = kind, .start = (uint32_t)start, .end = (uint32_t)end, .message = message.at};
    if (p->is_cut || ++p->n_errors > ERRORS_TOLD)
        return error;
    MathError **at = &p->errors;
    while (*at && (*at)->start <= start)
        at = &(*at)->next;
    error->next = *at;
    *at = error;
    return error;
}

/* --- characters --------------------------------------------------------------------------------------------------- */

static char peek(const Parser *p)
{
    return p->at < p->text.n ? p->text.at[p->at] : 0;
}

static void skip_blanks(Parser *p)
{
    while (peek(p) == ' ' || peek(p) == '\t' || peek(p) == '\n' || peek(p) == '\r')
        p->at++;
}

/* What a template brought in is text, whatever it holds. */
static MathNode *value(Parser *p)
{
    size_t start = ++p->at;
    while (p->at < p->text.n && p->text.at[p->at] != MATH_VALUE_END[0])
        p->at++;
    Str text = math_source(p->arena, str_slice(p->text.at + start, p->at - start));
    MathNode *node = math_symbol(p->arena, text, ATOM_ORD, math_letter_face(p->letters, FACE_UPRIGHT));
    p->at += p->at < p->text.n;
    node->is_word = true;
    node->is_value = true;
    return node;
}

/* --- lists and arguments ------------------------------------------------------------------------------------------ */

static MathNode *parse_list(Parser *p, Stop stop);
static MathNode *parse_nucleus(Parser *p, bool is_argument);

/* The `}` that is missing is told at its `{`. */
static MathNode *parse_group(Parser *p)
{
    size_t start = p->at++;
    p->n_braces++;
    MathNode *list = parse_list(p, STOP_BRACE);
    p->n_braces--;
    if (peek(p) == '}') {
        p->at++;
    } else {
        complain(p, MATH_UNBALANCED, start, start + 1, STR("the `{` is not closed"));
        p->n_lost_braces++;
    }
    MathNode *group = math_node(p->arena, MATH_GROUP, ATOM_ORD);
    group->body = list;
    return group;
}

/* A group or a single sign; NULL after telling that `whose` (a piece of the text) lacks it. */
static MathNode *parse_argument(Parser *p, size_t whose, size_t whose_end, const char *which)
{
    skip_blanks(p);
    char c = peek(p);
    bool is_command = p->text.at[whose] == '\\'; /* it takes no operator for its argument; `x^+` is right */
    bool is_there = c && !(is_command && strchr("+-=<>,;:)!?*/|", c)) && c != '}' && c != '^' && c != '_' && c != '\'' && c != '&' &&
                    !(c == ']' && which[0] == 'i');
    MathNode *node = is_there ? parse_nucleus(p, true) : NULL;
    if (!node && !is_there)
        complain(p, MATH_LACKS_ARGUMENT, whose, whose_end,
                 str_printf(p->arena, "`%.*s` lacks %s", (int)(whose_end - whose), p->text.at + whose, which));
    return node;
}

/* An argument that is a whole list: a group gives its body. */
static MathNode *argument_list(Parser *p, size_t whose, size_t whose_end, const char *which)
{
    MathNode *node = parse_argument(p, whose, whose_end, which);
    return node && node->kind == MATH_GROUP ? node->body : node;
}

/* --- commands ----------------------------------------------------------------------------------------------------- */

static Str command_name(const Parser *p, size_t at)
{
    size_t end = at + 1;
    while (end < p->text.n && str_is_letter(p->text.at[end]))
        end++;
    if (end == at + 1 && end < p->text.n)
        utf8_next(p->text, &end);
    return str_slice(p->text.at + at + 1, end - at - 1);
}

/* Verbatim to the brace that closes it: blanks count, values are taken in, `\%` is `%`. */
static MathNode *text_argument(Parser *p, size_t whose, size_t whose_end)
{
    skip_blanks(p);
    if (peek(p) != '{')
        return parse_argument(p, whose, whose_end, "its argument");
    size_t start = p->at++;
    int depth = 1;
    Buf out = {.arena = p->arena};
    for (; p->at < p->text.n; p->at++) {
        char c = p->text.at[p->at];
        bool is_escape = c == '\\' && p->at + 1 < p->text.n && !str_is_letter(p->text.at[p->at + 1]);
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        if (depth == 0)
            break;
        if (is_escape && !math_mark_letter(p->text.at[p->at + 1]))
            buf_addc(&out, p->text.at[++p->at]);
        else if (c == '~')
            buf_addc(&out, ' ');
        else if (c != '{' && c != '}' && !math_mark_letter(c))
            buf_addc(&out, c);
    }
    if (depth)
        complain(p, MATH_UNBALANCED, start, start + 1, STR("the `{` is not closed"));
    p->at += depth == 0;
    MathNode *node = math_symbol(p->arena, str_slice(buf_c(&out), out.n), ATOM_ORD, math_letter_face(p->letters, FACE_UPRIGHT));
    node->is_word = true;
    return node;
}

/* The sign behind \left or \right: its code, 0 for `.`. */
static uint32_t delimiter(Parser *p, size_t whose, size_t whose_end)
{
    static const struct {
        char c;
        uint32_t code;
    } ASCII[] = {{'(', '('}, {')', ')'}, {'[', '['}, {']', ']'}, {'|', '|'}, {'/', '/'}, {'<', 0x27E8}, {'>', 0x27E9}, {'.', 0}};
    skip_blanks(p);
    for (size_t i = 0; i < sizeof ASCII / sizeof *ASCII; i++)
        if (peek(p) == ASCII[i].c) {
            p->at++;
            return ASCII[i].code;
        }
    Str name = peek(p) == '\\' ? command_name(p, p->at) : STR_NONE;
    const MathRow *row = name.n ? math_row_find(name) : NULL;
    bool is_bar = row && (row->code == '|' || row->code == 0x2016 || row->code == 0x2191 || row->code == 0x2193 || row->code == '\\');
    if (row && row->kind == ROW_SIGN && (row->atom == ATOM_OPEN || row->atom == ATOM_CLOSE || is_bar)) {
        p->at += name.n + 1;
        return row->code;
    }
    complain(p, MATH_LACKS_ARGUMENT, whose, whose_end,
             str_printf(p->arena, "`%.*s` lacks its delimiter, as ( [ \\{ | \\langle or .", (int)(whose_end - whose), p->text.at + whose));
    return 0;
}

static MathNode *fence(Parser *p, size_t start, size_t end)
{
    MathNode *node = math_node(p->arena, MATH_FENCE, ATOM_INNER);
    node->code = delimiter(p, start, end);
    p->n_fences++;
    node->body = parse_list(p, STOP_RIGHT);
    p->n_fences--;
    size_t right = p->at;
    if (peek(p) == '\\' && str_is(command_name(p, right), "right")) {
        p->at += 6;
        node->code_right = delimiter(p, right, p->at);
    } else {
        complain(p, MATH_UNBALANCED, start, end, STR("`\\left` without its `\\right`"));
        p->n_lost_fences++;
    }
    return node;
}

static MathNode *fraction(Parser *p, MathForm form, size_t start, size_t end)
{
    MathNode *node = math_node(p->arena, MATH_FRACTION, ATOM_INNER);
    node->has_bar = form != FORM_BINOMIAL;
    node->style = form == FORM_DISPLAY_FRACTION ? STYLE_DISPLAY : form == FORM_TEXT_FRACTION ? STYLE_TEXT : STYLE_AS_IT_IS;
    node->above = argument_list(p, start, end, form == FORM_BINOMIAL ? "its upper argument" : "its numerator");
    if (node->above)
        node->below = argument_list(p, start, end, form == FORM_BINOMIAL ? "its lower argument" : "its denominator");
    if (form != FORM_BINOMIAL)
        return node;
    MathNode *around = math_node(p->arena, MATH_FENCE, ATOM_INNER);
    around->code = '(';
    around->code_right = ')';
    around->body = node;
    return around;
}

static MathNode *root(Parser *p, size_t start, size_t end)
{
    MathNode *node = math_node(p->arena, MATH_RADICAL, ATOM_ORD);
    skip_blanks(p);
    size_t bracket = p->at;
    if (peek(p) == '[') {
        p->at++;
        node->above = parse_list(p, STOP_BRACKET);
        if (peek(p) == ']')
            p->at++;
        else
            complain(p, MATH_UNBALANCED, bracket, bracket + 1, STR("the `[` of a root is not closed"));
    }
    node->body = argument_list(p, start, end, "its argument");
    return node;
}

static MathNode *over(Parser *p, MathKind kind, uint32_t code, size_t start, size_t end)
{
    MathNode *node = math_node(p->arena, kind, ATOM_ORD);
    node->code = code;
    node->body = argument_list(p, start, end, "its argument");
    return node;
}

static MathNode *in_letters(Parser *p, MathLetters letters, size_t start, size_t end)
{
    MathLetters outer = p->letters;
    p->letters = letters;
    MathNode *node = parse_argument(p, start, end, "its argument");
    p->letters = outer;
    /* one word is one sign: its scripts sit on it as on a letter */
    bool is_one = node && node->kind == MATH_GROUP && node->body && !node->body->next && node->body->kind == MATH_SYMBOL;
    if (is_one)
        node->body->atom = ATOM_ORD;
    return is_one ? node->body : node;
}

static MathNode *form_node(Parser *p, MathForm form, size_t start, size_t end)
{
    MathNode *node;
    switch (form) {
    case FORM_FRACTION:
    case FORM_DISPLAY_FRACTION:
    case FORM_TEXT_FRACTION:
    case FORM_BINOMIAL:
        return fraction(p, form, start, end);
    case FORM_ROOT:
        return root(p, start, end);
    case FORM_OVERLINE:
    case FORM_UNDERLINE:
        return over(p, form == FORM_OVERLINE ? MATH_OVERLINE : MATH_UNDERLINE, 0, start, end);
    case FORM_OPERATOR:
        node = text_argument(p, start, end);
        if (node)
            node->atom = ATOM_OP;
        return node;
    case FORM_TEXT:
        return text_argument(p, start, end);
    case FORM_LEFT:
        return fence(p, start, end);
    case FORM_RIGHT:
        delimiter(p, start, end);
        if (p->n_lost_fences == 0)
            complain(p, MATH_UNBALANCED, start, end, STR("`\\right` without a `\\left`"));
        p->n_lost_fences -= p->n_lost_fences > 0;
        return NULL;
    case FORM_DISPLAY:
    case FORM_INLINE:
        node = math_node(p->arena, MATH_STYLE, ATOM_NONE);
        node->style = form == FORM_DISPLAY ? STYLE_DISPLAY : STYLE_TEXT;
        return node;
    }
    return NULL;
}

static MathNode *command(Parser *p)
{
    size_t start = p->at;
    Str name = command_name(p, start);
    const MathRow *row = math_row_find(name);
    size_t end = p->at = start + 1 + name.n;
    if (!row) {
        complain(p, MATH_UNKNOWN, start, end, str_printf(p->arena, "there is no command `\\%.*s`", STR_FMT(name)));
        return math_node(p->arena, MATH_GROUP, ATOM_ORD); /* so that scripts on it have a base */
    }
    MathNode *node;
    switch (row->kind) {
    case ROW_SIGN:
        return math_sign(p->arena, p->letters, row);
    case ROW_WORD:
        node = math_symbol(p->arena, str_from(row->word), ATOM_OP, FACE_UPRIGHT);
        node->is_word = true;
        node->has_limits = row->code;
        return node;
    case ROW_OVER:
        return over(p, MATH_ACCENT, row->code, start, end);
    case ROW_GAP:
        node = math_node(p->arena, MATH_SPACE, ATOM_NONE);
        node->space = row->mu;
        return node;
    case ROW_LETTERS:
        return in_letters(p, (MathLetters)row->code, start, end);
    case ROW_FORM:
        return form_node(p, (MathForm)row->code, start, end);
    }
    return NULL;
}

/* --- atoms -------------------------------------------------------------------------------------------------------- */

/* An atom without scripts; NULL for what makes none. The text goes on here with no blank, no script, no end of a list. */
static MathNode *parse_nucleus(Parser *p, bool is_argument)
{
    char c = peek(p);
    if (++p->depth > limit_row(LIMIT_FORMULA)->value) {
        complain(p, MATH_TOO_DEEP, p->at, p->at + 1, STR("a formula nested too deep"));
        p->at = p->text.n;
        p->is_cut = true;
        p->depth--;
        return NULL;
    }
    MathNode *node;
    if (c == '{') {
        node = parse_group(p);
    } else if (c == '\\') {
        node = command(p);
    } else if (c == MATH_VALUE_BEGIN[0]) {
        node = value(p);
    } else if (c == '~') {
        p->at++;
        node = math_node(p->arena, MATH_SPACE, ATOM_NONE);
        node->space = 6;
    } else if (str_is_letter(c) || str_is_digit(c)) {
        node = math_word(p->arena, p->letters, p->text, &p->at, is_argument);
    } else {
        node = math_character(p->arena, p->letters, utf8_next(p->text, &p->at));
    }
    p->depth--;
    return node;
}

typedef struct Scripts {
    MathNode *above, *below;
    size_t above_start, above_end, below_start, below_end;
    int n_primes;
} Scripts;

static void told_twice(Parser *p, size_t start, size_t first_start, size_t first_end, bool is_above)
{
    Str message = is_above ? STR("a second superscript on one base") : STR("a second subscript on one base");
    MathError *error = complain(p, MATH_TWO_SCRIPTS, start, p->at, message);
    error->first_start = (uint32_t)first_start;
    error->first_end = (uint32_t)first_end;
}

static void read_primes(Parser *p, Scripts *s)
{
    size_t start = p->at;
    int n = 0;
    for (; peek(p) == '\''; p->at++)
        n++;
    if (s->above_end)
        told_twice(p, start, s->above_start, s->above_end, true);
    else
        s->n_primes += n;
}

static void read_script(Parser *p, Scripts *s)
{
    size_t start = p->at;
    bool is_above = p->text.at[p->at++] == '^';
    MathNode *node = argument_list(p, start, start + 1, is_above ? "what is to be raised" : "what is to be lowered");
    size_t *first = is_above ? &s->above_start : &s->below_start, *end = is_above ? &s->above_end : &s->below_end;
    if (*end) {
        told_twice(p, start, *first, *end, is_above);
        return;
    }
    *first = start;
    *end = p->at;
    *(is_above ? &s->above : &s->below) = node;
}

/* Primes are the beginning of the superscript. */
static MathNode *with_primes(Parser *p, int n, MathNode *above)
{
    if (n == 0)
        return above;
    MathNode *primes = math_primes(p->arena, n);
    primes->next = above;
    return primes;
}

static MathNode *with_scripts(Parser *p, MathNode *base)
{
    Scripts s = {0};
    for (;;) {
        size_t before = p->at;
        skip_blanks(p);
        if (peek(p) == '\'') {
            read_primes(p, &s);
        } else if (peek(p) == '^' || peek(p) == '_') {
            read_script(p, &s);
        } else {
            p->at = before;
            break;
        }
    }
    s.above = with_primes(p, s.n_primes, s.above);
    if (!s.above && !s.below)
        return base;
    MathNode *node = math_node(p->arena, MATH_SCRIPTS, base ? base->atom : ATOM_ORD);
    node->body = base;
    node->above = s.above;
    node->below = s.below;
    return node;
}

/* A binary operator stands between two operands, or it is an ordinary sign (TeXbook, Appendix G, rules 5 and 6). */
static void settle_operators(MathNode *list)
{
    MathNode *before = NULL;
    for (MathNode *node = list; node; node = node->next) {
        if (node->atom == ATOM_NONE)
            continue;
        bool lacks_left = !before || before->atom == ATOM_BIN || before->atom == ATOM_OP || before->atom == ATOM_REL || before->atom == ATOM_OPEN ||
                          before->atom == ATOM_PUNCT;
        if (node->atom == ATOM_BIN && lacks_left)
            node->atom = ATOM_ORD;
        if (before && before->atom == ATOM_BIN && (node->atom == ATOM_REL || node->atom == ATOM_CLOSE || node->atom == ATOM_PUNCT))
            before->atom = ATOM_ORD;
        before = node;
    }
    if (before && before->atom == ATOM_BIN)
        before->atom = ATOM_ORD;
}

/* Whether the list ends here; tells about what closes nothing, and skips it. */
static bool is_at_end(Parser *p, Stop stop)
{
    for (;;) {
        skip_blanks(p);
        char c = peek(p);
        if (p->at >= p->text.n || (c == ']' && stop == STOP_BRACKET) || (c == '}' && p->n_braces))
            return true;
        if (c == '\\' && p->n_fences && str_is(command_name(p, p->at), "right"))
            return true;
        if (c != '}')
            return false;
        if (p->n_lost_braces == 0)
            complain(p, MATH_UNBALANCED, p->at, p->at + 1, STR("the `}` closes nothing"));
        p->n_lost_braces -= p->n_lost_braces > 0;
        p->at++;
    }
}

static MathNode *parse_list(Parser *p, Stop stop)
{
    MathNode *first = NULL, **last = &first;
    while (!is_at_end(p, stop)) {
        size_t start = p->at;
        bool is_script = peek(p) == '^' || peek(p) == '_' || peek(p) == '\'';
        MathNode *base = is_script ? NULL : parse_nucleus(p, false);
        bool takes_scripts = is_script || (base && base->kind != MATH_SPACE && base->kind != MATH_STYLE);
        MathNode *node = takes_scripts ? with_scripts(p, base) : base;
        if (!node)
            continue;
        node->start = (uint32_t)start;
        node->end = (uint32_t)p->at;
        *last = node;
        last = &node->next;
    }
    settle_operators(first);
    return first;
}

MathNode *math_parse(Arena *arena, Str text, MathError **errors)
{
    Parser p = {.arena = arena, .text = text};
    MathNode *list = parse_list(&p, STOP_NONE);
    if (errors)
        *errors = p.errors;
    return list;
}
