/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-calls.h"

#include <string.h>

#include "fr-json.h"
#include "fr-local-reply.h"

typedef JsonNode *(*MethodFunc) (FrLocalCalls *self, FrLocalSession *session, JsonObject *params,
                                 GError **error);

typedef struct
{
  const char *name;
  MethodFunc func;
} Method;

static const char *
need_string (JsonObject *params, const char *name, GError **error)
{
  const char *text = fr_json_get_string (params, name);

  if (text == NULL)
    g_set_error (error, FR_LOCAL_FAULT, -32000, "'%s' parameter is required", name);

  return text;
}

/* The object that a call names; from then on its session uses it. */
static FrLocalObject *
need_object (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  const char *id = need_string (params, "object", error);
  FrLocalObject *object = id != NULL ? fr_local_objects_find (self->objects, id, error) : NULL;

  if (object != NULL)
    g_hash_table_add (session->objects, g_strdup (id));

  return object;
}

static JsonNode *
describe (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  FrLocalObject *object = need_object (self, session, params, error);
  g_autofree char *qualified = NULL;
  JsonObject *result;
  JsonArray *hierarchy;
  JsonNode *node;

  if (object == NULL)
    return NULL;

  result = json_object_new ();
  hierarchy = json_array_new ();
  for (guint i = 0; fr_local_types[object->kind].hierarchy[i] != NULL; i++)
    json_array_add_string_element (hierarchy, fr_local_types[object->kind].hierarchy[i]);
  qualified = g_strconcat ("kurento.", fr_local_types[object->kind].name, NULL);
  json_object_set_array_member (result, "hierarchy", hierarchy);
  json_object_set_string_member (result, "qualifiedType", qualified);
  json_object_set_string_member (result, "type", fr_local_types[object->kind].name);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, result);

  return node;
}

static JsonNode *
create (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  const char *type = need_string (params, "type", error);
  JsonObject *inner = fr_json_get_object (params, "constructorParams");
  FrLocalObject *pipeline = NULL;
  FrLocalObject *object;
  FrLocalKind kind = FR_LOCAL_PIPELINE;
  JsonObject *event;

  if (type == NULL)
    return NULL;
  if (g_str_has_prefix (type, "kurento."))
    type += strlen ("kurento.");
  while (kind < FR_LOCAL_KINDS && !g_str_equal (fr_local_types[kind].name, type))
    kind++;
  if (kind == FR_LOCAL_KINDS)
    {
      g_set_error (error, FR_LOCAL_FAULT, 40108, "Factory '%s' not found", type);
      return NULL;
    }

  if (kind != FR_LOCAL_PIPELINE)
    {
      pipeline =
        fr_local_objects_find (self->objects, fr_json_get_string (inner, "mediaPipeline"), NULL);
      if (pipeline == NULL || pipeline->kind != FR_LOCAL_PIPELINE)
        {
          g_set_error_literal (error, FR_LOCAL_FAULT, 40001,
                               "'mediaPipeline' parameter should be a MediaPipeline");
          return NULL;
        }
    }

  object = fr_local_objects_add (self->objects, kind, pipeline);
  g_hash_table_add (session->objects, g_strdup (object->id));
  event = json_object_new ();
  json_object_set_string_member (event, "object", object->id);
  fr_local_sessions_emit (self->sessions, "manager_ServerManager", "ObjectCreated", event);

  return fr_json_make_string (object->id);
}

static JsonNode *
invoke (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  FrLocalObject *object = need_object (self, session, params, error);
  const char *operation = object != NULL ? need_string (params, "operation", error) : NULL;

  if (operation == NULL)
    return NULL;

  return fr_local_invoke (self, object, operation, fr_json_get_object (params, "operationParams"),
                          error);
}

