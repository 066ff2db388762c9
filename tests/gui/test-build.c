/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "build-stage.h"
#include "fr-copy-row.h"
#include "fr-deployment-page.h"
#include "fr-dispose-dialog.h"
#include "fr-dispose-page.h"
#include "fr-duration.h"
#include "fr-error.h"
#include "fr-information-page.h"
#include "fr-site-row.h"
#include "fr-deployment-private.h"
#include "fr-step-words.h"
#include "log-stage.h"

static const char *const one[] = { "mirror-01", NULL };
static const char *const two[] = { "mirror-01", "mirror-02", NULL };

static void
test_running (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);
  g_autofree char *answer = NULL;

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, "rule:mirror-01:22");
  build_stage_step (deployment, "rule:mirror-01:22", FR_STEP_RUNNING, 8);
  build_stage_wait (deployment, "rule:mirror-01:22", "mirror-01 is busy with an earlier change.",
                    12000);
  build_stage_log (deployment, "mirror-01", "\033[32mGet:41\033[0m http://ubuntu\nUnpacking\n");
  g_object_get (stage->page, "answer", &answer, NULL);
  g_assert_cmpstr (answer, ==, "Step 11 of 21");
  g_assert_false (fr_page_get_complete (stage->page));
  build_stage_shoot (stage->window, "05-deployment");
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static int
measure (BuildStage *stage, GtkWidget *row)
{
  build_stage_settle (1200);
  g_assert_true (gtk_widget_get_mapped (row));

  return gtk_widget_get_height (row);
}

/* What a step is at comes and goes in one line, a second each, and moves nothing. */
static void
test_note (void)
{
  static const char id[] = "update:mirror-01";
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);
  g_autofree char *title = NULL;
  g_autofree char *longest = g_strnfill (300, 'x');
  FrStepItem *item = g_hash_table_lookup (deployment->by_id, id);
  GtkWidget *row;
  guint count = 0;
  gint64 begin;
  int height;

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, id);
  build_stage_step (deployment, id, FR_STEP_RUNNING, 8);
  title = fr_step_words_dup_line (item, FALSE);
  row = build_stage_find_row (GTK_WIDGET (stage->page), title);
  g_assert_nonnull (row);
  height = measure (stage, row);
  build_stage_tell (deployment, id, "unpacking <linux-firmware> & co");
  g_assert_cmpint (measure (stage, row), ==, height);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (row), ==, "Unpacking <linux-firmware> & co");
  build_stage_tell (deployment, id, longest);
  g_assert_cmpint (measure (stage, row), ==, height);
  build_stage_shoot (stage->window, "05-deployment-note");
  build_stage_tell (deployment, id, NULL);
  g_assert_cmpint (measure (stage, row), ==, height);
  g_assert_null (gtk_widget_get_tooltip_text (row));

  g_signal_connect_swapped (row, "notify::subtitle", G_CALLBACK (count_cb), &count);
  begin = g_get_monotonic_time ();
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *note = g_strdup_printf ("package %u of 100", i + 1);

      build_stage_tell (deployment, id, note);
      build_stage_settle (4);
    }
  measure (stage, row);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "Package 100 of 100");
  g_assert_cmpuint (count, >=, 2);
  g_assert_cmpint (count - 2, <=, (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);

  /* At its end it is read in full, at once. */
  build_stage_tell (deployment, id, "package 101 of 100");
  fr_step_item_end (item, FR_STEP_FAILED, g_get_monotonic_time (), longest);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), "xxxx"));
  g_assert_cmpint (measure (stage, row), >, height);
}

/* Success goes on by itself, unless somebody reads the log. */
static void
test_done (void)
{
  for (guint open = 0; open < 2; open++)
    {
      g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
      g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);

      fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
      fr_page_enter (stage->page);
      if (open == 1)
        build_stage_open_log (stage);
      build_stage_reach (deployment, NULL);
      build_stage_end (deployment, NULL);
      g_assert_true (fr_page_get_complete (stage->page));
      g_assert_cmpuint (stage->n_next, ==, open == 1 ? 0 : 1);
      g_assert_false (fr_page_close (stage->page));
    }
}

