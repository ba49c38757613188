/* attach_svg: the names of the elements that hold attachments in an SVG. */
#ifndef CHARTC_ATTACH_SVG_H
#define CHARTC_ATTACH_SVG_H

#include "attach.h"

#define SVG_NAMESPACE "http://www.w3.org/2000/svg"
#define ATTACH_NAMESPACE "urn:chartc:provenance"

#endif
