/* digest: see digest.h. XXH3 comes from the header of Debian's libxxhash; SHA-256 is our own: a library for it (OpenSSL, nettle) costs more to load
 * than a small figure takes. */
#include "digest.h"

#include "work.h"

#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

/* --- SHA-256: FIPS 180-4, 6.2 -------------------------------------------------------------------------------------- */

enum { SHA_BLOCK = 64 };

static const uint32_t SHA_K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
    0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
    0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
    0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
    0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
    0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t turn(uint32_t x, int n)
{
    return x >> n | x << (32 - n);
}

static void sha_block(uint32_t h[8], const unsigned char *bytes)
{
    uint32_t w[64], v[8];
    for (size_t t = 0; t < 16; t++)
        w[t] = (uint32_t)bytes[4 * t] << 24 | (uint32_t)bytes[4 * t + 1] << 16 | (uint32_t)bytes[4 * t + 2] << 8 | bytes[4 * t + 3];
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = s1 + w[t - 7] + s0 + w[t - 16];
    }
    memcpy(v, h, sizeof v);
    for (int t = 0; t < 64; t++) {
        uint32_t s1 = turn(v[4], 6) ^ turn(v[4], 11) ^ turn(v[4], 25), ch = (v[4] & v[5]) ^ (~v[4] & v[6]);
        uint32_t s0 = turn(v[0], 2) ^ turn(v[0], 13) ^ turn(v[0], 22), maj = (v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]);
        uint32_t t1 = v[7] + s1 + ch + SHA_K[t] + w[t];
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += t1;
        v[0] = t1 + s0 + maj;
    }
    for (int i = 0; i < 8; i++)
        h[i] += v[i];
}

void sha256(unsigned char out[SHA256_SIZE], Str bytes)
{
    uint32_t h[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    const unsigned char *at = (const unsigned char *)bytes.at;
    size_t whole = bytes.n / SHA_BLOCK * SHA_BLOCK, rest = bytes.n - whole;
    for (size_t i = 0; i < whole; i += SHA_BLOCK)
        sha_block(h, at + i);
    unsigned char last[2 * SHA_BLOCK] = {0};
    if (rest)
        memcpy(last, at + whole, rest);
    last[rest] = 0x80;
    size_t n = rest + 9 > SHA_BLOCK ? 2 * SHA_BLOCK : SHA_BLOCK;
    uint64_t n_bits = (uint64_t)bytes.n * 8;
    for (size_t i = 0; i < 8; i++)
        last[n - 1 - i] = (unsigned char)(n_bits >> 8 * i);
    for (size_t i = 0; i < n; i += SHA_BLOCK)
        sha_block(h, last + i);
    for (size_t i = 0; i < SHA256_SIZE; i++)
        out[i] = (unsigned char)(h[i / 4] >> (24 - 8 * (i % 4)));
}

/* --- large files --------------------------------------------------------------------------------------------------- */

enum { LEAVES_A_PART = 32 };

typedef struct Leaves {
    Str bytes;
    size_t size, n;         /* bytes of a leaf, leaves */
    unsigned char *digests; /* 8 bytes each, little-endian; or NULL */
    uint16_t *short_digests;
} Leaves;

static void hash_leaves(void *user, WorkPlace *place, size_t part)
{
    (void)place;
    const Leaves *leaves = user;
    for (size_t i = part * LEAVES_A_PART; i < (part + 1) * LEAVES_A_PART && i < leaves->n; i++) {
        size_t start = i * leaves->size, left = leaves->bytes.n - start;
        uint64_t hash = XXH3_64bits(leaves->bytes.at + start, left < leaves->size ? left : leaves->size);
        for (size_t k = 0; k < 8 && leaves->digests; k++)
            leaves->digests[i * 8 + k] = (unsigned char)(hash >> 8 * k);
        if (leaves->short_digests)
            leaves->short_digests[i] = (uint16_t)hash;
    }
}

/* Threads cost more than they give below a few megabytes. */
static void run_leaves(Arena *arena, Leaves *leaves)
{
    size_t n_parts = (leaves->n + LEAVES_A_PART - 1) / LEAVES_A_PART;
    if (leaves->bytes.n >= 1 << 22)
        work_run(arena, n_parts, hash_leaves, leaves);
    else
        for (size_t i = 0; i < n_parts; i++)
            hash_leaves(leaves, NULL, i);
}

static void add_hex(Buf *out, const unsigned char *bytes, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        buf_addc(out, "0123456789abcdef"[bytes[i] >> 4]);
        buf_addc(out, "0123456789abcdef"[bytes[i] & 15]);
    }
}

