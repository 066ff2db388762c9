/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-typed.h"

#include <string.h>

#include "fr-error.h"

/* Passwords for servers that are there already, as they were typed while the program runs: by the
 * name of the deployment, in memory only, until one is refused or the deployment is gone. */

static GHashTable *passwords; /* of name and password; belongs to the main thread */

static void
wipe (gpointer password)
{
  explicit_bzero (password, strlen (password));
  g_free (password);
}

/**
 * fr_typed_remember:
 * @deployment: its name
 * @password: (nullable): what was typed for it; nothing is no password
 */
void
fr_typed_remember (const char *deployment, const char *password)
{
  g_return_if_fail (deployment != NULL);

  if (password == NULL || *password == '\0')
    return;
  if (passwords == NULL)
    passwords = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, wipe);
  g_hash_table_replace (passwords, g_strdup (deployment), g_strdup (password));
}

/**
 * fr_typed_get:
 * @deployment: its name
 *
 * Returns: (transfer none) (nullable): what was typed for it in this session, and not refused
 */
const char *
fr_typed_get (const char *deployment)
{
  g_return_val_if_fail (deployment != NULL, NULL);

  return passwords != NULL ? g_hash_table_lookup (passwords, deployment) : NULL;
}

/**
 * fr_typed_is_wanted:
 *
 * Returns: whether @deployment came to its end because a server that is there already wants
 *   another password, or one at all
 */
gboolean
fr_typed_is_wanted (FrDeployment *deployment)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (deployment), FALSE);

  return fr_deployment_is_own (deployment) &&
         g_error_matches (fr_deployment_get_error (deployment), FR_ERROR, FR_ERROR_CREDENTIALS);
}

static void
state_cb (FrDeployment *deployment)
{
  gboolean gone = fr_deployment_is_backwards (deployment) &&
                  fr_deployment_get_state (deployment) == FR_DEPLOYMENT_DONE;

  if (passwords != NULL && (gone || fr_typed_is_wanted (deployment)))
    g_hash_table_remove (passwords, fr_deployment_get_name (deployment));
}

/**
 * fr_typed_give:
 * @deployment: which does not run
 * @password: (nullable): for its servers, which are there already; %NULL or empty: what was typed
 *   for it before, if anything was
 *
 * Hands it over, and remembers it as long as it is good for something.
 */
void
fr_typed_give (FrDeployment *deployment, const char *password)
{
  const char *name;

  g_return_if_fail (FR_IS_DEPLOYMENT (deployment));

  name = fr_deployment_get_name (deployment);
  fr_typed_remember (name, password);
  if (fr_typed_get (name) != NULL)
    fr_deployment_set_server_password (deployment, fr_typed_get (name));
  g_signal_handlers_disconnect_by_func (deployment, state_cb, NULL);
  g_signal_connect (deployment, "notify::state", G_CALLBACK (state_cb), NULL);
}
