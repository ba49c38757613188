/* source_kind: what data may come from: one row a kind, with the functions that make tables of it. Callers know nothing else of a kind. To add one (a
 * server, another format): a word in FileFormat of ir.def, a row in source_kind.c, a module that reads it.
 *
 * The contract. `read` gives a table whose columns are typed by all their rows, or tells what is not right, with its place in the file or the value,
 * row and column, and a label on the spec (options->span). It reads the columns of options->wanted (NULL: all) and passes over the others, which it
 * names in Table.unread. Where options->may_defer is set and there are more rows than are soon read, it may give the columns alone, typed by the
 * first rows, and Table.deferred: the rows wait (deferred.h), to be read whole, to be given in batches to who folds them, on all cores or one, or to
 * be run through leading steps by the source itself. Whatever way rows are asked for, they are the same, in the same order; what is wrong with them
 * is told by the reading of all, or not at all when nobody needs it. */
#ifndef CHARTC_SOURCE_KIND_H
#define CHARTC_SOURCE_KIND_H

#include "files.h"
#include "ir.h"
#include "read.h"

typedef struct SourceInput {
    const Source *source; /* of text: the text in UTF-8; else its bytes, and id 0 */
    const Files *files;
    Str query;       /* as the spec has it; empty: none */
    Span query_span; /* the query's own letters in the spec, or the property */
    const ReadOptions *options;
} SourceInput;

typedef struct SourceKind {
    FileFormat format;
    bool is_text; /* unpacked, in an encoding, with places for messages */
    bool takes_query;
    const char *endings;         /* of names: " .json .jsonl " */
    bool (*looks_so)(Str bytes); /* by its first bytes; NULL: what no other kind is */
    /* The table, its columns those of the options' `wanted`; rows may be left for later (Table.deferred). False after a report. */
    bool (*read)(Table *table, Arena *arena, Report *report, const SourceInput *input);
} SourceKind;

/* The kind of a file: the one that is asked for, else by the ending of its path (without .gz, .zst), else by its bytes. */
const SourceKind *source_kind_find(FileFormat format, Str path, Str bytes);

#endif