/* --- parts --------------------------------------------------------------------------------------------------------- */

static size_t line_end(Str text, size_t start)
{
    const char *end = start < text.n ? memchr(text.at + start, '\n', text.n - start) : NULL;
    return end ? (size_t)(end - text.at) + 1 : text.n;
}

/* Up to `most`. */
static size_t count_lines(Str text, size_t most)
{
    size_t n = 0;
    for (size_t at = 0; at < text.n && n < most; n++)
        at = line_end(text, at);
    return n;
}

PartDigests digest_parts_as(Arena *arena, Str text, size_t block)
{
    PartDigests parts = {.block = block};
    parts.n = block ? (text.n + block - 1) / block : count_lines(text, SIZE_MAX);
    parts.at = ARENA_ARRAY(arena, parts.n, uint16_t);
    if (block) {
        Leaves leaves = {.bytes = text, .size = block, .n = parts.n, .short_digests = parts.at};
        run_leaves(arena, &leaves);
        return parts;
    }
    size_t end;
    for (size_t i = 0, start = 0; i < parts.n; i++, start = end) {
        end = line_end(text, start);
        parts.at[i] = (uint16_t)XXH3_64bits(text.at + start, end - start - (text.at[end - 1] == '\n'));
    }
    return parts;
}

static size_t block_size(Str text)
{
    size_t block = 256;
    while ((text.n + block - 1) / block > PARTS_MOST)
        block *= 2;
    return block;
}

Str digest_file(Arena *arena, Str bytes, Str text, PartDigests *parts)
{
    bool has_blocks = parts && count_lines(text, PARTS_MOST + 1) > PARTS_MOST, is_small = bytes.n <= DIGEST_SHA_MOST,
         is_same = bytes.at == text.at && bytes.n == text.n;
    Buf out = {.arena = arena};
    if (is_small) {
        unsigned char digest[SHA256_SIZE];
        sha256(digest, bytes);
        buf_adds(&out, "sha256:");
        add_hex(&out, digest, sizeof digest);
    } else {
        Leaves leaves = {.bytes = bytes, .size = block_size(bytes)};
        leaves.n = (bytes.n + leaves.size - 1) / leaves.size;
        leaves.digests = arena_alloc(arena, leaves.n * 8);
        leaves.short_digests = ARENA_ARRAY(arena, leaves.n, uint16_t);
        run_leaves(arena, &leaves);
        XXH128_canonical_t digest;
        XXH128_canonicalFromHash(&digest, XXH3_128bits(leaves.digests, leaves.n * 8));
        buf_adds(&out, "xxh3-tree:");
        add_hex(&out, digest.digest, sizeof digest.digest);
        if (has_blocks && is_same) {
            *parts = (PartDigests){leaves.size, leaves.n, leaves.short_digests};
            return buf_str(&out);
        }
    }
    if (parts)
        *parts = digest_parts_as(arena, text, has_blocks ? block_size(text) : 0);
    return buf_str(&out);
}

size_t digest_part_start(Str text, size_t block, size_t i, size_t *end)
{
    size_t start = 0;
    if (block) {
        start = i < text.n / block + 1 ? i * block : text.n;
        *end = text.n - start < block ? text.n : start + block;
        return start;
    }
    for (size_t k = 0; k < i && start < text.n; k++)
        start = line_end(text, start);
    *end = line_end(text, start);
    return start;
}
