/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "fr-error.h"
#include "fr-local-host.h"
#include "fr-process.h"
#include "fr-ssh.h"
#include "test-host.h"

static char *program; /* of this test, which starts itself for one of its cases */

/* What the host takes for its kurento-media-server. */
static const char mirror_script[] =
  "#!/bin/sh\necho \"mirror of $(hostname) started\"\nexec sleep 1000\n";

static TestWorld world;

static char *
ask (FrSsh *ssh, const char *command)
{
  g_autoptr (GError) error = NULL;
  char *said = fr_ssh_capture (ssh, command, NULL, &error);

  g_assert_no_error (error);
  return g_strchomp (said);
}

static int
run (FrSsh *ssh, const char *command)
{
  g_autoptr (GError) error = NULL;
  int status = -1;

  fr_ssh_run (ssh, command, NULL, NULL, NULL, 30, &status, NULL, &error);
  g_assert_no_error (error);

  return status;
}

static void
put (FrSsh *ssh, const char *path, const char *text, guint mode)
{
  g_autoptr (GError) error = NULL;

  fr_ssh_put (ssh, path, text, -1, mode, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
answers (void)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;

  connection =
    g_socket_client_connect_to_host (client, world.address, FR_LOCAL_HOST_SSH_PORT, NULL, NULL);

  return connection != NULL;
}

static gpointer
start_on_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;

  fr_local_host_start (world.host, &error);
  g_assert_no_error (error);

  return NULL;
}

static void
test_start (void)
{
  gint64 start = g_get_monotonic_time ();
  g_autofree char *console = NULL;
  g_autofree char *said = NULL;
  g_autoptr (FrSsh) ssh = NULL;

  g_assert_false (fr_local_host_is_running (world.host));
  console = fr_local_host_read_console (world.host);
  g_assert_cmpstr (console, ==, "");
  g_clear_pointer (&console, g_free);

  /* On a thread that is gone afterwards: the host must not go with it. */
  g_thread_join (g_thread_new ("start", start_on_thread, NULL));
  g_test_message ("first start: %.2f s", (g_get_monotonic_time () - start) / 1e6);
  g_usleep (200 * 1000);
  g_assert_true (fr_local_host_is_running (world.host));
  start_on_thread (NULL); /* one that runs is left alone */

  ssh = test_world_sign_in (&world);
  said = ask (ssh, "whoami; hostname; echo $PATH; command -v sshd systemctl; cat /etc/hostname; "
                   "touch /usr/x 2>&1 | grep -o Read-only");
  g_assert_true (
    g_str_has_prefix (said, "root\nmirror-01\n/opt/fr/bin:/usr/sbin:/usr/bin\n/opt/fr/bin/sshd\n"));
  g_assert_true (g_str_has_suffix (said, "\nmirror-01\nRead-only"));
  console = fr_local_host_read_console (world.host);
  g_assert_nonnull (strstr (console, "Server listening on"));
  g_assert_nonnull (strstr (console, "Accepted password for root"));
}

static void
test_secrets (void)
{
  g_autofree char *shadow = g_build_filename (world.folder, "root", "etc", "shadow", NULL);
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;
  const char *argv[] = { "grep", "-rl", TEST_PASSWORD, world.home, NULL };
  GStatBuf info;

  g_assert_no_errno (g_stat (shadow, &info));
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (shadow, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "root:$6$"));

  /* Nowhere in clear: grep finds nothing. */
  g_assert_false (fr_process_run (argv, NULL, 30, &found, NULL, NULL));
}

/* Those of the sandbox, as seen from outside: by the address of its sshd, and one of ours. */
static guint
count_processes (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint count = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *text = NULL;
      gsize length;

      if (!g_ascii_isdigit (*name) || !g_file_get_contents (path, &text, &length, NULL))
        continue;
      for (gsize i = 0; i + 1 < length; i++)
        if (text[i] == '\0')
          text[i] = ' ';
      if (strstr (text, world.address) != NULL || strstr (text, "sleep 4242") != NULL)
        count++;
    }

  return count;
}

