/* preset: venues (preset.def) and themes (theme.def): defaults of a figure and its theme, by name. */
#ifndef CHARTC_PRESET_H
#define CHARTC_PRESET_H

#include "vocab.h"

typedef struct PresetRow {
    const char *word, *venue;
    double width, height; /* points; height 0: from the aspect of the panels */
    const char *font;
    double text, tick, title, least;
    const char *source;
} PresetRow;

/* A further default that a preset or a theme sets. */
typedef struct SettingRow {
    const char *word;
    const IrType *type;
    int field;
    const char *value; /* IR text */
} SettingRow;

extern const IrWords PRESET_WORDS, BASE_WORDS;
const PresetRow *preset_row(size_t i);   /* NULL behind the last */
const SettingRow *setting_row(size_t i); /* of presets and themes; NULL behind the last */
/* Puts the values of a theme and of a preset (either may be empty or unknown) in the place of the vocabulary's defaults: before
 * anything is read into the nodes. What both say, the preset says: its venue asks for it. */
void preset_apply(IrFigure *figure, Str preset, Str base);
/* After the spec was read: a height that the preset set gives way to what the spec says of heights otherwise. */
void preset_settle(IrFigure *figure);

#endif