/* A page that nobody looks at does not go on. */
static void
test_done_unseen (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  fr_page_leave (stage->page);
  build_stage_end (deployment, NULL);
  g_assert_cmpuint (stage->n_next, ==, 0);
  g_assert_true (fr_page_get_complete (stage->page));
}

static void
test_paused (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);
  g_autoptr (GtkWidget) bar = NULL;
  GtkWidget *pause;

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  g_object_get (stage->page, "bar-start", &bar, NULL);
  g_assert_nonnull (bar);
  pause = gtk_widget_get_first_child (bar);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (pause)), ==, "_Pause");
  build_stage_reach (deployment, "rule:mirror-01:22");
  fr_deployment_set_state (deployment, FR_DEPLOYMENT_PAUSED);
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (pause)), ==, "_Resume");
  build_stage_shoot (stage->window, "05-deployment-paused");
  fr_deployment_set_state (deployment, FR_DEPLOYMENT_STOPPING);
  g_assert_false (gtk_widget_get_sensitive (pause));
}

static void
test_stopped (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_CANCELLED, "Cancelled");
  gboolean failed = TRUE;

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, "address:studio-north");
  fr_deployment_set_state (deployment, FR_DEPLOYMENT_STOPPING);
  build_stage_end (deployment, error);
  g_object_get (stage->page, "failed", &failed, NULL);
  g_assert_false (failed);
  build_stage_shoot (stage->window, "05-deployment-stopped");
}

/* Closing asks once, and the question goes with its reason. */
static void
test_close (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);
  guint n = g_list_model_get_n_items (gtk_window_get_toplevels ());

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  g_assert_true (fr_page_close (stage->page));
  g_assert_true (fr_page_close (stage->page));
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n + 1);
  build_stage_settle (300);
  build_stage_end (deployment, NULL);
  build_stage_settle (300);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, n);
}

static void
test_narrow (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 360, 560);
  g_autoptr (FrDeployment) deployment = build_stage_fake (one, FALSE);

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, "rule:mirror-01:22");
  build_stage_step (deployment, "rule:mirror-01:22", FR_STEP_RUNNING, 8);
  build_stage_shoot (stage->window, "narrow-05-deployment");
}

static void
test_failed (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (two, FALSE);
  g_autoptr (GError) error =
    g_error_new (FR_ERROR, FR_ERROR_CLOUD,
                 "Reserve public IPv4 addresses: your organisation already uses all the 5 that it "
                 "may have there. Release one that is not needed, then retry.");
  gboolean failed = FALSE;

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, "address:studio-north");
  build_stage_step (deployment, "server:mirror-01", FR_STEP_DONE, 60);
  build_stage_step (deployment, "address:studio-north", FR_STEP_FAILED, 3);
  build_stage_end (deployment, error);
  g_object_get (stage->page, "failed", &failed, NULL);
  g_assert_true (failed);
  build_stage_shoot (stage->window, "05-deployment-failed");
}

/* Whether the end of the last line can be scrolled to, with the room beside it. */
static gboolean
is_laid_out (GtkTextView *view, GtkAdjustment *across)
{
  GtkTextIter end;
  GdkRectangle last;

  gtk_text_buffer_get_end_iter (gtk_text_view_get_buffer (view), &end);
  gtk_text_iter_backward_char (&end);
  gtk_text_view_get_iter_location (view, &end, &last);

  return last.x > gtk_adjustment_get_page_size (across) &&
         last.x + last.width + 8 <= gtk_adjustment_get_upper (across);
}

