/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gst/gst.h>
#include <string.h>

#include "fr-hat.h"
#include "fr-test-picture.h"
#include "fr-time-code.h"
#include "fr-watch.h"
#include "test-codec.h"

#define WIDTH 640
#define HEIGHT 480

static guint8 *
make_picture (int width, int height)
{
  guint8 *i420 = g_malloc ((gsize) width * height * 3 / 2);

  memset (i420, 128, (gsize) width * height * 3 / 2);

  return i420;
}

static void
point_to (guint8 *i420, int width, int height, guint8 *planes[3], int strides[3])
{
  planes[0] = i420;
  planes[1] = i420 + width * height;
  planes[2] = i420 + width * height * 5 / 4;
  strides[0] = width;
  strides[1] = strides[2] = width / 2;
}

static void
tell_sent (FrWatch *watch, guint8 *i420, int width, int height)
{
  guint8 *planes[3];
  int strides[3];

  point_to (i420, width, height, planes, strides);
  fr_watch_sent (watch, planes, strides);
}

static void
tell_received (FrWatch *watch, guint8 *i420, int width, int height)
{
  guint8 *planes[3];
  int strides[3];
  const guint8 *seen[3];

  point_to (i420, width, height, planes, strides);
  for (guint i = 0; i < 3; i++)
    seen[i] = planes[i];
  fr_watch_received (watch, seen, strides);
}

static FrWatch *
make_watch (int width, int height)
{
  g_autoptr (GError) error = NULL;
  FrWatch *watch = fr_watch_new (width, height, &fr_hat_place, &error);

  g_assert_no_error (error);

  return watch;
}

/* The number of a picture begins again after 2047, and nothing else does: three pictures are
 * on their way all the time. */
static void
test_wrap (void)
{
  g_autoptr (FrWatch) watch = make_watch (256, 128);
  guint8 *ring[4];
  FrWatchTotals totals;
  guint n = FR_TIME_CODE_IDS + 200;

  for (guint i = 0; i < G_N_ELEMENTS (ring); i++)
    ring[i] = make_picture (256, 128);
  for (guint i = 0; i < n; i++)
    {
      tell_sent (watch, ring[i % 4], 256, 128);
      if (i >= 3)
        tell_received (watch, ring[(i - 3) % 4], 256, 128);
    }
  fr_watch_get_totals (watch, &totals);

  g_assert_cmpuint (totals.sent, ==, n);
  g_assert_cmpuint (totals.frames, ==, n - 3);
  g_assert_cmpuint (totals.unreadable, ==, 0);
  g_assert_cmpuint (totals.judged, ==, n - 4);
  g_assert_cmpuint (totals.seen, ==, 0);
  g_assert_cmpuint (totals.broken, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (ring); i++)
    g_free (ring[i]);
}

static void
test_delay (void)
{
  g_autoptr (FrWatch) watch = make_watch (256, 128);
  g_autofree guint8 *picture = make_picture (256, 128);
  FrWatchTotals totals;

  for (guint i = 0; i < 20; i++)
    {
      tell_sent (watch, picture, 256, 128);
      g_usleep (i % 10 == 9 ? 60000 : 5000);
      tell_received (watch, picture, 256, 128);
    }
  fr_watch_get_totals (watch, &totals);
  g_assert_cmpfloat (totals.delay_p50_ms, >=, 5);
  g_assert_cmpfloat (totals.delay_p50_ms, <=, totals.delay_p95_ms);
  g_assert_cmpfloat (totals.delay_p95_ms, >=, 60);
  g_assert_cmpint (totals.last_us - totals.first_us, >=, 17 * 5000 + 2 * 60000);
  g_assert_cmpuint (totals.longest_gap_ms, >=, 60);

  fr_watch_reset (watch);
  fr_watch_get_totals (watch, &totals);
  g_assert_cmpuint (totals.frames, ==, 0);
  g_assert_cmpfloat (totals.delay_p95_ms, ==, 0);
  g_assert_cmpint (totals.first_us, ==, 0);
}

static void
test_unreadable (void)
{
  g_autoptr (FrWatch) watch = make_watch (256, 128);
  g_autofree guint8 *picture = make_picture (256, 128);
  g_autofree guint8 *old = NULL;
  FrWatchTotals totals;

  tell_sent (watch, picture, 256, 128);
  old = g_memdup2 (picture, 256 * 128 * 3 / 2);
  memset (picture, 128, 256 * 128);
  tell_received (watch, picture, 256, 128);
  fr_watch_get_totals (watch, &totals);
  g_assert_cmpuint (totals.frames, ==, 1);
  g_assert_cmpuint (totals.unreadable, ==, 1);

  /* So late that its number has come round to another picture. */
  for (guint i = 0; i < 100; i++)
    tell_sent (watch, picture, 256, 128);
  tell_received (watch, old, 256, 128);
  tell_received (watch, picture, 256, 128);
  fr_watch_get_totals (watch, &totals);
  g_assert_cmpuint (totals.unreadable, ==, 2);
  g_assert_cmpuint (totals.judged, ==, 0);
}

