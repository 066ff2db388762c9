/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include "fr-undo.h"

static char *
make_names_command (FrTask *task, const char *what)
{
  g_autofree char *private = fr_site_recall (task->site, &task->node->private_ipv4);
  g_autofree char *public = fr_site_recall (task->site, &task->node->public_ipv4);

  return g_strdup_printf ("for address in %s %s; do line=\"$address %s\"; "
                          "grep -qxF \"$line\" /etc/hosts || %s; done",
                          private, public, task->node->plan->name, what);
}

FrLook
fr_names_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *command = NULL;
  g_autofree char *ignored = NULL;
  FrLook look;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  command = make_names_command (task, "exit 1");
  look = fr_remote_look_unless (task, command, "", &ignored, cancellable, error);

  return look == FR_LOOK_TODO ? FR_LOOK_DONE : look == FR_LOOK_SKIP ? FR_LOOK_TODO
                                                                    : look;
}

/* On somebody's own server each line is remembered, so that it can go again. */
static gboolean
keep_undo (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autofree char *private = fr_site_recall (task->site, &task->node->private_ipv4);
  g_autofree char *public = fr_site_recall (task->site, &task->node->public_ipv4);
  const char *addresses[] = { private, public };

  for (guint i = 0; i < G_N_ELEMENTS (addresses); i++)
    {
      g_autofree char *line = g_strdup_printf ("%s %s", addresses[i], task->node->plan->name);

      if (!fr_undo_line (task->site, task->node, "/etc/hosts", line, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
fr_names_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *command = make_names_command (task, "echo \"$line\" >> /etc/hosts");

  return keep_undo (task, cancellable, error) &&
         fr_site_run (task->site, task->node, command, cancellable, error);
}
