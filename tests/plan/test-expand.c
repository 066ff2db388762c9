/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-plan-expand.h"
#include "fr-plan-merge.h"
#include "fr-plan-values.h"
#include "fr-plan-words.h"
#include "fr-yaml-emit.h"
#include "fr-yaml.h"

static char *
lookup_cb (const char *token, gpointer data)
{
  static const char *const values[][2] = {
    { "node.public", "203.0.113.9" },
    { "node.name", "mirror-01" },
    { "key.secret", "a: 'b' # \"c\" {{ node.name }}" },
    { "rsa_private.key", "-----BEGIN-----\nabc\n-----END-----\n" },
    { "number.secret", "12345" },
  };

  if (data != NULL)
    (*(guint *) data)++;
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (g_str_equal (values[i][0], token))
      return g_strdup (values[i][1]);

  return NULL;
}

static void
test_tokens (void)
{
  static const struct
  {
    const char *text, *expanded;
  } cases[] = {
    { "", "" },
    { "no token", "no token" },
    { "{{ node.public }}", "203.0.113.9" },
    { "{{node.public}}", "203.0.113.9" },
    { "a {{ \t\\node.public\\ }} b", "a 203.0.113.9 b" },
    { "{{\xc2\xa0node.public\xc2\xa0}}", "203.0.113.9" },
    { "{{ node.public }}{{ node.name }}", "203.0.113.9mirror-01" },
    { "{{ unknown }} {{ node.name }}", "{{ unknown }} mirror-01" },
    { "{{ }} {{}} {{ node.name }}", "{{ }} {{}} mirror-01" },
    { "{{ {{ node.name }}.private }}", "{{ mirror-01.private }}" },
    { "{{{ node.name }}}", "{mirror-01}" },
    { "{{ node.name", "{{ node.name" },
    { "}} {{ node.name }}", "}} mirror-01" },
    { "{{ key.secret }}", "a: 'b' # \"c\" {{ node.name }}" },
    { "{\"a\":{\"b\":{\"c\":1}}} {{ node.name }}", "{\"a\":{\"b\":{\"c\":1}}} mirror-01" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expanded = fr_plan_expand (cases[i].text, lookup_cb, NULL);

      g_assert_cmpstr (expanded, ==, cases[i].expanded);
    }
}

/* What goes through the tree comes out as the same values, whatever is in them. */
static void
test_yaml (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
    fr_plan_expand_yaml ("hostname: {{ node.name }}\n", lookup_cb, NULL, &error);
  g_autoptr (GPtrArray) documents = NULL;

  g_assert_null (text); /* braces without quotes are a map of a map */
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  g_clear_error (&error);

  text = fr_plan_expand_yaml ("key: \"{{ rsa_private.key }}\"\nblock: |\n  {{ rsa_private.key }}\n"
                              "mode: 0755\nquoted: \"0755\"\nsecret: x{{ key.secret }}\n"
                              "digits: '{{ number.secret }}'\nlist: [yes, \"yes\", ~]\n",
                              lookup_cb, NULL, &error);
  g_assert_no_error (error);
  documents = fr_yaml_parse (text, -1, "expanded", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fr_yaml_get (documents->pdata[0], "key")->text, ==,
                   "-----BEGIN-----\nabc\n-----END-----\n");
  g_assert_cmpstr (fr_yaml_get (documents->pdata[0], "block")->text, ==,
                   "-----BEGIN-----\nabc\n-----END-----\n\n");
  g_assert_cmpstr (fr_yaml_get (documents->pdata[0], "secret")->text, ==,
                   "xa: 'b' # \"c\" {{ node.name }}");
  g_assert_nonnull (strstr (text, "mode: 0755\n"));
  g_assert_nonnull (strstr (text, "quoted: \"0755\"\n"));
  g_assert_nonnull (strstr (text, "digits: \"12345\"\n"));
  g_assert_nonnull (strstr (text, "- yes\n- \"yes\"\n- ~\n"));
}

static void
test_emit (void)
{
  static const char *const texts[] = {
    "a: 1\n", "- x\n- - y\n  - z\n", "a: {}\nb: []\n", "a: \"\"\nb:\n", "a: |\n  x\n\n  y\n",
    "a: |-\n  x\n  y\n", "a: |2\n   x\n  y\n", "a: \" x \"\n", "a: \"# x\"\n", "a: caf\xc3\xa9\n",
    "a: \"t\\tab\"\n"
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GPtrArray) documents = fr_yaml_parse (texts[i], -1, "emit", NULL, NULL);
      g_autofree char *text = fr_yaml_emit (documents->pdata[0]);
      g_autoptr (GPtrArray) again = fr_yaml_parse (text, -1, "again", NULL, NULL);
      g_autofree char *twice = NULL;

      g_assert_nonnull (again);
      twice = fr_yaml_emit (again->pdata[0]);
      g_assert_cmpstr (twice, ==, text);
      g_assert_cmpuint (strlen (text), >=, strlen (texts[i]) - 3);
    }
}

