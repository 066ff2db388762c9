/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-values.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-plan.h"
#include "fr-yaml.h"

static gboolean
add_file (GHashTable *values, const char *path, GError **error)
{
  g_autofree char *text = fr_plan_read_file (path, error);
  g_autoptr (GPtrArray) documents = NULL;
  const FrYaml *map;

  if (text == NULL)
    {
      g_prefix_error (error, _ ("“%s” is neither NAME=VALUE nor a file of values: "), path);
      return FALSE;
    }

  documents = fr_yaml_parse (text, -1, path, NULL, error);
  if (documents == NULL)
    return FALSE;

  map = documents->len > 0 ? documents->pdata[0] : NULL;
  if (map == NULL || map->kind != FR_YAML_MAP)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN, _ ("%s:1:1: a file of values has lines such as "
                                                      "“cpu: 4”."),
                   path);
      return FALSE;
    }

  for (guint i = 0; i < map->items->len; i++)
    {
      const FrYaml *key = map->keys->pdata[i];
      const FrYaml *value = map->items->pdata[i];

      if (value->kind != FR_YAML_SCALAR)
        {
          g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                       _ ("%s:%u:%u: “%s” takes one value, not a list or a map."),
                       path, value->line, value->column, key->text);
          return FALSE;
        }
      g_hash_table_replace (values, g_strdup (key->text), g_strdup (value->text));
    }

  return TRUE;
}

/**
 * fr_plan_values_new:
 * @items: (nullable): “name=value”, or the path of a YAML file of values; %NULL at the end
 *
 * Reads what follows -p on the command line. Only the first “=” separates; the last of two
 * values of one name counts. Blocks while it reads files.
 *
 * Returns: (transfer full): name -> value; or %NULL with %FR_ERROR_PLAN or %FR_ERROR_NOT_FOUND
 */
GHashTable *
fr_plan_values_new (const char *const *items, GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; items != NULL && items[i] != NULL; i++)
    {
      const char *equals = strchr (items[i], '=');

      if (equals != NULL && equals > items[i])
        g_hash_table_replace (values, g_strndup (items[i], equals - items[i]),
                              g_strdup (equals + 1));
      else if (!add_file (values, items[i], error))
        return NULL;
    }

  return g_steal_pointer (&values);
}
