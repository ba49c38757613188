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

bool deferred_read(Deferred *deferred, Table *table)
{
    if (!deferred->is_read) {
        deferred->is_read = true;
        deferred->is_good = deferred->hooks->read(deferred, &deferred->whole) && has_promised(deferred);
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
