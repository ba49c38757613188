/* leaks: see leaks.h. */
#include "leaks.h"

#include "cases.h"

#include <fcntl.h>

const char *__lsan_default_options(void);
const char *__lsan_default_suppressions(void);
int __lsan_do_recoverable_leak_check(void) __attribute__((weak));

/* The search is asked for, and crashes end as without it. Frames are found by the tables for exceptions: the libraries have no frame pointers. */
const char *__lsan_default_options(void)
{
    return "leak_check_at_exit=0:malloc_context_size=12:fast_unwind_on_malloc=0:print_suppressions=0:handle_segv=0:handle_abort=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0";
}

/* Leaks of the libraries' own, where memory ran out under them. */
const char *__lsan_default_suppressions(void)
{
    return "leak:FcStrCanonAbsoluteFilename\n"
           "leak:raqm_add_font_feature\n"
           "leak:xmlTextWriterStartElement\n"
           /* cairo does not finish a surface that is in error: the parts of a PDF or PostScript file stay */
           "leak:_cairo_pdf_\n"
           "leak:cairo_pdf_surface_create_for_stream\n"
           "leak:cairo_ps_surface_create_for_stream\n"
           "leak:_cairo_ps_\n"
           "leak:_cairo_scaled_font_subsets_\n"
           "leak:_cairo_type3_\n"
           "leak:_cairo_truetype_\n"
           "leak:_cairo_cff_\n"
           "leak:_cairo_type1_\n"
           "leak:_cairo_paginated_surface_\n";
}

bool leaks_are_searched(void)
{
    return __lsan_do_recoverable_leak_check != NULL;
}

unsigned leaks_n_open(void)
{
    enum { FILES_MOST = 64 };
    unsigned n = 0;
    for (int fd = 0; fd < FILES_MOST; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

int leaks_find(unsigned n_open, unsigned n_maps)
{
    if (leaks_n_open() > n_open)
        return LEFT_OPEN;
    if (inject_n_maps() > n_maps)
        return LEFT_MAPPED;
    return leaks_are_searched() && __lsan_do_recoverable_leak_check() ? LEFT_MEMORY : 0;
}
