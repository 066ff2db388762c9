/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-json.h"
#include "fr-local-calls.h"
#include "fr-local-elements.h"
#include "fr-local-endpoint.h"
#include "fr-local-manager.h"
#include "fr-local-overlay.h"
#include "fr-local-tags.h"

#define ELEMENTS (1 << FR_LOCAL_ENDPOINT | 1 << FR_LOCAL_FILTER | 1 << FR_LOCAL_PASS)
#define NODES (ELEMENTS | 1 << FR_LOCAL_PIPELINE)
#define ALL (NODES | 1 << FR_LOCAL_MANAGER)

typedef JsonNode *(*InvokeFunc) (FrLocalCalls *self, FrLocalObject *object, JsonObject *params,
                                 GError **error);

typedef struct
{
  int kinds;
  const char *name;
  InvokeFunc func;
} Operation;

/* What an object has beside its operations, and Kurento's value before it is set. */
static const struct
{
  int kinds;
  const char *name;
  const char *value; /* JSON; NULL when it can only be set */
} properties[] = {
  { ALL, "sendTagsInEvents", "false" },
  { ELEMENTS, "encoderBitrate", "300000" },
  { ELEMENTS, "maxEncoderBitrate", "0" },
  { ELEMENTS, "minEncoderBitrate", "0" },
  { ELEMENTS, "maxOutputBitrate", "0" },
  { ELEMENTS, "minOutputBitrate", "0" },
  { ELEMENTS, "outputBitrate", "300000" },
  { 1 << FR_LOCAL_PIPELINE, "latencyStats", "false" },
  { 1 << FR_LOCAL_ENDPOINT, "maxAudioRecvBandwidth", "0" },
  { 1 << FR_LOCAL_ENDPOINT, "maxVideoRecvBandwidth", "0" },
  { 1 << FR_LOCAL_ENDPOINT, "maxVideoSendBandwidth", "500" },
  { 1 << FR_LOCAL_ENDPOINT, "minVideoRecvBandwidth", "0" },
  { 1 << FR_LOCAL_ENDPOINT, "minVideoSendBandwidth", "100" },
  { 1 << FR_LOCAL_ENDPOINT, "externalIPv4", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "externalIPv6", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "iceTcp", "false" },
  { 1 << FR_LOCAL_ENDPOINT, "mtu", "1200" },
  { 1 << FR_LOCAL_ENDPOINT, "networkInterfaces", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "stunServerAddress", "\"\"" },
  { 1 << FR_LOCAL_ENDPOINT, "stunServerPort", "3478" },
  { 1 << FR_LOCAL_ENDPOINT, "turnUrl", "\"\"" },
};

static JsonNode *
from_text (const char *json)
{
  return json_from_string (json, NULL);
}

static JsonNode *
null_node (void)
{
  return json_node_new (JSON_NODE_NULL);
}

/**
 * fr_local_refuse_parameter:
 * @name: that is missing, or is something else than it should be
 *
 * Returns: %NULL, always
 */
JsonNode *
fr_local_refuse_parameter (const char *name, GError **error)
{
  g_set_error (error, FR_LOCAL_FAULT, 40001, "'%s' parameter is missing or has the wrong type",
               name);

  return NULL;
}

static JsonNode *
get_children (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  g_autoptr (GPtrArray) children = fr_local_objects_list (self->objects, FR_LOCAL_KINDS, object);

  return fr_local_objects_list_ids (children);
}

static JsonNode *
get_name (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  JsonNode *name = g_hash_table_lookup (object->properties, "name");

  return name != NULL ? json_node_copy (name) : fr_json_make_string (object->id);
}

static JsonNode *
set_name (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  const char *name = fr_json_get_string (params, "name");

  if (name == NULL)
    return fr_local_refuse_parameter ("name", error);
  g_hash_table_insert (object->properties, g_strdup ("name"), fr_json_make_string (name));

  return null_node ();
}

static JsonNode *
get_parent (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  return object->parent != NULL ? fr_json_make_string (object->parent->id) : null_node ();
}

static JsonNode *
get_pipeline (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  return fr_json_make_string (object->parent != NULL ? object->parent->id : object->id);
}

static JsonNode *
get_creation_time (FrLocalCalls *self, FrLocalObject *object, JsonObject *params, GError **error)
{
  return json_node_init_int (json_node_alloc (), object->created_us / G_USEC_PER_SEC);
}

