/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-paths.h"
#include "fr-ssh-keys.h"
#include "fr-ssh.h"
#include "test-host.h"

/* A real sshd for all tests of this program. */
static TestWorld world;

static void
collect_cb (const char *text, gsize length, gpointer data)
{
  g_string_append_len (data, text, length);
}

static void
count_cb (const char *text, gsize length, gpointer data)
{
  *(gsize *) data += length;
}

/* How often the host's sshd has said this. */
static guint
count_said (const char *words)
{
  g_autofree char *console = fr_local_host_read_console (world.host);
  guint count = 0;

  for (const char *at = console; (at = strstr (at, words)) != NULL; at += strlen (words))
    count++;

  return count;
}

static void
wait_until_said (const char *words, guint times)
{
  for (guint i = 0; i < 400 && count_said (words) < times; i++)
    g_usleep (50 * 1000);
  g_assert_cmpuint (count_said (words), >=, times);
}

/* A command that has sshd read its settings anew, until it has. */
static void
reload_by (FrSsh *ssh, const char *command)
{
  guint before = count_said ("Server listening on");
  g_autoptr (GError) error = NULL;
  g_autofree char *said = fr_ssh_capture (ssh, command, NULL, &error);

  g_assert_no_error (error);
  wait_until_said ("Server listening on", before + 1);
}

static void
test_password (void)
{
  g_autoptr (FrSsh) first = test_world_sign_in (&world);
  FrSshTarget target = test_world_get_target (&world);
  g_autoptr (FrSsh) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *known = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_str_has_prefix (fr_ssh_get_fingerprint (first), "SHA256:"));
  g_assert_cmpuint (strlen (fr_ssh_get_fingerprint (first)), ==, strlen ("SHA256:") + 43);

  /* Remembered: it needs no trust the second time, and is not written twice. */
  target.trust_first = FALSE;
  again = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fr_ssh_get_fingerprint (again), ==, fr_ssh_get_fingerprint (first));

  g_assert_true (g_file_get_contents (world.known_hosts, &known, NULL, NULL));
  lines = g_strsplit (known, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
  g_assert_true (strstr (lines[0], "]:2222 ssh-ed25519 AAAA") != NULL);
}

static void
test_wrong_password (void)
{
  FrSshTarget target = test_world_get_target (&world);
  g_autoptr (GError) error = NULL;

  target.password = "Wrong-pw";
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_assert_null (strstr (error->message, "Wrong-pw"));

  /* Once: a second try may lock an account. */
  wait_until_said ("Failed password for root", 1);
  g_assert_cmpuint (count_said ("Failed password for root"), ==, 1);
}

static void
test_key (void)
{
  g_autofree char *path = fr_paths_state ("keys", "id", NULL);
  g_autofree char *public = NULL;
  g_autofree char *public_path = g_strconcat (path, ".pub", NULL);
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autoptr (FrSsh) by_key = NULL;
  FrSshTarget target = test_world_get_target (&world);
  g_autofree char *line = NULL;
  g_autofree char *same = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  g_assert_true (fr_ssh_make_key (path, "fitting-room", NULL, &error));
  g_assert_no_error (error);
  g_assert_no_errno (g_stat (path, &info));
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  public = fr_ssh_read_public_key (path, &error);
  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (public, "ssh-ed25519 AAAA"));
  g_assert_true (g_str_has_suffix (public, " fitting-room"));

  /* Kept the second time, even when its public half got lost. */
  g_assert_no_errno (g_unlink (public_path));
  g_assert_true (fr_ssh_make_key (path, "other", NULL, &error));
  same = fr_ssh_read_public_key (path, &error);
  g_assert_cmpstr (same, ==, public);

  target.key_file = path;
  target.password = NULL;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_clear_error (&error);

  line = g_strconcat (public, "\n", NULL);
  g_assert_true (fr_ssh_put (ssh, "/root/.ssh/authorized_keys", line, -1, 0600, NULL, &error));
  g_assert_no_error (error);
  by_key = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (by_key);
}

static void
test_no_password_taken (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  FrSshTarget target = test_world_get_target (&world);
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_ssh_put (ssh, "/etc/ssh/sshd_config.d/00-fr.conf",
                             "PasswordAuthentication no\n", -1, 0644, NULL, &error));
  reload_by (ssh, "sshd -t && systemctl reload ssh");

  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_assert_nonnull (strstr (error->message, "key is needed"));

  reload_by (ssh, "rm /etc/ssh/sshd_config.d/00-fr.conf && systemctl reload ssh");
}

