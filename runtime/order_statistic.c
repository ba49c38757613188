/* order_statistic: see order_statistic.h. */
#include "order_statistic.h"

#include <math.h>
#include <stdlib.h>

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void swap(double *a, double *b)
{
    double kept = *a;
    *a = *b;
    *b = kept;
}

void sort_numbers(double *values, size_t n)
{
    if (n)
        qsort(values, n, sizeof *values, by_number);
}

double select_least(double *values, size_t n, size_t k)
{
    size_t low = 0, high = n - 1, rounds = 0;
    for (size_t size = n; size > 0; size /= 2)
        rounds += 2;
    for (; high - low > 16; rounds--) {
        if (rounds == 0)
            break;
        size_t middle = low + (high - low) / 2;
        if (values[middle] < values[low])
            swap(&values[middle], &values[low]);
        if (values[high] < values[low])
            swap(&values[high], &values[low]);
        if (values[high] < values[middle])
            swap(&values[high], &values[middle]);
        double pivot = values[middle];
        size_t i = low, j = high;
        while (i <= j) {
            while (values[i] < pivot)
                i++;
            while (pivot < values[j])
                j--;
            if (i <= j)
                swap(&values[i++], &values[j--]); /* j stays >= low: the pivot or what was swapped stops it */
        }
        if (k <= j)
            high = j;
        else if (k >= i)
            low = i;
        else
            return values[k];
    }
    sort_numbers(values + low, high - low + 1);
    return values[k];
}

double sample_quantile(double *values, size_t n, double share)
{
    double at = (double)(n - 1) * share, below = floor(at);
    size_t k = (size_t)below;
    double low = select_least(values, n, k);
    if (at == below)
        return low;
    double next = values[k + 1]; /* the least of those behind */
    for (size_t i = k + 2; i < n; i++)
        next = values[i] < next ? values[i] : next;
    return low + (at - below) * (next - low);
}
