/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-merge.h"

#include "fr-plan-words.h"

/**
 * fr_plan_is_null:
 * @node: (nullable): a node
 *
 * Returns: whether nothing is written there: no node, “~”, “null”, or an empty place
 */
gboolean
fr_plan_is_null (const FrYaml *node)
{
  static const char *const nulls[] = { "", "~", "null", "Null", "NULL", NULL };

  return node == NULL ||
         (node->kind == FR_YAML_SCALAR && node->plain && fr_plan_words_contain (nulls, node->text));
}

static gboolean
is_left_out (const FrYaml *map, guint i, const char *const *without)
{
  const char *key = ((const FrYaml *) map->keys->pdata[i])->text;

  if (without != NULL && fr_plan_words_contain (without, key))
    return TRUE;

  /* of a key that is there twice, the last counts */
  return fr_yaml_get (map, key) != map->items->pdata[i];
}

/**
 * fr_plan_copy:
 * @node: a node
 * @without: (nullable): keys to leave out at the top
 *
 * Returns: (transfer full): a deep copy, with the places of the original
 */
FrYaml *
fr_plan_copy (const FrYaml *node, const char *const *without)
{
  FrYaml *copy;

  g_return_val_if_fail (node != NULL, NULL);

  copy = g_new0 (FrYaml, 1);
  copy->kind = node->kind;
  copy->line = node->line;
  copy->column = node->column;
  copy->text = g_strdup (node->text);
  copy->plain = node->plain;
  if (node->keys != NULL)
    copy->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);
  if (node->items != NULL)
    copy->items = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);

  for (guint i = 0; node->items != NULL && i < node->items->len; i++)
    {
      if (node->kind == FR_YAML_MAP && is_left_out (node, i, without))
        continue;
      if (node->kind == FR_YAML_MAP)
        g_ptr_array_add (copy->keys, fr_plan_copy (node->keys->pdata[i], NULL));
      g_ptr_array_add (copy->items, fr_plan_copy (node->items->pdata[i], NULL));
    }

  return copy;
}

static void
extend (FrYaml *list, const FrYaml *from)
{
  if (from->kind != FR_YAML_LIST)
    {
      g_ptr_array_add (list->items, fr_plan_copy (from, NULL));
      return;
    }

  for (guint i = 0; i < from->items->len; i++)
    g_ptr_array_add (list->items, fr_plan_copy (from->items->pdata[i], NULL));
}

static gboolean
find_key (const FrYaml *map, const char *key, guint *index)
{
  for (guint i = 0; i < map->keys->len; i++)
    if (g_str_equal (((const FrYaml *) map->keys->pdata[i])->text, key))
      {
        *index = i;
        return TRUE;
      }

  return FALSE;
}

/**
 * fr_plan_update:
 * @into: a map, changed
 * @from: (nullable): a map
 * @without: (nullable): keys of @from to leave out
 *
 * Merges as plumbery does: lists grow, maps are merged, anything else is replaced, and
 * nothing never erases. A single text added to a list is one more item.
 */
void
fr_plan_update (FrYaml *into, const FrYaml *from, const char *const *without)
{
  g_return_if_fail (into != NULL && into->kind == FR_YAML_MAP);

  if (from == NULL || from->kind != FR_YAML_MAP)
    return;

  for (guint i = 0; i < from->items->len; i++)
    {
      const FrYaml *key = from->keys->pdata[i];
      const FrYaml *value = from->items->pdata[i];
      FrYaml *old;
      guint at;

      if (fr_plan_is_null (value) || is_left_out (from, i, without))
        continue;

      if (!find_key (into, key->text, &at))
        {
          g_ptr_array_add (into->keys, fr_plan_copy (key, NULL));
          g_ptr_array_add (into->items, fr_plan_copy (value, NULL));
          continue;
        }

      old = into->items->pdata[at];
      if (old->kind == FR_YAML_LIST)
        extend (old, value);
      else if (old->kind == FR_YAML_MAP && value->kind == FR_YAML_MAP)
        fr_plan_update (old, value, NULL);
      else
        {
          into->items->pdata[at] = fr_plan_copy (value, NULL);
          fr_yaml_free (old);
        }
    }
}
