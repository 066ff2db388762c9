/* SPDX-License-Identifier: GPL-3.0-or-later */

/* From the Credentials page to a server of one's own that has changed, and back: with a user whom
 * sudo asks for a password, and with a plan that does not tell the host key. */
#include "config.h"

#include <string.h>

#include "form-stage.h"
#include "fr-build.h"
#include "fr-credentials-page.h"
#include "fr-deployment-page.h"
#include "fr-deployment-private.h"
#include "fr-dispose-page.h"
#include "fr-failure.h"
#include "fr-trust-group.h"
#include "fr-typed.h"
#include "own-world.h"

static OwnWorld world;

static gpointer
find (FormStage *stage, const char *id)
{
  FormStage form = { .page = form_stage_find (stage, "form") };

  return form_stage_find (&form, id);
}

static FrMaking *
make_own (const char *plan)
{
  FrMaking *making = fr_making_new ();

  g_object_set (fr_making_get_draft (making), "location-id", FR_DRAFT_OWN, "name", "studio", NULL);
  fr_making_set_kind (making, FR_KIND_SERVER);
  fr_making_set_text (making, "place", "My own server");
  fr_making_set_text (making, "plan-text", plan);
  fr_making_set_text (making, "name", "studio");

  return making;
}

static void
sign_in (FormStage *stage)
{
  adw_combo_row_set_selected (find (stage, "method_row"), 1);
  gtk_spin_button_set_value (find (stage, "port_spin"), ROOT_HOST_PORT);
  gtk_editable_set_text (find (stage, "host_row"), world.host.address);
  gtk_editable_set_text (find (stage, "user_row"), "admin");
  gtk_editable_set_text (find (stage, "password_row"), ROOT_HOST_PASSWORD);
  g_signal_emit_by_name (find (stage, "check_button"), "clicked");
  form_stage_wait (gtk_widget_get_visible (find (stage, "print_row")));
  g_assert_cmpstr (fr_trust_group_get_print (find (stage, "trust")), ==, world.host_key);
  g_signal_emit_by_name (find (stage, "trust_button"), "clicked");
  form_stage_wait (fr_making_get_machine (stage->making) != NULL);
  g_assert_true (fr_making_get_machine (stage->making)->sudo_asks);
  g_assert_null (fr_making_get_machine (stage->making)->obstacle);
  form_stage_next (stage);
}

static GtkWidget *
find_type (GtkWidget *top, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (top), type) ? top : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (top); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_type (child, type);

  return found;
}

static void
settle_down (FrDeployment *deployment)
{
  gint64 until = g_get_monotonic_time () + 200 * G_USEC_PER_SEC;

  while (fr_deployment_is_busy (deployment) && g_get_monotonic_time () < until)
    form_stage_settle (50);
}

static void
wait_for (FrDeployment *deployment)
{
  settle_down (deployment);
  if (fr_deployment_get_error (deployment) != NULL)
    g_test_message ("%s", fr_deployment_get_error (deployment)->message);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_DONE);
}

/* Without a password, then with a wrong one, then with the one that was asked for. */
static FrDeployment *
dispose (const char *name)
{
  static const char *const typed[] = { "wrong-1", ROOT_HOST_PASSWORD };
  FrDeployment *removal;
  GtkWidget *window = adw_window_new ();
  GtkWidget *page;

  /* It was typed on the Credentials page; another session would not know it. */
  g_assert_cmpstr (fr_typed_get (name), ==, ROOT_HOST_PASSWORD);
  removal = fr_build_new_for_own (name, NULL);
  g_assert_cmpstr (removal->order->password, ==, ROOT_HOST_PASSWORD);
  fr_deployment_set_server_password (removal, NULL);
  page = fr_dispose_page_new (GTK_WINDOW (window), removal, NULL);
  adw_window_set_content (ADW_WINDOW (window), page);
  gtk_window_present (GTK_WINDOW (window));
  fr_deployment_dispose_of (removal);
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      GtkWidget *row;

      settle_down (removal);
      g_assert_cmpint (fr_deployment_get_state (removal), ==, FR_DEPLOYMENT_FAILED);
      g_test_message ("%s", fr_deployment_get_error (removal)->message);
      g_assert_null (fr_typed_get (name));
      row = find_type (page, ADW_TYPE_PASSWORD_ENTRY_ROW);
      form_stage_wait (gtk_widget_get_mapped (row));
      gtk_editable_set_text (GTK_EDITABLE (row), typed[i]);
      g_signal_emit_by_name (gtk_window_get_default_widget (GTK_WINDOW (window)), "clicked");
    }
  wait_for (removal);
  g_assert_null (fr_typed_get (name));
  gtk_window_destroy (GTK_WINDOW (window));

  return removal;
}

