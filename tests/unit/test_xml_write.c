/* XML as text, read back by libxml2. */
#include "runtime/xml_write.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

static void test_elements_stand_on_lines(void **state)
{
    (void)state;
    Arena *arena = arena_new(NULL);
    XmlWriter xml = {.out = {.arena = arena}};
    xml_declare(&xml);
    xml_begin(&xml, "a");
    xml_attribute(&xml, "x", STR("1"));
    xml_begin(&xml, "b");
    xml_end(&xml);
    xml_begin_line(&xml, "c");
    xml_begin(&xml, "title");
    xml_text(&xml, STR("t"));
    xml_end(&xml);
    xml_text(&xml, STR(" two  blanks"));
    Str text = xml_finish(&xml);
    assert_string_equal(str_c(arena, text), "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<a x=\"1\">\n <b/>\n <c><title>t</title> two  blanks</c>\n</a>\n");
    arena_free(arena);
}

/* What comes back from an attribute and from a text. */
static void check_round_trip(Str given, const char *expected)
{
    Arena *arena = arena_new(NULL);
    XmlWriter xml = {.out = {.arena = arena}};
    xml_begin_line(&xml, "a");
    xml_attribute(&xml, "x", given);
    xml_text(&xml, given);
    Str text = xml_finish(&xml);
    xmlDocPtr document = xmlReadMemory(text.at, (int)text.n, "t.xml", "UTF-8", XML_PARSE_NONET);
    assert_non_null(document);
    xmlNodePtr root = xmlDocGetRootElement(document);
    xmlChar *attribute = xmlGetProp(root, (const xmlChar *)"x"), *content = xmlNodeGetContent(root);
    assert_string_equal((const char *)attribute, expected);
    assert_string_equal((const char *)content, expected);
    xmlFree(attribute);
    xmlFree(content);
    xmlFreeDoc(document);
    arena_free(arena);
}

static void test_every_text_is_well_formed(void **state)
{
    (void)state;
    check_round_trip(STR("a < b && \"c\" > 'd' ]]>"), "a < b && \"c\" > 'd' ]]>");
    check_round_trip(STR("one\ntwo\tthree"), "one\ntwo\tthree");
    check_round_trip(STR("\xC3\xA9 \xE2\x88\x92 \xF0\x9D\x94\xB8"), "\xC3\xA9 \xE2\x88\x92 \xF0\x9D\x94\xB8");
    check_round_trip(str_slice("\x01" "a\0b\x7F\r", 6), "\xEF\xBF\xBD" "a\xEF\xBF\xBD" "b\x7F\xEF\xBF\xBD");
    check_round_trip(STR("\xFF|\xEF\xBF\xBE|\xEF\xBF\xBF|\xEF\xBF\xBD"), "\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD|\xEF\xBF\xBD");
    check_round_trip(STR(""), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_elements_stand_on_lines),
        cmocka_unit_test(test_every_text_is_well_formed),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    xmlCleanupParser();
    return failed;
}
