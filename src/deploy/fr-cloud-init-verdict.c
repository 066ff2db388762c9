/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-init-verdict.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cause.h"
#include "fr-json.h"
#include "fr-yaml.h"

#define MOST_FINDINGS 3

/* Said by src/deploy/server/cloud-init before the first stage. */
#define BEGUN "cloud-init: init-local\n"

/* Warnings after which something of the plan is missing, whatever the status says: 22.4 says
 * "done" and no errors for each of them. */
static const char *const grave[] = {
  "Failed loading yaml blob",
  "Failed at merging in cloud config part",
  "Unhandled non-multipart",
  "Used fallback datasource",
  "Failed partitioning operation",
  "Failed during filesystem operation",
  "Failed to make swap",
  "failed to setup swap",
  "Failed to create user",
  "Failed to install packages",
  "Failed to run module",
  NULL,
};

static gboolean
has_text (GPtrArray *list, const char *text)
{
  for (guint i = 0; i < list->len; i++)
    if (strstr (g_ptr_array_index (list, i), text) != NULL)
      return TRUE;

  return FALSE;
}

/* "('scripts-user', RuntimeError('…'))" as “scripts-user: …”. */
static char *
simplify (const char *text)
{
  g_autoptr (GRegex) regex =
    g_regex_new ("^\\('([a-z_-]+)', [A-Za-z.]+\\(['\"](.*?)['\"],?\\)\\)$", G_REGEX_DOTALL, 0,
                 NULL);
  char *simple = g_regex_replace (regex, text, -1, 0, "\\1: \\2", 0, NULL);

  return simple != NULL ? simple : g_strdup (text);
}

static void
add (GPtrArray *list, const char *text)
{
  g_autofree char *simple = simplify (text);
  g_autofree char *trimmed = g_strstrip (g_strdup (simple));

  if (*trimmed != '\0' && !has_text (list, trimmed))
    g_ptr_array_add (list, g_steal_pointer (&trimmed));
}

static void
add_array (GPtrArray *list, JsonArray *array)
{
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = fr_json_get_text (json_array_get_element (array, i));

      if (text != NULL)
        add (list, text);
    }
}

static JsonArray *
get_array (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/* “status --format json”. Since 23.4 what it could live with stands in lists of its own: whether
 * it does. */
static gboolean
read_status (FrCloudInitVerdict *self, const char *text)
{
  g_autoptr (JsonNode) node = fr_json_parse (text, -1, NULL);
  JsonObject *object =
    node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonObject *recoverable = NULL;
  const char *status;

  if (object == NULL)
    return FALSE;
  add_array (self->errors, get_array (object, "errors"));
  recoverable = fr_json_get_object (object, "recoverable_errors");
  if (recoverable != NULL)
    {
      add_array (self->warnings, get_array (recoverable, "WARNING"));
      add_array (self->warnings, get_array (recoverable, "DEPRECATED"));
      add_array (self->warnings, get_array (recoverable, "ERROR"));
      add_array (self->errors, get_array (recoverable, "CRITICAL"));
    }
  status = fr_json_get_string (object, "status");
  if (g_strcmp0 (status, "error") == 0 && self->errors->len == 0)
    add (self->errors, _ ("its status is “error”"));

  return recoverable != NULL;
}

/* “init 1”: 0 is well. 2 may be well with something to tell, since 23.4; before it was two modules
 * that have failed. */
static void
read_code (FrCloudInitVerdict *self, const char *text, gboolean lenient)
{
  g_auto (GStrv) words = g_strsplit (text, " ", 2);

  if (g_strv_length (words) == 2 && !g_str_equal (words[1], "0") &&
      (!lenient || !g_str_equal (words[1], "2")))
    {
      g_autofree char *error =
        g_strdup_printf (_ ("the stage “%s” has ended with status %s"), words[0], words[1]);

      add (self->errors, error);
    }
}

/* “2026-11-30 00:00:01,234 - util.py[WARNING]: …” */
static void
read_line (FrCloudInitVerdict *self, const char *text)
{
  const char *mark = strstr (text, "]: ");
  const char *message = mark != NULL ? mark + strlen ("]: ") : text;
  gboolean warning = strstr (text, "[WARNING]: ") != NULL;

  for (guint i = 0; warning && grave[i] != NULL; i++)
    if (strstr (message, grave[i]) != NULL)
      warning = FALSE;
  add (warning ? self->warnings : self->errors, message);
}

/**
 * fr_cloud_init_verdict_read:
 * @text: what src/deploy/server/cloud-init has written: lines of "code STAGE STATUS",
 *   "status JSON", "log LINE", "instance ID" and "restarted"
 *
 * Weighs exit codes, status and log: versions differ in which of them knows what.
 *
 * Returns: (transfer full): the verdict; it is good when there are no errors
 */
FrCloudInitVerdict *
fr_cloud_init_verdict_read (const char *text)
{
  FrCloudInitVerdict *self;
  g_auto (GStrv) lines = NULL;
  g_autoptr (GString) codes = NULL;
  gboolean ended = FALSE;
  gboolean lenient = FALSE;

  g_return_val_if_fail (text != NULL, NULL);

  self = g_new0 (FrCloudInitVerdict, 1);
  self->errors = g_ptr_array_new_with_free_func (g_free);
  self->warnings = g_ptr_array_new_with_free_func (g_free);
  lines = g_strsplit (text, "\n", -1);
  /* What says more comes first. */
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "status "))
      lenient = read_status (self, lines[i] + strlen ("status ")) || lenient;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], "log "))
        read_line (self, lines[i] + strlen ("log "));
      else if (g_str_has_prefix (lines[i], "instance "))
        self->instance = g_strdup (lines[i] + strlen ("instance "));
      else if (g_str_equal (lines[i], "restarted"))
        self->restarted = TRUE;
      ended = ended || g_str_has_prefix (lines[i], "code final ");
    }
  for (guint i = 0; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "code "))
      read_code (self, lines[i] + strlen ("code "), lenient);
  if (!ended)
    add (self->errors, _ ("it has not come to its end"));

  return self;
}

