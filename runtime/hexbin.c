/* hexbin: see hexbin.h. */
#include "hexbin.h"

#include "stat_hexbin.h"

#include <math.h>
#include <string.h>

enum { ACROSS = 30, CELLS_MOST = 1 << 22 };
static const double LEAST_SIZE = 4; /* points: what is smaller is seen as a dot of no colour */

/* The cells that a panel may show, by column and row, with one more of each around them. */
typedef struct HexGrid {
    double size; /* from side to side, points */
    size_t n_columns, n_rows;
    uint32_t *group_of; /* of each cell; 0: no row is in it */
} HexGrid;

/* What the cells of all panels become. */
typedef struct CellRows {
    VEC(double) x, y; /* middles, as the axes count */
    VEC(uint32_t) cell_row, cell_column;
    VEC(uint8_t) borders;
    VEC(Value) looks[ChannelId_COUNT_OF];
} CellRows;

/* --- a panel's grid ----------------------------------------------------------------------------------------------- */

static double cell_size(const IrLayer *layer, double width)
{
    if (!isnan(layer->cell_step))
        return layer->cell_step;
    return layer->cell_count > 0 ? width / layer->cell_count : fmax(width / ACROSS, LEAST_SIZE);
}

static bool make_grid(Plot *plot, const IrLayer *layer, Rect area, HexGrid *grid)
{
    *grid = (HexGrid){.size = cell_size(layer, area.width)};
    double columns = ceil(area.width / grid->size) + 3, rows = ceil(area.height / grid->size / HEX_ROW) + 5;
    if (!(grid->size > 0 && columns * rows <= CELLS_MOST)) {
        Diagnostic *error = report_add(plot->report, REPORT_E0735,
                                       ir_span(layer, isnan(layer->cell_step) ? IR_FIELD_Layer_cell_count : IR_FIELD_Layer_cell_step),
                                       "a panel takes more than %d cells of this size", CELLS_MOST);
        report_hint(plot->report, error, "leave it out, or write how many stand side by side: count: 30");
        return false;
    }
    grid->n_columns = (size_t)columns;
    grid->n_rows = (size_t)rows;
    grid->group_of = ARENA_ARRAY(plot->arena, grid->n_columns * grid->n_rows, uint32_t);
    return true;
}

/* The middle of cell 0, 0 is the lower left corner of the panel; in the grid it is the one of column 1 and row 2, so that even rows stay even. */
static uint32_t *cell_at(const HexGrid *grid, Rect area, double x, double y)
{
    static const double FAR = 1e6;
    double across = (x - area.x) / grid->size, up = (area.y + area.height - y) / grid->size;
    if (!(fabs(across) < FAR && fabs(up) < FAR))
        return NULL;
    HexCell cell = hex_cell(across, up);
    bool is_in = cell.column >= -1 && cell.column + 1 < (long)grid->n_columns && cell.row >= -2 && cell.row + 2 < (long)grid->n_rows;
    return is_in ? &grid->group_of[(size_t)(cell.row + 2) * grid->n_columns + (size_t)(cell.column + 1)] : NULL;
}

static double place_of(const FrameChannel *channel, const PosScale *scale, size_t i)
{
    return scale_map(scale, channel->value.numbers[channel->is_constant ? 0 : i]);
}

/* Groups of the rows that each cell of the panel holds; group 0 are those that are elsewhere. */
static Groups find_groups(Plot *plot, const Frame *frame, const PlotPanel *panel, HexGrid *grid, uint32_t *group_of)
{
    const PosScale *x = &panel->scales[frame->layer->x_side], *y = &panel->scales[frame->layer->y_side];
    VEC(uint32_t) first_row = {0};
    VEC_PUSH(plot->arena, &first_row, 0);
    for (size_t i = 0; i < frame->n; i++) {
        group_of[i] = 0;
        if (!frame_in_cell(frame, i, panel->cell_row, panel->cell_column))
            continue;
        uint32_t *group = cell_at(grid, panel->area, place_of(&frame->channels[CHANNEL_X], x, i), place_of(&frame->channels[CHANNEL_Y], y, i));
        if (!group)
            continue;
        if (!*group) {
            *group = (uint32_t)first_row.n;
            VEC_PUSH(plot->arena, &first_row, (uint32_t)i);
        }
        group_of[i] = *group;
    }
    return (Groups){frame->n, first_row.n, group_of, first_row.at};
}

/* --- cells as rows ------------------------------------------------------------------------------------------------ */

/* Which of the neighbours that are drawn later there are: right, upper right, upper left. */
static uint8_t find_borders(const HexGrid *grid, size_t row, size_t column)
{
    const uint32_t *here = &grid->group_of[row * grid->n_columns + column];
    bool is_last = column + 1 == grid->n_columns, is_top = row + 1 == grid->n_rows;
    size_t right = grid->n_columns + row % 2, left = right - 1; /* those above, from here */
    uint8_t borders = 0;
    if (!is_last && here[1])
        borders |= HEX_RIGHT;
    if (!is_top && !(is_last && row % 2) && here[right])
        borders |= HEX_UPPER_RIGHT;
    if (!is_top && !(column == 0 && row % 2 == 0) && here[left])
        borders |= HEX_UPPER_LEFT;
    return borders;
}

