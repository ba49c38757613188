/* faults: what chartc promises when something goes wrong around it, tried one fault at a time (docs/trust.md).
 *
 * Every run ends in one of two ways. It exits with 0: then the figure is, byte for byte, the one without a fault, and so is what was said. Or it
 * exits with 1 or 3 and says why: then the old figure is there, whole. In both there is no other file left, and nothing crashed, hung or leaked.
 *
 *     faults [--full] [--no-mercy] [--jobs N] [--part NAME] [--case NAME] [--only N] [--seed N]
 *
 * Linked with LeakSanitizer (faults_leaks) it looks for leaks behind every run, which takes four times as long: the short form is then some runs of
 * the library.
 *
 * Parts: memory (the n-th allocation fails, once and from then on; the command), library (the same through chartc.h, with a figure after it in the
 * same session), calls (the n-th read, open, rename ... fails), signals, cut (a mapped file is cut off). */
#define _GNU_SOURCE
#include "cases.h"
#include "leaks.h"

#include "compiler/chartc.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_JOBS = 16, MOST_SHOWN = 2000 };

typedef struct Tally {
    unsigned long n_runs, n_faults, n_failed; /* failed: promises that were broken */
    unsigned long n_for_good;                 /* sessions that could draw nothing more */
    unsigned long n_loader, n_foreign;        /* runs that glibc's loader ended, or a library that is known to, which chartc cannot help */
} Tally;

typedef struct Run {
    const char *part, *only_case;
    bool is_full;
    unsigned n_jobs, job;
    unsigned long only, seed;
    Tally *tally;         /* of this worker */
    Injection *injection; /* of this worker */
    LibraryRun *library;
    const Case *c;
    Outcome good; /* the case without faults */
} Run;

static void *share(size_t size)
{
    return mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
}

static const char *error_name(int error)
{
    return error == SHORT ? "SHORT" : error == CUT ? "CUT" : error == SIGNAL ? "SIGNAL" : strerrorname_np(error);
}

/* A broken promise: shown, with the words that run it again. */
static void broken(Run *run, const char *what, const Outcome *outcome)
{
    const Plan *plan = &run->injection->plan;
    run->tally->n_failed++;
    if (run->tally->n_failed > MOST_SHOWN)
        return;
    printf("--- %s\n    %s: the fault %lu (%s%s, %s, %s)\n", what, run->c->name, plan->n,
           run->injection->n_failed ? CALL_NAMES[run->injection->failed] : "none", plan->failure == FAIL_ONCE ? "" : ", and from then on",
           error_name(plan->error), run->part);
    if (outcome && WIFSIGNALED(outcome->status))
        printf("    ended by signal %d (%s)\n", WTERMSIG(outcome->status), strsignal(WTERMSIG(outcome->status)));
    else if (outcome)
        printf("    exit status %d\n", WEXITSTATUS(outcome->status));
    if (outcome && outcome->said.n)
        printf("    it said: %.3000s\n", outcome->said.at);
    fflush(stdout);
}

static bool is_old(Bytes figure)
{
    return figure.at && figure.n == strlen(OLD_FIGURE) && memcmp(figure.at, OLD_FIGURE, figure.n) == 0;
}

static bool is_kept(const Run *run, const Outcome *outcome)
{
    bool is_new = bytes_are(outcome->figure, run->good.figure);
    if (run->c->doing != SEVERAL)
        return is_old(outcome->figure);
    bool is_second_new = bytes_are(outcome->second, run->good.second); /* each for itself, not both: one has failed */
    return (is_old(outcome->figure) || is_new) && (is_old(outcome->second) || is_second_new) && !(is_new && is_second_new);
}

static bool is_new_figure(const Run *run, const Outcome *outcome)
{
    return bytes_are(outcome->figure, run->good.figure) && (run->c->doing != SEVERAL || bytes_are(outcome->second, run->good.second));
}

/* What a run that looked for leaks found; NULL: none. */
static const char *left_by(int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : 0;
    return code == LEFT_MEMORY   ? "memory was not given back"
           : code == LEFT_OPEN   ? "a file was left open"
           : code == LEFT_MAPPED ? "a file was left mapped"
                                 : NULL;
}

