/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "test-host.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "fr-local-sshd.h"
#include "fr-paths.h"
#include "fr-process.h"

/* The SSH server is kept in the build folder, for one download to do for all programs and users. */
static gboolean
lend_sshd (const char *home, char **why_not)
{
  g_autoptr (FrLocalSshd) sshd = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *place = NULL;
  g_autofree char *data = NULL;

  g_setenv ("FITTINGS_HOME", FR_BUILDDIR "/tests/home", TRUE);
  sshd = fr_local_sshd_find (NULL, &error);
  g_chmod (FR_BUILDDIR "/tests/home", 0755);
  g_chmod (FR_BUILDDIR "/tests/home/data", 0755);
  g_setenv ("FITTINGS_HOME", home, TRUE);
  if (sshd == NULL)
    {
      *why_not = g_strdup (error->message);
      return FALSE;
    }

  data = fr_paths_data (NULL, NULL);
  place = fr_paths_data ("sshd", NULL);
  g_assert_true (fr_paths_ensure (data, NULL));
  if (sshd->folder != NULL)
    g_assert_no_errno (symlink (sshd->folder, place));

  return TRUE;
}

/* Makes the world; FALSE where this machine cannot carry a host. */
gboolean
test_world_init (TestWorld *world, const char *mirror_program, char **why_not)
{
  g_autofree char *bwrap = g_find_program_in_path ("bwrap");
  g_autoptr (GError) error = NULL;

  if (bwrap == NULL)
    {
      *why_not = g_strdup ("bubblewrap is not installed");
      return FALSE;
    }

  world->home = g_dir_make_tmp ("fr-host-XXXXXX", &error);
  g_assert_no_error (error);
  if (!lend_sshd (world->home, why_not))
    {
      test_world_clear (world);
      return FALSE;
    }

  world->address = g_strdup_printf ("127.%d.%d.%d", g_random_int_range (64, 250),
                                    g_random_int_range (1, 250), g_random_int_range (2, 250));
  world->folder = fr_paths_state ("host", NULL);
  world->known_hosts = fr_paths_state ("known_hosts", NULL);
  world->host =
    fr_local_host_new (world->folder, "mirror-01", world->address, TEST_PASSWORD, mirror_program);

  return TRUE;
}

void
test_world_clear (TestWorld *world)
{
  const char *argv[] = { "rm", "-rf", "--", world->home, NULL };

  g_clear_pointer (&world->host, fr_local_host_free);
  fr_process_run (argv, NULL, 60, NULL, NULL, NULL);
  g_clear_pointer (&world->home, g_free);
  g_clear_pointer (&world->folder, g_free);
  g_clear_pointer (&world->address, g_free);
  g_clear_pointer (&world->known_hosts, g_free);
}

FrSshTarget
test_world_get_target (TestWorld *world)
{
  FrSshTarget target = {
    .host = world->address,
    .port = FR_LOCAL_HOST_SSH_PORT,
    .user = "root",
    .password = TEST_PASSWORD,
    .known_hosts = world->known_hosts,
    .trust_first = TRUE,
    .limit_seconds = 20,
  };

  return target;
}

FrSsh *
test_world_sign_in (TestWorld *world)
{
  FrSshTarget target = test_world_get_target (world);
  g_autoptr (GError) error = NULL;
  FrSsh *ssh = fr_ssh_open (&target, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (ssh);

  return ssh;
}
