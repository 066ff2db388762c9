/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-init.h"

#include <glib/gstdio.h>
#include <string.h>

#include "fr-ssh-keys.h"

/* The best that it has. */
static const char ask_public[] =
  "for type in ed25519 ecdsa; do "
  "cat /etc/ssh/ssh_host_${type}_key.pub 2>/dev/null && break; done; true";

static char *
make_path (FrTask *task)
{
  g_autofree char *name = g_strdup_printf ("host-key-%s", task->node->plan->name);

  return g_build_filename (task->site->folder, name, NULL);
}

/* "ssh-ed25519 AAAA…" without the comment, or NULL. */
static char *
strip_public (const char *line)
{
  g_autofree char *first = line != NULL ? g_strndup (line, strcspn (line, "\n")) : g_strdup ("");
  g_auto (GStrv) words = g_strsplit (g_strstrip (first), " ", 3);

  return g_strv_length (words) >= 2 ? g_strdup_printf ("%s %s", words[0], words[1]) : NULL;
}

static char *
read_public (const char *path, GError **error)
{
  g_autofree char *line = fr_ssh_read_public_key (path, error);

  return strip_public (line);
}

/* Keys that the plan brings are good from the moment when the server has them. */
static gboolean
know_brought (FrTask *task, const FrYaml *keys, GError **error)
{
  const FrYaml *line = fr_yaml_get (keys, "ed25519_public");
  g_autofree char *public_key = line != NULL ? strip_public (line->text) : NULL;

  return public_key == NULL || !g_str_has_prefix (public_key, "ssh-ed25519 ") ||
         fr_site_know_host (task->site, task->node, public_key, FALSE, error);
}

static gboolean
says_no (const FrYaml *value)
{
  return value != NULL && value->text != NULL &&
         (g_ascii_strcasecmp (value->text, "false") == 0 ||
          g_ascii_strcasecmp (value->text, "no") == 0 ||
          g_ascii_strcasecmp (value->text, "off") == 0);
}

/**
 * fr_cloud_init_make_host_key:
 * @config: the plan's cloud-config
 *
 * Makes the Ed25519 key by which a new server will be known, and remembers it beside the one that
 * was accepted at first sight. Nothing when the plan brings host keys of its own. The file of
 * known hosts is ours alone; the private key is removed once it is on the server.
 *
 * Returns: (transfer full): lines of cloud-config that give it to the server, or %NULL with an
 *   error
 */
char *
fr_cloud_init_make_host_key (FrTask *task, const FrYaml *config, GCancellable *cancellable,
                             GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *private_key = NULL;
  g_autofree char *public_key = NULL;
  g_auto (GStrv) lines = NULL;
  const FrYaml *brought = fr_yaml_get (config, "ssh_keys");
  GString *text;

  if (brought != NULL)
    return know_brought (task, brought, error) ? g_strdup ("") : NULL;
  if (says_no (fr_yaml_get (config, "ssh_deletekeys")))
    return g_strdup ("");

  path = make_path (task);
  if (!fr_ssh_make_key (path, task->node->plan->name, cancellable, error))
    return NULL;
  public_key = read_public (path, error);
  if (public_key == NULL || !g_file_get_contents (path, &private_key, NULL, error) ||
      !fr_site_know_host (task->site, task->node, public_key, FALSE, error))
    return NULL;

  text = g_string_new ("ssh_keys:\n  ed25519_private: |\n");
  lines = g_strsplit (g_strchomp (private_key), "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_string_append_printf (text, "    %s\n", lines[i]);
      explicit_bzero (lines[i], strlen (lines[i]));
    }
  explicit_bzero (private_key, strlen (private_key));
  g_string_append_printf (text, "  ed25519_public: %s\n", public_key);

  return g_string_free (text, FALSE);
}

/**
 * fr_cloud_init_settle_host_key:
 * @config: the plan's cloud-config
 *
 * When the server has taken the key that was given to it, by us or by the plan, it is known by
 * this key alone from now on: the next connection is verified, not trusted.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_cloud_init_settle_host_key (FrTask *task, const FrYaml *config, GCancellable *cancellable,
                               GError **error)
{
  g_autofree char *path = make_path (task);
  g_autofree char *beside = g_strconcat (path, ".pub", NULL);
  g_autofree char *public_key = NULL;
  g_autofree char *given = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *ignored = NULL;
  gboolean ours = g_file_test (path, G_FILE_TEST_EXISTS);

  if (task->node->plan->login != NULL || (!ours && fr_yaml_get (config, "ssh_keys") == NULL))
    return TRUE;
  given = ours ? read_public (path, error) : NULL;
  if (ours && given == NULL)
    return FALSE;
  /* Over the connection that was verified before. */
  shown = fr_site_ask (task->site, task->node, ask_public, cancellable, error);
  if (shown == NULL)
    return FALSE;
  /* Good for nobody any more. */
  g_unlink (path);
  g_unlink (beside);
  public_key = strip_public (shown);
  if (public_key == NULL || (ours && !g_str_equal (public_key, given)))
    return TRUE;

  if (!fr_site_know_host (task->site, task->node, public_key, TRUE, error))
    return FALSE;
  fr_site_hang_up_node (task->site, task->node);
  ignored = fr_site_ask (task->site, task->node, "true", cancellable, error);

  return ignored != NULL;
}
