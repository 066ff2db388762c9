/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-draft.h"
#include "fr-ipv4.h"
#include "fr-plan-merge.h"
#include "fr-plan-words.h"

/* How to sign in to a server that is there already: the key “ssh” of a node. */

/* Labels of letters, digits and hyphens: RFC 1123, 2.1. Underscores are met in private
 * networks. Digits and dots alone are an address. */
#define HOST "^(?=.{1,253}$)(?:[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?\\.)*" \
             "[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?\\.?$"
/* What useradd takes. */
#define USER "^[A-Za-z_][0-9A-Za-z_.-]{0,31}$"
/* 32 bytes in base64, without the “=” at its end: as ssh-keygen -l prints it. */
#define HOST_KEY "^SHA256:[0-9A-Za-z+/]{43}$"

static FrPlanWord
make_word (FrPlanReader *self, const FrYaml *map, const char *key, char *text)
{
  FrPlanWord word = { text, fr_plan_reader_place (self, fr_yaml_get (map, key)) };

  return word;
}

static gboolean
is_host (const char *host)
{
  guint32 address;

  if (strspn (host, "0123456789.") == strlen (host))
    return fr_ipv4_parse (host, &address);

  return g_regex_match_simple (HOST, host, G_REGEX_DOLLAR_ENDONLY, 0);
}

static char *
read_host (FrPlanReader *self, const FrYaml *map)
{
  const FrYaml *value = fr_yaml_get (map, "host");
  g_autofree char *host = fr_plan_reader_text (self, map, "host");

  if (value != NULL && value->kind != FR_YAML_SCALAR)
    return NULL; /* said already */

  if (host == NULL || *host == '\0')
    fr_plan_reader_say (self, FR_FINDING_ERROR, "no-host", value != NULL ? value : map,
                        _ ("it is not said which server this is. Write “host:” under “ssh:”, and "
                           "the name or the IPv4 address of the server."));
  else if (!is_host (host))
    fr_plan_reader_say (self, FR_FINDING_ERROR, "bad-host", value,
                        _ ("“%s” is no name and no IPv4 address of a server. Write one such as "
                           "mirror.example.org or 198.51.100.2, without a user and without a "
                           "port."),
                        host);
  else
    return g_steal_pointer (&host);

  return NULL;
}

static guint
read_port (FrPlanReader *self, const FrYaml *map)
{
  g_autofree char *text = fr_plan_reader_text (self, map, "port");
  FrPlanWord word = make_word (self, map, "port", text);
  guint port = 22;

  if (text != NULL)
    fr_plan_reader_number (self, &word, _ ("the port of SSH"), 1, 65535, &port);

  return port;
}

static char *
read_user (FrPlanReader *self, const FrYaml *map)
{
  g_autofree char *user = fr_plan_reader_text (self, map, "user");

  if (user == NULL)
    return g_strdup ("root");
  if (!g_regex_match_simple (USER, user, G_REGEX_DOLLAR_ENDONLY, 0))
    fr_plan_reader_say (self, FR_FINDING_ERROR, "bad-user", fr_yaml_get (map, "user"),
                        _ ("“%s” is no name of a user. Write letters, digits, “_”, “-” or “.”, "
                           "32 at most, with a letter first."),
                        user);

  return g_steal_pointer (&user);
}

static char *
read_host_key (FrPlanReader *self, const FrYaml *map)
{
  g_autofree char *key = fr_plan_reader_text (self, map, "host-key");

  if (key == NULL || g_regex_match_simple (HOST_KEY, key, G_REGEX_DOLLAR_ENDONLY, 0))
    return g_steal_pointer (&key);

  fr_plan_reader_say (self, FR_FINDING_ERROR, "bad-host-key", fr_yaml_get (map, "host-key"),
                      _ ("“%s” is no fingerprint of a host key. Write SHA256: and the 43 "
                         "characters that “ssh-keygen -l” prints, or leave it out: then you are "
                         "asked at first contact."),
                      key);

  return NULL;
}

