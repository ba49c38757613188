/* text_math: what the layout of math asks of fonts; see text_math.h. The MATH table is that of the OpenType specification, read by HarfBuzz. */
#include "text_math.h"

#include "font_data.h"
#include "text_face.h"

#include <hb-ot.h>
#include <math.h>
#include <string.h>

/* --- ink ---------------------------------------------------------------------------------------------------------- */

TextInk text_ink(TextEngine *engine, Str text, TextStyle style)
{
    const TextLine *line = text_shape(engine, text, style);
    TextInk ink = {.advance = line->width};
    bool has_ink = false;
    arena_watch();
    for (size_t r = 0; r < line->n_runs; r++)
        for (size_t i = 0; i < line->runs[r].n_glyphs; i++) {
            const TextGlyph *glyph = &line->runs[r].glyphs[i];
            double em = line->runs[r].face->em;
            hb_glyph_extents_t box;
            if (!hb_font_get_glyph_extents(line->runs[r].face->font, glyph->id, &box) || box.width == 0)
                continue;
            double left = glyph->x + box.x_bearing / em, top = box.y_bearing / em - glyph->y;
            double right = left + box.width / em, bottom = top + box.height / em; /* its height is negative */
            ink.left = has_ink ? fmin(ink.left, left) : left;
            ink.right = has_ink ? fmax(ink.right, right) : right;
            ink.height = has_ink ? fmax(ink.height, top) : top;
            ink.depth = has_ink ? fmax(ink.depth, -bottom) : -bottom;
            has_ink = true;
        }
    arena_check(engine->arena);
    double size = style.size;
    return (TextInk){ink.advance * size, ink.left * size, ink.right * size, ink.height * size, ink.depth * size};
}

bool text_has_sign(TextEngine *engine, uint32_t code, TextStyle style)
{
    bool has_sign = text_face_has(text_face_find(engine, style), code); /* which begins to watch */
    arena_check(engine->arena);
    return has_sign;
}

/* --- the math font of a text -------------------------------------------------------------------------------------- */

static bool sign_box(const TextFace *face, uint32_t code, hb_glyph_extents_t *box)
{
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->font, code, &glyph) && hb_font_get_glyph_extents(face->font, glyph, box) && box->width > 0;
}

/* By PANOSE (OS/2): Latin text, serif styles. A font that says nothing is taken for one without serifs. */
static bool has_serifs(const TextFace *face)
{
    hb_blob_t *os2 = hb_face_reference_table(hb_font_get_face(face->font), HB_TAG('O', 'S', '/', '2'));
    unsigned n;
    const unsigned char *bytes = (const unsigned char *)hb_blob_get_data(os2, &n);
    bool is_serif = n >= 42 && ((bytes[32] == 2 && bytes[33] >= 2 && bytes[33] <= 10) || (bytes[33] == 0 && bytes[30] >= 1 && bytes[30] <= 7));
    hb_blob_destroy(os2);
    return is_serif;
}

/* How much larger the math font must be for one of its lengths to be the text's. */
static double fitting(double own, double other)
{
    static const double LEAST = 0.7, MOST = 1.2;
    return own > 0 && other > 0 ? fmin(fmax(own / other, LEAST), MOST) : 1;
}

TextStyle text_math_signs(TextEngine *engine, TextStyle style)
{
    const TextFace *face = text_face_find(engine, style);
    TextStyle math = {.family = has_serifs(face) ? STR("serif math") : STR("math"), .size = style.size};
    arena_check(engine->arena);
    const TextFace *other = text_face_find(engine, math);
    hb_glyph_extents_t plus, other_plus;
    if (sign_box(face, '+', &plus) && sign_box(other, '+', &other_plus))
        math.size *= fitting(plus.width / face->em, other_plus.width / other->em);
    arena_check(engine->arena);
    return math;
}

TextStyle text_math_letters(TextEngine *engine, TextStyle style)
{
    TextStyle math = text_math_signs(engine, style);
    math.size = style.size * fitting(text_face_find(engine, style)->x_height, text_face_find(engine, math)->x_height);
    return math;
}

double text_math_axis(TextEngine *engine, TextStyle style)
{
    const TextFace *face = text_face_find(engine, style);
    hb_glyph_extents_t box;
    bool has_plus = sign_box(face, '+', &box);
    arena_check(engine->arena);
    if (has_plus)
        return (box.y_bearing + box.height / 2.0) / face->em * style.size;
    return face->x_height / 2 * style.size;
}

