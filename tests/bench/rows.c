/* rows N: writes a file of N rows t,series,value: five series that walk at random. The same on every run. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static uint64_t state = 88172645463325252u;

static double next(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (double)(state >> 11) / 9007199254740992.0;
}

/* Box and Muller (1958). */
static double next_normal(void)
{
    double radius = sqrt(-2 * log(next() + 1e-300));
    return radius * cos(6.283185307179586 * next());
}

int main(int argc, char **argv)
{
    static const char *const SERIES[] = {"alpha", "beta", "gamma", "delta", "epsilon"};
    double walk[] = {100, 140, 60, 80, 120};
    long n = argc > 1 ? atol(argv[1]) : 1000000;
    double step = 40 / sqrt((double)n);
    puts("t,series,value");
    for (long i = 0; i < n; i++) {
        int s = (int)(next() * 5);
        walk[s] += step * next_normal();
        printf("%ld,%s,%.6f\n", i, SERIES[s], walk[s] + 2 * next_normal());
    }
    return 0;
}
