/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/gst.h>

#include "fr-error.h"
#include "fr-snapshot.h"
#include "fr-test-picture.h"
#include "test-look.h"
#include "test-server.h"

#define WIDTH 640
#define HEIGHT 480
#define SOUND "audiotestsrc num-buffers=40 ! audioconvert ! vorbisenc ! muxer."

static char *folder;

static char *
make_path (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* The drawn face as a picture. */
static void
write_png (const char *path)
{
  g_autoptr (FrTestPicture) drawing = fr_test_picture_new (WIDTH, HEIGHT, NULL);
  g_autofree guint8 *i420 = g_malloc (WIDTH * HEIGHT * 3 / 2);
  const guint8 *planes[] = { i420, i420 + WIDTH * HEIGHT, i420 + WIDTH * HEIGHT * 5 / 4 };
  const int strides[] = { WIDTH, WIDTH / 2, WIDTH / 2 };
  g_autoptr (GError) error = NULL;

  fr_test_picture_draw (drawing, 0, i420);
  g_assert_true (fr_snapshot_write (path, planes, strides, WIDTH, HEIGHT, &error));
  g_assert_no_error (error);
}

/* A film, made of an element and a muxer; with @sound, of whatever goes into the muxer too. */
static void
write_film (const char *path, const char *source, const char *muxer, const char *sound)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *description =
    g_strdup_printf ("%s ! video/x-raw,width=320,height=240,framerate=15/1 ! videoconvert ! "
                     "vp8enc deadline=1 ! %s name=muxer ! filesink location=\"%s\" %s",
                     source, muxer, path, sound);
  GstElement *pipeline = gst_parse_launch (description, &error);
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  GstMessage *message;

  g_assert_no_error (error);
  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 20 * GST_SECOND, GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  g_assert_nonnull (message);
  g_assert_cmpint (GST_MESSAGE_TYPE (message), ==, GST_MESSAGE_EOS);
  gst_message_unref (message);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}

static FrMirrorVerdict *
look_until (const char *source, double seconds, TestLookGood good)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  FrMirrorWish wish = test_look_make_wish (uri);
  FrMirrorVerdict *verdict;

  wish.source = source;
  verdict = good != NULL ? test_look_until (&wish, seconds, good) : test_look (&wish, seconds);
  test_server_assert_empty (server);

  return verdict;
}

static FrMirrorVerdict *
look_with (const char *source, double seconds)
{
  return look_until (source, seconds, NULL);
}

static void
test_picture (void)
{
  g_autofree char *path = make_path ("face.png");
  g_autoptr (FrMirrorVerdict) verdict = NULL;

  write_png (path);
  verdict = look_with (path, 1);
  g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_HAT);
}

static void
test_nobody (void)
{
  g_autofree char *path = make_path ("smpte.webm");
  g_autoptr (FrMirrorVerdict) verdict = NULL;

  write_film (path, "videotestsrc num-buffers=45", "webmmux", "");
  verdict = look_with (path, 1);
  g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_NOBODY);
  g_assert_cmpuint (verdict->totals.seen, ==, 0);
}

static gboolean
is_without_pause (const FrMirrorVerdict *verdict)
{
  return verdict->totals.frames >= 60 && verdict->totals.longest_gap_ms < 800 &&
         verdict->totals.unreadable * 10 <= verdict->totals.frames;
}

/* A film of a second is shown for three: it begins again without a pause. */
static void
test_film (gconstpointer data)
{
  const char *muxer = data;
  g_autofree char *name = g_strdup_printf ("film.%s", muxer);
  g_autofree char *path = make_path (name);
  g_autoptr (FrMirrorVerdict) verdict = NULL;
  g_autofree char *text = NULL;

  write_film (path, "videotestsrc num-buffers=15 pattern=ball", muxer,
              g_str_equal (muxer, "matroskamux") ? SOUND : "");
  verdict = look_until (path, 3, is_without_pause);
  text = fr_mirror_verdict_describe (verdict);
  g_test_message ("%s", text);
  g_assert_cmpuint (verdict->totals.frames, >=, 60);
  g_assert_cmpuint (verdict->totals.longest_gap_ms, <, 800);
  g_assert_cmpuint (verdict->totals.unreadable * 10, <=, verdict->totals.frames);
}

/* One picture is over before the film can be begun again. */
static void
test_short_film (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  g_autofree char *path = make_path ("short.webm");
  FrMirrorWish wish = test_look_make_wish (uri);

  write_film (path, "videotestsrc num-buffers=1", "webmmux", "");
  wish.source = path;
  test_look_fails (&wish, FR_ERROR_MIRROR, "cannot be begun again");
  test_server_assert_empty (server);
}

static void
test_missing (void)
{
  FrMirrorWish wish = test_look_make_wish ("ws://127.0.0.1:1/kurento");

  wish.source = "/nowhere/face.png";
  test_look_fails (&wish, FR_ERROR_NOT_FOUND, "/nowhere/face.png");
  wish.source = folder;
  test_look_fails (&wish, FR_ERROR_NOT_FOUND, folder);
  wish.source = "camera:there is no such camera";
  test_look_fails (&wish, FR_ERROR_NOT_FOUND, "there is no such camera");
}

/* Neither an image nor a film. */
static void
test_damaged (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  static const char *const names[] = { "notes.txt", "face.png", "film.webm" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = make_path (names[i]);
      FrMirrorWish wish = test_look_make_wish (uri);

      g_assert_true (g_file_set_contents (path, "there is nothing to see here\n", -1, NULL));
      wish.source = path;
      test_look_fails (&wish, FR_ERROR_MIRROR, "picture");
      test_server_assert_empty (server);
    }
}

static void
test_snapshot (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  g_autofree char *path = make_path ("snapshot.png");
  g_autofree char *nowhere = g_build_filename (folder, "no", "such", "folder.png", NULL);
  FrMirrorWish wish = test_look_make_wish (uri);
  g_autoptr (FrMirrorVerdict) verdict = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *data = NULL;
  gsize length = 0;

  verdict = fr_mirror_try (&wish, 0.5, path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_assert_cmpuint (length, >, 1000);
  g_assert_cmpmem (data, 4, "\x89PNG", 4);

  g_assert_null (fr_mirror_try (&wish, 0.5, nowhere, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_STATE);
  test_server_assert_empty (server);
}

static void
remove_all (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = make_path (name);

      g_unlink (path);
    }
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  folder = g_dir_make_tmp ("fr-sources-XXXXXX", NULL);

  g_test_add_func ("/mirror/source/picture", test_picture);
  g_test_add_func ("/mirror/source/nobody", test_nobody);
  g_test_add_data_func ("/mirror/source/film/webm", "webmmux", test_film);
  g_test_add_data_func ("/mirror/source/film/mkv", "matroskamux", test_film);
  g_test_add_func ("/mirror/source/film/short", test_short_film);
  g_test_add_func ("/mirror/source/missing", test_missing);
  g_test_add_func ("/mirror/source/damaged", test_damaged);
  g_test_add_func ("/mirror/source/snapshot", test_snapshot);

  status = g_test_run ();
  remove_all ();
  g_free (folder);

  return status;
}