double text_math_constant(TextEngine *engine, TextStyle math, TextMathConstant constant)
{
    static const hb_ot_math_constant_t CONSTANTS[] = {
        [MATH_SCRIPT_PERCENT] = HB_OT_MATH_CONSTANT_SCRIPT_PERCENT_SCALE_DOWN,
        [MATH_SCRIPTSCRIPT_PERCENT] = HB_OT_MATH_CONSTANT_SCRIPT_SCRIPT_PERCENT_SCALE_DOWN,
        [MATH_DISPLAY_OPERATOR_HEIGHT] = HB_OT_MATH_CONSTANT_DISPLAY_OPERATOR_MIN_HEIGHT,
        [MATH_AXIS_HEIGHT] = HB_OT_MATH_CONSTANT_AXIS_HEIGHT,
        [MATH_ACCENT_BASE_HEIGHT] = HB_OT_MATH_CONSTANT_ACCENT_BASE_HEIGHT,
        [MATH_SUBSCRIPT_DOWN] = HB_OT_MATH_CONSTANT_SUBSCRIPT_SHIFT_DOWN,
        [MATH_SUBSCRIPT_TOP_MAX] = HB_OT_MATH_CONSTANT_SUBSCRIPT_TOP_MAX,
        [MATH_SUBSCRIPT_DROP] = HB_OT_MATH_CONSTANT_SUBSCRIPT_BASELINE_DROP_MIN,
        [MATH_SUPERSCRIPT_UP] = HB_OT_MATH_CONSTANT_SUPERSCRIPT_SHIFT_UP,
        [MATH_SUPERSCRIPT_UP_CRAMPED] = HB_OT_MATH_CONSTANT_SUPERSCRIPT_SHIFT_UP_CRAMPED,
        [MATH_SUPERSCRIPT_BOTTOM_MIN] = HB_OT_MATH_CONSTANT_SUPERSCRIPT_BOTTOM_MIN,
        [MATH_SUPERSCRIPT_DROP] = HB_OT_MATH_CONSTANT_SUPERSCRIPT_BASELINE_DROP_MAX,
        [MATH_SCRIPTS_GAP] = HB_OT_MATH_CONSTANT_SUB_SUPERSCRIPT_GAP_MIN,
        [MATH_SUPERSCRIPT_BOTTOM_MAX] = HB_OT_MATH_CONSTANT_SUPERSCRIPT_BOTTOM_MAX_WITH_SUBSCRIPT,
        [MATH_SPACE_AFTER_SCRIPT] = HB_OT_MATH_CONSTANT_SPACE_AFTER_SCRIPT,
        [MATH_UPPER_LIMIT_GAP] = HB_OT_MATH_CONSTANT_UPPER_LIMIT_GAP_MIN,
        [MATH_UPPER_LIMIT_RISE] = HB_OT_MATH_CONSTANT_UPPER_LIMIT_BASELINE_RISE_MIN,
        [MATH_LOWER_LIMIT_GAP] = HB_OT_MATH_CONSTANT_LOWER_LIMIT_GAP_MIN,
        [MATH_LOWER_LIMIT_DROP] = HB_OT_MATH_CONSTANT_LOWER_LIMIT_BASELINE_DROP_MIN,
        [MATH_STACK_TOP_UP] = HB_OT_MATH_CONSTANT_STACK_TOP_SHIFT_UP,
        [MATH_STACK_TOP_DISPLAY_UP] = HB_OT_MATH_CONSTANT_STACK_TOP_DISPLAY_STYLE_SHIFT_UP,
        [MATH_STACK_BOTTOM_DOWN] = HB_OT_MATH_CONSTANT_STACK_BOTTOM_SHIFT_DOWN,
        [MATH_STACK_BOTTOM_DISPLAY_DOWN] = HB_OT_MATH_CONSTANT_STACK_BOTTOM_DISPLAY_STYLE_SHIFT_DOWN,
        [MATH_STACK_GAP] = HB_OT_MATH_CONSTANT_STACK_GAP_MIN,
        [MATH_STACK_DISPLAY_GAP] = HB_OT_MATH_CONSTANT_STACK_DISPLAY_STYLE_GAP_MIN,
        [MATH_NUMERATOR_UP] = HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_SHIFT_UP,
        [MATH_NUMERATOR_DISPLAY_UP] = HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_DISPLAY_STYLE_SHIFT_UP,
        [MATH_DENOMINATOR_DOWN] = HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_SHIFT_DOWN,
        [MATH_DENOMINATOR_DISPLAY_DOWN] = HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_DISPLAY_STYLE_SHIFT_DOWN,
        [MATH_NUMERATOR_GAP] = HB_OT_MATH_CONSTANT_FRACTION_NUMERATOR_GAP_MIN,
        [MATH_NUMERATOR_DISPLAY_GAP] = HB_OT_MATH_CONSTANT_FRACTION_NUM_DISPLAY_STYLE_GAP_MIN,
        [MATH_FRACTION_RULE] = HB_OT_MATH_CONSTANT_FRACTION_RULE_THICKNESS,
        [MATH_DENOMINATOR_GAP] = HB_OT_MATH_CONSTANT_FRACTION_DENOMINATOR_GAP_MIN,
        [MATH_DENOMINATOR_DISPLAY_GAP] = HB_OT_MATH_CONSTANT_FRACTION_DENOM_DISPLAY_STYLE_GAP_MIN,
        [MATH_OVERBAR_GAP] = HB_OT_MATH_CONSTANT_OVERBAR_VERTICAL_GAP,
        [MATH_OVERBAR_RULE] = HB_OT_MATH_CONSTANT_OVERBAR_RULE_THICKNESS,
        [MATH_UNDERBAR_GAP] = HB_OT_MATH_CONSTANT_UNDERBAR_VERTICAL_GAP,
        [MATH_UNDERBAR_RULE] = HB_OT_MATH_CONSTANT_UNDERBAR_RULE_THICKNESS,
        [MATH_RADICAL_GAP] = HB_OT_MATH_CONSTANT_RADICAL_VERTICAL_GAP,
        [MATH_RADICAL_DISPLAY_GAP] = HB_OT_MATH_CONSTANT_RADICAL_DISPLAY_STYLE_VERTICAL_GAP,
        [MATH_RADICAL_RULE] = HB_OT_MATH_CONSTANT_RADICAL_RULE_THICKNESS,
        [MATH_RADICAL_KERN_BEFORE] = HB_OT_MATH_CONSTANT_RADICAL_KERN_BEFORE_DEGREE,
        [MATH_RADICAL_KERN_AFTER] = HB_OT_MATH_CONSTANT_RADICAL_KERN_AFTER_DEGREE,
        [MATH_RADICAL_RAISE_PERCENT] = HB_OT_MATH_CONSTANT_RADICAL_DEGREE_BOTTOM_RAISE_PERCENT,
    };
    const TextFace *face = text_face_find(engine, math);
    double value = hb_ot_math_get_constant(face->font, CONSTANTS[constant]);
    arena_check(engine->arena);
    bool is_percent = constant == MATH_SCRIPT_PERCENT || constant == MATH_SCRIPTSCRIPT_PERCENT || constant == MATH_RADICAL_RAISE_PERCENT;
    return is_percent ? value : value / face->em * math.size;
}

