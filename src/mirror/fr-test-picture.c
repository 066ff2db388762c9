/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-test-picture.h"

#include <glib/gi18n-lib.h>
#include <librsvg/rsvg.h>
#include <math.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-mirror-resources.h"

/* The drawing is 600 units wide and 1200 high; its skin begins at 130 and is 498 high. A face
 * finder's box is about as high as the skin and has the same centre. */
#define DRAWING_WIDTH 600.0
#define DRAWING_HEIGHT 1200.0
#define SKIN_TOP 130.0
#define SKIN_HEIGHT 498.0

struct _FrTestPicture
{
  int references; /* atomically */
  int width;
  int height;
  int face_width; /* of the drawing as it is shown */
  int face_height;
  guint8 *face; /* BGRA, premultiplied    */
  guint8 *room; /* I420, what is behind it */
};

/* The last one, which never changes: drawing it takes longer than a start may. */
static GMutex kept_mutex;
static FrTestPicture *kept;

/* In BGRA, premultiplied. */
static guint8 *
render (const char *path, int width, int height, GError **error)
{
  /* Named by the resource itself, so that the linker keeps it. */
  g_autoptr (GBytes) bytes =
    g_resource_lookup_data (fr_mirror_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
  RsvgHandle *handle; /* no autoptr in librsvg 2.54 */
  RsvgRectangle viewport = { 0, 0, width, height };
  g_autofree guint8 *pixels = NULL;
  cairo_surface_t *surface;
  cairo_t *cr;
  gboolean good;

  if (bytes == NULL)
    return NULL;
  handle =
    rsvg_handle_new_from_data (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
  if (handle == NULL)
    return NULL;

  pixels = g_malloc0 ((gsize) width * 4 * height);
  surface =
    cairo_image_surface_create_for_data (pixels, CAIRO_FORMAT_ARGB32, width, height, width * 4);
  cr = cairo_create (surface);
  good = rsvg_handle_render_document (handle, cr, &viewport, error);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  cairo_surface_destroy (surface);
  g_object_unref (handle);

  return good ? g_steal_pointer (&pixels) : NULL;
}

static guint8
blend (guint8 below, double above, int alpha)
{
  return (guint8) CLAMP (lround (below * (255 - alpha) / 255.0 + above), 0, 255);
}

/* One pixel of a drawing over the three planes, by the matrix of BT.601. The drawing is
 * premultiplied, so the offsets count by its alpha. */
static void
draw_pixel (FrTestPicture *self, const guint8 *pixel, int x, int y, guint8 *i420)
{
  guint8 *luma = i420 + y * self->width + x;
  guint8 *u = i420 + self->width * self->height + y / 2 * (self->width / 2) + x / 2;
  guint8 *v = u + self->width * self->height / 4;
  double blue = pixel[0], green = pixel[1], red = pixel[2];
  int alpha = pixel[3];

  *luma = blend (*luma, 0.257 * red + 0.504 * green + 0.098 * blue + 16.0 * alpha / 255, alpha);
  if (x % 2 != 0 || y % 2 != 0)
    return;

  *u = blend (*u, -0.148 * red - 0.291 * green + 0.439 * blue + 128.0 * alpha / 255, alpha);
  *v = blend (*v, 0.439 * red - 0.368 * green - 0.071 * blue + 128.0 * alpha / 255, alpha);
}

static gboolean
draw_room (FrTestPicture *self, GError **error)
{
  gsize size = (gsize) self->width * self->height * 3 / 2;
  g_autofree guint8 *pixels =
    render ("/io/github/fittingroom/mirror/room.svg", self->width, self->height, error);

  if (pixels == NULL)
    return FALSE;

  self->room = g_malloc0 (size);
  for (int y = 0; y < self->height; y++)
    for (int x = 0; x < self->width; x++)
      draw_pixel (self, pixels + (y * self->width + x) * 4, x, y, self->room);

  return TRUE;
}

static FrTestPicture *
make (int width, int height, GError **error)
{
  g_autoptr (FrTestPicture) self = g_new0 (FrTestPicture, 1);

  /* The skin a third of the picture's height: inside what Kurento finds. */
  self->references = 1;
  self->width = width;
  self->height = height;
  self->face_height = (int) (height * 0.34 * DRAWING_HEIGHT / SKIN_HEIGHT);
  self->face_width = (int) (self->face_height * DRAWING_WIDTH / DRAWING_HEIGHT);
  self->face = render ("/io/github/fittingroom/mirror/face.svg", self->face_width,
                       self->face_height, error);

  return self->face != NULL && draw_room (self, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * fr_test_picture_new:
 * @width: of the pictures, in pixels, even
 * @height: of the pictures, in pixels, even
 *
 * Returns: (transfer full): the drawing, or %NULL with an error
 */
FrTestPicture *
fr_test_picture_new (int width, int height, GError **error)
{
  FrTestPicture *self;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (width >= 64 && height >= 64 && width % 2 == 0 && height % 2 == 0, NULL);

  g_mutex_lock (&kept_mutex);
  if (kept == NULL || kept->width != width || kept->height != height)
    {
      g_clear_pointer (&kept, fr_test_picture_free);
      kept = make (width, height, error);
    }
  self = kept;
  if (self != NULL)
    g_atomic_int_inc (&self->references);
  g_mutex_unlock (&kept_mutex);

  return self;
}

/**
 * fr_test_picture_free:
 * @self: (nullable):
 */
void
fr_test_picture_free (FrTestPicture *self)
{
  if (self == NULL || !g_atomic_int_dec_and_test (&self->references))
    return;

  g_free (self->room);
  g_free (self->face);
  g_free (self);
}

/* The upper left corner of the drawing: a slow eight, the head around the middle of the
 * picture's lower half, so that a hat has room. */
static void
place_face (FrTestPicture *self, guint frame, int *x, int *y)
{
  double turn = frame * 2 * G_PI / 150;
  double centre_x = self->width * (0.5 + 0.12 * sin (turn));
  double centre_y = self->height * (0.56 + 0.04 * sin (2 * turn));

  *x = (int) lround (centre_x - self->face_width / 2.0);
  *y = (int) lround (centre_y - (SKIN_TOP + SKIN_HEIGHT / 2) / DRAWING_HEIGHT * self->face_height);
}

/**
 * fr_test_picture_get_face:
 * @frame: number of the frame
 * @box: (out): the square that a face finder would find, in pixels
 */
void
fr_test_picture_get_face (FrTestPicture *self, guint frame, FrBox *box)
{
  double scale;
  int x, y;

  g_return_if_fail (self != NULL && box != NULL);

  place_face (self, frame, &x, &y);
  scale = self->face_height / DRAWING_HEIGHT;
  box->width = box->height = (int) (SKIN_HEIGHT * scale);
  box->x = x + (self->face_width - box->width) / 2;
  box->y = y + (int) (SKIN_TOP * scale);
}

/**
 * fr_test_picture_draw:
 * @frame: number of the frame; the same number gives the same picture
 * @i420: (out caller-allocates): width * height * 3 / 2 bytes, planes without padding
 */
void
fr_test_picture_draw (FrTestPicture *self, guint frame, guint8 *i420)
{
  int left, top;

  g_return_if_fail (self != NULL && i420 != NULL);

  memcpy (i420, self->room, (gsize) self->width * self->height * 3 / 2);
  place_face (self, frame, &left, &top);

  for (int row = 0; row < self->face_height; row++)
    for (int column = 0; column < self->face_width; column++)
      {
        const guint8 *pixel = self->face + (row * self->face_width + column) * 4;
        int x = left + column;
        int y = top + row;

        if (pixel[3] > 0 && x >= 0 && x < self->width && y >= 0 && y < self->height)
          draw_pixel (self, pixel, x, y, i420);
      }
}
