/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page that signs in, against our own emulator and against nobody. */

#include <string.h>

#include "form-stage.h"
#include "fr-centres.h"
#include "fr-credentials-page.h"
#include "fr-local-cloud.h"
#include "fr-location-page.h"
#include "fr-password.h"

typedef struct
{
  FrLocalCloud *cloud;
  FrMaking *making;
  FormStage *stage;
} World;

static void
open_world (World *world)
{
  g_autofree char *folder = g_build_filename (g_getenv ("FITTINGS_HOME"), "cloud", NULL);
  g_autoptr (GError) error = NULL;

  world->cloud = fr_local_cloud_start (folder, 0, 20, FALSE, &error);
  g_assert_no_error (error);
  g_setenv ("SSL_CERT_FILE", fr_local_cloud_get_ca_file (world->cloud), TRUE);
  world->making =
    form_stage_make_cloud (fr_local_cloud_get_endpoint (world->cloud) + strlen ("https://"));
  world->stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, world->making);
}

static void
close_world (World *world)
{
  g_clear_pointer (&world->stage, form_stage_free);
  g_clear_object (&world->making);
  g_clear_pointer (&world->cloud, fr_local_cloud_stop);
}

static void
type (FormStage *stage, const char *user, const char *password)
{
  gtk_editable_set_text (form_stage_find (stage, "user_row"), user);
  gtk_editable_set_text (form_stage_find (stage, "password_row"), password);
}

static void
assert_reason (FormStage *stage, const char *part)
{
  g_autofree char *reason = NULL;

  g_object_get (stage->page, "reason", &reason, NULL);
  g_assert_true (fr_page_get_complete (stage->page) == (part == NULL));
  if (part != NULL)
    g_assert_nonnull (strstr (reason, part));
}

static const char *
get_result (FormStage *stage)
{
  return adw_preferences_row_get_title (form_stage_find (stage, "result_row"));
}

static const char *
get_why (FormStage *stage)
{
  return adw_action_row_get_subtitle (form_stage_find (stage, "result_row"));
}

static gboolean
is_applying (FormStage *stage)
{
  gboolean applying;

  g_object_get (stage->page, "applying", &applying, NULL);

  return applying;
}

static void
assert_text (FrMaking *making, const char *property, const char *wanted)
{
  g_autofree char *text = fr_making_dup_text (making, property);

  g_assert_cmpstr (text, ==, wanted);
}

static void
test_none (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, NULL);
  gboolean needed;
  g_autofree char *answer = NULL;

  g_object_get (stage->page, "needed", &needed, "answer", &answer, NULL);
  g_assert_false (needed);
  g_assert_cmpstr (answer, ==, "Not needed");
  form_stage_picture (stage, "02-credentials-none");
  assert_text (stage->making, "server-password", NULL);
  form_stage_next (stage);
  fr_making_set_kind (stage->making, FR_KIND_CLOUD);
  g_object_get (stage->page, "needed", &needed, NULL);
  g_assert_true (needed);
  assert_reason (stage, "name of your account");
}

static void
test_signed_in (void)
{
  World world = { 0 };

  open_world (&world);
  type (world.stage, fr_local_cloud_get_user (world.cloud),
        fr_local_cloud_get_password (world.cloud));
  assert_text (world.making, "password", NULL);
  form_stage_next (world.stage);
  g_assert_cmpstr (get_result (world.stage), ==, "Signed in");
  assert_text (world.making, "user", fr_local_cloud_get_user (world.cloud));
  assert_text (world.making, "password", fr_local_cloud_get_password (world.cloud));
  form_stage_shape (world.stage, 796, 720);
  form_stage_picture (world.stage, "02-credentials-cloud");

  /* Once more costs nothing: it has been checked. */
  g_assert_cmpuint (fr_local_cloud_count (world.cloud, "GET_ACCOUNT"), ==, 1);
  form_stage_next (world.stage);
  g_assert_cmpuint (fr_local_cloud_count (world.cloud, "GET_ACCOUNT"), ==, 1);
  close_world (&world);
}

