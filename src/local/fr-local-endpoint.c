/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-endpoint.h"

#include <string.h>

#include "fr-json.h"
#include "fr-local-tags.h"

/* Who an endpoint's peer reports for. */
typedef struct
{
  FrLocalCalls *calls;
  FrLocalObject *endpoint;
  gboolean trying; /* ICE looks for a way to the other side */
  gboolean ready;  /* and has one                           */
} Owner;

static void
emit (const Owner *owner, const char *type, JsonObject *data)
{
  fr_local_tags_emit (owner->calls, owner->endpoint, type, data);
}

static JsonObject *
make_candidate (guint index, const char *mid, const char *text)
{
  JsonObject *candidate = json_object_new ();

  json_object_set_string_member (candidate, "__module__", "kurento");
  json_object_set_string_member (candidate, "__type__", "IceCandidate");
  json_object_set_string_member (candidate, "candidate", text);
  json_object_set_int_member (candidate, "sdpMLineIndex", index);
  json_object_set_string_member (candidate, "sdpMid", mid);

  return candidate;
}

static void
candidate_cb (FrLocalPeer *peer, guint index, const char *text, gpointer data)
{
  JsonObject *event = json_object_new ();

  json_object_set_object_member (event, "candidate",
                                 make_candidate (index, fr_local_peer_get_mid (peer, index), text));
  emit (data, "IceCandidateFound", event);
}

static JsonObject *
make_change (const char *from, const char *to)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "oldState", from);
  json_object_set_string_member (event, "newState", to);

  return event;
}

/* WebRTC's word for the state of ICE, and Kurento's, but for those that tell_ice() sees to. */
static const struct
{
  const char *webrtc;
  const char *kurento;
} ice_states[] = {
  { "NEW", "DISCONNECTED" },
  { "COMPLETED", "READY" },
  { "FAILED", "FAILED" },
  { "DISCONNECTED", "DISCONNECTED" },
  { "CLOSED", "DISCONNECTED" },
};

static void
tell_pair (const Owner *owner)
{
  g_auto (GStrv) pair = fr_local_peer_dup_pair (owner->endpoint->peer);
  JsonObject *event, *inner;

  if (pair == NULL)
    return;

  event = json_object_new ();
  inner = json_object_new ();
  json_object_set_string_member (inner, "__module__", "kurento");
  json_object_set_string_member (inner, "__type__", "IceCandidatePair");
  json_object_set_int_member (inner, "componentId", 1);
  json_object_set_string_member (inner, "localCandidate", pair[0]);
  json_object_set_string_member (inner, "remoteCandidate", pair[1]);
  json_object_set_string_member (inner, "streamId", "1");
  json_object_set_object_member (event, "candidatePair", inner);
  emit (owner, "NewCandidatePairSelected", event);
}

static void
tell_component (const Owner *owner, const char *state)
{
  JsonObject *event = json_object_new ();

  json_object_set_int_member (event, "componentId", 1);
  json_object_set_string_member (event, "state", state);
  json_object_set_int_member (event, "streamId", 1);
  emit (owner, "IceComponentStateChanged", event);
}

/* Of states that follow each other at once WebRTC may tell the last one only; here none is
 * left out. */
static void
tell_ice (Owner *owner, const char *state)
{
  gboolean ready = g_str_equal (state, "CONNECTED") || g_str_equal (state, "COMPLETED");
  gboolean trying = ready || g_str_equal (state, "CHECKING");

  if (trying && !owner->trying)
    tell_component (owner, "CONNECTING");
  if (ready && !owner->ready)
    {
      tell_pair (owner);
      tell_component (owner, "CONNECTED");
    }
  for (guint i = 0; i < G_N_ELEMENTS (ice_states); i++)
    if (g_str_equal (ice_states[i].webrtc, state))
      tell_component (owner, ice_states[i].kurento);
  owner->trying = trying;
  owner->ready = ready;
}

static void
tell_dtls (const Owner *owner, const char *state)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "componentId", "1");
  json_object_set_string_member (event, "connectionId", "1");
  json_object_set_string_member (event, "state", state);
  json_object_set_string_member (event, "streamId", "1");
  emit (owner, "DtlsConnectionStateChange", event);
}

