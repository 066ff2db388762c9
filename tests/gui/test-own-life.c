/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the program says of a server of one's own once it is reached: before, while and after a
 * mirror is on it. Nothing there is made for us, nothing is billed, and all of it goes back. */

#include <string.h>

#include <glib/gstdio.h>

#include "build-stage.h"
#include "form-stage.h"
#include "fr-build.h"
#include "fr-credentials-page.h"
#include "fr-deployment-page.h"
#include "fr-deployment-private.h"
#include "fr-difference.h"
#include "fr-dispose-dialog.h"
#include "fr-dispose-page.h"
#include "fr-error.h"
#include "fr-information-page.h"
#include "fr-location-page.h"
#include "fr-losses.h"
#include "fr-opened.h"
#include "fr-plan-summary.h"
#include "fr-review-page.h"
#include "fr-review-words.h"
#include "fr-site-row.h"
#include "fr-site.h"
#include "fr-sizing-page.h"
#include "fr-steps.h"
#include "fr-typed.h"
#include "test-sites.h"

#define PRINT "SHA256:pYr0w2m7c4HkJ8eT1xqfVZ9bL6uNsA3dGhXoK5iRvQE"

static FrMaking *
make_own (void)
{
  FrMaking *making = fr_making_new ();

  g_object_set (fr_making_get_draft (making), "location-id", FR_DRAFT_OWN, "host", "198.51.100.2",
                "user", "admin", "host-key", PRINT, NULL);
  fr_making_set_text (making, "place", "My own server");
  fr_making_set_kind (making, FR_KIND_SERVER);

  return making;
}

/* No label below says a word about money or clouds. */
static void
assert_no_cloud (GtkWidget *widget)
{
  static const char *const words[] = { "cloud", "bill", "data centre", "organisation" };

  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget))
    for (guint i = 0; i < G_N_ELEMENTS (words); i++)
      {
        g_autofree char *text = g_utf8_strdown (gtk_label_get_label (GTK_LABEL (widget)), -1);

        if (strstr (text, words[i]) != NULL && strstr (text, "cloud-config") == NULL)
          g_error ("“%s” in “%s”", words[i], text);
      }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_no_cloud (child);
}

static const FrPlanPart *
find_part (GPtrArray *parts, const char *title)
{
  for (guint i = 0; i < parts->len; i++)
    {
      const FrPlanPart *part = g_ptr_array_index (parts, i);

      if (strstr (part->title, title) != NULL)
        return part;
    }

  g_error ("no part “%s”", title);
}

static void
test_summary (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autofree char *text = fr_draft_render (fr_making_get_draft (making));
  g_autoptr (FrReview) review = fr_review_new (text, "plan");
  g_autofree char *next = fr_review_words_next (review, NULL);
  g_autofree char *difference = fr_review_words_difference (review, NULL, "198.51.100.2");

  g_assert_null (fr_review_get_first_error (review));
  g_assert_true (fr_plan_summary_is_own (review->parts));
  g_assert_cmpuint (fr_plan_summary_count (review->parts), ==, 1);
  g_assert_cmpstr (find_part (review->parts, "Server")->detail, ==,
                   "mirror-01, admin@198.51.100.2");
  g_assert_nonnull (strstr (find_part (review->parts, "package")->detail, "openssl"));
  g_assert_nonnull (strstr (find_part (review->parts, "file")->detail, "/root/mirror"));
  g_assert_nonnull (strstr (find_part (review->parts, "Services")->detail,
                            "kurento-media-server"));
  g_assert_nonnull (strstr (find_part (review->parts, "Ports")->detail, "UDP 40000–41999"));
  g_assert_nonnull (find_part (review->parts, "The way back"));
  g_assert_cmpstr (next, ==, "_Set Up the Server");
  g_assert_cmpstr (difference, ==, "Nothing has been changed yet.");
}

static void
difference_cb (gpointer owner, gpointer result, const GError *error)
{
  g_object_set_data_full (owner, "difference", fr_difference_ref (result),
                          (GDestroyNotify) fr_difference_unref);
}

