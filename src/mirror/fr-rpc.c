/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-rpc.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>

#include "fr-error.h"
#include "fr-json.h"
#include "fr-pin.h"
#include "fr-rpc-calls.h"
#include "fr-rpc-message.h"
#include "fr-rpc-trust.h"

#define LARGEST_MESSAGE (4 * 1024 * 1024)
#define LIMIT_SECONDS 20
#define PING_SECONDS 30
#define TICK_MS 250

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
  GHashTable *calls; /* id to FrRpcCall */
  gint64 next_id;
  GSource *clock;
  guint limit_seconds;
  gint64 pinged_us;
  gboolean closed; /* no call can be sent any more */
  gboolean left;   /* by us: nothing is told any more */
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
  FrRpcCall *call;

  if (self->closed)
    return;

  self->closed = TRUE;
  stop_clock (self);
  g_object_ref (self);
  while ((call = fr_rpc_calls_steal (self->calls, NULL)) != NULL)
    fr_rpc_call_answer (call, NULL, error);
  if (!self->left)
    g_signal_emit (self, signals[FAILED], 0, error);
  g_object_unref (self);
}

static void
take_event (FrRpc *self, JsonObject *message)
{
  JsonObject *params = fr_json_get_object (message, "params");
  JsonObject *value = fr_json_get_object (params, "value");
  const char *object = fr_json_get_string (value, "object");
  const char *type = fr_json_get_string (value, "type");
  JsonObject *data = fr_json_get_object (value, "data");

  if (object != NULL && type != NULL && data != NULL)
    g_signal_emit (self, signals[EVENT], 0, object, type, data);
}

static void
take_answer (FrRpc *self, JsonObject *message)
{
  JsonObject *result = fr_json_get_object (message, "result");
  JsonObject *error = fr_json_get_object (message, "error");
  const char *session_id = fr_json_get_string (result, "sessionId");
  gint64 id = fr_json_get_int (message, "id", -1);
  FrRpcCall *call = fr_rpc_calls_steal (self->calls, &id);
  g_autoptr (GError) reason = NULL;

  if (call == NULL)
    return;

  if (session_id != NULL && g_strcmp0 (session_id, self->session_id) != 0)
    {
      g_free (self->session_id);
      self->session_id = g_strdup (session_id);
    }
  if (error != NULL)
    reason = fr_rpc_message_read_error (error, call->what);
  fr_rpc_call_answer (call, result != NULL ? json_object_get_member (result, "value") : NULL,
                      reason);
}

static void
message_cb (FrRpc *self, int type, GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (self->closed)
    return;

  root = fr_rpc_message_parse (bytes, self->uri, &error);
  if (root == NULL)
    {
      fail (self, error);
      return;
    }

  g_object_ref (self);
  if (g_strcmp0 (fr_json_get_string (json_node_get_object (root), "method"), "onEvent") == 0)
    take_event (self, json_node_get_object (root));
  else
    take_answer (self, json_node_get_object (root));
  g_object_unref (self);
}