/* Row by row from below, so that borders are drawn in turn. */
static void add_cells(Plot *plot, const Frame *frame, const PlotPanel *panel, const HexGrid *grid, const Groups *groups, CellRows *out)
{
    Column looks[ChannelId_COUNT_OF] = {0};
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        const IrChannel *channel = frame->channels[id].channel;
        if (channel && frame_is_of_cells(frame->layer, channel))
            looks[id] = expr_eval_groups(plot->arena, channel->expr, frame->table, groups);
    }
    Rect area = panel->area;
    for (size_t row = 0; row < grid->n_rows; row++)
        for (size_t column = 0; column < grid->n_columns; column++) {
            uint32_t group = grid->group_of[row * grid->n_columns + column];
            double x = area.x + ((double)column - 1 + (row % 2 ? 0.5 : 0)) * grid->size,
                   y = area.y + area.height - ((double)row - 2) * HEX_ROW * grid->size;
            if (!group)
                continue;
            VEC_PUSH(plot->arena, &out->x, scale_invert(&panel->scales[frame->layer->x_side], x));
            VEC_PUSH(plot->arena, &out->y, scale_invert(&panel->scales[frame->layer->y_side], y));
            VEC_PUSH(plot->arena, &out->cell_row, (uint32_t)panel->cell_row);
            VEC_PUSH(plot->arena, &out->cell_column, (uint32_t)panel->cell_column);
            VEC_PUSH(plot->arena, &out->borders, find_borders(grid, row, column));
            for (int id = 0; id < ChannelId_COUNT_OF; id++)
                if (looks[id].n)
                    VEC_PUSH(plot->arena, &out->looks[id], column_value(&looks[id], group));
        }
}

static Column numbers_column(Arena *arena, ValueType type, const double *values, size_t n)
{
    double *numbers;
    Column column = column_new(arena, STR_NONE, type, n, &numbers);
    if (n)
        memcpy(numbers, values, n * sizeof *numbers);
    return column;
}

static void make_cells(Plot *plot, Frame *frame, const CellRows *rows, double size)
{
    Frame *cells = arena_copy(plot->arena, frame, sizeof *frame);
    size_t n = rows->x.n;
    cells->n = n;
    cells->cells = NULL;
    cells->first_row = NULL;
    cells->series = ARENA_ARRAY(plot->arena, n, uint32_t);
    cells->n_series = 1;
    cells->cell_row = rows->cell_row.at;
    cells->cell_column = rows->cell_column.at;
    cells->cell_size = size;
    cells->borders = rows->borders.at;
    const double *places[] = {[CHANNEL_X] = rows->x.at, [CHANNEL_Y] = rows->y.at};
    for (int id = 0; id < ChannelId_COUNT_OF; id++) {
        FrameChannel *channel = &cells->channels[id];
        if (!channel->channel)
            continue;
        if (id <= CHANNEL_Y)
            *channel = (FrameChannel){.channel = channel->channel, .value = numbers_column(plot->arena, channel->value.type, places[id], n)};
        else if (frame_is_of_cells(frame->layer, channel->channel))
            channel->value = column_from_values(plot->arena, STR_NONE, channel->channel->expr->type, rows->looks[id].at, rows->looks[id].n);
    }
    frame->cells = cells;
}

static bool settle_frame(Plot *plot, const PlotChart *chart, size_t f)
{
    Frame *frame = &chart->frames[f];
    const IrLayer *layer = frame->layer;
    CellRows rows = {0};
    double size = 0;
    uint32_t *group_of = ARENA_ARRAY(plot->arena, frame->n, uint32_t);
    for (size_t p = 0; p < chart->n_panels && frame->n; p++) {
        const PlotPanel *panel = &chart->panels[p];
        bool has_axes = panel->scales[layer->x_side].type != AXIS_BAND && panel->scales[layer->y_side].type != AXIS_BAND;
        HexGrid grid;
        if (!plot_frame_in_panel(chart, f, panel) || !has_axes)
            continue;
        if (!make_grid(plot, layer, panel->area, &grid))
            return false;
        size = grid.size;
        Groups groups = find_groups(plot, frame, panel, &grid, group_of);
        add_cells(plot, frame, panel, &grid, &groups, &rows);
    }
    make_cells(plot, frame, &rows, size);
    return true;
}

/* --- all layers --------------------------------------------------------------------------------------------------- */

static bool differs(const LookScale *a, const LookScale *b)
{
    bool is_other = a->n_categories != b->n_categories || (a->n_categories == 0 && (a->lo != b->lo || a->hi != b->hi));
    for (size_t i = 0; i < a->n_categories && !is_other; i++)
        is_other = !value_eq(a->categories[i], b->categories[i]);
    return is_other;
}

bool hexbins_settle(Plot *plot, bool *has_changed)
{
    bool is_any = false, is_first = false, is_good = true;
    size_t at = 0;
    *has_changed = false;
    for (size_t i = 0; i < plot->charts.n && is_good; i++) {
        const PlotChart *chart = plot->charts.at[i];
        for (size_t f = 0; f < chart->n_frames && is_good; f++, at++) {
            Frame *frame = &chart->frames[f];
            if (frame->layer->mark != MARK_HEXBIN)
                continue;
            is_any = true;
            is_first |= !frame->cells;
            is_good = settle_frame(plot, chart, f);
            plot->frames[at] = *frame_drawn(frame);
        }
    }
    if (!is_any || !is_good)
        return is_good;
    LookScale *looks = looks_train(plot->arena, is_first ? plot->report : NULL, plot->figure, plot->frames, plot->n_frames);
    for (size_t i = 0; i < plot->figure->scales.n; i++)
        *has_changed |= differs(&plot->looks[i], &looks[i]);
    plot->looks = looks;
    return true;
}
