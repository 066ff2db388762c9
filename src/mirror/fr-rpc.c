/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-rpc.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "fr-error.h"
#include "fr-json.h"
#include "fr-pin.h"

#define LARGEST_MESSAGE (4 * 1024 * 1024)
#define LIMIT_SECONDS 20
#define PING_SECONDS 30

typedef struct
{
  char *what; /* the method, and the operation of an invoke */
  FrRpcAnswer answer;
  gpointer data;
  GDestroyNotify destroy;
  gint64 deadline;
} Call;

/**
 * FrRpc:
 *
 * A conversation with a media server: JSON-RPC 2.0 over a WebSocket, as Kurento speaks it.
 * It lives on the main context that was the thread's default when it was made. Ids are never
 * used twice, because the server remembers its replies by them.
 */
struct _FrRpc
{
  GObject parent_instance;

  char *address; /* with its query, which may hold a token */
  char *uri;     /* without, for people */
  char *pin;
  char *session_id;
  SoupSession *session;
  SoupWebsocketConnection *socket;
  GCancellable *cancellable;
  GHashTable *calls; /* id to Call */
  gint64 next_id;
  GSource *clock;
  guint seconds;
  gboolean closed;
};

enum
{
  OPENED,
  FAILED,
  EVENT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrRpc, fr_rpc, G_TYPE_OBJECT)

static void
call_free (gpointer data)
{
  Call *call = data;

  if (call->destroy != NULL)
    call->destroy (call->data);
  g_free (call->what);
  g_free (call);
}

static void
stop_clock (FrRpc *self)
{
  if (self->clock != NULL)
    g_source_destroy (self->clock);
  g_clear_pointer (&self->clock, g_source_unref);
}

/* Ends every open call with @error, then says so once. */
static void
fail (FrRpc *self, const GError *error)
{
  GHashTableIter iter;
  gpointer value;
  g_autoptr (GHashTable) calls = NULL;

  if (self->closed)
    return;

  self->closed = TRUE;
  stop_clock (self);
  calls = g_steal_pointer (&self->calls);
  self->calls = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, call_free);
  g_object_ref (self);
  g_hash_table_iter_init (&iter, calls);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Call *call = value;

      if (call->answer != NULL)
        call->answer (NULL, error, call->data);
    }
  g_signal_emit (self, signals[FAILED], 0, error);
  g_object_unref (self);
}

static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
             json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static JsonObject *
get_object (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static void
take_event (FrRpc *self, JsonObject *message)
{
  JsonObject *value = get_object (get_object (message, "params"), "value");
  const char *object = get_string (value, "object");
  const char *type = get_string (value, "type");
  JsonObject *data = get_object (value, "data");

  if (object == NULL || type == NULL || data == NULL)
    return;

  g_signal_emit (self, signals[EVENT], 0, object, type, data);
}

static void
take_error (const Call *call, JsonObject *error)
{
  const char *text = get_string (error, "message");
  const char *type = get_string (get_object (error, "data"), "type");
  JsonNode *code = json_object_get_member (error, "code");
  g_autoptr (GError) reason = NULL;

  reason =
    g_error_new (FR_ERROR, FR_ERROR_MIRROR, _ ("The media server refused “%s”: %s (%d%s%s)."),
                 call->what, text != NULL ? text : _ ("it gives no reason"),
                 code != NULL && JSON_NODE_HOLDS_VALUE (code) ? (int) json_node_get_int (code) : 0,
                 type != NULL ? " " : "", type != NULL ? type : "");
  if (call->answer != NULL)
    call->answer (NULL, reason, call->data);
}

static void
take_answer (FrRpc *self, JsonObject *message)
{
  JsonNode *number = json_object_get_member (message, "id");
  JsonObject *result = get_object (message, "result");
  JsonObject *error = get_object (message, "error");
  gint64 id = number != NULL && JSON_NODE_HOLDS_VALUE (number) ? json_node_get_int (number) : -1;
  gpointer key = NULL, value = NULL;
  Call *call;

  if (!g_hash_table_steal_extended (self->calls, &id, &key, &value))
    return;

  g_free (key);
  call = value;
  if (error != NULL)
    take_error (call, error);
  else
    {
      JsonNode *node = result != NULL ? json_object_get_member (result, "value") : NULL;
      const char *session_id = get_string (result, "sessionId");

      if (session_id != NULL && g_strcmp0 (session_id, self->session_id) != 0)
        {
          g_free (self->session_id);
          self->session_id = g_strdup (session_id);
        }
      if (call->answer != NULL)
        call->answer (node, NULL, call->data);
    }
  call_free (call);
}

static void
message_cb (FrRpc *self, int type, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);

  g_debug ("< %.*s", (int) MIN (length, 2000), text);
  root = fr_json_parse (text, (gssize) length, &error);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_autoptr (GError) reason = g_error_new (
        FR_ERROR, FR_ERROR_PROTOCOL, _ ("What answers at %s does not speak Kurento's protocol: %s"),
        self->uri, error != NULL ? error->message : _ ("its message is no JSON object."));

      fail (self, reason);
      return;
    }

  g_object_ref (self);
  if (g_strcmp0 (get_string (json_node_get_object (root), "method"), "onEvent") == 0)
    take_event (self, json_node_get_object (root));
  else
    take_answer (self, json_node_get_object (root));
  g_object_unref (self);
}