static void
test_refused (void)
{
  World world = { 0 };

  open_world (&world);
  type (world.stage, fr_local_cloud_get_user (world.cloud), "wrong");
  assert_reason (world.stage, NULL);
  fr_page_apply (world.stage->page);
  form_stage_wait (!is_applying (world.stage));
  g_assert_cmpuint (world.stage->n_next, ==, 0);
  g_assert_cmpstr (get_result (world.stage), ==, "Not signed in");
  g_assert_nonnull (strstr (get_why (world.stage), "Code: credentials"));
  g_assert_null (strstr (get_why (world.stage), "wrong"));
  assert_text (world.making, "password", NULL);
  form_stage_shape (world.stage, 796, 720);
  form_stage_picture (world.stage, "02-credentials-refused");

  /* The same is not tried again; another one is. */
  assert_reason (world.stage, "Correct the account");
  type (world.stage, fr_local_cloud_get_user (world.cloud),
        fr_local_cloud_get_password (world.cloud));
  form_stage_next (world.stage);
  close_world (&world);
}

static void
test_elsewhere (void)
{
  World world = { 0 };

  open_world (&world);
  g_object_set (fr_making_get_draft (world.making), "location-id", "XX1", NULL);
  type (world.stage, fr_local_cloud_get_user (world.cloud),
        fr_local_cloud_get_password (world.cloud));
  g_signal_emit_by_name (form_stage_find (world.stage, "check_button"), "clicked");
  form_stage_wait (g_str_equal (get_result (world.stage), "Not signed in"));
  g_assert_nonnull (strstr (get_why (world.stage), "no data centre XX1"));
  g_assert_nonnull (strstr (get_why (world.stage), "EU7"));
  assert_reason (world.stage, NULL);
  close_world (&world);
}

static void
test_nobody (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud ("127.0.0.1:1");
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);

  type (stage, "somebody", "secret");
  fr_page_apply (stage->page);
  form_stage_settle (700);
  if (is_applying (stage))
    {
      form_stage_picture (stage, "02-credentials-checking");
      g_assert_false (gtk_widget_is_sensitive (form_stage_find (stage, "user_row")));
    }
  fr_page_cancel (stage->page);
  form_stage_wait (!is_applying (stage));
  g_assert_cmpuint (stage->n_next, ==, 0);
  g_assert_true (gtk_widget_is_sensitive (form_stage_find (stage, "user_row")));
  assert_reason (stage, NULL);
}

/* Next waits for the check that is under way; who then cancels does not go on. */
static void
test_cancelled (void)
{
  World world = { 0 };

  open_world (&world);
  type (world.stage, fr_local_cloud_get_user (world.cloud),
        fr_local_cloud_get_password (world.cloud));
  g_signal_emit_by_name (form_stage_find (world.stage, "check_button"), "clicked");
  g_assert_cmpstr (get_result (world.stage), ==, "Signing in");
  fr_page_apply (world.stage->page);
  g_assert_true (is_applying (world.stage));
  fr_page_cancel (world.stage->page);
  form_stage_wait (!g_str_equal (get_result (world.stage), "Signing in"));
  form_stage_wait (!is_applying (world.stage));
  g_assert_cmpstr (get_result (world.stage), !=, "Signed in");
  g_assert_cmpuint (world.stage->n_next, ==, 0);

  form_stage_next (world.stage);
  g_assert_cmpstr (get_result (world.stage), ==, "Signed in");
  close_world (&world);
}

/* Closed in the middle of it: nobody misses the answer. */
static void
test_closed (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud ("127.0.0.1:1");
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);

  type (stage, "somebody", "secret");
  g_signal_emit_by_name (form_stage_find (stage, "check_button"), "clicked");
}

