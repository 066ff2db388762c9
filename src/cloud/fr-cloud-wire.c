/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-wire.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-answer.h"
#include "fr-job.h"
#include "fr-json.h"

#define MOST_BYTES (8 * 1024 * 1024)
#define SILENCE_SECONDS 30 /* without a byte                        */
#define ANSWER_SECONDS 180 /* from the question to the last byte    */
#define MOST_CONNECTIONS 8 /* the polls of three kinds, and a POST  */

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return g_str_equal (host, "localhost") ||
         (address != NULL && g_inet_address_get_is_loopback (address));
}

/* Scheme, host and port of what the user or the plan wrote; a bare host means https. */
static GUri *
parse_endpoint (const char *endpoint, GError **error)
{
  g_autofree char *whole = NULL;
  g_autoptr (GUri) uri = NULL;
  const char *why = NULL;

  whole = strstr (endpoint, "://") != NULL ? g_strdup (endpoint)
                                           : g_strconcat ("https://", endpoint, NULL);
  uri = g_uri_parse (whole, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    why = _ ("it is not an address");
  else if (g_uri_get_userinfo (uri) != NULL)
    why = _ ("an account does not belong there; set MCP_USERNAME and MCP_PASSWORD");
  else if (!g_str_equal (g_uri_get_path (uri), "") && !g_str_equal (g_uri_get_path (uri), "/"))
    why = _ ("it has a path; host and port are enough");
  else if (g_str_equal (g_uri_get_scheme (uri), "http") && !is_loopback (g_uri_get_host (uri)))
    why = _ ("the password would travel in clear; use https://");
  else if (!g_str_equal (g_uri_get_scheme (uri), "http") &&
           !g_str_equal (g_uri_get_scheme (uri), "https"))
    why = _ ("only https:// is spoken");

  if (why != NULL)
    {
      /* Not the text itself when it may hold a password. */
      gboolean secret = uri != NULL && g_uri_get_userinfo (uri) != NULL;

      g_set_error (error, FR_ERROR, FR_ERROR_USAGE, _ ("The endpoint “%s” cannot be used: %s."),
                   secret ? "…" : endpoint, why);
      return NULL;
    }

  return g_steal_pointer (&uri);
}

/* Whom to trust: the file, else the file that SSL_CERT_FILE names, else the system. */
static gboolean
set_authority (SoupSession *session, const char *ca_file, GError **error)
{
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *path = NULL;

  if (ca_file == NULL)
    ca_file = g_getenv ("SSL_CERT_FILE");
  if (ca_file == NULL || *ca_file == '\0')
    return TRUE;

  path = g_canonicalize_filename (ca_file, NULL);
  database = g_tls_file_database_new (path, &reason);
  if (database == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_CERTIFICATE,
                   _ ("The file of authorities “%s” cannot be used: %s. Name a PEM file."), ca_file,
                   reason->message);
      return FALSE;
    }

  soup_session_set_tls_database (session, database);
  return TRUE;
}

/**
 * fr_cloud_wire_new:
 * @endpoint: "https://host:port", or the host alone; http only on loopback
 * @ca_file: (nullable): PEM file of the authorities to trust instead of the system's
 *
 * Returns: (transfer full): a wire, or %NULL with %FR_ERROR_USAGE, %FR_ERROR_CREDENTIALS or
 *   %FR_ERROR_CERTIFICATE
 */
FrCloudWire *
fr_cloud_wire_new (const char *endpoint, const char *user, const char *password,
                   const char *ca_file, GError **error)
{
  g_autoptr (GUri) uri = parse_endpoint (endpoint, error);
  g_autoptr (FrCloudWire) wire = NULL;
  g_autofree char *pair = NULL;
  g_autofree char *coded = NULL;

  if (uri == NULL)
    return NULL;

  if (*user == '\0' || *password == '\0' || strchr (user, ':') != NULL)
    {
      g_set_error_literal (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                           _ ("The account or the password cannot be used: one is "
                              "empty, or the account has a colon. Set MCP_USERNAME "
                              "and MCP_PASSWORD."));
      return NULL;
    }

  wire = g_new0 (FrCloudWire, 1);
  wire->endpoint = g_uri_join (G_URI_FLAGS_NONE, g_uri_get_scheme (uri), NULL, g_uri_get_host (uri),
                               g_uri_get_port (uri), "", NULL, NULL);
  wire->user = g_strdup (user);
  pair = g_strconcat (user, ":", password, NULL);
  coded = g_base64_encode ((const guchar *) pair, strlen (pair));
  wire->authorization = g_strconcat ("Basic ", coded, NULL);

  wire->session = soup_session_new_with_options ("timeout", SILENCE_SECONDS,
                                                 "max-conns", MOST_CONNECTIONS,
                                                 "max-conns-per-host", MOST_CONNECTIONS,
                                                 "user-agent", "fitting-room/" FR_VERSION,
                                                 NULL);
  /* We send the header ourselves: a refused password is told at once, and asked for nowhere. */
  soup_session_remove_feature_by_type (wire->session, SOUP_TYPE_AUTH_MANAGER);
  if (is_loopback (g_uri_get_host (uri)))
    soup_session_set_proxy_resolver (wire->session, NULL);

  if (!set_authority (wire->session, ca_file, error))
    return NULL;

  return g_steal_pointer (&wire);
}

/**
 * fr_cloud_wire_free:
 * @wire: (nullable):
 */
