/* spared: calls of fontconfig, which the linker puts here in front of the library's (--wrap). fontconfig 2.14 goes on with null pointers where memory
 * runs out under it; chartc makes sure of memory before it calls (runtime/text_system.c), and no allocation is made to fail inside. `faults
 * --no-mercy` does it all the same. */
#include "inject.h"

#include <fontconfig/fontconfig.h>

#define SPARE(type, name, params, args) \
    type __real_##name params;          \
    type __wrap_##name params;          \
    type __wrap_##name params           \
    {                                   \
        inject_spare();                 \
        type out = __real_##name args;  \
        inject_resume();                \
        return out;                     \
    }

SPARE(FcConfig *, FcInitLoadConfigAndFonts, (void), ())
SPARE(FcBool, FcConfigSubstitute, (FcConfig * config, FcPattern *pattern, FcMatchKind kind), (config, pattern, kind))
SPARE(FcPattern *, FcFontMatch, (FcConfig * config, FcPattern *pattern, FcResult *result), (config, pattern, result))

void __real_FcDefaultSubstitute(FcPattern *pattern);
void __wrap_FcDefaultSubstitute(FcPattern *pattern);
void __wrap_FcDefaultSubstitute(FcPattern *pattern)
{
    inject_spare();
    __real_FcDefaultSubstitute(pattern);
    inject_resume();
}
