/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-keys.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "fr-error.h"
#include "fr-paths.h"
#include "fr-process.h"

#define KEYGEN_SECONDS 20

static char *
name_public (const char *path)
{
  return g_strconcat (path, ".pub", NULL);
}

/* The public half can always be made again from the private one. */
static gboolean
restore_public (const char *path, const char *public_path, GCancellable *cancellable,
                GError **error)
{
  const char *argv[] = { "ssh-keygen", "-y", "-P", "", "-f", path, NULL };
  g_autofree char *text = NULL;

  return fr_process_run (argv, NULL, KEYGEN_SECONDS, &text, cancellable, error) &&
         fr_paths_write (public_path, text, -1, error);
}

static GMutex making;

/**
 * fr_ssh_make_key:
 * @path: where the private key goes; the public one goes beside it with ".pub"
 * @comment: says in an authorized_keys file where the key comes from
 *
 * Makes an Ed25519 key pair without passphrase, by ssh-keygen. A key that is there already is
 * kept. Blocks for a moment.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING, %FR_ERROR_STATE, %FR_ERROR_REMOTE and the words of
 *   ssh-keygen, or cancelled
 */
gboolean
fr_ssh_make_key (const char *path, const char *comment, GCancellable *cancellable, GError **error)
{
  g_autofree char *public_path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *fresh = g_strconcat (path, ".new", NULL);
  g_autofree char *fresh_public = name_public (fresh);
  const char *argv[] = { "ssh-keygen", "-q", "-t", "ed25519", "-N", "",
                         "-C", comment, "-f", fresh, NULL };

  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (path != NULL && comment != NULL, FALSE);

  /* Two servers that are contacted at once share the key of their deployment. */
  locker = g_mutex_locker_new (&making);
  public_path = name_public (path);
  folder = g_path_get_dirname (path);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return g_file_test (public_path, G_FILE_TEST_EXISTS) ||
           restore_public (path, public_path, cancellable, error);

  if (!fr_paths_ensure (folder, error))
    return FALSE;

  /* What a try that was cut off has left would make ssh-keygen ask. */
  g_unlink (fresh);
  g_unlink (fresh_public);

  if (!fr_process_run (argv, NULL, KEYGEN_SECONDS, NULL, cancellable, error))
    return FALSE;

  if (g_rename (fresh_public, public_path) == 0 && g_rename (fresh, path) == 0)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("The new SSH key cannot be moved to “%s”."),
               path);
  return FALSE;
}

/**
 * fr_ssh_read_public_key:
 * @path: of the private key; ".pub" is added
 *
 * Returns: (transfer full): the line for an authorized_keys file, without line end; %NULL with
 *   %FR_ERROR_STATE
 */
char *
fr_ssh_read_public_key (const char *path, GError **error)
{
  g_autofree char *public_path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  public_path = name_public (path);
  if (!g_file_get_contents (public_path, &text, NULL, &reason))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("The public key “%s” cannot be read (%s)."),
                   public_path, reason->message);
      return NULL;
    }

  g_strstrip (text);
  if (!g_str_has_prefix (text, "ssh-") && !g_str_has_prefix (text, "ecdsa-"))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("“%s” does not hold a public SSH key."),
                   public_path);
      return NULL;
    }

  return g_steal_pointer (&text);
}
