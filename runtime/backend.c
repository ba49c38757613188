/* backend: the table of formats; see backend.h. */
#include "backend_formats.h"

static const Backend BACKENDS[] = {
    {"pdf", "application/pdf", false, backend_pdf_write},
    {"svg", "image/svg+xml", false, backend_svg_write},
    {"png", "image/png", true, backend_png_write},
    {"eps", "application/postscript", false, backend_eps_write},
    {"ps", "application/postscript", false, backend_ps_write},
};

const Backend *backend_at(size_t i)
{
    return i < sizeof BACKENDS / sizeof *BACKENDS ? &BACKENDS[i] : NULL;
}

const Backend *backend_find(Str name)
{
    for (size_t i = 0; backend_at(i); i++)
        if (str_is(name, backend_at(i)->name))
            return backend_at(i);
    return NULL;
}
