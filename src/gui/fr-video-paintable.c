/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-video-paintable.h"

#include <gst/video/video.h>
#include <string.h>

#include "fr-time-code.h"

/* A picture of a video, opaque and of the size at which it is shown. */
typedef struct
{
  GBytes *bytes;
  int width;
  int height;
  int stride;
} Picture;

/**
 * FrVideoPaintable:
 *
 * The newest picture of a video. The pictures come on a streaming thread and are converted there,
 * once, to opaque RGB of the size at which they are shown; the main thread only makes a texture
 * of the last one. The lines of the time code are left out, and so much of the sides that the
 * picture fills its place.
 */
struct _FrVideoPaintable
{
  GObject parent_instance;

  guint every;
  gboolean flipped;
  GdkTexture *texture;
  guint shown;
  gint64 first_us; /* monotonic time of the first one that was expected */

  GMutex mutex; /* for the next four */
  int width;
  int height;
  Picture next;
  gboolean waiting; /* the main thread has been told */

  GMutex converting; /* for the next four */
  GstVideoConverter *converter;
  GstVideoInfo from;
  GstVideoInfo to;
  guint fed;
};

static void fr_video_paintable_iface_init (GdkPaintableInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FrVideoPaintable, fr_video_paintable, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GDK_TYPE_PAINTABLE,
                                                      fr_video_paintable_iface_init))

static void
fr_video_paintable_snapshot (GdkPaintable *paintable, GdkSnapshot *snapshot, double width,
                             double height)
{
  FrVideoPaintable *self = FR_VIDEO_PAINTABLE (paintable);

  if (self->texture != NULL)
    gdk_paintable_snapshot (GDK_PAINTABLE (self->texture), snapshot, width, height);
}

static GdkPaintable *
fr_video_paintable_get_current_image (GdkPaintable *paintable)
{
  FrVideoPaintable *self = FR_VIDEO_PAINTABLE (paintable);

  return self->texture != NULL ? g_object_ref (GDK_PAINTABLE (self->texture))
                               : gdk_paintable_new_empty (0, 0);
}

static void
fr_video_paintable_iface_init (GdkPaintableInterface *iface)
{
  iface->snapshot = fr_video_paintable_snapshot;
  iface->get_current_image = fr_video_paintable_get_current_image;
}

static void
fr_video_paintable_finalize (GObject *object)
{
  FrVideoPaintable *self = FR_VIDEO_PAINTABLE (object);

  g_clear_object (&self->texture);
  g_clear_pointer (&self->next.bytes, g_bytes_unref);
  g_clear_pointer (&self->converter, gst_video_converter_free);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->converting);

  G_OBJECT_CLASS (fr_video_paintable_parent_class)->finalize (object);
}

static void
fr_video_paintable_class_init (FrVideoPaintableClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fr_video_paintable_finalize;
}

static void
fr_video_paintable_init (FrVideoPaintable *self)
{
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->converting);
}

/**
 * fr_video_paintable_new:
 * @every: shows one picture in so many
 * @flipped: whether left and right change places, as in a mirror
 *
 * Returns: (transfer full): a paintable without a picture
 */
FrVideoPaintable *
fr_video_paintable_new (guint every, gboolean flipped)
{
  FrVideoPaintable *self = g_object_new (FR_TYPE_VIDEO_PAINTABLE, NULL);

  self->every = MAX (every, 1);
  self->flipped = flipped;

  return self;
}

/**
 * fr_video_paintable_set_size:
 * @width: at which it is shown, in pixels of the screen
 * @height: likewise
 */
void
fr_video_paintable_set_size (FrVideoPaintable *self, int width, int height)
{
  g_return_if_fail (FR_IS_VIDEO_PAINTABLE (self));

  g_mutex_lock (&self->mutex);
  self->width = width;
  self->height = height;
  g_mutex_unlock (&self->mutex);
}

static gboolean
present_cb (gpointer data)
{
  FrVideoPaintable *self = data;
  Picture picture;

  g_mutex_lock (&self->mutex);
  picture = self->next;
  self->next.bytes = NULL;
  self->waiting = FALSE;
  g_mutex_unlock (&self->mutex);

  /* Others are expected by now. */
  if (picture.bytes == NULL)
    return G_SOURCE_REMOVE;

  g_clear_object (&self->texture);
  self->texture = gdk_memory_texture_new (picture.width, picture.height, GDK_MEMORY_R8G8B8,
                                          picture.bytes, (gsize) picture.stride);
  g_bytes_unref (picture.bytes);
  self->shown++;
  if (self->first_us == 0)
    self->first_us = g_get_monotonic_time ();
  gdk_paintable_invalidate_contents (GDK_PAINTABLE (self));

  return G_SOURCE_REMOVE;
}

static void
push (FrVideoPaintable *self, Picture *picture)
{
  gboolean told;

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->next.bytes, g_bytes_unref);
  self->next = *picture;
  told = self->waiting;
  self->waiting = TRUE;
  g_mutex_unlock (&self->mutex);

  if (!told)
    g_idle_add_full (G_PRIORITY_DEFAULT, present_cb, g_object_ref (self), g_object_unref);
}