/* What was set up from here is known here; another server is another one. */
static void
test_difference (void)
{
  static const struct
  {
    const char *host;
    const char *next;
    const char *said;
  } cases[] = {
    { "198.51.100.2", "_Set Up Again", "stands on 198.51.100.2 already" },
    { "198.51.100.22", "_Set Up the Server", "changed on 198.51.100.22 yet" },
    { "98.51.100.2", "_Set Up the Server", "can be taken back" },
  };

  test_site_make ("mirror", "deployed", FR_DRAFT_OWN, 60);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (FrMaking) making = make_own ();
      g_autofree char *text = NULL;
      g_autofree char *next = NULL;
      g_autofree char *said = NULL;
      g_autoptr (FrReview) review = NULL;
      FrDifference *difference;

      g_object_set (fr_making_get_draft (making), "host", cases[i].host, NULL);
      text = fr_draft_render (fr_making_get_draft (making));
      review = fr_review_new (text, "plan");
      fr_difference_run (making, making, text, difference_cb, NULL);
      form_stage_wait (g_object_get_data (G_OBJECT (making), "difference") != NULL);
      difference = g_object_get_data (G_OBJECT (making), "difference");
      g_assert_true (difference->known);
      next = fr_review_words_next (review, difference);
      said = fr_review_words_difference (review, difference, cases[i].host);
      g_assert_cmpstr (next, ==, cases[i].next);
      g_assert_nonnull (strstr (said, cases[i].said));
    }
}

static void
test_review (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_REVIEW_PAGE, making);
  g_autofree char *label = NULL;

  form_stage_wait (fr_page_get_complete (stage->page));
  form_stage_settle (500);
  g_object_get (stage->page, "next-label", &label, NULL);
  g_assert_true (g_str_has_prefix (label, "_Set Up"));
  form_stage_picture (stage, "04-review-server");
  form_stage_shape (stage, 360, 800);
  form_stage_picture (stage, "narrow-04-review-server");
}

static void
test_row (void)
{
  g_autoptr (GPtrArray) sites = NULL;
  GtkWidget *row;

  test_site_make ("mirror", "deployed", FR_DRAFT_OWN, 60);
  sites = fr_site_list ();
  row = g_object_ref_sink (fr_site_row_new (g_ptr_array_index (sites, 0), FALSE));
  g_assert_true (g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)),
                                   "My own server, 198.51.100.2 · made"));
  g_object_set (row, "narrow", TRUE, NULL);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==,
                   "Ready · My own server, 198.51.100.2");
  g_object_unref (row);
}

static void
test_losses (void)
{
  g_autoptr (FrLosses) losses = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 1016, 700);
  FormStage shot = { 0 };
  GtkWidget *dialog;

  test_site_make ("mirror", "deployed", FR_DRAFT_OWN, 60);
  losses = fr_losses_load ("mirror", &error);
  g_assert_no_error (error);
  g_assert_true (losses->own);
  g_assert_false (losses->signed_in);
  g_assert_false (losses->by_name);
  g_assert_cmpstr (losses->user, ==, "admin");
  dialog = fr_dispose_dialog_new (GTK_WINDOW (stage->window), losses);
  gtk_window_present (GTK_WINDOW (dialog));
  build_stage_settle (200);
  assert_no_cloud (dialog);
  shot.window = dialog;
  form_stage_picture (&shot, "08-dispose-server");
  /* Only sudo may want a password, and only it knows. */
  g_assert_true (
    adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (dialog), "dispose"));
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
test_disposed (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 1016, 700);
  g_autoptr (FrDeployment) deployment = build_stage_fake_own ("mirror-01", TRUE);
  GtkWidget *window = adw_window_new ();
  FormStage shot = { .window = window };

  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 768);
  adw_window_set_content (ADW_WINDOW (window),
                          fr_dispose_page_new (GTK_WINDOW (window), deployment, "/x/plan.yaml"));
  gtk_window_present (GTK_WINDOW (window));

  g_assert_true (fr_deployment_is_own (deployment));
  build_stage_step (deployment, "contact:mirror-01", FR_STEP_RUNNING, 3);
  build_stage_settle (100);
  assert_no_cloud (window);
  build_stage_step (deployment, "contact:mirror-01", FR_STEP_UNDONE, 3);
  build_stage_end (deployment, NULL);
  build_stage_settle (200);
  assert_no_cloud (window);
  form_stage_picture (&shot, "08-dispose-server-proof");
  gtk_window_close (GTK_WINDOW (window));
}

static FrCloud *
open_cb (const FrPlan *plan, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_not_reached ();
}

static GtkWidget *
get_password_row (GtkWidget *window)
{
  GtkWidget *row = build_stage_find (window, ADW_TYPE_PASSWORD_ENTRY_ROW);

  g_assert_nonnull (row);

  return row;
}

