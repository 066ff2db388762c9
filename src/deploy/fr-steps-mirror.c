/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-pin.h"
#include "fr-yaml.h"

#define CONTROL_PORT 8433
#define CERTIFICATES "/etc/mirror/cert.pem /etc/kurento/cert+key.pem"

/* The keys of cloud-config that are carried out here, over SSH. */
static const char *const known_keys[] = { "write_files", "runcmd", "ssh_pwauth", NULL };

static guint
get_port (FrSite *site, const char *name, guint fallback)
{
  const char *value = fr_plan_get_parameter (site->plan, name);
  guint64 port = value != NULL ? g_ascii_strtoull (value, NULL, 10) : 0;

  return port > 0 && port < 65536 ? (guint) port : fallback;
}

/* The cloud-config of the server with all its tokens filled in, and its documents. */
static GPtrArray *
read_config (FrTask *task, char **text, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s: cloud-config", task->node->plan->name);

  *text = fr_site_expand_yaml (task->site, task->node, task->node->plan->cloud_config, error);

  return *text != NULL ? fr_yaml_parse (*text, -1, name, NULL, error) : NULL;
}

static char *
list_unknown_keys (const FrYaml *config)
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

FrLook
fr_kurento_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (GPtrArray) documents = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  g_autofree char *known = NULL;
  g_autofree char *state = NULL;
  g_autofree char *unknown = NULL;

  if (!task->node->plan->internet || task->node->plan->cloud_config == NULL)
    {
      *note = g_strdup (_ ("the plan installs nothing on this server that can be reached"));
      return FR_LOOK_SKIP;
    }
  documents = read_config (task, &text, error);
  if (documents == NULL)
    return FR_LOOK_FAILED;
  unknown = documents->len > 0 ? list_unknown_keys (g_ptr_array_index (documents, 0)) : NULL;
  if (unknown != NULL)
    {
      *note = g_strdup_printf (_ ("not done: this version does not carry out these parts of the "
                                  "plan's cloud-config: %s"),
                               unknown);
      return FR_LOOK_SKIP;
    }

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
  known = fr_journal_dup_fact (task->site->journal, task->node->plan->name, "cloud-config");
  if (g_strcmp0 (sum, known) != 0)
    return FR_LOOK_TODO;
  state = fr_site_ask (task->site, task->node,
                       "systemctl is-active kurento-media-server || true", cancellable, error);
  if (state == NULL)
    return FR_LOOK_FAILED;

  return g_str_equal (state, "active") ? FR_LOOK_DONE : FR_LOOK_TODO;
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

