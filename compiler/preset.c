/* preset: see preset.h. */
#include "preset.h"

#include <math.h>
#include <string.h>

static const PresetRow PRESETS[] = {
#define PRESET(word, venue, width, height, font, text, tick, title, least, source) \
    {#word, venue, width, height, font, text, tick, title, least, source},
#include "preset.def"
};

static const SettingRow SETTINGS[] = {
#define SETTING(word, Type, member, value) {#word, &IR_TYPE_##Type, IR_FIELD_##Type##_##member, value},
#include "preset.def"
#define SETTING(word, Type, member, value) {#word, &IR_TYPE_##Type, IR_FIELD_##Type##_##member, value},
#include "theme.def"
};

static const IrWord PRESET_WORD_ROWS[] = {
#define PRESET(word, venue, width, height, font, text, tick, title, least, source) {#word, true, venue},
#include "preset.def"
};

static const IrWord BASE_WORD_ROWS[] = {
#define BASE(word, doc) {#word, true, doc},
#include "theme.def"
};

const IrWords PRESET_WORDS = {"Preset", PRESET_WORD_ROWS, sizeof PRESET_WORD_ROWS / sizeof *PRESET_WORD_ROWS};
const IrWords BASE_WORDS = {"Base", BASE_WORD_ROWS, sizeof BASE_WORD_ROWS / sizeof *BASE_WORD_ROWS};

const PresetRow *preset_row(size_t i)
{
    return i < sizeof PRESETS / sizeof *PRESETS ? &PRESETS[i] : NULL;
}

const SettingRow *setting_row(size_t i)
{
    return i < sizeof SETTINGS / sizeof *SETTINGS ? &SETTINGS[i] : NULL;
}

static void apply_settings(IrFigure *figure, Str word)
{
    for (size_t i = 0; i < sizeof SETTINGS / sizeof *SETTINGS; i++)
        if (str_is(word, SETTINGS[i].word))
            vocab_default(SETTINGS[i].type == &IR_TYPE_Theme ? &figure->theme->node : &figure->node, SETTINGS[i].field, SETTINGS[i].value);
}

void preset_apply(IrFigure *figure, Str preset, Str base)
{
    IrTheme *theme = figure->theme;
    apply_settings(figure, base);
    for (size_t i = 0; i < sizeof PRESETS / sizeof *PRESETS; i++) {
        const PresetRow *row = &PRESETS[i];
        if (!str_is(preset, row->word))
            continue;
        figure->width = row->width;
        figure->height = row->height > 0 ? row->height : NAN;
        theme->font = str_from(row->font);
        theme->text_size = row->text;
        theme->tick_size = row->tick;
        theme->title_size = row->title;
        theme->least_size = row->least;
    }
    apply_settings(figure, preset);
}

void preset_settle(IrFigure *figure)
{
    if (ir_is_set(figure, IR_FIELD_Figure_aspect) && !ir_is_set(figure, IR_FIELD_Figure_height))
        figure->height = NAN;
}
