/* distribution: quantiles of probability distributions. */
#ifndef CHARTC_DISTRIBUTION_H
#define CHARTC_DISTRIBUTION_H

/* The x with P(X < x) = p of the standard normal distribution, 0 < p < 1: Wichura, algorithm AS 241 (1988), PPND16; exact to 1e-15. */
double normal_quantile(double p);

/* The t with P(|T| < t) = level of Student's distribution, 0 < level < 1, degrees a whole number from 1 on. */
double student_two_sided(double level, double degrees);

#endif
