/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lost answers, broken answers, and servers that are not who they should be. */

#include <glib/gstdio.h>
#include <string.h>

#include "canned-cloud.h"
#include "fr-cloud-access.h"
#include "fr-cloud-network.h"
#include "fr-cloud-places.h"
#include "fr-cloud-server.h"
#include "fr-error.h"

#define SERVER_HEAD "{\"id\": \"s1\", \"name\": \"mirror\", \"datacenterId\": \"EU6\", "
#define SERVER_TAIL \
  "\"cpu\": {\"count\": 2}, \"memoryGb\": 4, \"deployed\": true, \"started\": false"
#define SERVER SERVER_HEAD "\"state\": \"NORMAL\", " SERVER_TAIL "}"

static char *
add_server (FrCloud *cloud, GError **error)
{
  FrCloudServerWish wish = { .name = "mirror",
                             .image_id = "i1",
                             .domain_id = "d1",
                             .vlan_id = "v1",
                             .password = "Looking-Gl4ss" };

  return fr_cloud_add_server (cloud, &wish, NULL, error);
}

/* The answer is lost, but the server is there: it is taken, not made twice. */
static void
test_lost_but_done (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autofree char *query = NULL;
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "POST server/deployServer", 0, CANNED_RESET, "");
  canned_cloud_answer (canned, "GET server/server", 0, 200,
                       "{\"server\": [" SERVER "], \"totalCount\": 1}");

  id = add_server (cloud, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "s1");
  g_assert_cmpuint (canned_cloud_count (canned, "POST server/deployServer"), ==, 1);
  query = canned_cloud_dup_last (canned, "GET server/server");
  g_assert_true (g_str_has_prefix (query, "networkDomainId=d1&name=mirror&"));
}

static void
test_lost_and_not_done (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "POST server/deployServer", 1, CANNED_RESET, "");
  canned_cloud_answer (canned, "POST server/deployServer", 1, 504, "<html>Gateway</html>");
  canned_cloud_answer (canned, "POST server/deployServer", 1, 200,
                       "{\"responseCode\": \"IN_PROGRESS\", \"info\": "
                       "[{\"name\": \"serverId\", \"value\": \"s2\"}]}");
  canned_cloud_answer (canned, "GET server/server", 0, 200, "{\"server\": null}");

  id = add_server (cloud, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "s2");
  g_assert_cmpuint (canned_cloud_count (canned, "POST server/deployServer"), ==, 3);
  g_assert_cmpuint (canned_cloud_count (canned, "GET server/server"), ==, 2);
}

static void
test_lost_and_twice_there (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "POST server/deployServer", 1, CANNED_RESET, "");
  canned_cloud_answer (canned, "GET server/server", 0, 200,
                       "{\"server\": [" SERVER "," SERVER "], \"totalCount\": 2}");

  id = add_server (cloud, &error);
  g_assert_null (id);
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
}

/* Things without a name are told apart from those that were there before. */
static void
test_lost_block (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "GET network/publicIpBlock", 1, 200,
                       "{\"publicIpBlock\": [{\"id\": \"b1\", \"baseIp\": \"203.0.113.2\","
                       " \"size\": 2}]}");
  canned_cloud_answer (canned, "POST network/addPublicIpBlock", 1, CANNED_RESET, "");
  canned_cloud_answer (canned, "GET network/publicIpBlock", 1, 200,
                       "{\"publicIpBlock\": [{\"id\": \"b1\", \"baseIp\": \"203.0.113.2\","
                       " \"size\": 2}, {\"id\": \"b2\", \"baseIp\": \"203.0.113.4\","
                       " \"size\": 2}]}");

  id = fr_cloud_add_block (cloud, "d1", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "b2");
}

