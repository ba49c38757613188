/* lazy: see lazy.h. */
#include "lazy.h"

#include <dlfcn.h>
#include <string.h>

bool lazy_load(const char *library, const char *const *names, LazyFunction *functions)
{
    void *handle = dlopen(library, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
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
