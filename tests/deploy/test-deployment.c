/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fr-deployment-private.h"
#include "fr-error.h"
#include "fr-history.h"
#include "fr-local-cloud.h"
#include "fr-log-text.h"
#include "fr-process.h"
#include "fr-site-mask.h"

#define SPEED 1000
#define LIMIT_SECONDS 60

static const char plan_text[] =
  "locationId: EU6\n"
  "blueprints:\n"
  "  - studio:\n"
  "      domain: {name: Studio One, description: plan, ipv4: auto}\n"
  "      ethernet: {name: StudioLan, subnet: 10.77.0.0}\n"
  "      nodes:\n"
  "        - \"web-0[1..2]\":\n"
  "            appliance: Ubuntu 24.04 2 CPU\n"
  "            cpu: 4\n"
  "            memory: 8\n"
  "            disks:\n"
  "              - 1 20 standard\n"
  "            monitoring: essentials\n";

/* A cloud without hosts, and a home of its own. */
typedef struct
{
  char *home;
  FrLocalCloud *emulator;
  guint pace_ms;
} World;

static World *
world_new (void)
{
  World *world = g_new0 (World, 1);
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;

  world->home = g_dir_make_tmp ("fittings-XXXXXX", &error);
  g_assert_no_error (error);
  g_setenv ("FITTINGS_HOME", world->home, TRUE);
  folder = g_build_filename (world->home, "cloud", NULL);
  world->emulator = fr_local_cloud_start (folder, 0, SPEED, FALSE, &error);
  g_assert_no_error (error);
  world->pace_ms = 5;

  return world;
}

static void
world_free (World *world)
{
  const char *const argv[] = { "rm", "-rf", world->home, NULL };

  fr_local_cloud_stop (world->emulator);
  fr_process_run (argv, NULL, 10, NULL, NULL, NULL);
  g_free (world->home);
  g_free (world);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (World, world_free)

static FrCloud *
open_cb (const FrPlan *plan, gpointer data, GCancellable *cancellable, GError **error)
{
  World *world = data;
  FrCloud *cloud;

  if (world->emulator == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_UNREACHABLE, "Nobody is there.");
      return NULL;
    }

  cloud = fr_cloud_new (fr_local_cloud_get_endpoint (world->emulator),
                        fr_local_cloud_get_user (world->emulator),
                        fr_local_cloud_get_password (world->emulator),
                        fr_local_cloud_get_ca_file (world->emulator), error);
  if (cloud != NULL)
    fr_cloud_set_pace (cloud, 5, world->pace_ms);

  return cloud;
}

static FrDeployment *
open_deployment (World *world)
{
  FrDeployment *deployment = fr_deployment_new ("studio", plan_text, NULL);

  fr_deployment_set_cloud (deployment, open_cb, NULL, world, NULL);

  return deployment;
}

static gboolean
late_cb (gpointer late)
{
  *(gboolean *) late = TRUE;

  return G_SOURCE_REMOVE;
}

static void
pass (guint ms)
{
  gboolean late = FALSE;

  g_timeout_add (ms, late_cb, &late);
  while (!late)
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_for (FrDeployment *deployment, FrDeploymentState state)
{
  gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;

  while (fr_deployment_get_state (deployment) != state && g_get_monotonic_time () < end)
    {
      const GError *error = fr_deployment_get_error (deployment);

      if (error != NULL && state == FR_DEPLOYMENT_DONE)
        g_error ("%s", error->message);
      pass (2);
    }
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, state);
}

static guint
count (FrDeployment *deployment, FrStepState state)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (deployment)); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (G_LIST_MODEL (deployment), i);

      n += fr_step_item_get_state (item) == state ? 1 : 0;
    }

  return n;
}

/* The whole list stands there before the first step begins. */
static void
listed_cb (FrDeployment *deployment, guint position, guint removed, guint added, guint *n)
{
  *n += 1;
  g_assert_cmpuint (position, ==, 0);
  g_assert_cmpuint (added, ==, g_list_model_get_n_items (G_LIST_MODEL (deployment)));
  g_assert_cmpuint (count (deployment, FR_STEP_WAITING), ==, added);
}

/* What it took is written down by another thread. */
static void
wait_for_history (const char *location)
{
  gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;
  guint least, most;

  while (!fr_history_guess (location, NULL, &least, &most) && g_get_monotonic_time () < end)
    pass (20);
}

