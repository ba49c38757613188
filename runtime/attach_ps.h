/* attach_ps: attachments as comments in the trailer of PostScript and EPS, in base64:
 *     %chartc: file fig.chart
 *     %chartc: Ly8gUjEtTGxhbWE6...
 *     %chartc: end
 */
#ifndef CHARTC_ATTACH_PS_H
#define CHARTC_ATTACH_PS_H

#include "attach.h"

/* Puts them before the last line, which is %%EOF. */
void attach_to_ps(Buf *ps, const Attachments *attached);

#endif
