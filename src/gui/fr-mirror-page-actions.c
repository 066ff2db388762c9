/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-job.h"
#include "fr-mirror-page-private.h"
#include "fr-snapshot.h"
#include "fr-time-code.h"
#include "fr-video-screen.h"

#define WIDTH 640
#define HEIGHT 480

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
  const guint8 *planes[] = { i420, i420 + WIDTH * HEIGHT, i420 + WIDTH * HEIGHT * 5 / 4 };
  const int strides[] = { WIDTH, WIDTH / 2, WIDTH / 2 };

  /* Without the lines of the time code. */
  return fr_snapshot_write (snapshot->path, planes, strides, WIDTH, HEIGHT - FR_TIME_CODE_BLOCK,
                            error)
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
 * @i420: see #FrLook::snapped
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
    fr_look_snap (self->look);
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
