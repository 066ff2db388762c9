/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fr-deployment.h"
#include "fr-error.h"
#include "fr-own.h"
#include "fr-paths.h"
#include "fr-ssh-keys.h"
#include "own-world.h"

static OwnWorld world;

/* A deploy that fails before anything is changed leaves nothing, here and there. */
static void
expect_refusal (const char *plan, const char *password, const char *key, FrSiteMeet meet,
                FrError code, const char *words)
{
  g_autoptr (FrSite) site = own_world_open (plan, "refused", password, NULL);
  g_autoptr (GError) error = NULL;

  fr_site_set_own_key (site, key);
  fr_site_set_meet (site, meet, NULL);
  g_assert_false (fr_site_deploy (site, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, FR_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_false (fr_site_check ("refused", NULL));
  own_world_expect_clean (&world);
}

static gboolean
say_no (const char *host, guint port, const char *host_key, gpointer data)
{
  g_assert_cmpstr (host, ==, world.host.address);
  g_assert_cmpuint (port, ==, ROOT_HOST_PORT);
  g_assert_cmpstr (strchr (host_key, ' ') + 1, ==, world.host_key);

  return FALSE;
}

static gboolean
say_yes (const char *host, guint port, const char *host_key, gpointer data)
{
  if (data != NULL)
    ++*(guint *) data;

  return TRUE;
}

static void
test_refused (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autofree char *unknown = own_world_forget_host_key (plan);
  g_autofree char *key = fr_paths_state ("keys", "nobody", NULL);
  g_auto (GStrv) parts = g_strsplit (plan, "SHA256:", 2);
  g_autofree char *changed = g_strconcat (parts[0], *parts[1] == 'A' ? "SHA256:B" : "SHA256:A",
                                          parts[1] + 1, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_ssh_make_key (key, "nobody's", NULL, &error));
  expect_refusal (plan, "Wrong-pw", NULL, NULL, FR_ERROR_CREDENTIALS, "refused the password");
  expect_refusal (plan, NULL, key, NULL, FR_ERROR_CREDENTIALS, "refused the key");
  expect_refusal (plan, NULL, NULL, NULL, FR_ERROR_CREDENTIALS, "neither was given");
  expect_refusal (unknown, ROOT_HOST_PASSWORD, NULL, NULL, FR_ERROR_CERTIFICATE, world.host_key);
  expect_refusal (unknown, ROOT_HOST_PASSWORD, NULL, say_no, FR_ERROR_CERTIFICATE, "host-key");
  expect_refusal (changed, ROOT_HOST_PASSWORD, NULL, say_yes, FR_ERROR_CERTIFICATE, world.host_key);
}

static void
test_look (void)
{
  FrOwnLogin login = { .host = world.host.address,
                       .port = ROOT_HOST_PORT,
                       .user = "admin",
                       .password = ROOT_HOST_PASSWORD,
                       .host_key = world.host_key };
  g_autoptr (GError) error = NULL;
  g_autoptr (FrOwnLook) look = fr_own_look (&login, NULL, &error);
  g_autofree char *words = NULL;

  g_assert_no_error (error);
  g_assert_true (look->sudo_asks);
  g_assert_nonnull (strstr (look->system, "Debian"));
  g_assert_cmpstr (look->address, ==, world.host.address);
  g_assert_null (look->owner);
  g_assert_cmpuint (look->cpus, >, 0);
  g_assert_cmpuint (look->memory, >, 1 << 20);
  g_assert_true (fr_own_look_fits (look, "mirror-01", &error));
  words = fr_own_look_describe (look);
  g_test_message ("%s", words);

  look->disk_free = 1 << 20;
  g_assert_false (fr_own_look_fits (look, "mirror-01", &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  g_clear_error (&error);
  g_free (look->family);
  look->family = g_strdup ("fedora");
  g_assert_false (fr_own_look_fits (look, "mirror-01", &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_PLAN);
  own_world_expect_clean (&world);
}

/* Deployed twice, the second time by the key alone; then everything is as it was. */
static void
test_twice (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autofree char *unknown = own_world_forget_host_key (plan);
  g_auto (OwnRun) first = { 0 };
  g_auto (OwnRun) second = { 0 };
  g_auto (OwnRun) third = { 0 };
  g_autofree char *there = NULL;
  guint questions = 0;

  own_run_init (&first);
  own_run_init (&second);
  own_run_init (&third);
  {
    g_autoptr (FrSite) site = own_world_open (unknown, "twice", ROOT_HOST_PASSWORD, &first);
    g_autoptr (GPtrArray) lines = NULL;
    g_autofree char *endpoint = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_true (fr_site_is_own (site));
    fr_site_set_meet (site, say_yes, &questions);
    fr_site_deploy (site, NULL, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (questions, ==, 1);
    g_assert_true (g_str_has_prefix (first.story->str, "reach=kept contact=done "));
    lines = fr_site_dup_information (site);
    g_assert_cmpuint (lines->len, ==, 1);
    g_assert_nonnull (strstr (lines->pdata[0], world.host.address));
    endpoint = fr_site_dup_fact (site, "", "endpoint");
    g_assert_true (g_str_has_prefix (endpoint, "ssh://admin@127."));
  }

  there = root_host_ask (&world.host, "cat /etc/mirror/deep/token /etc/motd; "
                                      "stat -c %a /etc/mirror/deep/token; "
                                      "cut -d' ' -f2 /var/lib/fitting-room/owner");
  g_assert_cmpstr (there, ==, "oneours600\ntwice");

  own_world_deploy (unknown, "twice", ROOT_HOST_PASSWORD, &second);
  g_assert_null (strstr (second.story->str, "=done"));
  g_assert_nonnull (strstr (second.story->str, "contact=kept"));

  own_world_dispose (unknown, "twice", ROOT_HOST_PASSWORD, &third);
  g_assert_nonnull (strstr (third.story->str, "contact=undone"));
  g_assert_null (third.note);
  own_world_expect_clean (&world);
}

/* What somebody has changed since, or put beside, is not lost. */
static void
test_changed_since (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_auto (OwnRun) run = { 0 };
  g_autofree char *ignored = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *removed = NULL;

  own_run_init (&run);
  own_world_deploy (plan, "changed", ROOT_HOST_PASSWORD, NULL);
  ignored = root_host_ask (&world.host, "echo mine >> /etc/mirror/deep/token; "
                                        "echo more > /etc/mirror/other; "
                                        "echo '# mine' >> ~admin/.ssh/authorized_keys");
  own_world_dispose (plan, "changed", ROOT_HOST_PASSWORD, &run);
  g_test_message ("%s", run.note);
  g_assert_nonnull (strstr (run.note, "/var/backups/fitting-room/etc/mirror/deep/token"));
  g_assert_nonnull (strstr (run.note, "/etc/mirror stays"));

  kept = root_host_ask (&world.host, "cat /var/backups/fitting-room/etc/mirror/deep/token "
                                     "/etc/mirror/other ~admin/.ssh/authorized_keys");
  g_assert_cmpstr (kept, ==, "onemine\nmore\n# mine");
  removed = root_host_ask (&world.host, "rm -r /var/backups/fitting-room /etc/mirror "
                                        "~admin/.ssh");
  own_world_expect_clean (&world);
}

static void
test_other_deployment (void)
{
  g_autofree char *plan = own_world_plan (&world, "root", "");
  g_autofree char *whole = NULL;
  g_autofree char *after = NULL;

  own_world_deploy (plan, "first", ROOT_HOST_PASSWORD, NULL);
  whole = root_host_ask (&world.host, "find /var/lib/fitting-room /home -ls | md5sum");
  {
    g_autoptr (FrSite) site = own_world_open (plan, "second", NULL, NULL);
    g_autoptr (GError) error = NULL;

    fr_site_set_own_key (site, world.host.key);

    g_assert_false (fr_site_deploy (site, NULL, &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
    g_assert_nonnull (strstr (error->message, "first"));
  }
  g_assert_false (fr_site_check ("second", NULL));
  after = root_host_ask (&world.host, "find /var/lib/fitting-room /home -ls | md5sum");
  g_assert_cmpstr (after, ==, whole);
  own_world_dispose (plan, "first", ROOT_HOST_PASSWORD, NULL);
  own_world_expect_clean (&world);
}

/* The user's own key, and a sudo that asks nothing. */
static void
test_own_key (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autofree char *key = fr_paths_state ("keys", "mine", NULL);
  g_autofree char *public = NULL;
  g_autofree char *command = NULL;
  g_autofree char *ignored = NULL;
  g_autofree char *keys = NULL;
  g_autofree char *cleaned = NULL;
  g_autoptr (FrSite) site = own_world_open (plan, "keyed", NULL, NULL);
  g_autofree char *known = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_ssh_make_key (key, "mine", NULL, &error));
  public = fr_ssh_read_public_key (key, &error);
  command = g_strdup_printf ("install -d -o admin -g admin -m 700 ~admin/.ssh; printf '%%s' '%s' > "
                             "~admin/.ssh/authorized_keys; chown admin: ~admin/.ssh/*; "
                             "echo 'admin ALL=(ALL:ALL) NOPASSWD: ALL' > /etc/sudoers.d/admin",
                             public);
  ignored = root_host_ask (&world.host, command);

  fr_site_set_own_key (site, key);
  fr_site_deploy (site, NULL, &error);
  g_assert_no_error (error);
  known = fr_site_dup_fact (site, "", "own-key");
  g_assert_cmpstr (known, ==, key);
  g_clear_pointer (&site, fr_site_free);

  own_world_dispose (plan, "keyed", NULL, NULL);
  keys = root_host_ask (&world.host, "cat ~admin/.ssh/authorized_keys");
  g_assert_cmpstr (keys, ==, public);
  cleaned = root_host_ask (&world.host, "rm -r ~admin/.ssh; "
                                        "echo 'admin ALL=(ALL:ALL) ALL' > /etc/sudoers.d/admin");
  own_world_expect_clean (&world);
}

static void
run_deployment (FrDeployment *deployment)
{
  while (fr_deployment_is_busy (deployment))
    g_main_context_iteration (NULL, TRUE);
  if (fr_deployment_get_error (deployment) != NULL)
    g_test_message ("%s", fr_deployment_get_error (deployment)->message);
  g_assert_cmpint (fr_deployment_get_state (deployment), ==, FR_DEPLOYMENT_DONE);
}

static FrCloud *
open_cb (const FrPlan *plan, gpointer data, GCancellable *cancellable, GError **error)
{
  g_assert_not_reached (); /* there is no cloud */
}

/* As the wizard does it. */
static void
test_deployment (void)
{
  g_autofree char *plan = own_world_plan (&world, "root", "");
  g_autoptr (FrDeployment) deployment = fr_deployment_new ("wizard", plan, NULL);
  g_autoptr (FrDeployment) removal = fr_deployment_new ("wizard", NULL, NULL);

  fr_deployment_set_cloud (deployment, open_cb, NULL, NULL, NULL);
  fr_deployment_set_server_password (deployment, ROOT_HOST_PASSWORD);
  fr_deployment_start (deployment);
  run_deployment (deployment);

  fr_deployment_set_cloud (removal, open_cb, NULL, NULL, NULL);
  fr_deployment_set_server_password (removal, ROOT_HOST_PASSWORD);
  fr_deployment_dispose_of (removal);
  run_deployment (removal);
  g_assert_cmpuint (fr_deployment_get_left (removal)->len, ==, 0);
  own_world_expect_clean (&world);
}

int
main (int argc, char *argv[])
{
  int result;

  if (!root_host_test_init (&argc, &argv))
    return 0;

  own_world_start (&world);
  g_test_add_func ("/own/refused", test_refused);
  g_test_add_func ("/own/look", test_look);
  g_test_add_func ("/own/twice", test_twice);
  g_test_add_func ("/own/changed-since", test_changed_since);
  g_test_add_func ("/own/other-deployment", test_other_deployment);
  g_test_add_func ("/own/own-key", test_own_key);
  g_test_add_func ("/own/deployment", test_deployment);
  result = g_test_run ();
  own_world_stop (&world);

  return result;
}
