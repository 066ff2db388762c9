/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

static inline gboolean
log_stage_has_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data))
      return TRUE;

  return FALSE;
}

/* libadwaita 1.7 measures the heading of a message dialog for less than it needs, which GTK 4.18
 * warns of; nothing of ours can help it, and nothing is wrong to see. */
static inline GLogWriterOutput
log_stage_write (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  for (gsize i = 0; i < n_fields; i++)
    if (g_str_equal (fields[i].key, "MESSAGE") &&
        (g_str_has_prefix (fields[i].value, "Trying to measure GtkLabel ") ||
         g_str_has_suffix (fields[i].value, "natural size must be >= min size")) &&
        log_stage_has_dialog ())
      return G_LOG_WRITER_HANDLED;

  return g_log_writer_default (level, fields, n_fields, data);
}

/**
 * log_stage_prepare:
 *
 * Every warning ends a test, but those that libadwaita causes by itself.
 */
static inline void
log_stage_prepare (void)
{
  g_log_set_writer_func (log_stage_write, NULL, NULL);
}
