/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gst/gst.h>
#include <string.h>

#include "fr-error.h"
#include "fr-test-picture.h"
#include "test-look.h"
#include "test-server.h"

static gboolean
is_steady (const FrMirrorVerdict *verdict)
{
  return verdict->totals.frames > 10 && verdict->totals.broken == 0 &&
         verdict->totals.seen * 100 >= verdict->totals.judged * 95;
}

static void
test_hat (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  FrMirrorWish wish = test_look_make_wish (uri);
  g_autoptr (FrMirrorVerdict) verdict = test_look_until (&wish, 2, is_steady);
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
  g_autofree char *uri = test_server_make_uri (server);
  FrMirrorWish wish = test_look_make_wish (uri);
  g_autoptr (FrMirrorVerdict) verdict = NULL;

  wish.hat = "/nowhere/hat.png";
  verdict = test_look (&wish, 1);
  g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_ECHO);
  g_assert_cmpuint (verdict->totals.seen, ==, 0);
  g_assert_cmpuint (verdict->totals.faces, >, 0);
  test_server_assert_empty (server);
}

static gboolean
is_readable (const FrMirrorVerdict *verdict)
{
  return verdict->totals.frames > 10 &&
         verdict->totals.unreadable * 10 <= verdict->totals.frames &&
         verdict->totals.broken * 10 <= verdict->totals.frames &&
         (verdict->width <= 300 || fr_mirror_verdict_get_outcome (verdict) == FR_MIRROR_HAT);
}

/* Sizes that are no usual ones, an upright one among them. */
static void
test_sizes (void)
{
  static const guint sizes[][2] = { { 256, 128 }, { 336, 256 }, { 656, 368 }, { 480, 640 } };
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      FrMirrorWish wish = test_look_make_wish (uri);
      g_autoptr (FrMirrorVerdict) verdict = NULL;

      wish.width = sizes[i][0];
      wish.height = sizes[i][1];
      verdict = test_look_until (&wish, 1, is_readable);
      g_test_message ("%ux%u: hat in %u of %u", wish.width, wish.height, verdict->totals.seen,
                      verdict->totals.judged);
      g_assert_cmpuint (verdict->width, ==, sizes[i][0]);
      g_assert_cmpuint (verdict->totals.frames, >, 10);
      g_assert_cmpuint (verdict->totals.unreadable * 10, <=, verdict->totals.frames);
      g_assert_cmpuint (verdict->totals.broken * 10, <=, verdict->totals.frames);
      if (sizes[i][0] > 300)
        g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_HAT);
    }
}

static void
test_impossible_sizes (void)
{
  static const guint sizes[][2] = {
    { 0, 0 },
    { 640, 479 },
    { 641, 480 },
    { 224, 160 },
    { 4096, 2160 },
    { 1920, 1080 },
    { 640, 65536 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      FrMirrorWish wish = test_look_make_wish ("ws://127.0.0.1:1/kurento");

      wish.width = sizes[i][0];
      wish.height = sizes[i][1];
      test_look_fails (&wish, FR_ERROR_USAGE, "multiples of 16");
    }
}

typedef struct
{
  FrMirrorWish wish;
  FrMirrorVerdict *verdict;
} Look;

static gpointer
look_on_thread (gpointer data)
{
  Look *look = data;

  look->verdict = test_look (&look->wish, 2);

  return NULL;
}

static void
test_at_once (gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data);
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  GThread *threads[8];
  Look looks[8];

  for (guint i = 0; i < n; i++)
    {
      looks[i].wish = test_look_make_wish (uri);
      threads[i] = g_thread_new ("look", look_on_thread, &looks[i]);
    }
  for (guint i = 0; i < n; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpint (fr_mirror_verdict_get_outcome (looks[i].verdict), ==, FR_MIRROR_HAT);
      fr_mirror_verdict_free (looks[i].verdict);
    }
  test_server_assert_empty (server);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (GPOINTER_TO_UINT (g_object_get_data (data, "after")) * 1000);
  g_cancellable_cancel (data);

  return NULL;
}

