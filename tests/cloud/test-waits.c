/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Waiting for the cloud, by one thread and by many. */

#include <string.h>

#include "canned-cloud.h"
#include "fr-cloud-server.h"
#include "fr-cloud-wait.h"
#include "fr-error.h"

#define N_THREADS 6

static char *
make_server (const char *id, const char *state, const char *rest)
{
  return g_strdup_printf ("{\"id\": \"%s\", \"name\": \"mirror\", \"state\": \"%s\"%s}", id, state,
                          rest);
}

/* The next @times looks see one thing in this state; 0 for ever. */
static void
show (CannedCloud *canned, const char *resource, guint times, const char *state, const char *rest)
{
  g_autofree char *call = g_strconcat ("GET ", resource, NULL);
  g_autofree char *thing = make_server ("a1", state, rest);
  g_autofree char *body = g_strdup_printf ("{\"%s\": [%s], \"totalCount\": 1}",
                                           strrchr (resource, '/') + 1, thing);

  canned_cloud_answer (canned, call, times, 200, body);
}

static void
show_nothing (CannedCloud *canned, const char *resource, guint times)
{
  g_autofree char *call = g_strconcat ("GET ", resource, NULL);

  canned_cloud_answer (canned, call, times, 200, "{\"totalCount\": 0}");
}