static JsonNode *
subscribe (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  FrLocalObject *object = need_object (self, session, params, error);
  const char *type = object != NULL ? need_string (params, "type", error) : NULL;

  if (type == NULL)
    return NULL;
  if (!fr_local_event_exists (type))
    {
      g_set_error (error, FR_LOCAL_FAULT, 40106, "Event '%s' not supported", type);
      return NULL;
    }

  return fr_json_make_string (fr_local_sessions_subscribe (session, object->id, type));
}

static JsonNode *
unsubscribe (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  const char *id = need_string (params, "subscription", error);

  if (id != NULL)
    g_hash_table_remove (session->subscriptions, id);

  return NULL;
}

static void
remove_object (FrLocalCalls *self, FrLocalObject *object)
{
  g_autoptr (GPtrArray) gone = fr_local_objects_list (self->objects, FR_LOCAL_KINDS, object);
  g_autoptr (GPtrArray) ids = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (gone, object);
  for (guint i = 0; i < gone->len; i++)
    g_ptr_array_add (ids, g_strdup (((FrLocalObject *) g_ptr_array_index (gone, i))->id));
  fr_local_objects_remove (self->objects, object);
  for (guint i = 0; i < ids->len; i++)
    {
      JsonObject *event = json_object_new ();

      json_object_set_string_member (event, "objectId", g_ptr_array_index (ids, i));
      fr_local_sessions_emit (self->sessions, "manager_ServerManager", "ObjectDestroyed", event);
    }
}

/* What is gone already is released as well. */
static JsonNode *
release (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  const char *id = need_string (params, "object", error);
  FrLocalObject *object = fr_local_objects_find (self->objects, id, NULL);

  if (object != NULL && object->kind != FR_LOCAL_MANAGER)
    remove_object (self, object);

  return NULL;
}

static JsonNode *
ping (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  return fr_json_make_string ("pong");
}

static JsonNode *
nothing (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  return NULL;
}

/**
 * fr_local_calls_drop:
 * @all: whether others lose its objects too
 *
 * Ends a session, with what only it used.
 */
void
fr_local_calls_drop (FrLocalCalls *self, FrLocalSession *session, gboolean all)
{
  g_autoptr (GHashTable) objects = g_hash_table_ref (session->objects);
  GHashTableIter iter;
  gpointer id;

  fr_local_sessions_remove (self->sessions, session);
  g_hash_table_iter_init (&iter, objects);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      FrLocalObject *object = fr_local_objects_find (self->objects, id, NULL);

      if (object != NULL && object->kind != FR_LOCAL_MANAGER &&
          (all || !fr_local_sessions_uses (self->sessions, id)))
        remove_object (self, object);
    }
}

/**
 * fr_local_calls_has_value:
 *
 * Returns: whether the result of this method is a value; that of describe has members of its own
 */
gboolean
fr_local_calls_has_value (const char *method)
{
  return g_strcmp0 (method, "describe") != 0;
}

static JsonObject *
run_operation (FrLocalCalls *self, FrLocalSession *session, JsonObject *operation,
               JsonArray *replies, gboolean *good)
{
  JsonNode *inner = json_object_get_member (operation, "params");
  const char *method = fr_json_get_string (operation, "method");
  g_autoptr (JsonNode) params = NULL;
  g_autoptr (JsonNode) result = NULL;
  g_autoptr (GError) error = NULL;

  if (inner != NULL)
    params = fr_local_reply_resolve (inner, replies, &error);
  if (error == NULL)
    result = fr_local_calls_run (
      self, session, method,
      params != NULL && JSON_NODE_HOLDS_OBJECT (params) ? json_node_get_object (params) : NULL,
      &error);
  *good = error == NULL;

  return fr_local_reply_new (json_object_get_member (operation, "id"), session->id, result,
                             fr_local_calls_has_value (method), error);
}

