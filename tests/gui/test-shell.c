/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The windows, the start page, and that no page outlives its window. */

#include "form-stage.h"

#include <glib/gstdio.h>

#include "fr-adaptive.h"
#include "fr-help-window.h"
#include "fr-settings.h"
#include "fr-start-page.h"
#include "fr-window.h"
#include "test-sites.h"

static FrApplication *application;

static FrWindow *
open_window (void)
{
  FrWindow *window = fr_window_new (application);

  gtk_window_present (GTK_WINDOW (window));
  form_stage_wait (gtk_widget_get_mapped (GTK_WIDGET (window)));

  return window;
}

static void
close_window (FrWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  form_stage_settle (50);
}

/* That can be seen, of all kinds. */
static guint
count_windows (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  guint count = 0;

  for (GList *window = windows; window != NULL; window = window->next)
    count += gtk_widget_get_visible (window->data);

  return count;
}

static void
close_others (FrWindow *kept)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *window = windows; window != NULL; window = window->next)
    if (window->data != kept && gtk_widget_get_visible (window->data))
      gtk_window_destroy (window->data);
  form_stage_settle (50);
}

static void
activate (FrWindow *window, const char *action, const char *target)
{
  GVariant *parameter = target != NULL ? g_variant_new_string (target) : NULL;

  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (window), action, parameter));
  form_stage_settle (20);
}

static gpointer
start_child (FrWindow *window, const char *name)
{
  GObject *start = gtk_widget_get_template_child (GTK_WIDGET (window), FR_TYPE_WINDOW, "start");

  return gtk_widget_get_template_child (GTK_WIDGET (start), FR_TYPE_START_PAGE, name);
}

static void
test_start_empty (void)
{
  FrWindow *window = open_window ();

  form_stage_settle (100);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (start_child (window, "stack")), ==, "empty");
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (window)) ==
                 start_child (window, "empty_new"));
  close_window (window);
}

/* News of the mirrors come while the wizard slides in: they take neither the focus nor Enter. */
static void
test_begin (void)
{
  FrWindow *window = open_window ();
  FrWizard *wizard;

  activate (window, "win.new-mirror", NULL);
  wizard = fr_window_get_wizard (window);
  fr_start_page_set_unfinished (FR_START_PAGE (gtk_widget_get_template_child (
                                  GTK_WIDGET (window), FR_TYPE_WINDOW, "start")),
                                NULL, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (window)) ==
                     fr_wizard_get_next (wizard));
      g_assert_true (gtk_widget_is_ancestor (
        gtk_window_get_focus (GTK_WINDOW (window)),
        GTK_WIDGET (fr_wizard_get_page (wizard, FR_STEP_LOCATION))));
      form_stage_settle (400);
    }
  close_window (window);
}

/* Every page is built, filled, shown, and gone with its window. */
static void
test_pages (void)
{
  FrWindow *window = open_window ();
  gpointer pages[FR_N_STEPS];
  gpointer wizard;
  gpointer making;

  activate (window, "win.new-mirror", NULL);
  wizard = fr_window_get_wizard (window);
  making = fr_wizard_get_making (wizard);
  g_object_add_weak_pointer (wizard, &wizard);
  g_object_add_weak_pointer (making, &making);
  for (guint i = 0; i < FR_N_STEPS; i++)
    {
      pages[i] = fr_wizard_get_page (wizard, i);
      g_object_add_weak_pointer (pages[i], &pages[i]);
    }
  /* Building and mirroring are shown by tests of their own: entering them begins to work. */
  for (guint i = 0; i <= FR_STEP_REVIEW; i++)
    {
      fr_wizard_show_step (wizard, i);
      form_stage_settle (100);
    }

  close_window (window);
  form_stage_wait (wizard == NULL && making == NULL);
  for (guint i = 0; i < FR_N_STEPS; i++)
    g_assert_null (pages[i]);
}

