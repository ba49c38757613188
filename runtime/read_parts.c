/* read_parts: rows in parts; see read_parts.h. The text is cut at line ends outside quotes: the survey has counted the quotes before each cut, and a
 * part must end just where the next begins, or the cut was wrong (quotes within plain cells). Parts write into columns made for the rows that there
 * can be; where lines were blank or comments the gaps are closed afterwards. */
#include "read_parts.h"

#include "num_plain.h"
#include "work.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif
#include <math.h>
#include <string.h>

typedef struct Part {
    const char *start, *end;
    size_t first_row, n_rows; /* where its rows are written, how many they were */
    size_t most_rows;
    ColumnBuild *columns;
    bool has_failed;
} Part;

typedef struct Parts {
    Rows *rows;
    Part *parts;
    size_t n_parts;
    size_t only; /* the one column to read, or n_columns: all */
    const char *plain_end;
    BatchTake *take; /* NULL: rows are kept, in the columns of `rows` */
    void *user;
} Parts;

/* --- cutting ------------------------------------------------------------------------------------------------------ */

static bool is_line_end(const Csv *csv, const char *at)
{
    return *at == '\n' || (*at == '\r' && (at + 1 == csv->end || at[1] != '\n'));
}

static size_t count_lines(const Csv *csv, const char *from, const char *to)
{
    size_t n = 0;
    for (const char *at = from; at < to; at++)
        n += is_line_end(csv, at);
    return n;
}

/* The first line that begins behind `at`, which stands within quotes or not. */
static const char *line_start(const Csv *csv, const char *at, bool in_quotes)
{
    for (; at < csv->end; at++) {
        in_quotes ^= *at == '"';
        if (!in_quotes && is_line_end(csv, at))
            return at + 1;
    }
    return at;
}

/* Each part begins at the first line of one of the survey's. Line ends before a row bound its number: they are as many when no line is blank, a
 * comment, or within quotes. False when there is but one part. */
static bool cut(Parts *p)
{
    const Csv *csv = &p->rows->csv;
    const Survey *survey = &csv->survey;
    const char *text = csv->source->text.at, *start = csv->at;
    size_t n_quotes = 0, n_lines = 0, first = count_lines(csv, text, start), row = 0;
    p->parts = ARENA_ARRAY(csv->arena, survey->n_parts, Part);
    for (size_t i = 0; i < survey->n_parts; i++) {
        n_quotes += survey->parts[i].n_quotes;
        n_lines += survey->parts[i].n_lines;
        bool is_last = i + 1 == survey->n_parts;
        const char *edge = is_last ? csv->end : text + (i + 1) * SURVEY_PART;
        if (edge < start) /* within a long line, which is not to be searched from each of its parts */
            continue;
        const char *end = is_last ? edge : line_start(csv, edge, n_quotes % 2 == 1);
        if (end <= start) /* the header, or one long line, fills the part */
            continue;
        p->parts[p->n_parts++] = (Part){.start = start, .end = end, .first_row = row};
        row = n_lines + count_lines(csv, edge, end) - first;
        p->parts[p->n_parts - 1].most_rows = row - p->parts[p->n_parts - 1].first_row + is_last; /* the last line may have no end */
        start = end;
    }
    return p->n_parts > 1;
}

/* --- cells -------------------------------------------------------------------------------------------------------- */

/* From here on plain cells are read without asking for the text's end: the last line end that has REACH bytes behind it stops every search. */
enum { REACH = NUM_PLAIN_REACH > 16 ? NUM_PLAIN_REACH : 16 };

static const char *plain_end(const Csv *csv)
{
    const char *at = csv->end, *start = csv->source->text.at;
    if (at - start <= REACH || csv->delimiter == ' ') /* any number of blanks is one delimiter: no cell is plain */
        return start;
    for (at -= REACH; at > start && at[-1] != '\n';)
        at--;
    return at;
}

/* The first delimiter or line end at or behind `at`, sixteen bytes at a time. */
static const char *find_stop(const Csv *csv, const char *at)
{
#ifdef __SSE2__
    const __m128i delimiter = _mm_set1_epi8(csv->delimiter), lf = _mm_set1_epi8('\n'), cr = _mm_set1_epi8('\r');
    for (;; at += 16) {
        __m128i bytes = _mm_loadu_si128((const __m128i *)(const void *)at);
        __m128i found = _mm_or_si128(_mm_cmpeq_epi8(bytes, delimiter), _mm_or_si128(_mm_cmpeq_epi8(bytes, lf), _mm_cmpeq_epi8(bytes, cr)));
        int stops = _mm_movemask_epi8(found);
        if (stops)
            return at + __builtin_ctz((unsigned)stops);
    }
#else
    while (!csv->stops[(unsigned char)*at])
        at++;
    return at;
#endif
}

/* What is done with the cells of a column. */
typedef enum Action { PASS, TAKE_NUMBER, TAKE_TEXT, TAKE_ANY } Action;

