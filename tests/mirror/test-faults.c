/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gst/gst.h>
#include <stdlib.h>
#include <string.h>

#include "fr-error.h"
#include "test-look.h"
#include "test-relay.h"
#include "test-server.h"

/* What a media server does wrong, by a relay in front of one that does it right. */
typedef struct
{
  const char *name;
  TestRelayHook hook;
  int code;          /* of the error that follows, or -1 when the mirror works nevertheless */
  const char *words; /* of its sentence                                                    */
  gboolean lost;     /* the client is not able to release what it made                      */
  guint limit;       /* seconds, where the client waits in vain                             */
} Fault;

static gboolean
has (const char *text, const char *part)
{
  return strstr (text, part) != NULL;
}

static char *
replace (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, -1);

  return g_strjoinv (to, parts);
}

static char *
say_nothing (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return NULL;
}

static char *
have_no_filters (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return replace (text, "\"name\":\"filters\"", "\"name\":\"lenses\"");
}

static char *
have_no_version (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return replace (text, "\"version\":\"7.3.0\"", "\"version\":7");
}

static char *
speak_no_json (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return g_strdup (from_client ? text : "{\"id\": 1, nonsense");
}

static char *
speak_deeply (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return from_client ? g_strdup (text) : g_strnfill (100000, '[');
}

static char *
speak_emptily (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return g_strdup (from_client ? text : "");
}

static char *
speak_in_lists (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return from_client ? g_strdup (text) : g_strdup_printf ("[%s]", text);
}

/* JSON that means nothing, before each message that does. */
static char *
mumble (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  static const char *const nonsense[] = {
    "{}",
    "{\"id\":null,\"result\":{\"value\":\"nobody asked\"}}",
    "{\"id\":\"0\",\"result\":{\"value\":5}}",
    "{\"id\":{\"a\":1},\"error\":7}",
    "{\"id\":99999,\"error\":{\"code\":[],\"message\":{},\"data\":[1]}}",
    "{\"method\":\"onEvent\"}",
    "{\"method\":\"onEvent\",\"params\":[]}",
    "{\"method\":\"onEvent\",\"params\":{\"value\":{\"object\":5,\"type\":null,\"data\":{}}}}",
    "{\"method\":\"onEvent\",\"params\":{\"value\":{\"object\":\"x\",\"type\":\"y\","
    "\"data\":{\"candidate\":{\"candidate\":7,\"sdpMLineIndex\":\"z\"}}}}}",
    "{\"method\":[],\"id\":1.5,\"result\":{\"sessionId\":{}}}",
  };

  for (guint i = 0; !from_client && i < G_N_ELEMENTS (nonsense); i++)
    test_relay_send (relay, TRUE, nonsense[i]);

  return g_strdup (text);
}

/* Candidates without sense, for the right endpoint. */
static char *
mumble_candidates (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  static const char *const candidates[] = {
    "\"candidate\":\"\",",
    "\"candidate\":\"candidate:1 1 UDP\",",
    "\"candidate\":\"candidate:1 1 UDP x nowhere.invalid y typ host\",",
    "\"candidate\":\"candidate:1 1 TCP 1 192.0.2.1 9 typ host\",",
    "\"candidate\":\"candidate:1 2 UDP 1 192.0.2.1 9 typ host\",",
  };
  const char *begin = strstr (text, "\"candidate\":\"candidate:");

  for (guint i = 0; !from_client && begin != NULL && i < G_N_ELEMENTS (candidates); i++)
    {
      g_autofree char *before = g_strndup (text, (gsize) (begin - text));
      const char *after = strchr (begin, ',') + 1;
      g_autofree char *other = g_strconcat (before, candidates[i], after, NULL);
      g_autofree char *line = replace (text, "\"sdpMLineIndex\":0", "\"sdpMLineIndex\":7");

      test_relay_send (relay, TRUE, other);
      test_relay_send (relay, TRUE, line);
    }

  return g_strdup (text);
}

