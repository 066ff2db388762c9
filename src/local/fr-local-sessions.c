/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-sessions.h"

#include "fr-json.h"

/* Each event, and how servers before Kurento 7 call it. */
static const struct
{
  const char *type;
  const char *old;
} events[] = {
  { "ConnectionStateChanged", NULL },
  { "DataChannelClosed", "OnDataChannelClosed" },
  { "DataChannelOpened", "OnDataChannelOpened" },
  { "DtlsConnectionStateChange", NULL },
  { "ElementConnected", NULL },
  { "ElementDisconnected", NULL },
  { "Error", NULL },
  { "IceCandidateFound", "OnIceCandidate" },
  { "IceComponentStateChanged", "IceComponentStateChange" },
  { "IceComponentStateChanged", "OnIceComponentStateChanged" },
  { "IceGatheringDone", "OnIceGatheringDone" },
  { "MediaFlowInStateChanged", "MediaFlowInStateChange" },
  { "MediaFlowOutStateChanged", "MediaFlowOutStateChange" },
  { "MediaSessionStarted", NULL },
  { "MediaSessionTerminated", NULL },
  { "MediaStateChanged", NULL },
  { "MediaTranscodingStateChanged", "MediaTranscodingStateChange" },
  { "NewCandidatePairSelected", NULL },
  { "ObjectCreated", NULL },
  { "ObjectDestroyed", NULL },
};

/**
 * FrLocalSessions:
 *
 * The clients of the media server, and who of them wants to hear of what.
 */
struct _FrLocalSessions
{
  GHashTable *by_id;
  FrLocalSend send;
};

static void
session_free (gpointer data)
{
  FrLocalSession *session = data;

  g_hash_table_unref (session->subscriptions);
  g_hash_table_unref (session->objects);
  g_free (session->id);
  g_free (session);
}

/**
 * fr_local_sessions_new:
 * @send: sends a message to a connection
 */
FrLocalSessions *
fr_local_sessions_new (FrLocalSend send)
{
  FrLocalSessions *self = g_new0 (FrLocalSessions, 1);

  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, session_free);
  self->send = send;

  return self;
}

/**
 * fr_local_sessions_free:
 * @self: (nullable):
 */
void
fr_local_sessions_free (FrLocalSessions *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->by_id);
  g_free (self);
}

/**
 * fr_local_sessions_add:
 *
 * Returns: (transfer none): a new session of this connection
 */
FrLocalSession *
fr_local_sessions_add (FrLocalSessions *self, gpointer connection)
{
  FrLocalSession *session = g_new0 (FrLocalSession, 1);

  session->id = g_uuid_string_random ();
  session->subscriptions = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  session->objects = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  session->connection = connection;
  g_hash_table_insert (self->by_id, session->id, session);

  return session;
}

/**
 * fr_local_sessions_find:
 *
 * Returns: (transfer none) (nullable): the session with this id
 */
FrLocalSession *
fr_local_sessions_find (FrLocalSessions *self, const char *id)
{
  return id != NULL ? g_hash_table_lookup (self->by_id, id) : NULL;
}

/**
 * fr_local_sessions_find_by_connection:
 *
 * Returns: (transfer none) (nullable): the session that speaks over this connection
 */
FrLocalSession *
fr_local_sessions_find_by_connection (FrLocalSessions *self, gpointer connection)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (((FrLocalSession *) value)->connection == connection)
      return value;

  return NULL;
}

/**
 * fr_local_sessions_bind:
 *
 * The session speaks over this connection from now on; its old one hears nothing any more.
 */
void
fr_local_sessions_bind (FrLocalSessions *self, FrLocalSession *session, gpointer connection)
{
  if (session->connection == connection)
    return;

  fr_local_sessions_leave (self, connection);
  session->connection = connection;
}

/**
 * fr_local_sessions_leave:
 *
 * The connection is closed; its session waits for another.
 */
void
fr_local_sessions_leave (FrLocalSessions *self, gpointer connection)
{
  FrLocalSession *session = fr_local_sessions_find_by_connection (self, connection);

  if (session == NULL)
    return;

  session->connection = NULL;
  session->left_us = g_get_monotonic_time ();
}

