/* fuzz: damaged specs, IR files, scenes and data through the whole library, built with the sanitizers by `make fuzz`.
 *   fuzz SECONDS SEED FILE...      files are the corpus; what runs now is kept in the file `fuzz.last`
 * No input may crash, hang, leave a stage without a reason, or find a fault of chartc's own. */
#include "compiler/chartc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SIZE_MOST = 1 << 16, HANG_SECONDS = 20, EDITS_MOST = 6 };

typedef struct Text {
    char *at;
    size_t n;
    const char *name; /* of its file, without folders */
} Text;

typedef struct Fuzz {
    uint64_t state;
    Text *corpus;
    size_t n_corpus;
} Fuzz;

/* xorshift64*, Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled" (2016) */
static size_t pick(Fuzz *fuzz, size_t n)
{
    fuzz->state ^= fuzz->state >> 12;
    fuzz->state ^= fuzz->state << 25;
    fuzz->state ^= fuzz->state >> 27;
    return n ? (size_t)((fuzz->state * 2685821657736338717u) >> 33) % n : 0;
}

static Text read_all(const char *path)
{
    const char *slash = strrchr(path, '/');
    Text text = {malloc(SIZE_MOST), 0, slash ? slash + 1 : path};
    FILE *file = fopen(path, "rb");
    if (file && text.at) {
        text.n = fread(text.at, 1, SIZE_MOST / 2, file);
        fclose(file);
    }
    return text;
}

static void replace(Text *text, size_t at, size_t n_old, const char *with, size_t n_new)
{
    if (text->n - n_old + n_new >= SIZE_MOST)
        return;
    memmove(text->at + at + n_new, text->at + at + n_old, text->n - at - n_old);
    memcpy(text->at + at, with, n_new);
    text->n = text->n - n_old + n_new;
}

/* One edit: bytes gone, a sign put in, a piece of another file put in, a byte changed. */
static void damage(Fuzz *fuzz, Text *text)
{
    static const char *const SIGNS[] = {"{", "}", "[", "]", "(", ")", "\"", "'", ",", ":", ";", "=", "-", "..", "+-", "$", "`", "\n", "//",
                                        "1e308", "-1", "0", "NaN", "1..", "x", "y", "\xFF", "\xEF\xBB\xBF", "\\", "#", "%", "99999999999",
                                        "none", "mean(", "{x:", "2024-02-30", "1in", "type: log", "auto"};
    size_t at = pick(fuzz, text->n + 1), left = text->n - at;
    const Text *other = &fuzz->corpus[pick(fuzz, fuzz->n_corpus)];
    size_t from = pick(fuzz, other->n), length = pick(fuzz, other->n - from < 60 ? other->n - from : 60);
    const char *sign = SIGNS[pick(fuzz, sizeof SIGNS / sizeof *SIGNS)];
    switch (pick(fuzz, 4)) {
    case 0:
        replace(text, at, pick(fuzz, left < 30 ? left + 1 : 30), "", 0);
        break;
    case 1:
        replace(text, at, 0, sign, strlen(sign));
        break;
    case 2:
        replace(text, at, 0, other->at + from, length);
        break;
    default:
        if (left)
            text->at[at] ^= (char)(1 << pick(fuzz, 8));
    }
}

static Text damaged_copy(Fuzz *fuzz, const Text *original)
{
    Text text = {malloc(SIZE_MOST), original->n, original->name};
    memcpy(text.at, original->at, original->n);
    for (size_t n = pick(fuzz, EDITS_MOST) + 1; n; n--)
        damage(fuzz, &text);
    return text;
}

static void keep(const Text *text)
{
    FILE *file = fopen("fuzz.last", "wb");
    if (file) {
        fwrite(text->at, 1, text->n, file);
        fclose(file);
    }
}

/* The file of that name, now and then any. */
static const Text *find_text(Fuzz *fuzz, const char *path)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    for (size_t i = 0; i < fuzz->n_corpus && pick(fuzz, 200); i++)
        if (strcmp(fuzz->corpus[i].name, name) == 0)
            return &fuzz->corpus[i];
    return &fuzz->corpus[pick(fuzz, fuzz->n_corpus)];
}

/* Data files come from the corpus, damaged now and then. */
static int read_any(void *user, const char *path, const char **bytes, size_t *n, const char **why)
{
    Fuzz *fuzz = user;
    const Text *original = find_text(fuzz, path);
    Text text = damaged_copy(fuzz, original);
    if (pick(fuzz, 3)) {
        memcpy(text.at, original->at, original->n);
        text.n = original->n;
    }
    *bytes = text.at;
    *n = text.n;
    *why = NULL;
    return 1;
}

static void release_any(void *user, const char *bytes, size_t n)
{
    (void)user;
    (void)n;
    free((char *)(uintptr_t)bytes);
}

static int ignore(void *user, const void *bytes, size_t n)
{
    (void)bytes;
    *(size_t *)user += n;
    return 1;
}

static void fail(const char *what, ChartcFigure *figure)
{
    fprintf(stderr, "%s; the input is fuzz.last\n%s", what, chartc_diagnostics_text(figure, 0));
    abort();
}

static void run(Fuzz *fuzz, ChartcSession *session, const Text *text)
{
    ChartcFiles files = {.size = sizeof files, .read = read_any, .release = release_any, .user = fuzz};
    ChartcOptions options = {.size = sizeof options, .files = &files};
    ChartcFigure *figure = chartc_open_text(session, "fuzz.chart", text->at, text->n, &options);
    ChartcStatus status = chartc_check(figure);
    if (status == CHARTC_FAULT)
        fail("a fault", figure);
    if ((status == CHARTC_OK) != (chartc_n_errors(figure) == 0))
        fail("status and errors disagree", figure);
    static const char *const FORMATS[] = {"pdf", "svg", "eps"};
    size_t n_bytes = 0;
    if (status == CHARTC_OK)
        chartc_render_to(figure, FORMATS[pick(fuzz, 3)], NULL, ignore, &n_bytes);
    chartc_diagnostics_json(figure);
    chartc_diagnostics_text(figure, 1);
    chartc_figure_free(figure);
}

int main(int argc, char **argv)
{
    if (argc < 4) {
        fputs("fuzz SECONDS SEED FILE...\n", stderr);
        return 2;
    }
    Fuzz fuzz = {.state = strtoull(argv[2], NULL, 10) * 2 + 1};
    fuzz.n_corpus = (size_t)argc - 3;
    fuzz.corpus = calloc(fuzz.n_corpus, sizeof *fuzz.corpus);
    for (size_t i = 0; i < fuzz.n_corpus; i++)
        fuzz.corpus[i] = read_all(argv[i + 3]);
    ChartcSession *session = chartc_session_new();
    time_t end = time(NULL) + atol(argv[1]);
    size_t n_runs = 0;
    while (time(NULL) < end) {
        Text text = damaged_copy(&fuzz, &fuzz.corpus[pick(&fuzz, fuzz.n_corpus)]);
        keep(&text);
        alarm(HANG_SECONDS);
        run(&fuzz, session, &text);
        free(text.at);
        n_runs++;
    }
    chartc_session_free(session);
    for (size_t i = 0; i < fuzz.n_corpus; i++)
        free(fuzz.corpus[i].at);
    free(fuzz.corpus);
    printf("%zu damaged inputs, no fault\n", n_runs);
    return 0;
}
