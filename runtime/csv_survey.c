/* csv_survey: counting bytes; see csv_survey.h. */
#include "csv_survey.h"

#include "work.h"

#include <string.h>

typedef struct Counting {
    Str text;
    SurveyPart *parts;
} Counting;

/* Sixteen counters of a byte each: one instruction an operation wherever there are vectors (GCC's and clang's vector extension). */
typedef unsigned char Lanes __attribute__((vector_size(16)));

static size_t sum_of(Lanes lanes)
{
    size_t sum = 0;
    for (int i = 0; i < 16; i++)
        sum += lanes[i];
    return sum;
}

/* A comparison gives all ones, -1, where it holds. */
static Lanes equal(Lanes bytes, char to)
{
    return (Lanes)(bytes == (unsigned char)to);
}

static bool has_any(Lanes lanes)
{
    uint64_t halves[2];
    memcpy(halves, &lanes, sizeof halves);
    return (halves[0] | halves[1]) != 0;
}

/* Line ends made of CR alone, of those that begin in bytes start .. end-1. */
static size_t count_lone_cr(Str text, size_t start, size_t end)
{
    size_t n = 0;
    const char *stop = text.at + end;
    for (const char *cr = text.at + start; cr < stop && (cr = memchr(cr, '\r', (size_t)(stop - cr))); cr++)
        n += cr + 1 == text.at + text.n || cr[1] != '\n';
    return n;
}

static void count_part(void *user, WorkPlace *place, size_t part)
{
    (void)place;
    const Counting *counting = user;
    Str text = counting->text;
    SurveyPart *out = &counting->parts[part];
    size_t start = part * SURVEY_PART, end = text.n - start < SURVEY_PART ? text.n : start + SURVEY_PART, at = start;
    Lanes high = {0}, nul = {0}, cr = {0};
    while (at < end) {
        Lanes lines = {0}, quotes = {0}; /* no lane can overflow in 255 rounds */
        for (int round = 0; round < 255 && at < end; round++, at += 16) {
            Lanes bytes = {' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' ', ' '};
            if (end - at >= 16)
                memcpy(&bytes, text.at + at, 16);
            else
                memcpy(&bytes, text.at + at, end - at);
            lines -= equal(bytes, '\n');
            quotes -= equal(bytes, '"');
            nul |= equal(bytes, 0);
            cr |= equal(bytes, '\r');
            high |= bytes;
        }
        out->n_lines += sum_of(lines);
        out->n_quotes += sum_of(quotes);
    }
    out->has_nul = has_any(nul);
    out->has_high = has_any(high & (unsigned char)0x80);
    if (has_any(cr))
        out->n_lines += count_lone_cr(text, start, end);
}

Survey csv_survey(Arena *arena, Str text)
{
    size_t n_parts = (text.n + SURVEY_PART - 1) / SURVEY_PART;
    Counting counting = {text, ARENA_ARRAY(arena, n_parts, SurveyPart)};
    Survey survey = {counting.parts, n_parts, {0}};
    if (n_parts == 1)
        count_part(&counting, NULL, 0); /* no thread is worth starting */
    else
        work_run(arena, n_parts, count_part, &counting);
    for (size_t i = 0; i < n_parts; i++) {
        survey.whole.n_lines += counting.parts[i].n_lines;
        survey.whole.n_quotes += counting.parts[i].n_quotes;
        survey.whole.has_nul |= counting.parts[i].has_nul;
        survey.whole.has_high |= counting.parts[i].has_high;
    }
    return survey;
}