double text_math_italic(TextEngine *engine, TextStyle math, uint32_t code)
{
    const TextFace *face = text_face_find(engine, math);
    hb_codepoint_t glyph;
    double italic = hb_font_get_nominal_glyph(face->font, code, &glyph) ? hb_ot_math_get_glyph_italics_correction(face->font, glyph) : 0;
    arena_check(engine->arena);
    return italic / face->em * math.size;
}

/* --- outlines ----------------------------------------------------------------------------------------------------- */

typedef struct Pen {
    Arena *arena;
    VEC(uint8_t) verbs;
    VEC(Point) points;
    bool has_no_memory; /* told when HarfBuzz is left, which nothing may jump out of */
    double scale, y;    /* points a font unit; where the glyph's baseline is, downwards */
    Point at;           /* the last point, in font units */
} Pen;

/* Twice the room; NULL when there is no memory. */
static void *widened(Pen *pen, const void *at, size_t n, size_t size, size_t *cap)
{
    size_t wanted = *cap ? *cap * 2 : 32;
    void *wider = arena_try_alloc(pen->arena, wanted * size);
    pen->has_no_memory |= !wider;
    if (wider && n)
        memcpy(wider, at, n * size);
    if (wider)
        *cap = wanted;
    return wider;
}

static void add_point(Pen *pen, double x, double y)
{
    void *wider = pen->points.n == pen->points.cap ? widened(pen, pen->points.at, pen->points.n, sizeof(Point), &pen->points.cap) : pen->points.at;
    if (!wider)
        return;
    pen->points.at = wider;
    pen->points.at[pen->points.n++] = (Point){x * pen->scale, pen->y - y * pen->scale};
    pen->at = (Point){x, y};
}

