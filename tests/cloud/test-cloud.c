/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The conversation: paging, refusals, coming back, broken answers. */

#include <string.h>

#include "canned-cloud.h"
#include "fr-cloud-access.h"
#include "fr-cloud-network.h"
#include "fr-cloud-places.h"
#include "fr-cloud-server.h"
#include "fr-error.h"

static void
test_sign_in (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (FrCloudAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  account = fr_cloud_sign_in (cloud, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (account->user, ==, "wizard");
  g_assert_cmpstr (account->name, ==, "Example");
  g_assert_cmpstr (account->home, ==, "europe");
  g_assert_cmpuint (strlen (account->id), ==, 36);
}

static void
test_refused_password (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = NULL;
  g_autoptr (FrCloudAccount) account = NULL;
  g_autoptr (GPtrArray) locations = NULL;
  g_autoptr (GError) error = NULL;

  cloud = fr_cloud_new (canned_cloud_get_endpoint (canned), CANNED_USER, "wrong", NULL, NULL);
  account = fr_cloud_sign_in (cloud, NULL, &error);
  g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_assert_null (account);
  g_assert_nonnull (strstr (error->message, "wizard"));
  g_assert_null (strstr (error->message, "wrong"));
  g_assert_cmpuint (canned_cloud_count (canned, "401"), ==, 1);

  g_clear_error (&error);
  locations = fr_cloud_list_locations (cloud, NULL, &error);
  g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_assert_null (locations);
  g_assert_cmpuint (canned_cloud_count (canned, "401"), ==, 2);
}

static void
test_endpoint (void)
{
  static const struct
  {
    const char *endpoint;
    const char *user;
    int code;       /* -1: it is good */
    const char *is; /* what becomes of it */
  } cases[] = {
    { "https://127.0.0.1:8470/", "wizard", -1, "https://127.0.0.1:8470" },
    { "api-eu.example.org", "wizard", -1, "https://api-eu.example.org" },
    { "127.0.0.1:8443", "wizard", -1, "https://127.0.0.1:8443" },
    { "http://[::1]:80", "wizard", -1, "http://[::1]:80" },
    { "http://api-eu.example.org", "wizard", FR_ERROR_USAGE, NULL },
    { "ftp://api-eu.example.org", "wizard", FR_ERROR_USAGE, NULL },
    { "https://api-eu.example.org/caas", "wizard", FR_ERROR_USAGE, NULL },
    { "https://wizard:secret@api-eu.example.org", "wizard", FR_ERROR_USAGE, NULL },
    { "https://", "wizard", FR_ERROR_USAGE, NULL },
    { "", "wizard", FR_ERROR_USAGE, NULL },
    { "api-eu.example.org", "", FR_ERROR_CREDENTIALS, NULL },
    { "api-eu.example.org", "wiz:ard", FR_ERROR_CREDENTIALS, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (FrCloud) cloud = NULL;

      cloud = fr_cloud_new (cases[i].endpoint, cases[i].user, "secret", NULL, &error);
      if (cases[i].code >= 0)
        {
          g_assert_error (error, FR_ERROR, cases[i].code);
          g_assert_null (strstr (error->message, "secret"));
          continue;
        }
      g_assert_no_error (error);
      g_assert_cmpstr (fr_cloud_get_endpoint (cloud), ==, cases[i].is);
    }
}

/* A page of @count blocks that begins with number @first, out of @total. */
static char *
make_page (guint first, guint count, guint total)
{
  GString *page = g_string_new ("{\"publicIpBlock\": [");

  for (guint i = 0; i < count; i++)
    g_string_append_printf (page, "%s{\"id\": \"b%u\", \"baseIp\": \"203.0.113.%u\","
                                  " \"size\": \"2\"}",
                            i > 0 ? "," : "", first + i, (first + i) % 256);

  g_string_append_printf (page, "], \"pageNumber\": 1, \"pageCount\": %u, \"totalCount\": %u, "
                                "\"pageSize\": 250}",
                          count, total);
  return g_string_free (page, FALSE);
}

static void
test_pages (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autofree char *first = make_page (0, 250, 501);
  g_autofree char *second = make_page (250, 250, 501);
  g_autofree char *third = make_page (500, 1, 501);
  g_autofree char *query = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "GET network/publicIpBlock", 1, 200, first);
  canned_cloud_answer (canned, "GET network/publicIpBlock", 1, 200, second);
  canned_cloud_answer (canned, "GET network/publicIpBlock", 1, 200, third);

  blocks = fr_cloud_list_blocks (cloud, "a domain", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (blocks->len, ==, 501);
  g_assert_cmpstr (((FrCloudBlock *) blocks->pdata[500])->id, ==, "b500");
  g_assert_cmpuint (((FrCloudBlock *) blocks->pdata[3])->size, ==, 2);

  query = canned_cloud_dup_last (canned, "GET network/publicIpBlock");
  g_assert_cmpstr (query, ==, "networkDomainId=a%20domain&pageSize=250&pageNumber=3");
  g_assert_cmpuint (canned_cloud_count (canned, "GET network/publicIpBlock"), ==, 3);
}

/* The three ways to say that there is nothing. */
static void
test_nothing (void)
{
  static const char *const nothing[] = {
    "{\"natRule\": [], \"pageNumber\": 1, \"pageCount\": 0, \"totalCount\": 0, \"pageSize\": 250}",
    "{\"natRule\": null, \"totalCount\": 0}",
    "{}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (nothing); i++)
    {
      g_autoptr (CannedCloud) canned = canned_cloud_new ();
      g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
      g_autoptr (GPtrArray) nats = NULL;
      g_autoptr (GError) error = NULL;

      canned_cloud_answer (canned, "GET network/natRule", 0, 200, nothing[i]);
      nats = fr_cloud_list_nats (cloud, "d", NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (nats->len, ==, 0);
      g_assert_cmpuint (canned_cloud_count (canned, "GET network/natRule"), ==, 1);
    }
}

/* Each code means one class of error; those that come back are asked for again. */
static void
test_codes (void)
{
  static const struct
  {
    const char *code;
    int error;
    guint tries; /* 0: until patience ends */
  } cases[] = {
    { "RESOURCE_NOT_FOUND", FR_ERROR_NOT_FOUND, 1 },
    { "INVALID_INPUT_DATA", FR_ERROR_CLOUD, 1 },
    { "NAME_NOT_UNIQUE", FR_ERROR_EXISTS, 1 },
    { "IP_ADDRESS_NOT_UNIQUE", FR_ERROR_EXISTS, 1 },
    { "IP_ADDRESS_OUT_OF_RANGE", FR_ERROR_CLOUD, 1 },
    { "NO_IP_ADDRESS_AVAILABLE", FR_ERROR_CLOUD, 1 },
    { "HAS_DEPENDENCY", FR_ERROR_CLOUD, 1 },
    { "RESOURCE_BUSY", FR_ERROR_BUSY, 0 },
    { "RESOURCE_LOCKED", FR_ERROR_CLOUD, 1 },
    { "EXCEEDS_LIMIT", FR_ERROR_CLOUD, 1 },
    { "OUT_OF_RESOURCES", FR_ERROR_CLOUD, 1 },
    { "OPERATION_NOT_SUPPORTED", FR_ERROR_CLOUD, 1 },
    { "CONFIGURATION_NOT_SUPPORTED", FR_ERROR_CLOUD, 1 },
    { "INFRASTRUCTURE_IN_MAINTENANCE", FR_ERROR_BUSY, 1 },
    { "AUTHORIZATION_FAILURE", FR_ERROR_CREDENTIALS, 1 },
    { "RETRYABLE_SYSTEM_ERROR", FR_ERROR_BUSY, 0 },
    { "SYSTEM_ERROR", FR_ERROR_CLOUD, 1 },
    { "UNEXPECTED_ERROR", FR_ERROR_CLOUD, 5 },
    { "SERVER_STARTED", FR_ERROR_CLOUD, 1 },
    { "A_NEW_ONE", FR_ERROR_CLOUD, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (CannedCloud) canned = canned_cloud_new ();
      g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
      g_autoptr (GError) error = NULL;
      guint tries;

      fr_cloud_set_patience (cloud, cases[i].tries == 0 ? 0 : 60);
      canned_cloud_refuse (canned, "POST server/reconfigureServer", 0, cases[i].code,
                           "No\\u001b[31m.");
      g_assert_false (fr_cloud_resize_server (cloud, "s", 2, 1, NULL, 4, NULL, &error));
      g_assert_error (error, FR_ERROR, cases[i].error);
      g_assert_nonnull (strstr (error->message, cases[i].code));
      g_assert_null (strchr (error->message, '\x1b'));

      tries = canned_cloud_count (canned, "POST server/reconfigureServer");
      g_assert_cmpuint (tries, ==, MAX (cases[i].tries, 1));
    }
}

static void
test_refused_fields (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  canned_cloud_answer (canned, "POST server/reconfigureServer", 0, 400,
                       "{\"responseCode\": \"INVALID_INPUT_DATA\", \"message\": \"Not like this.\","
                       " \"error\": [{\"name\": \"cpuCount\", \"value\": \"too many\"}]}");
  g_assert_false (fr_cloud_resize_server (cloud, "s1", 99, 1, NULL, 4, NULL, &error));
  g_assert_cmpstr (error->message, ==,
                   "Size of server s1: Not like this. cpuCount: too many (INVALID_INPUT_DATA). "
                   "Correct the plan.");
}

static void
busy_cb (const char *what, guint wait_ms, gpointer data)
{
  g_assert_nonnull (strstr (what, "Please wait."));
  g_assert_cmpuint (wait_ms, >, 0);
  ++*(guint *) data;
}

static void
test_busy (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autofree char *id = NULL;
  g_autoptr (GError) error = NULL;
  guint pauses = 0;

  fr_cloud_set_busy_func (cloud, busy_cb, &pauses);
  canned_cloud_refuse (canned, "POST network/deployVlan", 2, "RESOURCE_BUSY", "Please wait.");
  canned_cloud_refuse (canned, "POST network/deployVlan", 1, "WHO_KNOWS",
                       "Please wait. Please try again later.");
  canned_cloud_answer (canned, "POST network/deployVlan", 1, 200,
                       "{\"responseCode\": \"IN_PROGRESS\", \"info\": "
                       "[{\"name\": \"vlanId\", \"value\": \"v1\"}]}");

  id = fr_cloud_add_vlan (cloud, "d", "net", NULL, "10.0.0.0", 24, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (id, ==, "v1");
  g_assert_cmpuint (pauses, ==, 3);
  g_assert_cmpuint (canned_cloud_count (canned, "GET network/vlan"), ==, 0);
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (100 * 1000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel_pause (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  GThread *thread;

  fr_cloud_set_pace (cloud, 20, 60 * 1000);
  canned_cloud_refuse (canned, "POST server/startServer", 0, "RESOURCE_BUSY", "Please wait.");
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_false (fr_cloud_start_server (cloud, "s", cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_USEC_PER_SEC);
}

static void
test_cancel_answer (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 begun = g_get_monotonic_time ();
  GThread *thread;

  canned_cloud_set_delay (canned, 2000);
  canned_cloud_answer (canned, "POST server/startServer", 0, 200, "{\"responseCode\": \"OK\"}");
  thread = g_thread_new ("cancel", cancel_thread, cancellable);
  g_assert_false (fr_cloud_start_server (cloud, "s", cancellable, &error));
  g_thread_join (thread);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 1900 * 1000);
  g_usleep (2100 * 1000);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cloud/sign-in", test_sign_in);
  g_test_add_func ("/cloud/refused-password", test_refused_password);
  g_test_add_func ("/cloud/endpoint", test_endpoint);
  g_test_add_func ("/cloud/pages", test_pages);
  g_test_add_func ("/cloud/nothing", test_nothing);
  g_test_add_func ("/cloud/codes", test_codes);
  g_test_add_func ("/cloud/refused-fields", test_refused_fields);
  g_test_add_func ("/cloud/busy", test_busy);
  g_test_add_func ("/cloud/cancel-pause", test_cancel_pause);
  g_test_add_func ("/cloud/cancel-answer", test_cancel_answer);

  return g_test_run ();
}
