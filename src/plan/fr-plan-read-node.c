/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-merge.h"
#include "fr-plan-words.h"
#include "fr-yaml-emit.h"

/* More than any plan of the field by far; what is beyond is a slip of a range or an attack. */
#define MOST_NODES 1000
#define MOST_CLOUD_CONFIG (16 * 1024 * 1024)

static const char *const cloud_config_key[] = { "cloud-config", NULL };
static const char *const merged_keys[] = { "cloud-config", "default", NULL };

static gboolean
has_text (FrPlanReader *self, const char *key, const FrYaml *value)
{
  if (fr_plan_is_null (value))
    return FALSE;

  if (value->kind != FR_YAML_SCALAR)
    fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", value,
                        _ ("“%s” takes a number, not a list or a map. Write it behind the colon."),
                        key);
  return value->kind == FR_YAML_SCALAR;
}

static void
read_cpu (FrPlanReader *self, const FrYaml *cpu, FrPlanNode *node)
{
  g_autoptr (GPtrArray) words = NULL;

  if (!has_text (self, "cpu", cpu))
    return;

  words = fr_plan_reader_words (self, cpu);
  if (words->len > 3)
    fr_plan_reader_say (self, FR_FINDING_ERROR, "bad-value", cpu,
                        _ ("“cpu” takes a number, cores per socket, and a speed. Write “4 2 "
                           "highperformance”, or only “4”."));

  node->cores = 1;
  if (words->len > 0)
    fr_plan_reader_number (self, words->pdata[0], _ ("the number of CPUs"), 1, 32, &node->cpu);
  if (words->len > 1)
    fr_plan_reader_number (self, words->pdata[1], _ ("the number of cores per socket"), 1, 2,
                           &node->cores);
  if (words->len > 2 && !fr_plan_reader_known (self, words->pdata[2], _ ("the speed of a CPU"),
                                               fr_plan_words_cpu_speeds))
    return;

  node->cpu_speed = g_strdup (words->len > 2 ? ((const FrPlanWord *) words->pdata[2])->text
                                             : "standard");
}

static void
read_memory (FrPlanReader *self, const FrYaml *memory, FrPlanNode *node)
{
  FrPlanWord word;

  if (!has_text (self, "memory", memory))
    return;

  word.text = memory->text;
  word.place = fr_plan_reader_place (self, memory);
  fr_plan_reader_number (self, &word, _ ("the memory, in GB,"), 1, 256, &node->memory_gb);
}

static void
read_disk (FrPlanReader *self, const FrYaml *line, FrPlanNode *node)
{
  g_autoptr (GPtrArray) words = fr_plan_reader_words (self, line);
  const char *speed = "standard";
  guint id, size;

  if (words->len < 2 || words->len > 3)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "bad-value", line,
                          _ ("a disk is a number, its GB, and its speed. Write “1 50 standard”."));
      return;
    }
  if (!fr_plan_reader_number (self, words->pdata[0], _ ("the number of a disk"), 0, 9, &id) ||
      !fr_plan_reader_number (self, words->pdata[1], _ ("the size of a disk, in GB,"), 10, 1000,
                              &size))
    return;
  if (words->len == 3)
    {
      if (!fr_plan_reader_known (self, words->pdata[2], _ ("the speed of a disk"),
                                 fr_plan_words_disk_speeds))
        return;
      speed = ((const FrPlanWord *) words->pdata[2])->text;
    }

  for (guint i = 0; i < node->disks->len; i++)
    if (((const FrPlanDisk *) node->disks->pdata[i])->id == id)
      fr_plan_reader_say (self, FR_FINDING_WARNING, "double-disk", line,
                          _ ("disk %u is there twice; the larger one wins. Remove one."), id);

  g_ptr_array_add (node->disks, fr_plan_disk_new (id, size, speed,
                                                  fr_plan_reader_place (self, line)));
}

static void
read_disks (FrPlanReader *self, const FrYaml *disks, FrPlanNode *node)
{
  if (fr_plan_is_null (disks))
    return;

  if (disks->kind == FR_YAML_SCALAR)
    read_disk (self, disks, node);
  for (guint i = 0; disks->kind == FR_YAML_LIST && i < disks->items->len; i++)
    {
      const FrYaml *line = disks->items->pdata[i];

      if (line->kind == FR_YAML_SCALAR)
        read_disk (self, line, node);
      else
        fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", line,
                            _ ("“disks” takes a list of lines. Write “- 1 50 standard”."));
    }
}

