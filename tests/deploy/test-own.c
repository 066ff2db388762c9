/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "fr-deployment.h"
#include "fr-error.h"
#include "fr-own.h"
#include "fr-paths.h"
#include "fr-ssh-keys.h"
#include "own-world.h"

static OwnWorld world;
static const char *program;

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

/* The plan without the fingerprint. */
static char *
forget_host_key (const char *plan)
{
  g_auto (GStrv) lines = g_strsplit (plan, "\n", -1);
  GString *text = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    if (strstr (lines[i], "host-key") == NULL)
      g_string_append_printf (text, "%s\n", lines[i]);

  return g_string_free (text, FALSE);
}

static void
test_refused (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autofree char *unknown = forget_host_key (plan);
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
  g_autofree char *unknown = forget_host_key (plan);
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

/* The session is killed under a command; the next run takes it up. */
static void
test_connection_lost (void)
{
  g_autofree char *plan = own_world_plan (
    &world, "admin",
    "'[ -e /tmp/once ] || { touch /tmp/once; pkill -KILL -u admin sshd; sleep 20; }'");
  g_autoptr (FrSite) site = own_world_open (plan, "lost", ROOT_HOST_PASSWORD, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (fr_site_deploy (site, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
  g_clear_error (&error);
  fr_site_deploy (site, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&site, fr_site_free);
  own_world_dispose (plan, "lost", ROOT_HOST_PASSWORD, NULL);
  own_world_expect_clean (&world);
}

/* What the other process of a test does, until it is killed: the words after --child. */
static int
run_child (char **words)
{
  g_autofree char *plan = NULL;
  g_autoptr (FrSite) site = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (OwnRun) run = { 0 };

  own_run_init (&run);
  g_file_get_contents (words[2], &plan, NULL, &error);
  g_assert_no_error (error);
  site = own_world_open (plan, words[1], ROOT_HOST_PASSWORD, &run);
  if (g_str_equal (words[0], "deploy"))
    fr_site_deploy (site, NULL, NULL);
  else
    fr_site_dispose (site, NULL, NULL);

  return 0;
}

/* Starts the child and kills it as soon as a command on the server says yes. */
static void
kill_when (const char *verb, const char *name, const char *plan, const char *condition)
{
  g_autofree char *path = g_build_filename (world.host.home, "child.yaml", NULL);
  g_autofree char *command =
    g_strdup_printf ("end=$(($(date +%%s) + 50)); while [ $(date +%%s) -lt $end ]; do "
                     "if %s; then echo yes; exit; fi; sleep 0.02; done",
                     condition);
  g_autofree char *seen = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (FrSsh) ssh = root_host_sign_in (&world.host, "root");
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_paths_write (path, plan, -1, &error));
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, program, "--child", verb, name, path,
                            NULL);
  g_assert_no_error (error);
  seen = fr_ssh_capture (ssh, command, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_send_signal (child, SIGKILL);
  g_subprocess_wait (child, NULL, NULL);
  g_assert_cmpstr (seen, ==, "yes\n");
}

static void
test_killed (void)
{
  g_autofree char *slow =
    own_world_plan (&world, "admin", "'touch /tmp/half; sleep 2', 'rm -f /tmp/half'");
  g_autofree char *ignored = NULL;

  /* While it writes its first files, and in the middle of its commands. */
  kill_when ("deploy", "killed", slow, "[ -e /etc/mirror/deep ]");
  kill_when ("deploy", "killed", slow, "[ -e /tmp/half ]");
  own_world_deploy (slow, "killed", ROOT_HOST_PASSWORD, NULL);

  /* While it takes back. */
  kill_when ("dispose", "killed", slow, "[ ! -e /etc/mirror/deep ]");
  g_assert_true (fr_site_check ("killed", NULL));
  own_world_dispose (slow, "killed", ROOT_HOST_PASSWORD, NULL);
  ignored = root_host_ask (&world.host, "rm -f /tmp/half");
  own_world_expect_clean (&world);

  /* A deployment that was killed half-way can be taken back as it is. */
  kill_when ("deploy", "halved", slow, "[ -e /etc/mirror/deep ]");
  own_world_dispose (slow, "halved", ROOT_HOST_PASSWORD, NULL);
  own_world_expect_clean (&world);
}

/* Until the server shows its first host key, or another one. */
static void
wait_for_host_key (gboolean first)
{
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  while (g_get_monotonic_time () < deadline)
    {
      g_autofree char *now = fr_ssh_scan (world.host.address, ROOT_HOST_PORT, 5, NULL, NULL);

      if (now != NULL && (strstr (now, world.host_key) != NULL) == first)
        return;
      g_usleep (20 * 1000);
    }

  g_assert_not_reached ();
}

static void
test_host_key_changed (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autofree char *unknown = forget_host_key (plan);
  g_autoptr (FrSite) site = own_world_open (unknown, "moved", ROOT_HOST_PASSWORD, NULL);
  g_autofree char *changed = NULL;
  g_autofree char *restored = NULL;
  g_autoptr (GError) error = NULL;

  fr_site_set_meet (site, say_yes, NULL);
  fr_site_deploy (site, NULL, &error);
  g_assert_no_error (error);
  changed = root_host_ask (&world.host, "cd /etc/ssh; mkdir /tmp/keys; "
                                        "mv ssh_host_*_key* /tmp/keys; "
                                        "ssh-keygen -q -t ed25519 -N '' -f ssh_host_ed25519_key; "
                                        "systemctl reload ssh");
  g_remove (world.host.known_hosts);
  wait_for_host_key (FALSE);

  /* Nobody is asked: it was met before. */
  g_assert_false (fr_site_deploy (site, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "another host key"));
  g_clear_error (&error);
  g_assert_false (fr_site_dispose (site, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
  g_assert_true (fr_site_check ("moved", NULL));
  g_clear_pointer (&site, fr_site_free);

  restored = root_host_ask (&world.host, "mv -f /tmp/keys/* /etc/ssh; rmdir /tmp/keys; "
                                         "systemctl reload ssh");
  g_remove (world.host.known_hosts);
  wait_for_host_key (TRUE);
  own_world_dispose (unknown, "moved", ROOT_HOST_PASSWORD, NULL);
  own_world_expect_clean (&world);
}

/* Nobody listens for two seconds: a server that is known is waited for. */
static void
test_sshd_away (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autofree char *moved = NULL;

  own_world_deploy (plan, "blink", ROOT_HOST_PASSWORD, NULL);
  moved = root_host_ask (&world.host,
                         "cd /etc/ssh; cp -p sshd_config /tmp; sed -i s/:2222/:2223/ sshd_config; "
                         "(sleep 0.2; systemctl reload ssh; sleep 2; mv /tmp/sshd_config .; "
                         "systemctl reload ssh) > /tmp/moved 2>&1 &");
  g_usleep (G_USEC_PER_SEC);
  own_world_dispose (plan, "blink", ROOT_HOST_PASSWORD, NULL);
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

/* The last one: the server does not come back. */
static void
test_unreachable (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autoptr (FrSite) site = own_world_open (plan, "away", ROOT_HOST_PASSWORD, NULL);
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  fr_site_deploy (site, NULL, &error);
  g_assert_no_error (error);
  left = fr_site_list_left (site, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (left->len, >, 3);

  g_subprocess_force_exit (world.host.process);
  g_subprocess_wait (world.host.process, NULL, NULL);
  g_assert_false (fr_site_dispose (site, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
  g_assert_nonnull (strstr (error->message, "deployment is kept"));
  g_assert_true (fr_site_check ("away", NULL));
  g_clear_error (&error);

  /* It is gone for good. */
  g_assert_true (fr_site_abandon (site, &error));
  g_assert_no_error (error);
  g_assert_false (fr_site_check ("away", NULL));
}

int
main (int argc, char *argv[])
{
  g_autofree char *why_not = root_host_why_not ();
  int result;

  program = argv[0];
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv + 2);

  g_test_init (&argc, &argv, NULL);
  if (why_not != NULL)
    {
      g_print ("1..0 # SKIP %s\n", why_not);
      return 0;
    }

  own_world_start (&world);
  g_test_add_func ("/own/refused", test_refused);
  g_test_add_func ("/own/look", test_look);
  g_test_add_func ("/own/twice", test_twice);
  g_test_add_func ("/own/changed-since", test_changed_since);
  g_test_add_func ("/own/other-deployment", test_other_deployment);
  g_test_add_func ("/own/own-key", test_own_key);
  g_test_add_func ("/own/connection-lost", test_connection_lost);
  g_test_add_func ("/own/killed", test_killed);
  g_test_add_func ("/own/host-key-changed", test_host_key_changed);
  g_test_add_func ("/own/sshd-away", test_sshd_away);
  g_test_add_func ("/own/deployment", test_deployment);
  g_test_add_func ("/own/unreachable", test_unreachable);
  result = g_test_run ();
  own_world_stop (&world);

  return result;
}