static void
test_home (void)
{
  FrWindow *window = open_window ();

  activate (window, "win.new-mirror", NULL);
  fr_wizard_show_step (fr_window_get_wizard (window), FR_STEP_SIZING);
  activate (window, "win.go-home", NULL);
  form_stage_settle (300);
  g_assert_false (gtk_widget_get_child_visible (GTK_WIDGET (fr_window_get_wizard (window))));
  g_assert_true (gtk_widget_get_visible (start_child (window, "unfinished_group")));
  activate (window, "win.continue", NULL);
  g_assert_cmpint (fr_wizard_get_step (fr_window_get_wizard (window)), ==, FR_STEP_SIZING);

  /* What is new does not take the place of what has begun. */
  activate (window, "win.new-mirror", NULL);
  g_assert_cmpuint (count_windows (), ==, 2);
  close_others (window);
  close_window (window);
}

static void
test_adaptive (void)
{
  FrWindow *window = open_window ();
  gpointer adaptive = gtk_widget_get_template_child (GTK_WIDGET (window), FR_TYPE_WINDOW,
                                                     "adaptive");
  int least = 0;

  activate (window, "win.new-mirror", NULL);
  form_stage_wait (!fr_adaptive_get_narrow (adaptive));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 294);
  form_stage_wait (fr_adaptive_get_narrow (adaptive) && fr_adaptive_get_low (adaptive));
  gtk_widget_measure (GTK_WIDGET (gtk_widget_get_first_child (GTK_WIDGET (window))),
                      GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 360);
  gtk_window_set_default_size (GTK_WINDOW (window), 1024, 768);
  form_stage_wait (!fr_adaptive_get_narrow (adaptive) && !fr_adaptive_get_low (adaptive));

  /* Twice as large, text needs twice the width, and twice the height. */
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  gtk_widget_queue_allocate (adaptive);
  form_stage_wait (fr_adaptive_get_narrow (adaptive) && fr_adaptive_get_low (adaptive));
  gtk_settings_reset_property (gtk_settings_get_default (), "gtk-xft-dpi");
  close_window (window);
}

