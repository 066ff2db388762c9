/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An own server that goes away, comes back, and is another one; a deployment that is killed. */
#include "config.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "fr-error.h"
#include "fr-paths.h"
#include "own-world.h"

static OwnWorld world;
static const char *program;

static gboolean
say_yes (const char *host, guint port, const char *host_key, gpointer data)
{
  return TRUE;
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
    g_strdup_printf ("for i in $(seq 2000); do if %s; then echo yes; exit; fi; sleep 0.02; done",
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

  /* While it takes back: the last file that was written is the first to be restored. */
  kill_when ("dispose", "killed", slow, "! grep -q ours /etc/motd");
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
  g_autofree char *unknown = own_world_forget_host_key (plan);
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

static void
wait_until_away (void)
{
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *shown = fr_ssh_scan (world.host.address, ROOT_HOST_PORT, 5, NULL, NULL);

      if (shown == NULL)
        return;
      g_usleep (10 * 1000);
    }

  g_assert_not_reached ();
}

/* Nobody listens for three seconds: a server that is known is waited for. */
static void
test_sshd_away (void)
{
  g_autofree char *plan = own_world_plan (&world, "admin", "");
  g_autofree char *moved = NULL;

  own_world_deploy (plan, "blink", ROOT_HOST_PASSWORD, NULL);
  moved = root_host_ask (&world.host,
                         "cd /etc/ssh; cp -p sshd_config /tmp; sed -i s/:2222/:2223/ sshd_config; "
                         "(sleep 0.2; systemctl reload ssh; sleep 3; mv /tmp/sshd_config .; "
                         "systemctl reload ssh) > /tmp/moved 2>&1 &");
  wait_until_away ();
  own_world_dispose (plan, "blink", ROOT_HOST_PASSWORD, NULL);
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
  int result;

  program = argv[0];
  if (argc == 5 && g_str_equal (argv[1], "--child"))
    return run_child (argv + 2);

  if (!root_host_test_init (&argc, &argv))
    return 0;

  own_world_start (&world);
  g_test_add_func ("/own/trouble/connection-lost", test_connection_lost);
  g_test_add_func ("/own/trouble/killed", test_killed);
  g_test_add_func ("/own/trouble/host-key-changed", test_host_key_changed);
  g_test_add_func ("/own/trouble/sshd-away", test_sshd_away);
  g_test_add_func ("/own/trouble/unreachable", test_unreachable);
  result = g_test_run ();
  own_world_stop (&world);

  return result;
}
