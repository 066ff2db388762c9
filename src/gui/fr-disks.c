/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-disks.h"

#include "fr-plan-words.h"

/**
 * fr_disks_find_speed:
 *
 * Returns: (transfer none): the same word, which is never freed; the first when there is no such
 */
const char *
fr_disks_find_speed (const char *word)
{
  for (guint i = 0; fr_plan_words_disk_speeds[i] != NULL; i++)
    if (g_strcmp0 (fr_plan_words_disk_speeds[i], word) == 0)
      return fr_plan_words_disk_speeds[i];

  return fr_plan_words_disk_speeds[0];
}

static void
add (GArray *disks, guint size, const char *speed)
{
  FrDisk disk = { size, fr_disks_find_speed (speed) };

  if (size > 0)
    g_array_append_val (disks, disk);
}

/* "50 standard, 100 economy" */
static void
read_list (GArray *disks, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_auto (GStrv) words = g_strsplit (g_strstrip (parts[i]), " ", 2);

      if (words[0] != NULL)
        add (disks, (guint) g_ascii_strtoull (words[0], NULL, 10),
             words[1] != NULL ? g_strstrip (words[1]) : NULL);
    }
}

/**
 * fr_disks_of_draft:
 *
 * Returns: (transfer full) (element-type FrDisk): those that are added to each server
 */
GArray *
fr_disks_of_draft (FrDraft *draft)
{
  GArray *disks = g_array_new (FALSE, FALSE, sizeof (FrDisk));
  g_autofree char *list = NULL;
  g_autofree char *speed = NULL;
  guint size;

  g_object_get (draft, "disks", &list, "disk", &size, "disk-speed", &speed, NULL);
  if (list != NULL && *list != '\0')
    read_list (disks, list);
  else
    add (disks, size, speed);

  return disks;
}

/**
 * fr_disks_apply:
 * @disks: (element-type FrDisk): those that are added to each server from now on
 *
 * One disk, or none, is written as presets write it.
 */
void
fr_disks_apply (GArray *disks, FrDraft *draft)
{
  g_autoptr (GString) list = g_string_new (NULL);
  const FrDisk *first = disks->len > 0 ? &g_array_index (disks, FrDisk, 0) : NULL;

  for (guint i = 0; i < disks->len; i++)
    {
      const FrDisk *disk = &g_array_index (disks, FrDisk, i);

      g_string_append_printf (list, "%s%u %s", i > 0 ? ", " : "", disk->size, disk->speed);
    }
  g_object_set (draft, "disks", disks->len > 1 ? list->str : NULL, "disk",
                first != NULL ? first->size : 0, NULL);
  if (first != NULL)
    g_object_set (draft, "disk-speed", first->speed, NULL);
}
