/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <sys/random.h>

#include "fr-error.h"
#include "fr-paths.h"

#define BYTES 24
/* What the server asks for at the door, named as in the plan. */
#define KEY "mirror.secret"

static char *
make_secret (void)
{
  guint8 bytes[BYTES];
  GString *text = g_string_new (NULL);

  if (getrandom (bytes, sizeof bytes, 0) != sizeof bytes)
    g_error ("the system gives no random numbers");
  for (guint i = 0; i < sizeof bytes; i++)
    g_string_append_printf (text, "%02x", bytes[i]);

  return g_string_free (text, FALSE);
}

/* A file that is not there yet is an empty one; one that cannot be read is not overwritten. */
static gboolean
load (GKeyFile *file, const char *path, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &reason) ||
      g_error_matches (reason, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_STATE,
               _ ("The secrets of the deployment in “%s” cannot be read (%s). Look at the file; "
                  "nothing was changed."),
               path, reason->message);

  return FALSE;
}

static char *
find_secret (FrSite *self, const char *name, GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, "secrets", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *secret = NULL;
  g_autofree char *text = NULL;

  if (!load (file, path, error))
    return NULL;
  secret = g_key_file_get_string (file, "secrets", name, NULL);
  if (secret != NULL)
    return g_steal_pointer (&secret);

  secret = make_secret ();
  g_key_file_set_string (file, "secrets", name, secret);
  text = g_key_file_to_data (file, NULL, NULL);

  return fr_paths_write (path, text, -1, error) ? g_steal_pointer (&secret) : NULL;
}

/**
 * fr_site_dup_secret:
 * @name: what it is for
 *
 * Makes a secret at the first call, and keeps it in a file that only the user can read. It is
 * never in the plan, the journal or the log.
 *
 * Returns: (transfer full): the secret of this deployment with this name, or %NULL with
 *   %FR_ERROR_STATE when it cannot be kept: one that is lost must not be used
 */
char *
fr_site_dup_secret (FrSite *self, const char *name, GError **error)
{
  char *secret;

  g_mutex_lock (&self->mutex);
  secret = find_secret (self, name, error);
  g_mutex_unlock (&self->mutex);

  return secret;
}

/**
 * fr_site_add_key:
 * @name: of a deployment
 * @uri: address of its media server
 *
 * A server of whose plan “mirror.secret” is a part turns away whoever does not know it. It is
 * kept apart from the address, as that is shown.
 *
 * Returns: (transfer full): the address with the key in it; as it is, without one
 */
char *
fr_site_add_key (const char *name, const char *uri)
{
  g_autofree char *path = fr_paths_state ("deployments", name, "secrets", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *secret = NULL;

  g_return_val_if_fail (uri != NULL, NULL);

  if (load (file, path, NULL))
    secret = g_key_file_get_string (file, "secrets", KEY, NULL);

  return secret != NULL ? g_strdup_printf ("%s?access_token=%s", uri, secret) : g_strdup (uri);
}
