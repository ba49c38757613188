/* dictionary: libFuzzer's dictionary of a target, made of the tables of the language, so that a new word is tried at once.
 *   dictionary spec|figure|ir|expr|math > FILE      of any other target it is empty */
#include "compiler/vocab.h"
#include "runtime/math_parse.h"

#include <stdio.h>
#include <string.h>

enum { LENGTH_MOST = 60 }; /* of an entry; libFuzzer takes 64 */

static void entry(const char *before, Str text, const char *after)
{
    if (text.n == 0 || text.n > LENGTH_MOST)
        return;
    printf("\"%s", before);
    for (size_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c < ' ' || c > '~' || c == '"' || c == '\\')
            printf("\\x%02X", c);
        else
            putchar(c);
    }
    printf("%s\"\n", after);
}

static void write_words(void)
{
#define WORDS(Set)
#define END_WORDS(Set)
#define WORD(Set, id, word, status, doc) entry("", str_from(word), "");
#include "runtime/ir.def"
}

static void write_spec(void)
{
    for (int i = 0; i < STATEMENT_COUNT; i++) {
        entry("", str_from(vocab_statement((StatementId)i)->keyword), " {");
        entry("\\x0A", str_from(vocab_statement((StatementId)i)->example), "");
    }
    for (size_t i = 0; vocab_property(i); i++) {
        entry("", str_from(vocab_property(i)->name), ": ");
        entry("\\x0A", str_from(vocab_property(i)->example), "");
    }
    for (int i = 0; i < StepKind_COUNT_OF; i++)
        entry("\\x0A", str_from(vocab_step((StepKind)i)->example), "");
    write_words();
}

static void write_ir(void)
{
#define NODE(Type, name, doc) entry("\\x0A", str_from(#name), " {");
#define END_NODE(Type)
#define FIELD(Type, kind, member, Of, doc) entry("\\x0A", str_from(#member), " ");
#include "runtime/ir.def"
    write_words();
}

static void write_functions(void)
{
    for (int i = 0; i < FUNCTION_COUNT_OF; i++) {
        entry("", str_from(function_row((FunctionId)i)->name), "");
        entry("", str_from(function_row((FunctionId)i)->example), "");
    }
}

static void write_math(void)
{
    Arena *arena = arena_new(NULL);
    size_t n;
    const Str *names = math_names(arena, &n);
    for (size_t i = 0; i < n; i++)
        entry("\\\\", names[i], " ");
    arena_free(arena);
}

int main(int argc, char **argv)
{
    const char *target = argc > 1 ? argv[1] : "";
    bool is_spec = strcmp(target, "spec") == 0 || strcmp(target, "figure") == 0, is_ir = strcmp(target, "ir") == 0;
    if (is_spec)
        write_spec();
    if (is_ir)
        write_ir();
    if (is_spec || is_ir || strcmp(target, "expr") == 0)
        write_functions();
    if (is_spec || strcmp(target, "math") == 0)
        write_math();
    return 0;
}
