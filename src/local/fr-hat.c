/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-hat.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>
#include <librsvg/rsvg.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-local-resources.h"

#define LARGEST_IMAGE 2048
#define STEP 8 /* sizes are rounded up to this, so that a breathing face needs no new scaling */

struct _FrHat
{
  cairo_surface_t *image;
  /* The image as planes, as large as the last box. */
  int width;
  int height;
  guint8 *luma;
  guint8 *alpha;
  guint8 *chroma[2]; /* half as wide and high */
  guint8 *chroma_alpha;
};

typedef struct
{
  const guint8 *data;
  gsize length;
} Reader;

static cairo_status_t
read_cb (void *closure, unsigned char *data, unsigned int length)
{
  Reader *reader = closure;

  if (length > reader->length)
    return CAIRO_STATUS_READ_ERROR;

  memcpy (data, reader->data, length);
  reader->data += length;
  reader->length -= length;

  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
load_svg (const guint8 *data, gsize length)
{
  RsvgHandle *handle = rsvg_handle_new_from_data (data, length, NULL);
  RsvgRectangle viewport = { 0, 0, 512, 512 };
  cairo_surface_t *surface;
  cairo_t *cairo;

  if (handle == NULL)
    return NULL;

  surface =
    cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) viewport.width, (int) viewport.height);
  cairo = cairo_create (surface);
  if (!rsvg_handle_render_document (handle, cairo, &viewport, NULL))
    g_clear_pointer (&surface, cairo_surface_destroy);
  cairo_destroy (cairo);
  g_object_unref (handle);

  return surface;
}

static cairo_surface_t *
load_png (const guint8 *data, gsize length)
{
  Reader reader = { data, length };
  cairo_surface_t *surface = cairo_image_surface_create_from_png_stream (read_cb, &reader);

  if (cairo_surface_status (surface) != CAIRO_STATUS_SUCCESS ||
      cairo_image_surface_get_width (surface) > LARGEST_IMAGE ||
      cairo_image_surface_get_height (surface) > LARGEST_IMAGE)
    g_clear_pointer (&surface, cairo_surface_destroy);

  return surface;
}

/**
 * fr_hat_new:
 * @data: a PNG or SVG image
 * @length: its bytes
 *
 * Returns: (transfer full): the hat, or %NULL with %FR_ERROR_PROTOCOL
 */
FrHat *
fr_hat_new (const guint8 *data, gsize length, GError **error)
{
  cairo_surface_t *image;
  FrHat *self;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (data != NULL, NULL);

  image = length > 8 && memcmp (data, "\x89PNG", 4) == 0 ? load_png (data, length)
                                                         : load_svg (data, length);
  if (image == NULL)
    {
      g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                           _ ("The image of the hat is neither PNG nor SVG."));
      return NULL;
    }

  self = g_new0 (FrHat, 1);
  self->image = image;

  return self;
}

/**
 * fr_hat_load_default:
 *
 * Returns: (transfer full): the image of the hat of our own drawing, SVG
 */
