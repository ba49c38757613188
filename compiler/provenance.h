/* provenance: what a figure carries of where it comes from: the record of its files, its spec, the spec's includes. */
#ifndef CHARTC_PROVENANCE_H
#define CHARTC_PROVENANCE_H

#include "api.h"

/* For a figure whose scene is made. Digests are found once a figure. */
Attachments provenance_of(ChartcFigure *figure, const char *format, const BackendOptions *options);

/* The name of a file as seen from the folder of `spec`. */
Str provenance_name(Str spec, Str path);
/* The text that was read from a path: decoded and unpacked where its kind is text; a Source of the figure's, or NULL. */
const Source *provenance_text(const ChartcFigure *figure, Str path);

#endif
