/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-root.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "fr-error.h"
#include "fr-local-host-resources.h"
#include "fr-process.h"

#define HASH_SECONDS 20
#define RESOURCES "/fitting-room/host/"

/* When a file of a host is written. */
typedef enum
{
  WRITE_ONCE,   /* it belongs to who signs in there   */
  WRITE_ALWAYS, /* it is a tool of ours               */
  WRITE_MIRROR, /* once, on a host that has a mirror  */
} Write;

/* What a host is made of, beside the files that are written below. The contents are resources. */
static const struct
{
  const char *path;
  guint mode;
  Write write;
} files[] = {
  { "etc/nsswitch.conf", 0644, WRITE_ONCE },
  { "etc/profile", 0644, WRITE_ONCE },
  { "etc/ssh/sshd_config", 0644, WRITE_ONCE },
  { "etc/systemd/system/kurento-media-server.service", 0644, WRITE_MIRROR },
  { "opt/fr/bin/journalctl", 0755, WRITE_ALWAYS },
  { "opt/fr/bin/sshd", 0755, WRITE_ALWAYS },
  { "opt/fr/bin/systemctl", 0755, WRITE_ALWAYS },
  { "opt/fr/lib/boot", 0755, WRITE_ALWAYS },
  { "opt/fr/lib/session", 0755, WRITE_ALWAYS },
};

static const struct
{
  const char *path;
  guint mode;
} folders[] = {
  { "etc/ssh/sshd_config.d", 0755 },
  { "etc/systemd/system/multi-user.target.wants", 0755 },
  { "home", 0755 },
  { "opt/fr/bin", 0755 },
  { "opt/fr/lib", 0755 },
  { "root/.ssh", 0700 },
  { "run", 0755 },
  { "srv", 0755 },
  { "tmp", 0755 },
  { "var/lib", 0755 },
  { "var/log", 0755 },
  { "var/tmp", 0755 },
};

/* Of the system's /usr, where the system has it so. */
static const char *const links[] = { "bin", "sbin", "lib", "lib32", "lib64", "libx32" };

static gboolean
fail (const char *path, int saved, GError **error)
{
  g_set_error (error, FR_ERROR, FR_ERROR_STATE,
               _ ("“%s” cannot be written (%s). Make room, then start it again."), path,
               g_strerror (saved));
  return FALSE;
}

/* The number by which the one user of a sandbox is known inside. It must not be 0, for sshd to
 * leave alone what only a real root may do; commands see 0 all the same. */
guint
fr_local_root_get_user (void)
{
  return getuid () == 0 ? 1000 : getuid ();
}

guint
fr_local_root_get_group (void)
{
  return getgid () == 0 ? 1000 : getgid ();
}

static gboolean
write_file (const char *root, const char *name, const char *text, gsize length, guint mode,
            GError **error)
{
  g_autofree char *path = g_build_filename (root, name, NULL);
  g_autoptr (GError) reason = NULL;

  if (!g_file_set_contents_full (path, text, length, G_FILE_SET_CONTENTS_CONSISTENT, mode, &reason))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("“%s” cannot be written: %s"), path,
                   reason->message);
      return FALSE;
    }

  /* Whatever the caller's umask is: others than the user cannot come here anyway. */
  return g_chmod (path, mode) == 0 || fail (path, errno, error);
}

static gboolean
write_once (const char *root, const char *name, const char *text, guint mode, GError **error)
{
  g_autofree char *path = g_build_filename (root, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ||
         write_file (root, name, text, strlen (text), mode, error);
}

static gboolean
make_folders (const char *root, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (root, folders[i].path, NULL);

      if (g_mkdir_with_parents (path, folders[i].mode) != 0)
        return fail (path, errno, error);
    }

  for (gsize i = 0; i < G_N_ELEMENTS (links); i++)
    {
      g_autofree char *system = g_build_filename ("/usr", links[i], NULL);
      g_autofree char *target = g_build_filename ("usr", links[i], NULL);
      g_autofree char *path = g_build_filename (root, links[i], NULL);

      if (g_file_test (system, G_FILE_TEST_IS_DIR) && symlink (target, path) != 0 &&
          errno != EEXIST)
        return fail (path, errno, error);
    }

  return TRUE;
}