static const FrYaml *
find_class (FrPlanReader *self, const FrYaml *settings)
{
  const FrYaml *name = fr_yaml_get (settings, "default");
  const FrYaml *class;
  g_autoptr (GPtrArray) classes = NULL;
  const char *nearest;

  if (fr_plan_is_null (name) || name->kind != FR_YAML_SCALAR)
    return NULL;
  class = fr_yaml_get (self->defaults, name->text);
  if (class != NULL)
    return class;

  classes = g_ptr_array_new ();
  for (guint i = 0; self->defaults != NULL && self->defaults->kind == FR_YAML_MAP &&
                    i < self->defaults->keys->len;
       i++)
    g_ptr_array_add (classes, ((FrYaml *) self->defaults->keys->pdata[i])->text);
  g_ptr_array_add (classes, NULL);
  nearest = fr_plan_words_nearest (name->text, (const char *const *) classes->pdata);
  if (nearest != NULL)
    fr_findings_add (self->findings, FR_FINDING_WARNING, "unknown-class",
                     fr_plan_reader_place (self, name), nearest,
                     _ ("“defaults” has no “%s”. Did you mean “%s”?"), name->text, nearest);
  else
    fr_plan_reader_say (self, FR_FINDING_WARNING, "unknown-class", name,
                        _ ("“defaults” has no “%s”, so this server gets nothing from it. Add it "
                           "there, or remove the line."),
                        name->text);
  return NULL;
}

/* Three layers of cloud-config: of all servers, of the class, of the server. */
static char *
merge_cloud_config (FrPlanReader *self, const FrYaml *class, const FrYaml *settings)
{
  const FrYaml *layers[] = {
    fr_yaml_get (self->defaults, "cloud-config"),
    fr_yaml_get (class, "cloud-config"),
    fr_yaml_get (settings, "cloud-config"),
  };
  g_autoptr (FrYaml) merged = NULL;
  char *text;

  if (self->n_bytes > MOST_CLOUD_CONFIG)
    return NULL; /* said by add_nodes() */

  for (guint i = 0; i < G_N_ELEMENTS (layers); i++)
    {
      if (fr_plan_is_null (layers[i]))
        continue;
      if (layers[i]->kind != FR_YAML_MAP)
        {
          fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", layers[i],
                              _ ("“cloud-config” takes keys such as “packages” and “runcmd”. Write "
                                 "them under it."));
          continue;
        }
      if (merged == NULL)
        merged = fr_plan_copy (layers[i], NULL);
      else
        fr_plan_update (merged, layers[i], NULL);
    }

  if (merged == NULL || merged->items->len == 0)
    return NULL;

  text = fr_yaml_emit (merged);
  self->n_bytes += strlen (text);
  return text;
}

static void
read_settings (FrPlanReader *self, const FrYaml *settings, const FrPlanBlueprint *blueprint,
               FrPlanNode *node)
{
  static const char *const always[] = { "always", NULL };
  static const char *const never[] = { "never", NULL };
  g_autofree char *running = fr_plan_reader_choice (self, settings, "running", always);
  g_autofree char *destroy = fr_plan_reader_choice (self, settings, "destroy", never);

  node->keep_running = running != NULL;
  node->keep = destroy != NULL;
  node->description = fr_plan_reader_text (self, settings, "description");
  node->appliance = fr_plan_reader_text (self, settings, "appliance");
  node->monitoring = fr_plan_reader_choice (self, settings, "monitoring", fr_plan_words_monitoring);
  read_cpu (self, fr_yaml_get (settings, "cpu"), node);
  read_memory (self, fr_yaml_get (settings, "memory"), node);
  read_disks (self, fr_yaml_get (settings, "disks"), node);
  fr_plan_read_glue (self, fr_yaml_get (settings, "glue"), blueprint, node);
  fr_plan_read_login (self, settings, node);
  g_clear_pointer (&node->information, g_ptr_array_unref);
  node->information = fr_plan_reader_list (self, settings, "information");
}

