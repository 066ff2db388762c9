/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fr-deployment.h"
#include "own-world.h"

#define LIMIT_SECONDS 120

static OwnWorld world;

static FrCloud *
open_cb (const FrPlan *plan, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_not_reached (); /* there is no cloud */
}

static void
wait_for (FrDeployment *deployment, FrDeploymentState state)
{
  gint64 end = g_get_monotonic_time () + (gint64) LIMIT_SECONDS * G_USEC_PER_SEC;

  while (fr_deployment_is_busy (deployment) && g_get_monotonic_time () < end)
    g_main_context_iteration (NULL, TRUE);
  if (fr_deployment_get_error (deployment) != NULL)
    g_test_message ("%s", fr_deployment_get_error (deployment)->message);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, state);
}

static FrStepItem *
find_item (FrDeployment *deployment, const char *kind)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (deployment)); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (G_LIST_MODEL (deployment), i);

      if (g_str_equal (fr_step_item_get_kind (item), kind))
        return item;
    }

  g_assert_not_reached ();
}

/* What a row goes through, a word each. */
static void
state_cb (FrStepItem *item, GParamSpec *pspec, GString *story)
{
  static const char *const words[] = { "waits", "runs", "kept", "done",
                                       "skipped", "failed", "undone" };

  g_string_append_printf (story, "%s ", words[fr_step_item_get_state (item)]);
}

/* The disk is full; nothing has changed, and it still is; then there is room. */
static void
test_room (void)
{
  g_autofree char *plan = own_world_plan (&world, "root", "'echo x > $(cat /run/units/disk)'");
  g_autoptr (FrDeployment) deployment = fr_deployment_new ("retry", plan, NULL);
  g_autoptr (FrDeployment) removal = fr_deployment_new ("retry", NULL, NULL);
  g_autofree char *full = root_host_ask (&world.host, "echo /dev/full > /run/units/disk");
  g_autofree char *room = NULL;
  g_autofree char *gone = NULL;
  g_autoptr (GString) story = g_string_new (NULL);
  FrStepItem *item;
  guint n_done;

  fr_deployment_set_cloud (deployment, open_cb, NULL, NULL, NULL);
  fr_deployment_set_server_password (deployment, ROOT_HOST_PASSWORD);
  fr_deployment_start (deployment);
  wait_for (deployment, FR_DEPLOYMENT_FAILED);
  item = find_item (deployment, "cloud-init");
  g_assert_true (fr_deployment_get_failed (deployment) == item);
  g_assert_nonnull (
    strstr (fr_deployment_get_error (deployment)->message, "No space left on device"));
  n_done = fr_deployment_get_n_done (deployment);
  g_assert_cmpuint (n_done, >=, 2);
  g_signal_connect (item, "notify::state", G_CALLBACK (state_cb), story);

  fr_deployment_retry (deployment);
  wait_for (deployment, FR_DEPLOYMENT_FAILED);
  g_assert_cmpuint (fr_deployment_get_n_done (deployment), ==, n_done);

  room = root_host_ask (&world.host, "echo /run/units/room > /run/units/disk");
  fr_deployment_retry (deployment);
  wait_for (deployment, FR_DEPLOYMENT_DONE);
  g_assert_null (fr_deployment_get_failed (deployment));
  g_assert_null (fr_deployment_get_error (deployment));
  g_assert_cmpuint (fr_deployment_get_n_done (deployment), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (deployment)));
  g_assert_true (find_item (deployment, "cloud-init") == item);
  g_assert_cmpstr (story->str, ==, "waits runs failed waits runs done ");

  fr_deployment_set_cloud (removal, open_cb, NULL, NULL, NULL);
  fr_deployment_set_server_password (removal, ROOT_HOST_PASSWORD);
  fr_deployment_dispose_of (removal);
  wait_for (removal, FR_DEPLOYMENT_DONE);
  gone = root_host_ask (&world.host, "rm /run/units/room /run/units/disk");
  own_world_expect_clean (&world);
}

int
main (int argc, char *argv[])
{
  int result;

  if (!root_host_test_init (&argc, &argv))
    return 0;

  own_world_start (&world);
  g_test_add_func ("/deploy/retry/room", test_room);
  result = g_test_run ();
  own_world_stop (&world);

  return result;
}
