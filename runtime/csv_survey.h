/* csv_survey: what a text of rows holds, counted before it is read: which bytes have to be looked at, how many rows there can be, where it can be cut
 * into parts. One pass at the speed of memory, on all cores when the text is large. */
#ifndef CHARTC_CSV_SURVEY_H
#define CHARTC_CSV_SURVEY_H

#include "str.h"

/* Of SURVEY_PART bytes of the text (the last part: the rest). */
enum { SURVEY_PART = 1 << 20 };

typedef struct SurveyPart {
    size_t n_lines;         /* line ends: LF, CRLF, CR */
    size_t n_quotes;        /* " */
    bool has_nul, has_high; /* bytes 0, bytes over 127 */
} SurveyPart;

typedef struct Survey {
    const SurveyPart *parts;
    size_t n_parts;
    SurveyPart whole; /* all of them together */
} Survey;

Survey csv_survey(Arena *arena, Str text);

#endif
