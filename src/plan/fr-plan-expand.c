/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-expand.h"

#include <string.h>

#include "fr-yaml-emit.h"
#include "fr-yaml.h"

/* Blanks, tabs and backslashes around a token do not count; a non-breaking space neither. */
static char *
strip_token (const char *start, const char *end)
{
  while (start < end)
    {
      if (strchr (" \t\\\r\n", *start) != NULL)
        start++;
      else if (end - start >= 2 && g_str_has_prefix (start, "\xc2\xa0"))
        start += 2;
      else
        break;
    }
  while (start < end)
    {
      if (strchr (" \t\\\r\n", end[-1]) != NULL)
        end--;
      else if (end - start >= 2 && g_str_has_prefix (end - 2, "\xc2\xa0"))
        end -= 2;
      else
        break;
    }

  return g_strndup (start, end - start);
}

/* The braces that open last before @end: “{{ a {{ b }}” is about b. */
static const char *
find_innermost (const char *start, const char *end)
{
  const char *found = start;

  for (const char *c = start + 1; c + 2 <= end; c++)
    if (c[0] == '{' && c[1] == '{' && c[2] != '{')
      found = c;

  return found;
}

/**
 * fr_plan_expand:
 * @text: any text
 * @lookup: tells the value of a token
 * @data: for @lookup
 *
 * Replaces the tokens of the second phase, {{ node.public }} and the like. A value is not
 * searched for tokens again; a token without a value stays as it is written.
 *
 * Returns: (transfer full):
 */
char *
fr_plan_expand (const char *text, FrPlanLookup lookup, gpointer data)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *done = text;
  const char *start;

  g_return_val_if_fail (text != NULL && lookup != NULL, NULL);

  while ((start = strstr (done, "{{")) != NULL)
    {
      const char *end = strstr (start + 2, "}}");
      g_autofree char *token = NULL;
      g_autofree char *value = NULL;

      if (end == NULL)
        break;

      start = find_innermost (start, end);
      token = strip_token (start + 2, end);
      if (*token != '\0')
        value = lookup (token, data);

      if (value != NULL)
        g_string_append_len (out, done, start - done);
      else
        g_string_append_len (out, done, end + 2 - done);
      if (value != NULL)
        g_string_append (out, value);
      done = end + 2;
    }
  g_string_append (out, done);

  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* A value is text, whatever it looks like: a scalar that had a token in it is put in quotes. */
static void
expand_node (FrYaml *node, FrPlanLookup lookup, gpointer data)
{
  if (node->kind == FR_YAML_SCALAR)
    {
      char *text;

      if (strstr (node->text, "{{") == NULL)
        return;
      text = fr_plan_expand (node->text, lookup, data);
      if (!g_str_equal (text, node->text))
        node->plain = FALSE;
      g_free (node->text);
      node->text = text;
      return;
    }

  for (guint i = 0; i < node->items->len; i++)
    {
      if (node->kind == FR_YAML_MAP)
        expand_node (node->keys->pdata[i], lookup, data);
      expand_node (node->items->pdata[i], lookup, data);
    }
}

/**
 * fr_plan_expand_yaml:
 * @yaml: YAML with tokens in it, as in #FrPlanNode.cloud_config
 * @lookup: tells the value of a token
 * @data: for @lookup
 *
 * Replaces tokens value by value and writes YAML again: a key of many lines or a password of
 * odd characters cannot break the text around it.
 *
 * Returns: (transfer full): YAML; or %NULL with %FR_ERROR_PLAN
 */
char *
fr_plan_expand_yaml (const char *yaml, FrPlanLookup lookup, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) documents = NULL;

  g_return_val_if_fail (yaml != NULL && lookup != NULL, NULL);

  documents = fr_yaml_parse (yaml, -1, "cloud-config", NULL, error);
  if (documents == NULL)
    return NULL;
  if (documents->len == 0)
    return g_strdup ("");

  expand_node (documents->pdata[0], lookup, data);
  return fr_yaml_emit (documents->pdata[0]);
}