/* A fault was taken for a change of the figure or of its files. */
static bool is_false_claim(const Run *run, const Outcome *outcome)
{
    static const char *const CLAIMS[] = {"[E0910]", "[E0911]", "[E0912]", "[E0913]", "[E0914]"};
    for (size_t i = 0; i < sizeof CLAIMS / sizeof *CLAIMS; i++)
        if (outcome->said.at && strstr(outcome->said.at, CLAIMS[i]) && !strstr(run->good.said.at, CLAIMS[i]))
            return true;
    return false;
}

/* glibc's loader has no way back from some failures while it loads a library (libxml2, libraqm ...): it says `out of memory` and ends the process
 * with 127. */
static bool is_loader(int status, Bytes said)
{
    return WIFEXITED(status) && WEXITSTATUS(status) == 127 && said.at && strcmp(said.at, "out of memory\n") == 0;
}

static void check_outcome(Run *run, const Outcome *outcome, bool may_be_other_font)
{
    int code = WIFEXITED(outcome->status) ? WEXITSTATUS(outcome->status) : -1;
    bool is_memory = run->injection->plan.is_alloc, is_good = code == run->c->code;
    bool is_by_loader = is_memory && is_loader(outcome->status, outcome->said);
    bool is_foreign = is_memory && run->c->crashes && WIFSIGNALED(outcome->status) && WTERMSIG(outcome->status) != SIGALRM;
    run->tally->n_loader += is_by_loader;
    run->tally->n_foreign += is_foreign;
    int error = run->injection->plan.error;
    bool is_retried = !is_memory && (error == EINTR || error == SHORT) && !run->c->asks_system;
    const char *left = left_by(outcome->status);
    if (left) {
        broken(run, left, outcome);
    } else if (is_false_claim(run, outcome)) {
        broken(run, "a fault was taken for a change of the figure", outcome);
    } else if (is_retried && !is_good) {
        broken(run, "an interrupted or short call was not done again", outcome);
    } else if (is_foreign) {
        if (!is_kept(run, outcome) || outcome->n_strays)
            broken(run, "a library crashed, and the old figure is gone or a file is left", outcome);
    } else if (code != 0 && code != 1 && code != 3 && !is_by_loader) {
        broken(run, "it crashed or hung", outcome);
    } else if (outcome->n_strays) {
        broken(run, "a file is left", outcome);
    } else if (code == 0 && !is_good) {
        broken(run, "the mistakes were not told", outcome);
    } else if (code == 0 && !is_new_figure(run, outcome) && !(may_be_other_font && outcome->said.n)) {
        broken(run, "it went well, and the figure is another", outcome);
    } else if (is_good && !bytes_are(outcome->said, run->good.said) && !(may_be_other_font && outcome->said.n) && (is_memory || code == 0)) {
        broken(run, "it went as without the fault, and said something else", outcome);
    } else if (code != 0 && !is_kept(run, outcome)) {
        broken(run, "it failed, and the old figure is gone", outcome);
    } else if (is_by_loader) {
        ;
    } else if (code != 0 && !strstr(outcome->said.at, "chartc: ") && !strstr(outcome->said.at, "error[")) {
        broken(run, "it failed, and did not say why", outcome);
    } else if (is_memory && !is_good && (code != 3 || !strstr(outcome->said.at, "out of memory"))) {
        broken(run, "memory was lacking, and that is not what it said", outcome);
    }
    if (outcome->n_strays || !is_old(outcome->figure) || run->c->doing == SEVERAL)
        reset_folder(run->c);
}

static void try_command(Run *run, Plan plan, bool may_be_other_font)
{
    run->injection->plan = plan;
    Outcome outcome = run_command(run->c, run->injection, 0, 0);
    run->tally->n_runs++;
    run->tally->n_faults += run->injection->n_failed;
    check_outcome(run, &outcome, may_be_other_font);
    outcome_free(&outcome);
}

