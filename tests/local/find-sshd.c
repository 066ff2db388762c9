/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "fr-local-sshd.h"

/* Prints where the SSH server for hosts of this computer was unpacked, and nothing where the system
 * has one: kept in the build folder, for one download to do for all tests and users. */
int
main (void)
{
  g_autoptr (FrLocalSshd) sshd = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("FITTINGS_HOME", FR_BUILDDIR "/tests/home", TRUE);
  sshd = fr_local_sshd_find (NULL, &error);
  g_chmod (FR_BUILDDIR "/tests/home", 0755);
  g_chmod (FR_BUILDDIR "/tests/home/data", 0755);
  if (sshd == NULL)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  if (sshd->folder != NULL)
    g_print ("%s\n", sshd->folder);

  return 0;
}
