/* record: what a figure was made from, as a text that it carries before its spec and the spec's includes:
 *     chartc-provenance 1
 *     version 0.1.0
 *     format png
 *     dpi 300
 *     param method "ours"
 *     spec fig.chart 934 sha256:9f86d081...
 *     data runs.csv 51034 sha256:60303ae2...
 *     lines 2 AbCdEf==
 * `date` follows where SOURCE_DATE_EPOCH gave one, `include` the spec; `lines`, or `blocks` with their length in bytes, are the digests of a data
 * file's parts (digest.h), two bytes each, the lower first, in base64. In names and values a blank, a %, and what is not printing ASCII stands as %
 * and two hexadecimal digits. */
#ifndef CHARTC_RECORD_H
#define CHARTC_RECORD_H

#include "../runtime/digest.h"
#include "compile.h"

#define RECORD_NAME "provenance.txt" /* what it is called among the files that a figure carries */

typedef enum RecordRole { ROLE_OF_SPEC, ROLE_OF_INCLUDE, ROLE_OF_DATA } RecordRole;

typedef struct RecordFile {
    RecordRole role;
    Str name; /* as the spec writes it: from the spec's own folder */
    size_t n; /* bytes */
    Str digest;
    bool has_parts; /* of data that are text */
    PartDigests parts;
} RecordFile;

typedef struct Record {
    Str version, format;
    double dpi; /* of png; 0 */
    bool has_date;
    double date;
    const CompileParam *params;
    size_t n_params;
    const RecordFile *files; /* the spec first, includes, data */
    size_t n_files;
} Record;

Str record_print(Arena *arena, const Record *record);
/* NULL, or what is wrong with it. */
const char *record_parse(Arena *arena, Str text, Record *out);

#endif