static char *
refuse_offer (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  if (!from_client || !has (text, "\"processOffer\""))
    return g_strdup (text);

  test_relay_refuse (relay, text, 40205, "SDP_END_POINT_PROCESS_OFFER_ERROR");

  return NULL;
}

static char *
refuse_filter (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  if (!from_client || !has (text, "\"create\"") || !has (text, "FaceOverlayFilter"))
    return g_strdup (text);

  test_relay_refuse (relay, text, 40108, "MEDIA_OBJECT_NOT_AVAILABLE");

  return NULL;
}

/* What an older server does not know, and what a strict one does not want. */
static char *
refuse_trifles (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  if (!from_client ||
      !(has (text, "setMinEncoderBitrate") || has (text, "setEncoderBitrate") ||
        has (text, "NewCandidatePairSelected") || has (text, "addIceCandidate")))
    return g_strdup (text);

  test_relay_refuse (relay, text, 40008, "MALFORMED_TRANSACTION");

  return NULL;
}

static char *
name_nothing (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return from_client || !has (text, "\"value\":") || !has (text, "_kurento.MediaPipeline\"")
           ? g_strdup (text)
           : g_strdup_printf ("{\"id\":%d,\"result\":{\"value\":[]}}",
                              atoi (strstr (text, "\"id\":") + strlen ("\"id\":")));
}

static char *
answer_otherwise (gboolean from_client, const char *text, const char *value)
{
  return from_client || !has (text, "\"value\":\"v=0")
           ? g_strdup (text)
           : g_strdup_printf ("{\"id\":%d,\"result\":{\"value\":%s}}",
                              atoi (strstr (text, "\"id\":") + strlen ("\"id\":")), value);
}

static char *
answer_null (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return answer_otherwise (from_client, text, "null");
}

static char *
answer_nonsense (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return answer_otherwise (from_client, text, "\"hello\"");
}

static char *
answer_with_sound (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return from_client ? g_strdup (text) : replace (text, "m=video ", "m=audio ");
}

static char *
reject_picture (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return from_client ? g_strdup (text) : replace (text, "m=video 9 ", "m=video 0 ");
}

/* Somebody in between would have another key. */
static char *
forge_fingerprint (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  char *copy = g_strdup (text);
  char *digit = from_client ? NULL : strstr (copy, "a=fingerprint:sha-256 ");

  if (digit != NULL)
    {
      digit += strlen ("a=fingerprint:sha-256 ");
      *digit = *digit == '0' ? '1' : '0';
    }

  return copy;
}

static char *
hide_candidates (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  return has (text, "IceCandidateFound") && !from_client && has (text, "onEvent")
           ? NULL
           : g_strdup (has (text, "addIceCandidate") ? "{\"method\":\"ping\",\"id\":77,"
                                                       "\"jsonrpc\":\"2.0\"}"
                                                     : text);
}

static char *
report_error (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  if (from_client && has (text, "\"processOffer\""))
    test_relay_send_later (relay, 200, TRUE,
                           "{\"jsonrpc\":\"2.0\",\"method\":\"onEvent\",\"params\":{\"value\":{"
                           "\"object\":\"x\",\"type\":\"Error\",\"data\":{\"description\":"
                           "\"The decoder is out of breath\",\"errorCode\":0}}}}");

  return g_strdup (text);
}

static char *
hang_up_soon (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  if (from_client && has (text, "\"processOffer\""))
    test_relay_drop_later (relay, 700);

  return g_strdup (text);
}

