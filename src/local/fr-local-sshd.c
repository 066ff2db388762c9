/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-sshd.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "fr-error.h"
#include "fr-paths.h"
#include "fr-process.h"

#define DOWNLOAD_SECONDS 120
#define UNPACK_SECONDS 30

#define SYSTEM_SSHD "/usr/sbin/sshd"
#define NEWER_LIBRARY "libwtmpdb0"
#define SYSTEM_SFTP "/usr/lib/openssh/sftp-server"

/* Two hosts that start for the first time at once download it once. */
static GMutex download_lock;

static gboolean
is_complete (const char *folder)
{
  g_autofree char *program = g_build_filename (folder, SYSTEM_SSHD, NULL);
  g_autofree char *sftp = g_build_filename (folder, SYSTEM_SFTP, NULL);

  return g_file_test (program, G_FILE_TEST_IS_EXECUTABLE) &&
         g_file_test (sftp, G_FILE_TEST_IS_EXECUTABLE);
}

/* The folder of a library package: one, named after the kind of machine. */
static char *
find_libraries (const char *folder)
{
  g_autofree char *parent = g_build_filename (folder, "usr/lib", NULL);
  g_autoptr (GDir) dir = g_dir_open (parent, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    if (strstr (name, "-linux-") != NULL)
      return g_build_filename (FR_LOCAL_SSHD_PLACE "/usr/lib", name, NULL);

  return NULL;
}

/* A program of newer versions, which are in parts and look for them where they were installed. */
static char *
find_part (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, "usr/lib/openssh", name, NULL);

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;

  return g_build_filename (FR_LOCAL_SSHD_PLACE "/usr/lib/openssh", name, NULL);
}

static FrLocalSshd *
describe_unpacked (const char *folder)
{
  FrLocalSshd *self = g_new0 (FrLocalSshd, 1);

  self->folder = g_strdup (folder);
  self->program = g_strdup (FR_LOCAL_SSHD_PLACE SYSTEM_SSHD);
  self->sftp = g_strdup (FR_LOCAL_SSHD_PLACE SYSTEM_SFTP);
  self->libraries = find_libraries (folder);
  self->session = find_part (folder, "sshd-session");
  self->auth = find_part (folder, "sshd-auth");

  return self;
}

static FrLocalSshd *
describe_system (void)
{
  FrLocalSshd *self = g_new0 (FrLocalSshd, 1);

  self->program = g_strdup (SYSTEM_SSHD);
  self->sftp = g_strdup (SYSTEM_SFTP);

  return self;
}

/* sshd of Debian 13 needs one library more, which Debian 12 does not have. */
static gboolean
has_package (const char *name, GCancellable *cancellable)
{
  const char *argv[] = { "apt-cache", "show", name, NULL };

  return fr_process_run (argv, NULL, DOWNLOAD_SECONDS, NULL, cancellable, NULL);
}

static gboolean
download (const char *folder, GCancellable *cancellable, GError **error)
{
  const char *more = has_package (NEWER_LIBRARY, cancellable) ? NEWER_LIBRARY : NULL;
  const char *argv[] = { "env", "-C", folder, "LC_ALL=C.UTF-8", "apt-get",
                         "-q", "download", "openssh-server", "openssh-sftp-server", "libwrap0",
                         more, NULL };

  if (fr_process_run (argv, NULL, DOWNLOAD_SECONDS, NULL, cancellable, error))
    return TRUE;

  if (error != NULL && !g_error_matches (*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_prefix_error (error, _ ("Debian's SSH server cannot be downloaded. It is not installed, only "
                              "unpacked into a folder of yours. Check the network, refresh the "
                              "lists of packages (apt update), and try again. "));

  return FALSE;
}

static gboolean
unpack (const char *packages, const char *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (packages, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (packages, name, NULL);
      const char *argv[] = { "dpkg-deb", "-x", path, target, NULL };

      if (g_str_has_suffix (name, ".deb") &&
          !fr_process_run (argv, NULL, UNPACK_SECONDS, NULL, cancellable, error))
        return FALSE;
    }

  if (is_complete (target))
    return TRUE;

  g_set_error (
    error, FR_ERROR, FR_ERROR_MISSING,
    _ ("What was downloaded as Debian's SSH server holds no SSH server. Try again later."));
  return FALSE;
}

static void
remove_tree (const char *folder)
{
  const char *argv[] = { "rm", "-rf", "--", folder, NULL };

  fr_process_run (argv, NULL, UNPACK_SECONDS, NULL, NULL, NULL);
}

/* Everything happens beside the place, and is moved there when it is whole. */
static gboolean
fetch (const char *folder, GCancellable *cancellable, GError **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *fresh = g_strconcat (folder, "-XXXXXX", NULL);
  g_autofree char *target = NULL;
  gboolean good;

  if (!fr_paths_ensure (parent, error))
    return FALSE;

  if (g_mkdtemp (fresh) == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("No folder can be made in “%s” (%s)."),
                   parent, g_strerror (errno));
      return FALSE;
    }

  target = g_build_filename (fresh, "root", NULL);
  good = download (fresh, cancellable, error) && unpack (fresh, target, cancellable, error);

  /* Another process may have been faster: its work is as good as ours. */
  if (good && g_rename (target, folder) != 0 && !is_complete (folder))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("“%s” cannot be put in place (%s)."), folder,
                   g_strerror (errno));
      good = FALSE;
    }

  remove_tree (fresh);
  return good;
}

/**
 * fr_local_sshd_find:
 * @cancellable: (nullable): gives up a download
 *
 * Finds the SSH server for the hosts of this computer: the system's when there is one, else the
 * one of Debian in our data folder, which is downloaded the first time (0.6 MB). Nothing is
 * ever installed: that would open the computer's port 22. Blocks, two minutes at most.
 *
 * Returns: (transfer full): %NULL with %FR_ERROR_MISSING, %FR_ERROR_REMOTE and the words of
 *   apt-get, %FR_ERROR_TIMEOUT, %FR_ERROR_STATE, or cancelled
 */
FrLocalSshd *
fr_local_sshd_find (GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = fr_paths_data ("sshd", NULL);
  g_autoptr (GMutexLocker) locker = NULL;

  if (g_file_test (SYSTEM_SSHD, G_FILE_TEST_IS_EXECUTABLE))
    return describe_system ();

  locker = g_mutex_locker_new (&download_lock);
  if (!is_complete (folder) && !fetch (folder, cancellable, error))
    return NULL;

  return describe_unpacked (folder);
}

/**
 * fr_local_sshd_free:
 * @self: (nullable):
 */
void
fr_local_sshd_free (FrLocalSshd *self)
{
  if (self == NULL)
    return;

  g_free (self->folder);
  g_free (self->program);
  g_free (self->sftp);
  g_free (self->libraries);
  g_free (self->session);
  g_free (self->auth);
  g_free (self);
}
