/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-examine.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-expand.h"
#include "fr-plan-merge.h"
#include "fr-plan-words.h"

/* What plumbery does and we do not, of all levels. */
static const char *const not_done[] = {
  "accept", "backup", "balancers", "listeners", "multicloud", "pool", "reserved", "windows", NULL
};

static gboolean
is_map (const FrYaml *node)
{
  return node != NULL && node->kind == FR_YAML_MAP;
}

static void
check_key (FrPlanReader *reader, const FrYaml *key, const char *const *words, const char *where)
{
  const char *nearest = fr_plan_words_nearest (key->text, words);
  FrPlace place = fr_plan_reader_place (reader, key);

  if (fr_plan_words_contain (words, key->text))
    {
      if (fr_plan_words_contain (not_done, key->text))
        fr_findings_add (reader->findings, FR_FINDING_WARNING, "not-done", place, NULL,
                         _ ("“%s” is read, but not carried out here. Use plumbery for it."),
                         key->text);
      return;
    }

  if (nearest != NULL)
    fr_findings_add (reader->findings, FR_FINDING_WARNING, "unknown-key", place, nearest,
                     _ ("“%s” is not known in %s, so it does nothing. Did you mean “%s”?"),
                     key->text, where, nearest);
  else
    fr_findings_add (reader->findings, FR_FINDING_WARNING, "unknown-key", place, NULL,
                     _ ("“%s” is not known in %s, so it does nothing. Remove it, or make it a "
                        "comment."),
                     key->text, where);
}

static void
check_keys (FrPlanReader *reader, const FrYaml *map, const char *const *words, const char *where)
{
  for (guint i = 0; is_map (map) && i < map->keys->len; i++)
    check_key (reader, map->keys->pdata[i], words, where);
}

/* “ssh-authorized-keys” is still understood, and refused by cloud-init's own check. */
static void
check_user (FrPlanReader *reader, const FrYaml *user)
{
  for (guint i = 0; is_map (user) && i < user->keys->len; i++)
    {
      const FrYaml *key = user->keys->pdata[i];
      g_autofree char *new_word = g_strdelimit (g_strdup (key->text), "-", '_');

      if (!g_str_equal (new_word, key->text) &&
          fr_plan_words_contain (fr_plan_words_user, new_word))
        fr_findings_add (reader->findings, FR_FINDING_WARNING, "old-word",
                         fr_plan_reader_place (reader, key), new_word,
                         _ ("“%s” is an old spelling, which today's cloud-init complains about. "
                            "Write “%s”."),
                         key->text, new_word);
      else if (fr_plan_words_nearest (key->text, fr_plan_words_user) != NULL)
        check_key (reader, key, fr_plan_words_user, _ ("a user of a cloud-config"));
    }
}

/* cloud-init knows more modules than we list: only near misses are worth a remark. */
static void
check_cloud_config (FrPlanReader *reader, const FrYaml *map)
{
  const FrYaml *users = fr_yaml_get (map, "users");

  for (guint i = 0; is_map (map) && i < map->keys->len; i++)
    {
      const FrYaml *key = map->keys->pdata[i];

      if (fr_plan_words_nearest (key->text, fr_plan_words_cloud_config) != NULL)
        check_key (reader, key, fr_plan_words_cloud_config, _ ("a cloud-config"));
    }
  for (guint i = 0; users != NULL && users->kind == FR_YAML_LIST && i < users->items->len; i++)
    check_user (reader, users->items->pdata[i]);
}

static void
check_node (FrPlanReader *reader, const FrYaml *settings)
{
  check_keys (reader, settings, fr_plan_words_node, _ ("the settings of a server"));
  check_keys (reader, fr_yaml_get (settings, "ssh"), fr_plan_words_login, _ ("“ssh”"));
  check_cloud_config (reader, fr_yaml_get (settings, "cloud-config"));
}

static void
check_blueprint (FrPlanReader *reader, const FrYaml *settings)
{
  const FrYaml *nodes = fr_yaml_get (settings, "nodes");

  check_keys (reader, settings, fr_plan_words_blueprint, _ ("a blueprint"));
  check_keys (reader, fr_yaml_get (settings, "domain"), fr_plan_words_domain, _ ("“domain”"));
  check_keys (reader, fr_yaml_get (settings, "ethernet"), fr_plan_words_ethernet, _ ("“ethernet”"));
  check_keys (reader, fr_yaml_get (settings, "pool"), fr_plan_words_pool, _ ("“pool”"));

  for (guint i = 0; nodes != NULL && nodes->kind == FR_YAML_LIST && i < nodes->items->len; i++)
    {
      const FrYaml *item = nodes->items->pdata[i];

      if (is_map (item) && item->items->len > 0)
        check_node (reader, item->items->pdata[0]);
    }
}

