/* Options, then a JSON file: an array, lines, or an object of lists. See fuzz_data. */
#include "kit.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    fuzz_data("f.json", (Str){(const char *)bytes, n});
    return 0;
}
