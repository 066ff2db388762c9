/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gst/gst.h>
#include <string.h>

#include "fr-error.h"
#include "fr-stall.h"
#include "test-look.h"
#include "test-relay.h"
#include "test-server.h"

#define MS 1000
#define S G_USEC_PER_SEC

/* Time for a first picture also on a machine that has much else to do, and less than that after
 * which the peer is made anew for want of one. */
#define STOP_MS 4500

/* A first picture that does not come is asked for each second, and by a new peer after five. */
static void
test_first_picture (void)
{
  FrStall stall = { .first_us = 15 * S };

  fr_stall_begin (&stall, 100 * S);
  g_assert_cmpint (fr_stall_look (&stall, 0, 100 * S), ==, FR_STALL_WAIT);
  g_assert_cmpint (fr_stall_look (&stall, 0, 101 * S), ==, FR_STALL_ASK);
  g_assert_cmpint (fr_stall_look (&stall, 0, 101 * S + 250 * MS), ==, FR_STALL_WAIT);
  g_assert_cmpint (fr_stall_look (&stall, 0, 102 * S), ==, FR_STALL_ASK);
  g_assert_cmpint (fr_stall_look (&stall, 0, 105 * S), ==, FR_STALL_RENEW);
  fr_stall_begin (&stall, 105 * S);
  g_assert_cmpint (fr_stall_look (&stall, 0, 110 * S), ==, FR_STALL_RENEW);
  fr_stall_begin (&stall, 110 * S);
  g_assert_cmpint (fr_stall_look (&stall, 0, 115 * S), ==, FR_STALL_NOTHING);
  g_assert_cmpint (fr_stall_look (&stall, 114 * S, 114 * S), ==, FR_STALL_FLOWS);
}

/* A keyframe is asked for after one second and after two; after three, a new peer is made. */
static void
test_steps (void)
{
  FrStall stall = { .first_us = 15 * S };

  fr_stall_begin (&stall, 100 * S);
  g_assert_cmpint (fr_stall_look (&stall, 101 * S, 101 * S + 900 * MS), ==, FR_STALL_FLOWS);
  g_assert_cmpint (fr_stall_look (&stall, 101 * S, 102 * S), ==, FR_STALL_ASK);
  g_assert_cmpint (fr_stall_look (&stall, 101 * S, 102 * S + 250 * MS), ==, FR_STALL_FLOWS);
  g_assert_cmpint (fr_stall_look (&stall, 101 * S, 103 * S), ==, FR_STALL_ASK);
  g_assert_cmpint (fr_stall_look (&stall, 101 * S, 104 * S), ==, FR_STALL_RENEW);

  /* The new peer has its own first picture to wait for. */
  fr_stall_begin (&stall, 105 * S);
  g_assert_cmpint (fr_stall_look (&stall, 101 * S, 105 * S + 900 * MS), ==, FR_STALL_WAIT);
  g_assert_cmpint (fr_stall_look (&stall, 101 * S, 120 * S), ==, FR_STALL_NOTHING);
  g_assert_cmpint (fr_stall_look (&stall, 110 * S, 110 * S), ==, FR_STALL_FLOWS);
}

/* Stops for good @every so many seconds; returns how often it was renewed before it gave up. */
static guint
stop_every (gint64 every, guint most)
{
  FrStall stall = { .first_us = 15 * S };
  gint64 now = 1000 * S;

  for (guint i = 0; i < most; i++)
    {
      FrStallAdvice advice;

      fr_stall_begin (&stall, now);
      now += every * S;
      advice = fr_stall_look (&stall, now, now + 3 * S);
      now += 3 * S;
      if (advice == FR_STALL_GIVE_UP)
        return i;
      g_assert_cmpint (advice, ==, FR_STALL_RENEW);
    }

  return most;
}

static void
test_renewals (void)
{
  g_assert_cmpuint (stop_every (2, 10), ==, FR_STALL_MOST_RENEWALS);
  g_assert_cmpuint (stop_every (30, 10), ==, FR_STALL_MOST_RENEWALS);
  g_assert_cmpuint (stop_every (90, 10), ==, 10);
}

typedef struct
{
  guint pipelines; /* that were asked for */
  guint most;      /* of them stop; the others go on */
  guint after_ms;  /* they have been connected       */
} Stop;

/* Some time after the filter was connected to the endpoint, it is disconnected again: the
 * media server sends no more pictures. The client does not know these answers. */
static char *
stop_soon (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  Stop *stop = data;
  g_autoptr (GString) other = NULL;

  if (from_client && strstr (text, "\"create\"") != NULL &&
      strstr (text, "\"MediaPipeline\"") != NULL)
    stop->pipelines++;
  if (from_client && stop->pipelines <= stop->most && strstr (text, "\"connect\"") != NULL &&
      strstr (text, "_kurento.FaceOverlayFilter\",\"operation\"") != NULL)
    {
      other = g_string_new (text);
      g_string_replace (other, "\"connect\"", "\"disconnect\"", 0);
      g_string_replace (other, "\"id\":", "\"id\":9000", 0);
      test_relay_send_later (relay, stop->after_ms, FALSE, other->str);
    }

  return g_strdup (text);
}

static void
test_comes_back (void)
{
  Stop stop = { .most = 1, .after_ms = STOP_MS };
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autoptr (TestRelay) relay = test_relay_new (test_server_get_port (server), stop_soon, &stop);
  g_autofree char *uri = test_relay_get_uri (relay);
  FrMirrorWish wish = test_look_make_wish (uri);
  g_autoptr (FrMirrorVerdict) verdict = test_look (&wish, 14);
  g_autofree char *text = fr_mirror_verdict_describe (verdict);

  g_test_message ("%s", text);
  g_assert_nonnull (strstr (text, "stood still for "));
  /* The second may itself be slow to begin. */
  g_assert_cmpuint (stop.pipelines, >=, 2);
  g_assert_cmpuint (stop.pipelines, <=, 3);
  g_assert_cmpuint (verdict->totals.longest_gap_ms, >=, 2900);
  g_assert_cmpuint (verdict->totals.frames, >, 20);
  /* That of the first peer. */
  g_assert_cmpuint (verdict->first_frame_ms, <, STOP_MS + FR_STALL_RENEW_US / 1000);
  g_assert_cmpuint (verdict->kbps, <, 4000);
  g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_HAT);
  test_server_assert_empty (server);
}

static void
test_gives_up (void)
{
  Stop stop = { .most = G_MAXUINT, .after_ms = STOP_MS };
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autoptr (TestRelay) relay = test_relay_new (test_server_get_port (server), stop_soon, &stop);
  g_autofree char *uri = test_relay_get_uri (relay);
  FrMirrorWish wish = test_look_make_wish (uri);
  g_autoptr (GError) error = NULL;

  g_assert_null (fr_mirror_try (&wish, 60, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_MIRROR);
  g_assert_nonnull (strstr (error->message, "again and again"));
  g_assert_cmpuint (stop.pipelines, ==, 1 + FR_STALL_MOST_RENEWALS);
  test_server_assert_empty (server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/mirror/stall/first-picture", test_first_picture);
  g_test_add_func ("/mirror/stall/steps", test_steps);
  g_test_add_func ("/mirror/stall/renewals", test_renewals);
  g_test_add_func ("/mirror/stall/comes-back", test_comes_back);
  g_test_add_func ("/mirror/stall/gives-up", test_gives_up);

  return g_test_run ();
}