void
fr_cloud_wire_free (FrCloudWire *wire)
{
  if (wire == NULL)
    return;

  g_clear_object (&wire->session);
  g_free (wire->endpoint);
  g_free (wire->user);
  g_free (wire->authorization);
  g_free (wire);
}

static const char *
describe_certificate (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _ ("its certificate is for another name");
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return _ ("its certificate has expired");
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return _ ("its certificate is not valid yet; is the clock right?");
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return _ ("its certificate is signed by nobody we know; name the authority by --ca FILE");

  return _ ("its certificate cannot be trusted");
}

/* Nothing came back, or not all of it. */
static void
explain_failure (FrCloudWire *wire, SoupMessage *message, GError *reason, FrCloudRetry *retry,
                 GError **error)
{
  const char *endpoint = wire->endpoint;

  *retry = FR_CLOUD_RETRY_NEVER;
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED) || reason->domain == FR_ERROR)
    {
      g_propagate_error (error, g_error_copy (reason));
    }
  else if (g_error_matches (reason, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_CERTIFICATE, _ ("%s is not to be trusted: %s."),
                   endpoint,
                   describe_certificate (soup_message_get_tls_peer_certificate_errors (message)));
    }
  else if (reason->domain == G_TLS_ERROR && reason->code != G_TLS_ERROR_EOF)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_CERTIFICATE,
                   _ ("No secure connection to %s: %s. Check the port."), endpoint,
                   reason->message);
    }
  else if (reason->domain == SOUP_SESSION_ERROR)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL, _ ("%s does not speak HTTP as agreed: %s."),
                   endpoint, reason->message);
    }
  else
    {
      /* A reset may be of this connection only; the rest is about the address. */
      gboolean reset = g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CONNECTION_CLOSED) ||
                       g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT) ||
                       reason->domain == G_TLS_ERROR;

      *retry = reset ? FR_CLOUD_RETRY_FEW : FR_CLOUD_RETRY_KNOWN;
      g_set_error (error, FR_ERROR, FR_ERROR_UNREACHABLE,
                   _ ("%s does not answer: %s. Check the address and the network."), endpoint,
                   reason->message);
    }
}

static GBytes *
read_body (GInputStream *stream, gint64 deadline, GCancellable *cancellable, GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree guint8 *part = g_malloc (65536);
  gssize size;

  while ((size = g_input_stream_read (stream, part, 65536, cancellable, error)) > 0)
    {
      g_byte_array_append (body, part, (guint) size);

      if (body->len > MOST_BYTES)
        {
          g_set_error_literal (error, FR_ERROR, FR_ERROR_PROTOCOL,
                               _ ("The answer is longer than 8 MB. Check the endpoint."));
          return NULL;
        }

      if (g_get_monotonic_time () > deadline)
        {
          g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT,
                       _ ("the answer is not complete after %d s"), ANSWER_SECONDS);
          return NULL;
        }
    }

  return size < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

static SoupMessage *
make_message (FrCloudWire *wire, const char *method, const char *path, JsonObject *body)
{
  g_autofree char *url = g_strconcat (wire->endpoint, path, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, url);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);

  /* A redirection would carry the password to a place that nobody named. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  soup_message_headers_replace (headers, "Authorization", wire->authorization);
  soup_message_headers_replace (headers, "Accept", "application/json");

  if (body != NULL)
    {
      g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), body);
      char *text = fr_json_render (node, FALSE);
      g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }

  return g_steal_pointer (&message);
}

/**
 * fr_cloud_wire_send:
 * @method: "GET" or "POST"
 * @path: from the root, with its query
 * @body: (nullable): of a POST
 * @fine: (nullable): response codes that mean success here, separated by spaces
 * @slow: (nullable): response codes that go away by themselves here
 * @retry: (out): whether to come back, when it failed
 *
 * One question, one answer; blocks. Nothing is repeated.
 *
 * Returns: (transfer full): the reply
 */
JsonNode *
fr_cloud_wire_send (FrCloudWire *wire, const char *method, const char *path, JsonObject *body,
                    const char *fine, const char *slow, FrCloudRetry *retry,
                    GCancellable *cancellable, GError **error)
{
  g_autoptr (SoupMessage) message = make_message (wire, method, path, body);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) reason = NULL;
  gint64 begun = g_get_monotonic_time ();
  guint status;

  fr_job_assert_may_block (G_STRFUNC);
  stream = soup_session_send (wire->session, message, cancellable, &reason);
  if (stream != NULL)
    bytes = read_body (stream, begun + ANSWER_SECONDS * G_USEC_PER_SEC, cancellable, &reason);

  if (bytes == NULL)
    {
      g_debug ("%s %s: %s", method, path, reason->message);
      explain_failure (wire, message, reason, retry, error);
      return NULL;
    }

  status = soup_message_get_status (message);
  g_debug ("%s %s: HTTP %u, %zu bytes, %d ms", method, path, status, g_bytes_get_size (bytes),
           (int) ((g_get_monotonic_time () - begun) / 1000));

  if (status == 401)
    {
      *retry = FR_CLOUD_RETRY_NEVER;
      g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                   _ ("%s refused the account “%s” or its password. Check both; there was "
                      "one try."),
                   wire->endpoint, wire->user);
      return NULL;
    }

  return fr_cloud_answer_read (status, bytes, fine, slow, retry, error);
}
