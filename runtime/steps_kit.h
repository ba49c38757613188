/* steps_kit: what the files that run data steps share; others see steps.h. */
#ifndef CHARTC_STEPS_KIT_H
#define CHARTC_STEPS_KIT_H

#include "steps.h"

typedef struct StepRun {
    Arena *arena;
    Report *report;
    const Table *tables; /* of the figure, as far as they are made */
    const IrStep *step;
    Table *table; /* what comes in, to be replaced by what goes out */
} StepRun;

/* Each runs one kind of step; false after a reported error. The step has passed the verifier. */
bool run_derive(StepRun *run);
bool run_summarize(StepRun *run);
bool run_fill(StepRun *run);
bool run_unpivot(StepRun *run);
bool run_pivot(StepRun *run);
bool run_join(StepRun *run);
bool run_append(StepRun *run);

/* The groups of the step's keys. */
Groups step_groups(const StepRun *run);
/* The values that make a group, as `model = A, seed = 1`; empty without keys. */
Str step_group_name(const StepRun *run, size_t row);
/* A column in the place of that of its name, else behind all. */
void put_column(StepRun *run, Column column, Str name, Span span);

#endif
