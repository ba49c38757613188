/* Bytes as a packed file (gzip, Zstandard), or plain: a text, or a reason; then in every encoding. */
#include "kit.h"

#include "runtime/encoding.h"
#include "runtime/unpack.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str input = {(const char *)bytes, n}, text;
    Encoding encoding = (Encoding)fuzz_choice(&input, Encoding_COUNT_OF);
    Arena *arena = arena_new(NULL);
    const char *why = NULL;
    size_t bad = 0;
    text = input;
    UnpackResult result = unpack(arena, &text, UINT32_MAX, &why);
    fuzz_require(result != UNPACK_DAMAGED || why, "damage has a reason");
    if (result == UNPACK_DONE) {
        Str decoded;
        bool is_good = encoding_decode(arena, encoding, text, &decoded, &bad);
        fuzz_require(is_good || bad < text.n, "the byte that stands for nothing is one of the file's");
        fuzz_require(!is_good || encoding == ENCODING_UTF_8 || utf8_check(decoded) == decoded.n, "decoded texts are UTF-8");
    }
    arena_free(arena);
    return 0;
}
