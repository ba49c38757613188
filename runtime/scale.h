/* scale: position scales: from data values to points along a side of a panel. (Colours, sizes, markers: look.h.) */
#ifndef CHARTC_SCALE_H
#define CHARTC_SCALE_H

#include "ir.h"

/* A label that stands beyond a value at the end of a bar: so many points of its axis are for it. */
typedef struct EndLabel {
    double at, length;
} EndLabel;

typedef VEC(EndLabel) EndLabels;

/* Points: what lies further off a page is drawn as if it lay there. Drawing libraries compute with less than 24 bits before the point. */
static const double SCALE_FAR_AWAY = 1e5;

/* What the data of one axis span, gathered mark by mark. Zero it, then domain_add_*. */
typedef struct Domain {
    Arena *arena;
    AxisType type; /* of the axis */
    bool has_numbers;
    double lo, hi;                  /* numbers and times */
    double least_positive;          /* for log axes; 0 when there is none */
    bool has_fraction, has_daytime; /* a number that is not whole; a time within a day */
    bool starts_at_zero;            /* a bar or an area starts there */
    bool has_markers;               /* of points, error bars, boxes, and of lines that have some: */
    double marker_lo, marker_hi;
    bool needs_air;          /* some marks are larger than their place: points, texts, bars, error bars */
    EndLabels end_labels[2]; /* below values, above them */
    VEC(Value) categories;   /* distinct, in order of first appearance */
    Map index;               /* by value_str: into categories */
} Domain;

void domain_add_number(Domain *domain, double number);                 /* NaN is skipped */
void domain_add_edge(Domain *domain, double number);                   /* the same for the edge of a mark: it makes no fractions */
void domain_add_base(Domain *domain, double base);                     /* a number from which a bar or an area starts */
void domain_add_category(Domain *domain, Value value);                 /* missing is skipped */
void domain_add_column(Domain *domain, const Column *column);          /* each cell as a category */
void domain_add_summary(Domain *domain, const ColumnSummary *summary); /* of a column of numbers or times: as if each were added */
/* Whether the data, numbers or times, are not all whole numbers or whole days; 0 and 1 may be shares: they count as fractions. */
bool domain_has_fraction(const Domain *domain, bool is_time);
void domain_join(Domain *domain, const Domain *other);

/* A trained scale. `from` is the place of the lower end (left or bottom), `to` that of the upper end, in page points; the
 * layout sets them, and may change them at any time. */
typedef struct PosScale {
    AxisType type;
    double lo, hi; /* continuous: data values; lo < hi */
    double from, to;
    bool is_reversed;
    const Value *categories; /* band: in order; band y axes run top to bottom: from is then the top */
    size_t n_categories;
    Map index;
    double padding;              /* band: share of a step that is left free between bands, 0..1 */
    double constant;             /* symlog: half-width of the linear part */
    bool has_fraction;           /* the data are not all whole numbers, or whole days: only then ticks may lie between */
    bool has_markers, needs_air; /* as of the domain */
    double marker_lo, marker_hi;
    EndLabels end_labels[2]; /* as of the domain */
} PosScale;

/* Trains a scale by the axis' settings (type, lo, hi, zero, order, order_by, reverse). The result is not yet widened to ticks (ticks_fit does it).
 * No data: a domain 0..1 (or one day, or no band). Reports a log axis with data at or below zero (with the
 * value), sqrt below zero. With order_by the domain's categories come sorted. False after a reported error. */
bool scale_train(PosScale *scale, Arena *arena, Report *report, const IrAxis *axis, const Domain *domain);

/* Puts categories in order: numbers, dates and booleans ascend, text stays as it is; then the values of `order` come first, in its order. */
void categories_order(Value *values, size_t n, const IrExprs *order, Arena *arena);

/* The place of a continuous value; NaN for NaN (and log of what is not above zero). Values outside the domain map outside. */
double scale_map(const PosScale *scale, double value);
/* The value at a place: the inverse. */
double scale_invert(const PosScale *scale, double place);
/* The band of a category: false when the scale has none of that value. `start` < `start + width`, without padding; in points. */
bool scale_band(const PosScale *scale, Value value, double *start, double *width);
/* The same of the category of a place in `categories`. */
void scale_band_at(const PosScale *scale, size_t category, double *start, double *width);
/* The distance from band to band. */
double scale_step(const PosScale *scale);

#endif