/* A block like a hat over the face. */
static void
paint_hat (guint8 *i420, const FrBox *face)
{
  for (int y = face->y - face->height; y < face->y - face->height / 10; y++)
    memset (i420 + y * WIDTH + face->x - face->width / 4, 60, (gsize) face->width * 3 / 2);
}

/* The block comes and goes in what is sent, and each picture comes back with the number of the
 * one after it: it differs from the picture of that number by a hat, but not from its
 * neighbours, so it counts for nothing. */
static void
test_vote (void)
{
  g_autoptr (FrWatch) watch = make_watch (WIDTH, HEIGHT);
  g_autoptr (FrTestPicture) drawing = fr_test_picture_new (WIDTH, HEIGHT, NULL);
  g_autofree guint8 *before = make_picture (WIDTH, HEIGHT);
  g_autofree guint8 *picture = make_picture (WIDTH, HEIGHT);
  FrWatchTotals totals;
  FrBox face;

  fr_test_picture_get_face (drawing, 0, &face);
  for (guint i = 0; i < 40; i++)
    {
      fr_test_picture_draw (drawing, 0, picture);
      if (i % 2 == 1)
        paint_hat (picture, &face);
      tell_sent (watch, picture, WIDTH, HEIGHT);
      fr_time_code_write (before, WIDTH, HEIGHT, WIDTH, i);
      if (i > 0)
        tell_received (watch, before, WIDTH, HEIGHT);
      memcpy (before, picture, WIDTH * HEIGHT * 3 / 2);
    }
  fr_watch_get_totals (watch, &totals);
  g_assert_cmpuint (totals.judged, ==, 38);
  g_assert_cmpuint (totals.faces, >=, 36);
  g_assert_cmpuint (totals.seen, ==, 0);
}

/* What a server with or without a hat does, at @kbps: to it, its work, and back, smaller by
 * @shrink. */
static void
go_around (guint kbps, int shrink, gboolean hat, FrWatchTotals *totals)
{
  g_autoptr (FrWatch) watch = make_watch (WIDTH, HEIGHT);
  g_autoptr (FrTestPicture) drawing = fr_test_picture_new (WIDTH, HEIGHT, NULL);
  g_autoptr (FrHat) image = fr_hat_new_default (NULL);
  g_autoptr (FrFaceFinder) finder = fr_face_finder_new (NULL);
  g_autoptr (TestCodec) there = test_codec_new (WIDTH, HEIGHT, 1500, 1);
  g_autoptr (TestCodec) back = test_codec_new (WIDTH, HEIGHT, kbps, shrink);
  g_autofree guint8 *i420 = make_picture (WIDTH, HEIGHT);

  for (guint i = 0; i < 150; i++)
    {
      guint8 *planes[3];
      int strides[3];
      FrBox face;

      fr_test_picture_draw (drawing, i, i420);
      tell_sent (watch, i420, WIDTH, HEIGHT);
      test_codec_pass (there, i420);
      point_to (i420, WIDTH, HEIGHT, planes, strides);
      if (hat && fr_face_finder_search (finder, i420, WIDTH, HEIGHT, WIDTH, &face))
        {
          FrBox place = { face.x + (int) (face.width * fr_hat_place.x),
                          face.y + (int) (face.height * fr_hat_place.y),
                          (int) (face.width * fr_hat_place.width),
                          (int) (face.height * fr_hat_place.height) };

          fr_hat_put (image, planes, strides, WIDTH, HEIGHT, &place);
        }
      test_codec_pass (back, i420);
      tell_received (watch, i420, WIDTH, HEIGHT);
    }
  fr_watch_get_totals (watch, totals);
  g_test_message ("%u kbit/s: hat in %u of %u, face in %u, broken %u, unreadable %u", kbps,
                  totals->seen, totals->judged, totals->faces, totals->broken, totals->unreadable);
  g_assert_cmpuint (totals->unreadable, ==, 0);
  g_assert_cmpuint (totals->judged, ==, 149);
  g_assert_cmpuint (totals->broken, <=, 3);
}

static void
check_both (guint kbps, int shrink)
{
  FrWatchTotals totals;

  go_around (kbps, shrink, TRUE, &totals);
  g_assert_cmpuint (totals.seen * 100, >=, totals.judged * 95);

  go_around (kbps, shrink, FALSE, &totals);
  g_assert_cmpuint (totals.seen, ==, 0);
}

static void
test_through_vp8 (gconstpointer data)
{
  check_both (GPOINTER_TO_UINT (data), 1);
}

static void
test_smaller (void)
{
  check_both (300, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/mirror/watch/wrap", test_wrap);
  g_test_add_func ("/mirror/watch/delay", test_delay);
  g_test_add_func ("/mirror/watch/unreadable", test_unreadable);
  g_test_add_func ("/mirror/watch/vote", test_vote);
  g_test_add_data_func ("/mirror/watch/vp8/300", GUINT_TO_POINTER (300), test_through_vp8);
  g_test_add_data_func ("/mirror/watch/vp8/1500", GUINT_TO_POINTER (1500), test_through_vp8);
  g_test_add_func ("/mirror/watch/vp8/smaller", test_smaller);

  return g_test_run ();
}
