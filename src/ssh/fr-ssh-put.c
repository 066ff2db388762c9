/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"

/* At the pace of a slow line: what a file may take, and more for its size. */
#define PUT_SECONDS 60
#define PUT_BYTES_PER_SECOND 50000

/* $1: the path, $2: its mode, $3: its size. Written beside the place and moved over it when it
 * has arrived whole: a lost connection looks like the end of the input to cat. */
#define SCRIPT                                                                                     \
  "set -e; umask 077; folder=$(dirname -- \"$1\"); [ -d \"$folder\" ] || (umask 022; mkdir -p -- " \
  "\"$folder\"); "                                                                                 \
  "new=$(mktemp -- \"$1.XXXXXX\"); trap 'rm -f -- \"$new\"' EXIT; cat > \"$new\"; "                \
  "[ $(wc -c < \"$new\") -eq $3 ] || { echo 'It arrived cut short.' >&2; exit 1; }; "              \
  "chmod $2 -- \"$new\"; mv -f -T -- \"$new\" \"$1\"; trap - EXIT"

static void
collect_cb (int stream, const char *text, gsize length, gpointer data)
{
  g_string_append_len (data, text, length);
}

/**
 * fr_ssh_put:
 * @path: absolute, on the server
 * @content: what the file is to hold; it may hold NULs
 * @length: bytes of @content, or -1 when it ends with a NUL
 * @mode: the permissions, as in 0600
 *
 * Puts a file there, as a whole: at every moment the old one or the new one is in place, and
 * the new one is never readable for more than @mode allows. Missing folders are made. Blocks.
 *
 * Returns: %FALSE with %FR_ERROR_REMOTE and what the server says (no room, no right to write),
 *   or as fr_ssh_run()
 */
gboolean
fr_ssh_put (FrSsh *self, const char *path, const char *content, gssize length, guint mode,
            GCancellable *cancellable, GError **error)
{
  g_autoptr (GString) said = g_string_new (NULL);
  g_autofree char *what = NULL;
  g_autofree char *quoted = NULL;
  g_autofree char *script = NULL;
  g_autofree char *command = NULL;
  FrSshTurn turn;
  int status = 0;
  gsize size;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (self != NULL && path != NULL && content != NULL && mode <= 07777, FALSE);

  size = length >= 0 ? (gsize) length : strlen (content);
  quoted = g_shell_quote (path);
  script = g_shell_quote (SCRIPT);
  command =
    g_strdup_printf ("exec /bin/sh -c %s put %s %04o %" G_GSIZE_FORMAT, script, quoted, mode, size);

  what = g_strdup_printf (_ ("Putting the file “%s”"), path);
  fr_ssh_turn_init (&turn, what, PUT_SECONDS + size / PUT_BYTES_PER_SECOND, cancellable);

  if (!fr_ssh_execute (self, command, content, size, collect_cb, said, &turn, &status, error))
    return FALSE;

  if (status == 0)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_REMOTE, _ ("The file “%s” could not be put at %s: %s"),
               path, self->peer, g_strstrip (said->str));
  return FALSE;
}
