/* digest: the examples of FIPS 180-4 (NIST's "SHA Examples"), lengths around a block, files of both kinds, parts. */
#include "runtime/digest.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

static void assert_digest(Arena *arena, Str bytes, const char *expected)
{
    assert_string_equal(str_c(arena, digest_file(arena, bytes, bytes, NULL)), expected);
}

static Str repeated(Arena *arena, const char *text, size_t n)
{
    Buf buf = {.arena = arena};
    for (size_t i = 0; i < n; i++)
        buf_adds(&buf, text);
    buf_c(&buf);
    return buf_str(&buf);
}

static void sha256_gives_what_the_standard_does(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    assert_digest(arena, STR(""), "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_digest(arena, STR("abc"), "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_digest(arena, STR("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
                  "sha256:248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assert_digest(arena, repeated(arena, "a", 55), "sha256:9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    assert_digest(arena, repeated(arena, "a", 64), "sha256:ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
    arena_free(arena);
}

static void one_byte_changes_a_large_file(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    Str text = repeated(arena, "1,2\n", 2000000);
    PartDigests before, after;
    Str first = digest_file(arena, text, text, &before);
    assert_true(str_starts(first, STR("xxh3-tree:")));
    assert_true(before.n <= PARTS_MOST && before.block >= 256);
    char *other = arena_copy(arena, text.at, text.n);
    other[5000000] = '7';
    Str changed = {other, text.n};
    assert_false(str_eq(first, digest_file(arena, changed, changed, &after)));
    for (size_t i = 0; i < before.n; i++)
        assert_int_equal(before.at[i] == after.at[i], i != 5000000 / before.block);
    arena_free(arena);
}

static void parts_are_lines_while_they_are_few(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    PartDigests parts;
    size_t end;
    digest_file(arena, STR("a\nb\nc"), STR("a\nb\nc"), &parts);
    assert_true(parts.block == 0 && parts.n == 3);
    assert_int_equal(digest_part_start(STR("a\nb\nc"), 0, 1, &end), 2);
    assert_int_equal(end, 4);
    assert_int_equal(digest_part_start(STR("a\nb\nc"), 0, 9, &end), 5);
    Str most = repeated(arena, "x\n", PARTS_MOST), more = repeated(arena, "x\n", PARTS_MOST + 1);
    digest_file(arena, most, most, &parts);
    assert_true(parts.block == 0 && parts.n == PARTS_MOST);
    digest_file(arena, more, more, &parts);
    assert_true(parts.block == 256 && parts.n == (more.n + 255) / 256);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sha256_gives_what_the_standard_does),
        cmocka_unit_test(one_byte_changes_a_large_file),
        cmocka_unit_test(parts_are_lines_while_they_are_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
