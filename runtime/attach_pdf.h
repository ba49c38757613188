/* attach_pdf: attachments as embedded files of a PDF (ISO 32000-1, 7.11.4), which viewers list and pdfdetach saves. The end of what cairo wrote is
 * written anew for it: the information dictionary, without cairo's date, the catalog, the cross-reference table and the trailer. */
#ifndef CHARTC_ATTACH_PDF_H
#define CHARTC_ATTACH_PDF_H

#include "attach.h"

/* `date` goes into the information dictionary, as D:20240131120000Z; empty: none. False when the PDF does not end as cairo's do. */
bool attach_to_pdf(Buf *pdf, const Attachments *attached, Str date);

#endif
