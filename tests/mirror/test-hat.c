/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <string.h>

#include "fr-hat-verdict.h"
#include "fr-test-picture.h"

#define WIDTH 640
#define HEIGHT 480
#define BYTES (WIDTH * HEIGHT * 3 / 2)

static FrTestPicture *picture;

static FrHatGrid *
grid_of (const guint8 *i420)
{
  const guint8 *planes[] = { i420, i420 + WIDTH * HEIGHT, i420 + WIDTH * HEIGHT * 5 / 4 };
  const int strides[] = { WIDTH, WIDTH / 2, WIDTH / 2 };

  return fr_hat_grid_new (planes, strides, WIDTH, HEIGHT);
}

/* A filled rectangle with its upper left corner there, clipped at the picture. */
static void
paint (guint8 *i420, int left, int top, int width, int height, guint8 luma, guint8 u, guint8 v)
{
  for (int y = MAX (top, 0); y < MIN (top + height, HEIGHT); y++)
    for (int x = MAX (left, 0); x < MIN (left + width, WIDTH); x++)
      {
        int chroma = WIDTH * HEIGHT + y / 2 * (WIDTH / 2) + x / 2;

        i420[y * WIDTH + x] = luma;
        i420[chroma] = u;
        i420[chroma + WIDTH * HEIGHT / 4] = v;
      }
}

/* The noise of an encoder, and a picture that is brighter as a whole. */
static void
disturb (guint8 *i420, int brighter)
{
  for (int i = 0; i < WIDTH * HEIGHT; i++)
    i420[i] = (guint8) CLAMP (i420[i] + brighter + g_test_rand_int_range (-4, 5), 0, 255);
}

static FrHatVerdict
judge (guint frame, guint other, gboolean hat, int brighter)
{
  g_autofree guint8 *sent = g_malloc (BYTES);
  g_autofree guint8 *received = g_malloc (BYTES);
  g_autoptr (FrHatGrid) one = NULL;
  g_autoptr (FrHatGrid) two = NULL;
  FrBox face;

  fr_test_picture_draw (picture, frame, sent);
  fr_test_picture_draw (picture, other, received);
  fr_test_picture_get_face (picture, frame, &face);
  if (hat)
    paint (received, face.x - face.width / 4, face.y - face.height, face.width * 3 / 2,
           face.height * 9 / 10, 90, 170, 150);
  disturb (received, brighter);
  one = grid_of (sent);
  two = grid_of (received);

  return fr_hat_judge (one, two, &face, &fr_hat_place);
}

static void
test_hat (void)
{
  for (guint frame = 0; frame < 150; frame += 3)
    g_assert_cmpint (judge (frame, frame, TRUE, 0), ==, FR_HAT_SEEN);
  g_assert_cmpint (judge (10, 10, TRUE, 12), ==, FR_HAT_SEEN);
}

static void
test_echo (void)
{
  for (guint frame = 0; frame < 150; frame += 3)
    g_assert_cmpint (judge (frame, frame, FALSE, 0), ==, FR_HAT_NONE);
  g_assert_cmpint (judge (10, 10, FALSE, 12), ==, FR_HAT_NONE);
  g_assert_cmpint (judge (10, 11, FALSE, 0), !=, FR_HAT_SEEN);
}

static void
test_hat_elsewhere (void)
{
  g_autofree guint8 *sent = g_malloc (BYTES);
  g_autofree guint8 *received = g_malloc (BYTES);
  g_autoptr (FrHatGrid) one = NULL;
  g_autoptr (FrHatGrid) two = NULL;
  FrBox face;

  fr_test_picture_draw (picture, 0, sent);
  fr_test_picture_draw (picture, 0, received);
  fr_test_picture_get_face (picture, 0, &face);
  paint (received, 0, HEIGHT - 160, 100, 100, 90, 170, 150);
  one = grid_of (sent);
  two = grid_of (received);

  g_assert_cmpint (fr_hat_judge (one, two, &face, &fr_hat_place), ==, FR_HAT_NONE);
  g_assert_cmpint (fr_hat_judge (one, two, NULL, &fr_hat_place), ==, FR_HAT_NONE);
}

static void
test_broken (void)
{
  g_autofree guint8 *sent = g_malloc (BYTES);
  g_autofree guint8 *received = g_malloc (BYTES);
  g_autoptr (FrHatGrid) one = NULL;
  g_autoptr (FrHatGrid) two = NULL;
  g_autoptr (FrHatGrid) small = NULL;
  const guint8 *planes[] = { received, received, received };
  const int strides[] = { WIDTH, WIDTH / 2, WIDTH / 2 };
  FrBox face;

  fr_test_picture_draw (picture, 0, sent);
  fr_test_picture_get_face (picture, 0, &face);
  memset (received, 128, BYTES);
  for (int top = 0; top < HEIGHT; top += 32)
    for (int left = 0; left < WIDTH; left += 32)
      paint (received, left, top, 32, 32, (guint8) g_test_rand_int_range (16, 236), 128, 128);
  one = grid_of (sent);
  two = grid_of (received);
  small = fr_hat_grid_new (planes, strides, 320, 240);

  g_assert_cmpint (fr_hat_judge (one, two, &face, &fr_hat_place), ==, FR_HAT_BROKEN);
  g_assert_cmpint (fr_hat_judge (one, small, &face, &fr_hat_place), ==, FR_HAT_BROKEN);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  int status;

  g_test_init (&argc, &argv, NULL);
  picture = fr_test_picture_new (WIDTH, HEIGHT, &error);
  g_assert_no_error (error);

  g_test_add_func ("/mirror/hat/seen", test_hat);
  g_test_add_func ("/mirror/hat/echo", test_echo);
  g_test_add_func ("/mirror/hat/elsewhere", test_hat_elsewhere);
  g_test_add_func ("/mirror/hat/broken", test_broken);

  status = g_test_run ();
  fr_test_picture_free (picture);

  return status;
}
