/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-hat-filter.h"

#include <gst/video/video.h>

#include "fr-face-thread.h"

struct _FrHatFilter
{
  GMutex mutex;
  FrHatFilterMode mode;
  GBytes *image; /* that the hat was made of */
  FrHat *hat;
  FrHatPlace place;
  FrFaceThread *faces; /* from the first picture that needs it */
  gboolean blind;      /* there is no face finder               */
  guint count;         /* pictures that came                    */
};

/**
 * fr_hat_filter_new:
 *
 * Returns: (transfer full): a filter that lets nothing through yet
 */
FrHatFilter *
fr_hat_filter_new (void)
{
  FrHatFilter *self = g_new0 (FrHatFilter, 1);

  g_mutex_init (&self->mutex);

  return self;
}

/**
 * fr_hat_filter_free:
 * @self: (nullable):
 *
 * No stream may use it any more.
 */
void
fr_hat_filter_free (FrHatFilter *self)
{
  if (self == NULL)
    return;

  fr_face_thread_free (self->faces);
  fr_hat_free (self->hat);
  g_clear_pointer (&self->image, g_bytes_unref);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
put_hat (FrHatFilter *self, GstVideoFrame *frame)
{
  guint8 *planes[3];
  int strides[3];
  int width = GST_VIDEO_FRAME_WIDTH (frame);
  int height = GST_VIDEO_FRAME_HEIGHT (frame);
  FrBox face, box;

  for (guint i = 0; i < 3; i++)
    {
      planes[i] = GST_VIDEO_FRAME_PLANE_DATA (frame, i);
      strides[i] = GST_VIDEO_FRAME_PLANE_STRIDE (frame, i);
    }

  fr_face_thread_show (self->faces, planes[0], width, height, strides[0]);
  if (!fr_face_thread_get (self->faces, &face))
    return;

  box.x = face.x + (int) (face.width * self->place.x);
  box.y = face.y + (int) (face.height * self->place.y);
  box.width = (int) (face.width * self->place.width);
  box.height = (int) (face.height * self->place.height);
  fr_hat_put (self->hat, planes, strides, width, height, &box);
}

static gboolean
can_see (FrHatFilter *self)
{
  g_autoptr (GError) error = NULL;

  if (self->faces == NULL && !self->blind)
    {
      self->faces = fr_face_thread_new (&error);
      self->blind = self->faces == NULL;
      if (self->blind)
        g_message ("%s", error->message);
    }

  return !self->blind;
}

/**
 * fr_hat_filter_process:
 * @buffer: (transfer full): an I420 picture
 * @caps: its caps
 *
 * Called on the streaming thread.
 *
 * Returns: (transfer full) (nullable): the picture that goes back, or %NULL for none
 */
GstBuffer *
fr_hat_filter_process (FrHatFilter *self, GstBuffer *buffer, GstCaps *caps)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GstVideoInfo video;
  GstVideoFrame frame;

  self->count++;
  if (self->mode == FR_HAT_FILTER_SILENT)
    {
      gst_buffer_unref (buffer);
      return NULL;
    }
  if (self->mode == FR_HAT_FILTER_ECHO || self->hat == NULL || !can_see (self))
    return buffer;

  buffer = gst_buffer_make_writable (buffer);
  if (gst_video_info_from_caps (&video, caps) &&
      GST_VIDEO_INFO_FORMAT (&video) == GST_VIDEO_FORMAT_I420 &&
      gst_video_frame_map (&frame, &video, buffer, GST_MAP_READWRITE))
    {
      put_hat (self, &frame);
      gst_video_frame_unmap (&frame);
    }

  return buffer;
}

/**
 * fr_hat_filter_set_mode:
 */
void
fr_hat_filter_set_mode (FrHatFilter *self, FrHatFilterMode mode)
{
  g_mutex_lock (&self->mutex);
  self->mode = mode;
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_hat_filter_set_image:
 * @image: of the hat, PNG or SVG
 * @place: where it is put, by the face
 *
 * The image that is there already is not decoded again. To be called on one thread only.
 */
void
fr_hat_filter_set_image (FrHatFilter *self, GBytes *image, const FrHatPlace *place)
{
  FrHat *old = NULL;
  FrHat *hat = NULL;
  gboolean another = image != self->image;

  if (another)
    hat = fr_hat_new (g_bytes_get_data (image, NULL), g_bytes_get_size (image), NULL);

  g_mutex_lock (&self->mutex);
  if (another)
    {
      old = self->hat;
      self->hat = hat;
    }
  self->place = *place;
  g_mutex_unlock (&self->mutex);

  if (another)
    {
      g_clear_pointer (&self->image, g_bytes_unref);
      self->image = g_bytes_ref (image);
    }
  fr_hat_free (old);
}

/**
 * fr_hat_filter_get_count:
 *
 * Returns: how many pictures have come
 */
guint
fr_hat_filter_get_count (FrHatFilter *self)
{
  guint count;

  g_mutex_lock (&self->mutex);
  count = self->count;
  g_mutex_unlock (&self->mutex);

  return count;
}
