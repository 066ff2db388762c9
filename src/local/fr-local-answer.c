/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-calls.h"

#include "fr-json.h"
#include "fr-local-reply.h"

/* A session that is named, that of the connection, or a new one. */
static FrLocalSession *
choose_session (FrLocalCalls *self, gpointer connection, JsonObject *params)
{
  FrLocalSession *session =
    fr_local_sessions_find (self->sessions, fr_json_get_string (params, "sessionId"));

  if (session == NULL)
    session = fr_local_sessions_find_by_connection (self->sessions, connection);
  if (session == NULL)
    session = fr_local_sessions_add (self->sessions, connection);
  fr_local_sessions_bind (self->sessions, session, connection);

  return session;
}

static JsonObject *
answer_connect (FrLocalCalls *self, gpointer connection, JsonNode *id, JsonObject *params)
{
  const char *wanted = fr_json_get_string (params, "sessionId");
  g_autoptr (JsonNode) value = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) inner = json_object_new ();
  FrLocalSession *session;

  if (params == NULL || (wanted != NULL && fr_local_sessions_find (self->sessions, wanted) == NULL))
    {
      g_autoptr (GError) error = g_error_new_literal (FR_LOCAL_FAULT, 40007, "Invalid session");

      return fr_local_reply_new (id, NULL, NULL, FALSE, error);
    }

  session = choose_session (self, connection, params);
  json_object_set_string_member (inner, "serverId", self->server_id);
  json_node_set_object (value, inner);

  return fr_local_reply_new (id, session->id, value, FALSE, NULL);
}

static JsonObject *
answer_request (FrLocalCalls *self, gpointer connection, JsonObject *request)
{
  JsonNode *id = json_object_get_member (request, "id");
  const char *method = fr_json_get_string (request, "method");
  JsonObject *params = fr_json_get_object (request, "params");
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) value = NULL;
  FrLocalSession *session;

  if (g_strcmp0 (fr_json_get_string (request, "jsonrpc"), "2.0") != 0 || method == NULL ||
      (id != NULL && (JSON_NODE_HOLDS_OBJECT (id) || JSON_NODE_HOLDS_ARRAY (id))))
    {
      error = g_error_new_literal (FR_LOCAL_FAULT, -32600, "Invalid JSON-RPC request");
      return fr_local_reply_new (id, NULL, NULL, FALSE, error);
    }
  if (g_str_equal (method, "connect"))
    return answer_connect (self, connection, id, params);
  if (g_str_equal (method, "ping") &&
      fr_local_sessions_find_by_connection (self->sessions, connection) == NULL &&
      fr_local_sessions_find (self->sessions, fr_json_get_string (params, "sessionId")) == NULL)
    {
      value = json_node_init_string (json_node_alloc (), "pong");
      return fr_local_reply_new (id, NULL, value, TRUE, NULL);
    }

  session = choose_session (self, connection, params);
  if (g_str_equal (method, "closeSession"))
    {
      JsonObject *reply = fr_local_reply_new (id, NULL, NULL, FALSE, NULL);

      fr_local_calls_drop (
        self, session,
        params != NULL && json_object_get_boolean_member_with_default (params, "release", FALSE));
      json_object_set_null_member (reply, "result");
      return reply;
    }

  value = fr_local_calls_run (self, session, method, params, &error);
  if (id == NULL || JSON_NODE_HOLDS_NULL (id))
    {
      g_clear_error (&error);
      error = g_error_new_literal (FR_LOCAL_FAULT, -32000,
                                   "Ignoring response because of a notification request");
    }

  return fr_local_reply_new (id, session->id, value, fr_local_calls_has_value (method), error);
}

/**
 * fr_local_calls_answer:
 * @connection: who asks
 * @message: what came
 *
 * Does what is asked. Blocks for as long as that takes.
 *
 * Returns: (transfer full): the reply as text
 */
char *
fr_local_calls_answer (FrLocalCalls *self, gpointer connection, JsonNode *message)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  JsonObject *reply;

  if (JSON_NODE_HOLDS_OBJECT (message))
    reply = answer_request (self, connection, json_node_get_object (message));
  else
    {
      error = g_error_new_literal (FR_LOCAL_FAULT, -32600, "Invalid JSON-RPC request");
      reply = fr_local_reply_new (NULL, NULL, NULL, FALSE, error);
    }
  json_node_take_object (root, reply);

  return fr_json_render (root, FALSE);
}
