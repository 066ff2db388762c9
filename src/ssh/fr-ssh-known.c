/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-paths.h"

/* Two servers of a deployment may be met for the first time at the same moment. */
static GMutex file_lock;

/* The name of a host in the file: with brackets and port unless the port is the usual one. */
static char *
build_name (const FrSshTarget *target)
{
  if (target->port == 0 || target->port == 22)
    return g_strdup (target->host);

  return g_strdup_printf ("[%s]:%u", target->host, target->port);
}

/* A file that is not there yet is an empty one. One that cannot be read is an error: it must
 * not make a changed host look like a new one. */
static gboolean
read_file (const char *path, char **text, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (path == NULL)
    {
      *text = g_strdup ("");
      return TRUE;
    }

  if (g_file_get_contents (path, text, NULL, &reason))
    return TRUE;

  if (g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    {
      *text = g_strdup ("");
      return TRUE;
    }

  g_set_error (error, FR_ERROR, FR_ERROR_STATE, _ ("The known hosts in “%s” cannot be read (%s)."),
               path, reason->message);
  return FALSE;
}

/* Splits "name,name type base64 comment"; NULL for an empty line, a comment or a marker. */
static char **
split_line (const char *line, const char *name)
{
  g_auto (GStrv) fields = g_strsplit_set (line, " \t", 4);
  g_auto (GStrv) names = NULL;

  if (g_strv_length (fields) < 3 || fields[0][0] == '#' || fields[0][0] == '@')
    return NULL;

  names = g_strsplit (fields[0], ",", -1);
  if (!g_strv_contains ((const char *const *) names, name))
    return NULL;

  g_strstrip (fields[2]);
  return g_steal_pointer (&fields);
}

/* The type of host key that is remembered of the target, to be asked for first: else a server
 * that has learnt a better one would look like another server. NULL: none. */
char *
fr_ssh_known_dup_type (const FrSshTarget *target)
{
  g_autofree char *name = build_name (target);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!read_file (target->known_hosts, &text, NULL))
    return NULL;

  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) fields = split_line (*line, name);

      if (fields != NULL)
        return g_strdup (fields[1]);
    }

  return NULL;
}

/**
 * fr_ssh_is_known:
 *
 * Returns: whether a host key of the target is remembered
 */
gboolean
fr_ssh_is_known (const FrSshTarget *target)
{
  g_autofree char *type = fr_ssh_known_dup_type (target);

  return type != NULL;
}

/* A key begins with the length and the name of its type (RFC 4253, 6.6). */
static char *
read_type (const guint8 *key, gsize length)
{
  guint32 size;

  if (length < 4)
    return NULL;

  memcpy (&size, key, 4);
  size = GUINT32_FROM_BE (size);
  if (size == 0 || size > 64 || size > length - 4)
    return NULL;

  return g_strndup ((const char *) key + 4, size);
}

static gboolean
remember (const FrSshTarget *target, const char *name, const char *text, const char *type,
          const char *base64, GError **error)
{
  gsize length = strlen (text);
  g_autofree char *longer = NULL;

  if (target->known_hosts == NULL)
    return TRUE;

  longer =
    g_strdup_printf ("%s%s%s %s %s\n", text, length == 0 || text[length - 1] == '\n' ? "" : "\n",
                     name, type, base64);

  return fr_paths_write (target->known_hosts, longer, -1, error);
}

static gboolean
refuse (const FrSshTarget *target, const char *peer, const char *fingerprint, gboolean met,
        GError **error)
{
  if (met)
    g_set_error (
      error, FR_ERROR, FR_ERROR_CERTIFICATE,
      _ ("The server at %s shows another host key than before (now %s). It was set up anew, or "
         "somebody stands in between. If you know why, remove its line from “%s” and try again."),
      peer, fingerprint, target->known_hosts);
  else
    g_set_error (
      error, FR_ERROR, FR_ERROR_CERTIFICATE,
      _ ("The server at %s is not known yet (host key %s), and was not to be trusted at first "
         "sight."),
      peer, fingerprint);

  return FALSE;
}

/* Accepts the remembered key; remembers a first one when the target says so. */
gboolean
fr_ssh_known_check (const FrSshTarget *target, const char *peer, const guint8 *key, gsize length,
                    const char *fingerprint, GError **error)
{
  g_autofree char *name = build_name (target);
  g_autofree char *type = read_type (key, length);
  g_autofree char *base64 = g_base64_encode (key, length);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file_lock);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  gboolean met = FALSE;

  if (type == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_SSH, _ ("The host key of %s cannot be understood."),
                   peer);
      return FALSE;
    }

  if (!read_file (target->known_hosts, &text, error))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) fields = split_line (*line, name);

      if (fields == NULL)
        continue;

      met = TRUE;
      if (g_str_equal (fields[2], base64))
        return TRUE;
    }

  if (met || !target->trust_first)
    return refuse (target, peer, fingerprint, met, error);

  return remember (target, name, text, type, base64, error);
}

/* Remembers a key that is right for certain, instead of any other of the same host. */
gboolean
fr_ssh_known_accept (const FrSshTarget *target, const guint8 *key, gsize length, GError **error)
{
  g_autofree char *name = build_name (target);
  g_autofree char *type = read_type (key, length);
  g_autofree char *base64 = g_base64_encode (key, length);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&file_lock);
  g_autoptr (GString) rest = g_string_new (NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (target->known_hosts == NULL || type == NULL)
    return TRUE;
  if (!read_file (target->known_hosts, &text, error))
    return FALSE;

  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) fields = split_line (*line, name);

      if (fields != NULL && g_str_equal (fields[2], base64))
        return TRUE;
      if (fields == NULL && **line != '\0')
        g_string_append_printf (rest, "%s\n", *line);
    }

  return remember (target, name, rest->str, type, base64, error);
}
