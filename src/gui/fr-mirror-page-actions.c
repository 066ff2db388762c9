/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-dialogs.h"
#include "fr-job.h"
#include "fr-mirror-page-private.h"
#include "fr-mirror-wish.h"
#include "fr-settings.h"
#include "fr-snapshot.h"
#include "fr-time-code.h"
#include "fr-video-screen.h"

#define SOURCE_KEY "mirror-source"

typedef struct
{
  GBytes *i420;
  char *path;
} Snapshot;

static void
snapshot_free (gpointer data)
{
  Snapshot *snapshot = data;

  g_bytes_unref (snapshot->i420);
  g_free (snapshot->path);
  g_free (snapshot);
}

static gpointer
write_snapshot (gpointer data, GCancellable *cancellable, GError **error)
{
  Snapshot *snapshot = data;
  const guint8 *i420 = g_bytes_get_data (snapshot->i420, NULL);
  const guint8 *planes[] = { i420, i420 + FR_MIRROR_WIDTH * FR_MIRROR_HEIGHT,
                             i420 + FR_MIRROR_WIDTH * FR_MIRROR_HEIGHT * 5 / 4 };
  const int strides[] = { FR_MIRROR_WIDTH, FR_MIRROR_WIDTH / 2, FR_MIRROR_WIDTH / 2 };

  /* Without the lines of the time code. */
  return fr_snapshot_write (snapshot->path, planes, strides, FR_MIRROR_WIDTH,
                            FR_MIRROR_HEIGHT - FR_TIME_CODE_BLOCK, error)
           ? g_strdup (snapshot->path)
           : NULL;
}

static void
written_cb (gpointer owner, gpointer result, const GError *error)
{
  g_autofree char *text = NULL;
  g_autofree char *name = NULL;

  if (error != NULL)
    text = g_strdup (error->message);
  else
    {
      name = g_filename_display_basename (result);
      /* Translators: name of a file */
      text = g_strdup_printf (_ ("Saved among your pictures as “%s”"), name);
    }
  fr_page_toast (FR_PAGE (owner), text);
}

static char *
make_path (void)
{
  const char *folder = g_get_user_special_dir (G_USER_DIRECTORY_PICTURES);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  /* Translators: name of a file, by strftime(); must not have a slash */
  g_autofree char *name = g_date_time_format (now, _ ("Mirror %Y-%m-%d %H-%M-%S.png"));

  return g_build_filename (folder != NULL ? folder : g_get_home_dir (), name, NULL);
}

/**
 * fr_mirror_page_write_snapshot:
 * @i420: see #FrMirrorLook::snapped
 *
 * For the parts of the page: keeps a picture.
 */
void
fr_mirror_page_write_snapshot (FrMirrorPage *self, GBytes *i420)
{
  Snapshot *snapshot = g_new0 (Snapshot, 1);

  snapshot->i420 = g_bytes_ref (i420);
  snapshot->path = make_path ();
  fr_job_run (self, write_snapshot, snapshot, snapshot_free, g_free, written_cb, NULL);
}

static void
snap_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FrMirrorPage *self = FR_MIRROR_PAGE (widget);

  if (self->look != NULL)
    fr_mirror_look_snap (self->look);
}

/* The screen has told the paintable its own size. */
static void
screen_closed_cb (FrMirrorPage *self)
{
  if (self->pair != NULL)
    gtk_widget_queue_allocate (GTK_WIDGET (fr_video_pair_get_mirror (self->pair)));
}

static void
fill_screen_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  FrMirrorPage *self = FR_MIRROR_PAGE (widget);
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *screen;

  if (!self->shown || !GTK_IS_WINDOW (root))
    return;

  screen = fr_video_screen_new (GTK_WINDOW (root), self->mirror);
  g_signal_connect_object (screen, "unmap", G_CALLBACK (screen_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (screen));
}

static void
report_chosen_cb (gpointer owner, GFile *file)
{
  FrMirrorPage *self = owner;
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;

  if (self->look == NULL)
    return;

  text = fr_mirror_words_report (fr_mirror_look_get_news (self->look),
                                 self->place != NULL ? self->place->uri : NULL, self->headline);
  if (g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                               NULL, &error))
    fr_page_toast (FR_PAGE (self), _ ("Saved"));
  else
    fr_page_toast (FR_PAGE (self), error->message);
}

/**
 * fr_mirror_page_save_report:
 *
 * For the parts of the page: asks where to, and writes what is known about the failure.
 */
void
fr_mirror_page_save_report (FrMirrorPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  fr_dialogs_save (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("Save Report"),
                   _ ("mirror-report.txt"), self, report_chosen_cb);
}

/* Only in a schema that knows of it. */
static GSettings *
open_settings (void)
{
  g_autoptr (GSettings) settings = fr_settings_open ();
  g_autoptr (GSettingsSchema) schema = NULL;

  if (settings == NULL)
    return NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);

  return g_settings_schema_has_key (schema, SOURCE_KEY) ? g_steal_pointer (&settings) : NULL;
}

/**
 * fr_mirror_page_recall_source:
 *
 * For the parts of the page: takes the source that was chosen last: a camera only if it was
 * allowed then.
 */
void
fr_mirror_page_recall_source (FrMirrorPage *self)
{
  g_autoptr (GSettings) settings = open_settings ();
  g_autofree char *wish = settings != NULL ? g_settings_get_string (settings, SOURCE_KEY) : NULL;

  if (wish != NULL && *wish != '\0')
    fr_source_picker_set_wish (self->picker, wish);
}

/**
 * fr_mirror_page_remember_source:
 *
 * For the parts of the page: the user has chosen a source. Files are not remembered.
 */
void
fr_mirror_page_remember_source (FrMirrorPage *self)
{
  g_autoptr (GSettings) settings = open_settings ();
  const char *wish = fr_source_picker_get_wish (self->picker);

  if (settings != NULL && !g_path_is_absolute (wish))
    g_settings_set_string (settings, SOURCE_KEY, wish);
}

/**
 * fr_mirror_page_install_actions:
 *
 * For the class of the page.
 */
void
fr_mirror_page_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "mirror.snap", NULL, snap_cb);
  gtk_widget_class_install_action (klass, "mirror.fill-screen", NULL, fill_screen_cb);
}
