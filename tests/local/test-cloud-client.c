/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-cloud-client.h"

#include <string.h>

#include "../soup-log.h"
#include "fr-json.h"
#include "fr-process.h"

#define SPEED 1000
#define LIMIT_US (20 * G_USEC_PER_SEC)

static void
connect_client (TestCloud *self, const char *endpoint, const char *ca_file, const char *user,
                const char *password)
{
  g_autofree char *pair = g_strdup_printf ("%s:%s", user, password);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autoptr (GTlsDatabase) database = NULL;
  g_autoptr (JsonObject) account = NULL;
  JsonObject *organization;
  g_autoptr (GError) error = NULL;

  database = g_tls_file_database_new (ca_file, &error);
  g_assert_no_error (error);
  g_clear_object (&self->session);
  self->session = soup_session_new_with_options ("tls-database", database, "timeout", 20, NULL);
  g_free (self->endpoint);
  self->endpoint = g_strdup (endpoint);
  g_free (self->credentials);
  self->credentials = g_strconcat ("Basic ", encoded, NULL);

  account = test_cloud_get (self, "user/myUser");
  organization = json_object_get_object_member (account, "organization");
  g_free (self->organization);
  self->organization = g_strdup (json_object_get_string_member (organization, "id"));
}

static void
start_cloud (TestCloud *self)
{
  g_autoptr (GError) error = NULL;

  soup_log_prepare ();
  self->cloud = fr_local_cloud_start (self->folder, 0, SPEED, TRUE, &error);
  g_assert_no_error (error);
  connect_client (
    self, fr_local_cloud_get_endpoint (self->cloud), fr_local_cloud_get_ca_file (self->cloud),
    fr_local_cloud_get_user (self->cloud), fr_local_cloud_get_password (self->cloud));
}

TestCloud *
test_cloud_new (void)
{
  TestCloud *self = g_new0 (TestCloud, 1);

  self->folder = g_dir_make_tmp ("fr-local-cloud-XXXXXX", NULL);
  start_cloud (self);

  return self;
}

/* A client of a cloud that somebody else runs. */
TestCloud *
test_cloud_new_for (const char *endpoint, const char *ca_file, const char *user,
                    const char *password)
{
  TestCloud *self = g_new0 (TestCloud, 1);

  connect_client (self, endpoint, ca_file, user, password);

  return self;
}

void
test_cloud_free (TestCloud *self)
{
  const char *const command[] = { "rm", "-rf", self->folder, NULL };

  g_clear_object (&self->session);
  if (self->folder != NULL)
    {
      fr_local_cloud_stop (self->cloud);
      fr_process_run (command, NULL, 20, NULL, NULL, NULL);
    }
  g_free (self->endpoint);
  g_free (self->credentials);
  g_free (self->organization);
  g_free (self->folder);
  g_free (self);
}

void
test_cloud_restart (TestCloud *self)
{
  g_clear_object (&self->session);
  fr_local_cloud_stop (self->cloud);
  start_cloud (self);
}

static gint64
read_clock (gpointer data)
{
  return *(gint64 *) data;
}

/* From now on time passes by test_cloud_pass() only. */
void
test_cloud_stop_clock (TestCloud *self)
{
  self->now_us = g_get_real_time ();
  fr_local_cloud_set_clock (self->cloud, read_clock, &self->now_us);
}

/* Lets seconds pass, of those that operations take at speed 1. */
void
test_cloud_pass (TestCloud *self, double seconds)
{
  self->now_us += (gint64) (seconds * G_USEC_PER_SEC / SPEED);
}

/* Paths that do not begin with a slash are those of API 2.11, and of our organization. */
static char *
build_uri (TestCloud *self, const char *path)
{
  if (*path == '/')
    return g_strconcat (self->endpoint, path, NULL);
  if (strcmp (path, "user/myUser") == 0)
    return g_strconcat (self->endpoint, "/caas/2.11/", path, NULL);

  return g_strconcat (self->endpoint, "/caas/2.11/", self->organization, "/", path, NULL);
}

char *
test_cloud_send (TestCloud *self, const char *method, const char *path, const char *type,
                 const char *body, guint *status)
{
  g_autofree char *uri = build_uri (self, path);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (message);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;

  soup_message_headers_append (headers, "Authorization", self->credentials);
  soup_message_headers_append (headers, "Accept", type);
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, type, bytes);
    }

  reply = soup_session_send_and_read (self->session, message, NULL, &error);
  *status = error == NULL ? soup_message_get_status (message) : 0;
  if (error != NULL)
    return g_strdup (error->message);

  return g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
}

static JsonObject *
read_object (const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = fr_json_parse (text, -1, &error);

  g_assert_no_error (error);

  return json_node_dup_object (node);
}

