/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "fr-error.h"
#include "fr-paths.h"
#include "fr-process.h"
#include "fr-ssh-keys.h"
#include "root-host.h"

static RootHost host;

static void
set_rules (const char *rules)
{
  g_autofree char *quoted = g_shell_quote (rules);
  g_autofree char *command = g_strdup_printf ("printf '%%s\\n' %s > /etc/sudoers.d/admin", quoted);
  g_autofree char *said = root_host_ask (&host, command);
}

static void
expect_refusal (const char *password, const char *words)
{
  FrSshTarget target = root_host_get_target (&host, "admin");
  g_autoptr (GError) error = NULL;

  target.sudo_password = password;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strstr (error->message, password));
}

/* A command, its input and its output, with text that a shell or sudo could stumble over. */
static void
check_conversation (FrSsh *ssh)
{
  g_autofree char *said =
    fr_ssh_capture (ssh, "id -u; echo \"$HOME\"; echo 'it'\\''s'", NULL, NULL);
  g_autofree char *big = g_strnfill (300000, 'x');
  g_autofree char *size = NULL;
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_cmpstr (said, ==, "0\n/root\nit's\n");

  g_assert_true (fr_ssh_run (ssh, "cat > /root/heard; exit 7", "first\nsecond\n", NULL, NULL, 20,
                             &status, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 7);
  g_assert_true (fr_ssh_run (ssh, "cat > /root/nothing", NULL, NULL, NULL, 20, NULL, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (fr_ssh_put (ssh, "/root/it's new/a file", big, 300000, 0600, NULL, &error));
  g_assert_no_error (error);

  list = root_host_ask (&host, "cat /root/heard; wc -c < /root/nothing; "
                               "stat -c %a:%U:%s '/root/it'\\''s new/a file'");
  g_assert_cmpstr (list, ==, "first\nsecond\n0\n600:root:300000");

  g_assert_true (fr_ssh_run (ssh, "kill -KILL $$", NULL, NULL, NULL, 20, &status, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 128 + 9);
}

static void
test_password (void)
{
  g_autoptr (FrSsh) ssh = NULL;

  set_rules ("admin ALL=(ALL:ALL) ALL");
  ssh = root_host_sign_in (&host, "admin");
  g_assert_cmpint (fr_ssh_get_root (ssh), ==, FR_SSH_ROOT_PASSWORD);
  check_conversation (ssh);
}

static void
test_free (void)
{
  g_autoptr (FrSsh) ssh = NULL;

  set_rules ("admin ALL=(ALL:ALL) NOPASSWD: ALL");
  ssh = root_host_sign_in (&host, "admin");
  g_assert_cmpint (fr_ssh_get_root (ssh), ==, FR_SSH_ROOT_FREE);
  check_conversation (ssh);
}

static void
test_root (void)
{
  g_autoptr (FrSsh) ssh = root_host_sign_in (&host, "root");

  g_assert_cmpint (fr_ssh_get_root (ssh), ==, FR_SSH_ROOT_PLAIN);
  check_conversation (ssh);
}

/* The rules change under an open connection: no command finds the password in its input. */
static void
test_rules_change (void)
{
  g_autoptr (FrSsh) ssh = NULL;
  g_autofree char *heard = NULL;
  g_autoptr (GError) error = NULL;

  set_rules ("admin ALL=(ALL:ALL) ALL");
  ssh = root_host_sign_in (&host, "admin");
  set_rules ("admin ALL=(ALL:ALL) NOPASSWD: ALL");
  g_assert_true (
    fr_ssh_run (ssh, "cat > /root/heard", "mine\n", NULL, NULL, 20, NULL, NULL, &error));
  g_assert_no_error (error);
  heard = root_host_ask (&host, "cat /root/heard");
  g_assert_cmpstr (heard, ==, "mine");
}

static void
test_refused (void)
{
  FrSshTarget target = root_host_get_target (&host, "admin");
  g_autofree char *path = fr_paths_state ("keys", "id", NULL);
  g_autofree char *public = NULL;
  g_autofree char *command = NULL;
  g_autofree char *said = NULL;
  g_autofree char *count = NULL;
  g_autoptr (GError) error = NULL;

  set_rules ("admin ALL=(ALL:ALL) ALL");
  expect_refusal ("Wrong-pw", "refused the password");

  /* A key signs in, and sudo asks all the same. */
  g_assert_true (fr_ssh_make_key (path, "test", NULL, &error));
  public = fr_ssh_read_public_key (path, &error);
  command = g_strdup_printf ("mkdir -p ~admin/.ssh; echo '%s' > ~admin/.ssh/authorized_keys; "
                             "chown -R admin: ~admin/.ssh",
                             public);
  said = root_host_ask (&host, command);
  target.password = NULL;
  target.key_file = path;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CREDENTIALS);
  g_assert_nonnull (strstr (error->message, "none was given"));

  set_rules ("# nobody");
  expect_refusal (ROOT_HOST_PASSWORD, "may not become root");
}

static void
test_host_key (void)
{
  FrSshTarget target = root_host_get_target (&host, "root");
  g_autofree char *scanned = fr_ssh_scan (host.address, ROOT_HOST_PORT, 20, NULL, NULL);
  g_autofree char *ecdsa =
    root_host_ask (&host, "ssh-keygen -lf /etc/ssh/ssh_host_ecdsa_key.pub | cut -d' ' -f2");
  g_autofree char *ways = NULL;
  g_autofree char *known = NULL;
  g_autoptr (FrSsh) ssh = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_str_has_prefix (scanned, "ED25519 SHA256:"));
  ways = fr_ssh_list_ways (&target, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (strstr (ways, "password"));
  g_assert_nonnull (strstr (ways, "publickey"));

  /* Another one than expected: the password is not said, and nothing is remembered. */
  target.known_hosts = fr_paths_state ("known_hosts.expected", NULL);
  g_assert_false (fr_ssh_is_known (&target));
  target.host_key = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_assert_error (error, FR_ERROR, FR_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (error->message, strchr (scanned, ' ') + 1));
  g_assert_false (fr_ssh_is_known (&target));
  g_clear_error (&error);

  /* The second key of the server is as good as the first. */
  target.host_key = ecdsa;
  ssh = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (fr_ssh_get_fingerprint (ssh), ==, ecdsa);
  g_assert_true (fr_ssh_is_known (&target));
  fr_ssh_close (g_steal_pointer (&ssh));

  /* An expected key takes the place of the remembered one. */
  target.host_key = strchr (scanned, ' ') + 1;
  ssh = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (target.known_hosts, &known, NULL, NULL));
  g_assert_nonnull (strstr (known, "ssh-ed25519"));
  g_assert_null (strstr (known, "ecdsa"));
  g_free ((char *) target.known_hosts);
}

static void
test_locked_key (void)
{
  FrSshTarget target = root_host_get_target (&host, "root");
  g_autofree char *path = g_build_filename (host.home, "locked", NULL);
  const char *argv[] = { "ssh-keygen", "-q", "-t", "ed25519", "-N", "open sesame",
                         "-f", path, NULL };
  g_autofree char *public = g_strconcat (path, ".pub", NULL);
  g_autofree char *trouble = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_process_run (argv, NULL, 20, NULL, NULL, &error));
  target.password = NULL;
  target.key_file = path;
  g_assert_null (fr_ssh_open (&target, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, "passphrase"));

  trouble = fr_ssh_dup_key_trouble (public);
  g_assert_nonnull (strstr (trouble, "public half"));
}

int
main (int argc, char *argv[])
{
  int result;

  if (!root_host_test_init (&argc, &argv))
    return 0;

  root_host_start (&host);
  g_test_add_func ("/sudo/password", test_password);
  g_test_add_func ("/sudo/free", test_free);
  g_test_add_func ("/sudo/root", test_root);
  g_test_add_func ("/sudo/rules-change", test_rules_change);
  g_test_add_func ("/sudo/refused", test_refused);
  g_test_add_func ("/sudo/host-key", test_host_key);
  g_test_add_func ("/sudo/locked-key", test_locked_key);
  result = g_test_run ();
  root_host_stop (&host);

  return result;
}
