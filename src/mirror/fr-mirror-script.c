/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-script.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-json.h"
#include "fr-rpc-message.h"

static void
fill_pipeline (JsonObject *params, const FrMirrorWish *wish, char *const ids[FR_MIRROR_OBJECTS])
{
  json_object_set_string_member (params, "mediaPipeline", ids[FR_MIRROR_PIPELINE]);
}

static void
fill_hat (JsonObject *params, const FrMirrorWish *wish, char *const ids[FR_MIRROR_OBJECTS])
{
  json_object_set_string_member (params, "uri", wish->hat);
  json_object_set_double_member (params, "offsetXPercent", wish->place.x);
  json_object_set_double_member (params, "offsetYPercent", wish->place.y);
  json_object_set_double_member (params, "widthPercent", wish->place.width);
  json_object_set_double_member (params, "heightPercent", wish->place.height);
}

static void
fill_encoder (JsonObject *params, const FrMirrorWish *wish, char *const ids[FR_MIRROR_OBJECTS])
{
  json_object_set_int_member (params, "encoderBitrate", (gint64) wish->kbps * 1000);
}

static void
fill_least (JsonObject *params, const FrMirrorWish *wish, char *const ids[FR_MIRROR_OBJECTS])
{
  json_object_set_int_member (params, "minEncoderBitrate", (gint64) wish->kbps * 1000);
}

/* Video alone: with the default, Kurento would play the user's own voice back. */
static void
fill_to_filter (JsonObject *params, const FrMirrorWish *wish, char *const ids[FR_MIRROR_OBJECTS])
{
  json_object_set_string_member (params, "sink", ids[FR_MIRROR_FILTER]);
  json_object_set_string_member (params, "mediaType", "VIDEO");
}

static void
fill_to_endpoint (JsonObject *params, const FrMirrorWish *wish, char *const ids[FR_MIRROR_OBJECTS])
{
  json_object_set_string_member (params, "sink", ids[FR_MIRROR_ENDPOINT]);
  json_object_set_string_member (params, "mediaType", "VIDEO");
}

/* From "connected" to "ready for an offer". Events are subscribed to before anything can cause
 * them. The bitrate is that of the filter, whose output is what the endpoint sends. */
const FrMirrorCall fr_mirror_script[] = {
  { FR_MIRROR_GREET, "ping", FR_MIRROR_MANAGER, NULL, NULL, NULL, FALSE },
  { FR_MIRROR_GREET, "invoke", FR_MIRROR_MANAGER, "getInfo", NULL, NULL, FALSE },
  { FR_MIRROR_MAKE_PIPELINE, "create", FR_MIRROR_PIPELINE, "MediaPipeline", NULL, NULL, FALSE },
  { FR_MIRROR_MAKE_ELEMENTS, "create", FR_MIRROR_ENDPOINT, "WebRtcEndpoint", NULL, fill_pipeline,
    FALSE },
  { FR_MIRROR_MAKE_ELEMENTS, "create", FR_MIRROR_FILTER, "FaceOverlayFilter", NULL, fill_pipeline,
    FALSE },
  { FR_MIRROR_PREPARE, "subscribe", FR_MIRROR_ENDPOINT, "IceCandidateFound", "OnIceCandidate", NULL,
    FALSE },
  { FR_MIRROR_PREPARE, "subscribe", FR_MIRROR_ENDPOINT, "IceComponentStateChanged",
    "IceComponentStateChange", NULL, TRUE },
  { FR_MIRROR_PREPARE, "subscribe", FR_MIRROR_ENDPOINT, "NewCandidatePairSelected", NULL, NULL,
    TRUE },
  { FR_MIRROR_PREPARE, "subscribe", FR_MIRROR_ENDPOINT, "Error", NULL, NULL, TRUE },
  { FR_MIRROR_PREPARE, "subscribe", FR_MIRROR_FILTER, "Error", NULL, NULL, TRUE },
  { FR_MIRROR_PREPARE, "subscribe", FR_MIRROR_PIPELINE, "Error", NULL, NULL, TRUE },
  { FR_MIRROR_PREPARE, "invoke", FR_MIRROR_FILTER, "setEncoderBitrate", NULL, fill_encoder, TRUE },
  { FR_MIRROR_PREPARE, "invoke", FR_MIRROR_FILTER, "setMinEncoderBitrate", NULL, fill_least, TRUE },
  { FR_MIRROR_PREPARE, "invoke", FR_MIRROR_FILTER, "setOverlayedImage", NULL, fill_hat, FALSE },
  { FR_MIRROR_PREPARE, "invoke", FR_MIRROR_ENDPOINT, "connect", NULL, fill_to_filter, FALSE },
  { FR_MIRROR_PREPARE, "invoke", FR_MIRROR_FILTER, "connect", NULL, fill_to_endpoint, FALSE },
};