/* What a module has printed before it failed; which one that was. */
static const struct
{
  const char *mark;
  gboolean packages;
} failures[] = {
  { "]: Failed to install packages", TRUE },
  { "]: Package update failed", TRUE },
  { "]: Package upgrade failed", TRUE },
  { "]: Running module package", TRUE },
  { "]: Failed to run module scripts-user", FALSE },
  { "]: Failed to run module scripts_user", FALSE },
  { "]: Running module scripts", FALSE },
};

/**
 * fr_cloud_init_find_reason:
 * @output: the end of what cloud-init has printed
 * @packages: (out): whether packages did not come; a command of the plan has failed otherwise
 *
 * Looks at what failed first: what fails later mostly follows from it.
 *
 * Returns: (transfer full) (nullable): why it failed; %NULL when neither packages nor commands did
 */
char *
fr_cloud_init_find_reason (const char *output, gboolean *packages)
{
  const char *last = g_strrstr (output, BEGUN);
  const char *end = NULL;
  g_autofree char *before = NULL;

  g_return_val_if_fail (output != NULL && packages != NULL, NULL);

  /* It may have gone through all of it once more. */
  if (last == NULL)
    last = output;
  for (guint i = 0; i < G_N_ELEMENTS (failures); i++)
    {
      const char *found = strstr (last, failures[i].mark);

      if (found == NULL || (end != NULL && found > end))
        continue;
      end = found;
      *packages = failures[i].packages;
    }
  if (end == NULL)
    return NULL;

  /* The line of the mark is cloud-init's own. */
  before = g_strndup (last, (gsize) (end - last));
  if (strrchr (before, '\n') != NULL)
    *strrchr (before, '\n') = '\0';
  else
    *before = '\0';

  return fr_cause_find (before);
}

/**
 * fr_cloud_init_verdict_free:
 * @self: (nullable):
 */
void
fr_cloud_init_verdict_free (FrCloudInitVerdict *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->errors);
  g_ptr_array_unref (self->warnings);
  g_free (self->instance);
  g_free (self);
}

