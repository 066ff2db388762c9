/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-paths.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "fr-error.h"

/* The folder of one kind: below FITTINGS_HOME when that is set, so that a test or a second
 * user can have a world of their own; else where the XDG base directory specification says. */
static char *
build (const char *kind, const char *xdg, const char *first, va_list rest)
{
  const char *home = g_getenv ("FITTINGS_HOME");
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();

  if (home != NULL && *home != '\0')
    {
      g_ptr_array_add (parts, (gpointer) home);
      g_ptr_array_add (parts, (gpointer) kind);
    }
  else
    {
      g_ptr_array_add (parts, (gpointer) xdg);
      g_ptr_array_add (parts, (gpointer) "fitting-room");
    }

  for (const char *part = first; part != NULL; part = va_arg (rest, const char *))
    g_ptr_array_add (parts, (gpointer) part);
  g_ptr_array_add (parts, NULL);

  return g_build_filenamev ((char **) parts->pdata);
}

/**
 * fr_paths_data:
 * @first: (nullable): the first of the parts below the folder, ended by %NULL
 *
 * Returns: (transfer full): a path in the folder of what was downloaded or unpacked for good
 */
char *
fr_paths_data (const char *first, ...)
{
  va_list rest;
  char *path;

  va_start (rest, first);
  path = build ("data", g_get_user_data_dir (), first, rest);
  va_end (rest);

  return path;
}

/**
 * fr_paths_state:
 * @first: (nullable): the first of the parts below the folder, ended by %NULL
 *
 * Returns: (transfer full): a path in the folder of deployments and of the emulated cloud
 */
char *
fr_paths_state (const char *first, ...)
{
  va_list rest;
  char *path;

  va_start (rest, first);
  path = build ("state", g_get_user_state_dir (), first, rest);
  va_end (rest);

  return path;
}

/**
 * fr_paths_cache:
 * @first: (nullable): the first of the parts below the folder, ended by %NULL
 *
 * Returns: (transfer full): a path in the folder of what can be made again
 */
char *
fr_paths_cache (const char *first, ...)
{
  va_list rest;
  char *path;

  va_start (rest, first);
  path = build ("cache", g_get_user_cache_dir (), first, rest);
  va_end (rest);

  return path;
}

/**
 * fr_paths_ensure:
 * @folder: a folder
 *
 * Makes @folder and its parents, readable by the user alone. Blocks for a moment.
 *
 * Returns: %FALSE with %FR_ERROR_STATE when it cannot be made
 */
gboolean
fr_paths_ensure (const char *folder, GError **error)
{
  int saved;

  g_return_val_if_fail (folder != NULL, FALSE);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  saved = errno;
  g_set_error (
    error, FR_ERROR, FR_ERROR_STATE,
    _ ("The folder “%s” cannot be made (%s). Make room or give yourself the right to write "
       "there, or name another folder in FITTINGS_HOME."),
    folder, g_strerror (saved));
  return FALSE;
}

/**
 * fr_paths_write:
 * @path: the file
 * @text: its new content
 * @length: bytes of @text, or -1 when it ends with a NUL
 *
 * Replaces the file as a whole: after a power cut it is the old one or the new one. The file
 * and the folders made for it can be read by the user alone. Blocks until it is on the disk.
 *
 * Returns: %FALSE with %FR_ERROR_STATE when it cannot be written; the old file is then kept
 */
gboolean
fr_paths_write (const char *path, const char *text, gssize length, GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (path != NULL && text != NULL, FALSE);

  folder = g_path_get_dirname (path);
  if (!fr_paths_ensure (folder, error))
    return FALSE;

  if (g_file_set_contents_full (path, text, length,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0600,
                                &reason))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_STATE,
               _ ("“%s” cannot be saved: %s. What was there is kept."), path, reason->message);
  return FALSE;
}
