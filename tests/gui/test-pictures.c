/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes a picture of the window in every way it can be looked at, into the folder that
 * FR_PICTURES names. FR_LOOK is the beginning of their names. */
#include "config.h"

#include <glib/gi18n.h>
#include <libintl.h>

#include "form-stage.h"
#include "fr-help-window.h"
#include "fr-trust-group.h"
#include "fr-window.h"
#include "test-sites.h"

static const struct
{
  const char *name;
  int width;
  int height;
  AdwColorScheme scheme;
  GtkTextDirection direction;
  int text; /* per cent */
} looks[] = {
  { "", 1024, 768, ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_LTR, 100 },
  { "dark-", 1024, 768, ADW_COLOR_SCHEME_FORCE_DARK, GTK_TEXT_DIR_LTR, 100 },
  { "rtl-", 1024, 768, ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_RTL, 100 },
  { "large-", 1024, 768, ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_LTR, 200 },
  { "narrow-", 360, 640, ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_LTR, 100 },
  { "small-", 360, 294, ADW_COLOR_SCHEME_FORCE_LIGHT, GTK_TEXT_DIR_LTR, 100 },
};

static const struct
{
  const char *name;
  FrWizardStep step;
} pages[] = {
  { "01-location", FR_STEP_LOCATION },
  { "02-credentials", FR_STEP_CREDENTIALS },
  { "03-sizing", FR_STEP_SIZING },
  { "04-review", FR_STEP_REVIEW },
};

static FrApplication *application;

static void
take (GtkWidget *window, const char *look, const char *name)
{
  FormStage stage = { .window = window };
  const char *prefix = g_getenv ("FR_LOOK");
  g_autofree char *full = g_strconcat (prefix != NULL ? prefix : "", look, name, NULL);

  form_stage_settle (250);
  form_stage_picture (&stage, full);
}

static void
prepare (guint look)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), looks[look].scheme);
  gtk_widget_set_default_direction (looks[look].direction);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", looks[look].text * 96 * 1024 / 100,
                NULL);
}

/* The same pages for somebody who has an account at a cloud. */
static void
take_cloud (GtkWidget *window, const char *look)
{
  FrWizard *wizard = fr_window_get_wizard (FR_WINDOW (window));
  FormStage location = { .page = fr_wizard_get_page (wizard, FR_STEP_LOCATION) };
  FormStage credentials = { .page = fr_wizard_get_page (wizard, FR_STEP_CREDENTIALS) };
  FormStage sizing = { .page = fr_wizard_get_page (wizard, FR_STEP_SIZING) };

  fr_wizard_show_step (wizard, FR_STEP_LOCATION);
  gtk_check_button_set_active (form_stage_find (&location, "cloud_check"), TRUE);
  take (window, look, "01-location-cloud");
  fr_wizard_show_step (wizard, FR_STEP_CREDENTIALS);
  gtk_editable_set_text (form_stage_find (&credentials, "user_row"), "studio-north");
  gtk_editable_set_text (form_stage_find (&credentials, "password_row"), "some words");
  gtk_editable_set_text (form_stage_find (&credentials, "server_row"), "somewords");
  take (window, look, "02-credentials-cloud");
  fr_wizard_show_step (wizard, FR_STEP_SIZING);
  gtk_toggle_button_set_active (form_stage_find (&sizing, "classic_card"), TRUE);
  take (window, look, "03-sizing-cloud");
  adw_expander_row_set_expanded (form_stage_find (&sizing, "expander"), TRUE);
  take (window, look, "03-sizing-settings");
}

