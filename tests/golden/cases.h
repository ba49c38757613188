/* cases: what the golden tests share: files of the tree, results of compiling one, notes in specs, comparing texts. */
#ifndef TESTS_CASES_H
#define TESTS_CASES_H

#include "compiler/chartc.h"
#include "runtime/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

typedef VEC(const char *) Texts;
typedef VEC(struct CMUnitTest) Tests;

/* Adds a test; `name` and `subject` live in the arena, and `subject` is the test's *state. */
void add_test(Arena *arena, Tests *tests, const char *name, CMUnitTestFunction run, void *subject);

const char *text_of(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* All of a file; false when there is none. */
bool read_file(Arena *arena, const char *path, Str *text);
void write_file(const char *path, Str text);
/* Paths of all files below a folder whose names end so, sorted. */
Texts find_files(Arena *arena, const char *folder, const char *ending);
/* The path without its last ending. */
const char *path_stem(Arena *arena, const char *path);

/* Fails the test with the first lines that differ. `what` names the expected text. */
void assert_same_text(Arena *arena, const char *what, Str expected, Str actual);

/* A note in a spec: `// ! E0102 @ 3:8`, `// ! E0505 @ d.csv:3:1` (the end of a file's name), `// ! E0301 @ -` (nowhere).
 * `// ! -D name=value` sets a param. Of a file that cannot hold comments the notes stand in NAME.notes. */
typedef struct Note {
    const char *code, *file; /* file NULL: the case itself; "-": nowhere */
    size_t line, column;
    bool is_met;
} Note;

typedef struct Notes {
    VEC(Note) list;
    VEC(ChartcParam) params;
} Notes;

Notes find_notes(Arena *arena, const char *path, Str text);
/* NULL when diagnostics and notes are the same set, else what differs. */
const char *compare_notes(Arena *arena, Notes *notes, const char *path, ChartcFigure *figure);

/* Opens a case's file with its params. */
ChartcFigure *open_case(ChartcSession *session, const char *path, const Notes *notes);

/* The tests of each kind. */
void add_golden_cases(Arena *arena, Tests *tests);
void add_laws(Arena *arena, Tests *tests);
void add_documents(Arena *arena, Tests *tests);
void add_hashes(Arena *arena, Tests *tests);
/* Rewrites the goldens of every case whose notes hold; the number of those that do not. */
int bless_cases(Arena *arena);
/* Rewrites tests/hashes. */
void bless_hashes(Arena *arena);

#endif