/* sudo asked, and nobody had told: the page asks, and Retry goes on with the answer. */
static void
test_asked (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 1016, 700);
  g_autoptr (FrDeployment) deployment = build_stage_fake_own ("mirror-01", TRUE);
  g_autoptr (GError) error =
    g_error_new (FR_ERROR, FR_ERROR_CREDENTIALS,
                 "Contact mirror-01: sudo at 198.51.100.2 asks “admin” for a password, and none "
                 "was given. Give the password of “admin”, or sign in as root.");
  GtkWidget *window = adw_window_new ();
  FormStage shot = { .window = window };
  GtkWidget *row;

  deployment->order->open = open_cb;
  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 768);
  adw_window_set_content (ADW_WINDOW (window),
                          fr_dispose_page_new (GTK_WINDOW (window), deployment, NULL));
  gtk_window_present (GTK_WINDOW (window));
  row = get_password_row (window);
  g_assert_false (gtk_widget_get_mapped (row));
  build_stage_step (deployment, "contact:mirror-01", FR_STEP_RUNNING, 3);
  build_stage_step (deployment, "contact:mirror-01", FR_STEP_FAILED, 3);
  build_stage_end (deployment, error);
  form_stage_wait (gtk_widget_get_mapped (row));
  g_assert_nonnull (gtk_widget_get_focus_child (row));
  form_stage_picture (&shot, "08-dispose-server-asked");

  gtk_editable_set_text (GTK_EDITABLE (row), "Open-sesame-1");
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (window)) != NULL);
  gtk_widget_activate (gtk_window_get_default_widget (GTK_WINDOW (window)));
  form_stage_wait (deployment->order->password != NULL);
  g_assert_cmpstr (deployment->order->password, ==, "Open-sesame-1");
  g_assert_cmpstr (fr_typed_get ("studio-north"), ==, "Open-sesame-1");
  /* There is no such mirror, which no password cures. */
  form_stage_wait (!fr_deployment_is_busy (deployment));
  g_assert_false (gtk_widget_get_mapped (row));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "");
  gtk_window_close (GTK_WINDOW (window));
}

/* Once typed, it is known until it is refused, or the mirror is gone. */
static void
test_typed_once (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 1016, 700);
  g_autoptr (FrDeployment) going = NULL;
  g_autoptr (FrLosses) losses = NULL;
  g_autoptr (GError) refused = g_error_new (FR_ERROR, FR_ERROR_CREDENTIALS, "sudo refused it.");
  GtkWidget *dialog;

  test_site_make ("mirror", "deployed", FR_DRAFT_OWN, 60);
  losses = fr_losses_load ("mirror", NULL);
  dialog = g_object_ref_sink (fr_dispose_dialog_new (GTK_WINDOW (stage->window), losses));
  gtk_window_present (GTK_WINDOW (dialog));
  form_stage_wait (gtk_widget_get_mapped (get_password_row (dialog)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_object_unref (dialog);

  fr_typed_remember ("mirror", "");
  g_assert_null (fr_typed_get ("mirror"));
  fr_typed_remember ("mirror", "Open-sesame-2");
  fr_typed_remember ("other", "Open-sesame-3");
  dialog = g_object_ref_sink (fr_dispose_dialog_new (GTK_WINDOW (stage->window), losses));
  gtk_window_present (GTK_WINDOW (dialog));
  form_stage_wait (gtk_widget_get_mapped (dialog));
  g_assert_false (gtk_widget_get_mapped (get_password_row (dialog)));
  gtk_window_destroy (GTK_WINDOW (dialog));
  g_object_unref (dialog);

  going = fr_build_new_for_own ("mirror", NULL);
  g_assert_cmpstr (going->order->password, ==, "Open-sesame-2");
  going->own = TRUE;
  build_stage_end (going, refused);
  g_assert_null (fr_typed_get ("mirror"));
  g_assert_cmpstr (fr_typed_get ("other"), ==, "Open-sesame-3");
}

static void
test_failed (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake_own ("mirror-01", FALSE);
  g_autoptr (GError) error =
    g_error_new (FR_ERROR, FR_ERROR_REMOTE, "Install Kurento: the command ended with 100.");
  FormStage shot = { .window = stage->window };

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, "kurento:mirror-01");
  build_stage_step (deployment, "kurento:mirror-01", FR_STEP_RUNNING, 3);
  build_stage_settle (100);
  assert_no_cloud (GTK_WIDGET (stage->page));
  build_stage_step (deployment, "kurento:mirror-01", FR_STEP_FAILED, 3);
  build_stage_end (deployment, error);
  build_stage_settle (200);
  assert_no_cloud (GTK_WIDGET (stage->page));
  form_stage_picture (&shot, "05-deployment-server-failed");
}

