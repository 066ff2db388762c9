/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-saver.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* One plan on its way to a file. */
typedef struct
{
  FrPage *page;
  GtkFileChooserNative *chooser;
  GFile *file;
  GBytes *bytes;
} Saving;

static void
saving_free (Saving *saving)
{
  g_clear_object (&saving->chooser);
  g_clear_object (&saving->file);
  g_bytes_unref (saving->bytes);
  g_object_unref (saving->page);
  g_free (saving);
}

static void
say_failed (Saving *saving, const char *message)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (saving->page));
  GtkWidget *dialog;

  if (root == NULL)
    return;

  dialog = adw_message_dialog_new (GTK_WINDOW (root), _ ("The plan was not saved"), message);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Saving *saving = data;
  g_autoptr (GError) error = NULL;

  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    {
      g_autofree char *path = g_file_get_path (saving->file);

      if (path != NULL)
        fr_making_set_text (fr_page_get_making (saving->page), "plan-path", path);
      fr_page_toast (saving->page, _ ("Plan saved"));
    }
  else
    say_failed (saving, error->message);

  saving_free (saving);
}

static void
response_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Saving *saving = data;

  if (response != GTK_RESPONSE_ACCEPT)
    {
      saving_free (saving);
      return;
    }

  saving->file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_file_replace_contents_bytes_async (saving->file, saving->bytes, NULL, TRUE,
                                       G_FILE_CREATE_NONE, NULL, saved_cb, saving);
}

static void
suggest_name (FrPage *page, GtkFileChooser *chooser)
{
  FrMaking *making = fr_page_get_making (page);
  g_autofree char *path = fr_making_dup_text (making, "plan-path");
  g_autofree char *name = NULL;
  g_autofree char *file_name = NULL;

  if (path != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_path (path);

      gtk_file_chooser_set_file (chooser, file, NULL);
      return;
    }

  g_object_get (fr_making_get_draft (making), "name", &name, NULL);
  file_name = g_strconcat (name != NULL && *name != '\0' ? name : "mirror", ".yaml", NULL);
  g_strdelimit (file_name, "/", '-');
  gtk_file_chooser_set_current_name (chooser, file_name);
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
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (page));
  Saving *saving = g_new0 (Saving, 1);

  saving->page = g_object_ref (page);
  saving->bytes = g_bytes_new (text, strlen (text));
  saving->chooser =
    gtk_file_chooser_native_new (_ ("Save the Plan"), GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                 GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (saving->chooser), TRUE);
  suggest_name (page, GTK_FILE_CHOOSER (saving->chooser));
  g_signal_connect (saving->chooser, "response", G_CALLBACK (response_cb), saving);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (saving->chooser));
}
