/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-keys.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <libssh2.h>
#include <string.h>

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

#define OPENSSH_BEGIN "-----BEGIN OPENSSH PRIVATE KEY-----"
#define OPENSSH_MAGIC "openssh-key-v1"

/* A length and as many bytes, the usual way of SSH to write a text (RFC 4251, 5). */
static char *
take_string (const guchar **data, gsize *left)
{
  guint32 size;
  char *text;

  if (*left < 4)
    return NULL;
  memcpy (&size, *data, 4);
  size = GUINT32_FROM_BE (size);
  if (size > *left - 4)
    return NULL;

  text = g_strndup ((const char *) *data + 4, size);
  *data += 4 + size;
  *left -= 4 + size;

  return text;
}

/* What OpenSSH's own format says in the clear: the cipher, and the type of the key. */
static gboolean
read_openssh (const char *text, char **cipher, char **type)
{
  g_autofree char *base64 = g_strdup (text + strlen (OPENSSH_BEGIN));
  char *end = strstr (base64, "-----END");
  g_autofree guchar *data = NULL;
  g_autofree char *kdf = NULL;
  g_autofree char *options = NULL;
  const guchar *rest;
  gsize left = 0;

  if (end != NULL)
    *end = '\0';
  data = g_base64_decode (base64, &left);
  if (data == NULL || left < sizeof OPENSSH_MAGIC ||
      memcmp (data, OPENSSH_MAGIC, sizeof OPENSSH_MAGIC) != 0)
    return FALSE;

  rest = data + sizeof OPENSSH_MAGIC;
  left -= sizeof OPENSSH_MAGIC;
  *cipher = take_string (&rest, &left);
  kdf = take_string (&rest, &left);
  options = take_string (&rest, &left);
  if (*cipher == NULL || options == NULL || left < 8)
    return FALSE;

  /* The number of keys, then the length of the public half of the first, which starts with its
   * type. */
  rest += 8;
  left -= 8;
  *type = take_string (&rest, &left);

  return *type != NULL;
}

/* Whether the library signs with RSA in the only way that servers still take (SHA-2). */
static gboolean
can_rsa (void)
{
  return libssh2_version (0x010b00) != NULL;
}

/**
 * fr_ssh_dup_key_trouble:
 * @path: of a private key
 *
 * Returns: (transfer full) (nullable): why it cannot sign in, and the cure; %NULL when nothing is
 *   known against it
 */
char *
fr_ssh_dup_key_trouble (const char *path)
{
  g_autofree char *text = NULL;
  g_autofree char *cipher = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GError) reason = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if (!g_file_get_contents (path, &text, NULL, &reason))
    return g_strdup_printf (_ ("it cannot be read (%s)."), reason->message);
  if (g_str_has_prefix (text, "ssh-") || g_str_has_prefix (text, "ecdsa-"))
    return g_strdup (_ ("it is the public half. Name the file without “.pub”."));
  if (strstr (text, "PRIVATE KEY-----") == NULL)
    return g_strdup (_ ("it is no private SSH key. One made by “ssh-keygen -t ed25519” is."));

  if (g_str_has_prefix (text, OPENSSH_BEGIN))
    read_openssh (text, &cipher, &type);
  if (strstr (text, "ENCRYPTED") != NULL || (cipher != NULL && !g_str_equal (cipher, "none")))
    return g_strdup (_ ("it is locked by a passphrase, which is not asked for here. Make a key "
                        "without one by “ssh-keygen -t ed25519”, and put its public half into "
                        "~/.ssh/authorized_keys there (ssh-copy-id does it); or give the password "
                        "of the user instead."));
  if (!can_rsa () && (g_strcmp0 (type, "ssh-rsa") == 0 || strstr (text, "BEGIN RSA") != NULL))
    return g_strdup (_ ("it is an RSA key, which this version of libssh2 signs with in a way that "
                        "servers refuse. Use an Ed25519 key."));

  return NULL;
}
