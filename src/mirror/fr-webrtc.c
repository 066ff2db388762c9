/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-webrtc.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>
#include <string.h>

#include "fr-error.h"

#define MOST_STOPS 5

/* What a mirror is made of, and the Debian package that brings it. */
static const struct
{
  const char *element;
  const char *package;
} parts[] = {
  { "videoconvert", "gstreamer1.0-plugins-base" },
  { "videoscale", "gstreamer1.0-plugins-base" },
  { "videotestsrc", "gstreamer1.0-plugins-base" },
  { "appsink", "gstreamer1.0-plugins-base" },
  { "vp8enc", "gstreamer1.0-plugins-good" },
  { "vp8dec", "gstreamer1.0-plugins-good" },
  { "rtpvp8pay", "gstreamer1.0-plugins-good" },
  { "rtpvp8depay", "gstreamer1.0-plugins-good" },
  { "rtpbin", "gstreamer1.0-plugins-good" },
  { "rtpjitterbuffer", "gstreamer1.0-plugins-good" },
  { "webrtcbin", "gstreamer1.0-plugins-bad" },
  { "srtpenc", "gstreamer1.0-plugins-bad" },
  { "srtpdec", "gstreamer1.0-plugins-bad" },
  { "dtlsdec", "gstreamer1.0-plugins-bad" },
  { "nicesrc", "gstreamer1.0-nice" },
  { "nicesink", "gstreamer1.0-nice" },
};

/**
 * fr_webrtc_check_plugins:
 *
 * Looks whether GStreamer has everything that a mirror needs. Does not block.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING, which names the package to install
 */
gboolean
fr_webrtc_check_plugins (GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      /* The version check of gst_registry_check_feature_version() fails for libnice, whose
       * version is its own. */
      g_autoptr (GstPluginFeature) feature =
        gst_registry_find_feature (gst_registry_get (), parts[i].element, GST_TYPE_ELEMENT_FACTORY);

      if (feature != NULL)
        continue;

      g_set_error (
        error, FR_ERROR, FR_ERROR_MISSING,
        _ ("GStreamer has no element “%s”, so there can be no mirror. Install the package %s."),
        parts[i].element, parts[i].package);
      return FALSE;
    }

  return TRUE;
}

static gpointer
warm (gpointer data)
{
  GstElement *kept = NULL;
  g_autofree char *pem = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GstElement *element = gst_element_factory_make (parts[i].element, NULL);

      if (element == NULL)
        continue;
      gst_object_ref_sink (element);
      if (g_str_equal (parts[i].element, "dtlsdec"))
        kept = element;
      else
        gst_object_unref (element);
    }

  /* The first DTLS element makes the key that all later ones of the process use. */
  if (kept != NULL)
    g_object_get (kept, "pem", &pem, NULL);

  return kept;
}

/**
 * fr_webrtc_warm:
 *
 * Loads the plugins and makes the DTLS certificate, once in the life of the process, so that
 * the first picture need not wait for them. Blocks for 100 to 300 milliseconds the first time;
 * may be called from any thread.
 */
void
fr_webrtc_warm (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, warm, NULL);
}

static void
element_added_cb (GstBin *bin, GstBin *parent, GstElement *element, gpointer data)
{
  GstElementFactory *factory = gst_element_get_factory (element);
  const char *name = factory != NULL ? gst_plugin_feature_get_name (factory) : "";

  /* It would hold each packet back until the latency of the sources upstream has passed. */
  if (g_str_equal (name, "clocksync"))
    g_object_set (element, "sync", FALSE, NULL);
  /* The first packet need not wait for a later one. */
  else if (g_str_equal (name, "rtpjitterbuffer"))
    g_object_set (element, "faststart-min-packets", 1, NULL);
}

/**
 * fr_webrtc_tune:
 * @pipeline: that has, or will have, a webrtcbin
 *
 * Takes the waiting out of the elements that webrtcbin makes. To be called before the pipeline
 * leaves its NULL state.
 */
void
fr_webrtc_tune (GstElement *pipeline)
{
  g_return_if_fail (GST_IS_BIN (pipeline));

  g_signal_connect (pipeline, "deep-element-added", G_CALLBACK (element_added_cb), NULL);
}

