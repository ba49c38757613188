/* json_parts: large texts of records, in parts on all cores; see json_kit.h. The text is cut where a record seems to begin: behind a line end, or
 * behind the comma between two records. It does begin there if the part before it, read from a record's beginning, ends there with a record; and so,
 * part by part, for all. */
#include "json_kit.h"

#include "deferred.h"

#include <string.h>

enum { PART = 1 << 20, LARGE = 2 * PART };

typedef struct JsonRows {
    Deferred base; /* whose promise are the columns that are wanted */
    Json json;     /* at the first row; its columns are those of the first rows, dropped ones too */
    bool is_list;
} JsonRows;

typedef struct Part {
    const char *start, *stop;
    size_t n_rows;
    Column *columns;
    bool has_failed;
} Part;

typedef struct Parts {
    const JsonRows *rows;
    Part *parts;
    size_t n;
    BatchTake *take; /* NULL: rows are kept */
    void *user;
} Parts;

/* --- cutting ------------------------------------------------------------------------------------------------------ */

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Whether the brace at `at` stands behind `},`. */
static bool is_behind_record(const char *start, const char *at)
{
    while (at > start && is_blank(at[-1]))
        at--;
    if (at == start || *--at != ',')
        return false;
    while (at > start && is_blank(at[-1]))
        at--;
    return at > start && at[-1] == '}';
}

/* The first likely beginning of a record from `at` on, or the text's end. */
static const char *find_record(const JsonRows *rows, const char *at)
{
    const char *end = rows->json.end;
    for (; at < end; at++) {
        if (rows->is_list) {
            at = memchr(at, '{', (size_t)(end - at));
            if (!at || is_behind_record(rows->json.at, at))
                return at ? at : end;
        } else {
            at = memchr(at, '\n', (size_t)(end - at));
            if (!at || (at + 1 < end && at[1] == '{'))
                return at ? at + 1 : end;
        }
    }
    return end;
}

static size_t most_parts(const JsonRows *rows)
{
    return (size_t)(rows->json.end - rows->json.at) / PART + 1;
}

static void cut(Parts *p)
{
    const char *start = p->rows->json.at, *end = p->rows->json.end;
    p->parts = ARENA_ARRAY(p->rows->json.arena, most_parts(p->rows), Part);
    while (start < end) {
        const char *stop = end - start > PART ? find_record(p->rows, start + PART) : end;
        p->parts[p->n++] = (Part){.start = start, .stop = stop};
        start = stop;
    }
}

/* --- a part ------------------------------------------------------------------------------------------------------- */

/* The columns of the whole, to be filled anew. */
static void start_columns(Json *json, const Json *whole)
{
    for (size_t i = 0; i < whole->columns.n; i++) {
        const CellColumn *cells = &whole->columns.at[i]->cells;
        JsonColumn *column = ARENA_NEW(json->arena, JsonColumn);
        column->cells = (CellColumn){
            .arena = json->arena, .name = cells->name, .span = cells->span, .is_dropped = cells->is_dropped, .options = json->options};
        map_put(&json->names, cells->name)->value = column;
        VEC_PUSH(json->arena, &json->columns, column);
    }
}

/* The rows up to part->stop, and what has to stand there; false when they are not right. */
static bool read_rows(const JsonRows *rows, const Part *part, Json *json)
{
    bool is_last = part->stop == json->end, is_ended = false;
    while (!is_ended && json->at < part->stop) {
        if (!json_row(json))
            return false;
        if (rows->is_list && !json_ends(json, ']')) {
            if (!json_take(json, ',', "`,`"))
                return false;
        } else if (rows->is_list) {
            is_ended = true;
        }
        json_next(json);
    }
    return json->at == part->stop && is_ended == (rows->is_list && is_last);
}

/* The columns that are wanted, of promised types; false when they are not, or there are more. */
static bool finish_columns(const JsonRows *rows, Part *part, Json *json)
{
    const Table *promised = &rows->base.promised;
    size_t n = 0;
    part->columns = ARENA_ARRAY(json->arena, promised->n_columns, Column);
    for (size_t i = 0; i < json->columns.n; i++) {
        CellColumn *cells = &json->columns.at[i]->cells;
        if (cells->is_dropped)
            continue;
        if (n == promised->n_columns || !cell_column_finish_as(cells, json->row, promised->columns[n].type, &part->columns[n]))
            return false;
        n++;
    }
    part->n_rows = json->row;
    return true;
}

static void read_part(void *user, WorkPlace *place, size_t number)
{
    const Parts *p = user;
    Part *part = &p->parts[number];
    const Json *whole = &p->rows->json;
    Arena *arena = p->take ? place->scratch : place->arena;
    Report unheard = {.arena = arena};
    Str text = {part->start, (size_t)(part->stop - part->start)};
    Json json = {.arena = arena,
                 .report = &unheard,
                 .source = whole->source,
                 .options = whole->options,
                 .at = part->start,
                 .end = whole->end,
                 .names = {.arena = arena}};
    start_columns(&json, whole);
    arena_advance(arena, text.n);
    part->has_failed = utf8_check(text) < text.n || !read_rows(p->rows, part, &json) || !finish_columns(p->rows, part, &json);
    if (p->take && !part->has_failed && json.row) {
        Table batch = {.columns = part->columns, .n_columns = p->rows->base.promised.n_columns, .n_rows = json.row};
        p->take(p->user, place, number, &batch);
    }
}

static bool run(Parts *p)
{
    cut(p);
    work_run(p->rows->json.arena, p->n, read_part, p);
    bool is_good = true;
    for (size_t i = 0; i < p->n; i++)
        is_good &= !p->parts[i].has_failed;
    return is_good;
}

/* --- putting together --------------------------------------------------------------------------------------------- */