static void
test_host_key_changed (void)
{
  FrSshTarget target = test_world_get_target (&world);
  g_autofree char *known = fr_paths_state ("known_hosts.changed", NULL);
  g_autofree char *path = fr_paths_state ("keys", "other", NULL);
  g_autofree char *public = NULL;
  g_autofree char *text = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_ssh_make_key (path, "another host", NULL, &error));
  public = fr_ssh_read_public_key (path, &error);
  text = g_strdup_printf ("# of a deployment\n[%s]:%d %s\n", world.address, FR_LOCAL_HOST_SSH_PORT,
                          public);
  g_assert_true (fr_paths_write (known, text, -1, &error));

  target.known_hosts = known;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, "another host key"));
  g_clear_error (&error);
  g_assert_true (g_file_get_contents (known, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, text);

  /* Not known, and not to be trusted at first sight. */
  g_assert_no_errno (g_unlink (known));
  target.trust_first = FALSE;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
  g_assert_false (g_file_test (known, G_FILE_TEST_EXISTS));
  g_clear_error (&error);

  /* A file that cannot be read is not an empty one. */
  target.trust_first = TRUE;
  target.known_hosts = world.home;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_STATE);
}

static void
test_unreachable (void)
{
  g_autoptr (GSocketListener) silent = g_socket_listener_new ();
  FrSshTarget target = test_world_get_target (&world);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;

  target.port = 1;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
  g_clear_error (&error);

  target.host = "127.0.0.1";
  target.port = g_socket_listener_add_any_inet_port (silent, NULL, &error);
  target.limit_seconds = 1;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 15 * G_USEC_PER_SEC);
}

/* Accepts and closes at once, as a relay with nobody behind does. */
static gpointer
accept_once (gpointer data)
{
  g_autoptr (GSocketConnection) connection = g_socket_listener_accept (data, NULL, NULL, NULL);

  return NULL;
}

static void
test_closed_at_once (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  FrSshTarget target = test_world_get_target (&world);
  GThread *thread;
  g_autoptr (GError) error = NULL;

  target.host = "127.0.0.1";
  target.port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  thread = g_thread_new ("accept", accept_once, listener);
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
  g_thread_join (thread);
}

static gpointer
sign_in_at_once (gpointer data)
{
  FrSshTarget target = test_world_get_target (&world);
  g_autoptr (FrSsh) ssh = NULL;
  g_autoptr (GError) error = NULL;

  target.known_hosts = data;
  ssh = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);

  return fr_ssh_capture (ssh, "echo here", NULL, NULL);
}