static void
test_done (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) deployment = open_deployment (world);
  g_autoptr (FrDeployment) again = open_deployment (world);
  g_autoptr (FrHistory) history = NULL;
  const char *elsewhere[] = { "HERE", NULL };
  const char *here[] = { "EU6", NULL };
  guint listed = 0;
  guint least, most;
  guint n;

  g_signal_connect (deployment, "items-changed", G_CALLBACK (listed_cb), &listed);
  g_assert_false (fr_deployment_is_busy (deployment));
  fr_deployment_start (deployment);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_PREPARING);
  g_assert_true (fr_deployment_is_busy (deployment));
  wait_for (deployment, FR_DEPLOYMENT_DONE);
  n = g_list_model_get_n_items (G_LIST_MODEL (deployment));
  g_assert_cmpuint (listed, ==, 1);
  g_assert_cmpuint (n, >, 20);
  g_assert_cmpuint (fr_deployment_get_n_done (deployment), ==, n);
  g_assert_cmpuint (count (deployment, FR_STEP_DONE), >, 8);
  g_assert_cmpuint (fr_local_cloud_count (world->emulator, "DEPLOY_SERVER"), ==, 2);
  g_assert_cmpint (fr_deployment_get_elapsed_ms (deployment), >, 0);
  g_assert_nonnull (fr_deployment_get_ended (deployment));

  /* What it took is known at the next time. */
  wait_for_history ("EU6");
  history = fr_history_load ("EU6");
  g_assert_true (fr_history_find (history, "server", &least, &most));
  g_assert_cmpuint (least, <=, most);
  g_assert_true (fr_history_guess ("EU6", NULL, &least, &most));
  g_assert_cmpuint (least, ==, most);
  g_assert_cmpuint (least, >, 0);
  g_assert_false (fr_history_guess ("NA9", NULL, &least, &most));
  g_assert_true (fr_history_guess (NULL, elsewhere, &least, &most));
  g_assert_false (fr_history_guess (NULL, here, &least, &most));

  fr_deployment_start (again);
  wait_for (again, FR_DEPLOYMENT_DONE);
  g_assert_cmpuint (count (again, FR_STEP_DONE), ==, 0);
  g_assert_cmpuint (fr_local_cloud_count (world->emulator, "DEPLOY_SERVER"), ==, 2);
}

/* A step that was just about to begin still does: paused it is when that has passed, too. */
static void
wait_for_rest (FrDeployment *deployment)
{
  gint64 since = g_get_monotonic_time ();
  gint64 end = since + LIMIT_SECONDS * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < MIN (since + G_USEC_PER_SEC / 2, end))
    {
      pass (2);
      if (fr_deployment_get_state (deployment) != FR_DEPLOYMENT_PAUSED ||
          count (deployment, FR_STEP_RUNNING) > 0)
        since = g_get_monotonic_time ();
    }
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_PAUSED);
}

static void
test_pause (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) deployment = open_deployment (world);
  guint done;

  fr_deployment_start (deployment);
  wait_for (deployment, FR_DEPLOYMENT_RUNNING);
  fr_deployment_pause (deployment);
  wait_for_rest (deployment);
  done = fr_deployment_get_n_done (deployment);
  pass (600);
  g_assert_cmpuint (fr_deployment_get_n_done (deployment), ==, done);
  g_assert_cmpuint (count (deployment, FR_STEP_RUNNING), ==, 0);
  g_assert_cmpuint (done, <, g_list_model_get_n_items (G_LIST_MODEL (deployment)));
  fr_deployment_resume (deployment);
  wait_for (deployment, FR_DEPLOYMENT_DONE);
}

static void
test_stop (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) deployment = open_deployment (world);
  gint64 begin;

  fr_deployment_start (deployment);
  wait_for (deployment, FR_DEPLOYMENT_RUNNING);
  while (fr_deployment_get_n_done (deployment) < 3)
    pass (1);
  begin = g_get_monotonic_time ();
  fr_deployment_stop (deployment);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_STOPPING);
  wait_for (deployment, FR_DEPLOYMENT_STOPPED);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 30 * G_USEC_PER_SEC);
  g_assert_cmpuint (count (deployment, FR_STEP_FAILED), ==, 0);
  g_assert_cmpuint (count (deployment, FR_STEP_RUNNING), ==, 0);
  fr_deployment_retry (deployment);
  wait_for (deployment, FR_DEPLOYMENT_DONE);
  g_assert_cmpuint (fr_local_cloud_count (world->emulator, "DEPLOY_SERVER"), ==, 2);
}

/* While it is paused, too, and before anything is open. */
static void
test_stop_any_time (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) deployment = open_deployment (world);

  fr_deployment_start (deployment);
  fr_deployment_stop (deployment);
  wait_for (deployment, FR_DEPLOYMENT_STOPPED);
  fr_deployment_retry (deployment);
  wait_for (deployment, FR_DEPLOYMENT_RUNNING);
  fr_deployment_pause (deployment);
  fr_deployment_stop (deployment);
  wait_for (deployment, FR_DEPLOYMENT_STOPPED);
  fr_deployment_pause (deployment);
  fr_deployment_resume (deployment);
  fr_deployment_stop (deployment);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_STOPPED);
}

