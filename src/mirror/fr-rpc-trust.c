/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-rpc-trust.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-pin.h"

/**
 * fr_rpc_trust_show:
 * @address: of a media server
 *
 * Returns: (transfer full): the address for people and logs: without what may be secret in it, a
 *   password or a token in its query
 */
char *
fr_rpc_trust_show (const char *address)
{
  g_autoptr (GUri) uri =
    g_uri_parse (address, SOUP_HTTP_URI_FLAGS | G_URI_FLAGS_HAS_PASSWORD, NULL);

  return uri != NULL ? g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY |
                                                       G_URI_HIDE_FRAGMENT)
                     : g_strndup (address, strcspn (address, "?#"));
}

/**
 * fr_rpc_trust_accepts:
 * @pin: (nullable): the certificate that is expected, as fr_pin_read() gives it
 * @message: that opens the connection, after the TLS handshake
 *
 * Returns: whether the server is the pinned one; without a pin, whether the system trusts it,
 *   or it has no certificate at all because the address is one without TLS
 */
gboolean
fr_rpc_trust_accepts (const char *pin, SoupMessage *message)
{
  GTlsCertificate *certificate = soup_message_get_tls_peer_certificate (message);

  return (certificate == NULL && pin == NULL) ||
         fr_pin_accepts (pin, certificate, soup_message_get_tls_peer_certificate_errors (message));
}

/**
 * fr_rpc_trust_parse:
 * @address: of a media server
 * @shown: the same for people
 * @pin: (nullable): the certificate that is expected
 * @error: return location
 *
 * Looks at the address before anything is sent there: a pin without TLS would protect nothing.
 *
 * Returns: (transfer full): the address, or %NULL with %FR_ERROR_USAGE
 */
GUri *
fr_rpc_trust_parse (const char *address, const char *shown, const char *pin, GError **error)
{
  static const char *const schemes[] = { "ws", "wss", "http", "https", NULL };
  g_autoptr (GUri) uri = g_uri_parse (address, SOUP_HTTP_URI_FLAGS, NULL);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : "";
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL || *host == '\0' || !g_strv_contains (schemes, scheme))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("“%s” is no address of a media server. Write it as "
                      "ws://HOST:8888/kurento or wss://HOST:8433/kurento."),
                   shown);
      return NULL;
    }
  if (pin != NULL && !g_str_equal (scheme, "wss") && !g_str_equal (scheme, "https"))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("There is no certificate to compare with the pin at %s, which is "
                      "without TLS. Write wss:// or leave the pin out."),
                   shown);
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/**
 * fr_rpc_trust_explain:
 * @uri: the address for people
 * @pin: (nullable): the certificate that was expected
 * @message: that was to open the connection
 * @error: why libsoup did not open it
 *
 * Returns: (transfer full): the same in the words of the user: %FR_ERROR_CERTIFICATE,
 *   %FR_ERROR_PROTOCOL (no WebSocket there) or %FR_ERROR_UNREACHABLE
 */
GError *
fr_rpc_trust_explain (const char *uri, const char *pin, SoupMessage *message, const GError *error)
{
  if (g_error_matches (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) ||
      (soup_message_get_tls_peer_certificate (message) != NULL &&
       !fr_rpc_trust_accepts (pin, message)))
    return g_error_new (
      FR_ERROR, FR_ERROR_CERTIFICATE,
      pin != NULL
        ? _ ("%s shows another certificate than the one that was pinned. If the server was "
             "installed anew, read its fingerprint there again.")
        : _ ("The certificate of %s is not one that this system trusts. If you know its "
             "fingerprint, give it with --pin."),
      uri);
  if (g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_ERROR_NOT_WEBSOCKET) ||
      g_error_matches (error, SOUP_WEBSOCKET_ERROR, SOUP_WEBSOCKET_ERROR_BAD_HANDSHAKE))
    return g_error_new (
      FR_ERROR, FR_ERROR_PROTOCOL,
      _ ("What answers at %s is no media server: it does not open a WebSocket. Look at the "
         "port and the path; Kurento's path is /kurento."),
      uri);

  return g_error_new (
    FR_ERROR, FR_ERROR_UNREACHABLE,
    _ ("No media server answers at %s: %s. Look whether it runs, and whether a firewall is "
       "in between."),
    uri, error->message);
}

/**
 * fr_rpc_trust_explain_close:
 * @uri: the address for people
 * @code: with which the other side closed the WebSocket
 *
 * 1002 says that what was asked for is not spoken here (RFC 6455, section 7.4.1): Kurento does so
 * for a path that it does not serve.
 *
 * Returns: (transfer full): %FR_ERROR_PROTOCOL or %FR_ERROR_UNREACHABLE
 */
GError *
fr_rpc_trust_explain_close (const char *uri, gushort code)
{
  if (code == SOUP_WEBSOCKET_CLOSE_PROTOCOL_ERROR)
    return g_error_new (FR_ERROR, FR_ERROR_PROTOCOL,
                        _ ("What answers at %s is no media server: it refuses our words. Look at "
                           "the path; Kurento's is /kurento."),
                        uri);

  return g_error_new (
    FR_ERROR, FR_ERROR_UNREACHABLE,
    _ ("The media server at %s closed the connection. Look whether it is still running."), uri);
}
