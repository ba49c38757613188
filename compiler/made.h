/* made: the commands about figures that were made: `chartc extract` and `chartc verify`. */
#ifndef CHARTC_MADE_H
#define CHARTC_MADE_H

#include "options.h"

/* The spec that a figure carries, or an include, to standard output or a file. The exit code. */
int made_extract(const Options *options, bool has_color);
/* Says of each figure whether it is what its spec and data give. The exit code. */
int made_verify(const Options *options, bool has_color);

#endif