static void
tell_connection (const Owner *owner, const char *state)
{
  gboolean connected = g_str_equal (state, "CONNECTED");
  const char *to = connected ? "CONNECTED" : "DISCONNECTED";
  const char *from = connected ? "DISCONNECTED" : "CONNECTED";

  if (!g_str_equal (state, "DISCONNECTED"))
    tell_dtls (owner, state);
  if (owner->endpoint->connected == connected)
    return;

  owner->endpoint->connected = connected;
  emit (owner, "ConnectionStateChanged", make_change (from, to));
  emit (owner, "MediaStateChanged", make_change (from, to));
}

static void
tell_flow (const Owner *owner, const char *event_type, const char *media, const char *state)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "mediaType", media);
  json_object_set_string_member (event, "padName", "default");
  json_object_set_string_member (event, "state", state);
  emit (owner, event_type, event);
}

/* Pictures are decoded and encoded again, sound goes back as it came. */
static void
tell_transcoding (const Owner *owner, const char *state)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "binName", "default");
  json_object_set_string_member (event, "mediaType", "VIDEO");
  json_object_set_string_member (
    event, "state", g_str_equal (state, "FLOWING") ? "TRANSCODING" : "NOT_TRANSCODING");
  emit (owner, "MediaTranscodingStateChanged", event);
}

static void
tell_error (const Owner *owner, const char *text)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "description", text);
  json_object_set_int_member (event, "errorCode", 0);
  json_object_set_string_member (event, "type", "UNEXPECTED_ELEMENT_ERROR");
  emit (owner, "Error", event);
}

static void
news_cb (FrLocalPeer *peer, const char *what, const char *text, gpointer data)
{
  Owner *owner = data;
  const char *media = g_str_has_prefix (what, "video") ? "VIDEO" : "AUDIO";

  if (g_str_equal (what, "gathered"))
    emit (owner, "IceGatheringDone", json_object_new ());
  else if (g_str_equal (what, "ice"))
    tell_ice (owner, text);
  else if (g_str_equal (what, "connection"))
    tell_connection (owner, text);
  else if (g_str_equal (what, "error"))
    tell_error (owner, text);
  else if (g_str_has_suffix (what, "-in"))
    tell_flow (owner, "MediaFlowInStateChanged", media, text);
  else if (g_str_has_suffix (what, "-out"))
    {
      tell_flow (owner, "MediaFlowOutStateChanged", media, text);
      if (g_str_equal (what, "video-out"))
        tell_transcoding (owner, text);
    }
}

static void
free_owner (gpointer data, GClosure *closure)
{
  g_free (data);
}

static void
make_peer (FrLocalCalls *self, FrLocalObject *object)
{
  Owner *owner = g_new0 (Owner, 1);

  owner->calls = self;
  owner->endpoint = object;
  object->peer = fr_local_peer_new (self->address, self->first_media_port, self->last_media_port);
  g_signal_connect (object->peer, "candidate", G_CALLBACK (candidate_cb), owner);
  g_signal_connect_data (object->peer, "news", G_CALLBACK (news_cb), owner, free_owner, 0);
}

static gboolean
is_candidate (JsonObject *candidate)
{
  JsonNode *index = json_object_get_member (candidate, "sdpMLineIndex");

  return fr_json_get_string (candidate, "candidate") != NULL &&
         json_object_has_member (candidate, "sdpMid") && index != NULL &&
         JSON_NODE_HOLDS_VALUE (index);
}

static void
take_candidate (FrLocalObject *object, JsonObject *candidate)
{
  const char *text = fr_json_get_string (candidate, "candidate");

  /* Empty at the end of candidates; a name of the local network cannot be reached from here. */
  if (g_str_has_prefix (text, "candidate:") && strstr (text, ".local ") == NULL)
    fr_local_peer_take_candidate (
      object->peer, (guint) json_object_get_int_member (candidate, "sdpMLineIndex"), text);
}

/**
 * fr_local_endpoint_process_offer:
 *
 * Answers an offer, once in the life of an endpoint.
 */
JsonNode *
fr_local_endpoint_process_offer (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                 GError **error)
{
  const char *offer = fr_json_get_string (params, "offer");
  g_autoptr (GError) reason = NULL;
  g_autofree char *answer = NULL;

  if (offer == NULL)
    return fr_local_refuse_parameter ("offer", error);
  if (object->peer != NULL)
    {
      g_set_error_literal (error, FR_LOCAL_FAULT, 40208, "Endpoint already negotiated");
      return NULL;
    }

  make_peer (self, object);
  answer = fr_local_peer_process_offer (object->peer, offer, &reason);
  if (answer == NULL)
    {
      g_clear_object (&object->peer);
      g_set_error (error, FR_LOCAL_FAULT, 40201, "Error parsing SDP: %s", reason->message);
      return NULL;
    }

  fr_local_objects_route (self->objects);
  for (guint i = 0; i < object->early->len; i++)
    take_candidate (object, g_ptr_array_index (object->early, i));
  g_ptr_array_set_size (object->early, 0);
  if (object->gather)
    fr_local_peer_gather (object->peer);
  fr_local_tags_emit (self, object, "MediaSessionStarted", json_object_new ());

  return fr_json_make_string (answer);
}