static void
test_stop_and_start (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autofree char *fingerprint = g_strdup (fr_ssh_get_fingerprint (ssh));
  gint64 start;
  g_autoptr (FrSsh) again = NULL;
  g_autofree char *said = NULL;

  put (ssh, "/root/kept", "kept\n", 0600);
  put (ssh, "/etc/kept", "too\n", 0644);
  put (ssh, "/var/lib/kept", "as well\n", 0644);
  g_assert_cmpint (
    run (ssh, "nohup setsid sleep 4242 >/dev/null 2>&1 </dev/null & touch /tmp/lost"), ==, 0);
  g_usleep (100 * 1000);
  g_assert_cmpuint (count_processes (), >, 2);

  start = g_get_monotonic_time ();
  fr_local_host_stop (world.host);
  g_test_message ("stop: %.3f s", (g_get_monotonic_time () - start) / 1e6);
  g_assert_false (fr_local_host_is_running (world.host));
  g_assert_cmpuint (count_processes (), ==, 0);
  g_assert_false (answers ());
  fr_local_host_stop (world.host);

  start = g_get_monotonic_time ();
  start_on_thread (NULL);
  g_test_message ("second start: %.3f s", (g_get_monotonic_time () - start) / 1e6);

  /* The same host: sign-in would be refused if its key had changed. */
  again = test_world_sign_in (&world);
  g_assert_cmpstr (fr_ssh_get_fingerprint (again), ==, fingerprint);
  said = ask (again, "cat /root/kept /etc/kept /var/lib/kept; ls /tmp");
  g_assert_cmpstr (said, ==, "kept\ntoo\nas well");
}

/* Waits, for ten seconds at most, until the shell of the host says yes. */
static void
await (FrSsh *ssh, const char *condition)
{
  g_autofree char *command =
    g_strdup_printf ("for i in $(seq 100); do %s && exit 0; sleep 0.1; done; exit 1", condition);

  g_assert_cmpint (run (ssh, command), ==, 0);
}

static void
test_systemctl (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autoptr (FrSsh) again = NULL;
  g_autofree char *said = NULL;
  g_autofree char *pid = NULL;
  g_autofree char *other = NULL;

  put (ssh, "/opt/small",
       "#!/bin/sh\ntrap 'echo bye; exit 0' TERM\necho \"$GREETING from $(id -u)\"\n"
       "while :; do sleep 0.1; done\n",
       0755);
  put (ssh, "/etc/systemd/system/small.service",
       "[Unit]\nDescription=A small one\n[Service]\nEnvironment=\"GREETING=good day\" X=1\n"
       "ExecStart=/opt/small \\\n  and more\nRestart=always\nRestartSec=0.1\nProtectSystem=strict\n"
       "[Install]\nWantedBy=multi-user.target\n",
       0644);

  g_assert_cmpint (run (ssh, "systemctl daemon-reload"), ==, 0);
  g_assert_cmpint (run (ssh, "systemctl is-active --quiet small"), ==, 3);
  g_assert_cmpint (run (ssh, "systemctl enable --now small.service"), ==, 0);
  await (ssh, "test -s /var/log/small.log");
  said = ask (
    ssh, "systemctl is-active small; systemctl is-enabled small; cat /var/log/small.log;"
         " journalctl -u small -n 1; systemctl status small --no-pager | head -n 3");
  g_assert_cmpstr (
    said, ==,
    "active\nenabled\ngood day from 0\ngood day from 0\nsmall.service - A small one\n"
    "     Loaded: loaded (/etc/systemd/system/small.service; enabled)\n     Active: active");

  /* Ended by force, it comes back. */
  pid = ask (ssh, "systemctl show -p MainPID --value small");
  await (ssh, "old=$(systemctl show -p MainPID --value small); echo $old > /tmp/old;"
              " test $old != 0 && kill -KILL $old");
  await (ssh, "new=$(systemctl show -p MainPID --value small);"
              " test $new != 0 && test $new != $(cat /tmp/old)");
  other = ask (ssh, "systemctl show -p MainPID --value small");
  g_assert_cmpstr (other, !=, pid);
  g_assert_cmpstr (other, !=, "0");

  /* Enabled, it is there after the host was off and on. */
  fr_local_host_stop (world.host);
  start_on_thread (NULL);
  again = test_world_sign_in (&world);
  await (again, "systemctl is-active small");
  g_assert_cmpint (run (again, "systemctl restart small && systemctl is-active small"), ==, 0);
  g_assert_cmpint (run (again, "systemctl disable --now small; systemctl is-active small"), ==, 3);
  g_assert_cmpint (run (again, "tail -n 1 /var/log/small.log | grep -x bye; pgrep -f /opt/small"),
                   ==, 1);
  g_assert_cmpint (run (again, "systemctl is-enabled small"), ==, 1);
}

