/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-centre-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/**
 * fr_centre_address_read:
 * @typed: the address of a cloud, with or without https://
 * @why: (out) (transfer none): a sentence when it is none
 *
 * Returns: (transfer full) (nullable): the host, with its port when there is one
 */
char *
fr_centre_address_read (const char *typed, const char **why)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (typed));
  g_autofree char *whole = strstr (trimmed, "://") != NULL
                             ? g_strdup (trimmed)
                             : g_strconcat ("https://", trimmed, NULL);
  g_autoptr (GUri) uri = g_uri_parse (whole, G_URI_FLAGS_NONE, NULL);
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  *why = NULL;
  if (host == NULL || *host == '\0' || strpbrk (host, " \"\\{}") != NULL)
    *why = _ ("This is not an address. Write it like api.example.com, or api.example.com:8443.");
  else if (g_uri_get_userinfo (uri) != NULL)
    *why = _ ("An account does not belong here: the next page asks for it.");
  else if (!g_str_equal (g_uri_get_scheme (uri), "https"))
    *why = _ ("Only https:// is spoken, so that the password does not travel in clear.");
  else if (strlen (g_uri_get_path (uri)) > 1)
    *why = _ ("Host and port are enough: leave out what follows them.");
  if (*why != NULL)
    return NULL;

  return g_uri_get_port (uri) > 0 ? g_strdup_printf ("%s:%d", host, g_uri_get_port (uri))
                                  : g_strdup (host);
}

/**
 * fr_centre_address_is_id:
 * @id: as it was typed
 *
 * Returns: whether a data centre may be called so
 */
gboolean
fr_centre_address_is_id (const char *id)
{
  for (const char *c = id; *c != '\0'; c++)
    if (!g_ascii_isalnum (*c) && *c != '-' && *c != '_')
      return FALSE;

  return *id != '\0' && strlen (id) <= 32;
}