static void
test_rules (void)
{
  static const struct
  {
    const char *password;
    const char *reason;
  } cases[] = {
    { "", "at least 8" },
    { "Ab3", "at least 8" },
    { "ABCDEFG3", "a small letter" },
    { "abcdefg3", "a capital letter" },
    { "abcdEFGH", "a digit or a sign" },
    { "abcdEFG ", "a digit or a sign" },
    { "abcdEFG3", NULL },
    { "Ästhetik-", NULL },
  };
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  g_autofree char *one = fr_making_dup_text (making, "server-password");
  g_autofree char *other = NULL;

  g_assert_null (fr_password_get_problem (one));
  type (stage, "somebody", "secret");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (form_stage_find (stage, "server_row"), cases[i].password);
      assert_reason (stage, cases[i].reason);
      if (cases[i].reason == NULL)
        assert_text (making, "server-password", cases[i].password);
    }
  gtk_editable_set_text (form_stage_find (stage, "server_row"), "somewords");
  form_stage_shape (stage, 796, 720);
  form_stage_picture (stage, "02-credentials-rules");
  form_stage_shape (stage, 360, 560);
  form_stage_picture (stage, "narrow-02-credentials");
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *password = fr_password_make ();

      g_assert_null (fr_password_get_problem (password));
    }
  other = fr_password_make ();
  g_assert_cmpstr (one, !=, other);
}

/* There is no bus here: the switch is off and says why; signing in works without. */
static void
test_no_keyring (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  AdwActionRow *row = form_stage_find (stage, "remember_row");

  form_stage_wait (!gtk_widget_get_sensitive (GTK_WIDGET (row)));
  g_assert_false (gtk_switch_get_active (form_stage_find (stage, "remember_switch")));
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (row), "no keyring"));
}

/* What a cloud tells of its data centres takes the place of what was known of that region. */
static void
test_fresh (void)
{
  World world = { 0 };
  g_autoptr (GDateTime) as_of = NULL;
  g_autoptr (GPtrArray) centres = fr_centres_load (&as_of);
  g_autoptr (GPtrArray) fresh = NULL;
  g_autoptr (GError) error = NULL;

  open_world (&world);
  fresh = fr_centres_fetch (fr_local_cloud_get_endpoint (world.cloud), "europe",
                            fr_local_cloud_get_user (world.cloud),
                            fr_local_cloud_get_password (world.cloud), NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (fr_centres_find (fresh, "EU6"));
  g_ptr_array_set_size (fresh, 1);
  g_ptr_array_add (fresh, fr_centre_new ("europe", "EU10", "Paris", "FR"));
  fr_centres_merge (centres, "europe", fresh);
  g_assert_cmpuint (centres->len, ==, 12);
  g_assert_nonnull (fr_centres_find (centres, "EU10"));
  g_assert_null (fr_centres_find (centres, "EU7"));
  g_assert_nonnull (fr_centres_find (centres, "NA9"));
  close_world (&world);
}

/* The password of one cloud is not shown to another. */
static void
test_moved (void)
{
  World world = { 0 };
  g_autoptr (FormStage) places = NULL;

  open_world (&world);
  type (world.stage, fr_local_cloud_get_user (world.cloud),
        fr_local_cloud_get_password (world.cloud));
  form_stage_next (world.stage);
  places = form_stage_new (FR_TYPE_LOCATION_PAGE, world.making);
  g_assert_true (gtk_check_button_get_active (form_stage_find (places, "other_check")));
  assert_text (world.making, "user", fr_local_cloud_get_user (world.cloud));
  gtk_editable_set_text (form_stage_find (places, "address_row"), "api.example.com");
  assert_text (world.making, "password", NULL);
  assert_text (world.making, "user", NULL);
  g_assert_cmpstr (get_result (world.stage), ==, "Not checked yet");
  close_world (&world);
}

int
main (int argc, char **argv)
{
  /* A desktop with nothing on it: no bus, so no keyring. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/credentials/none", test_none);
  g_test_add_func ("/credentials/signed-in", test_signed_in);
  g_test_add_func ("/credentials/refused", test_refused);
  g_test_add_func ("/credentials/elsewhere", test_elsewhere);
  g_test_add_func ("/credentials/nobody", test_nobody);
  g_test_add_func ("/credentials/cancelled", test_cancelled);
  g_test_add_func ("/credentials/closed", test_closed);
  g_test_add_func ("/credentials/rules", test_rules);
  g_test_add_func ("/credentials/no-keyring", test_no_keyring);
  g_test_add_func ("/credentials/fresh", test_fresh);
  g_test_add_func ("/credentials/moved", test_moved);

  return g_test_run ();
}