static void
test_systemctl_failures (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autofree char *said = NULL;

  g_assert_cmpint (run (ssh, "systemctl start nothing"), ==, 5);
  g_assert_cmpint (run (ssh, "systemctl status nothing"), ==, 4);

  put (ssh, "/etc/systemd/system/broken.service", "[Service]\nExecStart=/opt/nothing\n", 0644);
  run (ssh, "systemctl start broken");
  await (ssh, "systemctl is-failed --quiet broken");
  said = ask (ssh, "systemctl is-active broken; systemctl is-failed --quiet broken && echo yes");
  g_assert_cmpstr (said, ==, "failed\nyes");
  g_clear_pointer (&said, g_free);

  put (ssh, "/etc/systemd/system/once.service",
       "[Service]\nType=oneshot\nExecStartPre=-/bin/false\nExecStart=/bin/sh -c 'sleep 0.3; echo "
       "did > /srv/once'\n",
       0644);
  said = ask (ssh, "systemctl start once && cat /srv/once && systemctl is-active ssh");
  g_assert_cmpstr (said, ==, "did\nactive");
}

static void
test_mirror (void)
{
  g_autoptr (FrSsh) ssh = test_world_sign_in (&world);
  g_autofree char *said = NULL;

  said = ask (
    ssh, "command -v kurento-media-server; systemctl enable --now kurento-media-server;"
         " for i in $(seq 400); do grep -qs started /var/log/kurento-media-server.log && break;"
         " sleep 0.05; done;"
         " systemctl is-active kurento-media-server; cat /var/log/kurento-media-server.log");
  g_assert_true (g_str_has_prefix (said, "/opt/fr/bin/kurento-media-server\n"));
  g_assert_nonnull (strstr (said, "active\nmirror of mirror-01 started"));
}

/* The program that a deployment really starts there, with the files that it really writes. */
static void
test_stand_in (void)
{
  g_autofree char *folder = g_build_filename (world.home, "state", "real", NULL);
  g_autofree char *address = g_strdup_printf ("127.%d.77.77", g_random_int_range (64, 250));
  g_autofree char *config = NULL;
  g_autofree char *said = NULL;
  g_autoptr (FrLocalHost) host = NULL;
  FrSshTarget target = test_world_get_target (&world);
  g_autoptr (FrSsh) ssh = NULL;
  g_autoptr (GError) error = NULL;

  host = fr_local_host_new (folder, "real", address, TEST_PASSWORD,
                            FR_BUILDDIR "/src/local/kurento-stand-in");
  g_assert_true (fr_local_host_start (host, &error));
  g_assert_no_error (error);
  target.host = address;
  ssh = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);

  config = g_strdup_printf ("{\"mediaServer\": {\"net\": {\"websocket\": {\"address\": \"%s\","
                            " \"port\": 8888, \"path\": \"kurento\", \"secure\": {\"port\": 8433,"
                            " \"certificate\": \"cert+key.pem\"}}}}}\n",
                            address);
  put (ssh, "/etc/kurento/kurento.conf.json", config, 0644);
  g_assert_cmpint (run (ssh, "cd /etc/kurento && openssl req -x509 -newkey rsa:2048 -nodes -days 1"
                             " -subj /CN=real -keyout key.pem -out cert.pem"
                             " && cat cert.pem key.pem > cert+key.pem"
                             " && systemctl enable --now kurento-media-server"),
                   ==, 0);
  said = ask (ssh, "for i in $(seq 600); do grep -q listening /var/log/kurento-media-server.log"
                   " && break; sleep 0.05; done; cat /var/log/kurento-media-server.log;"
                   " openssl s_client -connect $(hostname):8433 </dev/null 2>&1 | grep subject");
  g_assert_nonnull (strstr (said, "listening on port 8888, with TLS on 8433"));
  g_assert_nonnull (strstr (said, "subject=CN = real"));

  fr_local_host_stop (host);
}

