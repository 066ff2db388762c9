/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An account that the keyring remembers: to be run by with-keyring. */

#include <string.h>

#include "form-stage.h"
#include "fr-credentials-page.h"
#include "fr-keyring.h"
#include "fr-local-cloud.h"

static FrLocalCloud *cloud;

static FormStage *
open_page (void)
{
  g_autoptr (FrMaking) making =
    form_stage_make_cloud (fr_local_cloud_get_endpoint (cloud) + strlen ("https://"));

  return form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
}

static gboolean
is_remembered (void)
{
  g_autoptr (FrKeyringAccount) account = NULL;

  g_assert_true (fr_keyring_find (fr_local_cloud_get_endpoint (cloud), &account, NULL, NULL));

  return account != NULL;
}

static void
wait_for_service (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (FrKeyringAccount) account = NULL;

      if (fr_keyring_find (fr_local_cloud_get_endpoint (cloud), &account, NULL, NULL))
        return;
      g_usleep (G_USEC_PER_SEC / 20);
    }
}

static const char *
get_text (FormStage *stage, const char *id)
{
  return gtk_editable_get_text (form_stage_find (stage, id));
}

static void
test_remember (void)
{
  g_autoptr (FormStage) first = NULL;
  g_autoptr (FormStage) second = NULL;

  wait_for_service ();
  first = open_page ();
  gtk_editable_set_text (form_stage_find (first, "user_row"), fr_local_cloud_get_user (cloud));
  gtk_editable_set_text (form_stage_find (first, "password_row"),
                         fr_local_cloud_get_password (cloud));
  gtk_switch_set_active (form_stage_find (first, "remember_switch"), TRUE);
  form_stage_settle (200);
  g_assert_false (is_remembered ());
  form_stage_next (first);
  form_stage_wait (is_remembered ());

  /* The next window finds it typed, and Next goes on. */
  second = open_page ();
  form_stage_wait (*get_text (second, "user_row") != '\0');
  g_assert_cmpstr (get_text (second, "user_row"), ==, fr_local_cloud_get_user (cloud));
  g_assert_cmpstr (get_text (second, "password_row"), ==, fr_local_cloud_get_password (cloud));
  g_assert_true (gtk_switch_get_active (form_stage_find (second, "remember_switch")));
  form_stage_next (second);
  gtk_switch_set_active (form_stage_find (second, "remember_switch"), FALSE);
  form_stage_wait (!is_remembered ());
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  form_stage_prepare (&argc, &argv);
  folder = g_build_filename (g_getenv ("FITTINGS_HOME"), "cloud", NULL);
  cloud = fr_local_cloud_start (folder, 0, 20, FALSE, &error);
  g_assert_no_error (error);
  g_setenv ("SSL_CERT_FILE", fr_local_cloud_get_ca_file (cloud), TRUE);

  g_test_add_func ("/remember", test_remember);
  status = g_test_run ();
  fr_local_cloud_stop (cloud);

  return status;
}