static void
test_log (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake (two, FALSE);
  GtkAdjustment *across;
  GtkWidget *view;

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, "kurento:mirror-02");
  build_stage_step (deployment, "kurento:mirror-02", FR_STEP_RUNNING, 22);
  for (guint i = 0; i < 60; i++)
    build_stage_log (deployment, "mirror-02",
                     "\033[1mSetting up\033[0m kurento-module-core (7.3.0-1) ...\r\n"
                     "\033]0;a title\007Processing triggers for libc-bin\n");
  build_stage_open_log (stage);
  build_stage_shoot (stage->window, "05-deployment-log");
  build_stage_log (deployment, "mirror-01",
                   "Get:7 http://ubuntu.mirror.example/ubuntu noble-updates/main amd64 "
                   "linux-firmware amd64 20240318.git3b128b60-0ubuntu2.9 [512 MB] and so on\n");
  /* Across, letters are cut by the edge of the pane alone, and the last one is seen whole. */
  view = build_stage_find (GTK_WIDGET (stage->page), GTK_TYPE_TEXT_VIEW);
  across = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (view));
  for (guint i = 0; i < 100 && !is_laid_out (GTK_TEXT_VIEW (view), across); i++)
    build_stage_settle (100);
  g_assert_true (is_laid_out (GTK_TEXT_VIEW (view), across));
  g_assert_cmpfloat (gtk_adjustment_get_page_size (across), ==, gtk_widget_get_width (view));
  gtk_adjustment_set_value (across, 40);
  build_stage_shoot (stage->window, "05-deployment-log-across");
}

static void
test_information (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 796, 696);
  g_autofree char *print = fr_information_format_fingerprint (
    "3f9ac1770b52e8d416af902c7e35b861dd04f2895a13ce704b96e7280fbd31a5");
  FrInformationServer server = {
    .name = (char *) "mirror-01",
    .sign_in = (char *) "ssh -i /home/ada/.local/state/fitting-room/key root@198.51.100.20",
    .certificate = (char *) "https://198.51.100.20:8433/kurento",
    .fingerprint = print,
  };
  FrInformation information = { .seconds = 800 };
  GtkWidget *page = GTK_WIDGET (stage->page);

  information.lines = g_ptr_array_new ();
  g_ptr_array_add (information.lines, (gpointer) "A private Kurento media server <at> Frankfurt");
  g_ptr_array_add (information.lines, (gpointer) "https://198.51.100.20:8443/?a=1&b=2");
  g_ptr_array_add (information.lines, NULL);
  information.links = g_ptr_array_new ();
  g_ptr_array_add (information.links, (gpointer) "https://198.51.100.20:8443/?a=1&b=2");
  information.servers = g_ptr_array_new ();
  g_ptr_array_add (information.servers, &server);
  fr_information_page_show (FR_INFORMATION_PAGE (stage->page), &information);
  g_assert_nonnull (build_stage_find_row (page, "Accept the certificate once"));
  g_assert_nonnull (build_stage_find_row (page, "Open the mirror page"));
  build_stage_shoot (stage->window, "06-information-two-ports");
  /* A second time, as after a change; and with a page that talks to its own port, as ours does. */
  information.one_port = TRUE;
  fr_information_page_show (FR_INFORMATION_PAGE (stage->page), &information);
  g_assert_null (build_stage_find_row (page, "Accept the certificate once"));
  g_assert_nonnull (build_stage_find_row (page, "Open the mirror page"));
  build_stage_shoot (stage->window, "06-information");
  gtk_widget_activate_action (GTK_WIDGET (stage->page), "win.dispose", "s", "nobody");
  g_signal_emit_by_name (build_stage_find (GTK_WIDGET (stage->page), FR_TYPE_COPY_ROW), "copied");
  g_assert_cmpuint (stage->n_toasts, ==, 1);
  g_ptr_array_unref (information.lines);
  g_ptr_array_unref (information.links);
  g_ptr_array_unref (information.servers);
}

