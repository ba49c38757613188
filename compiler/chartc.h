/* chartc.h: compile declarative figures, from a file or from memory, to PDF, PNG, SVG, EPS and PS.
 *
 *     ChartcSession *session = chartc_session_new();
 *     ChartcFigure *figure = chartc_open_file(session, "fig.chart", NULL);
 *     const unsigned char *bytes;
 *     size_t n;
 *     if (chartc_render(figure, "pdf", NULL, &bytes, &n) == CHARTC_OK)
 *         chartc_save(figure, "fig.pdf", bytes, n);
 *     fputs(chartc_diagnostics_text(figure, 0), stderr);
 *     chartc_figure_free(figure);
 *     chartc_session_free(session);
 *
 * Threads: a session, and every figure opened in it, belongs to one thread at a time. Different sessions may be used by
 * different threads at once; nothing is shared between them and the process's locale, signals and files stay untouched.
 * Files of 256 KB and more are mapped: one that is shortened while it is read raises SIGBUS, as any mapped file. A program that cannot rule that out
 * reads files itself (ChartcFiles).
 *
 * Ownership: what a function returns by pointer is borrowed from its figure and lives until chartc_figure_free, unless
 * its comment says otherwise. Text is UTF-8, terminated by a NUL. Callbacks must not call back into the same figure.
 *
 * Binary interface: types are opaque, or made by the library, or begin with a `size` that the caller sets to
 * sizeof(the struct); new members go to the end. Zeroed members mean the default.
 */
#ifndef CHARTC_H
#define CHARTC_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef CHARTC_API
#define CHARTC_API __attribute__((visibility("default")))
#endif

/* How a call went. The first four are also the command's exit codes. */
typedef enum ChartcStatus {
    CHARTC_OK = 0,
    CHARTC_INPUT_ERROR = 1, /* the spec, its data or an output place is wrong: the diagnostics say how */
    CHARTC_USAGE = 2,       /* the call makes no sense: no such format, a stage that this input does not have */
    CHARTC_FAULT = 3,       /* a fault of chartc's own: diagnostic E0900 */
    CHARTC_NO_MEMORY = 4,   /* the figure can only be freed; the session, and what else there is in it, stays of use */
    CHARTC_STOPPED = 5      /* the write callback said so */
} ChartcStatus;

typedef struct ChartcSession ChartcSession; /* fonts and caches that figures share */
typedef struct ChartcFigure ChartcFigure;   /* one input on its way to outputs, with its diagnostics */

/* The version of the library in use: "0.1.0". */
CHARTC_API const char *chartc_version(void);

/* A session; NULL when there is no memory. Free it after its figures. NULL is fine to free. */
CHARTC_API ChartcSession *chartc_session_new(void);
CHARTC_API void chartc_session_free(ChartcSession *session);

/* ---- opening ---- */

/* A param's value from outside: the value is written as in a spec (`3`, `"text"`, `2012-05`). */
typedef struct ChartcParam {
    const char *name, *value;
} ChartcParam;

/* Where the files that a spec names come from. */
typedef struct ChartcFiles {
    size_t size;
    /* Gives all of a file. Returns 1 with *bytes and *n set (valid until release), or 0 with *why set to a short
     * reason ("there is no such file"; a literal, or valid until the next call). */
    int (*read)(void *user, const char *path, const char **bytes, size_t *n, const char **why);
    /* The bytes are no longer used; may be NULL. Called once for each good read, at the latest by chartc_figure_free. */
    void (*release)(void *user, const char *bytes, size_t n);
    void *user;
} ChartcFiles;

/* A limit of what a figure may take, by its name in docs/limits.md ("memory"). */
typedef struct ChartcLimit {
    const char *name;
    double value;
} ChartcLimit;

