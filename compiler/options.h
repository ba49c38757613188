/* options: the command line, read by one table that also makes --help and the manual page. */
#ifndef CHARTC_OPTIONS_H
#define CHARTC_OPTIONS_H

#include "../runtime/str.h"
#include "chartc.h"

typedef VEC(const char *) OptionTexts;

typedef enum OptionsMode { MODE_COMPILE, MODE_EXPLAIN, MODE_LIST, MODE_EXTRACT, MODE_VERIFY, MODE_HELP, MODE_MANUAL, MODE_VERSION } OptionsMode;
typedef enum OptionsColor { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER } OptionsColor;

typedef struct Options {
    Arena *arena;
    OptionsMode mode;
    OptionTexts inputs;  /* or the codes to explain, or the form to list in */
    OptionTexts outputs; /* -o; "-" is standard output */
    OptionTexts formats; /* -T, each a format that there is */
    VEC(ChartcParam) params;
    VEC(ChartcLimit) limits;
    OptionTexts silent, refused; /* -Wno-NAME, by name; -Werror=NAME, by code */
    const char *stage;           /* --emit: "ast", "ir", "scene", "sql"; NULL */
    const char *dependency_file, *folder;
    bool has_dependencies_only, has_dependencies; /* -M, -MD */
    bool is_sandboxed, must_lock;                 /* --sandbox, --sandbox=require */
    const char *sandbox_lacks;                    /* what the kernel does not enforce of it; NULL */
    bool is_check, warnings_are_errors, has_json, is_quiet;
    OptionsColor color;
    double dpi;
    bool has_no_provenance;
    bool has_date; /* SOURCE_DATE_EPOCH is set */
    long long date;
    int n_threads;
} Options;

/* Fills the options. NULL, or a message for people about the first word that is wrong: exit code 2. */
const char *options_parse(Options *options, int argc, char **argv);

/* What --help prints. */
Str options_help(Arena *arena);
/* The manual page chartc(1), in man's macros. */
Str options_manual(Arena *arena);

#endif