static void add_verb(Pen *pen, PathVerb verb)
{
    void *wider = pen->verbs.n == pen->verbs.cap ? widened(pen, pen->verbs.at, pen->verbs.n, sizeof(uint8_t), &pen->verbs.cap) : pen->verbs.at;
    if (!wider)
        return;
    pen->verbs.at = wider;
    pen->verbs.at[pen->verbs.n++] = (uint8_t)verb;
}

static void draw_move(hb_draw_funcs_t *functions, void *pen, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)functions, (void)state, (void)user;
    add_verb(pen, PATH_MOVE);
    add_point(pen, (double)x, (double)y);
}

static void draw_line(hb_draw_funcs_t *functions, void *pen, hb_draw_state_t *state, float x, float y, void *user)
{
    (void)functions, (void)state, (void)user;
    add_verb(pen, PATH_LINE);
    add_point(pen, (double)x, (double)y);
}

static void draw_cubic(hb_draw_funcs_t *functions, void *pen, hb_draw_state_t *state, float x1, float y1, float x2, float y2, float x, float y,
                       void *user)
{
    (void)functions, (void)state, (void)user;
    add_verb(pen, PATH_CURVE);
    add_point(pen, (double)x1, (double)y1);
    add_point(pen, (double)x2, (double)y2);
    add_point(pen, (double)x, (double)y);
}

/* A quadratic curve as a cubic one: each control a third of the way from the quadratic's. */
static void draw_quadratic(hb_draw_funcs_t *functions, void *pen, hb_draw_state_t *state, float x1, float y1, float x, float y, void *user)
{
    (void)functions, (void)state, (void)user;
    Point from = ((Pen *)pen)->at, control = {(double)x1, (double)y1};
    add_verb(pen, PATH_CURVE);
    add_point(pen, from.x + (control.x - from.x) * 2 / 3, from.y + (control.y - from.y) * 2 / 3);
    add_point(pen, (double)x + (control.x - (double)x) * 2 / 3, (double)y + (control.y - (double)y) * 2 / 3);
    add_point(pen, (double)x, (double)y);
}

static void draw_close(hb_draw_funcs_t *functions, void *pen, hb_draw_state_t *state, void *user)
{
    (void)functions, (void)state, (void)user;
    add_verb(pen, PATH_CLOSE);
}

static hb_draw_funcs_t *pen_functions(void)
{
    hb_draw_funcs_t *functions = hb_draw_funcs_create();
    hb_draw_funcs_set_move_to_func(functions, draw_move, NULL, NULL);
    hb_draw_funcs_set_line_to_func(functions, draw_line, NULL, NULL);
    hb_draw_funcs_set_cubic_to_func(functions, draw_cubic, NULL, NULL);
    hb_draw_funcs_set_quadratic_to_func(functions, draw_quadratic, NULL, NULL);
    hb_draw_funcs_set_close_path_func(functions, draw_close, NULL, NULL);
    return functions;
}

/* --- tall signs --------------------------------------------------------------------------------------------------- */

enum { PART_LIMIT = 12, REPEAT_LIMIT = 200 };

typedef struct Tall {
    const TextFace *face;
    hb_draw_funcs_t *functions;
    Pen pen;
} Tall;

static void draw_glyph(Tall *tall, hb_codepoint_t glyph)
{
    hb_font_get_glyph_shape(tall->face->font, glyph, tall->functions, &tall->pen);
}

static TextOutline finish(Tall *tall, hb_codepoint_t measured, double height, double depth)
{
    Pen *pen = &tall->pen;
    return (TextOutline){.verbs = pen->verbs.at,
                         .points = pen->points.at,
                         .n_verbs = pen->verbs.n,
                         .n_points = pen->points.n,
                         .width = hb_font_get_glyph_h_advance(tall->face->font, measured) * pen->scale,
                         .height = height,
                         .depth = depth,
                         .italic = hb_ot_math_get_glyph_italics_correction(tall->face->font, measured) * pen->scale};
}

static TextOutline one_glyph(Tall *tall, hb_codepoint_t glyph)
{
    hb_glyph_extents_t box = {0};
    hb_font_get_glyph_extents(tall->face->font, glyph, &box);
    draw_glyph(tall, glyph);
    double scale = tall->pen.scale;
    return finish(tall, glyph, box.y_bearing * scale, -(box.y_bearing + box.height) * scale);
}

