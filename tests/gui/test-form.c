/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages that ask: location, credentials, sizing. */

#include "form-stage.h"
#include "fr-location-page.h"

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

int
main (int argc, char **argv)
{
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/form/location/here", test_location_here);
  g_test_add_func ("/form/location/cloud", test_location_cloud);

  return g_test_run ();
}