static void
test_failed (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) deployment = open_deployment (world);
  guint done;

  fr_local_cloud_fail_next (world->emulator, "DEPLOY_VLAN", "RESOURCE_NOT_FOUND", 1);
  fr_deployment_start (deployment);
  wait_for (deployment, FR_DEPLOYMENT_FAILED);
  g_assert_nonnull (fr_deployment_get_error (deployment));
  g_assert_cmpstr (fr_step_item_get_kind (fr_deployment_get_failed (deployment)), ==, "vlan");
  g_assert_cmpuint (count (deployment, FR_STEP_FAILED), ==, 1);
  done = fr_deployment_get_n_done (deployment);

  fr_deployment_retry (deployment);
  g_assert_null (fr_deployment_get_error (deployment));
  g_assert_null (fr_deployment_get_failed (deployment));
  g_assert_cmpuint (fr_deployment_get_n_done (deployment), ==, done);
  wait_for (deployment, FR_DEPLOYMENT_DONE);
}

static void
test_early_failures (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) named = fr_deployment_new ("../studio", plan_text, NULL);
  g_autoptr (FrDeployment) broken = fr_deployment_new ("studio", "locationId: [", NULL);
  g_autoptr (FrDeployment) unknown = fr_deployment_new ("nobody", NULL, NULL);
  FrDeployment *all[] = { named, broken, unknown };
  FrError codes[] = { FR_ERROR_USAGE, FR_ERROR_PLAN, FR_ERROR_NOT_FOUND };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      fr_deployment_set_cloud (all[i], open_cb, NULL, world, NULL);
      fr_deployment_start (all[i]);
      wait_for (all[i], FR_DEPLOYMENT_FAILED);
      g_assert_error (fr_deployment_get_error (all[i]), FR_ERROR, codes[i]);
      g_assert_null (fr_deployment_get_failed (all[i]));
    }
}

static void
waiting_cb (FrDeployment *deployment, GParamSpec *pspec, guint *longest)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (deployment)); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (G_LIST_MODEL (deployment), i);

      *longest = MAX (*longest, fr_step_item_get_next_try (item));
    }
}

static void
test_busy (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) deployment = open_deployment (world);
  guint longest = 0;

  world->pace_ms = 1500;
  fr_local_cloud_fail_next (world->emulator, "DEPLOY_VLAN", "RESOURCE_BUSY", 1);
  g_signal_connect (deployment, "notify::waiting", G_CALLBACK (waiting_cb), &longest);
  fr_deployment_start (deployment);
  wait_for (deployment, FR_DEPLOYMENT_DONE);
  g_assert_cmpuint (longest, >=, 1);
  g_assert_cmpuint (longest, <=, 5);
  g_assert_null (fr_deployment_get_waiting (deployment));
}

static void
test_dispose (void)
{
  g_autoptr (World) world = world_new ();
  g_autoptr (FrDeployment) deployment = open_deployment (world);
  g_autoptr (FrDeployment) removal = fr_deployment_new ("studio", NULL, NULL);
  g_autoptr (GPtrArray) list = NULL;

  fr_deployment_start (deployment);
  wait_for (deployment, FR_DEPLOYMENT_DONE);
  fr_deployment_set_cloud (removal, open_cb, NULL, world, NULL);
  fr_deployment_dispose_of (removal);
  wait_for (removal, FR_DEPLOYMENT_DONE);
  g_assert_true (fr_deployment_is_backwards (removal));
  g_assert_cmpuint (count (removal, FR_STEP_UNDONE), >, 4);
  g_assert_cmpuint (count (removal, FR_STEP_UNDONE) + count (removal, FR_STEP_SKIPPED), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (removal)));
  g_assert_cmpuint (fr_deployment_get_left (removal)->len, ==, 0);
  g_assert_cmpuint (fr_deployment_get_kept (removal)->len, ==, 0);
  list = fr_site_list ();
  g_assert_cmpuint (list->len, ==, 0);
}

/* Nobody waits for it any more: the worker ends by itself, and tells nobody. */
static void
test_forgotten (void)
{
  g_autoptr (World) world = world_new ();
  FrDeployment *deployment = open_deployment (world);

  fr_deployment_start (deployment);
  wait_for (deployment, FR_DEPLOYMENT_RUNNING);
  g_object_add_weak_pointer (G_OBJECT (deployment), (gpointer *) &deployment);
  g_object_unref (deployment);
  g_assert_null (deployment);
  pass (1500);
}

