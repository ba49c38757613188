/* backend_formats: the write functions of the formats, for the table in backend.c; the contract is Backend.write of backend.h. */
#ifndef CHARTC_BACKEND_FORMATS_H
#define CHARTC_BACKEND_FORMATS_H

#include "backend.h"

const char *backend_pdf_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink);
const char *backend_ps_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink);
const char *backend_eps_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink);
const char *backend_png_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink);
const char *backend_svg_write(Arena *arena, const Scene *scene, TextEngine *text, const BackendOptions *options, ByteSink *sink);

#endif
