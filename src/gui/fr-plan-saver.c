/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-saver.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-dialogs.h"

/* A plan that waits for the name of its file. */
#define WAITING "fr-plan-saver-text"

static GtkWindow *
get_window (FrPage *page)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (FrPage) page = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;

  if (!g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      fr_dialogs_tell (get_window (page), _ ("The Plan Was Not Saved"), error->message);
      return;
    }

  path = g_file_get_path (G_FILE (source));
  if (path != NULL)
    fr_making_set_text (fr_page_get_making (page), "plan-path", path);
  fr_page_toast (page, _ ("Plan saved"));
}

static void
chosen_cb (gpointer owner, GFile *file)
{
  GBytes *bytes = g_object_get_data (owner, WAITING);

  g_file_replace_contents_bytes_async (file, bytes, NULL, TRUE, G_FILE_CREATE_NONE, NULL, saved_cb,
                                       g_object_ref (owner));
}

static char *
suggest_name (FrMaking *making)
{
  g_autofree char *path = fr_making_dup_text (making, "plan-path");
  g_autofree char *name = NULL;
  char *file_name;

  if (path != NULL)
    return g_path_get_basename (path);

  g_object_get (fr_making_get_draft (making), "name", &name, NULL);
  file_name = g_strconcat (name != NULL && *name != '\0' ? name : "mirror", ".yaml", NULL);

  return g_strdelimit (file_name, "/", '-');
}

/**
 * fr_plan_saver_run:
 * @page: whose plan it is
 * @text: the plan
 *
 * Asks for a file, and writes the plan into it.
 */
void
fr_plan_saver_run (FrPage *page, const char *text)
{
  g_autofree char *name = suggest_name (fr_page_get_making (page));

  g_object_set_data_full (G_OBJECT (page), WAITING, g_bytes_new (text, strlen (text)),
                          (GDestroyNotify) g_bytes_unref);
  fr_dialogs_save (get_window (page), _ ("Save the Plan"), name, page, chosen_cb);
}