static Column join_numbers(const Parts *p, size_t k, size_t n_rows)
{
    const Column *promised = &p->rows->base.promised.columns[k];
    double *numbers;
    size_t row = 0;
    Column out = column_new(p->rows->json.arena, promised->name, promised->type, n_rows, &numbers);
    for (size_t i = 0; i < p->n; row += p->parts[i].n_rows, i++)
        if (p->parts[i].n_rows)
            memcpy(numbers + row, p->parts[i].columns[k].numbers, p->parts[i].n_rows * sizeof *numbers);
    return out;
}

static Column join_texts(const Parts *p, size_t k, size_t n_rows)
{
    Arena *arena = p->rows->json.arena;
    DictBuilder words = {.arena = arena};
    uint32_t *codes = ARENA_ARRAY(arena, n_rows, uint32_t);
    size_t row = 0;
    for (size_t i = 0; i < p->n; i++) {
        const Column *part = &p->parts[i].columns[k];
        uint32_t *code_of = ARENA_ARRAY(arena, part->dict->n, uint32_t);
        for (size_t w = 0; w < part->dict->n; w++)
            code_of[w] = dict_add(&words, part->dict->words[w]);
        for (size_t r = 0; r < part->n; r++)
            codes[row++] = part->codes[r] == CODE_MISSING ? CODE_MISSING : code_of[part->codes[r]];
    }
    return (Column){.name = p->rows->base.promised.columns[k].name, .type = TYPE_TEXT, .n = n_rows, .codes = codes, .dict = dict_finish(&words)};
}

/* All rows, in parts; false where the careful way has to be taken. */
static bool read_all(const JsonRows *rows, Table *table)
{
    Parts parts = {.rows = rows};
    const Table *promised = &rows->base.promised;
    if (!run(&parts))
        return false;
    *table = *promised;
    table->columns = ARENA_ARRAY(rows->json.arena, promised->n_columns, Column);
    table->deferred = NULL;
    table->places = json_places(&rows->json);
    for (size_t i = 0; i < parts.n; i++)
        table->n_rows += parts.parts[i].n_rows;
    for (size_t k = 0; k < promised->n_columns; k++) {
        bool is_text = promised->columns[k].type == TYPE_TEXT;
        table->columns[k] = is_text ? join_texts(&parts, k, table->n_rows) : join_numbers(&parts, k, table->n_rows);
        table->columns[k].span = promised->columns[k].span;
    }
    return true;
}

/* --- what is left for later --------------------------------------------------------------------------------------- */

static bool read_left(Deferred *deferred, Table *table)
{
    const JsonRows *rows = (const JsonRows *)deferred;
    Json json = rows->json;
    json.columns.n = json.columns.cap = 0;
    json.columns.at = NULL;
    json.names = (Map){.arena = json.arena};
    json.at = json.source->text.at + (str_starts(json.source->text, STR("\xEF\xBB\xBF")) ? 3 : 0);
    json.row = 0;
    return read_all(rows, table) || json_read_whole(&json, table);
}

static size_t most_batches(const Deferred *deferred)
{
    return most_parts((const JsonRows *)deferred);
}

static bool batches(Deferred *deferred, BatchTake *take, void *user)
{
    Parts parts = {.rows = (const JsonRows *)deferred, .take = take, .user = user};
    return run(&parts);
}

static const DeferredHooks HOOKS = {read_left, most_batches, batches, NULL};

/* The columns of the first rows. False when these are not right, or all there are. */
static bool read_first(JsonRows *rows, bool *is_sure)
{
    Json json = rows->json, *j = &json;
    Report unheard = {.arena = json.arena};
    size_t n_first = json.options->first_rows ? json.options->first_rows : FIRST_ROWS;
    j->report = &unheard;
    while (j->row < n_first) {
        if (!json_row(j) || (rows->is_list && !json_take(j, ',', "`,`")) || !json_next(j))
            return false;
    }
    if (utf8_check((Str){rows->json.at, (size_t)(j->at - rows->json.at)}) < (size_t)(j->at - rows->json.at))
        return false;
    Table *promised = &rows->base.promised;
    promised->columns = ARENA_ARRAY(json.arena, j->columns.n, Column);
    Column *unread = ARENA_ARRAY(json.arena, j->columns.n, Column);
    promised->unread = unread;
    *is_sure = true;
    for (size_t i = 0; i < j->columns.n; i++) {
        CellColumn *cells = &j->columns.at[i]->cells;
        if (cells->is_dropped) {
            unread[promised->n_unread++] = (Column){.name = cells->name, .span = cells->span};
            continue;
        }
        *is_sure &= cells->kind != CELL_MISSING;
        Column column = cell_column_finish(cells, j->row);
        promised->columns[promised->n_columns++] = (Column){.name = column.name, .type = column.type, .dict = column.dict, .span = column.span};
    }
    rows->json.columns.at = j->columns.at;
    rows->json.columns.n = j->columns.n;
    return true;
}

bool json_read_parts(const Json *json, Table *table)
{
    if ((size_t)(json->end - json->at) < LARGE)
        return false;
    JsonRows *rows = ARENA_NEW(json->arena, JsonRows);
    bool is_sure;
    *rows = (JsonRows){.base = {.hooks = &HOOKS, .report = json->report}, .json = *json};
    rows->is_list = json_next(&rows->json) == '[';
    rows->json.at += rows->is_list;
    if (json_next(&rows->json) != '{' || !read_first(rows, &is_sure))
        return false;
    arena_expect(json->arena, (size_t)(rows->json.end - rows->json.at));
    if (!is_sure || !json->options->may_defer || !json->options->wanted)
        return read_all(rows, table);
    *table = rows->base.promised;
    table->deferred = &rows->base;
    return true;
}