/* “a[1..3]b” is three names. Anything else is one. */
static gboolean
split_range (const char *name, char **before, guint *first, guint *last, const char **after)
{
  const char *open = strchr (name, '[');
  const char *dots = open != NULL ? strstr (open, "..") : NULL;
  const char *close = dots != NULL ? strchr (dots, ']') : NULL;
  g_autofree char *from = NULL;
  g_autofree char *to = NULL;
  guint64 begin, end;

  if (close == NULL)
    return FALSE;

  from = g_strndup (open + 1, dots - open - 1);
  to = g_strndup (dots + 2, close - dots - 2);
  if (!g_ascii_string_to_unsigned (from, 10, 0, G_MAXINT, &begin, NULL) ||
      !g_ascii_string_to_unsigned (to, 10, 0, G_MAXINT, &end, NULL))
    return FALSE;

  *before = g_strndup (name, open - name);
  *first = begin;
  *last = end;
  *after = close + 1;
  return TRUE;
}

static gboolean
count_nodes (FrPlanReader *self, const FrYaml *key, guint first, guint last)
{
  if (last < first)
    {
      fr_plan_reader_say (self, FR_FINDING_WARNING, "empty-range", key,
                          _ ("the range “%s” has no number in it, so there is no server. Write the "
                             "smaller number first."),
                          key->text);
      return FALSE;
    }
  if (last - first >= MOST_NODES || self->n_nodes + (last - first) >= MOST_NODES)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "too-many", key,
                          _ ("with “%s” this plan has more than %d servers. Make the range "
                             "smaller."),
                          key->text, MOST_NODES);
      return FALSE;
    }

  self->n_nodes += last - first + 1;
  return TRUE;
}

static void
add_nodes (FrPlanReader *self, const FrYaml *key, const FrPlanNode *model,
           FrPlanBlueprint *blueprint)
{
  g_autofree char *before = NULL;
  const char *after = "";
  guint first = 0, last = 0;
  gboolean range = split_range (key->text, &before, &first, &last, &after);

  if (!count_nodes (self, key, first, last))
    return;

  self->n_bytes += (last - first) * (model->cloud_config != NULL ? strlen (model->cloud_config)
                                                                 : 0);
  if (self->n_bytes > MOST_CLOUD_CONFIG)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "too-many", key,
                          _ ("the cloud-config of all servers together is longer than 16 MB. Make "
                             "the plan smaller."));
      return;
    }

  for (guint i = first; i <= last; i++)
    {
      FrPlanNode *node = fr_plan_node_copy (model);

      node->name = range ? g_strdup_printf ("%s%u%s", before, i, after) : g_strdup (key->text);
      g_ptr_array_add (blueprint->nodes, node);
    }
}

/**
 * fr_plan_read_node:
 * @item: an item of “nodes”
 * @blueprint: has its network already; gets one server, or several for a range
 */
void
fr_plan_read_node (FrPlanReader *self, const FrYaml *item, FrPlanBlueprint *blueprint)
{
  const FrYaml *key;
  const FrYaml *settings = fr_plan_reader_item (self, item, &key);
  const FrYaml *class = find_class (self, settings);
  g_autoptr (FrYaml) merged = NULL;
  FrPlanNode *model;

  if (key == NULL)
    return;
  if (item->kind == FR_YAML_SCALAR)
    fr_plan_reader_say (self, FR_FINDING_WARNING, "no-colon", key,
                        _ ("plumbery refuses a server without a colon. Write “- %s:”."), key->text);
  if (settings != NULL && settings->kind != FR_YAML_MAP)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", settings,
                          _ ("the settings of “%s” are not keys with values. Write “cpu: 4” and "
                             "the "
                             "like under it."),
                          key->text);
      return;
    }

  merged = g_new0 (FrYaml, 1);
  merged->kind = FR_YAML_MAP;
  merged->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);
  merged->items = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);
  fr_plan_update (merged, class, cloud_config_key);
  fr_plan_update (merged, settings, merged_keys);

  model = fr_plan_node_new ();
  model->place = fr_plan_reader_place (self, key);
  read_settings (self, merged, blueprint, model);
  model->cloud_config = merge_cloud_config (self, class, settings);
  add_nodes (self, key, model, blueprint);
  fr_plan_node_free (model);
}
