/* json: tables out of JSON (RFC 8259): a list of records, records one after the other (JSON lines), or one record of lists of equal length. A record
 * within a record makes columns of dotted names, `metrics.accuracy`; a list within a record is passed over unless its column is asked for. Our own
 * reader, as values need places. */
#ifndef CHARTC_JSON_H
#define CHARTC_JSON_H

#include "read.h"

/* False after a report: text that is not JSON (E0514), values of different types in a column (E0513), a name twice in a record (E0507), lists of
 * different lengths (E0509), too deep (E1002), no rows (E0502): each with its place in the file. */
bool json_read(Table *table, Arena *arena, Report *report, const Source *source, const ReadOptions *options);

#endif
