/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "fr-draft.h"
#include "fr-error.h"
#include "fr-plan-edit.h"
#include "fr-plan-span.h"
#include "fr-yaml.h"

/* The value of “v” in some way of writing it, what comes there, and what the text is then. */
typedef struct
{
  const char *before;
  const char *value;
  const char *after;
} Case;

static const Case cases[] = {
  { "v: 8\n", "16", "v: 16\n" },
  { "v: 8 # CPUs\n", "16", "v: 16 # CPUs\n" },
  { "v:   8\n", "16", "v:   16\n" },
  { "v: \"EU6\"\n", "HERE1", "v: \"HERE1\"\n" },
  { "v: 'EU6'\n", "it's", "v: 'it''s'\n" },
  { "v: \"a\"\n", "say \"x\\y\"", "v: \"say \\\"x\\\\y\\\"\"\n" },
  /* quotes where there were none, when it would be something else without */
  { "v: EU6\n", "16", "v: \"16\"\n" },
  { "v: EU6\n", "null", "v: \"null\"\n" },
  { "v: EU6\n", "no", "v: \"no\"\n" },
  { "v: EU6\n", "0755", "v: \"0755\"\n" },
  { "v: EU6\n", "1e3", "v: \"1e3\"\n" },
  { "v: EU6\n", "", "v: \"\"\n" },
  { "v: EU6\n", " x ", "v: \" x \"\n" },
  { "v: EU6\n", "a: b", "v: \"a: b\"\n" },
  { "v: EU6\n", "a #b", "v: \"a #b\"\n" },
  { "v: EU6\n", "- x", "v: \"- x\"\n" },
  { "v: EU6\n", "{{ node.public }}", "v: \"{{ node.public }}\"\n" },
  { "v: EU6\n", "two\nlines", "v: \"two\\nlines\"\n" },
  { "v: 'x'\n", "two\nlines", "v: \"two\\nlines\"\n" },
  { "v: EU6\n", "Zürich 🎩", "v: Zürich 🎩\n" },
  { "v: true\n", "false", "v: false\n" },
  { "v: 8\n", "eight", "v: eight\n" },
  /* inside brackets more needs them */
  { "x: {v: 8, w: 1}\n", "a, b", "x: {v: \"a, b\", w: 1}\n" },
  { "x: {v: a, w: 1}\n", "b c", "x: {v: b c, w: 1}\n" },
  /* nothing there yet */
  { "v:\nw: 1\n", "8", "v: 8\nw: 1\n" },
  { "v:   # how many\nw: 1\n", "8", "v: 8   # how many\nw: 1\n" },
  { "v: ''\n", "x", "v: 'x'\n" },
  /* anchors and tags stay, an alias becomes a value */
  { "v: &a 8\nw: *a\n", "9", "v: &a 9\nw: *a\n" },
  { "v: !!str &a '8'\n", "9", "v: !!str &a '9'\n" },
  { "w: &a 8\nv: *a\n", "9", "w: &a 8\nv: 9\n" },
  /* a block */
  { "v: |\n  one\n  two\n\n# next\nw: 1\n", "x", "v: \"x\"\n\n# next\nw: 1\n" },
  { "v: >- # folded\n  one\n  two\nw: 1\n", "x", "v: \"x\" # folded\nw: 1\n" },
  { "v: one\n  two\nw: 1\n", "x", "v: x\nw: 1\n" },
  /* line ends, order mark, the last of two */
  { "a: 1\r\nv: 8\r\n", "9", "a: 1\r\nv: 9\r\n" },
  { "\xef\xbb\xbf# ü\nv: 8\n", "9", "\xef\xbb\xbf# ü\nv: 9\n" },
  { "v: 1\nv: 2\n", "3", "v: 1\nv: 3\n" },
  { "# é\xc2\x85# ü\nv: 'ä'\n", "ö", "# é\xc2\x85# ü\nv: 'ö'\n" },
  { "v: 8", "9", "v: 9" },
  { "? v\n: 8\n", "9", "? v\n: 9\n" },
  /* what comes later need not be YAML */
  { "v: 8\n---\nx: [\n", "9", "v: 9\n---\nx: [\n" },
};