/* The case without faults: the number of calls, and what comes of it. */
static bool count_calls(Run *run, bool is_alloc)
{
    run->injection->plan = (Plan){.is_alloc = is_alloc};
    outcome_free(&run->good);
    reset_folder(run->c);
    run->good = run_command(run->c, run->injection, 0, 0);
    bool is_good = WIFEXITED(run->good.status) && WEXITSTATUS(run->good.status) == run->c->code;
    if (!is_good)
        broken(run, "it does not work without faults", &run->good);
    reset_folder(run->c);
    return is_good;
}

/* Whether the worker takes the n-th fault of `count`: all of them in the full form, every stride-th in the short one, or `rarer` still; with the
 * search for leaks rarer again, but some of each case. */
static bool is_mine(const Run *run, unsigned long n, unsigned long count, unsigned rarer)
{
    enum { LEAKS_RARER = 9, LEAKS_FEWEST = 2 };
    if (run->only)
        return n == run->only && run->job == 0;
    unsigned long stride = run->is_full ? 1 : (unsigned long)run->c->stride * rarer;
    if (!run->is_full && leaks_are_searched()) {
        stride *= LEAKS_RARER;
        stride = stride * LEAKS_FEWEST > count ? count / LEAKS_FEWEST : stride;
        stride += !stride;
    }
    return n % stride == 0 && n / stride % run->n_jobs == run->job;
}

static void try_memory(Run *run)
{
    if (!count_calls(run, true))
        return;
    unsigned long count = run->injection->count;
    for (unsigned long n = 1; n <= count; n++)
        for (int failure = FAIL_ONCE; failure <= FAIL_FROM_THEN_ON; failure++)
            if (is_mine(run, n, count, 1))
                try_command(run, (Plan){.is_alloc = true, .n = n, .failure = (Failure)failure, .error = ENOMEM}, false);
    if (run->job == 0)
        printf("    %s: %lu allocations\n", run->c->name, count);
}

/* ---- the library ---- */

static void try_library(Run *run)
{
    LibraryRun *out = run->library;
    if (!count_calls(run, true))
        return;
    int wanted = run->c->code ? CHARTC_INPUT_ERROR : CHARTC_OK;
    run->injection->plan = (Plan){.is_alloc = true};
    Outcome good = run_library(run->c, run->injection, run->good.figure, out);
    if (good.status != 0)
        broken(run, "the library does not work without faults", &good);
    outcome_free(&good);
    unsigned long count = run->injection->count;
    for (unsigned long n = 1; n <= count; n++)
        for (int failure = FAIL_ONCE; failure <= FAIL_FROM_THEN_ON; failure++) {
            if (!is_mine(run, n, count, 3))
                continue;
            run->injection->plan = (Plan){.is_alloc = true, .n = n, .failure = (Failure)failure, .error = ENOMEM};
            Outcome outcome = run_library(run->c, run->injection, run->good.figure, out);
            run->tally->n_runs++;
            run->tally->n_faults += run->injection->n_failed;
            bool is_by_loader = WIFEXITED(outcome.status) && WEXITSTATUS(outcome.status) == 127;
            bool is_foreign = run->c->crashes && WIFSIGNALED(outcome.status) && WTERMSIG(outcome.status) != SIGALRM;
            run->tally->n_loader += is_by_loader;
            run->tally->n_foreign += is_foreign;
            bool is_for_good = out->status_after == CHARTC_NO_MEMORY; /* HarfBuzz (runtime/text_face.c: is_sound) */
            run->tally->n_for_good += is_for_good;
            const char *left = left_by(outcome.status);
            const char *wrong = is_by_loader || is_foreign                                                 ? NULL
                                : left                                                                     ? left
                                : outcome.status != 0                                                      ? "the library crashed or hung"
                                : out->status != wanted && out->status != CHARTC_NO_MEMORY                 ? "the library gave another status"
                                : out->is_different                                                        ? "the library drew another figure"
                                : (out->status_after != wanted && !is_for_good) || out->is_different_after ? "the session is of no use afterwards"
                                                                                                           : NULL;
            if (wrong)
                broken(run, wrong, &outcome);
            outcome_free(&outcome);
        }
}

/* ---- other calls ---- */

