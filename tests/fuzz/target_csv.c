/* Options, then a CSV file. See fuzz_data. */
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_data("f.csv", (Str){(const char *)bytes, n});
    return 0;
}
