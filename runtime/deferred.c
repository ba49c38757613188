/* deferred: see deferred.h. */
#include "deferred.h"

static bool has_promised(const Deferred *deferred)
{
    const Table *promised = &deferred->promised, *whole = &deferred->whole;
    bool has = promised->n_columns == whole->n_columns;
    for (size_t i = 0; i < promised->n_columns && has; i++)
        has = whole->columns[i].type == promised->columns[i].type;
    return has;
}

/* What the reading told, where the report does not hold it any more: a figure that is compiled anew begins with an empty one. */
static void tell_again(const Deferred *deferred)
{
    Report *report = deferred->report;
    for (size_t i = 0; i < deferred->n_told; i++) {
        size_t k = 0;
        while (k < report->list.n && report->list.at[k] != deferred->told[i])
            k++;
        if (k == report->list.n)
            report_put(report, deferred->told[i]);
    }
}

bool deferred_read(Deferred *deferred, Table *table)
{
    if (!deferred->is_read) {
        Report *report = deferred->report;
        size_t n_before = report ? report->list.n : 0;
        deferred->is_read = true;
        deferred->is_good = deferred->hooks->read(deferred, &deferred->whole) && has_promised(deferred);
        deferred->n_told = report ? report->list.n - n_before : 0;
        if (deferred->n_told)
            deferred->told = arena_copy(report->arena, report->list.at + n_before, deferred->n_told * sizeof *deferred->told);
    } else {
        tell_again(deferred);
    }
    *table = deferred->whole;
    return deferred->is_good;
}

Deferred *deferred_push(Deferred *deferred, const IrStep *const *steps, size_t n_steps, size_t *n_taken)
{
    *n_taken = 0;
    Deferred *pushed = n_steps && deferred->hooks->push ? deferred->hooks->push(deferred, steps, n_steps, n_taken) : NULL;
    if (!pushed)
        *n_taken = 0;
    return pushed;
}
