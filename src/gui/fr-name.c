/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-name.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LETTERS "abcdefghijklmnopqrstuvwxyz0123456789-"
#define LONGEST 40 /* so that "-lan" and "-01" find room behind it in a host name */

static gboolean
is_taken (const char *name, const char *const *taken)
{
  return taken != NULL && g_strv_contains (taken, name);
}

/**
 * fr_name_propose:
 * @name: that would be liked
 * @taken: (nullable): names that there are
 *
 * Returns: (transfer full): @name, or with the first number behind it that makes it new
 */
char *
fr_name_propose (const char *name, const char *const *taken)
{
  char *proposal = g_strdup (name);

  for (guint i = 2; is_taken (proposal, taken); i++)
    {
      g_free (proposal);
      proposal = g_strdup_printf ("%s-%u", name, i);
    }

  return proposal;
}

/**
 * fr_name_get_problem:
 * @taken: (nullable): names that there are
 *
 * Returns: (transfer none) (nullable): why a mirror cannot have that name, and which it could
 */
const char *
fr_name_get_problem (const char *name, const char *const *taken)
{
  if (*name == '\0')
    return _ ("A mirror needs a name, like mirror-2.");
  if (strlen (name) > LONGEST)
    return _ ("A name has 40 characters at the most.");
  if (!g_ascii_islower (*name) || strspn (name, LETTERS) != strlen (name))
    return _ ("A name has small letters, digits and hyphens, and begins with a letter.");
  if (g_str_has_suffix (name, "-") || strstr (name, "--") != NULL)
    return _ ("A hyphen stands between letters or digits, one at a time.");
  if (is_taken (name, taken))
    return _ ("There is a mirror with that name already.");

  return NULL;
}
