/* stat_box: what a box plot shows of a sample. Tukey, "Exploratory Data Analysis" (1977); the numbers are those of R's boxplot.stats(). */
#ifndef CHARTC_STAT_BOX_H
#define CHARTC_STAT_BOX_H

#include <stddef.h>

typedef struct BoxStats {
    double low, lower, median, upper, high; /* whisker ends and hinges */
    size_t first, last;                     /* of the sorted values: those within the whiskers are first .. last, others are outliers */
} BoxStats;

/* Of n > 0 ascending values. Hinges are the medians of both halves, the middle value in both; whiskers end at the last values within 1.5 times their
 * distance. */
BoxStats box_stats(const double *sorted, size_t n);

/* Half the length of the notch: medians whose notches do not meet differ, by about 95 %. McGill, Tukey and Larsen, "Variations of box plots" (1978);
 * R's boxplot.stats()$conf. */
double box_notch(const BoxStats *box, size_t n);

#endif