/* At any moment of a session, also while its pipeline is just being made. */
static void
test_cancel (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);

  for (guint after = 0; after <= 120; after += 4)
    {
      FrMirrorWish wish = test_look_make_wish (uri);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      GThread *thread;

      g_object_set_data (G_OBJECT (cancellable), "after", GUINT_TO_POINTER (after));
      thread = g_thread_new ("cancel", cancel_soon, cancellable);
      g_assert_null (fr_mirror_try (&wish, 60, NULL, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
      test_server_assert_empty (server);
    }
}

#define HOLD_MS 300

typedef struct
{
  GCancellable *cancellable;
  GMutex lock;
  GCond arrived;
  guint packets;
} Hold;

/* RFC 5761, section 4: what tells RTCP from RTP on one port. */
static gboolean
is_rtcp (GstBuffer *buffer)
{
  guint8 start[2];

  return gst_buffer_extract (buffer, 0, start, sizeof start) == sizeof start && start[1] >= 192 &&
         start[1] <= 223;
}

/* In the streaming thread: the packet is past the gate and not yet deciphered. */
static GstPadProbeReturn
hold_cb (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Hold *hold = data;

  if (!is_rtcp (GST_PAD_PROBE_INFO_BUFFER (info)))
    return GST_PAD_PROBE_OK;

  g_mutex_lock (&hold->lock);
  hold->packets++;
  g_cond_signal (&hold->arrived);
  g_mutex_unlock (&hold->lock);
  g_usleep (HOLD_MS * 1000);

  return GST_PAD_PROBE_REMOVE;
}

static gboolean
element_added_cb (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer data)
{
  GstElement *element = g_value_get_object (&values[1]);
  GstElementFactory *factory = gst_element_get_factory (element);
  g_autoptr (GstPad) pad = NULL;

  if (factory != NULL && g_str_equal (GST_OBJECT_NAME (factory), "srtpdec"))
    {
      pad = gst_element_get_static_pad (element, "rtp_sink");
      gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_BUFFER, hold_cb, data, NULL);
    }

  return TRUE;
}

static gpointer
cancel_at_packet (gpointer data)
{
  Hold *hold = data;

  g_mutex_lock (&hold->lock);
  while (hold->packets == 0)
    g_cond_wait (&hold->arrived, &hold->lock);
  g_mutex_unlock (&hold->lock);
  g_cancellable_cancel (hold->cancellable);

  return NULL;
}

/* The first RTCP packet of either side is on its way through the elements that are stopped. */
static void
test_packet_while_stopping (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  FrMirrorWish wish = test_look_make_wish (uri);
  Hold hold = { .cancellable = cancellable };
  guint added = g_signal_lookup ("element-added", GST_TYPE_BIN);
  gulong hook = g_signal_add_emission_hook (added, 0, element_added_cb, &hold, NULL);
  GThread *thread = g_thread_new ("cancel", cancel_at_packet, &hold);

  g_assert_null (fr_mirror_try (&wish, 60, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_thread_join (thread);
  test_server_assert_empty (server);
  g_signal_remove_emission_hook (added, hook);
  g_assert_cmpuint (hold.packets, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/mirror/try/hat", test_hat);
  g_test_add_func ("/mirror/try/echo", test_echo);
  g_test_add_func ("/mirror/try/sizes", test_sizes);
  g_test_add_func ("/mirror/try/impossible-sizes", test_impossible_sizes);
  g_test_add_data_func ("/mirror/try/at-once/2", GUINT_TO_POINTER (2), test_at_once);
  g_test_add_data_func ("/mirror/try/at-once/4", GUINT_TO_POINTER (4), test_at_once);
  g_test_add_func ("/mirror/try/cancel", test_cancel);
  g_test_add_func ("/mirror/try/packet-while-stopping", test_packet_while_stopping);

  return g_test_run ();
}