static void
test_dispose (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 1016, 700);
  g_autoptr (FrDeployment) deployment = build_stage_fake (two, TRUE);
  FrLosses losses = {
    .name = (char *) "studio-north",
    .sentence = (char *) "2 servers, their disks and everything recorded on them will be lost.",
    .servers = (char *) "mirror-01, mirror-02",
    .sizes = (char *) "8 vCPU, 8 GB each",
    .disks = (char *) "2 disks of 50 GB",
    .records = (char *) "Added to mirror-01, mirror-02, with everything recorded there",
    .network = (char *) "Network, 2 public addresses, 4 firewall rules",
    .addresses = (char *) "203.0.113.7, 203.0.113.8",
    .signed_in = TRUE,
    .by_name = TRUE,
  };
  GtkWidget *dialog = fr_dispose_dialog_new (GTK_WINDOW (stage->window), &losses);
  GtkWidget *window;

  gtk_window_present (GTK_WINDOW (dialog));
  build_stage_shoot (dialog, "08-dispose");
  g_assert_false (
    adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "dispose"));
  build_stage_type (dialog, "Type studio-north to go on", "studio-nort");
  g_assert_false (
    adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "dispose"));
  build_stage_type (dialog, "Type studio-north to go on", "studio-north");
  g_assert_true (
    adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "dispose"));
  gtk_window_destroy (GTK_WINDOW (dialog));

  window = adw_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 768);
  adw_window_set_content (ADW_WINDOW (window),
                          fr_dispose_page_new (GTK_WINDOW (window), deployment, "/x/plan.yaml"));
  gtk_window_present (GTK_WINDOW (window));
  build_stage_step (deployment, "server:mirror-01", FR_STEP_UNDONE, 3);
  build_stage_step (deployment, "server:mirror-02", FR_STEP_RUNNING, 3);
  build_stage_shoot (window, "08-disposing");
  build_stage_end (deployment, NULL);
  build_stage_shoot (window, "08-dispose-proof");
  gtk_window_close (GTK_WINDOW (window));
}

/* In the list of all, what is at work has its bar, and a place has a name. */
static void
test_site_row (void)
{
  g_autoptr (FrDeployment) deployment = build_stage_fake (two, FALSE);
  FrSiteInfo info = {
    .name = (char *) "studio", .location = (char *) "EU6", .state = (char *) "deploying"
  };
  GtkWidget *row = g_object_ref_sink (fr_site_row_new (&info, deployment));
  GtkWidget *idle = g_object_ref_sink (fr_site_row_new (&info, NULL));
  GtkWidget *bar = build_stage_find (row, GTK_TYPE_PROGRESS_BAR);

  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "Frankfurt (EU6)");
  g_assert_nonnull (bar);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), ==, 0);
  build_stage_step (deployment, "server:mirror-01", FR_STEP_DONE, 3);
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), >, 0);
  g_assert_null (build_stage_find (idle, GTK_TYPE_PROGRESS_BAR));
  g_object_unref (row);
  g_object_unref (idle);
}

static void
test_duration (void)
{
  static const struct
  {
    guint least;
    guint most;
    const char *words;
  } cases[] = {
    { 12, 14, "Less than a minute" },
    { 12, 70, "About a minute" },
    { 700, 740, "About 12 minutes" },
    { 610, 830, "10 to 14 minutes" },
    { 20, 300, "1 to 5 minutes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = fr_duration_describe (cases[i].least * 1000, cases[i].most * 1000);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  log_stage_prepare ();
  adw_init ();
  g_test_add_func ("/gui/build/running", test_running);
  g_test_add_func ("/gui/build/note", test_note);
  g_test_add_func ("/gui/build/done", test_done);
  g_test_add_func ("/gui/build/done-unseen", test_done_unseen);
  g_test_add_func ("/gui/build/paused", test_paused);
  g_test_add_func ("/gui/build/stopped", test_stopped);
  g_test_add_func ("/gui/build/close", test_close);
  g_test_add_func ("/gui/build/narrow", test_narrow);
  g_test_add_func ("/gui/build/failed", test_failed);
  g_test_add_func ("/gui/build/log", test_log);

  g_test_add_func ("/gui/build/information", test_information);
  g_test_add_func ("/gui/build/dispose", test_dispose);
  g_test_add_func ("/gui/build/site-row", test_site_row);
  g_test_add_func ("/gui/build/duration", test_duration);

  return g_test_run ();
}