/* What each call can fail with. */
static const int *errors_of(const Run *run, Call call)
{
    static const int FONTS[] = {EIO, 0}, OPEN[] = {EMFILE, EIO, EACCES, ENOSPC, EINTR, 0}, READ[] = {EIO, EINTR, SHORT, 0},
                     WRITE[] = {EIO, ENOSPC, EINTR, SHORT, 0}, CLOSE[] = {EIO, ENOSPC, EINTR, 0}, MAP[] = {ENOMEM, ENODEV, 0}, THREAD[] = {EAGAIN, 0},
                     LOCK[] = {ENOLCK, EIO, 0}, OTHER[] = {EIO, ENOSPC, EACCES, 0};
    if (run->c->asks_system && !run->is_full)
        return FONTS; /* fontconfig opens hundreds of files */
    return call == CALL_open     ? OPEN
           : call == CALL_read   ? READ
           : call == CALL_write  ? WRITE
           : call == CALL_close  ? CLOSE
           : call == CALL_mmap   ? MAP
           : call == CALL_thread ? THREAD
           : call == CALL_flock  ? LOCK
                                 : OTHER;
}

/* fontconfig reads dozens of files on one way: in the short form the first two and the last are tried. */
static bool is_repeated(const Run *run, const unsigned *places, unsigned n_calls, unsigned n)
{
    unsigned before = 0, behind = 0;
    for (unsigned i = 1; i <= n_calls; i++) {
        before += i < n && places[i - 1] == places[n - 1];
        behind += i > n && places[i - 1] == places[n - 1];
    }
    return run->c->asks_system && !run->is_full && before >= 2 && behind;
}

static void try_calls(Run *run)
{
    if (!count_calls(run, false))
        return;
    unsigned n_kinds = run->injection->n_kinds;
    unsigned char *kinds = malloc(n_kinds + 1);
    memcpy(kinds, run->injection->kinds, n_kinds);
    unsigned *places = malloc((n_kinds + 1) * sizeof *places);
    memcpy(places, run->injection->places, n_kinds * sizeof *places);
    for (unsigned n = 1; n <= n_kinds; n++) {
        Call call = (Call)kinds[n - 1];
        if (run->only ? n != run->only || run->job : n % run->n_jobs != run->job || is_repeated(run, places, n_kinds, n))
            continue;
        for (const int *error = errors_of(run, call); *error; error++)
            for (int failure = FAIL_ONCE; failure <= FAIL_FROM_THEN_ON; failure++) {
                bool is_endless = failure == FAIL_FROM_THEN_ON && (*error == EINTR || call == CALL_unlink);
                if (!is_endless)
                    try_command(run, (Plan){.n = n, .failure = (Failure)failure, .error = *error, .only = call}, run->c->asks_system);
            }
    }
    if (run->job == 0) {
        unsigned counts[CALL_COUNT] = {0};
        for (unsigned n = 0; n < n_kinds; n++)
            counts[kinds[n]]++;
        printf("    %s:", run->c->name);
        for (int call = 0; call < CALL_COUNT; call++)
            if (counts[call])
                printf(" %u %s", counts[call], CALL_NAMES[call]);
        printf("\n");
    }
    free(kinds);
    free(places);
}

/* ---- signals ---- */

static void check_signalled(Run *run, const Outcome *outcome, int signal)
{
    bool is_signalled = WIFSIGNALED(outcome->status) && WTERMSIG(outcome->status) == signal,
         is_done = WIFEXITED(outcome->status) && WEXITSTATUS(outcome->status) == 0;
    bool is_new = is_new_figure(run, outcome);
    if (!is_signalled && !is_done)
        broken(run, "a signal was answered by another end", outcome);
    else if (!is_new && !is_kept(run, outcome))
        broken(run, "a signal came, and the figure is neither old nor new", outcome);
    else if (is_done && !is_new)
        broken(run, "it went well, and the figure is another", outcome);
    else if (outcome->n_strays && signal != SIGKILL)
        broken(run, "a signal came, and a file is left", outcome);
    if (outcome->n_strays && signal == SIGKILL) { /* the next run takes it away */
        run->injection->plan = (Plan){.n = 0};
        Outcome next = run_command(run->c, run->injection, 0, 0);
        if (next.n_strays || !is_new_figure(run, &next))
            broken(run, "what a kill left is there after the next run", &next);
        outcome_free(&next);
    }
    reset_folder(run->c);
}

