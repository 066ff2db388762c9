/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-page-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <gst/gst.h>

#include "fr-face.h"
#include "fr-job.h"
#include "fr-mirror-wish.h"
#include "fr-test-picture.h"
#include "fr-webrtc.h"

/* Before a look begins: what is warmed, where the mirror is, whether we may use the camera. */

static void
camera_opened_cb (gpointer owner, int fd)
{
  FrMirrorPage *self = owner;
  g_autofree char *source = NULL;

  if (self->state != FR_GLASS_FINDING || self->place == NULL)
    {
      if (fd >= 0)
        g_close (fd, NULL);
      return;
    }
  if (fd < 0)
    {
      fr_source_picker_set_wish (self->picker, FR_SOURCE_FACE);
      fr_page_toast (FR_PAGE (self), _ ("Without the camera, the test face is shown"));
      fr_mirror_page_look (self, FR_SOURCE_FACE, -1);
      return;
    }

  source = g_strdup_printf ("pipewire:%d", fd);
  fr_mirror_page_look (self, source, fd);
}

/* Once everything is warm and it is known where the mirror is. */
void
fr_mirror_page_begin (FrMirrorPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  const char *wish = fr_source_picker_get_wish (self->picker);

  if (self->state != FR_GLASS_FINDING || !self->warm || self->place == NULL)
    return;

  if (g_str_equal (wish, FR_SOURCE_PORTAL))
    fr_cameras_ask (fr_source_picker_get_cameras (self->picker),
                    GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, camera_opened_cb, self);
  else
    fr_mirror_page_look (self, wish, -1);
}

static gpointer
warm (gpointer data, GCancellable *cancellable, GError **error)
{
  /* Both keep what they have drawn and loaded for the next that is made. */
  g_autoptr (FrTestPicture) picture = fr_test_picture_new (FR_MIRROR_WIDTH, FR_MIRROR_HEIGHT, NULL);
  g_autoptr (FrFaceFinder) finder = fr_face_finder_new (NULL);

  gst_init (NULL, NULL);
  fr_webrtc_warm ();

  return NULL;
}

static void
warm_cb (gpointer owner, gpointer result, const GError *error)
{
  FrMirrorPage *self = owner;

  self->warm = TRUE;
  fr_mirror_page_begin (self);
}

/**
 * fr_mirror_page_warm:
 *
 * For the parts of the page: makes ready what the first look would wait for.
 */
void
fr_mirror_page_warm (FrMirrorPage *self)
{
  if (!self->warm)
    fr_job_run (self, warm, NULL, NULL, NULL, warm_cb, NULL);
}

static gpointer
find (gpointer data, GCancellable *cancellable, GError **error)
{
  const FrMirrorPlace *wanted = data;

  return fr_mirror_place_find (wanted->name, wanted->uri, wanted->pin, cancellable, error);
}

static void
free_place (gpointer place)
{
  fr_mirror_place_free (place);
}

static void
found_cb (gpointer owner, gpointer result, const GError *error)
{
  FrMirrorPage *self = owner;
  FrMirrorPlace *found = result;

  self->finding = FALSE;
  if (!self->shown)
    return;
  /* Left, and entered again before the search had ended. */
  if (g_cancellable_is_cancelled (self->cancellable))
    {
      if (self->state == FR_GLASS_FINDING)
        fr_mirror_page_find_place (self);
      return;
    }
  if (error != NULL)
    {
      g_clear_handle_id (&self->slow, g_source_remove);
      fr_mirror_page_set_state (self, FR_GLASS_FAILED);
      fr_mirror_page_show_failure (self, error);
      return;
    }

  /* The job frees its result: take it out. */
  self->place = g_new0 (FrMirrorPlace, 1);
  *self->place = *found;
  found->uri = found->pin = found->name = NULL;
  fr_mirror_page_begin (self);
}

void
fr_mirror_page_find_place (FrMirrorPage *self)
{
  FrMirrorPlace *wanted;

  if (self->finding)
    return;

  wanted = g_new0 (FrMirrorPlace, 1);
  wanted->uri = g_strdup (self->address);
  wanted->pin = g_strdup (self->pin);
  if (fr_page_get_making (FR_PAGE (self)) != NULL)
    wanted->name = fr_making_dup_text (fr_page_get_making (FR_PAGE (self)), "name");
  self->finding = TRUE;
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  fr_job_run (self, find, wanted, free_place, free_place, found_cb, self->cancellable);
}
