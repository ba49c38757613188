/* source_kind: what data files may be: one row a kind, with the functions that make tables of them. To add one (a server, another format): a word in
 * FileFormat of ir.def, a row in source_kind.c, a module that reads it. */
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