/**
 * fr_local_endpoint_gather:
 *
 * From now on candidates are told.
 */
JsonNode *
fr_local_endpoint_gather (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                          GError **error)
{
  object->gather = TRUE;
  if (object->peer != NULL)
    fr_local_peer_gather (object->peer);

  return json_node_new (JSON_NODE_NULL);
}

/**
 * fr_local_endpoint_add_candidate:
 *
 * Takes a candidate of the other side; before the offer it is kept.
 */
JsonNode *
fr_local_endpoint_add_candidate (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                 GError **error)
{
  JsonObject *candidate = fr_json_get_object (params, "candidate");

  if (candidate == NULL || !is_candidate (candidate))
    return fr_local_refuse_parameter ("candidate", error);
  if (object->peer == NULL)
    g_ptr_array_add (object->early, json_object_ref (candidate));
  else
    take_candidate (object, candidate);

  return json_node_new (JSON_NODE_NULL);
}

/**
 * fr_local_endpoint_get_local:
 *
 * Returns: our session description
 */
JsonNode *
fr_local_endpoint_get_local (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                             GError **error)
{
  if (object->peer != NULL)
    return fr_json_make_string (fr_local_peer_get_answer (object->peer));

  g_set_error_literal (error, FR_LOCAL_FAULT, 40202, "There is no local session description");

  return NULL;
}

/**
 * fr_local_endpoint_get_remote:
 *
 * Returns: the session description of the other side
 */
JsonNode *
fr_local_endpoint_get_remote (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                              GError **error)
{
  if (object->peer != NULL)
    return fr_json_make_string (fr_local_peer_get_offer (object->peer));

  g_set_error_literal (error, FR_LOCAL_FAULT, 40203, "There is no remote session description");

  return NULL;
}

/**
 * fr_local_endpoint_get_state:
 *
 * Returns: `CONNECTED` or `DISCONNECTED`
 */
JsonNode *
fr_local_endpoint_get_state (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                             GError **error)
{
  return fr_json_make_string (object->connected ? "CONNECTED" : "DISCONNECTED");
}

static JsonNode *
make_flowing (FrLocalObject *object, JsonObject *params, FrLocalWay way, GError **error)
{
  const char *media = fr_json_get_string (params, "mediaType");
  gboolean flowing;

  if (media == NULL)
    return fr_local_refuse_parameter ("mediaType", error);

  flowing = object->peer != NULL &&
            fr_local_peer_is_flowing (object->peer, g_str_equal (media, "AUDIO"), way);

  return json_node_init_boolean (json_node_alloc (), flowing);
}

/**
 * fr_local_endpoint_is_flowing_in:
 *
 * Returns: whether media come
 */
JsonNode *
fr_local_endpoint_is_flowing_in (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                 GError **error)
{
  return make_flowing (object, params, FR_LOCAL_COMING, error);
}

/**
 * fr_local_endpoint_is_flowing_out:
 *
 * Returns: whether media go back
 */
JsonNode *
fr_local_endpoint_is_flowing_out (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                  GError **error)
{
  return make_flowing (object, params, FR_LOCAL_GOING, error);
}

/**
 * fr_local_endpoint_get_stats:
 *
 * Returns: statistics by their ids; here, that of the endpoint alone
 */
JsonNode *
fr_local_endpoint_get_stats (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                             GError **error)
{
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / 1000);
  JsonObject *stats = json_object_new ();
  JsonObject *result = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (stats, "__module__", "kurento");
  json_object_set_string_member (stats, "__type__", "EndpointStats");
  json_object_set_string_member (stats, "id", object->id);
  json_object_set_string_member (stats, "type", "endpoint");
  json_object_set_string_member (stats, "timestampMillis", now);
  json_object_set_int_member (
    stats, "framesReceived",
    object->peer != NULL ? fr_hat_filter_get_count (fr_local_peer_get_filter (object->peer)) : 0);
  json_object_set_object_member (result, object->id, stats);
  json_node_take_object (node, result);

  return node;
}