/* And for somebody who has a server. */
static void
take_server (GtkWidget *window, const char *look)
{
  static const FrMachine machine = { .system = (char *) "Ubuntu 24.04.1 LTS",
                                     .architecture = (char *) "amd64",
                                     .cpus = 4,
                                     .memory = G_GUINT64_CONSTANT (8123456789),
                                     .disk_free = G_GUINT64_CONSTANT (31123456789) };
  FrWizard *wizard = fr_window_get_wizard (FR_WINDOW (window));
  FormStage location = { .page = fr_wizard_get_page (wizard, FR_STEP_LOCATION) };
  FormStage credentials = { .page = fr_wizard_get_page (wizard, FR_STEP_CREDENTIALS) };
  FormStage form = { .page = form_stage_find (&credentials, "form") };

  fr_wizard_show_step (wizard, FR_STEP_LOCATION);
  gtk_check_button_set_active (form_stage_find (&location, "server_check"), TRUE);
  take (window, look, "01-location-server");
  fr_wizard_show_step (wizard, FR_STEP_CREDENTIALS);
  gtk_editable_set_text (form_stage_find (&form, "host_row"), "mirror.lab.example");
  gtk_editable_set_text (form_stage_find (&form, "user_row"), "ubuntu");
  adw_combo_row_set_selected (form_stage_find (&form, "method_row"), 1);
  take (window, look, "02-credentials-server");
  gtk_editable_set_text (form_stage_find (&form, "password_row"), "some words");
  /* Nobody is at that address: what would be told is put there once that is known. */
  gtk_widget_grab_focus (form_stage_find (&form, "check_button"));
  form_stage_wait (gtk_widget_get_sensitive (form_stage_find (&form, "check_button")));
  fr_trust_group_set_scan (form_stage_find (&form, "trust"),
                           "ED25519 SHA256:pYr0w2m7c4HkJ8eT1xqfVZ9bL6uNsA3dGhXoK5iRvQE");
  fr_trust_group_say (form_stage_find (&form, "trust"), FR_TRUST_WELL, _ ("The server answers"),
                      _ ("Nobody signs in for that"), _ ("Chec_k Again"));
  g_signal_emit_by_name (form.page, "changed");
  form_stage_settle (100);
  gtk_widget_grab_focus (form_stage_find (&form, "typed_row"));
  form_stage_settle (100);
  gtk_widget_grab_focus (form_stage_find (&form, "check_button"));
  take (window, look, "02-credentials-server-print");
  fr_making_set_machine (fr_wizard_get_making (wizard), &machine);
  fr_wizard_show_step (wizard, FR_STEP_SIZING);
  take (window, look, "03-sizing-server");
  fr_wizard_show_step (wizard, FR_STEP_REVIEW);
  form_stage_settle (600);
  take (window, look, "04-review-server");
}

static void
test_look (gconstpointer data)
{
  guint look = GPOINTER_TO_UINT (data);
  GtkWidget *window;

  prepare (look);
  window = GTK_WIDGET (fr_window_new (application));
  gtk_window_set_default_size (GTK_WINDOW (window), looks[look].width, looks[look].height);
  gtk_window_present (GTK_WINDOW (window));
  take (window, looks[look].name, "00-start");
  fr_window_begin (FR_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      fr_wizard_show_step (fr_window_get_wizard (FR_WINDOW (window)), pages[i].step);
      take (window, looks[look].name, pages[i].name);
    }
  take_cloud (window, looks[look].name);
  take_server (window, looks[look].name);
  gtk_window_destroy (GTK_WINDOW (window));
  form_stage_settle (50);
}

static void
test_empty (void)
{
  GtkWidget *window = GTK_WIDGET (fr_window_new (application));

  prepare (0);
  gtk_window_present (GTK_WINDOW (window));
  take (window, "", "00-start-empty");
  gtk_window_destroy (GTK_WINDOW (window));
  form_stage_settle (50);
}

int
main (int argc, char **argv)
{
  form_stage_prepare (&argc, &argv);
  bindtextdomain (GETTEXT_PACKAGE, FR_BUILDDIR "/po");
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_object_set (gtk_settings_get_default (), "gtk-font-name", "Cantarell 11",
                "gtk-decoration-layout", "menu:close", NULL);
  application = fr_application_new ();
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_set_default (G_APPLICATION (application));
  g_application_hold (G_APPLICATION (application));

  test_empty ();
  test_site_make ("lab", "deploying", "NA12", 9000000);
  test_site_make ("studio-north", "failed", "EU6", 90000);
  test_site_make ("workshop", "deployed", FR_DRAFT_OWN, 90000);
  test_site_make ("mirror-01", "deployed", FR_DRAFT_HERE, 0);
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *path = g_strdup_printf ("/pictures/look-%s", looks[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_look);
    }

  return g_test_run ();
}
