/* scan: what the rules of chart.l call. Each takes the length of the match, adds tokens or complaints, and moves on. */
#ifndef CHARTC_SCAN_H
#define CHARTC_SCAN_H

#include "chart_y.h"

#include <setjmp.h>

typedef struct Scan {
    ParseContext *context;
    uint32_t at, end;        /* offsets in the source: the current match begins at `at`; nothing is read from `end` on */
    bool has_rows_head;      /* the last token is `rows` where a statement may begin */
    uint32_t table_start;    /* of the table that is being skipped */
    Diagnostic *conflict;    /* of the merge whose lines are being read */
    size_t n_conflict_lines; /* behind its first */
    bool lacks_comment_end;  /* no comment's end in the rest of the text */
    bool is_cut;             /* more tokens than the limit: the rest is not read */
    jmp_buf fatal;
} Scan;

/* chart.l: runs the scanner over bytes. False when it ran out of memory. */
bool scan_run(Scan *scan, const char *bytes, size_t n);

void scan_add(Scan *scan, int kind, size_t n);
void scan_skip(Scan *scan, size_t n);
void scan_comment(Scan *scan, size_t n);
void scan_conflict(Scan *scan, size_t n);
void scan_raw(Scan *scan, size_t n);
void scan_date(Scan *scan, size_t n);
void scan_number(Scan *scan, size_t n);
void scan_half_number(Scan *scan, size_t n);

void scan_foreign(Scan *scan, size_t n, int kind, const char *meant);
void scan_dash(Scan *scan, size_t n);
void scan_curly(Scan *scan, size_t n);
void scan_stray(Scan *scan, size_t n);
/* A colour: false. What another language begins a comment with: true, and the rest of the line is none of ours. */
bool scan_hash(Scan *scan, size_t n);
bool scan_percent(Scan *scan);
/* These return how much of the match they took. */
size_t scan_pointed_number(Scan *scan, size_t n); /* "5.", which may be the head of "5.." */
size_t scan_unclosed(Scan *scan, size_t n, int kind);
/* The two bytes that begin a comment of C: true when its end is found somewhere behind. */
bool scan_block_comment(Scan *scan);
/* A word: true when it is a `rows` whose brace is lost: a table begins behind it. */
bool scan_name(Scan *scan, size_t n);
/* `{`: true when a rows table begins behind it. */
bool scan_brace(Scan *scan);
/* One line of a rows table; true when the table ends in it. `*taken`: how much of the line it took. */
bool scan_table_line(Scan *scan, size_t n, size_t *taken);

#endif