void
fr_local_sessions_remove (FrLocalSessions *self, FrLocalSession *session)
{
  g_hash_table_remove (self->by_id, session->id);
}

/**
 * fr_local_sessions_list:
 *
 * Returns: (transfer container): of #FrLocalSession
 */
GPtrArray *
fr_local_sessions_list (FrLocalSessions *self)
{
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_ptr_array_add (list, value);

  return list;
}

/**
 * fr_local_sessions_uses:
 *
 * Returns: whether any session made or used this object
 */
gboolean
fr_local_sessions_uses (FrLocalSessions *self, const char *object)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_hash_table_contains (((FrLocalSession *) value)->objects, object))
      return TRUE;

  return FALSE;
}

/**
 * fr_local_event_exists:
 *
 * Returns: whether there is an event of this name, in the spelling of any generation
 */
gboolean
fr_local_event_exists (const char *type)
{
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    if (g_str_equal (events[i].type, type) || g_strcmp0 (events[i].old, type) == 0)
      return TRUE;

  return FALSE;
}

/**
 * fr_local_sessions_subscribe:
 *
 * Returns: (transfer none): the id of the subscription
 */
const char *
fr_local_sessions_subscribe (FrLocalSession *session, const char *object, const char *type)
{
  char *id = g_uuid_string_random ();

  g_hash_table_insert (session->subscriptions, id, g_strdup_printf ("%s\n%s", object, type));

  return id;
}

static gboolean
has_subscribed (const FrLocalSession *session, const char *object, const char *type)
{
  g_autofree char *wanted = g_strdup_printf ("%s\n%s", object, type);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, session->subscriptions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    if (g_str_equal (value, wanted))
      return TRUE;

  return FALSE;
}

/* The event as @type, in the spelling that was subscribed to. */
static void
send_event (FrLocalSessions *self, const FrLocalSession *session, const char *object,
            const char *type, JsonObject *data)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) message = json_object_new ();
  g_autofree char *now = g_strdup_printf ("%" G_GINT64_FORMAT, g_get_real_time () / 1000);
  g_autofree char *text = NULL;
  JsonObject *params = json_object_new ();
  JsonObject *value = json_object_new ();
  JsonObject *inner = json_object_new ();
  GList *members = json_object_get_members (data);

  for (GList *link = members; link != NULL; link = link->next)
    json_object_set_member (inner, link->data,
                            json_node_copy (json_object_get_member (data, link->data)));
  g_list_free (members);

  json_object_set_string_member (inner, "source", object);
  if (!json_object_has_member (inner, "tags"))
    json_object_set_array_member (inner, "tags", json_array_new ());
  json_object_set_string_member (inner, "timestampMillis", now);
  if (!json_object_has_member (inner, "type"))
    json_object_set_string_member (inner, "type", type);
  json_object_set_object_member (value, "data", inner);
  json_object_set_string_member (value, "object", object);
  json_object_set_string_member (value, "type", type);
  json_object_set_object_member (params, "value", value);
  json_object_set_string_member (message, "jsonrpc", "2.0");
  json_object_set_string_member (message, "method", "onEvent");
  json_object_set_object_member (message, "params", params);
  json_node_set_object (root, message);
  text = fr_json_render (root, FALSE);
  self->send (session->connection, text);
}

/**
 * fr_local_sessions_emit:
 * @object: id of the object that it is about
 * @type: the event, as Kurento 7 calls it
 * @data: (transfer full): its own members
 *
 * Tells those who have subscribed, each once for each spelling.
 */
void
fr_local_sessions_emit (FrLocalSessions *self, const char *object, const char *type,
                        JsonObject *data)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      FrLocalSession *session = value;

      if (session->connection == NULL)
        continue;
      if (has_subscribed (session, object, type))
        send_event (self, session, object, type, data);
      for (guint i = 0; i < G_N_ELEMENTS (events); i++)
        if (events[i].old != NULL && g_str_equal (events[i].type, type) &&
            has_subscribed (session, object, events[i].old))
          send_event (self, session, object, events[i].old, data);
    }
  json_object_unref (data);
}