static void
close_pad (GstElement *element, const char *name)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, name);

  gst_pad_set_active (pad, FALSE);
}

static void
close_entrance (const GValue *value, gpointer data)
{
  close_pad (g_value_get_object (value), "rtp_sink");
  close_pad (g_value_get_object (value), "rtcp_sink");
}

/* An element forgets what its stream is while it is stopped: its sources first, then its sinks. A
 * packet that is between them then makes srtpdec complain that it has two of these. */
static void
close_entrances (GstBin *bin)
{
  GstIterator *entrances = gst_bin_iterate_all_by_element_factory_name (bin, "srtpdec");

  while (gst_iterator_foreach (entrances, close_entrance, NULL) == GST_ITERATOR_RESYNC)
    gst_iterator_resync (entrances);
  gst_iterator_free (entrances);
}

/**
 * fr_webrtc_stop:
 * @pipeline: (type Gst.Bin): in any state
 *
 * Brings the pipeline to its NULL state, once the packet that just arrives is through. Blocks until
 * its streaming threads have ended. An element that fails on its way up may fail on its way down
 * as well, once.
 */
void
fr_webrtc_stop (GstElement *pipeline)
{
  g_return_if_fail (GST_IS_BIN (pipeline));

  close_entrances (GST_BIN (pipeline));
  for (guint i = 0; i < MOST_STOPS; i++)
    if (gst_element_set_state (pipeline, GST_STATE_NULL) != GST_STATE_CHANGE_FAILURE)
      return;

  g_warning ("%s does not stop", GST_OBJECT_NAME (pipeline));
}

static gboolean
is_near (const char *address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);

  return inet != NULL &&
         (g_inet_address_get_is_loopback (inet) || g_inet_address_get_is_site_local (inet) ||
          g_inet_address_get_is_link_local (inet));
}

/**
 * fr_webrtc_tune_ice:
 * @webrtcbin: before negotiation
 * @address: (nullable): the numeric address of the other side, or of our own for a server
 *
 * Gathers UDP candidates only; towards an address nearby checks follow each other faster
 * than the Internet should see (RFC 8445, section 14, wants 50 ms there); and towards
 * loopback, which is no interface that is gathered by itself, it names the address.
 */
void
fr_webrtc_tune_ice (GstElement *webrtcbin, const char *address)
{
  g_autoptr (GObject) ice = NULL;
  g_autoptr (GObject) agent = NULL;
  g_autoptr (GInetAddress) inet = address != NULL ? g_inet_address_new_from_string (address) : NULL;

  g_return_if_fail (GST_IS_ELEMENT (webrtcbin));

  g_object_get (webrtcbin, "ice-agent", &ice, NULL);
  g_object_get (ice, "agent", &agent, NULL);
  g_object_set (agent, "ice-tcp", FALSE, "upnp", FALSE, NULL);
  if (address == NULL || !is_near (address))
    return;

  g_object_set (agent, "stun-pacing-timer", 5, NULL);
  if (inet != NULL && g_inet_address_get_is_loopback (inet))
    {
      gboolean added = FALSE;

      g_signal_emit_by_name (ice, "add-local-ip-address", address, &added);
    }
}

/**
 * fr_webrtc_is_useful:
 * @candidate: the text of an ICE candidate
 *
 * Returns: whether it is worth sending: UDP, and no link-local address, which means nothing
 *   to another machine
 */
gboolean
fr_webrtc_is_useful (const char *candidate)
{
  g_auto (GStrv) words = NULL;

  g_return_val_if_fail (candidate != NULL, FALSE);

  words = g_strsplit (candidate, " ", 8);

  return g_strv_length (words) >= 6 && g_ascii_strcasecmp (words[2], "udp") == 0 &&
         g_ascii_strncasecmp (words[4], "fe80:", 5) != 0;
}

/**
 * fr_webrtc_ask_keyframe:
 * @element: behind the depayloader
 *
 * Asks the sender for a whole picture, by an event upstream that webrtcbin turns into a PLI
 * (RFC 4585, section 6.3.1).
 */
