/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <string.h>

/**
 * fr_ssh_scan:
 * @host: name or address
 * @port: 0 means 22
 * @limit_seconds: 0 means 30
 *
 * Looks at the host key of a server, as ssh-keyscan does. Signs in nowhere, believes nothing and
 * remembers nothing: whether it is the right one is for a person to say. Blocks.
 *
 * Returns: (transfer full): "ED25519 SHA256:…"; %NULL with %FR_ERROR_UNREACHABLE,
 *   %FR_ERROR_TIMEOUT, %FR_ERROR_SSH, or cancelled
 */
char *
fr_ssh_scan (const char *host, guint port, guint limit_seconds, GCancellable *cancellable,
             GError **error)
{
  FrSshTarget target = { .host = host, .port = port, .limit_seconds = limit_seconds };
  g_autoptr (FrSsh) self = NULL;
  g_autofree char *what = NULL;
  FrSshTurn turn;

  g_return_val_if_fail (host != NULL, NULL);

  what = fr_ssh_turn_start (&turn, &target, cancellable);
  self = fr_ssh_meet (&target, FR_SSH_FIRST_TYPE, FALSE, &turn, error);

  return self != NULL ? g_strdup_printf ("%s %s", self->key_type, self->fingerprint) : NULL;
}

/**
 * fr_ssh_list_ways:
 * @target: where, and for whom; its secrets are not used
 *
 * Asks in which ways the server lets a user sign in, without trying one. Blocks.
 *
 * Returns: (transfer full): such as "publickey,password"; empty when none is needed; %NULL with
 *   an error as fr_ssh_scan()
 */
char *
fr_ssh_list_ways (const FrSshTarget *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrSsh) self = NULL;
  g_autofree char *what = NULL;
  g_autofree char *ways = NULL;
  FrSshTurn turn;

  g_return_val_if_fail (target != NULL && target->host != NULL && target->user != NULL, NULL);

  what = fr_ssh_turn_start (&turn, target, cancellable);
  self = fr_ssh_meet (target, FR_SSH_FIRST_TYPE, FALSE, &turn, error);
  if (self == NULL || !fr_ssh_ask_ways (self, target->user, &turn, &ways, error))
    return NULL;

  /* It comes with a comma on either side. */
  return g_strndup (ways + 1, strlen (ways) > 2 ? strlen (ways) - 2 : 0);
}
