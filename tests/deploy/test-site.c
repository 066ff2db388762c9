/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plan becomes real in the emulated cloud: once, twice, after failures and interruptions. */

#include <string.h>

#include "fr-error.h"
#include "site-world.h"

#define WHOLE                                                                         \
  "domain Studio One\n"                                                               \
  "server web-01 4 CPU 8 GB ESSENTIALS on 0:10:STANDARD 1:20:STANDARD 2:30:ECONOMY\n" \
  "server web-02 4 CPU 8 GB ESSENTIALS on 0:10:STANDARD 1:20:STANDARD 2:30:ECONOMY\n" \
  "vlan StudioLan"

#define PORTS                                                \
  "block\n"                                                  \
  "nat\n"                                                    \
  "nat\n"                                                    \
  "rule Web01.TCPv4_8433.plumbery TCP 8433 8433\n"           \
  "rule Web01.UDPv4_40000..40019.plumbery UDP 40000 40019\n" \
  "rule Web02.TCPv4_8433.plumbery TCP 8433 8433\n"           \
  "rule Web02.UDPv4_40000..40019.plumbery UDP 40000 40019"

/* What a walk has told. */
typedef struct
{
  GHashTable *over; /* ids of steps that have ended */
  guint begun;
  guint states[FR_STEP_UNDONE + 1];
  guint most_running;
  guint running;
  guint stop_at; /* cancels when so many have begun, 0 for never */
  GCancellable *cancellable;
} Watch;

static void
watch_cb (const FrStepNews *news, gpointer data)
{
  Watch *watch = data;
  g_auto (GStrv) needs = NULL;

  if (news->state != FR_STEP_RUNNING)
    {
      g_hash_table_add (watch->over, g_strdup (news->step->id));
      watch->states[news->state]++;
      watch->running--;
      return;
    }

  /* Whatever it needs has ended. */
  needs = g_strsplit (news->step->needs, " ", -1);
  for (guint i = 0; needs[i] != NULL; i++)
    if (*needs[i] != '\0' && !g_hash_table_contains (watch->over, needs[i]))
      g_error ("%s begins before %s has ended", news->step->id, needs[i]);
  watch->running++;
  watch->most_running = MAX (watch->most_running, watch->running);
  if (++watch->begun == watch->stop_at)
    g_cancellable_cancel (watch->cancellable);
}

static gboolean
deploy (SiteWorld *world, const char *plan, Watch *watch, guint stop_at, GError **error)
{
  g_autoptr (FrSite) site = site_world_open (world, plan);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  gboolean good;

  *watch = (const Watch){ .over = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL),
                          .stop_at = stop_at,
                          .cancellable = cancellable };
  fr_site_set_report (site, watch_cb, NULL, watch);
  good = fr_site_deploy (site, cancellable, error);
  g_hash_table_unref (watch->over);

  return good;
}

/* Lines in any order. */
static void
assert_world (SiteWorld *world, const char *wanted)
{
  g_autofree char *list = site_world_list (world);
  g_autofree char *sorted = site_world_sort (wanted);

  g_assert_cmpstr (list, ==, sorted);
}