static void
closed_cb (FrRpc *self)
{
  g_autoptr (GError) error = NULL;

  error = g_error_new (
    FR_ERROR, FR_ERROR_UNREACHABLE,
    _ ("The media server at %s closed the connection. Look whether it is still running."),
    self->uri);
  fail (self, error);
}

static gboolean
tick_cb (gpointer data)
{
  FrRpc *self = data;
  gint64 now = g_get_monotonic_time ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->calls);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Call *call = value;
      g_autoptr (GError) error = NULL;

      if (now < call->deadline)
        continue;

      error = g_error_new (FR_ERROR, FR_ERROR_TIMEOUT,
                           _ ("The media server at %s has not answered “%s” within %d seconds."),
                           self->uri, call->what, LIMIT_SECONDS);
      fail (self, error);
      return G_SOURCE_REMOVE;
    }

  if (++self->seconds % PING_SECONDS == 0)
    fr_rpc_call (self, "ping", NULL, NULL, NULL, NULL);

  return G_SOURCE_CONTINUE;
}

static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags flaws, gpointer data)
{
  FrRpc *self = data;

  return fr_pin_accepts (self->pin, certificate, flaws);
}

static GError *
explain (FrRpc *self, SoupMessage *message, const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) ||
      soup_message_get_tls_peer_certificate_errors (message) != 0)
    return g_error_new (
      FR_ERROR, FR_ERROR_CERTIFICATE,
      self->pin != NULL
        ? _ ("%s shows another certificate than the one that was pinned. If the server was "
             "installed anew, read its fingerprint there again.")
        : _ ("The certificate of %s is not one that this system trusts. If you know its "
             "fingerprint, give it with --pin."),
      self->uri);
  if (g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_ERROR_NOT_WEBSOCKET) ||
      g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_ERROR_BAD_HANDSHAKE))
    return g_error_new (
      FR_ERROR, FR_ERROR_PROTOCOL,
      _ ("What answers at %s is no media server: it does not open a WebSocket. Look at the "
         "port and the path; Kurento's path is /kurento."),
      self->uri);

  return g_error_new (
    FR_ERROR, FR_ERROR_UNREACHABLE,
    _ ("No media server answers at %s: %s. Look whether it runs, and whether a firewall is "
       "in between."),
    self->uri, error->message);
}

static void
connected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (FrRpc) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) socket =
    soup_session_websocket_connect_finish (SOUP_SESSION (source), result, &error);
  SoupMessage *message = soup_session_get_async_result_message (SOUP_SESSION (source), result);

  if (self->closed)
    return;
  if (socket == NULL ||
      (self->pin != NULL && soup_message_get_tls_peer_certificate (message) != NULL &&
       !fr_pin_accepts (self->pin, soup_message_get_tls_peer_certificate (message), 0)))
    {
      g_autoptr (GError) reason = NULL;

      if (error == NULL)
        error = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "");
      reason = explain (self, message, error);
      fail (self, reason);
      return;
    }

  self->socket = g_steal_pointer (&socket);
  soup_websocket_connection_set_max_incoming_payload_size (self->socket, LARGEST_MESSAGE);
  g_signal_connect_object (self->socket, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->socket, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);

  self->clock = g_timeout_source_new_seconds (1);
  g_source_set_callback (self->clock, tick_cb, self, NULL);
  g_source_attach (self->clock, g_main_context_get_thread_default ());

  g_signal_emit (self, signals[OPENED], 0);
}

/**
 * fr_rpc_open:
 *
 * Connects, and emits #FrRpc::opened or #FrRpc::failed later. Does not block.
 */
void
fr_rpc_open (FrRpc *self)
{
  g_autoptr (SoupMessage) message = NULL;

  g_return_if_fail (FR_IS_RPC (self) && self->session == NULL);

  message = soup_message_new (SOUP_METHOD_GET, self->address);
  if (message == NULL)
    {
      g_autoptr (GError) error = g_error_new (
        FR_ERROR, FR_ERROR_USAGE,
        _ ("“%s” is no address of a media server. Write it as ws://HOST:8888/kurento or "
           "wss://HOST:8433/kurento."),
        self->uri);

      fail (self, error);
      return;
    }

  self->session = soup_session_new_with_options ("timeout", 15, NULL);
  g_signal_connect_object (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self,
                           0);
  soup_session_websocket_connect_async (self->session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        self->cancellable, connected_cb, g_object_ref (self));
}

