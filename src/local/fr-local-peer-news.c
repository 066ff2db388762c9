/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-peer-private.h"

#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

#include "fr-webrtc.h"

#define LOOK_MS 100 /* how often we look whether media flow */

/* A candidate that nobody has asked for yet. */
typedef struct
{
  guint index;
  char *text;
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_free (held->text);
  g_free (held);
}

static void
tell_candidate (gpointer object, guint index, const char *text)
{
  FrLocalPeer *self = object;
  Held *held;

  if (self->gathering)
    {
      g_signal_emit_by_name (self, "candidate", index, text);
      return;
    }

  held = g_new0 (Held, 1);
  held->index = index;
  held->text = g_strdup (text);
  g_ptr_array_add (self->held, held);
}

static void
tell_gathered (gpointer object, guint index, const char *text)
{
  g_signal_emit_by_name (object, "news", "gathered", NULL);
}

static void
tell_ice (gpointer object, guint index, const char *text)
{
  g_signal_emit_by_name (object, "news", "ice", text);
}

static void
tell_connection (gpointer object, guint index, const char *text)
{
  g_signal_emit_by_name (object, "news", "connection", text);
}

static void
tell_error (gpointer object, guint index, const char *text)
{
  g_signal_emit_by_name (object, "news", "error", text);
}

static void
tell (FrLocalPeer *self, FrWebrtcNews func, guint index, char *text)
{
  fr_webrtc_tell (self->context, self, func, index, text);
}

static void
tell_enum (FrLocalPeer *self, FrWebrtcNews func, GType type, int value)
{
  g_autoptr (GEnumClass) names = g_type_class_ref (type);

  tell (self, func, 0, g_ascii_strup (g_enum_get_value (names, value)->value_nick, -1));
}

static void
pad_added_cb (GstElement *webrtc, GstPad *pad, gpointer data)
{
  FrLocalPeer *self = data;
  g_autoptr (GstCaps) caps = NULL;
  g_autoptr (GstPad) entry = NULL;
  const char *media;
  guint kind;

  if (GST_PAD_DIRECTION (pad) != GST_PAD_SRC)
    return;

  caps = gst_pad_get_current_caps (pad);
  if (caps == NULL)
    caps = gst_pad_query_caps (pad, NULL);
  media = gst_structure_get_string (gst_caps_get_structure (caps, 0), "media");
  kind = g_strcmp0 (media, "video") == 0 ? 0 : 1;
  if (self->chains[kind] != NULL)
    entry = fr_local_chain_get_entry (self->chains[kind]);
  if (entry != NULL)
    gst_pad_link (pad, entry);
}

static void
candidate_cb (GstElement *webrtc, guint index, char *candidate, gpointer data)
{
  if (fr_webrtc_is_useful (candidate))
    tell (data, tell_candidate, index, g_strdup (candidate));
}

static void
ice_gathering_cb (GstElement *webrtc, GParamSpec *pspec, gpointer data)
{
  GstWebRTCICEGatheringState state;

  g_object_get (webrtc, "ice-gathering-state", &state, NULL);
  if (state == GST_WEBRTC_ICE_GATHERING_STATE_COMPLETE)
    tell (data, tell_gathered, 0, NULL);
}

static void
ice_cb (GstElement *webrtc, GParamSpec *pspec, gpointer data)
{
  GstWebRTCICEConnectionState state;

  g_object_get (webrtc, "ice-connection-state", &state, NULL);
  tell_enum (data, tell_ice, GST_TYPE_WEBRTC_ICE_CONNECTION_STATE, (int) state);
}

static void
connection_cb (GstElement *webrtc, GParamSpec *pspec, gpointer data)
{
  GstWebRTCPeerConnectionState state;

  g_object_get (webrtc, "connection-state", &state, NULL);
  tell_enum (data, tell_connection, GST_TYPE_WEBRTC_PEER_CONNECTION_STATE, (int) state);
}

static gboolean
look_cb (gpointer data)
{
  static const char *const names[][FR_LOCAL_WAYS] = {
    { "video-in", "video-out" },
    { "audio-in", "audio-out" },
  };
  g_autoptr (FrLocalPeer) self = g_object_ref (data);

  for (guint i = 0; i < G_N_ELEMENTS (self->chains); i++)
    for (guint way = 0; way < FR_LOCAL_WAYS && self->chains[i] != NULL; way++)
      if (fr_local_chain_look (self->chains[i], way))
        g_signal_emit_by_name (self, "news", names[i][way],
                               fr_local_chain_is_flowing (self->chains[i], way) ? "FLOWING"
                                                                                : "NOT_FLOWING");

  return G_SOURCE_CONTINUE;
}

static gboolean
bus_cb (GstBus *bus, GstMessage *message, gpointer data)
{
  g_autoptr (GError) error = NULL;

  if (GST_MESSAGE_TYPE (message) != GST_MESSAGE_ERROR)
    return G_SOURCE_CONTINUE;

  gst_message_parse_error (message, &error, NULL);
  tell (data, tell_error, 0, g_strdup (error->message));

  return G_SOURCE_CONTINUE;
}

/**
 * fr_local_peer_hold:
 *
 * From the beginning candidates are kept until they are asked for.
 */
void
fr_local_peer_hold (FrLocalPeer *self)
{
  self->held = g_ptr_array_new_with_free_func (held_free);
}

/**
 * fr_local_peer_gather:
 *
 * Tells the candidates that were found, and from now on each at once.
 */
void
fr_local_peer_gather (FrLocalPeer *self)
{
  g_return_if_fail (FR_IS_LOCAL_PEER (self));

  self->gathering = TRUE;
  for (guint i = 0; i < self->held->len; i++)
    {
      Held *held = g_ptr_array_index (self->held, i);

      g_signal_emit_by_name (self, "candidate", held->index, held->text);
    }
  g_ptr_array_set_size (self->held, 0);
}

/**
 * fr_local_peer_listen:
 *
 * From now on what webrtcbin, in whatever thread, finds out becomes signals of @self.
 */
void
fr_local_peer_listen (FrLocalPeer *self)
{
  g_autoptr (GstBus) bus = NULL;

  g_signal_connect (self->webrtc, "on-ice-candidate", G_CALLBACK (candidate_cb), self);
  g_signal_connect (self->webrtc, "notify::ice-gathering-state", G_CALLBACK (ice_gathering_cb),
                    self);
  g_signal_connect (self->webrtc, "notify::ice-connection-state", G_CALLBACK (ice_cb), self);
  g_signal_connect (self->webrtc, "notify::connection-state", G_CALLBACK (connection_cb), self);
  g_signal_connect (self->webrtc, "pad-added", G_CALLBACK (pad_added_cb), self);

  bus = gst_element_get_bus (self->pipeline);
  self->bus_source = gst_bus_create_watch (bus);
  g_source_set_callback (self->bus_source, G_SOURCE_FUNC (bus_cb), self, NULL);
  g_source_attach (self->bus_source, self->context);
  self->look_source = g_timeout_source_new (LOOK_MS);
  g_source_set_callback (self->look_source, look_cb, self, NULL);
  g_source_attach (self->look_source, self->context);
}

/**
 * fr_local_peer_ignore:
 *
 * No news any more.
 */
void
fr_local_peer_ignore (FrLocalPeer *self)
{
  if (self->bus_source != NULL)
    g_source_destroy (self->bus_source);
  g_clear_pointer (&self->bus_source, g_source_unref);
  if (self->look_source != NULL)
    g_source_destroy (self->look_source);
  g_clear_pointer (&self->look_source, g_source_unref);
}
