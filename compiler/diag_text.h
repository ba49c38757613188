/* diag_text: a report for people: place, code, message, the source line with an underline, labels, hints. */
#ifndef CHARTC_DIAG_TEXT_H
#define CHARTC_DIAG_TEXT_H

#include "../runtime/report.h"

enum { DIAG_MOST_ERRORS = 20 };

/* The whole sorted report. With `color`, ANSI escapes. Ends with a line that counts, when there is anything to count. */
Str diag_text(Arena *arena, Report *report, bool color);
/* The same as JSON: one object { "diagnostics": [...], "errors": n, "warnings": n }, valid for any bytes. */
Str diag_json(Arena *arena, Report *report);

#endif
