/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-dialogs.h"

#include <glib/gi18n-lib.h>

/* Every dialog whose call was deprecated after GTK 4.8 and libadwaita 1.2 is in this file. */

#define APPLICATION_ID "io.github.fittingroom.FittingRoom"
#define WEB "https://github.com/fittingroom/fitting-room"

typedef struct
{
  GWeakRef owner;
  FrDialogsFile done;
} Asked;

static void
asked_free (gpointer data, GClosure *closure)
{
  Asked *asked = data;

  g_weak_ref_clear (&asked->owner);
  g_free (asked);
}

static void
chosen_cb (GtkNativeDialog *dialog, int response, gpointer data)
{
  Asked *asked = data;
  g_autoptr (GObject) owner = g_weak_ref_get (&asked->owner);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

  if (response == GTK_RESPONSE_ACCEPT && owner != NULL && file != NULL)
    asked->done (owner, file);
  gtk_native_dialog_destroy (dialog);
  g_object_unref (dialog);
}

static void
ask_file (GtkFileChooserNative *chooser, gpointer owner, FrDialogsFile done)
{
  Asked *asked = g_new0 (Asked, 1);

  g_weak_ref_init (&asked->owner, owner);
  asked->done = done;
  g_signal_connect_data (chooser, "response", G_CALLBACK (chosen_cb), asked, asked_free, 0);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
add_filters (GtkFileChooser *chooser)
{
  g_autoptr (GtkFileFilter) plans = gtk_file_filter_new ();
  g_autoptr (GtkFileFilter) all = gtk_file_filter_new ();

  gtk_file_filter_set_name (plans, _ ("Plans"));
  gtk_file_filter_add_suffix (plans, "yaml");
  gtk_file_filter_add_suffix (plans, "yml");
  gtk_file_filter_set_name (all, _ ("All files"));
  gtk_file_filter_add_pattern (all, "*");
  gtk_file_chooser_add_filter (chooser, plans);
  gtk_file_chooser_add_filter (chooser, all);
}

/**
 * fr_dialogs_open_plan:
 * @owner: (type GObject): for whom; held weakly
 */
void
fr_dialogs_open_plan (GtkWindow *parent, gpointer owner, FrDialogsFile done)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    _ ("Open a Plan"), parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));

  add_filters (GTK_FILE_CHOOSER (chooser));
  ask_file (chooser, owner, done);
}

/**
 * fr_dialogs_open_key:
 * @title: of the dialog
 * @owner: (type GObject): for whom; held weakly
 *
 * Begins where ssh keeps its keys, when there is such a folder.
 */
void
fr_dialogs_open_key (GtkWindow *parent, const char *title, gpointer owner, FrDialogsFile done)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    title, parent, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Choose"), _ ("_Cancel"));
  g_autofree char *path = g_build_filename (g_get_home_dir (), ".ssh", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (chooser), folder, NULL);
  ask_file (chooser, owner, done);
}

/**
 * fr_dialogs_save:
 * @title: of the dialog
 * @name: that is proposed for the file
 * @owner: (type GObject): for whom; held weakly
 */
void
fr_dialogs_save (GtkWindow *parent, const char *title, const char *name, gpointer owner,
                 FrDialogsFile done)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
    title, parent, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  ask_file (chooser, owner, done);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWindow) parent = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_show_uri_full_finish (parent, result, &error) &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    fr_dialogs_tell (parent, _ ("The link cannot be opened"), error->message);
}

/**
 * fr_dialogs_show_uri:
 * @uri: is opened by the program that the user prefers for it
 */
void
fr_dialogs_show_uri (GtkWindow *parent, const char *uri)
{
  g_return_if_fail (GTK_IS_WINDOW (parent) && uri != NULL);

  gtk_show_uri_full (parent, uri, GDK_CURRENT_TIME, NULL, shown_cb, g_object_ref (parent));
}

/**
 * fr_dialogs_tell:
 * @heading: what has happened
 * @body: why, and what to do about it
 */
void
fr_dialogs_tell (GtkWindow *parent, const char *heading, const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, body);

  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "close");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");
  gtk_window_present (GTK_WINDOW (dialog));
}

void
fr_dialogs_show_about (GtkWindow *parent)
{
  adw_show_about_window (parent, "application-name", _ ("Fitting Room"), "application-icon",
                         APPLICATION_ID, "version", FR_VERSION, "developer-name",
                         _ ("The Fitting Room developers"), "website", WEB, "issue-url",
                         WEB "/issues", "license-type", GTK_LICENSE_GPL_3_0, "comments",
                         _ ("A private media server, and a mirror to try it in."),
                         /* Translators: your names, one on each line */
                         "translator-credits", _ ("translator-credits"), NULL);
}