static Action action_of(const ColumnBuild *column, bool is_passed)
{
    return is_passed || column->is_dropped                 ? PASS
           : column->type == TYPE_NUMBER && !column->style ? TAKE_NUMBER
           : column->type == TYPE_TEXT                     ? TAKE_TEXT
                                                           : TAKE_ANY;
}

static void put_missing(ColumnBuild *column, Action action, size_t row)
{
    if (action == TAKE_NUMBER)
        column->numbers[row] = NAN;
    else if (action == TAKE_TEXT)
        column->codes[row] = CODE_MISSING;
}

/* A quoted cell of one line without quotes in it: where it ends, or NULL. */
static const char *quoted_end(const Csv *csv, const char *at)
{
    do
        at++;
    while (*at != '"' && *at != '\n');
    return *at == '"' && csv->stops[(unsigned char)at[1]] ? at + 1 : NULL;
}

/* A cell as most are; where it ends, or NULL for one that takes the general way: blanks around it, quotes in it, a date, an odd one. */
static inline const char *take_plain(Rows *rows, ColumnBuild *column, Action action, size_t row, const char *at)
{
    const Csv *csv = &rows->csv;
    unsigned char first = (unsigned char)*at;
    const char *end, *start = at;
    if (rows->is_special[first]) {
        if (csv->stops[first]) {
            put_missing(column, action, row);
            return at;
        }
        end = first == '"' && !rows->missing_starts[first] && action != TAKE_NUMBER ? quoted_end(csv, at) : NULL;
        if (!end || end - at <= 2 || action == TAKE_ANY || rows->missing_starts[(unsigned char)at[1]])
            return NULL;
        if (action == TAKE_TEXT)
            column->codes[row] = dict_add(&column->words, (Str){start + 1, (size_t)(end - start - 2)});
        return end;
    }
    if (action == TAKE_ANY)
        return NULL;
    if (action == TAKE_NUMBER) {
        end = num_plain_scan(at, &column->numbers[row]);
        bool is_whole = end && csv->stops[(unsigned char)*end];
        column->n_good += is_whole;
        return is_whole ? end : NULL;
    }
    end = find_stop(csv, at);
    if (action == TAKE_TEXT) {
        if (csv->blanks[(unsigned char)end[-1]])
            return NULL;
        column->codes[row] = dict_add(&column->words, (Str){at, (size_t)(end - at)});
    }
    return end;
}

/* --- rows --------------------------------------------------------------------------------------------------------- */

/* The cells of a row from csv->at on, as long as they are plain; true, with csv->at behind the line end, when all are. The number of those taken is
 * in *n_cells: the rest of the row takes the general way. */
static inline bool take_row(Rows *rows, const Action *actions, size_t row, size_t *n_cells)
{
    Csv *csv = &rows->csv;
    size_t n = rows->n_columns, i = 0;
    const char *at = csv->at;
    for (; i < n; i++) {
        const char *end = take_plain(rows, &rows->columns[i], actions[i], row, at);
        if (!end)
            break;
        if (i + 1 == n) {
            end += *end == '\r' && end[1] == '\n';
            if (*end != '\n')
                break;
            csv->at = end + 1;
            return true;
        }
        if (*end != csv->delimiter)
            break;
        at = end + 1;
    }
    csv->at = at;
    *n_cells = i;
    return false;
}

/* A row whose first n_cells cells are read, from csv->at on, by the rules of csv.h; false when it is not right. */
static bool read_row(Rows *rows, const Action *actions, size_t row, size_t n_cells)
{
    Csv *csv = &rows->csv;
    do {
        if (n_cells == rows->n_columns) /* a delimiter at the end of a line makes no cell */
            return !csv_cell(csv).text.at && !csv->has_failed && !csv_next_cell(csv);
        if (actions[n_cells] == PASS)
            csv_cell(csv);
        else
            column_build_cell(&rows->columns[n_cells], row, rows_cell(rows));
        n_cells++;
    } while (csv_next_cell(csv) && !csv->has_failed);
    return n_cells == rows->n_columns && !csv->has_failed;
}

/* The rows of the part into its columns, which are started. */
static void read_rows(const Parts *p, Part *part, Rows *rows, const Action *actions)
{
    Csv *csv = &rows->csv;
    csv->at = part->start;
    size_t row = 0;
    const char *plain_end = part->end < p->plain_end ? part->end : p->plain_end;
    for (;; row++) {
        size_t n_cells = 0;
        if (csv->at < plain_end && !rows->begins_odd_line[(unsigned char)*csv->at] && take_row(rows, actions, row, &n_cells))
            continue;
        if (n_cells == 0 && (csv->at >= part->end || !csv_next_line(csv) || csv->at >= part->end))
            break;
        if (!read_row(rows, actions, row, n_cells)) {
            part->has_failed = true;
            return;
        }
    }
    part->has_failed = csv->at != part->end;
    part->n_rows = row;
}