/* Several calls in one message; the first that fails is the last. */
static JsonNode *
transaction (FrLocalCalls *self, FrLocalSession *session, JsonObject *params, GError **error)
{
  JsonNode *node = json_object_get_member (params, "operations");
  JsonArray *operations, *replies;
  JsonNode *value;
  gboolean good = TRUE;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error_literal (error, FR_LOCAL_FAULT, 40008,
                           "'operations' parameter should be an array");
      return NULL;
    }

  operations = json_node_get_array (node);
  replies = json_array_new ();
  for (guint i = 0; i < json_array_get_length (operations) && good; i++)
    {
      JsonNode *element = json_array_get_element (operations, i);

      if (!JSON_NODE_HOLDS_OBJECT (element))
        {
          json_array_unref (replies);
          g_set_error (error, FR_LOCAL_FAULT, 40008, "Operation %u is no object", i);
          return NULL;
        }
      json_array_add_object_element (
        replies, run_operation (self, session, json_node_get_object (element), replies, &good));
    }
  value = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (value, replies);

  return value;
}

static const Method methods[] = {
  { "create", create },
  { "describe", describe },
  { "invoke", invoke },
  { "keepAlive", nothing },
  { "ping", ping },
  { "ref", nothing },
  { "release", release },
  { "subscribe", subscribe },
  { "transaction", transaction },
  { "unref", nothing },
  { "unsubscribe", unsubscribe },
};

/**
 * fr_local_calls_run:
 * @session: that calls
 * @method: (nullable): its name
 * @params: (nullable): of the call
 *
 * Does what is asked. Blocks for as long as that takes.
 *
 * Returns: (transfer full) (nullable): what came of it; %NULL for nothing, or with a fault
 */
JsonNode *
fr_local_calls_run (FrLocalCalls *self, FrLocalSession *session, const char *method,
                    JsonObject *params, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_strcmp0 (methods[i].name, method) == 0)
      {
        if (params == NULL && methods[i].func != ping)
          {
            g_set_error_literal (error, FR_LOCAL_FAULT, -32602, "'params' is required");
            return NULL;
          }
        return methods[i].func (self, session, params, error);
      }

  g_set_error (error, FR_LOCAL_FAULT, -32601, "Method '%s' not found",
               method != NULL ? method : "");

  return NULL;
}

/**
 * fr_local_calls_sweep:
 * @seconds: how long a session may be without a connection
 *
 * Drops the sessions that were left, and what only they used.
 */
void
fr_local_calls_sweep (FrLocalCalls *self, guint seconds)
{
  g_autoptr (GPtrArray) sessions = fr_local_sessions_list (self->sessions);
  gint64 before = g_get_monotonic_time () - (gint64) seconds * G_USEC_PER_SEC;

  for (guint i = 0; i < sessions->len; i++)
    {
      FrLocalSession *session = g_ptr_array_index (sessions, i);

      if (session->connection == NULL && session->left_us <= before)
        fr_local_calls_drop (self, session, FALSE);
    }
}

/**
 * fr_local_calls_new:
 * @settings: of the server
 * @send: sends a message to a connection
 */
FrLocalCalls *
fr_local_calls_new (const FrLocalMirrorSettings *settings, FrLocalSend send)
{
  FrLocalCalls *self = g_new0 (FrLocalCalls, 1);

  self->objects = fr_local_objects_new ();
  self->sessions = fr_local_sessions_new (send);
  self->address =
    g_strdup (settings->media_address != NULL ? settings->media_address : settings->address);
  self->first_media_port = settings->first_media_port;
  self->last_media_port = settings->last_media_port;
  self->server_id = g_uuid_string_random ();
  self->asked_us = g_get_monotonic_time ();
  self->leaving = g_cancellable_new ();
  self->web = soup_session_new_with_options ("timeout", 10, NULL);

  return self;
}

/**
 * fr_local_calls_free:
 * @self: (nullable):
 */
void
fr_local_calls_free (FrLocalCalls *self)
{
  if (self == NULL)
    return;

  g_cancellable_cancel (self->leaving);
  g_object_unref (self->leaving);
  soup_session_abort (self->web);
  g_object_unref (self->web);
  fr_local_objects_free (self->objects);
  fr_local_sessions_free (self->sessions);
  g_free (self->address);
  g_free (self->server_id);
  g_free (self);
}
