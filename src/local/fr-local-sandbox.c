/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "fr-error.h"
#include "fr-local-host.h"
#include "fr-local-root.h"
#include "fr-process.h"

#define CHECK_SECONDS 20

/* The PATH of a host: our tools come before the system's. */
#define PATH_INSIDE "/opt/fr/bin:/usr/sbin:/usr/bin"
#define MIRROR_INSIDE "/opt/fr/bin/kurento-media-server"

/* Read-only from the system, where it has them: what programs of /usr look for in /etc. */
static const char *const system_files[] = {
  "/etc/alternatives",
  "/etc/ca-certificates",
  "/etc/fonts",
  "/etc/ld.so.cache",
  "/etc/localtime",
  "/etc/mime.types",
  "/etc/resolv.conf",
  "/etc/ssl",
};

static void
add (GPtrArray *argv, ...)
{
  va_list words;
  const char *word;

  va_start (words, argv);
  while ((word = va_arg (words, const char *)) != NULL)
    g_ptr_array_add (argv, g_strdup (word));
  va_end (words);
}

static void
add_sandbox (const FrLocalSandbox *self, GPtrArray *argv)
{
  g_autofree char *user = g_strdup_printf ("%u", fr_local_root_get_user ());
  g_autofree char *group = g_strdup_printf ("%u", fr_local_root_get_group ());

  add (argv, "bwrap", "--unshare-user", "--uid", user, "--gid", group, "--unshare-pid",
       "--unshare-ipc", "--unshare-uts", "--hostname", self->name, "--die-with-parent",
       "--new-session", "--info-fd", "3", NULL);
  add (argv, "--bind", self->root, "/", "--ro-bind", "/usr", "/usr", "--proc", "/proc", "--dev",
       "/dev", "--tmpfs", "/tmp", "--tmpfs", "/run", "--dir", "/run/sshd", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (system_files); i++)
    add (argv, "--ro-bind-try", system_files[i], system_files[i], NULL);

  if (self->sshd->folder != NULL)
    add (argv, "--ro-bind", self->sshd->folder, FR_LOCAL_SSHD_PLACE, NULL);
  if (self->mirror_program != NULL)
    add (argv, "--ro-bind", self->mirror_program, MIRROR_INSIDE, NULL);

  add (argv, "--clearenv", "--setenv", "PATH", PATH_INSIDE, "--chdir", "/", NULL);
  if (self->sshd->libraries != NULL)
    add (argv, "--setenv", "LD_LIBRARY_PATH", self->sshd->libraries, NULL);
}

/* What only we know goes here; the rest is in the host's own sshd_config, for its owner to
 * change. What is given here cannot be changed there. */
static void
add_sshd (const FrLocalSandbox *self, GPtrArray *argv)
{
  g_autofree char *address = g_strdup_printf ("ListenAddress=%s", self->address);
  g_autofree char *port = g_strdup_printf ("Port=%u", FR_LOCAL_HOST_SSH_PORT);
  g_autofree char *sftp = g_strconcat ("Subsystem=sftp ", self->sshd->sftp, NULL);

  add (argv, "/opt/fr/lib/boot", self->sshd->program, "-D", "-e", "-o", address, "-o", port, "-o",
       sftp, "-o", "PidFile=none", "-o", "SetEnv=PATH=" PATH_INSIDE, "-o",
       "ForceCommand=/opt/fr/lib/session", NULL);

  if (self->sshd->session != NULL)
    {
      g_autofree char *session = g_strconcat ("SshdSessionPath=", self->sshd->session, NULL);

      add (argv, "-o", session, NULL);
    }
  if (self->sshd->auth != NULL)
    {
      g_autofree char *auth = g_strconcat ("SshdAuthPath=", self->sshd->auth, NULL);

      add (argv, "-o", auth, NULL);
    }
}

/* bwrap tells the first process of the sandbox as {"child-pid": 4711, ...}. */
static GPid
read_init (int fd)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *found;
  char buffer[256];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0)
      g_string_append_len (text, buffer, n);
  close (fd);

  found = strstr (text->str, "\"child-pid\":");
  return found != NULL ? (GPid) g_ascii_strtoll (found + strlen ("\"child-pid\":"), NULL, 10) : 0;
}

static gboolean
open_console (const FrLocalSandbox *self, int *console, int ends[2], GError **error)
{
  *console = g_open (self->console, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (*console >= 0 && pipe2 (ends, O_CLOEXEC) == 0)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("“%s” cannot be written (%s)."), self->console,
               g_strerror (errno));
  if (*console >= 0)
    close (*console);

  return FALSE;
}

/* Starts the sandbox as a child of the calling thread, with which it dies: that is what bwrap's
 * "die with parent" means. Returns the child, and its first process as seen from outside. */
GSubprocess *
fr_local_sandbox_spawn (const FrLocalSandbox *self, GPid *init, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) reason = NULL;
  int console, ends[2];

  if (!open_console (self, &console, ends, error))
    return NULL;

  add_sandbox (self, argv);
  add_sshd (self, argv);
  g_ptr_array_add (argv, NULL);

  g_subprocess_launcher_take_stdout_fd (launcher, console);
  g_subprocess_launcher_take_stderr_fd (launcher, fcntl (console, F_DUPFD_CLOEXEC, 3));
  g_subprocess_launcher_take_fd (launcher, ends[1], 3);

  child = g_subprocess_launcher_spawnv (launcher, (const char *const *) argv->pdata, &reason);
  g_subprocess_launcher_close (launcher);
  if (child == NULL)
    {
      close (ends[0]);
      g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
                   _ ("The sandbox of “%s” cannot be started (%s). Install the package bubblewrap "
                      "and try again."),
                   self->name, reason->message);
      return NULL;
    }

  *init = read_init (ends[0]);
  return g_steal_pointer (&child);
}

/**
 * fr_local_sandbox_check:
 *
 * Tries whether this user may make a sandbox at all. Blocks for some milliseconds.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING: bubblewrap is not installed, or not allowed
 */
gboolean
fr_local_sandbox_check (GCancellable *cancellable, GError **error)
{
  const char *argv[] = { "bwrap", "--unshare-user", "--unshare-pid", "--unshare-ipc",
                         "--unshare-uts", "--ro-bind", "/", "/", "--proc", "/proc", "--dev",
                         "/dev", "true", NULL };
  g_autoptr (GError) reason = NULL;

  if (fr_process_run (argv, NULL, CHECK_SECONDS, NULL, cancellable, &reason))
    return TRUE;

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
                 _ ("This computer cannot be a place for servers, because no sandbox can be made "
                    "for them (%s). Install the package bubblewrap; if it is there, its "
                    "administrator has to allow user namespaces."),
                 reason->message);

  return FALSE;
}
