/* SPDX-License-Identifier: GPL-3.0-or-later */

/* make-media CLIP HAT: what a browser's fake camera shows, our drawn face with a time code, and
 * our hat as an image of pixels, as Kurento wants it. */

#include <cairo.h>
#include <gio/gio.h>
#include <librsvg/rsvg.h>
#include <stdlib.h>
#include <string.h>

#include "fr-test-picture.h"
#include "fr-time-code.h"

#define WIDTH 640
#define HEIGHT 480
#define FRAMES 75 /* at 15 a second: the face moves once around its way, so the clip is a loop */
#define STEP 2
#define HAT_SIZE 480

static gboolean
write_text (GOutputStream *out, const char *text, GError **error)
{
  return g_output_stream_write_all (out, text, strlen (text), NULL, NULL, error);
}

static gboolean
make_clip (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) out =
    g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, error);
  g_autoptr (FrTestPicture) picture = fr_test_picture_new (WIDTH, HEIGHT, error);
  const gsize size = WIDTH * HEIGHT * 3 / 2;
  g_autofree guint8 *frame = g_malloc (size);

  if (out == NULL || picture == NULL ||
      !write_text (G_OUTPUT_STREAM (out), "YUV4MPEG2 W640 H480 F15:1 Ip A1:1 C420jpeg\n", error))
    return FALSE;

  for (guint i = 0; i < FRAMES; i++)
    {
      fr_test_picture_draw (picture, i * STEP, frame);
      fr_time_code_write (frame, WIDTH, HEIGHT, WIDTH, i);
      if (!write_text (G_OUTPUT_STREAM (out), "FRAME\n", error) ||
          !g_output_stream_write_all (G_OUTPUT_STREAM (out), frame, size, NULL, NULL, error))
        return FALSE;
    }

  return g_output_stream_close (G_OUTPUT_STREAM (out), NULL, error);
}

static gboolean
make_hat (const char *path, GError **error)
{
  RsvgHandle *handle = rsvg_handle_new_from_file (FR_HAT, error);
  RsvgRectangle viewport = { 0, 0, HAT_SIZE, HAT_SIZE };
  cairo_surface_t *surface;
  cairo_t *cairo;
  gboolean good;

  if (handle == NULL)
    return FALSE;

  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, HAT_SIZE, HAT_SIZE);
  cairo = cairo_create (surface);
  good = rsvg_handle_render_document (handle, cairo, &viewport, error);
  cairo_destroy (cairo);
  if (good && cairo_surface_write_to_png (surface, path) != CAIRO_STATUS_SUCCESS)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s cannot be written", path);
      good = FALSE;
    }
  cairo_surface_destroy (surface);
  g_object_unref (handle);

  return good;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc != 3)
    {
      g_printerr ("Usage: make-media CLIP HAT\n");
      return EXIT_FAILURE;
    }
  if (!make_clip (argv[1], &error) || !make_hat (argv[2], &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  return EXIT_SUCCESS;
}