/* The parts from the bottom up, extenders `n_repeats` times, overlapping by `overlap` font units. Draws when told to; returns the height. */
static double join_parts(Tall *tall, const hb_ot_math_glyph_part_t *parts, unsigned n, int n_repeats, double overlap, bool is_drawn)
{
    double at = 0;
    bool is_first = true;
    for (unsigned i = 0; i < n; i++) {
        int times = parts[i].flags & HB_OT_MATH_GLYPH_PART_FLAG_EXTENDER ? n_repeats : 1;
        for (int k = 0; k < times; k++) {
            at -= is_first ? 0 : overlap;
            is_first = false;
            hb_glyph_extents_t box = {0};
            if (is_drawn && hb_font_get_glyph_extents(tall->face->font, parts[i].glyph, &box)) {
                double bottom = box.y_bearing + box.height; /* a part may have its own baseline anywhere */
                tall->pen.y = -(at - bottom) * tall->pen.scale;
                draw_glyph(tall, parts[i].glyph);
            }
            at += parts[i].full_advance;
        }
    }
    return at;
}

/* How many joints the parts have with extenders `n_repeats` times. */
static int count_joints(const hb_ot_math_glyph_part_t *parts, unsigned n, int n_repeats)
{
    int count = -1;
    for (unsigned i = 0; i < n; i++)
        count += parts[i].flags & HB_OT_MATH_GLYPH_PART_FLAG_EXTENDER ? n_repeats : 1;
    return count > 0 ? count : 0;
}

/* The fewest extenders that reach `extent` (font units), pulled together to just that by larger overlaps where joints allow it. */
static TextOutline assembly(Tall *tall, const hb_ot_math_glyph_part_t *parts, unsigned n, double extent)
{
    double least = hb_ot_math_get_min_connector_overlap(tall->face->font, HB_DIRECTION_BTT), most = INFINITY;
    for (unsigned i = 0; i < n; i++)
        for (int end = 0; end < 2; end++) {
            double connector = end ? parts[i].end_connector_length : parts[i].start_connector_length;
            most = connector > 0 ? fmin(most, connector) : most;
        }
    int n_repeats = 0;
    while (n_repeats < REPEAT_LIMIT && join_parts(tall, parts, n, n_repeats, least, false) < extent)
        n_repeats++;
    int n_joints = count_joints(parts, n, n_repeats);
    double surplus = join_parts(tall, parts, n, n_repeats, least, false) - extent;
    double overlap = n_joints && surplus > 0 ? fmin(least + surplus / n_joints, isinf(most) ? least : fmax(most, least)) : least;
    double height = join_parts(tall, parts, n, n_repeats, overlap, true) * tall->pen.scale;
    return finish(tall, parts[0].glyph, height, 0);
}

TextOutline text_math_stretch(TextEngine *engine, Arena *arena, TextStyle math, uint32_t code, double extent)
{
    Tall tall = {.face = text_face_find(engine, math)};
    tall.functions = pen_functions();
    tall.pen = (Pen){.arena = arena, .scale = math.size / tall.face->em};
    hb_codepoint_t glyph = 0;
    hb_font_get_nominal_glyph(tall.face->font, code, &glyph);
    double units = extent / tall.pen.scale;
    hb_ot_math_glyph_variant_t variant = {.glyph = glyph};
    bool reaches = false;
    for (unsigned i = 0, n = 1; !reaches; i++, n = 1) {
        hb_ot_math_glyph_variant_t next;
        hb_ot_math_get_glyph_variants(tall.face->font, glyph, HB_DIRECTION_BTT, i, &n, &next);
        if (n == 0)
            break;
        variant = next;
        reaches = variant.advance >= units;
    }
    hb_ot_math_glyph_part_t parts[PART_LIMIT];
    unsigned n_parts = PART_LIMIT;
    hb_position_t italic;
    if (reaches)
        n_parts = 0;
    else
        hb_ot_math_get_glyph_assembly(tall.face->font, glyph, HB_DIRECTION_BTT, 0, &n_parts, parts, &italic);
    TextOutline out = n_parts ? assembly(&tall, parts, n_parts, units) : one_glyph(&tall, variant.glyph);
    hb_draw_funcs_destroy(tall.functions);
    arena_check(engine->arena);
    if (tall.pen.has_no_memory)
        arena_fail(arena);
    return out;
}
