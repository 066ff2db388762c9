/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/gst.h>

#include "fr-error.h"
#include "fr-mirror.h"
#include "fr-webrtc.h"
#include "test-server.h"

static FrMirrorWish
make_wish (const char *uri)
{
  FrMirrorWish wish = {
    .uri = uri,
    .hat = FR_MIRROR_HAT_URI,
    .source = "face",
    .width = 640,
    .height = 480,
    .kbps = 1500,
    .place = fr_hat_place,
  };

  return wish;
}

static char *
make_uri (TestServer *server)
{
  return g_strdup_printf ("ws://127.0.0.1:%u/kurento", test_server_get_port (server));
}

static FrMirrorVerdict *
look (const FrMirrorWish *wish, double seconds)
{
  g_autoptr (GError) error = NULL;
  FrMirrorVerdict *verdict = fr_mirror_try (wish, seconds, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (verdict);

  return verdict;
}

static void
test_hat (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = make_uri (server);
  FrMirrorWish wish = make_wish (uri);
  g_autoptr (FrMirrorVerdict) verdict = look (&wish, 2);
  g_autofree char *text = fr_mirror_verdict_describe (verdict);

  g_test_message ("%s", text);
  g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_HAT);
  g_assert_cmpuint (verdict->totals.seen * 100, >=, verdict->totals.judged * 95);
  g_assert_cmpuint (verdict->totals.frames, >, 10);
  g_assert_cmpuint (verdict->totals.broken, ==, 0);
  g_assert_cmpuint (verdict->first_frame_ms, >, 0);
  g_assert_cmpfloat (verdict->totals.delay_p50_ms, >, 0);
  g_assert_cmpfloat (verdict->totals.delay_p50_ms, <=, verdict->totals.delay_p95_ms);
  g_assert_cmpuint (verdict->kbps, >, 10);
  g_assert_cmpuint (verdict->kbps, <, 4000);
  g_assert_cmpstr (verdict->server_version, ==, "7.3.0");
  g_assert_cmpstr (verdict->uri, ==, uri);
  g_assert_nonnull (verdict->candidate_pair);
  test_server_assert_empty (server);
}

/* An image that is not there is no error for Kurento: only the picture tells. */
static void
test_echo (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = make_uri (server);
  FrMirrorWish wish = make_wish (uri);
  g_autoptr (FrMirrorVerdict) verdict = NULL;

  wish.hat = "/nowhere/hat.png";
  verdict = look (&wish, 1);
  g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_ECHO);
  g_assert_cmpuint (verdict->totals.seen, ==, 0);
  g_assert_cmpuint (verdict->totals.faces, >, 0);
  test_server_assert_empty (server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/mirror/try/hat", test_hat);
  g_test_add_func ("/mirror/try/echo", test_echo);

  return g_test_run ();
}
