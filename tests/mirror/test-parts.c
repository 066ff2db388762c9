/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gst/gst.h>
#include <string.h>

#include "fr-fingerprint.h"
#include "fr-json.h"
#include "fr-mirror.h"
#include "fr-rpc-message.h"
#include "fr-webrtc.h"

/* "hello", which no certificate is; only its bytes count. */
#define PEM "-----BEGIN CERTIFICATE-----\naGVs\nbG8=\n-----END CERTIFICATE-----\n"
#define SHA256                                                        \
  "2C:F2:4D:BA:5F:B0:A3:0E:26:E8:3B:2A:C5:B9:E2:9E:1B:16:1E:5C:1F:A7" \
  ":42:5E:73:04:33:62:93:8B:98:24"
#define SHA1 "AA:F4:C6:1D:DC:C5:E8:A2:DA:BE:DE:0F:3B:48:2C:D9:AE:A9:43:4D"

static FrFingerprint
compare (const char *in_session, const char *in_media, const char *pem)
{
  g_autofree char *text = g_strdup_printf ("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\n%s"
                                           "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n%s",
                                           in_session, in_media);
  GstSDPMessage *message = NULL;
  FrFingerprint result;

  g_assert_cmpint (gst_sdp_message_new_from_text (text, &message), ==, GST_SDP_OK);
  result = fr_fingerprint_compare (message, pem);
  gst_sdp_message_free (message);

  return result;
}

static void
test_fingerprint (void)
{
  const char *right = "a=fingerprint:sha-256 " SHA256 "\r\n";
  const char *loud = "a=fingerprint:SHA-256 " SHA256 "\r\n";
  const char *wrong = "a=fingerprint:sha-256 00:11\r\n";
  const char *longer = "a=fingerprint:sha-256 " SHA256 ":00\r\n";
  const char *weak = "a=fingerprint:sha-1 " SHA1 "\r\n";
  g_autofree char *both = g_strconcat (wrong, right, NULL);
  g_autofree char *quiet = g_ascii_strdown (right, -1);

  g_assert_cmpint (compare ("", right, PEM), ==, FR_FINGERPRINT_SAME);
  g_assert_cmpint (compare ("", loud, PEM), ==, FR_FINGERPRINT_SAME);
  g_assert_cmpint (compare ("", quiet, PEM), ==, FR_FINGERPRINT_SAME);
  g_assert_cmpint (compare (right, "", PEM), ==, FR_FINGERPRINT_SAME);
  g_assert_cmpint (compare (wrong, right, PEM), ==, FR_FINGERPRINT_SAME);
  g_assert_cmpint (compare ("", both, PEM), ==, FR_FINGERPRINT_SAME);

  g_assert_cmpint (compare (right, wrong, PEM), ==, FR_FINGERPRINT_OTHER);
  g_assert_cmpint (compare ("", longer, PEM), ==, FR_FINGERPRINT_OTHER);
  g_assert_cmpint (compare ("", weak, PEM), ==, FR_FINGERPRINT_OTHER);
  g_assert_cmpint (compare ("", "", PEM), ==, FR_FINGERPRINT_OTHER);
  g_assert_cmpint (compare ("", "a=fingerprint:sha-256 \r\n", PEM), ==, FR_FINGERPRINT_OTHER);

  g_assert_cmpint (compare ("", right, NULL), ==, FR_FINGERPRINT_UNKNOWN);
  g_assert_cmpint (compare ("", right, "no certificate"), ==, FR_FINGERPRINT_UNKNOWN);
}

static FrMirrorOutcome
judge (guint frames, guint unreadable, guint judged, guint seen, guint broken, guint faces)
{
  FrMirrorVerdict verdict = { 0 };

  verdict.totals.frames = frames;
  verdict.totals.unreadable = unreadable;
  verdict.totals.judged = judged;
  verdict.totals.seen = seen;
  verdict.totals.broken = broken;
  verdict.totals.faces = faces;

  return fr_mirror_verdict_get_outcome (&verdict);
}

static void
test_outcome (void)
{
  g_assert_cmpint (judge (100, 0, 100, 100, 0, 100), ==, FR_MIRROR_HAT);
  g_assert_cmpint (judge (100, 0, 100, 95, 0, 100), ==, FR_MIRROR_HAT);
  g_assert_cmpint (judge (100, 0, 100, 94, 0, 100), ==, FR_MIRROR_FEW);
  g_assert_cmpint (judge (100, 0, 100, 6, 0, 100), ==, FR_MIRROR_FEW);
  g_assert_cmpint (judge (100, 0, 100, 5, 0, 100), ==, FR_MIRROR_ECHO);
  g_assert_cmpint (judge (100, 0, 100, 0, 0, 100), ==, FR_MIRROR_ECHO);
  g_assert_cmpint (judge (100, 0, 100, 0, 0, 49), ==, FR_MIRROR_NOBODY);
  g_assert_cmpint (judge (100, 51, 49, 49, 0, 49), ==, FR_MIRROR_BROKEN);
  g_assert_cmpint (judge (100, 10, 90, 40, 41, 90), ==, FR_MIRROR_BROKEN);
  g_assert_cmpint (judge (0, 0, 0, 0, 0, 0), ==, FR_MIRROR_BROKEN);
  g_assert_cmpint (judge (1, 0, 0, 0, 0, 0), ==, FR_MIRROR_BROKEN);
}