static char *
merge (const char *into, const char *from)
{
  g_autoptr (GPtrArray) a = fr_yaml_parse (into, -1, "into", NULL, NULL);
  g_autoptr (GPtrArray) b = fr_yaml_parse (from, -1, "from", NULL, NULL);
  g_autoptr (FrYaml) merged = fr_plan_copy (a->pdata[0], NULL);

  fr_plan_update (merged, b->pdata[0], NULL);
  return fr_yaml_emit (merged);
}

static void
assert_merged (const char *into, const char *from, const char *expected)
{
  g_autofree char *merged = merge (into, from);

  g_assert_cmpstr (merged, ==, expected);
}

static void
test_merge (void)
{
  assert_merged ("a: 1", "b: 2", "a: 1\nb: 2\n");
  assert_merged ("a: 1", "a: 2", "a: 2\n");
  assert_merged ("a: 1", "a: ~", "a: 1\n");
  assert_merged ("a: 1", "a:", "a: 1\n");
  assert_merged ("a: [1]", "a: [2, 3]", "a:\n- 1\n- 2\n- 3\n");
  assert_merged ("a: [x]", "a: yz", "a:\n- x\n- yz\n");
  assert_merged ("a: {b: 1, c: 2}", "a: {c: 3}", "a:\n  b: 1\n  c: 3\n");
  assert_merged ("a: {b: 1}", "a: 2", "a: 2\n");
  assert_merged ("a: 1\na: 2", "b: 3", "a: 2\nb: 3\n");
  assert_merged ("a: 1", "a: 2\na: 3", "a: 3\n");
}

static void
test_words (void)
{
  g_assert_cmpuint (fr_plan_words_distance ("memory", "memory"), ==, 0);
  g_assert_cmpuint (fr_plan_words_distance ("memory", "Memory"), ==, 0);
  g_assert_cmpuint (fr_plan_words_distance ("memroy", "memory"), ==, 1);
  g_assert_cmpuint (fr_plan_words_distance ("memry", "memory"), ==, 1);
  g_assert_cmpuint (fr_plan_words_distance ("", "abc"), ==, 3);
  g_assert_cmpuint (fr_plan_words_distance ("kitten", "sitting"), ==, 3);
  g_assert_cmpstr (fr_plan_words_nearest ("apliance", fr_plan_words_node), ==, "appliance");
  g_assert_cmpstr (fr_plan_words_nearest ("cloud_config", fr_plan_words_node), ==, "cloud-config");
  g_assert_null (fr_plan_words_nearest ("banana", fr_plan_words_node));
  g_assert_null (fr_plan_words_nearest ("", fr_plan_words_node));
}

static void
test_values (void)
{
  const char *const good[] = { "a=1", "b=x=y", "c=", "a=2", NULL };
  const char *const absent[] = { "nonsense", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) values = fr_plan_values_new (good, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_hash_table_size (values), ==, 3);
  g_assert_cmpstr (g_hash_table_lookup (values, "a"), ==, "2");
  g_assert_cmpstr (g_hash_table_lookup (values, "b"), ==, "x=y");
  g_assert_cmpstr (g_hash_table_lookup (values, "c"), ==, "");

  g_assert_null (fr_plan_values_new (absent, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "NAME=VALUE"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/expand/tokens", test_tokens);
  g_test_add_func ("/plan/expand/yaml", test_yaml);
  g_test_add_func ("/plan/expand/emit", test_emit);
  g_test_add_func ("/plan/expand/merge", test_merge);
  g_test_add_func ("/plan/expand/words", test_words);
  g_test_add_func ("/plan/expand/values", test_values);

  return g_test_run ();
}
