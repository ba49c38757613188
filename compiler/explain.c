/* explain: the pages docs/errors/CODE.md, which the build joins into one file that stands in the library's constants. */
#include "chartc.h"

#include "../runtime/report.h"

#include <string.h>

/* The path is found through the assembler's -I. */
__asm__(".section .rodata\n"
        "explain_pages:\n"
        ".incbin \"errors.md\"\n"
        "explain_pages_end:\n"
        ".byte 0\n"
        ".previous\n");

extern const char explain_pages[] __attribute__((visibility("hidden")));
extern const char explain_pages_end[] __attribute__((visibility("hidden")));

static bool begins_page(const char *line, size_t n)
{
    return n > 4 && memcmp(line, "# ", 2) == 0 && strchr("EWN", line[2]) && str_is_digit(line[3]);
}

const char *chartc_explain(const char *code, size_t *n)
{
    ReportId id = report_find(str_from(code));
    *n = 0;
    if (id == REPORT_COUNT)
        return NULL;
    Str wanted = str_from(report_code(id));
    const char *page = NULL, *line = explain_pages;
    while (line < explain_pages_end) {
        size_t left = (size_t)(explain_pages_end - line);
        if (begins_page(line, left)) {
            if (page)
                break;
            if (left > wanted.n + 2 && memcmp(line + 2, wanted.at, wanted.n) == 0 && line[2 + wanted.n] == ':')
                page = line;
        }
        const char *end = memchr(line, '\n', left);
        line = end ? end + 1 : explain_pages_end;
    }
    *n = page ? (size_t)(line - page) : 0;
    return page;
}
