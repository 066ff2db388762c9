/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-volume.h"

#define LIMIT_SECONDS 600

static FrVolumeWork *
find_work (FrTask *task, GCancellable *cancellable, GError **error)
{
  const GPtrArray *disks = task->node->plan->disks;
  g_autofree guint *sizes = g_new0 (guint, disks->len + 1);
  g_autofree char *printed =
    fr_site_ask (task->site, task->node, FR_VOLUME_COMMAND, cancellable, error);
  guint n = 0;

  for (guint i = 0; i < disks->len; i++)
    {
      const FrPlanDisk *disk = g_ptr_array_index (disks, i);

      if (disk->id > 0)
        sizes[n++] = disk->size_gb;
    }

  return printed != NULL ? fr_volume_read (printed, sizes, n) : NULL;
}

static gboolean
has_added_disk (const FrTask *task)
{
  for (guint i = 0; i < task->node->plan->disks->len; i++)
    if (((FrPlanDisk *) g_ptr_array_index (task->node->plan->disks, i))->id > 0)
      return TRUE;

  return FALSE;
}

FrLook
fr_volume_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrVolumeWork) work = NULL;
  FrRemoteKind kind;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  if (!has_added_disk (task))
    {
      *note = g_strdup (_ ("the plan adds no disk"));
      return FR_LOOK_SKIP;
    }
  kind = fr_remote_find_kind (task, cancellable, error);
  if (kind == FR_REMOTE_FAILED)
    return FR_LOOK_FAILED;
  if (kind == FR_REMOTE_FIXED)
    {
      *note = g_strdup (_ ("the server has no logical volumes"));
      return FR_LOOK_SKIP;
    }
  work = find_work (task, cancellable, error);
  if (work == NULL)
    return FR_LOOK_FAILED;

  if (work->group == NULL)
    *note = g_strdup_printf (_ ("not done: / is on %s (%s), and only a logical volume (LVM) can "
                                "grow over a second disk; the added disk is empty: partition and "
                                "mount it as you need it"),
                             work->root, work->type);
  else if (!g_str_has_prefix (work->type, "ext") && !g_str_equal (work->type, "xfs"))
    *note = g_strdup_printf (_ ("not done: the file system of / is %s, and only ext4 and xfs can "
                                "be grown here"),
                             work->type);
  else if (work->grow->len == 0 && !work->resize && work->missing_gb > 0)
    *note = g_strdup_printf (_ ("not done: no unused disk of %u GB is there; one that has a "
                                "partition table or a file system is not touched"),
                             work->missing_gb);
  if (*note != NULL)
    return FR_LOOK_SKIP;

  return work->grow->len > 0 || work->resize ? FR_LOOK_TODO : FR_LOOK_DONE;
}

static void
add_setting (GString *settings, const char *name, const char *value)
{
  g_autofree char *quoted = g_shell_quote (value);

  g_string_append_printf (settings, "%s=%s\n", name, quoted);
}

static void
add_list (GString *settings, const char *name, GPtrArray *list)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (words, "%s%s", i > 0 ? " " : "",
                            (const char *) g_ptr_array_index (list, i));
  add_setting (settings, name, words->str);
  g_string_free (words, TRUE);
}

gboolean
fr_volume_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (FrVolumeWork) work = find_work (task, cancellable, error);
  g_autoptr (GString) settings = g_string_new (NULL);

  if (work == NULL)
    return FALSE;
  add_setting (settings, "group", work->group != NULL ? work->group : "");
  add_setting (settings, "volume", work->volume != NULL ? work->volume : "");
  add_setting (settings, "type", work->type);
  add_list (settings, "fresh", work->fresh);
  add_list (settings, "grow", work->grow);

  return fr_remote_run_script (task, "volume", settings->str, LIMIT_SECONDS, cancellable, error);
}
