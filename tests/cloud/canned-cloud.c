/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canned-cloud.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "../soup-log.h"
#include "fr-loopback.h"

#define ROOT "/caas/2.11/"
#define ORGANISATION "6f1c1a5e-0000-4000-8000-000000000001"

/* One answer, given @times times; 0 for ever. */
typedef struct
{
  char *call; /* "GET server/server" */
  guint times;
  guint given;
  guint status;
  char *body;
} Answer;

struct _CannedCloud
{
  FrLoopback *loopback;
  SoupServer *server;
  GTlsCertificate *certificate;
  char *endpoint;

  GMutex mutex; /* guards what follows */
  GPtrArray *answers;
  GPtrArray *calls;  /* "GET server/server", in their order  */
  GPtrArray *bodies; /* of each call, or its query for a GET */
  guint delay_ms;
  guint posts;
  guint most_posts; /* at the same moment */
};

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_free (answer->call);
  g_free (answer->body);
  g_free (answer);
}

/* Those that are counted come first, in their order; then the newest of the others. With the
 * mutex held. */
static const Answer *
take_answer (CannedCloud *self, const char *call)
{
  Answer *last = NULL;

  for (guint i = 0; i < self->answers->len; i++)
    {
      Answer *answer = g_ptr_array_index (self->answers, i);

      if (!g_str_equal (answer->call, call))
        continue;

      if (answer->given < answer->times)
        {
          answer->given++;
          return answer;
        }
      if (answer->times == 0)
        last = answer;
    }

  return last;
}

static void
give (SoupServerMessage *message, const Answer *answer)
{
  if (answer == NULL)
    {
      soup_server_message_set_status (message, 501, NULL);
    }
  else if (answer->status == CANNED_RESET)
    {
      g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);

      g_io_stream_close (stream, NULL, NULL);
    }
  else
    {
      soup_server_message_set_status (message, answer->status, NULL);
      soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, answer->body,
                                        strlen (answer->body));
    }
}

/* A POST that is answered after a moment shows whether another one came in between. */
typedef struct
{
  CannedCloud *self;
  SoupServerMessage *message;
  const Answer *answer;
} Late;

static gboolean
late_cb (gpointer data)
{
  Late *late = data;

  g_mutex_lock (&late->self->mutex);
  late->self->posts--;
  g_mutex_unlock (&late->self->mutex);

  give (late->message, late->answer);
  soup_server_message_unpause (late->message);
  g_object_unref (late->message);
  g_free (late);
  return G_SOURCE_REMOVE;
}

static void
give_late (CannedCloud *self, SoupServerMessage *message, const Answer *answer, guint delay_ms)
{
  Late *late = g_new0 (Late, 1);
  g_autoptr (GSource) source = g_timeout_source_new (delay_ms);

  late->self = self;
  late->message = g_object_ref (message);
  late->answer = answer;
  soup_server_message_pause (message);
  g_source_set_callback (source, late_cb, late, NULL);
  g_source_attach (source, fr_loopback_get_context (self->loopback));
}

static char *
describe_call (const char *method, const char *path)
{
  const char *rest = g_str_has_prefix (path, ROOT) ? path + strlen (ROOT) : path;

  if (g_str_has_prefix (rest, ORGANISATION "/"))
    rest += strlen (ORGANISATION "/");

  return g_strdup_printf ("%s %s", method, rest);
}

static void
request_cb (SoupServer *server, SoupServerMessage *message, const char *path, GHashTable *query,
            gpointer data)
{
  CannedCloud *self = data;
  const char *method = soup_server_message_get_method (message);
  g_autofree char *call = describe_call (method, path);
  gboolean is_post = g_str_equal (method, "POST");
  const char *text = g_uri_get_query (soup_server_message_get_uri (message));
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const Answer *answer;
  guint delay_ms;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->calls, g_strdup (call));
  g_ptr_array_add (self->bodies, is_post ? g_strndup (body->data, (gsize) body->length)
                                         : g_strdup (text != NULL ? text : ""));
  answer = take_answer (self, call);
  delay_ms = is_post ? self->delay_ms : 0;
  if (delay_ms > 0)
    self->posts++;
  self->most_posts = MAX (self->most_posts, self->posts);
  g_mutex_unlock (&self->mutex);

  if (delay_ms > 0)
    give_late (self, message, answer, delay_ms);
  else
    give (message, answer);
}

static gboolean
auth_cb (SoupAuthDomain *domain, SoupServerMessage *message, const char *user, const char *password,
         gpointer data)
{
  CannedCloud *self = data;

  if (g_str_equal (user, CANNED_USER) && g_str_equal (password, CANNED_PASSWORD))
    return TRUE;

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->calls, g_strdup ("401"));
  g_ptr_array_add (self->bodies, g_strdup (""));
  g_mutex_unlock (&self->mutex);
  return FALSE;
}