static char *
edit (const char *text, guint document, const char *const *path, const char *value, GError **error)
{
  g_autoptr (FrPlanEdit) change = fr_plan_edit_find (text, document, path, value, error);

  return change != NULL ? fr_plan_edit_apply (change, text) : NULL;
}

static void
test_styles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      const char *inside[] = { "x", "v", NULL };
      const char *top[] = { "v", NULL };
      g_autofree char *text =
        edit (cases[i].before, 0, g_str_has_prefix (cases[i].before, "x:") ? inside : top,
              cases[i].value, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (text, ==, cases[i].after);
    }
}

static void
test_refused (void)
{
  static const Case refused[] = {
    { "v: [1, 2]\n", "3", NULL },
    { "v: {a: 1}\n", "3", NULL },
    { "w: 1\n", "3", NULL },
    { "", "3", NULL },
    { "v: [\n", "3", NULL },
    { "- 1\n", "3", NULL },
    { "v: \xff\n", "3", NULL },
    { "v: 1\n", "\xff", NULL },
  };
  g_autoptr (GString) deep = g_string_new ("v: ");

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
        edit (refused[i].before, 0, (const char *[]){ "v", NULL }, refused[i].value, &error));
      g_assert_nonnull (error);
    }

  for (guint i = 0; i < 5000; i++)
    g_string_append_c (deep, '[');
  g_assert_null (edit (deep->str, 0, (const char *[]){ "v", "0", NULL }, "1", NULL));
}

/* Blueprints and servers are items with one key; others are known by their number. */
static void
test_path (void)
{
  static const char text[] = "a: 1\n---\nblueprints:\n  - other: {x: 1}\n  - mirror:\n"
                             "      nodes:\n"
                             "        - \"{{ parameter.n }}\":\n            cpu: 2 # two\n"
                             "      list: [a, b]\n";
  const char *const by_key[] = { "blueprints", "mirror", "nodes", "{{ parameter.n }}", "cpu",
                                 NULL };
  const char *const by_number[] = { "blueprints", "1", "mirror", "list", "1", NULL };
  g_autofree char *one = edit (text, 1, by_key, "4", NULL);
  g_autofree char *two = edit (text, 1, by_number, "c", NULL);

  g_assert_nonnull (strstr (one, "cpu: 4 # two\n"));
  g_assert_nonnull (strstr (two, "list: [a, c]\n"));
  g_assert_cmpuint (strlen (one), ==, strlen (text));
  g_assert_null (edit (text, 0, by_key, "4", NULL));
  g_assert_null (edit (text, 2, by_key, "4", NULL));
}

static char *
make_value (void)
{
  static const char *const pieces[] = { "a", "Z", "0", "7", " ", ":", "#", "'", "\"", "\\", "\n",
                                        "\t", "-", "?", "{", "}", "[", "]", ",", "&", "*", "!",
                                        "|", ">", "%", "@", "`", "ü", "🎩", "~", "null", "true",
                                        "\x01", "\x7f", "\xc2\x85", "\xe2\x80\xa8", "\r", "..",
                                        "---", "<<", "=" };
  g_autoptr (GString) value = g_string_new (NULL);
  int n = g_test_rand_int_range (0, 8);

  for (int i = 0; i < n; i++)
    g_string_append (value, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);

  return g_string_free (g_steal_pointer (&value), FALSE);
}

static const char *
get_default (GPtrArray *documents, const char *name)
{
  const FrYaml *parameters = fr_yaml_get (documents->pdata[0], "parameters");

  return fr_yaml_get (fr_yaml_get (parameters, name), "default")->text;
}