const guint fr_mirror_script_length = G_N_ELEMENTS (fr_mirror_script);

/**
 * fr_mirror_script_invoke:
 * @object: id of the object
 * @operation: what it shall do
 * @params: (transfer full) (nullable): with what
 *
 * Returns: (transfer full): the parameters of an `invoke`
 */
JsonObject *
fr_mirror_script_invoke (const char *object, const char *operation, JsonObject *params)
{
  JsonObject *result = json_object_new ();

  json_object_set_string_member (result, "object", object);
  json_object_set_string_member (result, "operation", operation);
  if (params != NULL)
    json_object_set_object_member (result, "operationParams", params);

  return result;
}

/**
 * fr_mirror_script_build:
 * @call: one of the script
 * @wish: what the mirror is asked for
 * @ids: of the objects that are there already
 * @before7: whether the server is older than Kurento 7
 *
 * Returns: (transfer full): the call's parameters
 */
JsonObject *
fr_mirror_script_build (const FrMirrorCall *call, const FrMirrorWish *wish,
                        char *const ids[FR_MIRROR_OBJECTS], gboolean before7)
{
  const char *what = before7 && call->what6 != NULL ? call->what6 : call->what;
  JsonObject *inner = NULL;
  JsonObject *params;

  if (call->fill != NULL)
    {
      inner = json_object_new ();
      call->fill (inner, wish, ids);
    }
  if (g_str_equal (call->method, "invoke"))
    return fr_mirror_script_invoke (ids[call->object], what, inner);

  params = json_object_new ();
  if (what != NULL)
    json_object_set_string_member (params, "type", what);
  if (g_str_equal (call->method, "subscribe"))
    json_object_set_string_member (params, "object", ids[call->object]);
  else if (inner != NULL)
    json_object_set_object_member (params, "constructorParams", inner);

  return params;
}

/**
 * fr_mirror_script_makes_pipeline:
 * @call: one of the script
 *
 * Returns: whether it makes the object that all others belong to
 */
gboolean
fr_mirror_script_makes_pipeline (const FrMirrorCall *call)
{
  return call->object == FR_MIRROR_PIPELINE && g_str_equal (call->method, "create");
}

/**
 * fr_mirror_script_write_candidate:
 * @index: of the m-line
 * @text: an ICE candidate of ours
 *
 * Returns: (transfer full): the parameters of `addIceCandidate`; webrtcbin names its m-lines so
 */
JsonObject *
fr_mirror_script_write_candidate (guint index, const char *text)
{
  g_autofree char *mid = g_strdup_printf ("video%u", index);
  JsonObject *candidate = json_object_new ();
  JsonObject *params = json_object_new ();

  json_object_set_string_member (candidate, "candidate", text);
  json_object_set_string_member (candidate, "sdpMid", mid);
  json_object_set_int_member (candidate, "sdpMLineIndex", index);
  json_object_set_object_member (params, "candidate", candidate);

  return params;
}