static void
start (gpointer data)
{
  CannedCloud *self = data;
  g_autoptr (SoupAuthDomain) domain = NULL;
  g_autoptr (GError) error = NULL;
  SoupServerListenOptions options = SOUP_SERVER_LISTEN_IPV4_ONLY;
  GSList *uris;
  gboolean listening;

  self->server = soup_server_new (NULL, NULL);
  if (self->certificate != NULL)
    {
      soup_server_set_tls_certificate (self->server, self->certificate);
      options |= SOUP_SERVER_LISTEN_HTTPS;
    }
  soup_server_add_handler (self->server, NULL, request_cb, self, NULL);

  domain = soup_auth_domain_basic_new ("realm", "cloud", NULL);
  soup_auth_domain_add_path (domain, "/");
  soup_auth_domain_basic_set_auth_callback (domain, auth_cb, self, NULL);
  soup_server_add_auth_domain (self->server, domain);

  listening = soup_server_listen_local (self->server, 0, options, &error);
  g_assert_no_error (error);
  g_assert_true (listening);

  uris = soup_server_get_uris (self->server);
  self->endpoint = g_strdup_printf ("%s://127.0.0.1:%d", g_uri_get_scheme (uris->data),
                                    g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static void
stop (gpointer data)
{
  CannedCloud *self = data;

  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

static CannedCloud *
new_cloud (GTlsCertificate *certificate)
{
  CannedCloud *self = g_new0 (CannedCloud, 1);

  soup_log_prepare ();
  g_mutex_init (&self->mutex);
  self->answers = g_ptr_array_new_with_free_func (answer_free);
  self->calls = g_ptr_array_new_with_free_func (g_free);
  self->bodies = g_ptr_array_new_with_free_func (g_free);
  self->certificate = certificate;
  self->loopback = fr_loopback_new ("canned-cloud");
  fr_loopback_call (self->loopback, start, self);

  canned_cloud_answer (self, "GET user/myUser", 0, 200,
                       "{\"userName\": \"wizard\", \"organization\": {\"id\": \"" ORGANISATION "\","
                       " \"name\": \"Example\", \"homeGeoId\": \"europe\"}}");
  return self;
}

CannedCloud *
canned_cloud_new (void)
{
  return new_cloud (NULL);
}

CannedCloud *
canned_cloud_new_tls (const char *certificate, const char *key)
{
  g_autoptr (GError) error = NULL;
  GTlsCertificate *pair = g_tls_certificate_new_from_files (certificate, key, &error);

  g_assert_no_error (error);
  return new_cloud (pair);
}

void
canned_cloud_free (CannedCloud *self)
{
  fr_loopback_end (self->loopback, stop, self);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->calls);
  g_ptr_array_unref (self->bodies);
  g_mutex_clear (&self->mutex);
  g_free (self->endpoint);
  g_free (self);
}

const char *
canned_cloud_get_endpoint (CannedCloud *self)
{
  return self->endpoint;
}

/* A client that does not wait long. */
FrCloud *
canned_cloud_connect (CannedCloud *self)
{
  g_autoptr (GError) error = NULL;
  FrCloud *cloud = fr_cloud_new (self->endpoint, CANNED_USER, CANNED_PASSWORD, NULL, &error);

  g_assert_no_error (error);
  fr_cloud_set_pace (cloud, 20, 10);
  return cloud;
}

void
canned_cloud_answer (CannedCloud *self, const char *call, guint times, guint status,
                     const char *body)
{
  Answer *answer = g_new0 (Answer, 1);

  answer->call = g_strdup (call);
  answer->times = times;
  answer->status = status;
  answer->body = g_strdup (body);

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->answers, answer);
  g_mutex_unlock (&self->mutex);
}

void
canned_cloud_refuse (CannedCloud *self, const char *call, guint times, const char *code,
                     const char *message)
{
  g_autofree char *body = g_strdup_printf ("{\"operation\": \"TEST\", \"responseCode\": \"%s\", "
                                           "\"message\": \"%s\", \"info\": [], \"warning\": null, "
                                           "\"requestId\": \"eu_1\"}",
                                           code, message);

  canned_cloud_answer (self, call, times, 400, body);
}

guint
canned_cloud_count (CannedCloud *self, const char *call)
{
  guint count = 0;

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->calls->len; i++)
    count += g_str_equal (self->calls->pdata[i], call);
  g_mutex_unlock (&self->mutex);

  return count;
}

/* The body of the last POST, or the query of the last GET. */
char *
canned_cloud_dup_last (CannedCloud *self, const char *call)
{
  char *body = NULL;

  g_mutex_lock (&self->mutex);
  for (guint i = self->calls->len; i > 0 && body == NULL; i--)
    if (g_str_equal (self->calls->pdata[i - 1], call))
      body = g_strdup (self->bodies->pdata[i - 1]);
  g_mutex_unlock (&self->mutex);

  return body;
}

guint
canned_cloud_get_most_posts (CannedCloud *self)
{
  guint most;

  g_mutex_lock (&self->mutex);
  most = self->most_posts;
  g_mutex_unlock (&self->mutex);

  return most;
}

void
canned_cloud_set_delay (CannedCloud *self, guint milliseconds)
{
  g_mutex_lock (&self->mutex);
  self->delay_ms = milliseconds;
  g_mutex_unlock (&self->mutex);
}

/* The body of the last call is this one, whatever the order of its members. */
void
canned_cloud_assert_sent (CannedCloud *self, const char *call, const char *expected)
{
  g_autofree char *body = canned_cloud_dup_last (self, call);
  g_autoptr (JsonNode) is = NULL;
  g_autoptr (JsonNode) should = json_from_string (expected, NULL);

  g_assert_nonnull (body);
  is = json_from_string (body, NULL);
  g_assert_nonnull (should);
  if (is == NULL || !json_node_equal (is, should))
    g_error ("%s sent %s instead of %s", call, body, expected);
}

/* Says yes for ever, with an id for what was made. */
void
canned_cloud_accept (CannedCloud *self, const char *call, const char *info)
{
  g_autofree char *body = g_strdup_printf ("{\"operation\": \"X\", \"responseCode\": \"OK\", "
                                           "\"info\": [{\"name\": \"other\", \"value\": \"no\"}, "
                                           "{\"name\": \"%s\", \"value\": \"new-id\"}]}",
                                           info);

  canned_cloud_answer (self, call, 0, 200, body);
}

/* The id that canned_cloud_accept() has the cloud answer; takes @id. */
void
canned_cloud_assert_new (char *id, GError *error)
{
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "new-id");
  g_free (id);
}
