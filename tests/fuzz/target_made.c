/* The bytes of a figure, or the record of the files of one: what it carries is told, or what is wrong with it. A record is printed again as one that
 * says the same. Each PNG is read as it is and with right checksums, so that what is behind them is reached. */
#include "kit.h"

#include "compiler/record.h"
#include "runtime/attach.h"

#include <string.h>

static void check_record(Arena *arena, Str text)
{
    Record record, again;
    if (record_parse(arena, text, &record))
        return;
    Str printed = record_print(arena, &record);
    fuzz_require(!record_parse(arena, printed, &again), "a record that is printed can be read");
    fuzz_require(str_eq(record_print(arena, &again), printed), "a record reads back as itself");
    fuzz_require(again.n_files == record.n_files && again.n_params == record.n_params, "a record keeps its files and params");
    for (size_t i = 0; i < record.n_files; i++)
        fuzz_require(str_eq(again.files[i].name, record.files[i].name) && again.files[i].parts.n == record.files[i].parts.n, "names and parts stay");
}

static void check_figure(Str figure)
{
    Arena *arena = arena_new(NULL);
    Attachments carried;
    const char *wrong = attach_read(arena, figure, &carried);
    fuzz_require(carried.n <= ATTACHMENTS_MOST && (attach_format(figure) || (!wrong && !carried.n)), "only figures carry files, and not too many");
    for (size_t i = 0; !wrong && i < carried.n; i++)
        check_record(arena, carried.at[i].bytes);
    arena_free(arena);
    fuzz_made(figure);
}

static uint32_t big_endian(const char *at)
{
    uint32_t value = 0;
    for (size_t i = 0; i < 4; i++)
        value = value << 8 | (unsigned char)at[i];
    return value;
}

static uint32_t checksum(const char *at, size_t n)
{
    uint32_t crc = 0xFFFFFFFF;
    for (size_t i = 0; i < n; i++) {
        crc ^= (unsigned char)at[i];
        for (int k = 0; k < 8; k++)
            crc = crc & 1 ? 0xEDB88320 ^ crc >> 1 : crc >> 1;
    }
    return ~crc;
}

/* PNG's chunks as far as they are whole, each with the checksum of its bytes. */
static Str with_checksums(Arena *arena, Str png)
{
    enum { SIGNATURE = 8, FRAME = 12 };
    char *bytes = arena_copy(arena, png.at, png.n);
    for (size_t at = SIGNATURE; at + FRAME <= png.n && big_endian(bytes + at) <= png.n - at - FRAME;) {
        size_t n = big_endian(bytes + at);
        uint32_t sum = checksum(bytes + at + 4, n + 4);
        for (size_t i = 0; i < 4; i++)
            bytes[at + 8 + n + i] = (char)(sum >> (24 - 8 * i) & 0xFF);
        at += FRAME + n;
    }
    return (Str){bytes, png.n};
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    Str input = {(const char *)bytes, n};
    const char *format = attach_format(input);
    Arena *arena = arena_new(NULL);
    if (!format)
        check_record(arena, input);
    check_figure(input);
    if (format && strcmp(format, "png") == 0)
        check_figure(with_checksums(arena, input));
    arena_free(arena);
    return 0;
}
