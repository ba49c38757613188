/* reference: the vocabulary as a document and as data, both made from vocab.def, ir.def and function.def. */
#ifndef CHARTC_REFERENCE_H
#define CHARTC_REFERENCE_H

#include "../runtime/str.h"

/* docs/reference.md. */
Str reference_markdown(Arena *arena);
/* { "statements": [...], "properties": [...], "steps": [...], "marks": [...], "channels": [...],
 * "functions": [...] }: for editors. */
Str reference_json(Arena *arena);

#endif
