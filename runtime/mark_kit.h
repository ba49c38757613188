/* mark_kit: what the files of the marks share: places of rows on the page, paint, and the functions of each mark for the table in mark.c. */
#ifndef CHARTC_MARK_KIT_H
#define CHARTC_MARK_KIT_H

#include "mark.h"

/* From one page coordinate to another; NaN where a value is missing. */
typedef struct Extent {
    double lo, hi;
} Extent;

/* Adds the values of a position channel in row i to the domain. */
void mark_train_value(const FrameChannel *channel, size_t i, Domain *domain);
/* Where a row's middle stands on the page; NaN where it has none. Jitter is in it. */
double mark_place(const MarkContext *context, const Frame *frame, ChannelId id, size_t i);
/* What a row covers: an interval, a band (its dodge slot), or a single place. */
Extent mark_extent(const MarkContext *context, const Frame *frame, ChannelId id, size_t i);
bool mark_has_interval(const Frame *frame, ChannelId id);
/* -0.5 .. 0.5, the same for the same row on every machine. */
double mark_jitter(const Frame *frame, size_t i);
Paint mark_stroke(const MarkContext *context, const Frame *frame, const Look *look);
Paint mark_fill(const Frame *frame, const Look *look);
/* The look's pattern over a filled shape: its corners, or a rectangle (inside its outline). Nothing where the look has none. */
void mark_pattern(const MarkContext *context, const Frame *frame, const Look *look, const Point *corners, size_t n);
void mark_pattern_rect(const MarkContext *context, const Frame *frame, const Look *look, Rect rect);
/* The colour at a share of its strength, with a border of the whole colour. */
Paint mark_light_fill(const Look *look, double share);
/* Across its length: the layer's width, else a share of the row's band or slot. */
Extent mark_breadth(const MarkContext *context, const Frame *frame, size_t i, double share);
TextStyle mark_text_style(const MarkContext *context);
/* The size at which the labels over bars that stand `step` apart keep off each other: a little smaller than tick labels at most, else 0. */
double bar_label_size(const MarkContext *context, const Frame *frame, double step);
/* Whether a bar's label stands at the lower end of its values: that is below zero. */
bool bar_is_down(const Frame *frame, size_t i);
/* What a label beyond the end of a bar takes, with the air at both its ends. Points. */
double bar_label_length(TextEngine *text, Str label, TextStyle style, bool is_upright);
/* The row's `text` channel beside a shape that covers `shape`, by the layer's `side`. */
void value_label(const MarkContext *context, const Frame *frame, size_t i, Rect shape);

void mark_point_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y);
void mark_point_draw(const MarkContext *context, const Frame *frame);
void mark_point_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
void mark_bar_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y);
void mark_bar_draw(const MarkContext *context, const Frame *frame);
void mark_swatch_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
void mark_line_draw(const MarkContext *context, const Frame *frame);
void mark_line_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
void mark_area_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y);
void mark_area_draw(const MarkContext *context, const Frame *frame);
void mark_rule_draw(const MarkContext *context, const Frame *frame);
void mark_text_draw(const MarkContext *context, const Frame *frame);
void mark_text_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
void mark_rect_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y);
void mark_rect_draw(const MarkContext *context, const Frame *frame);
void mark_errorbar_draw(const MarkContext *context, const Frame *frame);
void mark_errorbar_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
void mark_box_train(const Frame *frame, size_t cell_row, size_t cell_column, Domain *x, Domain *y);
void mark_box_draw(const MarkContext *context, const Frame *frame);
void mark_light_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
void mark_hexbin_draw(const MarkContext *context, const Frame *frame);
void mark_hexbin_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);
void mark_violin_draw(const MarkContext *context, const Frame *frame);
void mark_smooth_draw(const MarkContext *context, const Frame *frame);
void mark_smooth_key(const MarkContext *context, const Frame *frame, const Look *look, Rect box);

#endif
