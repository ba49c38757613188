/* text_settle: labels of marks that would stand on another text, or leave the page, are taken out. */
#ifndef CHARTC_TEXT_SETTLE_H
#define CHARTC_TEXT_SETTLE_H

#include "plot.h"

/* Takes such labels (plot->texts) out of the scene and tells how many of each layer. Texts of guides stay, and so do annotations: the lint looks at
 * those. Labels that are drawn first stay. */
void labels_settle(Plot *plot, Scene *scene);

#endif
