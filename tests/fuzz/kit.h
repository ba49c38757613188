/* kit: what the fuzz targets share. A target is a file target_NAME.c with LLVMFuzzerTestOneInput: clang's libFuzzer drives it (`make fuzz`), and
 * replay.c feeds it the files of corpus/NAME and found/NAME in every build. Whatever the bytes are, nothing may crash, hang, or break a claim. */
#ifndef TESTS_FUZZ_KIT_H
#define TESTS_FUZZ_KIT_H

#include "compiler/chartc.h"
#include "runtime/files.h"
#include "runtime/report.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/* Ends the program when a claim does not hold. */
void fuzz_require(bool holds, const char *claim);

/* Takes the first byte off the input as a choice of one in `n`: "0" is the first, "1" the second, and so on. Of an empty input the first. */
unsigned fuzz_choice(Str *input, unsigned n);

/* The format that a digit in front of the input asks for, which is taken off; the first without one: specs, IR and scenes begin with none. */
const char *fuzz_format(Str *input, const char *const *formats, unsigned n);

/* Every place of every diagnostic lies in its source, and all texts are UTF-8. */
void fuzz_check_report(const Report *report);
void fuzz_check_span(const Sources *sources, Span span);

/* The files that a spec or an IR may name: one of each kind by the path's ending, from memory, and nothing else. `results.csv` has the columns of the
 * vocabulary's examples. */
extern const Files FUZZ_FILES;

/* A figure of the input by the library, its status and its diagnostics at one. Files are those above. Free it. */
ChartcFigure *fuzz_figure(const char *name, Str input);
/* A figure that was made, of its bytes: what it carries is opened, taken out and, where that may be, drawn again. Diagnostics are checked. */
void fuzz_made(Str bytes);
/* The same figure out of a format, "" when it was refused; borrowed from the figure. Raster formats at a low resolution. */
Str fuzz_render(ChartcFigure *figure, const char *format);
Str fuzz_emit(ChartcFigure *figure, const char *stage);
/* The figure's text of a stage opens again and is the same text. */
void fuzz_check_stage(ChartcFigure *figure, const char *stage);

/* A data file of that name, read with options that the input begins with: a whole table, or an error, never both. */
void fuzz_data(const char *path, Str input);

#endif