static char *
describe_call (const char *method, JsonObject *params)
{
  const char *operation = get_string (params, "operation");
  const char *type = get_string (params, "type");

  if (operation == NULL)
    operation = type;

  return operation != NULL ? g_strdup_printf ("%s %s", method, operation) : g_strdup (method);
}

/**
 * fr_rpc_call:
 * @method: as Kurento names it: `create`, `invoke`, ...
 * @params: (transfer full) (nullable): its parameters; the session is added here
 * @answer: (nullable): called once, on this object's context
 * @data: for @answer
 * @destroy: (nullable): frees @data, after the answer or when there will be none
 *
 * Sends a call. Does not block. A call that is not answered within 20 seconds ends the
 * conversation: the server is there and does nothing.
 */
void
fr_rpc_call (FrRpc *self, const char *method, JsonObject *params, FrRpcAnswer answer, gpointer data,
             GDestroyNotify destroy)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) message = json_object_new ();
  g_autofree char *text = NULL;
  gint64 *id = NULL;
  Call *call;

  g_return_if_fail (FR_IS_RPC (self) && method != NULL);

  if (params == NULL)
    params = json_object_new ();
  if (self->socket == NULL || self->closed)
    {
      g_autoptr (GError) error = g_error_new (FR_ERROR, FR_ERROR_UNREACHABLE,
                                              _ ("There is no connection to %s."), self->uri);

      json_object_unref (params);
      if (answer != NULL)
        answer (NULL, error, data);
      if (destroy != NULL)
        destroy (data);
      return;
    }

  call = g_new0 (Call, 1);
  call->what = describe_call (method, params);
  call->answer = answer;
  call->data = data;
  call->destroy = destroy;
  call->deadline = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;
  id = g_new (gint64, 1);
  *id = self->next_id++;
  g_hash_table_insert (self->calls, id, call);

  if (self->session_id != NULL)
    json_object_set_string_member (params, "sessionId", self->session_id);
  json_object_set_string_member (message, "jsonrpc", "2.0");
  json_object_set_int_member (message, "id", *id);
  json_object_set_string_member (message, "method", method);
  json_object_set_object_member (message, "params", params);
  json_node_set_object (root, message);
  text = fr_json_render (root, FALSE);
  g_debug ("> %s", text);
  soup_websocket_connection_send_text (self->socket, text);
}

/**
 * fr_rpc_close:
 *
 * Says good-bye. Open calls are not answered any more; no signal follows.
 */
void
fr_rpc_close (FrRpc *self)
{
  g_return_if_fail (FR_IS_RPC (self));

  self->closed = TRUE;
  stop_clock (self);
  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->calls);
  if (self->socket != NULL &&
      soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

static void
fr_rpc_dispose (GObject *object)
{
  FrRpc *self = FR_RPC (object);

  fr_rpc_close (self);
  g_clear_object (&self->socket);
  if (self->session != NULL)
    soup_session_abort (self->session);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (fr_rpc_parent_class)->dispose (object);
}

static void
fr_rpc_finalize (GObject *object)
{
  FrRpc *self = FR_RPC (object);

  g_clear_pointer (&self->calls, g_hash_table_unref);
  g_clear_object (&self->cancellable);
  g_free (self->address);
  g_free (self->uri);
  g_free (self->pin);
  g_free (self->session_id);

  G_OBJECT_CLASS (fr_rpc_parent_class)->finalize (object);
}

static void
fr_rpc_class_init (FrRpcClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = fr_rpc_dispose;
  object_class->finalize = fr_rpc_finalize;

  /**
   * FrRpc::opened:
   *
   * Calls can be sent now.
   */
  signals[OPENED] =
    g_signal_new ("opened", FR_TYPE_RPC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * FrRpc::failed:
   * @error: why; the conversation is over
   */
  signals[FAILED] = g_signal_new ("failed", FR_TYPE_RPC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_ERROR);
  /**
   * FrRpc::event:
   * @object: id of the object that it is about
   * @type: name of the event
   * @data: (type JsonObject): its members
   */
  signals[EVENT] = g_signal_new ("event", FR_TYPE_RPC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 3, G_TYPE_STRING, G_TYPE_STRING, JSON_TYPE_OBJECT);
}

static void
fr_rpc_init (FrRpc *self)
{
  self->calls = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, call_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * fr_rpc_new:
 * @uri: ws:// or wss:// address
 * @pin: (nullable): SHA-256 of the server's certificate (DER), in hexadecimal digits
 *
 * Returns: (transfer full): a conversation that is not open yet
 */
FrRpc *
fr_rpc_new (const char *uri, const char *pin)
{
  FrRpc *self;

  g_return_val_if_fail (uri != NULL, NULL);

  self = g_object_new (FR_TYPE_RPC, NULL);
  self->address = g_strdup (uri);
  self->uri = g_strndup (uri, strcspn (uri, "?#"));
  self->pin = g_strdup (pin);

  return self;
}