/* A server of the 6.x kind: it knows the old names of the events alone. */
static char *
be_six (TestRelay *relay, gboolean from_client, const char *text, gpointer data)
{
  g_autofree char *renamed = NULL;

  if (from_client && (has (text, "\"type\":\"IceCandidateFound\"") ||
                      has (text, "\"type\":\"IceComponentStateChanged\"")))
    {
      test_relay_refuse (relay, text, 40106, "MEDIA_OBJECT_EVENT_NOT_SUPPORTED");
      return NULL;
    }
  if (from_client)
    return replace (text, "\"OnIceCandidate\"", "\"IceCandidateFound\"");

  renamed = replace (text, "\"IceCandidateFound\"", "\"OnIceCandidate\"");

  return replace (renamed, "7.3.0", "6.18.0");
}

static const Fault faults[] = {
  { "silent", say_nothing, FR_ERROR_TIMEOUT, "has not answered", FALSE, 4 },
  { "no-filters", have_no_filters, FR_ERROR_MIRROR, "no module “filters”" },
  { "no-version", have_no_version, FR_ERROR_PROTOCOL, "what it is able to do" },
  { "no-json", speak_no_json, FR_ERROR_PROTOCOL, "Kurento's protocol" },
  { "deep-json", speak_deeply, FR_ERROR_PROTOCOL, "Kurento's protocol" },
  { "empty", speak_emptily, FR_ERROR_PROTOCOL, "Kurento's protocol" },
  { "lists", speak_in_lists, FR_ERROR_PROTOCOL, "no JSON object" },
  { "nonsense", mumble, -1, NULL },
  { "nonsense-candidates", mumble_candidates, -1, NULL },
  { "refused-offer", refuse_offer, FR_ERROR_MIRROR, "SDP_END_POINT_PROCESS_OFFER_ERROR" },
  { "refused-filter", refuse_filter, FR_ERROR_MIRROR, "create FaceOverlayFilter" },
  { "refused-trifles", refuse_trifles, -1, NULL },
  { "no-name", name_nothing, FR_ERROR_PROTOCOL, "does not say its name", TRUE },
  { "no-answer", answer_null, FR_ERROR_PROTOCOL, "gave no answer" },
  { "nonsense-answer", answer_nonsense, FR_ERROR_PROTOCOL, "no session description" },
  { "sound-answer", answer_with_sound, FR_ERROR_PROTOCOL, "rejects the picture" },
  { "rejecting-answer", reject_picture, FR_ERROR_PROTOCOL, "rejects the picture" },
  { "other-fingerprint", forge_fingerprint, FR_ERROR_CERTIFICATE, "certificates differ" },
  /* Longer than until a second peer tries. */
  { "no-path", hide_candidates, FR_ERROR_MIRROR, "UDP ports", FALSE, 7 },
  { "error-event", report_error, FR_ERROR_MIRROR, "out of breath" },
  { "hang-up", hang_up_soon, FR_ERROR_UNREACHABLE, "closed the connection", TRUE },
  { "kurento-6", be_six, -1, "6.18.0" },
};

static void
test_fault (gconstpointer data)
{
  const Fault *fault = data;
  g_autoptr (TestServer) server =
    fault->lost ? test_server_new_forgetful () : test_server_new (NULL);
  g_autoptr (TestRelay) relay =
    test_relay_new (test_server_get_port (server), fault->hook, NULL);
  g_autofree char *uri = test_relay_get_uri (relay);
  FrMirrorWish wish = test_look_make_wish (uri);

  if (fault->limit > 0)
    wish.limit_seconds = fault->limit;
  if (fault->code >= 0)
    test_look_fails (&wish, fault->code, fault->words);
  else
    {
      g_autoptr (FrMirrorVerdict) verdict = test_look (&wish, 1);

      g_assert_cmpint (fr_mirror_verdict_get_outcome (verdict), ==, FR_MIRROR_HAT);
      if (fault->words != NULL)
        g_assert_cmpstr (verdict->server_version, ==, fault->words);
    }
  test_server_assert_empty (server);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autofree char *path = g_strconcat ("/mirror/fault/", faults[i].name, NULL);

      g_test_add_data_func (path, &faults[i], test_fault);
    }

  return g_test_run ();
}
