/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-init.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"

/* The keys of cloud-config that are carried out here, over SSH; the last by a step of its own. */
static const char *const known_keys[] = { "write_files", "runcmd", "ssh_pwauth", NULL };

/**
 * fr_cloud_init_list_unknown:
 * @config: (nullable): a cloud-config
 *
 * Returns: (transfer full) (nullable): the keys in it that only cloud-init can carry out
 */
char *
fr_cloud_init_list_unknown (const FrYaml *config)
{
  GString *unknown = g_string_new (NULL);

  for (guint i = 0; config != NULL && config->keys != NULL && i < config->keys->len; i++)
    {
      const FrYaml *key = g_ptr_array_index (config->keys, i);

      if (!g_strv_contains (known_keys, key->text))
        g_string_append_printf (unknown, "%s%s", unknown->len > 0 ? ", " : "", key->text);
    }

  return g_string_free (unknown, unknown->len == 0);
}

static const char *
get_text (const FrYaml *map, const char *key)
{
  const FrYaml *value = fr_yaml_get (map, key);

  return value != NULL ? value->text : NULL;
}

static gboolean
write_file (FrTask *task, const FrYaml *file, GCancellable *cancellable, GError **error)
{
  const char *path = get_text (file, "path");
  const char *content = get_text (file, "content");
  const char *permissions = get_text (file, "permissions");
  guint64 mode = permissions != NULL ? g_ascii_strtoull (permissions, NULL, 8) : 0644;

  if (path == NULL || !g_path_is_absolute (path) || get_text (file, "encoding") != NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("A file of %s's cloud-config has no whole path, or an encoding that this "
                      "version does not know."),
                   task->node->plan->name);
      return FALSE;
    }

  return fr_site_put (task->site, task->node, path, content != NULL ? content : "",
                      (guint) mode & 07777, cancellable, error);
}

/* A string is for the shell, a list is a command and its words. */
static char *
make_command (const FrYaml *item)
{
  GString *command;

  if (item->kind != FR_YAML_LIST)
    return g_strdup (item->text);

  command = g_string_new (NULL);
  for (guint i = 0; i < item->items->len; i++)
    {
      const FrYaml *word = g_ptr_array_index (item->items, i);
      g_autofree char *quoted = g_shell_quote (word->text != NULL ? word->text : "");

      g_string_append_printf (command, "%s%s", i > 0 ? " " : "", quoted);
    }

  return g_string_free (command, FALSE);
}

/**
 * fr_cloud_init_by_hand:
 * @config: a cloud-config whose keys are all known here
 *
 * Writes its files and runs its commands over SSH, as cloud-init would.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_cloud_init_by_hand (FrTask *task, const FrYaml *config, GCancellable *cancellable,
                       GError **error)
{
  const FrYaml *files = fr_yaml_get (config, "write_files");
  const FrYaml *commands = fr_yaml_get (config, "runcmd");

  for (guint i = 0; files != NULL && files->items != NULL && i < files->items->len; i++)
    if (!write_file (task, g_ptr_array_index (files->items, i), cancellable, error))
      return FALSE;
  for (guint i = 0; commands != NULL && commands->items != NULL && i < commands->items->len; i++)
    {
      g_autofree char *command = make_command (g_ptr_array_index (commands->items, i));

      if (!fr_site_run_once (task->site, task->node, command, cancellable, error))
        return FALSE;
    }

  return TRUE;
}
