/* Options, then an SQLite file. See fuzz_data. */
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_data("f.sqlite", (Str){(const char *)bytes, n});
    return 0;
}
