/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-local-host.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-local-root.h"
#include "fr-local-sandbox.h"
#include "fr-local-sshd.h"
#include "fr-process.h"

#define START_SECONDS 20
#define START_POLL_MS 10
#define ERASE_SECONDS 60

/* What sshd says once it can be reached. */
#define READY "Server listening on"

/* A console that has grown long is begun anew at a start; of any the end is shown. */
#define CONSOLE_KEPT (1024 * 1024)
#define CONSOLE_SHOWN (64 * 1024)

/* How much of the console goes into a message. */
#define MESSAGE_LENGTH 400

struct _FrLocalHost
{
  char *folder;
  char *root;
  char *console;
  char *name;
  char *address;
  char *password;
  char *mirror_program;

  GMutex start_lock; /* one start or stop at a time */
  GThread *keeper;
  FrLocalSshd *sshd;

  GMutex mutex; /* guards what follows */
  GCond cond;
  GSubprocess *child;
  GPid init; /* the first process of the sandbox, as seen from outside */
  gboolean spawned;
  gboolean ended;
  GError *failure;
};

/* Starts the sandbox and stays until it has ended: it dies with the thread that started it,
 * and fr_local_host_start() may be called on one that ends sooner. */
static gpointer
keep (gpointer data)
{
  FrLocalHost *self = data;
  FrLocalSandbox sandbox = {
    .root = self->root,
    .console = self->console,
    .name = self->name,
    .address = self->address,
    .mirror_program = self->mirror_program,
    .sshd = self->sshd,
  };
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) failure = NULL;
  GPid init = 0;

  child = fr_local_sandbox_spawn (&sandbox, &init, &failure);

  g_mutex_lock (&self->mutex);
  self->init = init;
  self->failure = g_steal_pointer (&failure);
  g_set_object (&self->child, child);
  self->spawned = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);

  /* bwrap ends after the last process of the sandbox. */
  if (child != NULL)
    g_subprocess_wait (child, NULL, NULL);

  g_mutex_lock (&self->mutex);
  self->init = 0;
  g_clear_object (&self->child);
  self->ended = TRUE;
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/* A name that may be a host's: letters, digits and hyphens. */
static char *
clean_name (const char *name)
{
  g_autofree char *lower = g_ascii_strdown (name, 63);

  for (char *c = lower; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c))
      *c = '-';

  return *lower != '\0' ? g_steal_pointer (&lower) : g_strdup ("host");
}

/**
 * fr_local_host_new:
 * @folder: where it keeps its files; made at the first start
 * @name: its host name
 * @address: a loopback address of its own; sshd listens there on %FR_LOCAL_HOST_SSH_PORT
 * @password: (nullable): of its root, for the first start, which keeps a hash; or that hash, as
 *   crypt(3) writes it: "$6$…"; %NULL: keys only
 * @mirror_program: (nullable): what its command kurento-media-server is; it may use /usr
 *
 * Returns: (transfer full): a host that is not started yet
 */
FrLocalHost *
fr_local_host_new (const char *folder, const char *name, const char *address, const char *password,
                   const char *mirror_program)
{
  FrLocalHost *self;

  g_return_val_if_fail (folder != NULL && name != NULL && address != NULL, NULL);

  self = g_new0 (FrLocalHost, 1);
  self->folder = g_strdup (folder);
  self->root = g_build_filename (folder, "root", NULL);
  self->console = g_build_filename (folder, "console.log", NULL);
  self->name = clean_name (name);
  self->address = g_strdup (address);
  self->password = g_strdup (password);
  self->mirror_program = g_strdup (mirror_program);
  g_mutex_init (&self->start_lock);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);

  return self;
}

/**
 * fr_local_host_free:
 * @self: (nullable):
 *
 * Stops it; its files stay.
 */
void
fr_local_host_free (FrLocalHost *self)
{
  if (self == NULL)
    return;

  fr_local_host_stop (self);

  g_free (self->folder);
  g_free (self->root);
  g_free (self->console);
  g_free (self->name);
  g_free (self->address);
  g_free (self->password);
  g_free (self->mirror_program);
  g_clear_pointer (&self->sshd, fr_local_sshd_free);
  g_mutex_clear (&self->start_lock);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  g_free (self);
}

/* What the console says from @start on. */
static char *
read_console_from (FrLocalHost *self, gsize start)
{
  g_autofree char *text = NULL;
  gsize length = 0;

  if (!g_file_get_contents (self->console, &text, &length, NULL) || start > length)
    return g_strdup ("");

  return g_utf8_make_valid (text + start, length - start);
}

static gsize
measure_console (FrLocalHost *self)
{
  GStatBuf info;

  if (g_stat (self->console, &info) != 0)
    return 0;

  if (info.st_size <= CONSOLE_KEPT)
    return info.st_size;

  g_unlink (self->console);
  return 0;
}

