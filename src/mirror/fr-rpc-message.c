/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-rpc-message.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-json.h"

/**
 * fr_rpc_message_parse:
 * @bytes: that came
 * @uri: from where, for people
 * @error: return location
 *
 * Returns: (transfer full): a JSON object, or %NULL with %FR_ERROR_PROTOCOL
 */
JsonNode *
fr_rpc_message_parse (GBytes *bytes, const char *uri, GError **error)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (GError) reason = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_debug ("< %.*s", (int) MIN (length, 2000), text != NULL ? text : "");
  root = fr_json_parse (text != NULL ? text : "", (gssize) length, &reason);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    return g_steal_pointer (&root);

  g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
               _ ("What answers at %s does not speak Kurento's protocol: %s"), uri,
               reason != NULL ? reason->message : _ ("its message is no JSON object."));

  return NULL;
}

/**
 * fr_rpc_message_describe:
 * @method: of a call
 * @params: its parameters
 *
 * Returns: (transfer full): the call for people, such as "invoke processOffer"
 */
char *
fr_rpc_message_describe (const char *method, JsonObject *params)
{
  const char *what = fr_json_get_string (params, "operation");

  if (what == NULL)
    what = fr_json_get_string (params, "type");

  return what != NULL ? g_strdup_printf ("%s %s", method, what) : g_strdup (method);
}

/**
 * fr_rpc_message_write:
 * @id: of the call
 * @method: of the call
 * @params: (transfer full): its parameters
 *
 * Returns: (transfer full): the call as JSON-RPC 2.0
 */
char *
fr_rpc_message_write (gint64 id, const char *method, JsonObject *params)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonObject) message = json_object_new ();

  json_object_set_string_member (message, "jsonrpc", "2.0");
  json_object_set_int_member (message, "id", id);
  json_object_set_string_member (message, "method", method);
  json_object_set_object_member (message, "params", params);
  json_node_set_object (root, message);

  return fr_json_render (root, FALSE);
}

/**
 * fr_rpc_message_read_error:
 * @error: of a reply
 * @what: the call, for people
 *
 * Returns: (transfer full): the refusal as %FR_ERROR_MIRROR, with Kurento's number and name
 */
GError *
fr_rpc_message_read_error (JsonObject *error, const char *what)
{
  const char *text = fr_json_get_string (error, "message");
  const char *type =
    fr_json_get_string (fr_json_get_object (error, "data"), "type");
  g_autofree char *code =
    g_strdup_printf ("%" G_GINT64_FORMAT "%s%s", fr_json_get_int (error, "code", 0),
                     type != NULL ? " " : "", type != NULL ? type : "");

  return g_error_new (FR_ERROR, FR_ERROR_MIRROR,
                      /* Translators: a call, the reason, and Kurento's number and name for it */
                      _ ("The media server refused “%s”: %s (%s)."), what,
                      text != NULL ? text : _ ("it gives no reason"), code);
}
