/* diag_text: a sorted report for people and for programs. */
#ifndef CHARTC_DIAG_TEXT_H
#define CHARTC_DIAG_TEXT_H

#include "../runtime/report.h"

enum { DIAG_MOST_ERRORS = 20 };

/* Place, code and message, the source line with an underline, labels with lines of their own, hints with the edited
 * line. At most DIAG_MOST_ERRORS errors, then how many more; a last line counts errors and warnings. Empty for an empty
 * report. With `color`, ANSI escapes. */
Str diag_text(Arena *arena, Report *report, bool color);

/* The whole report as one JSON object { "diagnostics": [...], "errors": n, "warnings": n } and a line end; valid JSON
 * whatever bytes the sources hold. Lines and columns count from 1, columns in code points; `start` and `end` are byte
 * offsets. */
Str diag_json(Arena *arena, Report *report);

#endif