/* The part as a table of its own, in the thread's scratch. */
static void hand_over(const Parts *p, WorkPlace *place, size_t number)
{
    Part *part = &p->parts[number];
    size_t n_columns = p->rows->n_columns;
    Table batch = {.columns = ARENA_ARRAY(place->scratch, n_columns, Column), .n_rows = part->n_rows};
    for (size_t i = 0; i < n_columns; i++) {
        ColumnBuild *column = &part->columns[i];
        if (column->is_dropped)
            continue;
        part->has_failed |= column->n_odd > 0 || column->n_cut > 0;
        column->name = p->rows->columns[i].name;
        batch.columns[batch.n_columns++] = column_build_finish(column, NULL, NULL, part->n_rows);
    }
    part->columns = NULL;
    if (!part->has_failed && part->n_rows)
        p->take(p->user, place, number, &batch);
}

static void read_part(void *user, WorkPlace *place, size_t number)
{
    const Parts *p = user;
    Part *part = &p->parts[number];
    Rows rows = *p->rows;
    Arena *arena = p->take ? place->scratch : place->arena;
    Report unheard = {.arena = arena};
    rows.csv.arena = arena;
    rows.csv.report = &unheard;
    rows.csv.used = SPAN_NONE;
    rows.columns = part->columns = ARENA_ARRAY(arena, rows.n_columns, ColumnBuild);
    Action *actions = ARENA_ARRAY(arena, rows.n_columns, Action);
    for (size_t i = 0; i < rows.n_columns; i++) {
        ColumnBuild *column = &rows.columns[i];
        column_build_part(column, arena, &p->rows->columns[i], part->first_row);
        actions[i] = action_of(column, p->only < rows.n_columns && p->only != i);
        if (p->take && actions[i] != PASS) {
            column->most_rows = part->most_rows;
            column_build_room(column);
        }
    }
    read_rows(p, part, &rows, actions);
    arena_advance(arena, (size_t)(part->end - part->start));
    for (size_t i = 0; i < rows.n_columns && !part->has_failed && !p->take; i++)
        if (actions[i] != PASS)
            column_build_part_end(&rows.columns[i], part->n_rows);
    if (p->take && !part->has_failed)
        hand_over(p, place, number);
}

/* Puts what the parts read together. */
static void join(Parts *p, size_t column)
{
    ColumnBuild *whole = &p->rows->columns[column];
    size_t row = 0;
    for (size_t i = 0; i < p->n_parts && !whole->is_dropped; i++) {
        const Part *part = &p->parts[i];
        if (whole->type == TYPE_TEXT && part->first_row != row)
            memmove(whole->codes + row, whole->codes + part->first_row, part->n_rows * sizeof *whole->codes);
        if (whole->type != TYPE_TEXT && part->first_row != row)
            memmove(whole->numbers + row, whole->numbers + part->first_row, part->n_rows * sizeof *whole->numbers);
        column_build_join(whole, &part->columns[column], row, part->n_rows);
        row += part->n_rows;
    }
}

static bool read_all(Parts *p)
{
    Rows *rows = p->rows;
    for (size_t i = 0; i < rows->n_columns; i++)
        if (!rows->columns[i].is_dropped && (p->only == rows->n_columns || p->only == i))
            column_build_room(&rows->columns[i]);
    work_run(rows->csv.arena, p->n_parts, read_part, p);
    for (size_t i = 0; i < p->n_parts; i++)
        if (p->parts[i].has_failed)
            return false;
    return true;
}

static bool start(Parts *p, Rows *rows)
{
    const Csv *csv = &rows->csv;
    for (size_t byte = 0; byte < 256; byte++) {
        rows->begins_odd_line[byte] = csv->blanks[byte] || byte == '\n' || byte == '\r' ||
                                      (csv->comment.n && byte == (unsigned char)csv->comment.at[0]);
        rows->is_special[byte] = byte == '"' || csv->blanks[byte] || csv->stops[byte] || rows->missing_starts[byte];
    }
    *p = (Parts){.rows = rows, .only = rows->n_columns, .plain_end = plain_end(csv)};
    return cut(p);
}

bool read_parts(Rows *rows)
{
    Parts parts, *p = &parts;
    if (!start(p, rows) || !read_all(p))
        return false;
    for (size_t i = 0; i < rows->n_columns; i++)
        join(p, i);
    for (size_t i = 0; i < rows->n_columns; i++)
        while (!rows->columns[i].is_dropped && !column_build_end(&rows->columns[i])) {
            p->only = i;
            if (!read_all(p))
                return false;
            join(p, i);
        }
    for (size_t i = 0; i < p->n_parts; i++)
        rows->n_rows += p->parts[i].n_rows;
    return true;
}

bool read_batches(Rows *rows, BatchTake *take, void *user)
{
    Parts parts, *p = &parts;
    if (!start(p, rows))
        return false;
    p->take = take;
    p->user = user;
    work_run(rows->csv.arena, p->n_parts, read_part, p);
    bool is_good = true;
    for (size_t i = 0; i < p->n_parts; i++) {
        is_good &= !p->parts[i].has_failed;
        rows->n_rows += p->parts[i].n_rows;
    }
    return is_good;
}