/* The line of “users.0.name” in a configuration; as near as it gets, or 0. */
static guint
find_line (const FrYaml *node, const char *path)
{
  g_auto (GStrv) words = g_strsplit (path, ".", -1);
  guint line = 0;

  for (guint i = 0; words[i] != NULL && node != NULL; i++)
    {
      if (node->kind == FR_YAML_MAP)
        {
          for (guint k = 0; k < node->keys->len; k++)
            if (g_strcmp0 (((FrYaml *) g_ptr_array_index (node->keys, k))->text, words[i]) == 0)
              line = ((FrYaml *) g_ptr_array_index (node->keys, k))->line;
          node = fr_yaml_get (node, words[i]);
        }
      else if (node->kind == FR_YAML_LIST)
        {
          guint64 at = g_ascii_strtoull (words[i], NULL, 10);

          node = at < node->items->len ? g_ptr_array_index (node->items, (guint) at) : NULL;
          line = node != NULL ? node->line : line;
        }
      else
        node = NULL;
    }

  return line;
}

/* “format-l2.c1: … line 4, column 2 …”: the last line that it names is where it stumbled. */
static char *
read_format (const char *finding)
{
  const char *colon = strstr (finding, ": ");
  const char *last = g_strrstr (finding, ", line ");
  guint64 line = last != NULL ? g_ascii_strtoull (last + strlen (", line "), NULL, 10) : 0;
  g_auto (GStrv) lines = g_strsplit (colon != NULL ? colon + 2 : finding, "\n", -1);
  const char *reason = lines[0];

  if (line == 0)
    line = g_ascii_strtoull (finding + strlen ("format-l"), NULL, 10);
  for (guint i = 1; lines[i] != NULL; i++)
    if (g_str_has_prefix (lines[i], "expected ") || g_str_has_prefix (lines[i], "could not ") ||
        g_str_has_prefix (lines[i], "found ") || g_str_has_prefix (lines[i], "mapping "))
      reason = lines[i];

  return g_strdup_printf (_ ("line %u: %s"), (guint) line, reason);
}

/**
 * fr_cloud_init_read_schema:
 * @printed: by `cloud-init schema --config-file`, which has refused @config
 * @config: what was checked
 *
 * Returns: (transfer full): what is wrong, each with its line
 */
char *
fr_cloud_init_read_schema (const char *printed, const char *config)
{
  static const char head[] = "Cloud config schema errors: ";
  const char *found;
  const char *end;
  g_autofree char *list = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_auto (GStrv) findings = NULL;
  g_autoptr (GPtrArray) documents = NULL;
  GString *text;

  g_return_val_if_fail (printed != NULL && config != NULL, NULL);

  found = strstr (printed, head);
  if (found == NULL)
    return g_strchomp (g_strndup (printed, 400));
  found += strlen (head);
  end = strstr (found, "\n\n");
  if (end == NULL)
    end = strstr (found, "\nCloud config schema"); /* 22.4 tells the rest after it */
  list = end != NULL ? g_strndup (found, (gsize) (end - found)) : g_strdup (found);
  g_strchomp (list);
  if (g_str_has_prefix (list, "format-l"))
    return read_format (list);

  documents = fr_yaml_parse (config, -1, "cloud-config", NULL, NULL);
  regex = g_regex_new (", (?=[a-z_][A-Za-z0-9_.-]*: )", 0, 0, NULL);
  findings = g_regex_split (regex, list, 0);
  text = g_string_new (NULL);
  for (guint i = 0; findings[i] != NULL && i < MOST_FINDINGS; i++)
    {
      g_autofree char *path = g_strndup (findings[i], strcspn (findings[i], ":"));
      guint line = documents != NULL && documents->len > 0
                     ? find_line (g_ptr_array_index (documents, 0), path)
                     : 0;

      if (i > 0)
        g_string_append (text, "; ");
      if (line > 0)
        g_string_append_printf (text, _ ("line %u: %s"), line, findings[i]);
      else
        g_string_append (text, findings[i]);
    }
  if (g_strv_length (findings) > MOST_FINDINGS)
    g_string_append_printf (text, _ (" and %u more"),
                            g_strv_length (findings) - MOST_FINDINGS);

  return g_string_free (text, FALSE);
}
