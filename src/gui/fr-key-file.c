/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-key-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"

/* Files with SSH keys that somebody has chosen. A private key is looked at, and never kept: what
 * signs in reads it again. */

#define MOST_BYTES (64 * 1024)
#define MAGIC "openssh-key-v1" /* and a zero byte; then the cipher, its length first */
#define LENGTH_BYTES 4

static const char *const kinds[] = {
  "ssh-ed25519 ",
  "ecdsa-sha2-nistp256 ",
  "ecdsa-sha2-nistp384 ",
  "ecdsa-sha2-nistp521 ",
  "ssh-rsa ",
  "sk-ssh-ed25519@openssh.com ",
  "sk-ecdsa-sha2-nistp256@openssh.com ",
};

static char *
read_file (const char *path, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *text = g_malloc0 (MOST_BYTES + 1);
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MOST_BYTES, &length, cancellable,
                                error))
    {
      g_prefix_error (error, "%s", _ ("The file cannot be read: "));
      return NULL;
    }
  if (memchr (text, '\0', length) != NULL)
    *text = '\0'; /* no key is binary */

  return g_steal_pointer (&text);
}

/* A key of OpenSSH says in its beginning how it is locked; those of PEM say it in a header. */
static gboolean
is_locked (const char *text)
{
  const char *body = strchr (text, '\n');
  g_autofree char *line = NULL;
  g_autofree guchar *bytes = NULL;
  const gsize at = strlen (MAGIC) + 1 + LENGTH_BYTES;
  gsize length;

  if (strstr (text, "ENCRYPTED") != NULL)
    return TRUE;
  if (!g_str_has_prefix (text, "-----BEGIN OPENSSH PRIVATE KEY-----") || body == NULL)
    return FALSE;

  line = g_strndup (body + 1, 64); /* whole groups of four */
  bytes = g_base64_decode (line, &length);

  return length < at + strlen ("none") || memcmp (bytes, MAGIC, strlen (MAGIC)) != 0 ||
         memcmp (bytes + at, "none", strlen ("none")) != 0;
}

static gboolean
is_public (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (text, kinds[i]))
      return TRUE;

  return FALSE;
}

/**
 * fr_key_file_find:
 *
 * Returns: (transfer full) (nullable): the private key that ssh would take, when there is one
 */
char *
fr_key_file_find (void)
{
  static const char *const names[] = { "id_ed25519", "id_ecdsa" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (g_get_home_dir (), ".ssh", names[i], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return g_steal_pointer (&path);
    }

  return NULL;
}

/**
 * fr_key_file_check:
 * @data: (type filename): where a private key should be
 *
 * For a worker, see fr_job_run().
 *
 * Returns: %NULL; with an error when nobody can sign in with it
 */
gpointer
fr_key_file_check (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = read_file (data, cancellable, error);
  const char *why = NULL;

  if (text == NULL)
    return NULL;

  if (is_public (text))
    why = _ ("This is the public half of a key. Choose the file without .pub beside it.");
  else if (strstr (text, "PRIVATE KEY-----") == NULL)
    why = _ ("This is no private SSH key. Such a file begins with “-----BEGIN”, and is called "
             "id_ed25519, for example.");
  else if (is_locked (text))
    why = _ ("This key has a passphrase, and nobody would be there to type it. Choose one "
             "without, or sign in with a password.");
  if (why != NULL)
    g_set_error_literal (error, FR_ERROR, FR_ERROR_USAGE, why);
  memset (text, 0, strlen (text));

  return NULL;
}

/**
 * fr_key_file_read_public:
 * @data: (type filename): where a public key should be
 *
 * For a worker, see fr_job_run().
 *
 * Returns: (transfer full): its line, or %NULL with an error
 */
gpointer
fr_key_file_read_public (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree char *text = read_file (data, cancellable, error);
  const char *why = NULL;
  char *end;

  if (text == NULL)
    return NULL;

  end = strpbrk (text, "\r\n");
  if (strstr (text, "PRIVATE KEY-----") != NULL)
    why = _ ("This is the private half of a key, which stays with you. Choose the file with .pub "
             "beside it.");
  else if (!is_public (text) || strpbrk (text, "\"\\{}'") != NULL ||
           !g_utf8_validate (text, -1, NULL))
    why = _ ("This is no public SSH key. Such a file has one line that begins with “ssh-ed25519”, "
             "for example.");
  else if (end != NULL && *g_strchug (end) != '\0')
    why = _ ("There is more than one key in this file. Choose one with one.");
  if (why == NULL)
    return g_strchomp (g_steal_pointer (&text));

  g_set_error_literal (error, FR_ERROR, FR_ERROR_USAGE, why);
  memset (text, 0, strlen (text));

  return NULL;
}