static void
closed_cb (FrRpc *self, SoupWebsocketConnection *socket)
{
  g_autoptr (GError) error = fr_rpc_trust_explain_close (
    self->uri, soup_websocket_connection_get_close_code (socket));

  fail (self, error);
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (FrRpc) self = g_object_ref (data);
  gint64 now = g_get_monotonic_time ();
  FrRpcCall *call;

  while (!self->closed && (call = fr_rpc_calls_steal_expired (self->calls, now)) != NULL)
    {
      g_autoptr (GError) error =
        g_error_new (FR_ERROR, FR_ERROR_TIMEOUT,
                     _ ("The media server at %s has not answered “%s” within %u seconds."),
                     self->uri, call->what, self->limit_seconds);
      gboolean ping = call->answer == NULL;

      fr_rpc_call_answer (call, NULL, error);
      /* Nobody else would learn of it. */
      if (ping)
        fail (self, error);
    }

  if (!self->closed && now - self->pinged_us >= PING_SECONDS * G_USEC_PER_SEC)
    {
      self->pinged_us = now;
      fr_rpc_call (self, "ping", NULL, NULL, NULL, NULL);
    }

  return self->closed ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
accept_certificate_cb (SoupMessage *message, GTlsCertificate *certificate,
                       GTlsCertificateFlags flaws, gpointer data)
{
  FrRpc *self = data;

  return fr_pin_accepts (self->pin, certificate, flaws);
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
  if (socket == NULL || !fr_rpc_trust_accepts (self->pin, message))
    {
      g_autoptr (GError) reason = NULL;

      if (error == NULL)
        error = g_error_new_literal (G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE, "");
      reason = fr_rpc_trust_explain (self->uri, self->pin, message, error);
      fail (self, reason);
      return;
    }

  self->socket = g_steal_pointer (&socket);
  soup_websocket_connection_set_max_incoming_payload_size (self->socket, LARGEST_MESSAGE);
  g_signal_connect_object (self->socket, "message", G_CALLBACK (message_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->socket, "closed", G_CALLBACK (closed_cb), self, G_CONNECT_SWAPPED);

  self->pinged_us = g_get_monotonic_time ();
  self->clock = g_timeout_source_new (TICK_MS);
  g_source_set_callback (self->clock, tick_cb, self, NULL);
  g_source_attach (self->clock, g_main_context_get_thread_default ());

  g_signal_emit (self, signals[OPENED], 0);
}

/**
 * fr_rpc_open:
 *
 * Connects, and emits #FrRpc::opened or #FrRpc::failed later, the latter at once with
 * %FR_ERROR_USAGE when the address cannot be used. Does not block.
 */
void
fr_rpc_open (FrRpc *self)
{
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (FR_IS_RPC (self) && self->session == NULL);

  uri = fr_rpc_trust_parse (self->address, self->uri, self->pin, &error);
  if (uri == NULL)
    {
      fail (self, error);
      return;
    }

  message = soup_message_new_from_uri (SOUP_METHOD_GET, uri);
  self->session = soup_session_new_with_options ("timeout", self->limit_seconds, NULL);
  g_signal_connect_object (message, "accept-certificate", G_CALLBACK (accept_certificate_cb), self,
                           0);
  soup_session_websocket_connect_async (self->session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        self->cancellable, connected_cb, g_object_ref (self));
}

static gboolean
is_open (FrRpc *self)
{
  return self->socket != NULL &&
         soup_websocket_connection_get_state (self->socket) == SOUP_WEBSOCKET_STATE_OPEN;
}

/**
 * fr_rpc_call:
 * @method: as Kurento names it: `create`, `invoke`, ...
 * @params: (transfer full) (nullable): its parameters; the session is added here
 * @answer: (nullable): called once, on this object's context
 * @data: for @answer
 * @destroy: (nullable): frees @data, after the answer or when there will be none
 *
 * Sends a call. Does not block. A call that the server does not answer within the limit is
 * answered with %FR_ERROR_TIMEOUT; others may still be sent, a release above all.
 */
void
fr_rpc_call (FrRpc *self, const char *method, JsonObject *params, FrRpcAnswer answer, gpointer data,
             GDestroyNotify destroy)
{
  g_autofree char *text = NULL;
  gint64 *id = NULL;
  FrRpcCall *call;

  g_return_if_fail (FR_IS_RPC (self) && method != NULL);

  if (params == NULL)
    params = json_object_new ();
  /* It may be about to close, which is told later. */
  if (self->closed || !is_open (self))
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

  call = g_new (FrRpcCall, 1);
  call->what = fr_rpc_message_describe (method, params);
  call->answer = answer;
  call->data = data;
  call->destroy = destroy;
  call->deadline = g_get_monotonic_time () + self->limit_seconds * G_USEC_PER_SEC;
  id = g_new (gint64, 1);
  *id = self->next_id++;
  g_hash_table_insert (self->calls, id, call);

  if (self->session_id != NULL)
    json_object_set_string_member (params, "sessionId", self->session_id);
  text = fr_rpc_message_write (*id, method, params);
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
  self->left = TRUE;
  stop_clock (self);
  g_cancellable_cancel (self->cancellable);
  g_hash_table_remove_all (self->calls);
  if (is_open (self))
    soup_websocket_connection_close (self->socket, SOUP_WEBSOCKET_CLOSE_NORMAL, NULL);
}

/**
 * fr_rpc_set_limit:
 * @seconds: for the connection and for each answer; 0 for 20
 */
void
fr_rpc_set_limit (FrRpc *self, guint seconds)
{
  g_return_if_fail (FR_IS_RPC (self) && self->session == NULL);

  self->limit_seconds = seconds > 0 ? seconds : LIMIT_SECONDS;
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
  self->calls = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, fr_rpc_call_free);
  self->cancellable = g_cancellable_new ();
  self->limit_seconds = LIMIT_SECONDS;
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
  self->uri = fr_rpc_trust_show (uri);
  self->pin = g_strdup (pin);

  return self;
}