/* The address is taken: said at once, by its name. */
static void
test_taken (void)
{
  g_autofree char *folder = g_build_filename (world.home, "state", "second", NULL);
  g_autoptr (FrLocalHost) second =
    fr_local_host_new (folder, "Second one", world.address, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_false (fr_local_host_start (second, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_EXISTS);
  g_assert_nonnull (strstr (error->message, world.address));
  g_assert_nonnull (strstr (error->message, "second-one"));
  g_assert_false (fr_local_host_is_running (second));
  g_clear_error (&error);

  g_assert_true (fr_local_host_erase (second, &error));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* The process that runs a host is killed: the host ends with it. */
static void
test_die_with_parent (void)
{
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  fr_local_host_stop (world.host);
  child = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, program, "--run-host",
                            world.folder, world.address, NULL);
  g_assert_no_error (error);
  for (int i = 0; i < 500 && !answers (); i++)
    g_usleep (50 * 1000);
  g_assert_true (answers ());

  g_subprocess_force_exit (child);
  g_assert_true (g_subprocess_wait (child, NULL, NULL));
  for (int i = 0; i < 500 && count_processes () > 0; i++)
    g_usleep (20 * 1000);
  g_assert_cmpuint (count_processes (), ==, 0);
  g_assert_false (answers ());
}

/* Root makes its sandboxes in another way than a user: once more as one, for the difference. */
static void
test_as_user (void)
{
  const char *check[] = {
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "test", "-x", program, NULL
  };
  const char *again[] = { "setpriv",
                          "--reuid=65534",
                          "--regid=65534",
                          "--clear-groups",
                          "env",
                          "GSETTINGS_BACKEND=memory",
                          program,
                          "-p",
                          "/local/host/start",
                          "-p",
                          "/local/host/stop-and-start",
                          "-p",
                          "/local/host/systemctl",
                          NULL };
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;

  if (getuid () != 0 || !fr_process_run (check, NULL, 10, NULL, NULL, NULL))
    {
      g_test_skip ("only for root, with a build folder that others can read");
      return;
    }

  fr_process_run (again, NULL, 240, &said, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (said, "ok 3 /local/host/systemctl"));
}

static int
run_host (char *argv[])
{
  g_autoptr (FrLocalHost) host = fr_local_host_new (argv[2], "mirror-01", argv[3], NULL, NULL);

  fr_local_host_start (host, NULL);
  g_usleep (60 * G_USEC_PER_SEC);

  return 0;
}

int
main (int argc, char *argv[])
{
  g_autofree char *mirror = NULL;
  g_autofree char *why_not = NULL;
  int result;

  if (argc == 4 && g_str_equal (argv[1], "--run-host"))
    return run_host (argv);

  g_test_init (&argc, &argv, NULL);
  program = argv[0];

  mirror = g_build_filename (g_get_tmp_dir (), "fr-mirror-script-XXXXXX", NULL);
  g_close (g_mkstemp_full (mirror, O_RDWR, 0755), NULL);
  g_assert_true (
    g_file_set_contents_full (mirror, mirror_script, -1, G_FILE_SET_CONTENTS_NONE, 0755, NULL));
  if (!test_world_init (&world, mirror, &why_not))
    {
      g_print ("1..0 # SKIP %s\n", why_not);
      return 0;
    }

  g_test_add_func ("/local/host/start", test_start);
  g_test_add_func ("/local/host/secrets", test_secrets);
  g_test_add_func ("/local/host/stop-and-start", test_stop_and_start);
  g_test_add_func ("/local/host/systemctl", test_systemctl);
  g_test_add_func ("/local/host/systemctl-failures", test_systemctl_failures);
  g_test_add_func ("/local/host/mirror", test_mirror);
  g_test_add_func ("/local/host/stand-in", test_stand_in);
  g_test_add_func ("/local/host/taken", test_taken);
  g_test_add_func ("/local/host/die-with-parent", test_die_with_parent);
  g_test_add_func ("/local/host/as-user", test_as_user);
  result = g_test_run ();

  test_world_clear (&world);
  g_unlink (mirror);

  return result;
}
