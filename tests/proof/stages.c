/* stages: see stages.h. */
#include "stages.h"

#include "drawn.h"
#include "grammar/parse.h"
#include "runtime/backend.h"

#include <libxml/parser.h>

typedef struct Memory {
    ByteSink sink;
    Buf bytes;
} Memory;

static bool keep(ByteSink *sink, const void *bytes, size_t n)
{
    Memory *memory = (Memory *)sink;
    buf_add(&memory->bytes, (Str){bytes, n});
    return true;
}

static void be_silent(void *user, const char *format, ...)
{
    (void)user, (void)format;
}

static bool is_xml(Str bytes)
{
    xmlSetGenericErrorFunc(NULL, be_silent);
    xmlDoc *document = xmlReadMemory(bytes.at, (int)bytes.n, "f.svg", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    xmlFreeDoc(document);
    return document != NULL;
}

static const char *check_outputs(Arena *arena, TextEngine *engine, const Scene *scene)
{
    BackendOptions options = {.dpi = 20};
    for (size_t i = 0; backend_at(i); i++) {
        Memory memory = {{keep}, {.arena = arena}};
        const char *why = backend_at(i)->write(arena, scene, engine, &options, &memory.sink);
        if (why || memory.bytes.n == 0)
            return why ? why : "a format is empty";
        if (str_is(str_from(backend_at(i)->name), "svg") && !is_xml(buf_str(&memory.bytes)))
            return "the SVG is not well-formed";
    }
    return NULL;
}

const char *stages_check(Arena *arena, TextEngine *engine, Str spec)
{
    Drawn *drawn = spec_draw(arena, engine, "f.chart", spec, NULL);
    if (!drawn->scene)
        return NULL;
    Str ir = ir_print(arena, drawn->figure), scene = scene_print(arena, drawn->scene);
    AstBody *body = parse_source(arena, &drawn->report, source_get(&drawn->sources, 1), NULL);
    Drawn *reprinted = spec_draw(arena, engine, "f.chart", ast_print(arena, body), NULL);
    if (!reprinted->figure || !str_eq(ir_print(arena, reprinted->figure), ir))
        return "the reprint has the same IR";
    const IrFigure *figure = ir_parse(arena, &drawn->report, source_add(&drawn->sources, STR("f.ir"), STR("f.ir"), ir));
    if (!figure || ir_verify(arena, figure) || !str_eq(ir_print(arena, figure), ir))
        return "the IR reads back as itself";
    const Scene *again = scene_parse(arena, &drawn->report, source_add(&drawn->sources, STR("f.scene"), STR("f.scene"), scene));
    if (!again || scene_verify(arena, again) || !str_eq(scene_print(arena, again), scene))
        return "the scene reads back as itself";
    return check_outputs(arena, engine, drawn->scene);
}
