/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages that ask: location, credentials, sizing. */

#include "form-stage.h"
#include "fr-credentials-page.h"
#include "fr-local-cloud.h"
#include "fr-location-page.h"
#include "fr-password.h"
#include "fr-sizing-page.h"

static char *
dup_draft_text (FrMaking *making, const char *property)
{
  char *text = NULL;

  g_object_get (fr_making_get_draft (making), property, &text, NULL);

  return text;
}

static void
test_location_here (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);
  g_autofree char *id = NULL;
  g_autofree char *host = NULL;

  form_stage_picture (stage, "01-location");
  form_stage_next (stage);
  id = dup_draft_text (stage->making, "location-id");
  host = dup_draft_text (stage->making, "api-host");
  g_assert_cmpstr (id, ==, FR_DRAFT_HERE);
  g_assert_true (g_str_has_prefix (host, "127.0.0.1:"));
  form_stage_shape (stage, 360, 560);
  form_stage_picture (stage, "narrow-01-location");
}

static void
test_location_cloud (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);

  gtk_check_button_set_active (form_stage_find (stage, "cloud_check"), TRUE);
  form_stage_picture (stage, "01-location-cloud");
  form_stage_shape (stage, 360, 560);
  form_stage_picture (stage, "narrow-01-location-cloud");
}

static FrMaking *
make_cloud (const char *api_host)
{
  FrMaking *making = fr_making_new ();

  g_object_set (fr_making_get_draft (making), "location-id", "EU6", "api-host", api_host, NULL);
  fr_making_set_text (making, "place", "Frankfurt (EU6)");
  fr_making_set_kind (making, FR_KIND_CLOUD);

  return making;
}

static void
test_credentials_none (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, NULL);
  gboolean needed;
  g_autofree char *answer = NULL;

  g_object_get (stage->page, "needed", &needed, "answer", &answer, NULL);
  g_assert_false (needed);
  g_assert_cmpstr (answer, ==, "Not needed");
  form_stage_picture (stage, "02-credentials-none");
  form_stage_next (stage);
}

static void
test_credentials_cloud (void)
{
  g_autoptr (FrMaking) making = make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);

  form_stage_shape (stage, 796, 900);
  gtk_editable_set_text (form_stage_find (stage, "user_row"), "studio-north");
  gtk_editable_set_text (form_stage_find (stage, "password_row"), "some words");
  gtk_editable_set_text (form_stage_find (stage, "server_row"), "somewords");
  form_stage_picture (stage, "02-credentials-cloud");
  form_stage_shape (stage, 360, 900);
  form_stage_picture (stage, "narrow-02-credentials-cloud");
}

static void
test_sizing_here (void)
{
  g_autoptr (FrMaking) making = fr_making_new ();
  g_autoptr (FormStage) stage = NULL;

  g_object_set (fr_making_get_draft (making), "location-id", FR_DRAFT_HERE, NULL);
  stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);
  form_stage_picture (stage, "03-sizing-here");
  form_stage_next (stage);
}

static void
test_sizing_cloud (void)
{
  g_autoptr (FrMaking) making = make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);

  gtk_toggle_button_set_active (form_stage_find (stage, "classic_card"), TRUE);
  form_stage_picture (stage, "03-sizing");
  adw_expander_row_set_expanded (form_stage_find (stage, "expander"), TRUE);
  form_stage_shape (stage, 796, 1600);
  form_stage_picture (stage, "03-sizing-settings");
  form_stage_shape (stage, 360, 560);
  form_stage_picture (stage, "narrow-03-sizing");
}

int
main (int argc, char **argv)
{
  /* A desktop with nothing on it: no bus, so no keyring. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/form/location/here", test_location_here);
  g_test_add_func ("/form/location/cloud", test_location_cloud);

  g_test_add_func ("/form/credentials/none", test_credentials_none);
  g_test_add_func ("/form/credentials/cloud", test_credentials_cloud);

  g_test_add_func ("/form/sizing/here", test_sizing_here);
  g_test_add_func ("/form/sizing/cloud", test_sizing_cloud);

  return g_test_run ();
}