typedef struct ChartcOptions {
    size_t size;
    const ChartcParam *params; /* copied */
    size_t n_params;
    const ChartcFiles *files;  /* NULL: the machine's files. Copied; `user` must outlive the figure */
    const char *const *silent; /* warnings and notes that are not told, by name ("small_text", "small-text") or code */
    size_t n_silent;
    const char
        *folder; /* for chartc_open_made: where the figure's spec stands, whose data are to be found from there; NULL: the figure's own folder */
    const ChartcLimit *limits; /* read while opening */
    size_t n_limits;
    /* For specs that nobody trusts: what a spec names is read only below the folder of the spec (the working folder for standard input and texts
     * without one), by paths without `..` and links that lead out, and no typeface but the shipped ones is used. Give such figures a session of their
     * own. With `files`, those decide. */
    int is_sandboxed;
    const char *sandbox_lacks; /* what the caller could not have the kernel enforce beside: told as note N0910; NULL */
} ChartcOptions;

/* A figure from a file ("-" is standard input), or from `n` bytes of text that are copied. `name` is what diagnostics
 * call the text, and the base of the relative paths in it. The text is a spec, or begins with `chart-ir 1` or
 * `chart-scene 1`. `options` may be NULL. Always a figure, whose diagnostics say what went wrong; NULL only when there is
 * no memory. Nothing is compiled yet. */
CHARTC_API ChartcFigure *chartc_open_file(ChartcSession *session, const char *path, const ChartcOptions *options);
CHARTC_API ChartcFigure *chartc_open_text(ChartcSession *session, const char *name, const char *text, size_t n, const ChartcOptions *options);
/* NULL is fine. */
CHARTC_API void chartc_figure_free(ChartcFigure *figure);

/* ---- compiling ---- */

/* Compiles and lays out, and keeps the result: what is left is drawing. Every mistake in the input is found here.
 * CHARTC_OK with warnings is possible. The other functions call this where they need it. */
CHARTC_API ChartcStatus chartc_check(ChartcFigure *figure);

/* How far the reading of large data files is: bytes that have been gone through (more than once, should that be needed) of those that are known; 0 of
 * 0 when nothing is. May be called on any thread while another call with the figure runs. */
CHARTC_API void chartc_progress(const ChartcFigure *figure, size_t *n_read, size_t *n_known);

typedef struct ChartcRenderOptions {
    size_t size;
    double dpi;        /* of raster formats: pixels per inch, 0 for 300 */
    int no_provenance; /* 1: the bytes carry neither the spec nor a record of the files that the figure was made from */
    int has_date;      /* 1: `date`, in seconds since 1970, is written into formats that have a place for a date; else none is */
    long long date;
} ChartcRenderOptions;

/* The figure's bytes in a format. `options` may be NULL. On anything but CHARTC_OK nothing is set. */
CHARTC_API ChartcStatus chartc_render(ChartcFigure *figure, const char *format, const ChartcRenderOptions *options, const unsigned char **bytes,
                                      size_t *n);
/* The same, handed to `write` piece by piece; `write` returns 1 to go on, 0 to stop (CHARTC_STOPPED). */
CHARTC_API ChartcStatus chartc_render_to(ChartcFigure *figure, const char *format, const ChartcRenderOptions *options,
                                         int (*write)(void *user, const void *bytes, size_t n), void *user);

/* The formats by name, which is also the usual file ending: "pdf", "png"...; NULL behind the last. Static text. */
CHARTC_API const char *chartc_format(size_t i);
/* The media type of a format ("application/pdf"), NULL when there is none of that name. Static text. */
CHARTC_API const char *chartc_format_type(const char *format);

/* Text of a stage: "ast" (the spec reprinted), "ir" or "scene", which two can be opened again; or "sql", what databases were asked. A stage before
 * the input's own is CHARTC_USAGE. */
CHARTC_API ChartcStatus chartc_emit(ChartcFigure *figure, const char *stage, const char **text, size_t *n);

/* Writes bytes to a file as a whole or not at all: beside it under another name, then renamed; a symbolic link is
 * followed, a file that exists keeps its permissions, a device or FIFO is written to directly. Refuses a path that is one
 * of the figure's own inputs. CHARTC_INPUT_ERROR with a diagnostic when it cannot be done. SIGINT, SIGTERM and SIGHUP
 * wait meanwhile in the calling thread, so that none of them leaves the other name behind. Nothing is flushed to the
 * disk itself: after a power cut a file system may show the old file or the new one. */
CHARTC_API ChartcStatus chartc_save(ChartcFigure *figure, const char *path, const void *bytes, size_t n);

