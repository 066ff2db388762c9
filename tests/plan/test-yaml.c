/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-yaml.h"

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *documents = fr_yaml_parse (text, -1, "plan.yaml", NULL, &error);

  g_assert_no_error (error);

  return documents;
}

static void
assert_refused (const char *text, gssize length, const char *place, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (fr_yaml_parse (text, length, "plan.yaml", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  g_assert_true (g_str_has_prefix (error->message, place));
  g_assert_nonnull (strstr (error->message, word));
}

static void
test_places (void)
{
  g_autoptr (GPtrArray) documents = parse ("---\n"
                                           "cpu: 8\n"
                                           "---\n"
                                           "# a comment\n"
                                           "nodes:\n"
                                           "  - web: { memory: \"8\", mode: 0755 }\n"
                                           "text: |\n"
                                           "  line\n");
  const FrYaml *node;

  g_assert_cmpuint (documents->len, ==, 2);
  node = fr_yaml_get (documents->pdata[0], "cpu");
  g_assert_cmpstr (node->text, ==, "8");
  g_assert_true (node->plain);
  g_assert_cmpuint (node->line, ==, 2);
  g_assert_cmpuint (node->column, ==, 6);

  node = fr_yaml_get (documents->pdata[1], "nodes");
  g_assert_cmpint (node->kind, ==, FR_YAML_LIST);
  node = fr_yaml_get (node->items->pdata[0], "web");
  g_assert_cmpstr (fr_yaml_get (node, "mode")->text, ==, "0755");
  node = fr_yaml_get (node, "memory");
  g_assert_cmpstr (node->text, ==, "8");
  g_assert_false (node->plain);
  g_assert_cmpuint (node->line, ==, 6);
  g_assert_cmpuint (node->column, ==, 20);

  g_assert_cmpstr (fr_yaml_get (documents->pdata[1], "text")->text, ==, "line\n");
  g_assert_null (fr_yaml_get (documents->pdata[1], "absent"));
}

static void
test_shapes (void)
{
  g_autoptr (GPtrArray) crlf = parse ("a: 1\r\nb:\r\n  - x\r\n");
  g_autoptr (GPtrArray) bom = parse ("\xef\xbb\xbf"
                                     "a: 1");
  g_autoptr (GPtrArray) none = parse ("");
  g_autoptr (GPtrArray) null = parse ("web:\nnext: ~");

  g_assert_cmpstr (fr_yaml_get (crlf->pdata[0], "a")->text, ==, "1");
  g_assert_cmpstr (fr_yaml_get (bom->pdata[0], "a")->text, ==, "1");
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpstr (fr_yaml_get (null->pdata[0], "web")->text, ==, "");
  g_assert_cmpstr (fr_yaml_get (null->pdata[0], "next")->text, ==, "~");
}

static void
test_aliases (void)
{
  g_autoptr (GPtrArray) documents = parse ("one: &a {x: 1}\ntwo: *a\n");
  const FrYaml *one = fr_yaml_get (documents->pdata[0], "one");
  const FrYaml *two = fr_yaml_get (documents->pdata[0], "two");

  g_assert_true (one != two);
  g_assert_cmpstr (fr_yaml_get (two, "x")->text, ==, "1");

  assert_refused ("a: 1\nb: *nobody\n", -1, "plan.yaml:2:4: ", "*nobody");
  assert_refused ("&a [*a]\n", -1, "plan.yaml:1:5: ", "*a");
  assert_refused ("a: &a 1\n---\nb: *a\n", -1, "plan.yaml:3:4: ", "*a");
}

static void
test_doubles (void)
{
  g_autoptr (GPtrArray) warnings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) documents = fr_yaml_parse ("a: 1\nb: 2\na: 3\n", -1, "plan.yaml", warnings,
                                                   NULL);

  g_assert_cmpstr (fr_yaml_get (documents->pdata[0], "a")->text, ==, "3");
  g_assert_cmpuint (warnings->len, ==, 1);
  g_assert_true (g_str_has_prefix (warnings->pdata[0], "plan.yaml:3:1: “a” is also in line 1"));
}

/* Nine lists of nine aliases of the line above: 576 bytes that stand for some 400 million words. */
static char *
make_bomb (void)
{
  GString *text = g_string_new ("a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");

  for (char c = 'b'; c <= 'i'; c++)
    {
      g_string_append_printf (text, "%c: &%c [", c, c);
      for (guint i = 0; i < 9; i++)
        g_string_append_printf (text, "%s*%c", i > 0 ? "," : "", c - 1);
      g_string_append (text, "]\n");
    }

  return g_string_free (text, FALSE);
}

/* Each line is a list around the one above: short to write, a hundred deep. */
static char *
make_chain (void)
{
  GString *text = g_string_new ("k0: &a0 [x]\n");

  for (guint i = 1; i < 100; i++)
    g_string_append_printf (text, "k%u: &a%u [*a%u]\n", i, i, i - 1);

  return g_string_free (text, FALSE);
}

static void
test_hostile (void)
{
  g_autofree char *chain = make_chain ();
  g_autofree char *bomb = make_bomb ();
  g_autofree char *brackets = g_strnfill (100000, '[');
  g_autofree char *huge = g_strnfill (1024 * 1024 + 1, 'x');
  g_autoptr (GString) many = g_string_new (NULL);
  g_autoptr (GString) block = g_string_new (NULL);

  for (guint i = 0; i < 10001; i++)
    g_string_append (many, "- x\n");
  for (guint i = 0; i < 100; i++)
    g_string_append (block, "- ");

  assert_refused (chain, -1, "plan.yaml:63:", "64");
  assert_refused (bomb, -1, "plan.yaml:", "10000");
  assert_refused (brackets, -1, "plan.yaml:1:65: ", "64");
  assert_refused (block->str, -1, "plan.yaml:1:", "64");
  assert_refused (huge, -1, "plan.yaml:1:1: ", "1 MB");
  assert_refused (many->str, -1, "plan.yaml:10000:", "10000");
  assert_refused ("a: b: c\n", -1, "plan.yaml:1:", "YAML");
  assert_refused ("a: [1, 2\n", -1, "plan.yaml:", "YAML");
  assert_refused ("a: \"x\\0y\"\n", -1, "plan.yaml:1:4: ", "NUL");
  assert_refused ("a: x\0y\n", 7, "plan.yaml:1:", "YAML");
  assert_refused ("? [a]\n: b\n", -1, "plan.yaml:1:3: ", "key");
  assert_refused ("\tx: 1\n", -1, "plan.yaml:1:1: ", "YAML");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/yaml/places", test_places);
  g_test_add_func ("/plan/yaml/shapes", test_shapes);
  g_test_add_func ("/plan/yaml/aliases", test_aliases);
  g_test_add_func ("/plan/yaml/doubles", test_doubles);
  g_test_add_func ("/plan/yaml/hostile", test_hostile);

  return g_test_run ();
}