/**
 * fr_mirror_script_read_candidate:
 * @event: what the server tells
 * @index: (out): the m-line of the candidate
 *
 * Returns: (transfer none) (nullable): the text of an ICE candidate of the server; %NULL when the
 *   event is another
 */
const char *
fr_mirror_script_read_candidate (JsonObject *event, guint *index)
{
  JsonObject *candidate = fr_json_get_object (event, "candidate");
  gint64 line = fr_json_get_int (candidate, "sdpMLineIndex", 0);

  *index = (guint) CLAMP (line, 0, G_MAXINT);

  return fr_json_get_string (candidate, "candidate");
}

/**
 * fr_mirror_script_read_error:
 * @event: `Error`, of the pipeline or of an element
 *
 * Returns: (transfer full): the same as %FR_ERROR_MIRROR
 */
GError *
fr_mirror_script_read_error (JsonObject *event)
{
  const char *description = fr_json_get_string (event, "description");

  return g_error_new (FR_ERROR, FR_ERROR_MIRROR, _ ("The media server reports an error: %s"),
                      description != NULL ? description : _ ("it does not say which."));
}

static gboolean
has_module (JsonArray *modules, const char *name)
{
  for (guint i = 0; i < json_array_get_length (modules); i++)
    {
      JsonNode *module = json_array_get_element (modules, i);

      if (JSON_NODE_HOLDS_OBJECT (module) &&
          g_strcmp0 (fr_json_get_string (json_node_get_object (module), "name"), name) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * fr_mirror_script_read_info:
 * @info: (nullable): what the server says of itself
 *
 * Looks whether the server has what a mirror needs.
 *
 * Returns: (transfer full): its version, or %NULL with %FR_ERROR_PROTOCOL or %FR_ERROR_MIRROR
 */
char *
fr_mirror_script_read_info (JsonNode *info, GError **error)
{
  static const char *const needed[] = { "core", "elements", "filters" };
  JsonObject *object =
    info != NULL && JSON_NODE_HOLDS_OBJECT (info) ? json_node_get_object (info) : NULL;
  JsonNode *modules = object != NULL ? json_object_get_member (object, "modules") : NULL;
  const char *version = fr_json_get_string (object, "version");

  if (modules == NULL || !JSON_NODE_HOLDS_ARRAY (modules) || version == NULL)
    {
      g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                           _ ("The media server does not say what it is able to do."));
      return NULL;
    }

  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    if (!has_module (json_node_get_array (modules), needed[i]))
      {
        g_set_error (error, FR_ERROR, FR_ERROR_MIRROR,
                     _ ("The media server has no module “%s”, which the mirror needs. Install the "
                        "complete package "
                        "kurento-media-server there."),
                     needed[i]);
        return NULL;
      }

  return g_strdup (version);
}

/**
 * fr_mirror_script_take:
 * @call: one of the script
 * @value: (nullable): the server's answer to it
 * @ids: (inout): of the objects; one more after a `create`
 * @version: (inout): of the server; known after `getInfo`
 * @error: return location
 *
 * Returns: %FALSE with %FR_ERROR_PROTOCOL or %FR_ERROR_MIRROR when a mirror cannot be made with
 *   that answer
 */
gboolean
fr_mirror_script_take (const FrMirrorCall *call, JsonNode *value, char *ids[FR_MIRROR_OBJECTS],
                       char **version, GError **error)
{
  if (g_str_equal (call->method, "create"))
    {
      if (fr_json_get_text (value) == NULL)
        {
          g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
                       _ ("The media server made a %s and does not say its name."), call->what);
          return FALSE;
        }
      g_free (ids[call->object]);
      ids[call->object] = g_strdup (fr_json_get_text (value));
    }
  else if (g_strcmp0 (call->what, "getInfo") == 0)
    {
      g_free (*version);
      *version = fr_mirror_script_read_info (value, error);
      return *version != NULL;
    }

  return TRUE;
}