static const Operation operations[] = {
  { 1 << FR_LOCAL_MANAGER, "getCpuCount", fr_local_manager_get_cpu_count },
  { 1 << FR_LOCAL_MANAGER, "getInfo", fr_local_manager_get_info },
  { 1 << FR_LOCAL_MANAGER, "getPipelines", fr_local_manager_get_pipelines },
  { 1 << FR_LOCAL_MANAGER, "getSessions", fr_local_manager_get_sessions },
  { 1 << FR_LOCAL_MANAGER, "getUsedCpu", fr_local_manager_get_used_cpu },
  { 1 << FR_LOCAL_MANAGER, "getUsedMemory", fr_local_manager_get_used_memory },
  { ALL, "addTag", fr_local_tags_add },
  { ALL, "getChildren", get_children },
  { ALL, "getChilds", get_children },
  { ALL, "getCreationTime", get_creation_time },
  { ALL, "getMediaPipeline", get_pipeline },
  { ALL, "getName", get_name },
  { ALL, "getParent", get_parent },
  { ALL, "getTag", fr_local_tags_get },
  { ALL, "getTags", fr_local_tags_list },
  { ALL, "removeTag", fr_local_tags_remove },
  { ALL, "setName", set_name },
  { ELEMENTS, "connect", fr_local_elements_connect },
  { ELEMENTS, "disconnect", fr_local_elements_disconnect },
  { ELEMENTS, "getSinkConnections", fr_local_elements_get_sinks },
  { ELEMENTS, "getSourceConnections", fr_local_elements_get_sources },
  { 1 << FR_LOCAL_FILTER, "setOverlayedImage", fr_local_overlay_set },
  { 1 << FR_LOCAL_FILTER, "unsetOverlayedImage", fr_local_overlay_unset },
  { 1 << FR_LOCAL_ENDPOINT, "addIceCandidate", fr_local_endpoint_add_candidate },
  { 1 << FR_LOCAL_ENDPOINT, "gatherCandidates", fr_local_endpoint_gather },
  { 1 << FR_LOCAL_ENDPOINT, "getConnectionState", fr_local_endpoint_get_state },
  { 1 << FR_LOCAL_ENDPOINT, "getLocalSessionDescriptor", fr_local_endpoint_get_local },
  { 1 << FR_LOCAL_ENDPOINT, "getMediaState", fr_local_endpoint_get_state },
  { 1 << FR_LOCAL_ENDPOINT, "getRemoteSessionDescriptor", fr_local_endpoint_get_remote },
  { 1 << FR_LOCAL_ENDPOINT, "getStats", fr_local_endpoint_get_stats },
  { 1 << FR_LOCAL_ENDPOINT, "isMediaFlowingIn", fr_local_endpoint_is_flowing_in },
  { 1 << FR_LOCAL_ENDPOINT, "isMediaFlowingOut", fr_local_endpoint_is_flowing_out },
  { 1 << FR_LOCAL_ENDPOINT, "isMediaTranscoding", fr_local_endpoint_is_flowing_out },
  { 1 << FR_LOCAL_ENDPOINT, "processOffer", fr_local_endpoint_process_offer },
};

/* getX and setX of the table of properties. */
static JsonNode *
access_property (FrLocalCalls *self, FrLocalObject *object, const char *operation,
                 JsonObject *params, GError **error)
{
  g_autofree char *name = NULL;

  if ((!g_str_has_prefix (operation, "get") && !g_str_has_prefix (operation, "set")) ||
      operation[3] == '\0')
    return NULL;

  name = g_strdup (operation + 3);
  name[0] = g_ascii_tolower (name[0]);
  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      JsonNode *node;

      if (!g_str_equal (properties[i].name, name) || (properties[i].kinds & 1 << object->kind) == 0)
        continue;
      if (operation[0] == 'g')
        {
          node = g_hash_table_lookup (object->properties, name);
          return node != NULL ? json_node_copy (node) : from_text (properties[i].value);
        }

      node = params != NULL ? json_object_get_member (params, name) : NULL;
      if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
        return fr_local_refuse_parameter (name, error);
      g_hash_table_insert (object->properties, g_strdup (name), json_node_copy (node));
      fr_local_objects_route (self->objects);
      return null_node ();
    }

  return NULL;
}

/**
 * fr_local_invoke:
 * @operation: what @object shall do
 * @params: (nullable): with what
 *
 * Returns: (transfer full): the result, a JSON null for none, or %NULL with a fault
 */
JsonNode *
fr_local_invoke (FrLocalCalls *self, FrLocalObject *object, const char *operation,
                 JsonObject *params, GError **error)
{
  g_autoptr (GError) reason = NULL;
  JsonNode *node;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    if (g_str_equal (operations[i].name, operation) &&
        (operations[i].kinds & 1 << object->kind) != 0)
      return operations[i].func (self, object, params, error);

  node = access_property (self, object, operation, params, &reason);
  if (node == NULL && reason == NULL)
    g_set_error (&reason, FR_LOCAL_FAULT, 40008, "Method '%s' with %u parameters not found",
                 operation, params != NULL ? json_object_get_size (params) : 0);
  if (reason != NULL)
    g_propagate_error (error, g_steal_pointer (&reason));

  return node;
}