static void
test_there_and_back (void)
{
  g_autofree char *whole = own_world_plan (&world, "admin", "");
  /* Then what was trusted on the page counts. */
  g_autofree char *plan = own_world_forget_host_key (whole);
  g_autoptr (FrMaking) making = make_own (plan);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  g_autoptr (FrDeployment) deployment = NULL;
  g_autoptr (FrDeployment) removal = NULL;
  g_autofree char *motd = NULL;

  sign_in (stage);
  own_world_expect_clean (&world);

  deployment = fr_build_new (making);
  /* No media server is in this plan: nobody looks into its mirror. */
  deployment->order->try = NULL;
  fr_deployment_start (deployment);
  wait_for (deployment);
  g_assert_true (fr_deployment_is_own (deployment));
  motd = root_host_ask (&world.host, "cat /etc/motd");
  g_assert_cmpstr (g_strstrip (motd), ==, "ours");

  removal = dispose ("studio");
  g_assert_true (fr_deployment_is_own (removal));
  own_world_expect_clean (&world);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* A step fails, its cause goes, Retry: the page goes on by itself, and what was done is kept. */
static void
test_retry (void)
{
  g_autofree char *plan = own_world_plan (
    &world, "admin", "'echo once >> /var/tmp/runs', 'test -e /run/allowed'");
  g_autoptr (FrMaking) making = make_own (plan);
  GtkWidget *window = adw_window_new ();
  FrPage *page = g_object_new (FR_TYPE_DEPLOYMENT_PAGE, "making", making, NULL);
  g_autoptr (FrDeployment) deployment = NULL;
  g_autoptr (FrDeployment) removal = NULL;
  g_autofree char *id = NULL;
  g_autofree char *allowed = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *runs = NULL;
  GtkWidget *failure;
  guint n_done;
  guint n_next = 0;

  g_signal_connect_swapped (page, "go-next", G_CALLBACK (count_cb), &n_next);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (page));
  gtk_window_present (GTK_WINDOW (window));
  fr_making_set_text (making, "login-password", ROOT_HOST_PASSWORD);
  deployment = fr_build_new (making);
  deployment->order->try = NULL;
  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (page), deployment);
  fr_page_enter (page);
  fr_deployment_start (deployment);
  settle_down (deployment);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_FAILED);
  g_test_message ("%s", fr_deployment_get_error (deployment)->message);
  id = g_strdup (fr_step_item_get_id (fr_deployment_get_failed (deployment)));
  n_done = fr_deployment_get_n_done (deployment);
  g_assert_cmpuint (n_done, >, 0);
  failure = find_type (GTK_WIDGET (page), FR_TYPE_FAILURE);
  form_stage_wait (gtk_widget_get_mapped (failure));
  g_object_get (page, "reason", &reason, NULL);
  g_assert_nonnull (strstr (reason, "has to succeed first"));
  g_assert_cmpuint (n_next, ==, 0);

  /* Once more in vain: nothing has changed. */
  g_signal_emit_by_name (fr_failure_get_retry (FR_FAILURE (failure)), "clicked");
  settle_down (deployment);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_FAILED);
  g_assert_cmpstr (fr_step_item_get_id (fr_deployment_get_failed (deployment)), ==, id);
  g_assert_cmpuint (fr_deployment_get_n_done (deployment), >=, n_done);
  form_stage_wait (gtk_widget_get_mapped (failure));

  allowed = root_host_ask (&world.host, "touch /run/allowed");
  g_signal_emit_by_name (fr_failure_get_retry (FR_FAILURE (failure)), "clicked");
  g_assert_null (fr_deployment_get_failed (deployment));
  wait_for (deployment);
  g_assert_false (gtk_widget_get_mapped (failure));
  g_assert_true (fr_page_get_complete (page));
  form_stage_wait (n_next == 1);
  runs = root_host_ask (&world.host, "cat /var/tmp/runs; rm /run/allowed /var/tmp/runs");
  g_assert_cmpstr (runs, ==, "once\nonce\nonce");

  removal = fr_build_new_for_own ("studio", NULL);
  fr_deployment_dispose_of (removal);
  wait_for (removal);
  own_world_expect_clean (&world);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_autofree char *why_not = root_host_why_not ();
  int status;

  if (why_not != NULL)
    {
      g_print ("1..0 # SKIP %s\n", why_not);
      return 0;
    }

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  form_stage_prepare (&argc, &argv);
  own_world_start (&world);
  g_test_add_func ("/build-own/there-and-back", test_there_and_back);
  g_test_add_func ("/build-own/retry", test_retry);
  status = g_test_run ();
  own_world_stop (&world);

  return status;
}
