/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The contract between the wizard and its pages. */

#include "form-stage.h"
#include "fr-bottom-bar.h"
#include "fr-error.h"
#include "fr-wizard.h"
#include "test-page.h"

static const FrStepsType types[FR_N_STEPS] = {
  test_page_get_type,
  test_page_get_type,
  test_page_get_type,
  test_page_get_type,
  test_page_get_type,
  test_page_get_type,
  test_page_get_type,
};

typedef struct
{
  GtkWidget *window;
  FrWizard *wizard;
  GtkWidget *next;
  GtkWidget *back;
  GtkWidget *reason;
  guint n_home;
} Stage;

static void
home_cb (Stage *stage)
{
  stage->n_home++;
}

static gpointer
find (Stage *stage, const char *name)
{
  GObject *bar =
    gtk_widget_get_template_child (GTK_WIDGET (stage->wizard), FR_TYPE_WIZARD, "bar");

  return gtk_widget_get_template_child (GTK_WIDGET (bar), FR_TYPE_BOTTOM_BAR, name);
}

static Stage *
stage_new (void)
{
  Stage *stage = g_new0 (Stage, 1);

  stage->wizard = g_object_new (FR_TYPE_WIZARD, "page-types", types, NULL);
  stage->window = g_object_new (ADW_TYPE_WINDOW, "default-width", 1024, "default-height", 700,
                                "content", stage->wizard, NULL);
  stage->next = find (stage, "next");
  stage->back = find (stage, "back");
  stage->reason = find (stage, "reason");
  g_signal_connect_swapped (stage->wizard, "home", G_CALLBACK (home_cb), stage);
  gtk_window_present (GTK_WINDOW (stage->window));
  form_stage_wait (gtk_widget_get_mapped (GTK_WIDGET (stage->wizard)));

  return stage;
}

static void
stage_free (Stage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  form_stage_settle (20);
  g_free (stage);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Stage, stage_free)

static TestPage *
page_at (Stage *stage, FrWizardStep step)
{
  return TEST_PAGE (fr_wizard_get_page (stage->wizard, step));
}

static void
press (GtkWidget *button)
{
  g_signal_emit_by_name (button, "clicked");
  form_stage_settle (10);
}

static void
assert_step (Stage *stage, FrWizardStep step)
{
  g_assert_cmpint (fr_wizard_get_step (stage->wizard), ==, step);
}

static void
test_forth_and_back (void)
{
  g_autoptr (Stage) stage = stage_new ();

  assert_step (stage, FR_STEP_LOCATION);
  g_assert_cmpuint (page_at (stage, FR_STEP_LOCATION)->n_entered, ==, 1);
  press (stage->next);
  assert_step (stage, FR_STEP_CREDENTIALS);
  g_assert_cmpuint (page_at (stage, FR_STEP_LOCATION)->n_left, ==, 1);
  g_assert_cmpuint (page_at (stage, FR_STEP_CREDENTIALS)->n_entered, ==, 1);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (stage->window)),
                                         page_at (stage, FR_STEP_CREDENTIALS)->entry));
  press (stage->back);
  assert_step (stage, FR_STEP_LOCATION);
  press (stage->back);
  g_assert_cmpuint (stage->n_home, ==, 1);
}

static void
test_reason (void)
{
  g_autoptr (Stage) stage = stage_new ();
  TestPage *page = page_at (stage, FR_STEP_LOCATION);

  g_assert_false (gtk_widget_get_visible (stage->reason));
  fr_page_set_complete (FR_PAGE (page), FALSE, "Choose a place to go on", page->entry);
  g_assert_false (gtk_widget_get_sensitive (stage->next));
  g_assert_true (gtk_widget_get_visible (stage->reason));
  g_assert_cmpstr (gtk_label_get_text (find (stage, "reason_label")), ==,
                   "Choose a place to go on");

  gtk_window_set_focus (GTK_WINDOW (stage->window), NULL);
  press (stage->reason);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (stage->window)),
                                         page->entry));

  fr_page_set_complete (FR_PAGE (page), TRUE, NULL, NULL);
  g_assert_true (gtk_widget_get_sensitive (stage->next));
  g_assert_false (gtk_widget_get_visible (stage->reason));
}

static void
test_skip (void)
{
  g_autoptr (Stage) stage = stage_new ();

  fr_page_set_needed (FR_PAGE (page_at (stage, FR_STEP_CREDENTIALS)), FALSE);
  press (stage->next);
  assert_step (stage, FR_STEP_SIZING);
  press (stage->back);
  assert_step (stage, FR_STEP_LOCATION);
  g_assert_cmpuint (page_at (stage, FR_STEP_CREDENTIALS)->n_entered, ==, 0);
}

static void
test_apply (void)
{
  g_autoptr (Stage) stage = stage_new ();
  TestPage *page = page_at (stage, FR_STEP_LOCATION);
  g_autoptr (GError) error = g_error_new_literal (FR_ERROR, FR_ERROR_CLOUD, "No");

  page->waits = TRUE;
  press (stage->next);
  assert_step (stage, FR_STEP_LOCATION);
  g_assert_false (gtk_widget_get_sensitive (stage->next));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (page)));
  g_assert_true (gtk_widget_get_visible (find (stage, "spinner")));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (stage->back)), ==, "_Cancel");

  press (stage->back);
  g_assert_true (g_cancellable_is_cancelled (page->cancellable));
  fr_page_applied (FR_PAGE (page), error);
  assert_step (stage, FR_STEP_LOCATION);
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (page)));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (stage->back)), ==, "_Back");

  press (stage->next);
  g_assert_false (g_cancellable_is_cancelled (page->cancellable));
  fr_page_applied (FR_PAGE (page), NULL);
  assert_step (stage, FR_STEP_CREDENTIALS);
}