static void
test_twice (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autoptr (GError) error = NULL;
  Watch watch;
  guint count;

  g_assert_true (deploy (world, site_world_plan, &watch, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (watch.states[FR_STEP_FAILED], ==, 0);
  /* Domain and network; of each server itself, two disks, monitoring and power. */
  g_assert_cmpuint (watch.states[FR_STEP_DONE], ==, 2 + 2 * 5);
  g_assert_cmpuint (watch.most_running, >=, 2);
  assert_world (world, WHOLE);

  count = site_world_count_posts (world);
  g_assert_true (deploy (world, site_world_plan, &watch, 0, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (watch.states[FR_STEP_DONE], ==, 0);
  g_assert_cmpuint (site_world_count_posts (world), ==, count);
  assert_world (world, WHOLE);

  site_world_dispose (world, site_world_plan);
  assert_world (world, "");
}

/* Both addresses of the first block are taken after the first time. */
static void
test_ports_twice (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  guint count;

  site_world_open_ports (world, site_world_glued);
  assert_world (world, PORTS "\n" WHOLE);
  count = site_world_count_posts (world);
  site_world_open_ports (world, site_world_glued);
  g_assert_cmpuint (site_world_count_posts (world), ==, count);

  site_world_dispose (world, site_world_glued);
  assert_world (world, "");
}

static const char *const operations[] = {
  "DEPLOY_NETWORK_DOMAIN",
  "DEPLOY_VLAN",
  "DEPLOY_SERVER",
  "ADD_DISK",
  "ENABLE_SERVER_MONITORING",
  "START_SERVER",
};

/* Every operation is refused once, one after the other: each run goes on where the one before
 * stopped. */
static void
test_refused (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autoptr (GError) error = NULL;
  Watch watch;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    {
      fr_local_cloud_fail_next (world->emulator, operations[i], "AUTHORIZATION_FAILURE", 1);
      g_assert_false (deploy (world, site_world_plan, &watch, 0, &error));
      g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
      g_assert_cmpuint (watch.states[FR_STEP_FAILED], >=, 1);
      g_clear_error (&error);
    }

  g_assert_true (deploy (world, site_world_plan, &watch, 0, &error));
  g_assert_no_error (error);
  assert_world (world, WHOLE);
}

/* The answer is lost, the cloud is busy, or it stumbles, at every operation: nobody notices,
 * and nothing is there twice. */
static void
test_transient (gconstpointer code)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autoptr (GError) error = NULL;
  Watch watch;

  for (guint i = 0; i < G_N_ELEMENTS (operations); i++)
    fr_local_cloud_fail_next (world->emulator, operations[i], code, 2);

  g_assert_true (deploy (world, site_world_plan, &watch, 0, &error));
  g_assert_no_error (error);
  assert_world (world, WHOLE);
}

static void
test_cancelled_anywhere (void)
{
  gboolean whole = FALSE;

  for (guint stop_at = 1; !whole; stop_at += 4)
    {
      g_autoptr (SiteWorld) world = site_world_new ();
      g_autoptr (GError) error = NULL;
      gint64 began = g_get_monotonic_time ();
      Watch watch;

      whole = deploy (world, site_world_plan, &watch, stop_at, &error);
      if (!whole)
        g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&error);
      g_assert_cmpint (g_get_monotonic_time () - began, <, 60 * G_USEC_PER_SEC);

      /* Every other time it is not finished, but taken away. */
      if (stop_at % 8 == 1)
        {
          g_assert_true (deploy (world, site_world_plan, &watch, 0, &error));
          g_assert_no_error (error);
          assert_world (world, WHOLE);
        }
      site_world_dispose (world, site_world_plan);
      assert_world (world, "");
    }
}

/* The plan has grown since: what is there grows with it, and starts again. */
static void
test_grown (void)
{
  g_autoptr (SiteWorld) world = site_world_new ();
  g_autofree char *more = site_world_replace (site_world_plan, "cpu: 4", "cpu: 8");
  g_autofree char *larger = site_world_replace (more, "2 30 economy", "2 50 economy");
  g_autofree char *wanted = site_world_replace (WHOLE, "4 CPU", "8 CPU");
  g_autofree char *wanted_more = site_world_replace (wanted, "2:30", "2:50");
  g_autofree char *always =
    site_world_replace (larger, "cpu: 8\n", "cpu: 2\n            running: always\n");
  g_autoptr (GError) error = NULL;
  Watch watch;

  site_world_deploy (world, site_world_plan);
  deploy (world, larger, &watch, 0, &error);
  g_assert_no_error (error);
  assert_world (world, wanted_more);

  /* Unless the plan wants it to run always. */
  g_assert_false (deploy (world, always, &watch, 0, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  g_assert_nonnull (strstr (error->message, "run always"));
  assert_world (world, wanted_more);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/site/twice", test_twice);
  g_test_add_func ("/deploy/site/ports-twice", test_ports_twice);
  g_test_add_func ("/deploy/site/grown", test_grown);
  g_test_add_func ("/deploy/site/refused", test_refused);
  g_test_add_data_func ("/deploy/site/answer-lost", "CONNECTION_LOST", test_transient);
  g_test_add_data_func ("/deploy/site/busy", "RESOURCE_BUSY", test_transient);
  g_test_add_data_func ("/deploy/site/stumbling", "503", test_transient);
  g_test_add_func ("/deploy/site/cancelled-anywhere", test_cancelled_anywhere);

  return g_test_run ();
}