static void
test_paused (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_DEPLOYMENT_PAGE, 796, 720);
  g_autoptr (FrDeployment) deployment = build_stage_fake_own ("mirror-01", FALSE);

  fr_deployment_page_show (FR_DEPLOYMENT_PAGE (stage->page), deployment);
  fr_page_enter (stage->page);
  build_stage_reach (deployment, "update:mirror-01");
  fr_deployment_set_state (deployment, FR_DEPLOYMENT_PAUSED);
  build_stage_settle (100);
  assert_no_cloud (GTK_WIDGET (stage->page));
}

static void
test_information (void)
{
  g_autoptr (BuildStage) stage = build_stage_new (FR_TYPE_INFORMATION_PAGE, 796, 720);
  g_autoptr (GError) error = NULL;
  g_autoptr (FrInformation) information = NULL;
  const FrInformationServer *server;
  FormStage shot = { .window = stage->window };

  test_site_make ("mirror", "deployed", FR_DRAFT_OWN, 60);
  information = fr_information_load ("mirror", &error);
  g_assert_no_error (error);
  server = g_ptr_array_index (information->servers, 0);
  g_assert_true (information->one_port);
  g_assert_cmpuint (information->links->len, ==, 1);
  g_assert_cmpstr (server->changes, ==, "sudo sh /var/lib/fitting-room/take-back list");
  fr_information_page_show (FR_INFORMATION_PAGE (stage->page), information);
  build_stage_settle (100);
  assert_no_cloud (GTK_WIDGET (stage->page));
  form_stage_picture (&shot, "06-information-server");
}

static void
opened_cb (gpointer owner, gpointer opened, const GError *error)
{
  g_assert_no_error (error);
  *(FrMaking **) g_object_get_data (owner, "making") = fr_opened_to_making (opened);
}

/* A plan from a file comes out of the pages as it went in, comments and all. */
static void
test_opened (void)
{
  g_autoptr (FrMaking) made = make_own ();
  g_autoptr (FrMaking) making = NULL;
  g_autofree char *path = g_build_filename (g_get_home_dir (), "workshop.yaml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *rendered = NULL;
  g_autofree char *text = NULL;
  g_autofree char *now = NULL;
  g_autofree char *host = NULL;
  g_autofree char *user = NULL;
  g_autofree char *key = NULL;
  g_autofree char *place = NULL;
  guint port;

  g_object_set (fr_making_get_draft (made), "ssh-port", 2200, NULL);
  rendered = fr_draft_render (fr_making_get_draft (made));
  text = g_strconcat (rendered, "# in the cellar, behind the boiler\n", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  g_object_set_data (G_OBJECT (made), "making", &making);
  fr_opened_read_plan (made, file, opened_cb);
  form_stage_wait (making != NULL);

  g_assert_cmpint (fr_making_get_kind (making), ==, FR_KIND_SERVER);
  g_object_get (fr_making_get_draft (making), "host", &host, "user", &user, "host-key", &key,
                "ssh-port", &port, NULL);
  place = fr_making_dup_text (making, "place");
  g_assert_cmpstr (host, ==, "198.51.100.2");
  g_assert_cmpstr (user, ==, "admin");
  g_assert_cmpstr (key, ==, PRINT);
  g_assert_cmpuint (port, ==, 2200);
  g_assert_cmpstr (place, ==, "My own server");
  {
    static const FrStepsType types[] = { fr_location_page_get_type, fr_credentials_page_get_type,
                                         fr_sizing_page_get_type, fr_review_page_get_type };

    for (guint i = 0; i < G_N_ELEMENTS (types); i++)
      {
        g_autoptr (FormStage) stage = form_stage_new (types[i](), making);

        form_stage_settle (100);
      }
  }
  now = fr_making_dup_text (making, "plan-text");
  g_assert_cmpstr (now, ==, text);
  g_remove (path);
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/own-life/summary", test_summary);
  g_test_add_func ("/own-life/difference", test_difference);
  g_test_add_func ("/own-life/review", test_review);
  g_test_add_func ("/own-life/row", test_row);
  g_test_add_func ("/own-life/losses", test_losses);
  g_test_add_func ("/own-life/disposed", test_disposed);
  g_test_add_func ("/own-life/asked", test_asked);
  g_test_add_func ("/own-life/typed-once", test_typed_once);
  g_test_add_func ("/own-life/failed", test_failed);
  g_test_add_func ("/own-life/paused", test_paused);
  g_test_add_func ("/own-life/information", test_information);
  g_test_add_func ("/own-life/opened", test_opened);

  return g_test_run ();
}
