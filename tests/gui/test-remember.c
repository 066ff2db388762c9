/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An account that the keyring remembers: to be run by with-keyring. */

#include <string.h>

#include "form-stage.h"
#include "fr-credentials-page.h"
#include "fr-keyring.h"
#include "fr-local-cloud.h"
#include "fr-login-group.h"
#include "fr-login.h"

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

static gboolean
is_server_remembered (const char *user)
{
  g_autoptr (FrKeyringAccount) account = NULL;
  g_autofree char *endpoint = fr_login_dup_endpoint (user, "mirror.lab.example", 22);

  g_assert_true (fr_keyring_find (endpoint, &account, NULL, NULL));
  if (account != NULL)
    g_assert_cmpstr (account->password, ==, "some words");

  return account != NULL;
}

static FormStage *
open_server (const char *user)
{
  GtkWidget *group = g_object_new (FR_TYPE_LOGIN_GROUP, NULL);
  FormStage *stage = g_new0 (FormStage, 1);

  stage->page = (gpointer) group;
  stage->window = g_object_new (ADW_TYPE_WINDOW, "content", group, NULL);
  fr_login_group_set (FR_LOGIN_GROUP (group), NULL, NULL);
  fr_login_group_set_server (FR_LOGIN_GROUP (group), "mirror.lab.example", 22, user);
  gtk_window_present (GTK_WINDOW (stage->window));

  return stage;
}

static void
close_server (FormStage *stage)
{
  gtk_window_destroy (GTK_WINDOW (stage->window));
  form_stage_settle (50);
  g_free (stage);
}

/* The password of a server of one's own, for the one who signs in there. */
static void
test_server (void)
{
  FormStage *first = open_server ("admin");
  FormStage *second, *other;

  wait_for_service ();
  gtk_editable_set_text (form_stage_find (first, "password_row"), "some words");
  gtk_switch_set_active (form_stage_find (first, "remember_switch"), TRUE);
  form_stage_settle (200);
  g_assert_false (is_server_remembered ("admin"));
  fr_login_group_keep (FR_LOGIN_GROUP (first->page), TRUE);
  form_stage_wait (is_server_remembered ("admin"));
  close_server (first);

  second = open_server ("admin");
  other = open_server ("ubuntu");
  fr_login_group_ask_keyring (FR_LOGIN_GROUP (second->page));
  fr_login_group_ask_keyring (FR_LOGIN_GROUP (other->page));
  form_stage_wait (*get_text (second, "password_row") != '\0');
  g_assert_cmpstr (get_text (second, "password_row"), ==, "some words");
  g_assert_true (gtk_switch_get_active (form_stage_find (second, "remember_switch")));
  g_assert_cmpstr (get_text (other, "password_row"), ==, "");
  gtk_switch_set_active (form_stage_find (second, "remember_switch"), FALSE);
  form_stage_wait (!is_server_remembered ("admin"));
  close_server (second);
  close_server (other);
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

  g_test_add_func ("/remember/cloud", test_remember);
  g_test_add_func ("/remember/server", test_server);
  status = g_test_run ();
  fr_local_cloud_stop (cloud);

  return status;
}