static void try_signals(Run *run)
{
    static const int SIGNALS[] = {SIGTERM, SIGINT, SIGHUP, SIGKILL};
    enum { RANDOM_RUNS = 200, MOST_MICROSECONDS = 12000 };
    if (run->c->code || !count_calls(run, false))
        return;
    unsigned n_kinds = run->injection->n_kinds;
    for (unsigned n = 1; n <= n_kinds; n++) /* just before each call */
        for (int i = 0; i < 4; i++) {
            if (n % run->n_jobs != run->job || (!run->is_full && run->c->asks_system))
                continue;
            run->injection->plan = (Plan){.n = n, .error = SIGNAL, .signal = SIGNALS[i]};
            Outcome outcome = run_command(run->c, run->injection, 0, 0);
            run->tally->n_runs++;
            run->tally->n_faults++;
            check_signalled(run, &outcome, SIGNALS[i]);
            outcome_free(&outcome);
        }
    if (run->c != CASES)
        return;
    unsigned long long random = run->seed * 2 + 1;
    for (unsigned i = 0; i < RANDOM_RUNS; i++) { /* at any time */
        random = random * 6364136223846793005u + 1442695040888963407u;
        if (i % run->n_jobs != run->job)
            continue;
        run->injection->plan = (Plan){.n = 0, .signal = SIGNALS[i % 4]};
        Outcome outcome = run_command(run->c, run->injection, 1 + (unsigned)(random >> 33) % MOST_MICROSECONDS, SIGNALS[i % 4]);
        run->tally->n_runs++;
        run->tally->n_faults++;
        check_signalled(run, &outcome, SIGNALS[i % 4]);
        outcome_free(&outcome);
    }
}

/* ---- a file that is cut off ---- */

static void try_cut(Run *run)
{
    enum { TIMES = 5 }; /* another thread may meet the end each time */
    if (run->job != 0 || !count_calls(run, false))
        return;
    unsigned n = 1;
    while (n <= run->injection->n_kinds && run->injection->kinds[n - 1] != CALL_mmap)
        n++;
    for (int i = 0; i < TIMES; i++) {
        run->injection->plan = (Plan){.n = n, .error = CUT, .only = CALL_mmap};
        Outcome outcome = run_command(run->c, run->injection, 0, 0);
        run->tally->n_runs++;
        run->tally->n_faults += run->injection->n_failed;
        if (!WIFEXITED(outcome.status) || WEXITSTATUS(outcome.status) != 1 || !strstr(outcome.said.at, "cut off"))
            broken(run, "a file was cut off, and that is not what it said", &outcome);
        else if (!is_old(outcome.figure) || outcome.n_strays)
            broken(run, "a file was cut off, and the old figure is gone or a file is left", &outcome);
        outcome_free(&outcome);
        reset_folder(run->c);
        if (!write_cut())
            broken(run, "the file could not be written again", NULL);
    }
}

/* ---- all of it ---- */

static const struct {
    const char *name;
    void (*run)(Run *run);
} PARTS[] = {{"memory", try_memory}, {"library", try_library}, {"calls", try_calls}, {"signals", try_signals}, {"cut", try_cut}};
enum { N_PARTS = sizeof PARTS / sizeof *PARTS };

static bool is_run(const Run *run, size_t part, size_t i)
{
    bool is_library = strcmp(PARTS[part].name, "library") == 0;
    if (leaks_are_searched() && !run->part && !run->is_full && !is_library)
        return false;
    if ((strcmp(PARTS[part].name, "cut") == 0) != (strcmp(CASES[i].name, "cut") == 0) ||
        (is_library && (CASES[i].doing == SEVERAL || CASES[i].is_read_only)))
        return false;
    return (!run->part || strcmp(run->part, PARTS[part].name) == 0) && (!run->only_case || strcmp(run->only_case, CASES[i].name) == 0);
}

