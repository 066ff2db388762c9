/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "root-host.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "fr-paths.h"
#include "fr-process.h"
#include "fr-ssh-keys.h"

#define START_SECONDS 20

#define DOWNLOAD_SECONDS 120

/* What a host needs, and in which packages it is: what this machine does not have is unpacked
 * into the build folder, not installed. */
static const struct
{
  const char *program;
  const char *packages;
} needs[] = {
  { "/usr/sbin/sshd", "openssh-server openssh-sftp-server libwrap0" },
  { "/usr/bin/sudo", "sudo" },
};

/* Everything happens beside the place, and is moved there when it is whole: tests run side by side,
 * and whoever is faster does it for all. */
static gboolean
unpack (const char *packages, const char *folder, const char *program)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *fresh = g_strconcat (folder, "-XXXXXX", NULL);
  g_autofree char *root = NULL;
  g_autofree char *script = g_strdup_printf (
    "cd \"$0\" && apt-get -q download %s && for file in *.deb; do dpkg-deb -x $file root || exit; "
    "done",
    packages);
  const char *fetch[] = { "sh", "-c", script, fresh, NULL };
  const char *clean[] = { "rm", "-rf", "--", fresh, NULL };
  gboolean good;

  if (!fr_paths_ensure (parent, NULL) || g_mkdtemp (fresh) == NULL)
    return FALSE;

  root = g_build_filename (fresh, "root", NULL);
  good = fr_process_run (fetch, NULL, DOWNLOAD_SECONDS, NULL, NULL, NULL) &&
         (g_rename (root, folder) == 0 || g_file_test (program, G_FILE_TEST_EXISTS));
  fr_process_run (clean, NULL, DOWNLOAD_SECONDS, NULL, NULL, NULL);

  return good;
}

/* Folders with what is missing, between colons; %NULL with a reason. */
static char *
fetch (char **why_not)
{
  GString *folders = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (needs); i++)
    {
      g_autofree char *name = g_path_get_basename (needs[i].program);
      g_autofree char *folder = g_build_filename (FR_BUILDDIR, "tests", "root-host", name, NULL);
      g_autofree char *there = g_build_filename (folder, needs[i].program, NULL);

      if (g_file_test (needs[i].program, G_FILE_TEST_IS_EXECUTABLE))
        continue;
      if (!g_file_test (there, G_FILE_TEST_EXISTS) &&
          !unpack (needs[i].packages, folder, there))
        {
          *why_not = g_strdup_printf ("%s is not installed and cannot be downloaded", name);
          g_string_free (folders, TRUE);
          return NULL;
        }
      g_string_append_printf (folders, "%s%s", folders->len > 0 ? ":" : "", folder);
    }

  return g_string_free (folders, FALSE);
}

static char *programs; /* see fetch() */

/* Why there can be none here; %NULL when there can. */
char *
root_host_why_not (void)
{
  char *why_not = NULL;

  if (geteuid () != 0)
    return g_strdup ("only root can make a host with users of its own");
  programs = fetch (&why_not);

  return why_not;
}

/* In place of g_test_init(); %FALSE when there can be none here, which is told as TAP. */
gboolean
root_host_test_init (int *argc, char ***argv)
{
  g_autofree char *why_not = root_host_why_not ();

  g_test_init (argc, argv, NULL);
  if (why_not != NULL)
    g_print ("1..0 # SKIP %s\n", why_not);

  return why_not == NULL;
}

/* Until somebody answers at its port. */
static void
wait_until_ready (RootHost *self)
{
  gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;

  while (g_get_monotonic_time () < deadline)
    {
      g_autofree char *key = fr_ssh_scan (self->address, ROOT_HOST_PORT, 5, NULL, &error);

      if (key != NULL)
        return;
      g_clear_error (&error);
      g_usleep (20 * 1000);
    }

  g_error ("the host did not start");
}

/* However this program ends. */
static void
die_with_us (gpointer data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

/* Makes it, or makes it anew after a stop: then nothing is left of the one before. */
void
root_host_start (RootHost *self)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autofree char *public = NULL;
  g_autofree char *words = NULL;
  g_autoptr (GError) error = NULL;
  GOutputStream *input;

  if (self->home == NULL)
    {
      self->home = g_dir_make_tmp ("fr-root-host-XXXXXX", &error);
      g_assert_no_error (error);
      g_setenv ("FITTINGS_HOME", self->home, TRUE);
      self->folder = g_build_filename (self->home, "host", NULL);
      self->key = fr_paths_state ("keys", "root", NULL);
      self->known_hosts = fr_paths_state ("known_hosts", NULL);
      self->address = g_strdup_printf ("127.%d.%d.%d", g_random_int_range (64, 250),
                                       g_random_int_range (1, 250), g_random_int_range (2, 250));
      g_assert_true (fr_paths_ensure (self->folder, NULL));
    }

  g_assert_true (fr_ssh_make_key (self->key, "test", NULL, &error));
  public = fr_ssh_read_public_key (self->key, &error);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_child_setup (launcher, die_with_us, NULL, NULL);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "sh", FR_ROOT_HOST_SCRIPT,
                                               self->folder, self->address, programs, NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (self->process);
  words = g_strdup_printf ("%s\n%s\n", ROOT_HOST_PASSWORD, public);
  g_output_stream_write_all (input, words, strlen (words), NULL, NULL, &error);
  g_assert_no_error (error);
  wait_until_ready (self);
}

/* Ends every process of it at once, as if its power were cut; its files go with it. */
void
root_host_stop (RootHost *self)
{
  const char *argv[] = { "rm", "-rf", "--", self->home, NULL };

  if (self->process != NULL)
    {
      g_subprocess_force_exit (self->process);
      g_subprocess_wait (self->process, NULL, NULL);
    }
  g_clear_object (&self->process);
  if (self->home != NULL)
    fr_process_run (argv, NULL, 60, NULL, NULL, NULL);
  g_clear_pointer (&self->home, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->known_hosts, g_free);
  g_clear_pointer (&self->address, g_free);
}

FrSshTarget
root_host_get_target (RootHost *self, const char *user)
{
  FrSshTarget target = {
    .host = self->address,
    .port = ROOT_HOST_PORT,
    .user = user,
    .password = ROOT_HOST_PASSWORD,
    .known_hosts = self->known_hosts,
    .trust_first = TRUE,
    .sudo = TRUE,
    .limit_seconds = 20,
  };

  return target;
}

FrSsh *
root_host_sign_in (RootHost *self, const char *user)
{
  FrSshTarget target = root_host_get_target (self, user);
  g_autoptr (GError) error = NULL;
  FrSsh *ssh;

  if (g_str_equal (user, "root"))
    target.key_file = self->key;
  ssh = fr_ssh_open (&target, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (ssh);

  return ssh;
}

/* What root is answered there, who has a key for when passwords are refused. */
char *
root_host_ask (RootHost *self, const char *command)
{
  g_autoptr (FrSsh) ssh = root_host_sign_in (self, "root");
  g_autoptr (GError) error = NULL;
  char *answer = fr_ssh_capture (ssh, command, NULL, &error);

  g_assert_no_error (error);

  return g_strchomp (answer);
}
