/* lazy: see lazy.h. */
#include "lazy.h"

#include <dlfcn.h>
#include <string.h>

static const char *const LIBRARIES[] = {[LAZY_LIBXML2] = "libxml2.so.2",
                                        [LAZY_RAQM] = "libraqm.so.0",
                                        [LAZY_SQLITE] = "libsqlite3.so.0",
                                        [LAZY_ZLIB] = "libz.so.1",
                                        [LAZY_ZSTD] = "libzstd.so.1"};
enum { HOW = RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE };

/* The loader tells the reason in words alone ("cannot create shared object descriptor"): errno may be from a call behind the one that failed. */
static bool is_memory(const char *reason)
{
    return !reason || strstr(reason, "memory") || strstr(reason, "allocate") || strstr(reason, "cannot create");
}

bool lazy_load(Arena *arena, LazyLibrary library, const char *const *names, LazyFunction *functions)
{
    void *handle = dlopen(LIBRARIES[library], HOW);
    if (!handle && is_memory(dlerror()))
        arena_fail(arena);
    if (!handle)
        return false;
    bool has_all = true;
    for (int i = 0; names[i]; i++) {
        void *at = dlsym(handle, names[i]);
        memcpy(&functions[i], &at, sizeof at); /* C has no conversion from void * to a function */
        has_all = has_all && at;
    }
    dlclose(handle);
    return has_all;
}

void lazy_load_all(void)
{
    for (int i = 0; i < LAZY_LIBRARY_COUNT; i++) {
        void *handle = dlopen(LIBRARIES[i], HOW);
        if (handle)
            dlclose(handle);
    }
}
