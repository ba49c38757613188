/* lint: warnings about a figure that is drawn: what a reader could not see, read or tell apart. Each is a row of report.def with a name. */
#ifndef CHARTC_LINT_H
#define CHARTC_LINT_H

#include "plot.h"

/* Tells of names in `allow` that allowed nothing, where the input itself writes them: an included file is made for many figures. Last of all: what
 * was allowed is known then. */
void lint_allowances(const Plot *plot);

#endif
