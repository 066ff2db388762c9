/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-face.h"
#include "fr-test-picture.h"
#include "fr-time-code.h"

#define WIDTH 640
#define HEIGHT 480
#define BYTES (WIDTH * HEIGHT * 3 / 2)

static void
test_time_code (void)
{
  g_autofree guint8 *luma = g_malloc (WIDTH * HEIGHT);

  memset (luma, 90, WIDTH * HEIGHT);
  g_assert_cmpint (fr_time_code_read (luma, WIDTH, HEIGHT, WIDTH), ==, -1);

  for (guint id = 0; id < FR_TIME_CODE_IDS; id++)
    {
      fr_time_code_write (luma, WIDTH, HEIGHT, WIDTH, id);
      g_assert_cmpint (fr_time_code_read (luma, WIDTH, HEIGHT, WIDTH), ==, (int) id);
    }

  fr_time_code_write (luma, WIDTH, HEIGHT, WIDTH, FR_TIME_CODE_IDS + 7);
  g_assert_cmpint (fr_time_code_read (luma, WIDTH, HEIGHT, WIDTH), ==, 7);
}

static void
test_time_code_damaged (void)
{
  g_autofree guint8 *luma = g_malloc0 (WIDTH * HEIGHT);
  int row = HEIGHT - FR_TIME_CODE_BLOCK;

  /* A block that has changed its colour breaks the parity. */
  fr_time_code_write (luma, WIDTH, HEIGHT, WIDTH, 5);
  for (int y = row; y < HEIGHT; y++)
    for (int x = 5 * FR_TIME_CODE_BLOCK; x < 6 * FR_TIME_CODE_BLOCK; x++)
      luma[y * WIDTH + x] = (guint8) (251 - luma[y * WIDTH + x]);
  g_assert_cmpint (fr_time_code_read (luma, WIDTH, HEIGHT, WIDTH), ==, -1);

  /* Gray all over has no contrast, and a small picture no room. */
  memset (luma, 120, WIDTH * HEIGHT);
  g_assert_cmpint (fr_time_code_read (luma, WIDTH, HEIGHT, WIDTH), ==, -1);
  g_assert_cmpint (fr_time_code_read (luma, 160, 120, 160), ==, -1);
}

static void
test_face_found (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrFaceFinder) finder = fr_face_finder_new (&error);
  g_autoptr (FrTestPicture) picture = NULL;
  g_autofree guint8 *i420 = g_malloc (BYTES);
  guint found = 0;

  g_assert_no_error (error);
  picture = fr_test_picture_new (WIDTH, HEIGHT, &error);
  g_assert_no_error (error);

  for (guint frame = 0; frame < 150; frame++)
    {
      FrBox drawn, seen;

      fr_test_picture_draw (picture, frame, i420);
      fr_test_picture_get_face (picture, frame, &drawn);
      if (!fr_face_finder_search (finder, i420, WIDTH, HEIGHT, WIDTH, &seen))
        continue;

      found++;
      g_assert_cmpint (ABS (seen.x + seen.width / 2 - drawn.x - drawn.width / 2), <,
                       drawn.width / 3);
      g_assert_cmpint (ABS (seen.y + seen.height / 2 - drawn.y - drawn.height / 2), <,
                       drawn.height / 3);
    }
  g_test_message ("face found in %u of 150 frames", found);
  g_assert_cmpuint (found, >=, 147);
}

/* Whatever the file holds, it is an error of ours and no exception of OpenCV. */
static void
test_damaged_cascade (void)
{
  static const char *const texts[] = {
    "",
    "<?xml version=\"1.0\"?><opencv_storage><cascade type_id=\"opencv-cascade-classifier\">",
    "<?xml version=\"1.0\"?>\n<opencv_storage>\n<cascade type_id=\"opencv-cascade-classifier\">"
    "<stageType>BOOST</stageType><featureType>HAAR</featureType><height>24</height>"
    "<width>24</width></cascade>\n</opencv_storage>\n",
    "<?xml version=\"1.0\"?>\n<opencv_storage></nothing>",
    "\x7f"
    "ELF",
  };
  g_autofree char *folder = g_dir_make_tmp ("fr-face-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "cascade.xml", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (fr_face_finder_new_for_file (path, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_MISSING);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_clear_error (&error);
      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      g_assert_null (fr_face_finder_new_for_file (path, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_MISSING);
      g_assert_nonnull (strstr (error->message, path));
    }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_no_face (void)
{
  g_autoptr (FrFaceFinder) finder = fr_face_finder_new (NULL);
  g_autofree guint8 *luma = g_malloc (WIDTH * HEIGHT);
  FrBox box;

  g_assert_nonnull (finder);
  memset (luma, 128, WIDTH * HEIGHT);
  g_assert_false (fr_face_finder_search (finder, luma, WIDTH, HEIGHT, WIDTH, &box));

  for (int i = 0; i < WIDTH * HEIGHT; i++)
    luma[i] = (guint8) g_test_rand_int_range (0, 256);
  g_assert_false (fr_face_finder_search (finder, luma, WIDTH, HEIGHT, WIDTH, &box));
  g_assert_false (fr_face_finder_search (finder, luma, 2, 2, WIDTH, &box));
}

static void
test_same_frame_same_picture (void)
{
  g_autoptr (FrTestPicture) picture = fr_test_picture_new (WIDTH, HEIGHT, NULL);
  g_autofree guint8 *one = g_malloc (BYTES);
  g_autofree guint8 *two = g_malloc (BYTES);

  g_assert_nonnull (picture);
  fr_test_picture_draw (picture, 3, one);
  fr_test_picture_draw (picture, 90, two);
  g_assert_cmpint (memcmp (one, two, BYTES), !=, 0);
  fr_test_picture_draw (picture, 3, two);
  g_assert_cmpmem (one, BYTES, two, BYTES);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mirror/time-code/all", test_time_code);
  g_test_add_func ("/mirror/time-code/damaged", test_time_code_damaged);
  g_test_add_func ("/mirror/face/found", test_face_found);
  g_test_add_func ("/mirror/face/damaged", test_damaged_cascade);
  g_test_add_func ("/mirror/face/none", test_no_face);
  g_test_add_func ("/mirror/picture/same", test_same_frame_same_picture);

  return g_test_run ();
}