static gboolean
explain_end (FrLocalHost *self, gsize start, GError **error)
{
  g_autofree char *text = read_console_from (self, start);
  gsize length = strlen (g_strstrip (text));

  if (strstr (text, "Address already in use") != NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                 _ ("The server “%s” cannot start: another program has port %d of %s. End that "
                    "program, then try again."),
                 self->name, FR_LOCAL_HOST_SSH_PORT, self->address);
  else if (g_str_has_prefix (text, "bwrap: ") &&
           (strstr (text, "namespace") != NULL || strstr (text, "uid map") != NULL))
    g_set_error (error, FR_ERROR, FR_ERROR_MISSING,
                 _ ("This computer lets its users make no sandbox for “%s” (%s). Its "
                    "administrator has to allow user namespaces to bubblewrap."),
                 self->name, text);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_REMOTE,
                 _ ("The server “%s” ended while it was starting: %s"), self->name,
                 text + (length > MESSAGE_LENGTH ? length - MESSAGE_LENGTH : 0));

  return FALSE;
}

/* Waits until sshd listens, which it says on the console. */
static gboolean
wait_until_ready (FrLocalHost *self, gsize start, GError **error)
{
  gint64 deadline = g_get_monotonic_time () + START_SECONDS * G_USEC_PER_SEC;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (g_get_monotonic_time () < deadline)
    {
      g_autofree char *text = read_console_from (self, start);

      if (self->failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->failure));
          return FALSE;
        }

      if (self->ended)
        return explain_end (self, start, error);

      if (self->spawned && strstr (text, READY) != NULL)
        return TRUE;

      g_cond_wait_until (&self->cond, &self->mutex, g_get_monotonic_time () + START_POLL_MS * 1000);
    }

  g_set_error (error, FR_ERROR, FR_ERROR_TIMEOUT,
               _ ("The server “%s” did not start within %d seconds."), self->name, START_SECONDS);
  return FALSE;
}

/* With the start lock held. Killing its first process ends every process of the sandbox. */
static void
stop (FrLocalHost *self)
{
  if (self->keeper == NULL)
    return;

  g_mutex_lock (&self->mutex);
  while (!self->spawned)
    g_cond_wait (&self->cond, &self->mutex);
  if (self->init > 0)
    kill (self->init, SIGKILL);
  else if (self->child != NULL)
    g_subprocess_force_exit (self->child);
  g_mutex_unlock (&self->mutex);

  g_thread_join (g_steal_pointer (&self->keeper));
  g_clear_error (&self->failure);
  self->spawned = FALSE;
  self->ended = FALSE;
}

/**
 * fr_local_host_start:
 *
 * Starts it and waits until one can sign in; one that runs is left alone. The first start makes
 * its files and its host key, and downloads an SSH server when this computer has none. It ends
 * with this process, however that ends. Blocks: a second, or as long as the download takes.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING (bubblewrap, openssl, ssh-keygen, sshd),
 *   %FR_ERROR_EXISTS (address taken), %FR_ERROR_REMOTE and what the console says,
 *   %FR_ERROR_STATE or %FR_ERROR_TIMEOUT
 */
gboolean
fr_local_host_start (FrLocalHost *self, GError **error)
{
  g_autoptr (GMutexLocker) locker = NULL;
  gsize start;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL, FALSE);

  locker = g_mutex_locker_new (&self->start_lock);
  if (fr_local_host_is_running (self))
    return TRUE;

  stop (self);

  if (self->sshd == NULL)
    self->sshd = fr_local_sshd_find (NULL, error);
  if (self->sshd == NULL ||
      !fr_local_root_prepare (self->root, self->name, self->address, self->password,
                              self->mirror_program != NULL, error))
    return FALSE;

  start = measure_console (self);
  self->keeper = g_thread_new ("host", keep, self);

  if (wait_until_ready (self, start, error))
    return TRUE;

  stop (self);
  return FALSE;
}

/**
 * fr_local_host_stop:
 *
 * Ends every process of it at once, as if its power were cut. Blocks until they are gone.
 */
void
fr_local_host_stop (FrLocalHost *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (self != NULL);

  locker = g_mutex_locker_new (&self->start_lock);
  stop (self);
}

/**
 * fr_local_host_is_running:
 *
 * Returns: whether its sandbox runs; it ends by itself when its sshd is ended
 */
gboolean
fr_local_host_is_running (FrLocalHost *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  return self->spawned && !self->ended;
}

/**
 * fr_local_host_read_console:
 *
 * Returns: (transfer full): the last of what it said on its console, empty before the first
 *   start
 */
char *
fr_local_host_read_console (FrLocalHost *self)
{
  GStatBuf info;

  g_return_val_if_fail (self != NULL, NULL);

  if (g_stat (self->console, &info) != 0)
    return g_strdup ("");

  return read_console_from (self, info.st_size > CONSOLE_SHOWN ? info.st_size - CONSOLE_SHOWN : 0);
}

/**
 * fr_local_host_erase:
 *
 * Stops it and removes its files. It can be started again, as a new one.
 *
 * Returns: %FALSE with %FR_ERROR_REMOTE when some cannot be removed
 */
gboolean
fr_local_host_erase (FrLocalHost *self, GError **error)
{
  const char *argv[] = { "rm", "-rf", "--", self->folder, NULL };

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL, FALSE);

  fr_local_host_stop (self);

  return fr_process_run (argv, NULL, ERASE_SECONDS, NULL, NULL, error);
}