static gboolean
carry_out (FrTask *task, const FrYaml *config, GCancellable *cancellable, GError **error)
{
  const FrYaml *files = fr_yaml_get (config, "write_files");
  const FrYaml *commands = fr_yaml_get (config, "runcmd");

  for (guint i = 0; files != NULL && files->items != NULL && i < files->items->len; i++)
    if (!write_file (task, g_ptr_array_index (files->items, i), cancellable, error))
      return FALSE;
  for (guint i = 0; commands != NULL && commands->items != NULL && i < commands->items->len; i++)
    {
      g_autofree char *command = make_command (g_ptr_array_index (commands->items, i));

      if (!fr_site_run (task->site, task->node, command, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
fr_kurento_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *text = NULL;
  g_autofree char *sum = NULL;
  g_autoptr (GPtrArray) documents = read_config (task, &text, error);

  if (documents == NULL)
    return FALSE;
  if (documents->len > 0 &&
      !carry_out (task, g_ptr_array_index (documents, 0), cancellable, error))
    return FALSE;

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return fr_journal_set_fact (task->site->journal, task->node->plan->name, "cloud-config", sum,
                              error);
}

/* Whether the page is served, wherever the server listens. It may have been started a moment
 * ago. */
static char *
make_page_command (FrTask *task)
{
  g_autofree char *address = fr_site_recall (task->site, &task->node->private_ipv4);
  g_autofree char *quoted = g_shell_quote (address != NULL ? address : "127.0.0.1");

  return g_strdup_printf ("for try in 1 2 3 4 5 6 7 8; do for at in %s 127.0.0.1; do "
                          "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | "
                          "timeout 5 openssl s_client -quiet -connect \"$at:%u\" 2>/dev/null | "
                          "grep -q '^HTTP/1\\.[01] 200' && exit 0; done; sleep 0.5; done; exit 1",
                          quoted, get_port (task->site, "pagePort", 8443));
}

FrLook
fr_page_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autoptr (GError) reason = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *command = NULL;

  if (!task->node->plan->internet)
    {
      *note = g_strdup (_ ("the server has no public address"));
      return FR_LOOK_SKIP;
    }
  command = make_page_command (task);
  answer = fr_site_ask (task->site, task->node, command, cancellable, &reason);
  if (answer != NULL)
    return FR_LOOK_DONE;
  if (!g_error_matches (reason, FR_ERROR, FR_ERROR_REMOTE))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }
  *note = g_strdup (_ ("not done: no page is served there; look into the mirror with "
                       "“fittings mirror”"));

  return FR_LOOK_SKIP;
}

/* SHA-256 of the certificate, read over the connection whose host key is known; %NULL without
 * an error when the server has none. */
static char *
ask_pin (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autofree char *answer =
    fr_site_ask (task->site, task->node,
                 "for f in " CERTIFICATES "; do if test -s $f; then "
                 "openssl x509 -in $f -noout -fingerprint -sha256; break; fi; done",
                 cancellable, error);
  const char *digits = answer != NULL ? strchr (answer, '=') : NULL;

  return digits != NULL ? fr_pin_read (digits + 1) : NULL;
}

FrLook
fr_finish_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  const char *name = task->node->plan->name;
  g_autoptr (GError) reason = NULL;
  g_autofree char *pin = NULL;
  g_autofree char *known = NULL;
  g_autofree char *seen = NULL;

  if (!task->node->plan->internet)
    {
      *note = g_strdup (_ ("the server has no public address"));
      return FR_LOOK_SKIP;
    }
  pin = ask_pin (task, cancellable, &reason);
  if (reason != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FR_LOOK_FAILED;
    }
  if (pin == NULL)
    {
      *note = g_strdup (_ ("not done: the server shows no certificate, so no mirror is there"));
      return FR_LOOK_SKIP;
    }

  known = fr_journal_dup_fact (task->site->journal, name, "fingerprint");
  seen = fr_journal_dup_fact (task->site->journal, name, "mirror");

  return g_strcmp0 (pin, known) == 0 && (seen != NULL || task->site->try == NULL) ? FR_LOOK_DONE
                                                                                  : FR_LOOK_TODO;
}

/* Remembers which servers have a mirror. */
static gboolean
add_mirror (FrSite *site, const char *name, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *now = NULL;
  g_auto (GStrv) names = NULL;
  gboolean good = TRUE;

  g_mutex_lock (&site->mutex);
  known = fr_site_dup_fact (site, "", "mirrors");
  names = g_strsplit (known != NULL ? known : "", " ", -1);
  now = known != NULL && *known != '\0' ? g_strdup_printf ("%s %s", known, name) : g_strdup (name);
  if (!g_strv_contains ((const char *const *) names, name))
    good = fr_site_set_fact (site, "mirrors", now, error);
  g_mutex_unlock (&site->mutex);

  return good;
}

gboolean
fr_finish_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  const char *name = task->node->plan->name;
  g_autofree char *pin = ask_pin (task, cancellable, error);
  g_autofree char *address = fr_site_recall (site, &task->node->public_ipv4);

  guint port = get_port (site, "controlPort", CONTROL_PORT);
  g_autofree char *uri = g_strdup_printf ("wss://%s:%u/kurento", address, port);

  if (pin == NULL || !fr_journal_set_fact (site->journal, name, "fingerprint", pin, error) ||
      !fr_journal_set_fact (site->journal, name, "uri", uri, error) ||
      !add_mirror (site, name, error))
    return FALSE;
  if (site->try == NULL)
    return TRUE;

  return site->try (address, port, pin, site->try_data, cancellable, error) &&
         fr_journal_set_fact (site->journal, name, "mirror", "seen", error);
}