/* The files that the figure was made from, as opened: the input first, then includes and data in the order of reading,
 * each once. NULL behind the last. Complete after chartc_check. */
CHARTC_API const char *chartc_dependency(ChartcFigure *figure, size_t i);

/* ---- figures that were made ---- */

/* A figure that chartc made, by the path of its PDF, PNG, SVG, EPS or PS, as what it was made from: its input is the spec that it carries. Includes
 * come from it too, data from where the spec names them. Of the options, params are those of the figure itself. Always a figure, as chartc_open_file;
 * E0910 or E0911 when it carries no spec. */
CHARTC_API ChartcFigure *chartc_open_made(ChartcSession *session, const char *path, const ChartcOptions *options);

/* A file that it carries, byte for byte: the spec when `name` is NULL, or an include by its name there. *n is its length, and it is terminated too.
 * CHARTC_INPUT_ERROR with a diagnostic when it carries none of that name. */
CHARTC_API ChartcStatus chartc_carried(ChartcFigure *figure, const char *name, const char **text, size_t *n);

/* Whether it is what its spec and data give: its files are compared with their digests, its spec and includes with files of their names that are
 * there, and it is drawn again and compared byte for byte. CHARTC_INPUT_ERROR when not: the diagnostics name the file and the row, E0912 to E0914. */
CHARTC_API ChartcStatus chartc_verify(ChartcFigure *figure);

/* ---- diagnostics ---- */

typedef enum ChartcSeverity { CHARTC_ERROR = 0, CHARTC_WARNING = 1, CHARTC_NOTE = 2 } ChartcSeverity;

/* A piece of a file. Lines and columns count from 1, columns in code points; start and end are byte offsets, end is
 * behind the last byte. */
typedef struct ChartcPlace {
    const char *file; /* NULL: nowhere, and all else is 0 */
    size_t line, column, end_line, end_column;
    size_t start, end;
} ChartcPlace;

/* A word on another place involved. */
typedef struct ChartcLabel {
    ChartcPlace place;
    const char *message;
} ChartcLabel;

/* What to do. With a replacement it is an edit: put it where `place` is. */
typedef struct ChartcHint {
    const char *message;
    ChartcPlace place;
    const char *replacement; /* NULL: no edit */
} ChartcHint;

typedef struct ChartcDiagnostic {
    ChartcSeverity severity;
    const char *code; /* "E0102": never changes its meaning */
    const char *message;
    ChartcPlace place;
    const ChartcLabel *const *labels; /* n_labels of them */
    size_t n_labels;
    const ChartcHint *const *hints;
    size_t n_hints;
    const char *name; /* of a warning or note, as `allow:` takes it: "small_text"; "" for errors */
} ChartcDiagnostic;

/* All so far, in the order of their places. NULL behind the last, or when there is no memory. Pointers stay valid, but
 * indexes may change with the next call that compiles, draws or saves. */
CHARTC_API const ChartcDiagnostic *chartc_diagnostic(ChartcFigure *figure, size_t i);
CHARTC_API size_t chartc_n_errors(const ChartcFigure *figure);
CHARTC_API size_t chartc_n_warnings(const ChartcFigure *figure);
/* Whether some call of the figure ran out of memory, also one that gives no status. */
CHARTC_API int chartc_out_of_memory(const ChartcFigure *figure);
/* All so far as the command prints them; "" when there are none, "chartc: out of memory\n" when there is no memory. With `color`, ANSI escapes. */
CHARTC_API const char *chartc_diagnostics_text(ChartcFigure *figure, int color);
/* { "diagnostics": [...], "errors": n, "warnings": n } */
CHARTC_API const char *chartc_diagnostics_json(ChartcFigure *figure);

/* The code of a warning or note by its name or code, whose name may have `-` for `_`; NULL when there is none. Static text. */
CHARTC_API const char *chartc_warning(const char *name);

/* The page on a diagnostic by its code ("E0102") or name ("small_text"), in Markdown; *n is its length, and it is not terminated. NULL when there is
 * none. Static text. */
CHARTC_API const char *chartc_explain(const char *code, size_t *n);

#ifdef __cplusplus
}
#endif

#endif