static void
test_open_plan (void)
{
  FrWindow *window = open_window ();
  g_autofree char *path = g_build_filename (g_get_home_dir (), "fr-test-shell.yaml", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;
  g_autofree char *kept = NULL;
  const char *plan = "---\n# kept\ninformation:\n  - hello\n---\nlocationId: EU6\n";

  g_assert_true (g_file_set_contents (path, plan, -1, NULL));
  fr_window_open_plan (window, file);
  form_stage_wait (fr_window_get_wizard (window) != NULL);
  g_assert_cmpint (fr_wizard_get_step (fr_window_get_wizard (window)), ==, FR_STEP_REVIEW);
  text = fr_making_dup_text (fr_wizard_get_making (fr_window_get_wizard (window)), "plan-text");
  kept = fr_making_dup_text (fr_wizard_get_making (fr_window_get_wizard (window)), "plan-path");
  g_assert_cmpstr (text, ==, plan);
  g_assert_cmpstr (kept, ==, path);
  close_window (window);

  /* It is remembered; what is gone, or no text, is told. */
  window = open_window ();
  form_stage_wait (gtk_widget_get_visible (start_child (window, "plans_group")));
  g_assert_true (g_file_set_contents (path, "\xff\xfe", 2, NULL));
  fr_window_open_plan (window, file);
  form_stage_wait (count_windows () == 2);
  g_assert_null (fr_window_get_wizard (window));
  close_others (window);
  g_remove (path);
  fr_window_open_plan (window, file);
  form_stage_wait (count_windows () == 2);
  close_others (window);
  close_window (window);
}

static void
test_sites (void)
{
  FrWindow *window;
  FrWindow *other;

  test_site_make ("mirror-01", "deployed", FR_DRAFT_HERE, 0);
  test_site_make ("studio-north", "failed", "EU6", 90000);
  test_site_make ("odd", "of another version", "EU6", -5);
  window = open_window ();
  form_stage_wait (gtk_widget_get_visible (start_child (window, "sites_group")));
  g_assert_nonnull (gtk_list_box_get_row_at_index (start_child (window, "sites"), 2));
  g_assert_null (gtk_list_box_get_row_at_index (start_child (window, "sites"), 3));
  g_assert_true (gtk_window_get_default_widget (GTK_WINDOW (window)) ==
                 start_child (window, "new_card"));

  activate (window, "win.show-information", "mirror-01");
  form_stage_wait (fr_window_get_wizard (window) != NULL);
  g_assert_cmpint (fr_wizard_get_step (fr_window_get_wizard (window)), ==, FR_STEP_INFORMATION);
  g_assert_true (fr_window_is_about (window, "mirror-01"));

  /* The same again is shown where it is, and not twice. */
  other = open_window ();
  fr_window_show_site (other, "mirror-01", FR_STEP_INFORMATION);
  form_stage_settle (100);
  g_assert_null (fr_window_get_wizard (other));
  fr_window_show_site (other, "not-there", FR_STEP_INFORMATION);
  form_stage_wait (count_windows () == 3);
  close_others (window);
  close_window (window);
}

static void
test_help (void)
{
  FrWindow *window = open_window ();

  for (guint i = 0; i <= FR_N_STEPS; i++)
    {
      fr_help_window_present (GTK_WINDOW (window), i);
      form_stage_settle (20);
    }
  activate (window, "win.help", NULL);
  activate (window, "win.show-help-overlay", NULL);
  g_action_group_activate_action (G_ACTION_GROUP (application), "about", NULL);
  form_stage_settle (100);
  close_others (window);
  close_window (window);
}

/* What one has to have been at work on stays, when the whole program is to end. */
static void
test_size (void)
{
  g_autoptr (GSettings) settings = fr_settings_open ();
  FrWindow *window;
  int width = 0;
  int height = 0;

  g_assert_nonnull (settings);
  g_settings_set_int (settings, "window-width", 801);
  window = open_window ();
  gtk_window_get_default_size (GTK_WINDOW (window), &width, &height);
  g_assert_cmpint (width, ==, 801);
  gtk_window_set_default_size (GTK_WINDOW (window), 700, 600);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 700);
  close_window (window);
  g_settings_reset (settings, "window-width");
  g_settings_reset (settings, "window-height");
}

/* The design names them; a missing one would show as a broken picture. */
static void
test_icons (void)
{
  static const char *const names[] = {
    "computer", "content-loading", "dialog-error", "dialog-information", "dialog-warning",
    "document-open", "go-home", "go-next", "go-previous", "list-add", "list-remove",
    "media-playback-pause", "network-server", "network-workgroup", "object-select", "open-menu",
    "pan-down", "text-x-generic", "view-more", "window-close"
  };
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gdk_display_get_default ());

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strconcat (names[i], "-symbolic", NULL);

      if (!gtk_icon_theme_has_icon (theme, name))
        g_error ("no icon %s", name);
    }
  g_assert_true (gtk_icon_theme_has_icon (theme, FR_APPLICATION_ID));
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  form_stage_prepare (&argc, &argv);
  g_set_application_name ("Fitting Room");
  application = fr_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, &error));
  g_application_set_default (G_APPLICATION (application));
  g_application_hold (G_APPLICATION (application));

  g_test_add_func ("/shell/start-empty", test_start_empty);
  g_test_add_func ("/shell/begin", test_begin);
  g_test_add_func ("/shell/pages", test_pages);
  g_test_add_func ("/shell/home", test_home);
  g_test_add_func ("/shell/adaptive", test_adaptive);
  g_test_add_func ("/shell/open-plan", test_open_plan);
  g_test_add_func ("/shell/sites", test_sites);
  g_test_add_func ("/shell/help", test_help);
  g_test_add_func ("/shell/size", test_size);
  g_test_add_func ("/shell/icons", test_icons);

  return g_test_run ();
}