static void
test_ready (void)
{
  static const char *const resources[] = { "network/networkDomain", "network/vlan",
                                           "server/server" };

  for (guint kind = 0; kind < G_N_ELEMENTS (resources); kind++)
    {
      g_autoptr (CannedCloud) canned = canned_cloud_new ();
      g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
      g_autofree char *call = g_strconcat ("GET ", resources[kind], NULL);
      g_autofree char *query = NULL;
      g_autoptr (GError) error = NULL;

      show_nothing (canned, resources[kind], 1);
      show (canned, resources[kind], 2, "PENDING_ADD", ", \"progress\": {\"action\": \"X\"}");
      show (canned, resources[kind], 0, "NORMAL", "");

      g_assert_true (fr_cloud_wait_ready (cloud, (FrCloudKind) kind, "a1", 10, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpuint (canned_cloud_count (canned, call), ==, 4);
      query = canned_cloud_dup_last (canned, call);
      g_assert_cmpstr (query, ==, "id=a1&pageSize=250&pageNumber=1");
    }
}

static void
test_failed (void)
{
  static const char *const states[] = { "FAILED_ADD", "FAILED_CHANGE", "REQUIRES_SUPPORT" };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_autoptr (CannedCloud) canned = canned_cloud_new ();
      g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
      g_autofree char *expected = NULL;
      g_autoptr (GError) error = NULL;

      show (canned, "server/server", 0, states[i],
            ", \"progress\": {\"action\": \"DEPLOY_SERVER\", \"failureReason\": \"No room\"}");
      g_assert_false (fr_cloud_wait_ready (cloud, FR_CLOUD_SERVER, "a1", 10, NULL, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_CLOUD);

      expected = g_strdup_printf ("Server “mirror”: the cloud gave up (%s, DEPLOY_SERVER): No "
                                  "room. Dispose of it and try again, or ask the support of "
                                  "the cloud.",
                                  states[i]);
      g_assert_cmpstr (error->message, ==, expected);
    }
}

/* A list may be wrong for a moment: the thing itself has to be unknown. */
static void
test_gone (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  show (canned, "network/vlan", 1, "NORMAL", "");
  show (canned, "network/vlan", 2, "PENDING_DELETE", "");
  show_nothing (canned, "network/vlan", 0);
  canned_cloud_answer (canned, "GET network/vlan/a1", 1, 200, "{\"id\": \"a1\"}");
  canned_cloud_refuse (canned, "GET network/vlan/a1", 1, "RESOURCE_NOT_FOUND", "Gone.");

  g_assert_true (fr_cloud_wait_gone (cloud, FR_CLOUD_VLAN, "a1", 10, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (canned_cloud_count (canned, "GET network/vlan"), ==, 5);
  g_assert_cmpuint (canned_cloud_count (canned, "GET network/vlan/a1"), ==, 2);

  show (canned, "network/vlan", 1, "FAILED_DELETE", "");
  g_assert_false (fr_cloud_wait_gone (cloud, FR_CLOUD_VLAN, "a1", 10, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CLOUD);
}

static void
test_never_born (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  show_nothing (canned, "server/server", 0);
  g_assert_false (fr_cloud_wait_ready (cloud, FR_CLOUD_SERVER, "a1", 10, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_NOT_FOUND);
}

static void
test_power (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  show (canned, "server/server", 1, "PENDING_CHANGE", ", \"started\": true");
  show (canned, "server/server", 1, "NORMAL", ", \"started\": true");
  show (canned, "server/server", 1, "NORMAL", ", \"started\": false");
  g_assert_true (fr_cloud_wait_power (cloud, "a1", FALSE, 10, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (canned_cloud_count (canned, "GET server/server"), ==, 3);

  show (canned, "server/server", 1, "NORMAL", ", \"started\": true");
  g_assert_true (fr_cloud_wait_power (cloud, "a1", TRUE, 10, NULL, &error));
  g_assert_no_error (error);
}

static void
test_timeout (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GError) error = NULL;

  show (canned, "server/server", 0, "PENDING_ADD", "");
  g_assert_false (fr_cloud_wait_ready (cloud, FR_CLOUD_SERVER, "a1", 0, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (error->message, "“mirror”"));
  g_assert_nonnull (strstr (error->message, "PENDING_ADD"));
}

typedef struct
{
  FrCloud *cloud;
  GCancellable *cancellable;
  const char *id;
  guint limit_seconds;
  int code;
} Job;

static gpointer
wait_thread (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  if (!fr_cloud_wait_ready (job->cloud, FR_CLOUD_SERVER, job->id, job->limit_seconds,
                            job->cancellable, &error))
    job->code = error->code;
  return NULL;
}

/* Many wait, one looks: about ten looks in a second, not sixty. */
static void
test_shared (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GString) list = g_string_new ("{\"server\": [");
  static const char *const ids[N_THREADS] = { "s0", "s1", "s2", "s3", "s4", "s5" };
  Job jobs[N_THREADS] = { 0 };
  GThread *threads[N_THREADS];
  guint looks, turns;
  gint64 begin;

  fr_cloud_set_pace (cloud, 100, 10);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_autofree char *server = NULL;

      jobs[i].cloud = cloud;
      jobs[i].id = ids[i];
      jobs[i].limit_seconds = 1;
      jobs[i].code = -1;
      server = make_server (jobs[i].id, "PENDING_ADD", "");
      g_string_append_printf (list, "%s%s", i > 0 ? "," : "", server);
    }
  g_string_append (list, "], \"totalCount\": 6}");
  canned_cloud_answer (canned, "GET server/server", 0, 200, list->str);

  begin = g_get_monotonic_time ();
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("wait", wait_thread, &jobs[i]);
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (threads[i]);
      g_assert_cmpint (jobs[i].code, ==, FR_ERROR_TIMEOUT);
    }

  looks = canned_cloud_count (canned, "GET server/server");
  turns = (guint) ((g_get_monotonic_time () - begin) / (100 * 1000));
  g_test_message ("%u looks in %u turns", looks, turns);
  g_assert_cmpuint (looks, <=, turns + N_THREADS + 4);
}

/* One gives up while it looks for all; the others see the end, which comes after that. */
static void
test_cancel (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Job quitter = { cloud, cancellable, "a1", 20, -1 };
  Job stayer = { cloud, NULL, "a1", 20, -1 };
  GThread *first, *second;

  fr_cloud_set_pace (cloud, 150, 10);
  show (canned, "server/server", 0, "PENDING_ADD", "");
  first = g_thread_new ("quitter", wait_thread, &quitter);
  second = g_thread_new ("stayer", wait_thread, &stayer);
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);

  g_thread_join (first);
  g_assert_cmpint (quitter.code, ==, G_IO_ERROR_CANCELLED);
  show (canned, "server/server", 0, "NORMAL", "");
  g_thread_join (second);
  g_assert_cmpint (stayer.code, ==, -1);
}

static gpointer
post_thread (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  if (!fr_cloud_start_server (job->cloud, job->id, job->cancellable, &error))
    job->code = error->code;
  return NULL;
}

static void
test_one_post_at_a_time (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  Job job = { .cloud = cloud, .id = "s1", .code = -1 };
  GThread *threads[N_THREADS];

  canned_cloud_set_delay (canned, 30);
  canned_cloud_answer (canned, "POST server/startServer", 0, 200, "{\"responseCode\": \"OK\"}");
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("post", post_thread, &job);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (job.code, ==, -1);
  g_assert_cmpuint (canned_cloud_count (canned, "POST server/startServer"), ==, N_THREADS);
  g_assert_cmpuint (canned_cloud_get_most_posts (canned), ==, 1);
}

/* Who waits for its turn can leave the queue. */
static void
test_leave_queue (void)
{
  g_autoptr (CannedCloud) canned = canned_cloud_new ();
  g_autoptr (FrCloud) cloud = canned_cloud_connect (canned);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Job slow = { .cloud = cloud, .id = "s1", .code = -1 };
  Job quitter = { .cloud = cloud, .id = "s2", .cancellable = cancellable, .code = -1 };
  gint64 begun = g_get_monotonic_time ();
  GThread *first, *second;

  canned_cloud_set_delay (canned, 2000);
  canned_cloud_answer (canned, "POST server/startServer", 0, 200, "{\"responseCode\": \"OK\"}");
  first = g_thread_new ("slow", post_thread, &slow);
  g_usleep (50 * 1000);
  second = g_thread_new ("quitter", post_thread, &quitter);
  g_usleep (50 * 1000);
  g_cancellable_cancel (cancellable);
  g_thread_join (second);
  g_assert_cmpint (quitter.code, ==, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 1900 * 1000);
  g_thread_join (first);
  g_assert_cmpint (slow.code, ==, -1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cloud/waits/ready", test_ready);
  g_test_add_func ("/cloud/waits/failed", test_failed);
  g_test_add_func ("/cloud/waits/gone", test_gone);
  g_test_add_func ("/cloud/waits/never-born", test_never_born);
  g_test_add_func ("/cloud/waits/power", test_power);
  g_test_add_func ("/cloud/waits/timeout", test_timeout);
  g_test_add_func ("/cloud/waits/shared", test_shared);
  g_test_add_func ("/cloud/waits/cancel", test_cancel);
  g_test_add_func ("/cloud/waits/one-post-at-a-time", test_one_post_at_a_time);
  g_test_add_func ("/cloud/waits/leave-queue", test_leave_queue);

  return g_test_run ();
}