static gboolean
copy_files (const char *root, gboolean with_mirror, GError **error)
{
  GResource *resource = fr_local_host_get_resource ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strconcat (RESOURCES, files[i].path, NULL);
      g_autofree char *path = g_build_filename (root, files[i].path, NULL);
      g_autoptr (GBytes) bytes = NULL;

      if (files[i].write == WRITE_MIRROR && !with_mirror)
        continue;
      if (files[i].write != WRITE_ALWAYS && g_file_test (path, G_FILE_TEST_EXISTS))
        continue;

      bytes = g_resource_lookup_data (resource, name, G_RESOURCE_LOOKUP_FLAGS_NONE, error);
      if (bytes == NULL || !write_file (root, files[i].path, g_bytes_get_data (bytes, NULL),
                                        g_bytes_get_size (bytes), files[i].mode, error))
        return FALSE;
    }

  return TRUE;
}

/* Signing in as root finds the first line, with the number the sandbox really has; commands,
 * which see themselves as 0, find the second. */
static gboolean
write_users (const char *root, GError **error)
{
  g_autofree char *users = NULL;
  g_autofree char *groups = NULL;

  users = g_strdup_printf ("root:x:%u:%u:root:/root:/bin/bash\n"
                           "root:x:0:0:root:/root:/bin/bash\n"
                           "sshd:x:65533:65533::/run/sshd:/usr/sbin/nologin\n"
                           "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
                           fr_local_root_get_user (), fr_local_root_get_group ());
  groups =
    g_strdup_printf ("root:x:%u:\nroot:x:0:\nnogroup:x:65534:\n", fr_local_root_get_group ());

  return write_once (root, "etc/passwd", users, 0644, error) &&
         write_once (root, "etc/group", groups, 0644, error);
}

/* A password that is a hash already is taken as it is. */
static gboolean
write_password (const char *root, const char *password, GError **error)
{
  const char *argv[] = { "openssl", "passwd", "-6", "-stdin", NULL };
  g_autofree char *path = g_build_filename (root, "etc/shadow", NULL);
  g_autofree char *hash = NULL;
  g_autofree char *text = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  if (password != NULL && g_str_has_prefix (password, "$6$"))
    {
      hash = g_strdup (password);
    }
  else if (password != NULL)
    {
      g_autofree char *line = g_strconcat (password, "\n", NULL);

      if (!fr_process_run (argv, line, HASH_SECONDS, &hash, NULL, error))
        return FALSE;
      g_strstrip (hash);
    }

  text = g_strdup_printf ("root:%s:19000:0:99999:7:::\n", hash != NULL ? hash : "*");
  return write_file (root, "etc/shadow", text, strlen (text), 0600, error);
}

static gboolean
make_host_key (const char *root, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (root, "etc/ssh/ssh_host_ed25519_key", NULL);
  const char *argv[] = {
    "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", path, NULL
  };

  return g_file_test (path, G_FILE_TEST_EXISTS) ||
         fr_process_run (argv, NULL, HASH_SECONDS, NULL, NULL, error);
}

/* Makes what a host needs before it can start, and keeps what is there: everything but our own
 * tools belongs to who signs in. The password is only looked at the first time. */
gboolean
fr_local_root_prepare (const char *root, const char *name, const char *address,
                       const char *password, gboolean with_mirror, GError **error)
{
  g_autofree char *hostname = g_strconcat (name, "\n", NULL);
  g_autofree char *hosts = g_strdup_printf ("127.0.0.1 localhost\n%s %s\n", address, name);
  g_autofree char *release = g_build_filename (root, "etc/os-release", NULL);

  if (g_mkdir_with_parents (root, 0700) != 0)
    return fail (root, errno, error);

  if (!make_folders (root, error) || !copy_files (root, with_mirror, error) ||
      !write_once (root, "etc/hostname", hostname, 0644, error) ||
      !write_once (root, "etc/hosts", hosts, 0644, error) || !write_users (root, error) ||
      !write_password (root, password, error) || !make_host_key (root, name, error))
    return FALSE;

  if (symlink ("../usr/lib/os-release", release) != 0 && errno != EEXIST)
    return fail (release, errno, error);

  return TRUE;
}