/* The largest part of the picture that has the shape of its place, without the time code. */
static void
prepare (FrVideoPaintable *self, int width, int height, int to_width, int to_height)
{
  int part_height = height - FR_TIME_CODE_BLOCK;
  int part_width = MIN (width, part_height * to_width / to_height / 2 * 2);
  GstStructure *config;

  if (self->converter != NULL && GST_VIDEO_INFO_WIDTH (&self->from) == width &&
      GST_VIDEO_INFO_HEIGHT (&self->from) == height &&
      GST_VIDEO_INFO_WIDTH (&self->to) == to_width &&
      GST_VIDEO_INFO_HEIGHT (&self->to) == to_height)
    return;

  part_height = MIN (part_height, part_width * to_height / to_width / 2 * 2);
  config = gst_structure_new ("config", GST_VIDEO_CONVERTER_OPT_SRC_X, G_TYPE_INT,
                              (width - part_width) / 4 * 2, GST_VIDEO_CONVERTER_OPT_SRC_Y,
                              G_TYPE_INT, 0, GST_VIDEO_CONVERTER_OPT_SRC_WIDTH, G_TYPE_INT,
                              part_width, GST_VIDEO_CONVERTER_OPT_SRC_HEIGHT, G_TYPE_INT,
                              part_height, NULL);
  g_clear_pointer (&self->converter, gst_video_converter_free);
  gst_video_info_set_format (&self->from, GST_VIDEO_FORMAT_I420, (guint) width, (guint) height);
  gst_video_info_set_format (&self->to, GST_VIDEO_FORMAT_RGB, (guint) to_width,
                             (guint) to_height);
  self->converter = gst_video_converter_new (&self->from, &self->to, config);
}

static void
flip (guint8 *row, int width)
{
  guint8 *left = row;
  guint8 *right = row + (width - 1) * 3;

  for (; left < right; left += 3, right -= 3)
    {
      guint8 kept[3];

      memcpy (kept, left, 3);
      memcpy (left, right, 3);
      memcpy (right, kept, 3);
    }
}

static void
convert (FrVideoPaintable *self, const guint8 *const planes[3], const int strides[3],
         Picture *picture)
{
  GstVideoFrame from = { .info = self->from };
  GstVideoFrame to = { .info = self->to };
  guint8 *data;

  for (guint i = 0; i < 3; i++)
    {
      from.data[i] = (gpointer) planes[i];
      from.info.stride[i] = strides[i];
    }
  picture->stride = GST_VIDEO_INFO_PLANE_STRIDE (&self->to, 0);
  data = g_malloc ((gsize) picture->stride * picture->height);
  to.data[0] = data;
  gst_video_converter_frame (self->converter, &from, &to);
  for (int y = 0; self->flipped && y < picture->height; y++)
    flip (data + y * picture->stride, picture->width);
  picture->bytes = g_bytes_new_take (data, (gsize) picture->stride * picture->height);
}

/**
 * fr_video_paintable_feed:
 * @planes: Y, U and V of a picture
 * @strides: bytes from row to row of each
 * @width: in pixels
 * @height: in pixels
 *
 * May be called on any thread; takes one or two milliseconds there. A picture that has not been
 * shown yet is replaced.
 */
void
fr_video_paintable_feed (FrVideoPaintable *self, const guint8 *const planes[3],
                         const int strides[3], int width, int height)
{
  Picture picture = { 0 };

  g_return_if_fail (FR_IS_VIDEO_PAINTABLE (self) && height > FR_TIME_CODE_BLOCK);

  g_mutex_lock (&self->mutex);
  picture.width = self->width;
  picture.height = self->height;
  g_mutex_unlock (&self->mutex);
  /* Making it larger than it is would only cost; the screen does that as well. */
  if (picture.width > width)
    {
      picture.height = picture.height * width / picture.width;
      picture.width = width;
    }

  g_mutex_lock (&self->converting);
  if (self->fed++ % self->every == 0 && picture.width > 0 && picture.height > 0)
    {
      prepare (self, width, height, picture.width, picture.height);
      convert (self, planes, strides, &picture);
    }
  g_mutex_unlock (&self->converting);
  if (picture.bytes != NULL)
    push (self, &picture);
}

/**
 * fr_video_paintable_expect:
 *
 * The pictures that are on their way do not count any more; the next is the first of others.
 */
void
fr_video_paintable_expect (FrVideoPaintable *self)
{
  g_return_if_fail (FR_IS_VIDEO_PAINTABLE (self));

  g_mutex_lock (&self->mutex);
  g_clear_pointer (&self->next.bytes, g_bytes_unref);
  g_mutex_unlock (&self->mutex);
  self->first_us = 0;
}

/**
 * fr_video_paintable_get_texture:
 *
 * Returns: (transfer none) (nullable): the picture that is shown
 */
GdkTexture *
fr_video_paintable_get_texture (FrVideoPaintable *self)
{
  g_return_val_if_fail (FR_IS_VIDEO_PAINTABLE (self), NULL);

  return self->texture;
}

/**
 * fr_video_paintable_count:
 *
 * Returns: how many pictures have been shown
 */
guint
fr_video_paintable_count (FrVideoPaintable *self)
{
  g_return_val_if_fail (FR_IS_VIDEO_PAINTABLE (self), 0);

  return self->shown;
}

/**
 * fr_video_paintable_get_first:
 *
 * Returns: monotonic time at which the first picture was there, in microseconds; 0 before it
 */
gint64
fr_video_paintable_get_first (FrVideoPaintable *self)
{
  g_return_val_if_fail (FR_IS_VIDEO_PAINTABLE (self), 0);

  return self->first_us;
}
