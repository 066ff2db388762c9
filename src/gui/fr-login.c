/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-error.h"
#include "fr-login.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>
#include <string.h>

#include "fr-ipv4.h"
#include "fr-machine.h"
#include "fr-own.h"
#include "fr-site.h"

#define PRINT_BEGIN "SHA256:"
#define PRINT_LENGTH 43 /* letters of base64, without "=" at the end */
#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"
#define MOST_HOST 253
#define MOST_LABEL 63
#define MOST_USER 32

FrLogin *
fr_login_new (const char *host, guint port, const char *user)
{
  FrLogin *self = g_new0 (FrLogin, 1);

  self->host = g_strdup (host);
  self->port = port;
  self->user = g_strdup (user);

  return self;
}

void
fr_login_free (gpointer data)
{
  FrLogin *self = data;

  if (self == NULL)
    return;

  g_free (self->host);
  g_free (self->user);
  secret_password_free (self->password);
  g_free (self->key_file);
  g_free (self->host_key);
  g_free (self->deployment);
  g_free (self);
}

/**
 * fr_login_dup_endpoint:
 *
 * Returns: (transfer full): who signs in where, as a deployment and the keyring call it, where
 *   clouds have the address of their API
 */
char *
fr_login_dup_endpoint (const char *user, const char *host, guint port)
{
  return g_strdup_printf ("ssh://%s@%s:%u", user, host, port);
}

static gboolean
is_label (const char *label)
{
  gsize length = strlen (label);

  return length > 0 && length <= MOST_LABEL && strspn (label, LETTERS DIGITS "-_") == length &&
         *label != '-' && label[length - 1] != '-';
}

/* What stands in the wrong field is told apart from what is wrong. */
static const char *
find_misplaced (const char *host)
{
  if (strstr (host, "://") != NULL || strchr (host, '/') != NULL)
    return _ ("The name alone is enough: leave out ssh:// and what follows the name.");
  if (strchr (host, '@') != NULL)
    return _ ("The name of the user has a field of its own below.");
  if (strchr (host, ':') != NULL && strchr (host, ':') != strrchr (host, ':'))
    return _ ("An IPv6 address is not understood yet: write a name or an IPv4 address.");
  if (strchr (host, ':') != NULL)
    return _ ("The port has a field of its own below.");

  return NULL;
}

/**
 * fr_login_get_host_problem:
 *
 * Returns: (transfer none) (nullable): why @host is neither a host name nor an IPv4 address, and
 *   what would be; nothing is looked up
 */
const char *
fr_login_get_host_problem (const char *host)
{
  const char *why = find_misplaced (host);
  g_auto (GStrv) labels = g_strsplit (host, ".", -1);
  guint32 address;

  if (why != NULL)
    return why;
  if (*host == '\0')
    return _ ("Write the name or the IPv4 address of the server, like mirror.example.org.");
  if (strspn (host, DIGITS ".") == strlen (host))
    return fr_ipv4_parse (host, &address)
             ? NULL
             : _ ("An IPv4 address has four numbers from 0 to 255, like 198.51.100.2.");
  if (strlen (host) > MOST_HOST)
    return _ ("A host name has 253 characters at the most.");
  for (guint i = 0; labels[i] != NULL; i++)
    if (!is_label (labels[i]))
      return _ ("A host name has letters from a to z, digits and hyphens, with dots between its "
                "parts.");

  return NULL;
}

/**
 * fr_login_get_user_problem:
 *
 * Returns: (transfer none) (nullable): why nobody on Linux has that name
 */
const char *
fr_login_get_user_problem (const char *user)
{
  if (*user == '\0')
    return _ ("Write who signs in there, like root or ubuntu.");
  if (strlen (user) > MOST_USER)
    return _ ("The name of a user has 32 characters at the most.");
  if (strspn (user, LETTERS DIGITS "._-") != strlen (user) ||
      (!g_ascii_isalpha (*user) && *user != '_'))
    return _ ("The name of a user has letters, digits, dots, hyphens and underscores, and begins "
              "with a letter.");

  return NULL;
}

/**
 * fr_login_is_print:
 *
 * Returns: whether @text is a fingerprint, as ssh-keygen prints it
 */
gboolean
fr_login_is_print (const char *text)
{
  const char *digest;

  if (text == NULL || !g_str_has_prefix (text, PRINT_BEGIN))
    return FALSE;

  digest = text + strlen (PRINT_BEGIN);
  return strlen (digest) == PRINT_LENGTH &&
         strspn (digest, LETTERS DIGITS "+/") == PRINT_LENGTH;
}

/**
 * fr_login_may_become:
 * @typed: so far; with "SHA256:" or without
 * @print: a fingerprint
 *
 * Returns: whether @typed is @print, or the beginning of it
 */
gboolean
fr_login_may_become (const char *typed, const char *print)
{
  return g_str_has_prefix (print, typed) ||
         (g_str_has_prefix (print, PRINT_BEGIN) &&
          g_str_has_prefix (print + strlen (PRINT_BEGIN), typed));
}

/**
 * fr_login_scan:
 * @data: an FrLogin; its host and port count
 *
 * Asks a server for its key, and signs in nowhere. Blocks.
 *
 * Returns: (transfer full): a char*, "ED25519 SHA256:…", or %NULL with an error
 */
gpointer
fr_login_scan (gpointer data, GCancellable *cancellable, GError **error)
{
  const FrLogin *self = data;

  return fr_own_scan (self->host, self->port, cancellable, error);
}

/* A server on which we were once takes no password any more; the key that was left there is ours.
 * sudo may still ask for the password. */
static FrOwnLook *
look (const FrLogin *self, FrOwnLogin *login, GCancellable *cancellable, GError **error)
{
  g_autofree char *key = self->deployment != NULL ? fr_site_find_key (self->deployment) : NULL;
  g_autoptr (GError) refused = NULL;
  FrOwnLook *found = fr_own_look (login, cancellable, &refused);

  if (found != NULL)
    return found;
  if (key == NULL || !g_error_matches (refused, FR_ERROR, FR_ERROR_CREDENTIALS))
    {
      g_propagate_error (error, g_steal_pointer (&refused));
      return NULL;
    }

  login->key_file = key;
  found = fr_own_look (login, cancellable, error);
  login->key_file = self->key_file;

  return found;
}

/**
 * fr_login_look:
 * @data: an FrLogin
 *
 * Signs in, and looks what there is. Changes nothing; blocks. A refusal is never tried again,
 * unless with the key of the deployment.
 *
 * Returns: (transfer full): an FrMachine, or %NULL with an error
 */
gpointer
fr_login_look (gpointer data, GCancellable *cancellable, GError **error)
{
  const FrLogin *self = data;
  FrOwnLogin login = {
    .host = self->host,
    .port = self->port,
    .user = self->user,
    .password = self->password,
    .key_file = self->key_file,
    .host_key = self->host_key,
  };
  g_autoptr (FrOwnLook) found = look (self, &login, cancellable, error);
  g_autoptr (GError) unfit = NULL;
  FrMachine machine = { 0 };

  if (found == NULL)
    return NULL;

  machine.system = found->system;
  machine.architecture = found->architecture;
  machine.cpus = found->cpus;
  machine.memory = found->memory;
  machine.disk_free = found->disk_free;
  machine.sudo_asks = found->sudo_asks;
  if (!fr_own_look_fits (found, self->host, &unfit))
    machine.obstacle = unfit->message;

  return fr_machine_copy (&machine);
}
