/* backend: a scene to bytes. One struct of functions a format; a new format is one file and one row in backend.c. */
#ifndef CHARTC_BACKEND_H
#define CHARTC_BACKEND_H

#include "attach.h"
#include "text.h"

typedef struct BackendOptions {
    double dpi;                  /* raster formats: pixels per inch, > 0; 300 unless asked for */
    const Attachments *attached; /* what the figure carries; NULL: nothing */
    bool has_date;
    double date; /* where has_date: goes into formats that have a place for one; in seconds as calendar.h has them */
} BackendOptions;

/* Output goes to memory; who writes files is above. */
typedef struct ByteSink {
    /* false stops the back end (the sink keeps the reason). */
    bool (*write)(struct ByteSink *sink, const void *bytes, size_t n);
} ByteSink;

typedef struct Backend {
    const char *name;      /* "pdf": also the file ending and the -T word */
    const char *mime_type; /* "application/pdf" */
    bool is_raster;        /* made of pixels */
    /* Draws the whole scene. Returns NULL, or a sentence about what failed. Bytes depend on nothing but the scene,
     * the options and chartc's version. `arena` holds what lives as long as this call. */
    const char *(*write)(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink);
} Backend;

const Backend *backend_find(Str name); /* NULL when there is none */
const Backend *backend_at(size_t i);   /* the i-th, NULL behind the last */

#endif
