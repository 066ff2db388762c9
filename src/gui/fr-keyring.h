/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrKeyringAccount:
 * @password: a secret
 *
 * Who signs in to a cloud, as the keyring knows it.
 */
typedef struct
{
  char *endpoint;
  char *user;
  char *password;
} FrKeyringAccount;

FrKeyringAccount *fr_keyring_account_new (const char *endpoint, const char *user,
                                          const char *password);
void fr_keyring_account_free (FrKeyringAccount *account);

gboolean fr_keyring_find (const char *endpoint, FrKeyringAccount **account,
                          GCancellable *cancellable, GError **error);
gboolean fr_keyring_store (const FrKeyringAccount *account, GCancellable *cancellable,
                           GError **error);
gboolean fr_keyring_forget (const char *endpoint, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrKeyringAccount, fr_keyring_account_free)

G_END_DECLS
