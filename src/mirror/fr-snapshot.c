/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-snapshot.h"

#include <cairo.h>
#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-job.h"

static guint32
to_byte (int value)
{
  return (guint32) CLAMP (value / 256, 0, 255);
}

/* ITU-R BT.601, studio range, in 256ths. */
static guint32
to_rgb (int y, int u, int v)
{
  int luma = 298 * (y - 16) + 128;

  return to_byte (luma + 409 * (v - 128)) << 16 |
         to_byte (luma - 100 * (u - 128) - 208 * (v - 128)) << 8 | to_byte (luma + 516 * (u - 128));
}

/**
 * fr_snapshot_write:
 * @path: of the PNG file; one that is there is replaced
 * @planes: Y, U and V of an I420 picture
 * @strides: bytes from row to row of each
 * @width: in pixels
 * @height: in pixels
 *
 * Blocks for some ten milliseconds.
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_snapshot_write (const char *path, const guint8 *const planes[3], const int strides[3], int width,
                   int height, GError **error)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  cairo_status_t status;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (path != NULL && data != NULL, FALSE);

  for (int y = 0; y < height; y++)
    {
      guint32 *row = (guint32 *) (gpointer) (data + y * stride);

      for (int x = 0; x < width; x++)
        row[x] = to_rgb (planes[0][y * strides[0] + x], planes[1][y / 2 * strides[1] + x / 2],
                         planes[2][y / 2 * strides[2] + x / 2]);
    }
  cairo_surface_mark_dirty (surface);
  status = cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("The picture cannot be written to %s: %s"), path,
               cairo_status_to_string (status));

  return FALSE;
}