static void
test_lost_for_good (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "POST server/startServer", 0, CANNED_RESET, "");
  g_assert_false (fr_cloud_start_server (cloud, "s1", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
  g_assert_cmpuint (canned_cloud_count (canned, "POST server/startServer"), ==, 5);
}

/* Each broken answer is named by its place. */
static void
test_broken_answers (void)
{
  static const struct
  {
    const char *body;
    const char *says;
  } cases[] = {
    { "", "not usable JSON" },
    { "{\"server\": [", "not usable JSON" },
    { "[]", "not a JSON object" },
    { "{\"server\": {}}", "server: not a list" },
    { "{\"server\": [7]}", "server[0]: not an object" },
    { "{\"server\": [" SERVER "," SERVER "," SERVER "," SERVER_HEAD SERVER_TAIL "}]}",
      "Servers: the answer does not have the agreed shape (server[3].state: missing). Check" },
    { "{\"server\": [" SERVER_HEAD "\"state\": 7, " SERVER_TAIL "}]}",
      "server[0].state: not a text" },
    { "{\"server\": [" SERVER_HEAD "\"state\": \"NORMAL\", \"memoryGb\": -4,"
      " \"cpu\": {\"count\": 1}}]}",
      "server[0].memoryGb: not a number" },
    { "{\"server\": [" SERVER_HEAD "\"state\": \"NORMAL\", \"cpu\": 4}]}",
      "server[0].cpu.count: missing" },
    { "{\"server\": [" SERVER_HEAD "\"state\": \"NORMAL\", \"cpu\": {\"count\": \"1\"},"
      " \"memoryGb\": \"2\","
      " \"deployed\": \"maybe\"}]}",
      "server[0].deployed: neither true nor false" },
    { "{\"server\": [" SERVER_HEAD "\"state\": \"NORMAL\", " SERVER_TAIL
      ", \"scsiController\": [{}, {\"disk\": [{\"id\": \"x\", \"sizeGb\": \"big\"}]}]}]}",
      "server[0].scsiController[1].disk[0].sizeGb: not a number" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CannedCloud) canned = canned_cloud_new ();
      g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
      g_autoptr (GPtrArray) servers = NULL;
      g_autoptr (GError) error = NULL;

      canned_cloud_answer (canned, "GET server/server", 0, 200, cases[i].body);
      servers = fr_cloud_list_servers (cloud, NULL, "EU6", NULL, &error);
      g_assert_null (servers);
      g_assert_error (error, FR_ERROR, FR_ERROR_PROTOCOL);
      if (strstr (error->message, cases[i].says) == NULL)
        g_error ("“%s” does not say “%s”", error->message, cases[i].says);
      g_assert_cmpuint (canned_cloud_count (canned, "GET server/server"), ==, 1);
    }
}

static void
check_refused_body (const char *body, const char *says)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GPtrArray) locations = NULL;
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "GET infrastructure/datacenter", 0, 200, body);
  locations = fr_cloud_list_locations (cloud, NULL, &error);
  g_assert_null (locations);
  g_assert_error (error, FR_ERROR, FR_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_oversized (void)
{
  g_autofree char *body = g_malloc (9 * 1024 * 1024 + 1);

  memset (body, ' ', 9 * 1024 * 1024);
  body[9 * 1024 * 1024] = '\0';
  check_refused_body (body, "longer than 8 MB");
}

static void
test_deep (void)
{
  g_autofree char *body = g_malloc0 (100 * 1000 + 1);

  memset (body, '[', 100 * 1000);
  check_refused_body (body, "64 deep");
}

/* Statuses without an envelope. */
static void
test_statuses (void)
{
  static const struct
  {
    guint status;
    int error;
  } cases[] = {
    { 400, FR_ERROR_PROTOCOL },
    { 403, FR_ERROR_CREDENTIALS },
    { 404, FR_ERROR_PROTOCOL },
    { 302, FR_ERROR_PROTOCOL },
    { 500, FR_ERROR_CLOUD },
    { 503, FR_ERROR_BUSY },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CannedCloud) canned = canned_cloud_new ();
      g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
      g_autoptr (GPtrArray) locations = NULL;
      g_autoptr (GError) error = NULL;

      fr_cloud_set_patience (cloud, 0);
      canned_cloud_answer (canned, "GET infrastructure/datacenter", 0, cases[i].status, "<html>");
      locations = fr_cloud_list_locations (cloud, NULL, &error);
      g_assert_null (locations);
      g_assert_error (error, FR_ERROR, cases[i].error);
      g_assert_cmpuint (canned_cloud_count (canned, "GET infrastructure/datacenter"), ==, 1);
    }
}

static void
test_nobody_there (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrCloud) cloud = fr_cloud_new ("http://127.0.0.1:1", "u", "p", NULL, NULL);
  g_autoptr (FrCloudAccount) account = fr_cloud_sign_in (cloud, NULL, &error);

  g_assert_null (account);
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
}

typedef enum
{
  BY_SYSTEM,
  BY_FILE,
  BY_ENVIRONMENT,
} Authority;