static JsonObject *
post_text (TestCloud *self, const char *path, const char *body, guint *status)
{
  g_autofree char *text = test_cloud_send (self, "POST", path, "application/json", body, status);

  return read_object (text);
}

/* Bodies are written with apostrophes, which become quotes. */
static char *
print_body (const char *format, va_list arguments)
{
  char *body = g_strdup_vprintf (format, arguments);

  return g_strdelimit (body, "'", '"');
}

JsonObject *
test_cloud_post (TestCloud *self, const char *path, const char *format, ...)
{
  g_autofree char *body = NULL;
  va_list arguments;
  guint status;

  va_start (arguments, format);
  body = print_body (format, arguments);
  va_end (arguments);

  return post_text (self, path, body, &status);
}

JsonObject *
test_cloud_get (TestCloud *self, const char *path)
{
  guint status;
  g_autofree char *text = test_cloud_send (self, "GET", path, "application/json", NULL, &status);

  return read_object (text);
}

/* Something that is accepted: gives the first id of the answer, if there is one. */
char *
test_cloud_add (TestCloud *self, const char *path, const char *format, ...)
{
  g_autofree char *body = NULL;
  g_autoptr (JsonObject) envelope = NULL;
  JsonArray *info;
  va_list arguments;
  guint status;

  va_start (arguments, format);
  body = print_body (format, arguments);
  va_end (arguments);

  envelope = post_text (self, path, body, &status);
  if (status != 200)
    g_test_message ("%s %s: %s", path, body, json_object_get_string_member (envelope, "message"));
  g_assert_cmpuint (status, ==, 200);

  info = json_object_get_array_member (envelope, "info");
  if (json_array_get_length (info) == 0)
    return NULL;

  return g_strdup (
    json_object_get_string_member (json_array_get_object_element (info, 0), "value"));
}

void
test_cloud_refused (TestCloud *self, const char *code, const char *path, const char *format, ...)
{
  g_autofree char *body = NULL;
  g_autoptr (JsonObject) envelope = NULL;
  va_list arguments;
  guint status;

  va_start (arguments, format);
  body = print_body (format, arguments);
  va_end (arguments);

  envelope = post_text (self, path, body, &status);
  g_assert_cmpstr (json_object_get_string_member (envelope, "responseCode"), ==, code);
  g_assert_cmpuint (status, ==, 400);
}

/* Waits until the object at @path has the state; NULL waits until it is gone. */
void
test_cloud_wait (TestCloud *self, const char *path, const char *state)
{
  gint64 deadline = g_get_monotonic_time () + LIMIT_US;

  do
    {
      g_autoptr (JsonObject) object = test_cloud_get (self, path);
      const char *now = json_object_get_string_member_with_default (object, "state", NULL);

      if (g_strcmp0 (now, state) == 0)
        return;
      g_usleep (2000);
    }
  while (g_get_monotonic_time () < deadline);

  g_error ("%s never became %s", path, state != NULL ? state : "absent");
}

char *
test_cloud_add_domain (TestCloud *self, const char *datacenter_id, const char *name)
{
  g_autofree char *id = test_cloud_add (self, "network/deployNetworkDomain",
                                        "{'datacenterId': '%s', 'name': '%s', 'type': 'ADVANCED'}",
                                        datacenter_id, name);
  g_autofree char *path = g_strconcat ("network/networkDomain/", id, NULL);

  if (self->now_us != 0)
    test_cloud_pass (self, 3);
  test_cloud_wait (self, path, "NORMAL");

  return g_steal_pointer (&id);
}

char *
test_cloud_add_vlan (TestCloud *self, const char *domain_id, const char *name, const char *address)
{
  g_autofree char *id =
    test_cloud_add (self, "network/deployVlan",
                    "{'networkDomainId': '%s', 'name': '%s', 'privateIpv4NetworkAddress': '%s',"
                    " 'privateIpv4PrefixSize': 24, 'attachedVlan': {'gatewayAddressing': 'LOW'}}",
                    domain_id, name, address);
  g_autofree char *path = g_strconcat ("network/vlan/", id, NULL);

  if (self->now_us != 0)
    test_cloud_pass (self, 3);
  test_cloud_wait (self, path, "NORMAL");

  return g_steal_pointer (&id);
}

char *
test_cloud_find_image (TestCloud *self, const char *datacenter_id)
{
  g_autofree char *path = g_strconcat ("image/osImage?datacenterId=", datacenter_id, NULL);
  g_autoptr (JsonObject) list = test_cloud_get (self, path);
  JsonArray *images = json_object_get_array_member (list, "osImage");

  return g_strdup (json_object_get_string_member (json_array_get_object_element (images, 0), "id"));
}
