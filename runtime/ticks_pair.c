/* ticks_pair: see ticks_pair.h. */
#include "ticks_pair.h"

#include "align.h"

#include <math.h>

enum { TICKS_LEAST = 3, TICKS_MOST = 11 };

static bool can_align(const TickRequest *request)
{
    return request->axis->type == AXIS_LINEAR && request->axis->ticks != TICKS_VALUES;
}

static AlignSide align_side(const TickRequest *request, const PosScale *scale)
{
    const IrAxis *axis = request->axis;
    return (AlignSide){.lo = scale->lo,
                       .hi = scale->hi,
                       .fixed_lo = axis->lo || request->is_settled,
                       .fixed_hi = axis->hi || request->is_settled,
                       .step = request->is_settled         ? request->step
                               : axis->ticks == TICKS_STEP ? axis->tick_step->value.number
                                                           : 0,
                       .grain = ticks_grain(axis, scale)};
}

/* A side that runs the other way is its own negative. */
static AlignSide turned(AlignSide side)
{
    AlignSide out = side;
    out.lo = -side.hi;
    out.hi = -side.lo;
    out.fixed_lo = side.fixed_hi;
    out.fixed_hi = side.fixed_lo;
    out.pin = -side.pin;
    return out;
}

static AlignedSide turned_back(AlignedSide side)
{
    double last = side.steps.start + side.steps.step * (side.steps.n - 1);
    return (AlignedSide){-side.hi, -side.lo, {-last, side.steps.step, side.steps.n}};
}

static bool align_pair(const PosScale *first, const TickRequest *first_request, const PosScale *second, const TickRequest *second_request,
                       double wanted, int most, AlignedSide out[2])
{
    const IrAxis *a = first_request->axis, *b = second_request->axis;
    AlignSide sides[2] = {align_side(first_request, first), align_side(second_request, second)};
    sides[0].has_pin = sides[1].has_pin = b->align == ALIGN_ZERO || b->align == ALIGN_VALUES;
    if (b->align == ALIGN_VALUES) {
        sides[0].pin = b->align_with->value.number;
        sides[1].pin = b->align_value->value.number;
    }
    bool is_turned = a->reverse != b->reverse;
    if (is_turned)
        sides[1] = turned(sides[1]);
    if (!align_sides(sides, wanted, most, out))
        return false;
    if (is_turned)
        out[1] = turned_back(out[1]);
    return true;
}

static double ticks_wanted(const TickRequest *first, const TickRequest *second)
{
    const IrAxis *a = first->axis, *b = second->axis;
    if (a->ticks == TICKS_COUNT || b->ticks == TICKS_COUNT)
        return a->ticks == TICKS_COUNT ? a->tick_count : b->tick_count;
    return fmin(fmax(first->length / ((first->is_horizontal ? 4.5 : 3.2) * first->style.size), TICKS_LEAST), 7);
}

static int ticks_most(const TickRequest *request)
{
    int most = (int)(request->length / (request->is_horizontal ? 3 * request->style.size : 1.6 * request->style.size));
    return most > TICKS_MOST ? TICKS_MOST : most < TICKS_LEAST ? TICKS_LEAST : most;
}

/* The side's ticks on its new domain. */
static Ticks place_ticks(Arena *arena, const AlignedSide *side, PosScale *scale, const TickRequest *request, bool *fit)
{
    scale->lo = side->lo;
    scale->hi = side->hi;
    *fit = true;
    if (request->axis->ticks == TICKS_NONE)
        return (Ticks){0};
    if (!side->steps.n)
        return ticks_fit(arena, scale, request, false);
    TickList list = {0};
    for (int i = 0; i < side->steps.n; i++)
        VEC_PUSH(arena, &list, (Tick){.value = steps_value(&side->steps, i)});
    ticks_label(arena, request, scale, &list);
    *fit = ticks_labels_fit(request, scale, &list, true);
    return *fit ? (Ticks){list.at, list.n, false} : ticks_of_steps(arena, &side->steps, scale, request);
}

