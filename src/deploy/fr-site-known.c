/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <string.h>

#include "fr-paths.h"

/**
 * fr_site_know_host:
 * @public_key: "ssh-ed25519 AAAA…" that the server will show
 * @only: forget what it has shown before
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_site_know_host (FrSite *self, FrSiteNode *node, const char *public_key, gboolean only,
                   GError **error)
{
  g_autofree char *host = fr_site_recall (self, &node->public_ipv4);
  g_autofree char *path = g_build_filename (self->folder, "known_hosts", NULL);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;
  g_autofree char *longer = NULL;

  line = self->ssh_port == 22 ? g_strdup_printf ("%s %s\n", host, public_key)
                              : g_strdup_printf ("[%s]:%u %s\n", host, self->ssh_port, public_key);
  if (only && !fr_site_forget_host (self, host, error))
    return FALSE;
  if (!g_file_get_contents (path, &text, NULL, NULL))
    text = g_strdup ("");
  if (strstr (text, line) != NULL)
    return TRUE;
  longer = g_strconcat (text, line, NULL);

  return fr_paths_write (path, longer, -1, error);
}

/**
 * fr_site_hang_up_node:
 *
 * Closes the connection to one server; the next command opens a new one.
 */
void
fr_site_hang_up_node (FrSite *self, FrSiteNode *node)
{
  g_mutex_lock (&node->ssh_mutex);
  g_clear_pointer (&node->ssh, fr_ssh_close);
  g_mutex_unlock (&node->ssh_mutex);
}