/* Nothing is built before what it needs has been answered; then it goes on where it was. */
static void
test_missing (void)
{
  g_autoptr (Stage) stage = stage_new ();
  FrPage *credentials = fr_wizard_get_page (stage->wizard, FR_STEP_CREDENTIALS);

  fr_wizard_show_step (stage->wizard, FR_STEP_REVIEW);
  fr_page_set_complete (credentials, FALSE, "Type the name of your account to go on", NULL);
  press (stage->next);
  assert_step (stage, FR_STEP_CREDENTIALS);
  fr_page_set_complete (credentials, TRUE, NULL, NULL);
  press (stage->next);
  assert_step (stage, FR_STEP_DEPLOYMENT);
}

static void
test_bar (void)
{
  g_autoptr (Stage) stage = stage_new ();
  FrPage *page = fr_wizard_get_page (stage->wizard, FR_STEP_LOCATION);
  GtkWidget *pause = gtk_button_new_with_label ("Pause");

  fr_page_set_next_label (page, "_Deploy");
  g_assert_cmpstr (gtk_label_get_label (find (stage, "next_label")), ==, "_Deploy");
  fr_page_set_bar_start (page, pause);
  g_assert_true (gtk_widget_get_mapped (pause));
  g_assert_false (gtk_widget_get_visible (stage->back));
  press (stage->next);
  g_assert_null (gtk_widget_get_parent (pause));
  g_assert_true (gtk_widget_get_visible (stage->back));
  g_assert_cmpstr (gtk_label_get_label (find (stage, "next_label")), ==, "_Next");
}

static void
test_narrow (void)
{
  g_autoptr (Stage) stage = stage_new ();
  GtkWidget *side = GTK_WIDGET (
    gtk_widget_get_template_child (GTK_WIDGET (stage->wizard), FR_TYPE_WIZARD, "side"));
  gboolean narrow = FALSE;

  g_object_set (stage->wizard, "narrow", TRUE, NULL);
  g_object_get (fr_wizard_get_page (stage->wizard, FR_STEP_MIRROR), "narrow", &narrow, NULL);
  g_assert_true (narrow);
  g_assert_false (gtk_widget_get_visible (side));
  g_assert_cmpstr (gtk_button_get_icon_name (GTK_BUTTON (stage->back)), ==,
                   "go-previous-symbolic");
  g_object_set (stage->wizard, "narrow", FALSE, NULL);
  g_assert_true (gtk_widget_get_visible (side));
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (stage->back)), ==, "_Back");
}

/* A page that cannot be seen has been left, be it for a moment. */
static void
test_hide (void)
{
  g_autoptr (Stage) stage = stage_new ();
  TestPage *page = page_at (stage, FR_STEP_LOCATION);

  gtk_widget_hide (stage->window);
  form_stage_settle (20);
  g_assert_cmpuint (page->n_left, ==, 1);
  gtk_window_present (GTK_WINDOW (stage->window));
  form_stage_wait (page->n_entered == 2);
}

static void
test_close (void)
{
  g_autoptr (Stage) stage = stage_new ();

  g_assert_false (fr_wizard_close (stage->wizard));
  page_at (stage, FR_STEP_DEPLOYMENT)->keeps_window = TRUE;
  g_assert_true (fr_wizard_close (stage->wizard));
}

static void
test_settled (void)
{
  g_autoptr (Stage) stage = stage_new ();
  FrSteps steps = { .settled = TRUE, .current = FR_STEP_MIRROR };

  for (guint i = 0; i < FR_N_STEPS; i++)
    steps.pages[i] = fr_wizard_get_page (stage->wizard, i);
  steps.open[FR_STEP_INFORMATION] = TRUE;
  g_assert_false (fr_steps_may_show (&steps, FR_STEP_LOCATION));
  g_assert_cmpint (fr_steps_get_state (&steps, FR_STEP_LOCATION), ==, FR_STEP_DOT_DONE);
  g_assert_cmpint (fr_steps_find_back (&steps), ==, FR_STEP_INFORMATION);
  fr_page_set_failed (steps.pages[FR_STEP_DEPLOYMENT], TRUE);
  g_assert_cmpint (fr_steps_get_state (&steps, FR_STEP_DEPLOYMENT), ==, FR_STEP_DOT_FAILED);
}

int
main (int argc, char **argv)
{
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/wizard/forth-and-back", test_forth_and_back);
  g_test_add_func ("/wizard/reason", test_reason);
  g_test_add_func ("/wizard/skip", test_skip);
  g_test_add_func ("/wizard/apply", test_apply);
  g_test_add_func ("/wizard/missing", test_missing);
  g_test_add_func ("/wizard/bar", test_bar);
  g_test_add_func ("/wizard/narrow", test_narrow);
  g_test_add_func ("/wizard/hide", test_hide);
  g_test_add_func ("/wizard/close", test_close);
  g_test_add_func ("/wizard/settled", test_settled);

  return g_test_run ();
}