void
fr_webrtc_ask_keyframe (GstElement *element)
{
  GstStructure *structure =
    gst_structure_new ("GstForceKeyUnit", "all-headers", G_TYPE_BOOLEAN, TRUE, NULL);

  gst_element_send_event (element, gst_event_new_custom (GST_EVENT_CUSTOM_UPSTREAM, structure));
}

/* "UDP 127.0.0.1:40001 (host)" */
static char *
describe_candidate (const GstStructure *stats)
{
  const char *address = gst_structure_get_string (stats, "address");
  const char *type = gst_structure_get_string (stats, "candidate-type");
  const char *protocol = gst_structure_get_string (stats, "protocol");
  guint port = 0;

  gst_structure_get_uint (stats, "port", &port);

  return g_strdup_printf ("%s %s:%u (%s)", protocol != NULL ? protocol : "udp",
                          address != NULL ? address : "?", port, type != NULL ? type : "?");
}

static gboolean
find_pair_cb (GQuark field, const GValue *value, gpointer data)
{
  const GstStructure **pair = data;
  GstWebRTCStatsType type;

  if (GST_VALUE_HOLDS_STRUCTURE (value) &&
      gst_structure_get_enum (gst_value_get_structure (value), "type", GST_TYPE_WEBRTC_STATS_TYPE,
                              (int *) &type) &&
      type == GST_WEBRTC_STATS_CANDIDATE_PAIR)
    *pair = gst_value_get_structure (value);

  return *pair == NULL;
}

/* By its id: GStreamer 1.22 takes the types of our candidates and theirs for one another. */
static char *
describe_by_id (const GstStructure *stats, const GstStructure *pair, const char *field)
{
  const char *id = gst_structure_get_string (pair, field);
  const GValue *value = id != NULL ? gst_structure_get_value (stats, id) : NULL;

  return value != NULL && GST_VALUE_HOLDS_STRUCTURE (value)
           ? describe_candidate (gst_value_get_structure (value))
           : NULL;
}

/**
 * fr_webrtc_dup_candidate_pair:
 * @webrtcbin: that is connected
 *
 * Blocks for a moment; not to be called on a thread of webrtcbin.
 *
 * Returns: (transfer full) (nullable): the ICE candidates that are in use, our own first
 */
char *
fr_webrtc_dup_candidate_pair (GstElement *webrtcbin)
{
  GstPromise *promise = gst_promise_new ();
  const GstStructure *stats;
  const GstStructure *pair = NULL;
  g_autofree char *local = NULL;
  g_autofree char *remote = NULL;
  char *text = NULL;

  g_signal_emit_by_name (webrtcbin, "get-stats", NULL, promise);
  gst_promise_wait (promise);
  stats = gst_promise_get_reply (promise);
  if (stats != NULL)
    gst_structure_foreach (stats, find_pair_cb, &pair);
  if (pair != NULL)
    {
      local = describe_by_id (stats, pair, "local-candidate-id");
      remote = describe_by_id (stats, pair, "remote-candidate-id");
    }
  if (local != NULL && remote != NULL)
    text = g_strdup_printf ("%s - %s", local, remote);
  gst_promise_unref (promise);

  return text;
}

typedef struct
{
  GWeakRef object;
  FrWebrtcNews func;
  guint index;
  char *text;
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  g_weak_ref_clear (&news->object);
  g_free (news->text);
  g_free (news);
}

static gboolean
tell_cb (gpointer data)
{
  News *news = data;
  g_autoptr (GObject) object = g_weak_ref_get (&news->object);

  if (object != NULL)
    news->func (object, news->index, news->text);

  return G_SOURCE_REMOVE;
}

/**
 * fr_webrtc_tell:
 * @context: where to tell it
 * @object: (type GObject): whom; nothing is told when it is gone by then
 * @func: how
 * @index: for @func
 * @text: (transfer full) (nullable): for @func
 *
 * Carries news from a thread of webrtcbin to the main context of an object.
 */
void
fr_webrtc_tell (GMainContext *context, gpointer object, FrWebrtcNews func, guint index, char *text)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  News *news = g_new0 (News, 1);

  g_weak_ref_init (&news->object, object);
  news->func = func;
  news->index = index;
  news->text = text;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, tell_cb, news, news_free);
  g_source_attach (source, context);
}
