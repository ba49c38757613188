/* attach_png: attachments as chunks of text (iTXt, PNG 11.3.4.5), by the keyword "chartc"; bytes that are no text, in base64, by "chartc-base64".
 * Those of some length are compressed. */
#ifndef CHARTC_ATTACH_PNG_H
#define CHARTC_ATTACH_PNG_H

#include "attach.h"

#include <png.h>

/* Adds them to what png_write_info writes, beside the name of the program. All is made before the caller's setjmp matters: nothing of ours is lost in
 * a jump. */
void attach_to_png(Arena *arena, png_structp png, png_infop info, const Attachments *attached, const char *program);

#endif