/* What is asked of a cloud; whoever has a server already has all this. */
static void
check_cloud_keys (FrPlanReader *self, const FrYaml *settings)
{
  static const char *const keys[] = { "appliance", "cpu", "memory", "disks", "monitoring",
                                      "backup", "running", "destroy", NULL };

  for (guint i = 0; i < settings->keys->len; i++)
    {
      const FrYaml *key = settings->keys->pdata[i];

      if (fr_plan_words_contain (keys, key->text))
        fr_plan_reader_say (self, FR_FINDING_WARNING, "not-done", key,
                            _ ("“%s” is asked of a cloud; a server that is there already stays "
                               "as it is. Remove it."),
                            key->text);
    }
}

/**
 * fr_plan_read_login:
 * @settings: of a server
 * @node: gets its login when there is one; is reached from here then
 */
void
fr_plan_read_login (FrPlanReader *self, const FrYaml *settings, FrPlanNode *node)
{
  const FrYaml *ssh = fr_yaml_get (settings, "ssh");
  FrPlanLogin *login;

  if (ssh == NULL)
    return;
  login = g_new0 (FrPlanLogin, 1);
  login->place = fr_plan_reader_place (self, ssh);
  node->login = login;
  node->internet = TRUE;
  check_cloud_keys (self, settings);
  if (ssh->kind != FR_YAML_MAP)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "no-host", ssh,
                          _ ("“ssh” tells where a server is that is there already. Write “host:” "
                             "under it, and the name or the IPv4 address of the server."));
      return;
    }

  login->host = read_host (self, ssh);
  login->port = read_port (self, ssh);
  login->user = read_user (self, ssh);
  login->host_key = read_host_key (self, ssh);
}

/* The first server of a facility that has a login, or has none. */
static const FrPlanNode *
find_node (const FrPlanFacility *facility, gboolean with_login)
{
  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = facility->blueprints->pdata[i];

      for (guint j = 0; j < blueprint->nodes->len; j++)
        {
          const FrPlanNode *node = blueprint->nodes->pdata[j];

          if ((node->login != NULL) == with_login)
            return node;
        }
    }

  return NULL;
}

/**
 * fr_plan_facility_is_own:
 * @facility: one location of a plan that was loaded
 *
 * Returns: whether its servers are there already, each with a login, and no cloud is asked for
 *   anything
 */
gboolean
fr_plan_facility_is_own (const FrPlanFacility *facility)
{
  g_return_val_if_fail (facility != NULL, FALSE);

  return find_node (facility, FALSE) == NULL &&
         (find_node (facility, TRUE) != NULL ||
          g_strcmp0 (facility->location_id, FR_DRAFT_OWN) == 0);
}

/**
 * fr_plan_check_logins:
 * @facility: read completely
 *
 * Servers that are there already and servers of a cloud do not go together in one location.
 */
void
fr_plan_check_logins (const FrPlanFacility *facility, GPtrArray *findings)
{
  const FrPlanNode *own = find_node (facility, TRUE);
  const FrPlanNode *other = find_node (facility, FALSE);

  if (other == NULL)
    return;

  if (g_strcmp0 (facility->location_id, FR_DRAFT_OWN) == 0)
    fr_findings_add (findings, FR_FINDING_ERROR, "no-login", other->place, NULL,
                     _ ("it is not said how to reach “%s”. At the location %s each server is "
                        "there already: write “ssh:” and “host: ...” under it."),
                     other->name, FR_DRAFT_OWN);
  else if (own != NULL)
    fr_findings_add (findings, FR_FINDING_ERROR, "mixed-servers", other->place, NULL,
                     _ ("“%s” would be made in a cloud, and “%s” in line %u is there already. "
                        "Put one of them into a plan of its own."),
                     other->name, own->name, own->place.line);
}