/* Several at once, all of them for the first time: one line is remembered. */
static void
test_parallel (void)
{
  g_autofree char *known = fr_paths_state ("known_hosts.parallel", NULL);
  GThread *threads[6];
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  for (int i = 0; i < 6; i++)
    threads[i] = g_thread_new ("sign-in", sign_in_at_once, known);
  for (int i = 0; i < 6; i++)
    {
      g_autofree char *said = g_thread_join (threads[i]);

      g_assert_cmpstr (said, ==, "here\n");
    }

  g_assert_true (g_file_get_contents (known, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 2);
}

static void
test_run (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (fr_ssh_run (ssh, "echo out; echo err >&2; exit 7", NULL, collect_cb, text, 10,
                             &status, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 7);
  g_assert_nonnull (strstr (text->str, "out\n"));
  g_assert_nonnull (strstr (text->str, "err\n"));

  g_assert_false (
    fr_ssh_run (ssh, "echo no room >&2; exit 7", NULL, NULL, NULL, 10, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_REMOTE);
  g_assert_nonnull (strstr (error->message, "no room"));
  g_clear_error (&error);

  g_string_truncate (text, 0);
  g_assert_true (fr_ssh_run (ssh, "read a; read b; echo \"$b $a\"", "one\ntwo\n", collect_cb, text,
                             10, &status, NULL, &error));
  g_assert_cmpstr (text->str, ==, "two one\n");
  g_assert_cmpint (status, ==, 0);

  /* A command that does not want its input is no failure. */
  g_assert_true (fr_ssh_run (ssh, "exec true", "unread\n", NULL, NULL, 10, &status, NULL, &error));
  g_assert_no_error (error);

  g_assert_true (fr_ssh_run (ssh, "kill -KILL $$", NULL, NULL, NULL, 10, &status, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 128 + 9);

  said = fr_ssh_capture (ssh, "id -u; echo aside >&2", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (said, ==, "0\n");

  g_assert_null (fr_ssh_capture (ssh, "ls /nowhere", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_REMOTE);
  g_assert_nonnull (strstr (error->message, "/nowhere"));
}

static void
test_much_output (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  gsize size = 0;
  int status = -1;

  g_assert_true (fr_ssh_run (ssh, "head -c 10000000 /dev/zero; head -c 10000000 /dev/zero >&2",
                             NULL, count_cb, &size, 60, &status, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_assert_cmpuint (size, ==, 20000000);
  g_test_message ("20 MB in %.2f s", (g_get_monotonic_time () - start) / 1e6);

  /* Both directions at once: 6 MB come back while 6 MB are still being sent. */
  {
    g_autofree char *input = g_strnfill (6000000, 'x');

    size = 0;
    g_assert_true (fr_ssh_run (ssh, "cat", input, count_cb, &size, 60, &status, NULL, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (size, ==, 6000000);
  }
}

static void
test_deadline (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  gint64 start = g_get_monotonic_time ();
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_false (fr_ssh_run (ssh, "sleep 30", NULL, NULL, NULL, 1, &status, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_assert_nonnull (strstr (error->message, "sleep 30"));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  g_clear_error (&error);

  /* One that writes without end has no excuse either. */
  g_assert_false (
    fr_ssh_run (ssh, "exec cat /dev/zero", NULL, NULL, NULL, 1, &status, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_TIMEOUT);
  g_clear_error (&error);

  said = fr_ssh_capture (ssh, "echo still here", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (said, ==, "still here\n");
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (500 * 1000);
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancel (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  GThread *thread = g_thread_new ("cancel", cancel_soon, cancellable);
  gint64 start = g_get_monotonic_time ();
  FrSshTarget target = test_world_get_target (&world);
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (fr_ssh_run (ssh, "sleep 30", NULL, NULL, NULL, 0, NULL, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 20 * G_USEC_PER_SEC);
  g_thread_join (thread);
  g_clear_error (&error);

  said = fr_ssh_capture (ssh, "echo still here", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (said, ==, "still here\n");

  g_assert_null (fr_ssh_open (&target, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_put (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autofree char *binary = g_malloc (5000000);
  g_autofree char *said = NULL;
  g_autofree char *sum = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_ssh_put (ssh, "/etc/it's new/a file", "first\n", -1, 0600, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (fr_ssh_put (ssh, "/etc/it's new/a file", "second\n", -1, 0640, NULL, &error));
  g_assert_no_error (error);
  said = fr_ssh_capture (ssh, "cd \"/etc/it's new\" && cat * && stat -c %a:%U * && ls -A | wc -l",
                         NULL, &error);
  g_assert_cmpstr (said, ==, "second\n640:root\n1\n");
  g_clear_pointer (&said, g_free);

  for (gsize i = 0; i < 5000000; i++)
    binary[i] = (char) (i * 7 + i / 251);
  g_assert_true (fr_ssh_put (ssh, "/srv/big", binary, 5000000, 0644, NULL, &error));
  g_assert_no_error (error);
  said = fr_ssh_capture (ssh, "sha256sum < /srv/big", NULL, &error);
  sum = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) binary, 5000000);
  g_assert_true (g_str_has_prefix (said, sum));

  g_assert_true (fr_ssh_put (ssh, "/srv/empty", "", 0, 0644, NULL, &error));
  g_assert_no_error (error);

  g_assert_false (fr_ssh_put (ssh, "/proc/no/file", "x", -1, 0644, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_REMOTE);
  g_assert_nonnull (strstr (error->message, "/proc/no"));
}

/* The server is switched off under a running command. */
static gpointer
stop_soon (gpointer data)
{
  g_usleep (300 * 1000);
  fr_local_host_stop (data);

  return NULL;
}

static void
test_lost (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  GThread *thread = g_thread_new ("stop", stop_soon, world.host);
  g_autoptr (GError) error = NULL;

  g_assert_false (fr_ssh_run (ssh, "sleep 30", NULL, NULL, NULL, 10, NULL, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_UNREACHABLE);
  g_clear_error (&error);
  g_thread_join (thread);

  g_assert_null (fr_ssh_capture (ssh, "true", NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_SSH);
}

int
main (int argc, char *argv[])
{
  g_autofree char *why_not = NULL;
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);

  if (!test_world_init (&world, NULL, &why_not))
    {
      g_print ("1..0 # SKIP %s\n", why_not);
      return 0;
    }

  fr_local_host_start (world.host, &error);
  g_assert_no_error (error);

  g_test_add_func ("/ssh/password", test_password);
  g_test_add_func ("/ssh/wrong-password", test_wrong_password);
  g_test_add_func ("/ssh/key", test_key);
  g_test_add_func ("/ssh/no-password-taken", test_no_password_taken);
  g_test_add_func ("/ssh/host-key-changed", test_host_key_changed);
  g_test_add_func ("/ssh/unreachable", test_unreachable);
  g_test_add_func ("/ssh/closed-at-once", test_closed_at_once);
  g_test_add_func ("/ssh/parallel", test_parallel);
  g_test_add_func ("/ssh/run", test_run);
  g_test_add_func ("/ssh/much-output", test_much_output);
  g_test_add_func ("/ssh/deadline", test_deadline);
  g_test_add_func ("/ssh/cancel", test_cancel);
  g_test_add_func ("/ssh/put", test_put);
  g_test_add_func ("/ssh/lost", test_lost);
  result = g_test_run ();

  test_world_clear (&world);

  return result;
}