static void
test_json (void)
{
  FrMirrorVerdict verdict = {
    .uri = (char *) "ws://127.0.0.1:8888/kurento",
    .server_version = (char *) "7.3.0",
    .candidate_pair = (char *) "udp 127.0.0.1:1 (host) - udp 127.0.0.1:2 (host)",
    .first_frame_ms = 78,
    .seconds = 2,
    .kbps = 1480,
    .width = 640,
    .height = 480,
    .totals = {
      .frames = 60,
      .judged = 60,
      .seen = 60,
      .faces = 60,
      .longest_gap_ms = 40,
      .delay_p50_ms = 9.04,
      .delay_p95_ms = 13.96,
    },
  };
  g_autoptr (JsonNode) node = fr_mirror_verdict_to_json (&verdict);
  g_autofree char *text = fr_json_render (node, FALSE);
  g_autofree char *described = fr_mirror_verdict_describe (&verdict);

  g_assert_cmpstr (text, ==,
                   "{\"connected\":true,\"verdict\":\"hat\",\"server_version\":\"7.3.0\","
                   "\"first_frame_ms\":78,\"frames\":60,\"fps\":30.0,"
                   "\"delay_ms\":{\"p50\":9.0,\"p95\":14.0},\"longest_gap_ms\":40,"
                   "\"hat\":{\"seen\":60,\"frames\":60},\"bitrate_kbps\":1480,"
                   "\"candidate_pair\":\"udp 127.0.0.1:1 (host) - udp 127.0.0.1:2 (host)\"}");
  g_assert_true (g_str_has_prefix (described, "The hat is on.\n"));
  g_assert_nonnull (strstr (described, "30.0 frames a second"));
}

/* What may be said to another machine, and what not. */
static void
test_candidates (void)
{
  g_assert_true (fr_webrtc_is_useful ("candidate:1 1 UDP 2015363327 198.51.100.20 41234 typ host"));
  g_assert_true (fr_webrtc_is_useful ("candidate:1 1 udp 2015363327 2001:db8::1 41234 typ host"));
  g_assert_false (fr_webrtc_is_useful ("candidate:1 1 UDP 2015363327 fe80::1 41234 typ host"));
  g_assert_false (fr_webrtc_is_useful ("candidate:1 1 TCP 1 198.51.100.20 9 typ host"));
  g_assert_false (fr_webrtc_is_useful ("candidate:1 1 UDP"));
  g_assert_false (fr_webrtc_is_useful (""));
}

static void
test_message (void)
{
  static const char *const others[] = { "b", "c", "e", "f", "g", "x" };
  g_autoptr (JsonNode) node = fr_json_parse (
    "{\"a\":\"text\",\"b\":7,\"c\":{\"d\":1.5},\"e\":null,\"f\":[1],\"g\":true}", -1, NULL);
  JsonObject *object = json_node_get_object (node);
  JsonObject *inner = fr_json_get_object (object, "c");

  g_assert_cmpstr (fr_json_get_string (object, "a"), ==, "text");
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (fr_json_get_string (object, others[i]));
  g_assert_cmpint (fr_json_get_int (object, "b", -1), ==, 7);
  g_assert_cmpint (fr_json_get_int (object, "a", -1), ==, -1);
  for (guint i = 1; i < G_N_ELEMENTS (others); i++)
    g_assert_cmpint (fr_json_get_int (object, others[i], -1), ==, -1);
  g_assert_nonnull (inner);
  g_assert_cmpint (fr_json_get_int (inner, "d", -1), ==, -1);
  g_assert_null (fr_json_get_object (object, "f"));
  g_assert_null (fr_json_get_object (NULL, "a"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  g_test_add_func ("/mirror/parts/fingerprint", test_fingerprint);
  g_test_add_func ("/mirror/parts/outcome", test_outcome);
  g_test_add_func ("/mirror/parts/json", test_json);
  g_test_add_func ("/mirror/parts/candidates", test_candidates);
  g_test_add_func ("/mirror/parts/message", test_message);

  return g_test_run ();
}