static Tally *tally_of(Tally *tallies, size_t part, size_t i, unsigned job)
{
    return &tallies[(part * N_CASES + i) * MOST_JOBS + job];
}

static void work(Run run, Tally *tallies)
{
    run.injection = share(sizeof *run.injection);
    run.library = share(sizeof *run.library);
    if (!enter_folder(run.job))
        exit(1);
    for (size_t part = 0; part < N_PARTS; part++)
        for (size_t i = 0; i < N_CASES; i++) {
            if (!is_run(&run, part, i))
                continue;
            Run one = run;
            one.part = PARTS[part].name;
            one.c = &CASES[i];
            one.tally = tally_of(tallies, part, i, run.job);
            PARTS[part].run(&one);
            outcome_free(&one.good);
        }
    exit(0);
}

static int report(const Run *run, Tally *tallies)
{
    Tally all = {0};
    unsigned n_good = 0, n_bad = 0;
    for (size_t part = 0; part < N_PARTS; part++)
        for (size_t i = 0; i < N_CASES; i++) {
            Tally sum = {0};
            for (unsigned job = 0; job < run->n_jobs; job++) {
                const Tally *one = tally_of(tallies, part, i, job);
                sum.n_runs += one->n_runs;
                sum.n_faults += one->n_faults;
                sum.n_failed += one->n_failed;
                all.n_loader += one->n_loader;
                all.n_foreign += one->n_foreign;
                all.n_for_good += one->n_for_good;
            }
            all.n_runs += sum.n_runs;
            all.n_faults += sum.n_faults;
            if (sum.n_failed)
                printf("%s of %s: %lu of %lu runs broke a promise\n", PARTS[part].name, CASES[i].name, sum.n_failed, sum.n_runs);
            n_good += sum.n_runs && !sum.n_failed;
            n_bad += sum.n_failed != 0;
        }
    printf(
        "%lu runs, %lu faults, %lu ended by glibc's loader, %lu by a crash in cairo or libraqm; %lu sessions drew no more\n[  PASSED  ] %u test(s).\n",
        all.n_runs, all.n_faults, all.n_loader, all.n_foreign, all.n_for_good, n_good);
    if (n_bad)
        printf("[  FAILED  ] %u test(s), listed below:\n", n_bad);
    return n_bad != 0;
}

int main(int argc, char **argv)
{
    Run run = {.n_jobs = 2, .seed = 1};
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "";
        if (strcmp(argv[i], "--no-mercy") == 0) {
            inject_resume(); /* once too often: nothing is spared */
            continue;
        }
        if (strcmp(argv[i], "--full") == 0) {
            run.is_full = true;
            continue;
        }
        unsigned long number = strtoul(value, NULL, 10);
        if (strcmp(argv[i], "--jobs") == 0)
            run.n_jobs = number < 1 ? 1 : number > MOST_JOBS ? MOST_JOBS : (unsigned)number;
        else if (strcmp(argv[i], "--part") == 0)
            run.part = value;
        else if (strcmp(argv[i], "--case") == 0)
            run.only_case = value;
        else if (strcmp(argv[i], "--only") == 0)
            run.only = number;
        else if (strcmp(argv[i], "--seed") == 0)
            run.seed = number;
        else
            return fprintf(stderr, "faults: what is `%s`?\n", argv[i]), 2;
        i++;
    }
    Tally *tallies = share(sizeof *tallies * N_PARTS * N_CASES * MOST_JOBS);
    if (!make_inputs(".")) {
        fprintf(stderr, "faults: the inputs could not be made\n");
        return 1;
    }
    setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
    setvbuf(stdout, NULL, _IONBF, 0);
    pid_t workers[MOST_JOBS];
    for (run.job = 0; run.job < run.n_jobs; run.job++)
        if ((workers[run.job] = fork()) == 0)
            work(run, tallies);
    bool is_good = true;
    for (unsigned i = 0; i < run.n_jobs; i++) {
        int status;
        waitpid(workers[i], &status, 0);
        is_good &= status == 0;
    }
    remove_inputs();
    return report(&run, tallies) || !is_good;
}