/* Any value into any parameter: read again it is that value, and all other bytes are the same. */
static void
test_any_value (void)
{
  static const char *const names[] = { "locationId", "cpuPerNode", "subnet", "mediaPorts",
                                       "nodeName" };
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autofree char *text = fr_draft_render (draft);

  for (guint i = 0; i < 400; i++)
    {
      const char *name = names[i % G_N_ELEMENTS (names)];
      const char *path[] = { "parameters", name, "default", NULL };
      g_autofree char *value = make_value ();
      g_autoptr (GError) error = NULL;
      g_autoptr (FrPlanEdit) change = fr_plan_edit_find (text, 0, path, value, &error);
      g_autoptr (GPtrArray) documents = NULL;
      g_auto (FrPlanSpan) span = { 0 };
      char *after;

      g_assert_no_error (error);
      g_assert_true (fr_plan_span_find (&span, text, 0, path, NULL));
      g_assert_cmpuint (change->start, ==, span.start);
      g_assert_cmpuint (change->length, ==, span.end - span.start);

      after = fr_plan_edit_apply (change, text);
      g_assert_true (strncmp (text, after, change->start) == 0);
      g_assert_cmpstr (text + change->start + change->length, ==,
                       after + change->start + strlen (change->text));
      documents = fr_yaml_parse (after, -1, "after", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (get_default (documents, name), ==, value);
      g_free (text);
      text = after;
    }
}

/* Broken texts are refused or changed as asked, and nothing is read beyond their end. */
static void
test_any_text (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autofree char *whole = fr_draft_render (draft);
  const char *path[] = { "parameters", "subnet", "default", NULL };

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strndup (whole, (gsize) g_test_rand_int_range (0, 4000));
      g_autofree char *after = NULL;
      int n = g_test_rand_int_range (0, 6);

      for (int j = 0; j < n && *text != '\0'; j++)
        text[g_test_rand_int_range (0, (int) strlen (text))] =
          "\n \t:#'\"{}[]&*!|>-?%\xff"[g_test_rand_int_range (0, 20)];
      after = edit (text, 0, path, "10.0.0.0/24", NULL);
      g_assert_true (after == NULL || strstr (after, "10.0.0.0/24") != NULL);
    }
}

static char *
follow (const char *text, const char *before, const char *after, GPtrArray *missing)
{
  g_autoptr (GPtrArray) edits = fr_plan_edit_follow (text, before, after, missing);
  char *now = g_strdup (text);

  for (guint i = 0; i < edits->len; i++)
    {
      char *next = fr_plan_edit_apply (g_ptr_array_index (edits, i), now);

      g_free (now);
      now = next;
    }

  return now;
}

/* What the person wrote stays, where the answers change something else. */
static void
test_follow (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *before = fr_draft_render (draft);
  g_autofree char *after = NULL;
  g_autofree char *mine = NULL;
  g_autofree char *now = NULL;
  g_autofree char *expected = NULL;
  g_autoptr (GString) text = g_string_new (before);

  g_string_replace (text, "# How large.", "# MY OWN REMARK", 1);
  g_string_replace (text, "links:\n", "colour: [red,  'blue']   # unknown\nlinks:\n", 1);
  g_string_replace (text, "default: \"EU6\"", "default:   EU6 # here", 1);
  mine = g_strdup (text->str);

  g_object_set (draft, "preset", "many", "location-id", "NA9", NULL);
  after = fr_draft_render (draft);
  now = follow (mine, before, after, missing);
  g_assert_cmpuint (missing->len, ==, 0);

  g_string_assign (text, after);
  g_string_replace (text, "# How large.", "# MY OWN REMARK", 1);
  g_string_replace (text, "links:\n", "colour: [red,  'blue']   # unknown\nlinks:\n", 1);
  g_string_replace (text, "default: \"NA9\"", "default:   NA9 # here", 1);
  expected = g_strdup (text->str);
  g_assert_cmpstr (now, ==, expected);

  /* and the whole way back */
  g_clear_pointer (&now, g_free);
  now = follow (expected, after, before, missing);
  g_assert_cmpstr (now, ==, mine);
}

static void
test_follow_missing (void)
{
  g_autoptr (FrDraft) draft = fr_draft_new ();
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *before = fr_draft_render (draft);
  g_autofree char *after = NULL;
  g_autofree char *now = NULL;

  g_object_set (draft, "cpu", 4, NULL);
  after = fr_draft_render (draft);
  now = follow ("locationId: EU6\n", before, after, missing);
  g_assert_cmpstr (now, ==, "locationId: EU6\n");
  g_assert_cmpuint (missing->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (missing, 0), ==, "cpuPerNode");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/edit/styles", test_styles);
  g_test_add_func ("/edit/refused", test_refused);
  g_test_add_func ("/edit/path", test_path);
  g_test_add_func ("/edit/any-value", test_any_value);
  g_test_add_func ("/edit/any-text", test_any_text);
  g_test_add_func ("/edit/follow", test_follow);
  g_test_add_func ("/edit/follow-missing", test_follow_missing);

  return g_test_run ();
}
