/* sandbox: the kernel's part of --sandbox: after it the process, with all threads that it starts later, can open no files but those named here, no
 * socket, no program. For the command: a library does not lock its caller in. */
#ifndef CHARTC_SANDBOX_H
#define CHARTC_SANDBOX_H

#include "../runtime/arena.h"

typedef struct SandboxPaths {
    const char *const *inputs; /* files that are read, and with each what is below its folder */
    size_t n_inputs;
    const char *const *outputs; /* files that are written: the kernel's grain is their folders; "-" is none */
    size_t n_outputs;
} SandboxPaths;

/* Locks the calling process in, for good, by Landlock (files, TCP, signals; as much of it as the kernel knows) and seccomp (calls). To be called
 * before threads are started. NULL when all is in force; else what is not, in words for people. */
const char *sandbox_lock(Arena *arena, const SandboxPaths *paths);

#endif