bool ticks_align(Arena *arena, PosScale *first, const TickRequest *first_request, Ticks *first_ticks, PosScale *second,
                 const TickRequest *second_request, Ticks *second_ticks)
{
    const IrAxis *a = first_request->axis, *b = second_request->axis;
    bool has_no_ticks = a->ticks == TICKS_NONE || b->ticks == TICKS_NONE;
    if (b->align == ALIGN_NONE || (b->align == ALIGN_TICKS && has_no_ticks) || !can_align(first_request) || !can_align(second_request))
        return false;
    double wanted = ticks_wanted(first_request, second_request);
    PosScale scales[2] = {*first, *second};
    /* fewer, as long as labels touch */
    for (int most = ticks_most(first_request); most >= TICKS_LEAST; most--) {
        AlignedSide aligned[2];
        bool fits[2];
        if (!align_pair(&scales[0], first_request, &scales[1], second_request, fmin(wanted, most), most, aligned))
            return most < ticks_most(first_request); /* what was found last stays, thinned */
        *first_ticks = place_ticks(arena, &aligned[0], first, first_request, &fits[0]);
        *second_ticks = place_ticks(arena, &aligned[1], second, second_request, &fits[1]);
        if (fits[0] && fits[1])
            break;
        most = aligned[0].steps.n < most ? aligned[0].steps.n : most;
    }
    return true;
}

/* --- one side for several panels ---------------------------------------------------------------------------------- */

static bool align_other(const SharedSide *side, size_t i, double wanted, int most, AlignedSide out[2])
{
    if (side->is_second)
        return align_pair(&side->others[i], &side->other_requests[i], &side->scale, &side->request, wanted, most, out);
    return align_pair(&side->scale, &side->request, &side->others[i], &side->other_requests[i], wanted, most, out);
}

/* What all panels waste with the shared side as it is; a panel that cannot be aligned wastes more than any. */
static double waste_of(const SharedSide *side, const PosScale *data, int most)
{
    enum { NO_ALIGNMENT = 10 };
    double waste = 0;
    size_t own = side->is_second;
    for (size_t i = 0; i < side->n; i++) {
        AlignedSide out[2];
        if (!align_other(side, i, most, most, out) || !out[own].steps.n) {
            waste += NO_ALIGNMENT;
            continue;
        }
        const PosScale *other = &side->others[i];
        waste += 2 - (data->hi - data->lo) / (out[own].hi - out[own].lo) - (other->hi - other->lo) / (out[!own].hi - out[!own].lo);
    }
    return waste;
}

bool ticks_agree(Arena *arena, SharedSide *side)
{
    (void)arena;
    enum { PANELS_ASKED = 3 };
    if (!can_align(&side->request))
        return false;
    for (size_t i = 0; i < side->n; i++)
        if (!can_align(&side->other_requests[i]) || (side->is_second ? &side->request : &side->other_requests[i])->axis->align == ALIGN_NONE)
            return false;
    /* what single panels would make of it, with every number of ticks, tried on all */
    PosScale data = side->scale;
    SharedSide best = *side;
    double least = INFINITY, wanted = ticks_wanted(&side->request, &side->request);
    int most = ticks_most(&side->request);
    for (size_t i = 0; i < side->n && i < PANELS_ASKED; i++)
        for (int n = TICKS_LEAST; n <= most; n++) {
            AlignedSide out[2];
            if (!align_other(side, i, n, n, out))
                continue;
            const AlignedSide *own = &out[side->is_second];
            if (!own->steps.n)
                continue;
            SharedSide trial = *side;
            trial.scale.lo = own->lo;
            trial.scale.hi = own->hi;
            trial.request.is_settled = true;
            trial.request.step = own->steps.step;
            double waste = waste_of(&trial, &data, most) + 0.03 * (double)side->n * fabs(own->steps.n - wanted);
            if (waste < least - 1e-9) {
                least = waste;
                best = trial;
            }
        }
    *side = best;
    return least < INFINITY;
}
