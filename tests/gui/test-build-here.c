/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages on a real deployment: this computer, from the first step to the proof that nothing is
 * left. */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../local/test-host.h"
#include "build-stage.h"
#include "fr-build-report.h"
#include "fr-build.h"
#include "fr-copy-row.h"
#include "fr-deployment-page.h"
#include "fr-dispose-page.h"
#include "fr-here.h"
#include "fr-information-page.h"
#include "fr-local-here.h"
#include "fr-log-dock.h"
#include "fr-losses.h"
#include "fr-paths.h"
#include "log-stage.h"

#define LIMIT_SECONDS 90

static TestWorld world;
static const char *why_not;

static FrDeploymentState
wait_for_end (FrDeployment *deployment)
{
  gint64 end = g_get_monotonic_time () + LIMIT_SECONDS * G_USEC_PER_SEC;

  while (fr_deployment_is_busy (deployment) && g_get_monotonic_time () < end)
    build_stage_settle (20);
  if (fr_deployment_get_error (deployment) != NULL)
    g_test_message ("%s", fr_deployment_get_error (deployment)->message);

  return fr_deployment_get_state (deployment);
}

static void
settle_plan (FrMaking *making)
{
  g_autofree char *host = NULL;
  g_autofree char *subnet = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_local_here_describe (&host, &subnet, &error));
  g_object_set (fr_making_get_draft (making), "location-id", FR_DRAFT_HERE, "api-host", host,
                "subnet", subnet, "preset", "try-out", "name", "studio", NULL);
  fr_making_set_text (making, "name", "studio");
  fr_making_set_text (making, "place", "This computer");
}

static void
check_built (BuildStage *stage)
{
  FrDeploymentPage *page = FR_DEPLOYMENT_PAGE (stage->page);
  FrDeployment *deployment = fr_deployment_page_get_deployment (page);
  FrLogDock *dock = FR_LOG_DOCK (build_stage_find (GTK_WIDGET (page), FR_TYPE_LOG_DOCK));
  g_autofree char *log = NULL;

  g_assert_cmpint (wait_for_end (deployment), ==, FR_DEPLOYMENT_DONE);
  g_assert_true (fr_page_get_complete (stage->page));
  g_assert_cmpuint (stage->n_next, ==, 1);
  log = fr_log_dock_dup_text (dock);
  g_test_message ("%s", log);
  g_assert_nonnull (strstr (log, "studio-01  $ "));
  g_assert_nonnull (strstr (log, "studio-01  > /etc/"));
  g_signal_emit_by_name (gtk_widget_get_template_child (GTK_WIDGET (dock), FR_TYPE_LOG_DOCK,
                                                        "toggle"),
                         "clicked");
  build_stage_settle (400);
  build_stage_shoot (stage->window, "here-05-done");
}

static void
check_information (FrMaking *making)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 796, 720);
  g_autofree char *report = NULL;
  g_autofree char *secrets_path = fr_paths_state ("deployments", "studio", "secrets", NULL);
  g_autofree char *secrets = NULL;

  fr_making_set_text (stage->making, "name", "studio");
  fr_page_enter (stage->page);
  for (guint i = 0;
       i < 200 && build_stage_find (GTK_WIDGET (stage->page), FR_TYPE_COPY_ROW) == NULL; i++)
    build_stage_settle (100);
  g_assert_nonnull (build_stage_find (GTK_WIDGET (stage->page), FR_TYPE_COPY_ROW));
  build_stage_shoot (stage->window, "here-06-information");

  report = fr_build_report_make ("studio", NULL, NULL, NULL);
  g_test_message ("%s", report);
  g_assert_nonnull (strstr (report, "done     server:"));
  g_assert_true (g_file_get_contents (secrets_path, &secrets, NULL, NULL));
  g_assert_nonnull (strchr (secrets, '='));
  g_strchomp (secrets);
  g_assert_null (strstr (report, strrchr (secrets, '=') + 1));
}

static void
check_gone (BuildStage *stage)
{
  g_autoptr (FrDeployment) removal = fr_build_new_for_name ("studio", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (FrLosses) losses = fr_losses_load ("studio", &error);
  g_autoptr (GPtrArray) sites = NULL;
  GtkWidget *window;

  g_assert_no_error (error);
  g_assert_cmpuint (losses->n_servers, ==, 1);
  g_assert_true (losses->signed_in);
  g_assert_false (losses->by_name);
  g_assert_cmpuint (losses->n_addresses, ==, 1);
  g_assert_nonnull (losses->addresses);
  window = adw_window_new ();
  adw_window_set_content (
    ADW_WINDOW (window),
    fr_dispose_page_new (GTK_WINDOW (window), removal, losses->plan_path));
  gtk_window_present (GTK_WINDOW (window));
  fr_deployment_dispose_of (removal);
  g_assert_cmpint (wait_for_end (removal), ==, FR_DEPLOYMENT_DONE);
  g_assert_cmpuint (fr_deployment_get_left (removal)->len, ==, 0);
  build_stage_shoot (window, "here-08-proof");
  gtk_window_close (GTK_WINDOW (window));
  sites = fr_site_list ();
  g_assert_cmpuint (sites->len, ==, 0);
}

static void
test_whole_life (void)
{
  g_autoptr (BuildStage) stage = NULL;

  if (why_not != NULL)
    {
      g_test_skip (why_not);
      return;
    }

  stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  settle_plan (stage->making);
  fr_page_enter (stage->page);
  g_assert_true (fr_page_close (stage->page));
  check_built (stage);
  check_information (stage->making);
  check_gone (stage);
  fr_here_stop ();
}

/* The program finds the media server beside its own folder. */
static void
lend_media_server (void)
{
  g_autofree char *place = g_build_filename (FR_BUILDDIR, "tests", "local", NULL);
  g_autofree char *link = g_build_filename (place, "kurento-stand-in", NULL);

  g_mkdir_with_parents (place, 0755);
  if (symlink (FR_BUILDDIR "/src/local/kurento-stand-in", link) != 0)
    g_debug ("it is there already");
}

int
main (int argc, char *argv[])
{
  char *reason = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  log_stage_prepare ();
  adw_init ();
  lend_media_server ();
  if (!test_world_init (&world, NULL, &reason))
    why_not = reason;
  g_test_add_func ("/gui/build/whole-life", test_whole_life);
  status = g_test_run ();
  if (why_not == NULL)
    test_world_clear (&world);
  g_free (reason);

  return status;
}
