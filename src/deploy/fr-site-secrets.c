/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <sys/random.h>

#include "fr-paths.h"

#define BYTES 24

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

/**
 * fr_site_dup_secret:
 * @name: what it is for
 *
 * Makes a secret at the first call, and keeps it in a file that only the user can read. It is
 * never in the plan, the journal or the log.
 *
 * Returns: (transfer full): the secret of this deployment with this name
 */
char *
fr_site_dup_secret (FrSite *self, const char *name)
{
  g_autofree char *path = g_build_filename (self->folder, "secrets", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  char *secret;

  g_mutex_lock (&self->mutex);
  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  secret = g_key_file_get_string (file, "secrets", name, NULL);
  if (secret == NULL)
    {
      g_autoptr (GError) error = NULL;

      secret = make_secret ();
      g_key_file_set_string (file, "secrets", name, secret);
      text = g_key_file_to_data (file, NULL, NULL);
      if (!fr_paths_write (path, text, -1, &error))
        g_warning ("%s", error->message);
    }
  g_mutex_unlock (&self->mutex);

  return secret;
}