/* A certificate for 127.0.0.1 or for somebody else, by the openssl command. */
static gboolean
make_certificate (const char *folder, const char *subject)
{
  g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *certificate = g_build_filename (folder, "cert.pem", NULL);
  const char *argv[] = { "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
                         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
                         "/CN=test", "-addext", subject, "-keyout", key, "-out", certificate,
                         NULL };
  int status = 1;

  return g_spawn_sync (NULL, (char **) argv, NULL,
                       G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL |
                         G_SPAWN_STDOUT_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, NULL) &&
         status == 0;
}

static gpointer
list_thread (gpointer data)
{
  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) servers = fr_cloud_list_servers (data, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (servers->len, ==, 1);
      if (i % 4 == 0)
        g_assert_true (fr_cloud_start_server (data, "s1", NULL, NULL));
    }

  return NULL;
}

/* Several threads share the connections. */
static void
try_threads (CannedCloud *canned, FrCloud *cloud)
{
  GThread *threads[6];

  canned_cloud_answer (canned, "GET server/server", 0, 200,
                       "{\"server\": [" SERVER "], \"totalCount\": 1}");
  canned_cloud_answer (canned, "POST server/startServer", 0, 200, "{\"responseCode\": \"OK\"}");
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("list", list_thread, cloud);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_assert_cmpuint (canned_cloud_count (canned, "GET server/server"), ==, 120);
  g_assert_cmpuint (canned_cloud_count (canned, "POST server/startServer"), ==, 30);
}

static void
try_certificate (const char *subject, Authority authority, const char *says)
{
  g_autofree char *folder = g_dir_make_tmp ("fr-cloud-XXXXXX", NULL);
  g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *certificate = g_build_filename (folder, "cert.pem", NULL);
  g_autoptr (CannedCloud) canned = NULL;
  g_autoptr (FrCloud) cloud = NULL;
  g_autoptr (FrCloudAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (make_certificate (folder, subject));
  if (authority == BY_ENVIRONMENT)
    g_setenv ("SSL_CERT_FILE", certificate, TRUE);
  canned = canned_cloud_new_tls (certificate, key);
  cloud = fr_cloud_new (canned_cloud_get_endpoint (canned), CANNED_USER, CANNED_PASSWORD,
                        authority == BY_FILE ? certificate : NULL, &error);
  g_assert_no_error (error);

  account = fr_cloud_sign_in (cloud, NULL, &error);
  if (says == NULL)
    {
      g_assert_no_error (error);
      g_assert_nonnull (account);
      try_threads (canned, cloud);
    }
  else
    {
      g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
      g_assert_nonnull (strstr (error->message, says));
      g_assert_cmpuint (canned_cloud_count (canned, "GET user/myUser"), ==, 0);
    }

  g_unsetenv ("SSL_CERT_FILE");
  g_unlink (key);
  g_unlink (certificate);
  g_rmdir (folder);
}

static void
test_tls (void)
{
  try_certificate ("subjectAltName=IP:127.0.0.1", BY_FILE, NULL);
  try_certificate ("subjectAltName=IP:127.0.0.1", BY_ENVIRONMENT, NULL);
  try_certificate ("subjectAltName=IP:127.0.0.1", BY_SYSTEM, "--ca FILE");
  try_certificate ("subjectAltName=DNS:elsewhere.example.org", BY_FILE, "for another name");
}

static void
test_no_authority (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrCloud) cloud = fr_cloud_new ("a.example.org", "u", "p", "/nowhere.pem", &error);

  g_assert_null (cloud);
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "/nowhere.pem"));
}

int
main (int argc, char *argv[])
{
  g_unsetenv ("SSL_CERT_FILE");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cloud/lost/but-done", test_lost_but_done);
  g_test_add_func ("/cloud/lost/and-not-done", test_lost_and_not_done);
  g_test_add_func ("/cloud/lost/and-twice-there", test_lost_and_twice_there);
  g_test_add_func ("/cloud/lost/block", test_lost_block);
  g_test_add_func ("/cloud/lost/for-good", test_lost_for_good);
  g_test_add_func ("/cloud/broken/answers", test_broken_answers);
  g_test_add_func ("/cloud/broken/oversized", test_oversized);
  g_test_add_func ("/cloud/broken/deep", test_deep);
  g_test_add_func ("/cloud/broken/statuses", test_statuses);
  g_test_add_func ("/cloud/nobody-there", test_nobody_there);
  g_test_add_func ("/cloud/tls", test_tls);
  g_test_add_func ("/cloud/no-authority", test_no_authority);

  return g_test_run ();
}
