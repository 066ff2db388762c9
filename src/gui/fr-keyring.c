/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-keyring.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "fr-error.h"
#include "fr-job.h"

/* The keyring of the desktop, for accounts of clouds. All of it blocks, and may ask the user to
 * open the keyring: for workers only. Attributes are stored in clear, so there are few. */

static const SecretSchema schema = {
  "io.github.fittingroom.Account",
  SECRET_SCHEMA_NONE,
  {
    { "endpoint", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "user", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

static gboolean
fail (GError *reason, GError **error)
{
  g_autoptr (GError) owned = reason;

  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&owned));
  else if (g_error_matches (reason, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    g_set_error_literal (error, FR_ERROR, FR_ERROR_MISSING,
                         _ ("The keyring is locked, and has not been opened."));
  else
    {
      g_debug ("no keyring: %s (%s %d)", reason->message, g_quark_to_string (reason->domain),
               reason->code);
      g_set_error_literal (error, FR_ERROR, FR_ERROR_MISSING,
                           _ ("There is no keyring on this desktop: the password is asked for "
                              "again next time."));
    }

  return FALSE;
}

FrKeyringAccount *
fr_keyring_account_new (const char *endpoint, const char *user, const char *password)
{
  FrKeyringAccount *account = g_new0 (FrKeyringAccount, 1);

  account->endpoint = g_strdup (endpoint);
  account->user = g_strdup (user);
  account->password = g_strdup (password);

  return account;
}

/**
 * fr_keyring_account_free:
 * @account: (nullable):
 */
void
fr_keyring_account_free (FrKeyringAccount *account)
{
  if (account == NULL)
    return;

  g_free (account->endpoint);
  g_free (account->user);
  secret_password_free (account->password);
  g_free (account);
}

/**
 * fr_keyring_find:
 * @endpoint: of a cloud
 * @account: (out): who signs in there, %NULL when nobody is remembered
 *
 * Returns: %FALSE with %FR_ERROR_MISSING when there is no keyring, or it stays locked
 */
gboolean
fr_keyring_find (const char *endpoint, FrKeyringAccount **account, GCancellable *cancellable,
                 GError **error)
{
  GList *found;
  g_autoptr (GError) reason = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  g_return_val_if_fail (endpoint != NULL && account != NULL, FALSE);

  *account = NULL;
  found = secret_password_search_sync (&schema, SECRET_SEARCH_UNLOCK | SECRET_SEARCH_LOAD_SECRETS,
                                       cancellable, &reason, "endpoint", endpoint, NULL);
  /* Forgotten since it was found: the service has many words for that. */
  if (g_error_matches (reason, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
      g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_METHOD) ||
      g_error_matches (reason, G_DBUS_ERROR, G_DBUS_ERROR_UNKNOWN_OBJECT))
    return TRUE;
  if (reason != NULL)
    return fail (g_steal_pointer (&reason), error);

  if (found != NULL)
    {
      g_autoptr (SecretValue) secret =
        secret_retrievable_retrieve_secret_sync (found->data, cancellable, NULL);
      g_autoptr (GHashTable) attributes = secret_retrievable_get_attributes (found->data);
      const char *user = g_hash_table_lookup (attributes, "user");

      if (user != NULL && secret != NULL && secret_value_get_text (secret) != NULL)
        *account = fr_keyring_account_new (endpoint, user, secret_value_get_text (secret));
    }
  g_list_free_full (found, g_object_unref);

  return TRUE;
}

/**
 * fr_keyring_store:
 *
 * Returns: %FALSE with %FR_ERROR_MISSING when there is no keyring, or it stays locked
 */
gboolean
fr_keyring_store (const FrKeyringAccount *account, GCancellable *cancellable, GError **error)
{
  g_autofree char *label = g_strdup_printf (_ ("Fitting Room: %s at %s"), account->user,
                                            account->endpoint);
  GError *reason = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  return secret_password_store_sync (&schema, SECRET_COLLECTION_DEFAULT, label, account->password,
                                     cancellable, &reason, "endpoint", account->endpoint, "user",
                                     account->user, NULL) ||
         fail (reason, error);
}

/**
 * fr_keyring_forget:
 * @endpoint: of a cloud
 *
 * Removes all accounts there. That there are none is no error.
 *
 * Returns: %FALSE with %FR_ERROR_MISSING when there is no keyring, or it stays locked
 */
gboolean
fr_keyring_forget (const char *endpoint, GCancellable *cancellable, GError **error)
{
  GError *reason = NULL;

  fr_job_assert_may_block (G_STRFUNC);
  secret_password_clear_sync (&schema, cancellable, &reason, "endpoint", endpoint, NULL);

  return reason == NULL || fail (reason, error);
}
