/* sqlite: tables out of SQLite databases. The library is given the bytes of the file, read-only, and no way to any other file: what a query can do is
 * select. */
#ifndef CHARTC_SQLITE_H
#define CHARTC_SQLITE_H

#include "files.h"
#include "read.h"

/* The rows of a query; of the table that it names; of the one table there is when the query is empty. False after a report: no database, a damaged
 * one, one whose last changes still stand in its log (E0515), SQL that is not right (E0516, at its place in the query), a query without an end
 * (E1006), values of different types in a column (E0513), no rows (E0502). `query_span`: the query's letters in the spec, or where it comes from. */
bool sqlite_read(Table *table, Arena *arena, Report *report, const Files *files, const Source *source, Str query, Span query_span,
                 const ReadOptions *options);

#endif
