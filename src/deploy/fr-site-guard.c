/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "fr-endpoint.h"
#include "fr-error.h"

static char *
make_lock_path (FrSite *self)
{
  return g_build_filename (self->folder, "lock", NULL);
}

/* Whether what is locked still lies in the folder: a disposal may have taken it away. */
static gboolean
is_current (int lock, const char *path)
{
  GStatBuf ours, theirs;

  return fstat (lock, &ours) == 0 && g_stat (path, &theirs) == 0 && ours.st_ino == theirs.st_ino &&
         ours.st_dev == theirs.st_dev;
}

static void
write_pid (int lock)
{
  g_autofree char *text = g_strdup_printf ("%d\n", (int) getpid ());

  if (ftruncate (lock, 0) != 0 || pwrite (lock, text, strlen (text), 0) < 0)
    g_debug ("the lock does not say who holds it: %s", g_strerror (errno));
}

/**
 * fr_site_lock:
 *
 * Keeps other processes from working on the same deployment until fr_site_unlock(), or until
 * this process ends, however it ends.
 *
 * Returns: %FALSE with %FR_ERROR_BUSY when another process does so now
 */
gboolean
fr_site_lock (FrSite *self, GError **error)
{
  g_autofree char *path = make_lock_path (self);
  g_autofree char *holder = NULL;
  int saved;

  self->lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->lock >= 0 && flock (self->lock, LOCK_EX | LOCK_NB) == 0 &&
      is_current (self->lock, path))
    {
      write_pid (self->lock);
      return TRUE;
    }

  saved = errno;
  fr_site_unlock (self);
  if (g_file_get_contents (path, &holder, NULL, NULL) && *g_strchomp (holder) != '\0')
    g_set_error (error, FR_ERROR, FR_ERROR_BUSY,
                 _ ("The deployment “%s” is being worked on by process %s. Wait for its end."),
                 self->name, holder);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_STATE,
                 _ ("“%s” cannot be locked (%s). Look at the rights of its folder."), path,
                 g_strerror (saved));

  return FALSE;
}

/**
 * fr_site_unlock:
 *
 * Undoes fr_site_lock(), if there is something to undo.
 */
void
fr_site_unlock (FrSite *self)
{
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}

/* A server is the same whoever signs in to it. */
static char *
drop_users (const char *endpoint)
{
  g_autoptr (GRegex) regex = g_regex_new ("ssh://[^@ ]*@", 0, 0, NULL);

  return g_regex_replace_literal (regex, endpoint, -1, 0, "ssh://", 0, NULL);
}

static gboolean
is_same_place (const char *one, const char *two)
{
  g_autofree char *first = drop_users (one);
  g_autofree char *second = drop_users (two);

  return g_strcmp0 (first, second) == 0;
}

/**
 * fr_site_check_endpoint:
 *
 * Remembers where the deployment is. On this computer the port may change; see
 * fr_site_check_account().
 *
 * Returns: %FALSE with %FR_ERROR_EXISTS when it is elsewhere already, or %FR_ERROR_STATE
 */
gboolean
fr_site_check_endpoint (FrSite *self, GError **error)
{
  g_autofree char *now =
    self->own ? fr_site_dup_own_endpoint (self) : g_strdup (fr_cloud_get_endpoint (self->cloud));
  g_autofree char *known = fr_journal_dup_fact (self->journal, "", "endpoint");

  if (known == NULL || is_same_place (known, now) || fr_endpoint_is_here (self->plan) ||
      fr_journal_count (self->journal, "intent") == 0)
    return fr_site_set_fact (self, "endpoint", now, error);

  if (self->own)
    g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                 _ ("The deployment “%s” is on %s, not on %s. Give this one another --name, or "
                    "dispose of that one first."),
                 self->name, known, now);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
                 _ ("The deployment “%s” is in the cloud at %s, not at %s. Give this one another "
                    "--name, or use the address of that cloud."),
                 self->name, known, now);

  return FALSE;
}

/**
 * fr_site_check_account:
 *
 * Signs in, and remembers to whom the deployment belongs: to nobody else's things it is applied,
 * and a disposal does not take the emptiness of another account for success.
 *
 * Returns: %FALSE with %FR_ERROR_EXISTS when it belongs to another organisation
 */
gboolean
fr_site_check_account (FrSite *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrCloudAccount) account = fr_cloud_sign_in (self->cloud, cancellable, error);
  g_autofree char *known = fr_journal_dup_fact (self->journal, "", "account");

  if (account == NULL)
    return FALSE;
  if (known == NULL || g_str_equal (known, account->id))
    return fr_site_set_fact (self, "account", account->id, error) &&
           fr_site_keep_identity (self, error);

  g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
               _ ("The deployment “%s” belongs to the organisation %s, and %s signs in to %s. Use "
                  "an account of the first one."),
               self->name, known, account->user, account->id);

  return FALSE;
}

/* What is in a folder of ours is ours, half-written files of an earlier run too. The lock goes
 * last. */
static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *lock = g_build_filename (folder, "lock", NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (!g_str_equal (path, lock))
        g_unlink (path);
    }
  g_unlink (lock);
}

/**
 * fr_site_forget:
 *
 * Removes the folder of the deployment. Afterwards only fr_site_free() may be called.
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_site_forget (FrSite *self, GError **error)
{
  g_clear_pointer (&self->journal, fr_journal_free);
  empty_folder (self->folder);
  fr_site_unlock (self);
  if (g_rmdir (self->folder) == 0)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_STATE,
               _ ("Nothing of the deployment is left elsewhere, but the folder %s cannot be "
                  "removed. Look what is in it."),
               self->folder);

  return FALSE;
}
