/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-mask.h"

#include <string.h>

#include "fr-paths.h"

/* A shorter word may stand anywhere by chance, and protects nothing. */
#define LEAST_LENGTH 4
#define MASK "•••"

static void
hide (GString *text, const char *secret)
{
  g_autofree char *escaped = NULL;

  if (secret == NULL || strlen (secret) < LEAST_LENGTH)
    return;

  escaped = g_uri_escape_string (secret, NULL, FALSE);
  g_string_replace (text, secret, MASK, 0);
  if (!g_str_equal (escaped, secret))
    g_string_replace (text, escaped, MASK, 0);
}

/* Those that were made for the deployment. */
static void
hide_own (GString *text, const char *name)
{
  g_autofree char *path = fr_paths_state ("deployments", name, "secrets", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) keys = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  keys = g_key_file_get_keys (file, "secrets", NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *secret = g_key_file_get_string (file, "secrets", keys[i], NULL);

      hide (text, secret);
    }
}

static void
hide_private_keys (GString *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("-----BEGIN [A-Z ]*PRIVATE KEY-----.*?"
                                          "(-----END [A-Z ]*PRIVATE KEY-----|\\z)",
                                          G_REGEX_DOTALL, 0, NULL);
  g_autofree char *masked = g_regex_replace_literal (regex, text->str, -1, 0, MASK, 0, NULL);

  if (masked != NULL)
    g_string_assign (text, masked);
}

/**
 * fr_site_mask:
 * @name: of a deployment
 * @secrets: (nullable): more that is to be hidden
 * @text: that somebody else will read
 *
 * Hides what was made to be secret for the deployment, and private keys. Reads a small file.
 *
 * Returns: (transfer full): the text without secrets
 */
char *
fr_site_mask (const char *name, const char *const *secrets, const char *text)
{
  GString *masked;

  g_return_val_if_fail (name != NULL && text != NULL, NULL);

  masked = g_string_new (text);
  for (guint i = 0; secrets != NULL && secrets[i] != NULL; i++)
    hide (masked, secrets[i]);
  hide_own (masked, name);
  hide_private_keys (masked);

  return g_string_free (masked, FALSE);
}