/* Three one after the other, and one beside them: the longest chain counts. */
static void
test_estimate (void)
{
  static const FrSiteStep steps[] = {
    { (char *) "domain:a", (char *) "domain", (char *) "a", NULL, NULL, TRUE },
    { (char *) "vlan:a", (char *) "vlan", (char *) "a", NULL, (char *) "domain:a", TRUE },
    { (char *) "address:a", (char *) "address", (char *) "a", NULL, (char *) "domain:a", TRUE },
    { (char *) "server:a", (char *) "server", (char *) "a", (char *) "a", (char *) "vlan:a", TRUE },
  };
  g_autoptr (World) world = world_new ();
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (FrHistory) history = fr_history_load ("EU6");
  guint least, most;

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    g_ptr_array_add (items, fr_step_item_new (&steps[i]));
  g_assert_false (fr_deployment_estimate (items, history, FALSE, &least, &most));

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      fr_history_add (history, steps[i].kind, 10000);
      fr_history_add (history, steps[i].kind, 20000);
    }
  g_assert_true (fr_deployment_estimate (items, history, FALSE, &least, &most));
  g_assert_cmpuint (least, ==, 30);
  g_assert_cmpuint (most, ==, 60);

  fr_step_item_begin (items->pdata[0], g_get_monotonic_time () - 5 * G_USEC_PER_SEC);
  fr_step_item_tick (items->pdata[0], g_get_monotonic_time ());
  g_assert_true (fr_deployment_estimate (items, history, FALSE, &least, &most));
  g_assert_cmpuint (least, >=, 20);
  g_assert_cmpuint (least, <=, 25);
  g_assert_cmpuint (most, <=, 55);
  fr_step_item_end (items->pdata[0], FR_STEP_DONE, g_get_monotonic_time (), NULL);
  g_assert_true (fr_deployment_estimate (items, history, FALSE, &least, &most));
  g_assert_cmpuint (most, ==, 40);
}

static void
line_cb (const char *line, gpointer data)
{
  g_string_append_printf (data, "%s|", line);
}

static void
test_log_text (void)
{
  g_autoptr (FrLogText) text = fr_log_text_new ();
  g_autoptr (GString) lines = g_string_new (NULL);
  g_autofree char *wide = g_strnfill (100000, 'x');

  fr_log_text_feed (text, "\033[1;32mGet:1\033[0m http", line_cb, lines);
  fr_log_text_feed (text, "://u\r\n", line_cb, lines);
  fr_log_text_feed (text, "10 %\r20 %\rdone\n\n", line_cb, lines);
  fr_log_text_feed (text, "\033]0;title\007a\tb\001\xe2\x80\xae"
                          "c\n",
                    line_cb, lines);
  fr_log_text_feed (text, "\033]52;c;clip\033", line_cb, lines);
  fr_log_text_feed (text, "\\after \xff\n", line_cb, lines);
  g_assert_cmpstr (lines->str, ==, "Get:1 http://u|done|a bc|after \xef\xbf\xbd|");

  g_string_truncate (lines, 0);
  fr_log_text_feed (text, wide, line_cb, lines);
  fr_log_text_feed (text, "\n", line_cb, lines);
  g_assert_cmpuint (lines->len, <, 3000);
}

static void
test_mask (void)
{
  const char *const secrets[] = { "pass/word", "a", NULL };
  g_autofree char *masked =
    fr_site_mask ("nobody", secrets,
                  "user: a, pass/word, https://x/#pass%2Fword\n"
                  "-----BEGIN RSA PRIVATE KEY-----\nb3Blb\n-----END RSA PRIVATE KEY-----\n");

  g_assert_cmpstr (masked, ==, "user: a, •••, https://x/#•••\n•••\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/deployment/done", test_done);
  g_test_add_func ("/deploy/deployment/pause", test_pause);
  g_test_add_func ("/deploy/deployment/stop", test_stop);
  g_test_add_func ("/deploy/deployment/stop-any-time", test_stop_any_time);
  g_test_add_func ("/deploy/deployment/failed", test_failed);
  g_test_add_func ("/deploy/deployment/early-failures", test_early_failures);
  g_test_add_func ("/deploy/deployment/busy", test_busy);
  g_test_add_func ("/deploy/deployment/dispose", test_dispose);
  g_test_add_func ("/deploy/deployment/forgotten", test_forgotten);
  g_test_add_func ("/deploy/deployment/estimate", test_estimate);
  g_test_add_func ("/deploy/log-text", test_log_text);
  g_test_add_func ("/deploy/mask", test_mask);

  return g_test_run ();
}