GBytes *
fr_hat_load_default (GError **error)
{
  return g_resource_lookup_data (fr_local_get_resource (), "/io/github/fittingroom/local/hat.svg",
                                 G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

/**
 * fr_hat_new_default:
 *
 * Returns: (transfer full): the hat of our own drawing
 */
FrHat *
fr_hat_new_default (GError **error)
{
  g_autoptr (GBytes) bytes = fr_hat_load_default (error);
  gsize length;
  const guint8 *data;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &length);

  return fr_hat_new (data, length, error);
}

static void
drop_planes (FrHat *self)
{
  g_clear_pointer (&self->luma, g_free);
  g_clear_pointer (&self->alpha, g_free);
  g_clear_pointer (&self->chroma[0], g_free);
  g_clear_pointer (&self->chroma[1], g_free);
  g_clear_pointer (&self->chroma_alpha, g_free);
}

/**
 * fr_hat_free:
 * @self: (nullable):
 */
void
fr_hat_free (FrHat *self)
{
  if (self == NULL)
    return;

  drop_planes (self);
  cairo_surface_destroy (self->image);
  g_free (self);
}

/* ITU-R BT.601, studio range. Premultiplied colours give premultiplied planes, whose offsets
 * count by the alpha. */
static void
convert_pixel (FrHat *self, const guint8 *pixel, int x, int y)
{
  double blue = pixel[0], green = pixel[1], red = pixel[2], alpha = pixel[3];
  int half = self->width / 2;

  self->luma[y * self->width + x] =
    (guint8) (0.257 * red + 0.504 * green + 0.098 * blue + 16 * alpha / 255 + 0.5);
  self->alpha[y * self->width + x] = pixel[3];
  if (x % 2 != 0 || y % 2 != 0)
    return;

  self->chroma[0][y / 2 * half + x / 2] =
    (guint8) (-0.148 * red - 0.291 * green + 0.439 * blue + 128 * alpha / 255 + 0.5);
  self->chroma[1][y / 2 * half + x / 2] =
    (guint8) (0.439 * red - 0.368 * green - 0.071 * blue + 128 * alpha / 255 + 0.5);
  self->chroma_alpha[y / 2 * half + x / 2] = pixel[3];
}

/* The image as planes of this size. */
static void
scale (FrHat *self, int width, int height)
{
  cairo_surface_t *scaled = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width, height);
  cairo_t *cairo = cairo_create (scaled);
  gsize pixels = (gsize) width * (gsize) height;
  const guint8 *data;
  int stride;

  cairo_scale (cairo, (double) width / cairo_image_surface_get_width (self->image),
               (double) height / cairo_image_surface_get_height (self->image));
  cairo_set_source_surface (cairo, self->image, 0, 0);
  cairo_paint (cairo);
  cairo_destroy (cairo);
  cairo_surface_flush (scaled);

  drop_planes (self);
  self->width = width;
  self->height = height;
  self->luma = g_malloc (pixels);
  self->alpha = g_malloc (pixels);
  self->chroma[0] = g_malloc (pixels / 4);
  self->chroma[1] = g_malloc (pixels / 4);
  self->chroma_alpha = g_malloc (pixels / 4);

  data = cairo_image_surface_get_data (scaled);
  stride = cairo_image_surface_get_stride (scaled);
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      convert_pixel (self, data + y * stride + x * 4, x, y);
  cairo_surface_destroy (scaled);
}

static void
blend (guint8 *below, int stride, int right, int bottom, const guint8 *above, const guint8 *alpha,
       int width, int height, int left, int top)
{
  for (int y = MAX (0, -top); y < MIN (height, bottom - top); y++)
    for (int x = MAX (0, -left); x < MIN (width, right - left); x++)
      {
        guint8 *to = below + (top + y) * stride + left + x;
        int i = y * width + x;

        if (alpha[i] > 0)
          *to = (guint8) MIN (255, above[i] + (*to * (255 - alpha[i]) + 127) / 255);
      }
}

static int
round_up (int value)
{
  return (value + STEP - 1) / STEP * STEP;
}

/**
 * fr_hat_put:
 * @planes: Y, U and V of an I420 picture, written to
 * @strides: bytes from row to row of each
 * @width: of the picture, in pixels
 * @height: of the picture, in pixels
 * @box: where the hat goes, in pixels; it may reach beyond the picture
 */
void
fr_hat_put (FrHat *self, guint8 *const planes[3], const int strides[3], int width, int height,
            const FrBox *box)
{
  int left, top;

  g_return_if_fail (self != NULL && box != NULL);

  if (box->width < STEP || box->height < STEP || box->width > LARGEST_IMAGE ||
      box->height > LARGEST_IMAGE)
    return;
  if (self->luma == NULL || round_up (box->width) != self->width ||
      round_up (box->height) != self->height)
    scale (self, round_up (box->width), round_up (box->height));

  /* Even, so that luma and chroma stay together. */
  left = box->x & ~1;
  top = box->y & ~1;
  blend (planes[0], strides[0], width, height, self->luma, self->alpha, self->width, self->height,
         left, top);
  for (int i = 0; i < 2; i++)
    blend (planes[i + 1], strides[i + 1], width / 2, height / 2, self->chroma[i],
           self->chroma_alpha, self->width / 2, self->height / 2, left / 2, top / 2);
}