static void
check_facility (FrPlanReader *reader, const FrYaml *document)
{
  const FrYaml *blueprints = fr_yaml_get (document, "blueprints");

  check_keys (reader, document, fr_plan_words_facility, _ ("the part of a data centre"));
  for (guint i = 0; blueprints != NULL && blueprints->kind == FR_YAML_LIST &&
                    i < blueprints->items->len;
       i++)
    {
      const FrYaml *item = blueprints->items->pdata[i];

      if (is_map (item) && item->items->len > 0)
        check_blueprint (reader, item->items->pdata[0]);
    }
}

/* A map there is a class of servers; a text that is none of the known words does nothing. */
static void
check_defaults (FrPlanReader *reader, const FrYaml *defaults)
{
  for (guint i = 0; is_map (defaults) && i < defaults->keys->len; i++)
    {
      const FrYaml *key = defaults->keys->pdata[i];
      const FrYaml *value = defaults->items->pdata[i];

      if (!fr_plan_words_contain (fr_plan_words_defaults, key->text) && is_map (value) &&
          fr_plan_words_nearest (key->text, fr_plan_words_defaults) == NULL)
        check_node (reader, value);
      else if (!is_map (value) || fr_yaml_get (value, "appliance") == NULL)
        check_key (reader, key, fr_plan_words_defaults, _ ("“defaults”"));
      else
        check_node (reader, value);
    }

  check_keys (reader, fr_yaml_get (defaults, "domain"), fr_plan_words_domain, _ ("“domain”"));
  check_keys (reader, fr_yaml_get (defaults, "ethernet"), fr_plan_words_ethernet, _ ("“ethernet”"));
  check_cloud_config (reader, fr_yaml_get (defaults, "cloud-config"));
}

static void
check_settings (FrPlanReader *reader, const FrYaml *document)
{
  const FrYaml *parameters = fr_yaml_get (document, "parameters");

  check_keys (reader, document, fr_plan_words_settings, _ ("the first document"));
  for (guint i = 0; is_map (parameters) && i < parameters->items->len; i++)
    check_keys (reader, parameters->items->pdata[i], fr_plan_words_parameter, _ ("a parameter"));
  check_defaults (reader, fr_yaml_get (document, "defaults"));
}

typedef struct
{
  FrPlanReader *reader;
  const FrYaml *scalar;
} TokenCheck;

/* Tokens with a name in them: rsa_public.NAME, NAME.secret, LOCATION::OTHER.public. */
static gboolean
has_known_form (const char *token)
{
  static const char *const starts[] = { "parameter.", "rsa_private.", "rsa_public.", "secret.",
                                        "uuid.",
                                        "environment.", "http://", "https://" };
  static const char *const ends[] = { ".rsa_private", ".rsa_public", ".secret", ".uuid", ".sha1",
                                      ".md5", ".sha256" };

  for (guint i = 0; i < G_N_ELEMENTS (starts); i++)
    if (g_str_has_prefix (token, starts[i]))
      return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    if (g_str_has_suffix (token, ends[i]))
      return TRUE;

  return strstr (token, "::") != NULL;
}

static char *
check_token_cb (const char *token, gpointer data)
{
  TokenCheck *check = data;
  const char *nearest = fr_plan_words_nearest (token, fr_plan_words_tokens);
  const char *at = strstr (check->scalar->text, token);
  FrPlace place;

  if (nearest == NULL || fr_plan_words_contain (fr_plan_words_tokens, token) ||
      has_known_form (token))
    return NULL;
  if (!g_str_has_prefix (token, "node.") && strchr (token, '.') != NULL &&
      fr_plan_words_contain ((const char *const[]){ "private", "public", "ipv6", NULL },
                             strrchr (token, '.') + 1))
    return NULL; /* another server, called node1 or so */

  place = fr_plan_reader_place_in (check->reader, check->scalar,
                                   at != NULL ? at - check->scalar->text : 0);
  fr_findings_add (check->reader->findings, FR_FINDING_WARNING, "unknown-token", place, nearest,
                   _ ("“{{ %s }}” has no value and stays as it is written. Did you mean “%s”?"),
                   token, nearest);
  return NULL;
}

static void
check_tokens (FrPlanReader *reader, const FrYaml *node)
{
  if (node->kind == FR_YAML_SCALAR)
    {
      TokenCheck check = { reader, node };

      if (strstr (node->text, "{{") != NULL)
        g_free (fr_plan_expand (node->text, check_token_cb, &check));
      return;
    }

  for (guint i = 0; i < node->items->len; i++)
    check_tokens (reader, node->items->pdata[i]);
}

/**
 * fr_plan_check_words:
 *
 * Words that nobody reads: keys that are not known where they stand, tokens without a value.
 */
void
fr_plan_check_words (FrPlanReader *reader)
{
  for (guint i = 0; i < reader->documents->len; i++)
    {
      const FrYaml *document = reader->documents->pdata[i];

      if (i == 0 && reader->documents->len > 1)
        check_settings (reader, document);
      else
        check_facility (reader, document);
      check_tokens (reader, document);
    }
}
