/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-examine.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-merge.h"
#include "fr-plan-words.h"

/* Two ports a visitor: this is room for thousands. */
#define MANY_UDP_PORTS 10000
#define MANY_TCP_PORTS 1000

/* What is looked for in every line of a cloud-config. */
typedef struct
{
  const char *code;
  const char *pattern;
  const char *message;
} RiskyLine;

static const RiskyLine risky_lines[] = {
  { "piped-download",
    "\\b(?:curl|wget)\\b[^|\\n]*\\|\\s*(?:sudo\\s+)?(?:-\\S+\\s+)*(?:ba|da|z|k)?sh\\b",
    N_ ("whatever that address sends is run as it comes. Download it to a file, compare its "
        "checksum, then run it.") },
  { "no-checksum", "= CHECKSUM &&",
    N_ ("CHECKSUM stands for the SHA-256 of the script: without it the script is not run. Write "
        "those 64 digits.") },
  { "unverified-key", "\\bapt-key\\s+add\\b",
    N_ ("the signing key is trusted as it comes, for every package. Put it under "
        "/etc/apt/keyrings, compare its "
        "fingerprint, and name it with “signed-by”.") },
  { "unverified-package", "--allow-unauthenticated\\b|--force-yes\\b|\\btrusted=yes\\b",
    N_ ("packages are installed without checking who made them. Remove this option.") },
  { "published-key", "\\bkeys/server\\.key\\b",
    N_ ("the private TLS key of the tutorial is published, so anyone can read what is said. "
        "Make a new one with “openssl req -x509”.") },
  { "host-key-unchecked", "StrictHostKeyChecking\\s+(?:no|off)\\b",
    N_ ("SSH will not notice when another computer answers. Write “accept-new”.") },
  { "password-login", "PasswordAuthentication\\s+yes\\b",
    N_ ("SSH takes passwords, which are guessed all day long. Write “no” and use a key.") },
  { "private-key", "\\{\\{\\s*(?:rsa_private\\.[^}]*|[^}]*\\.rsa_private)\\s*\\}\\}",
    N_ ("a private key is sent with the cloud-config and stays on the disk of the server. "
        "Let the server make its own: leave this out.") },
  { "credentials",
    "\\{\\{\\s*(?:shared\\.secret|(?:name|password)\\.credentials|"
    "credentials\\.(?:name|password))\\s*\\}\\}",
    N_ ("the password of your account would be written on the server. Leave it out.") },
};

static void
check_line_patterns (FrPlanReader *reader, const FrYaml *scalar)
{
  for (guint i = 0; i < G_N_ELEMENTS (risky_lines); i++)
    {
      g_autoptr (GRegex) regex = g_regex_new (risky_lines[i].pattern, G_REGEX_OPTIMIZE, 0, NULL);
      g_autoptr (GMatchInfo) match = NULL;
      int start;

      g_regex_match (regex, scalar->text, 0, &match);
      for (; g_match_info_matches (match); g_match_info_next (match, NULL))
        if (g_match_info_fetch_pos (match, 0, &start, NULL))
          fr_findings_add (reader->findings, FR_FINDING_RISK, risky_lines[i].code,
                           fr_plan_reader_place_in (reader, scalar, start), NULL, "%s",
                           _ (risky_lines[i].message));
    }
}

static void
check_lines (FrPlanReader *reader, const FrYaml *node)
{
  if (node->kind == FR_YAML_SCALAR)
    check_line_patterns (reader, node);
  else
    for (guint i = 0; i < node->items->len; i++)
      check_lines (reader, node->items->pdata[i]);
}

static gboolean
is_true (const FrYaml *node)
{
  static const char *const words[] = { "1", "on", "true", "yes", NULL };
  g_autofree char *text = node != NULL && node->kind == FR_YAML_SCALAR
                            ? g_ascii_strdown (node->text, -1)
                            : NULL;

  return fr_plan_words_contain (words, text);
}

static void
check_password (FrPlanReader *reader, const FrYaml *value)
{
  if (fr_plan_is_null (value))
    return;
  if (value->kind == FR_YAML_SCALAR && strstr (value->text, "{{") != NULL)
    return;

  fr_plan_reader_say (reader, FR_FINDING_RISK, "password-in-plan", value,
                      _ ("a password written in a plan is read by everybody who reads the plan. "
                         "Use a "
                         "key, or {{ name.secret }}."));
}

static gboolean
has_word (const FrYaml *list, const char *word)
{
  for (guint i = 0; list != NULL && list->kind == FR_YAML_LIST && i < list->items->len; i++)
    if (g_strcmp0 (((const FrYaml *) list->items->pdata[i])->text, word) == 0)
      return TRUE;

  return list != NULL && list->kind == FR_YAML_SCALAR && g_str_equal (list->text, word);
}

/* cloud-init throws the host keys of the image away, and makes those that are named. OpenSSH signs
 * with RSA and SHA-1 no more since 8.8, and libssh2 knows nothing else before 1.11. */
static void
check_host_keys (FrPlanReader *reader, const FrYaml *map)
{
  const FrYaml *keys = fr_yaml_get (map, "ssh_keys");
  const FrYaml *types = fr_yaml_get (map, "ssh_genkeytypes");

  if (fr_yaml_get (keys, "rsa_private") != NULL && fr_yaml_get (keys, "ed25519_private") == NULL &&
      fr_yaml_get (keys, "ecdsa_private") == NULL)
    fr_plan_reader_say (reader, FR_FINDING_RISK, "rsa-keys", keys,
                        _ ("the server would show an RSA key only, one that came over the wire: "
                           "nobody could sign in any more from where SSH does without SHA-1, and "
                           "the deployment would be locked out. Leave “ssh_keys” out: then the "
                           "server makes its own Ed25519 key."));
  else if (keys == NULL && has_word (types, "rsa") && !has_word (types, "ed25519") &&
           !has_word (types, "ecdsa"))
    fr_plan_reader_say (reader, FR_FINDING_RISK, "rsa-keys", types,
                        _ ("the server would show an RSA key only: nobody could sign in any more "
                           "from where SSH does without SHA-1, and the deployment would be locked "
                           "out. Add “ed25519”."));
}

static void
check_cloud_config (FrPlanReader *reader, const FrYaml *map)
{
  const FrYaml *login = fr_yaml_get (map, "ssh_pwauth");
  const FrYaml *passwords = fr_yaml_get (map, "chpasswd");

  check_lines (reader, map);
  if (is_true (login))
    fr_findings_add (reader->findings, FR_FINDING_RISK, "password-login",
                     fr_plan_reader_place (reader, login), "false",
                     _ ("SSH takes passwords, which are guessed all day long. Write “false” and "
                        "use a key."));
  check_host_keys (reader, map);
  check_password (reader, fr_yaml_get (map, "password"));
  check_password (reader, fr_yaml_get (passwords, "list"));
  check_password (reader, fr_yaml_get (passwords, "users"));
}

static void
check_appliance (FrPlanReader *reader, const FrYaml *value)
{
  const char *suggestion = g_str_has_prefix (value->text, "Ubuntu") ? "Ubuntu 24.04" : NULL;

  if (g_regex_match_simple ("Ubuntu (?:[4-9]|1[0-9]|20)\\b|CentOS [4-8]\\b|Red ?Hat "
                            "[4-7]\\b|Debian [5-9]\\b|Debian 10\\b|"
                            "Windows.*20(?:03|08|12)",
                            value->text, G_REGEX_CASELESS, 0))
    fr_findings_add (reader->findings, FR_FINDING_RISK, "old-system",
                     fr_plan_reader_place (reader, value), suggestion,
                     _ ("“%s” gets no security updates any more. Take a newer system, such as %s."),
                     value->text,
                     suggestion != NULL ? suggestion : "Ubuntu 24.04");
}

static void
walk (FrPlanReader *reader, const FrYaml *node)
{
  for (guint i = 0; node->kind != FR_YAML_SCALAR && i < node->items->len; i++)
    {
      const FrYaml *item = node->items->pdata[i];
      const char *key = node->kind == FR_YAML_MAP ? ((const FrYaml *) node->keys->pdata[i])->text
                                                  : "";

      if (g_str_equal (key, "cloud-config") && item->kind == FR_YAML_MAP)
        check_cloud_config (reader, item);
      else if (g_str_equal (key, "appliance") && item->kind == FR_YAML_SCALAR)
        check_appliance (reader, item);
      else
        walk (reader, item);
    }
}

static gboolean
covers (const FrPlanPort *port, guint number)
{
  return g_str_equal (port->protocol, "tcp") && port->begin > 0 && port->begin <= number &&
         port->end >= number;
}

/* More doors than a mirror needs. On a server that is there already no firewall is changed. */
static gboolean
check_width (const FrPlanNode *node, const FrPlanPort *port, GPtrArray *findings)
{
  gboolean udp = g_str_equal (port->protocol, "udp");
  guint many = udp ? MANY_UDP_PORTS : MANY_TCP_PORTS;

  if (node->login != NULL)
    return FALSE;

  if (g_str_equal (port->protocol, "ip") || (!g_str_equal (port->protocol, "icmp") &&
                                             port->begin == 0))
    fr_findings_add (findings, FR_FINDING_RISK, "all-ports", port->place, NULL,
                     _ ("“%s” opens every port to everybody. Name the ports that are needed: 22 "
                        "8433 8443."),
                     port->text);
  else if (port->end - port->begin >= many)
    fr_findings_add (findings, FR_FINDING_RISK, udp ? "udp-range" : "tcp-range",
                     port->place, udp ? "udp:40000..41999" : NULL,
                     _ ("“%s” opens %u ports to everybody, whatever listens there. Name the ports "
                        "that are needed%s."),
                     port->text, port->end - port->begin + 1,
                     udp ? _ (", such as udp:40000..41999, and set minPort and maxPort of Kurento "
                              "to the same")
                         : "");
  else
    return FALSE;

  return TRUE;
}

static void
check_control (const FrPlanNode *node, const FrPlanPort *port, GPtrArray *findings)
{
  if (covers (port, 8888) || covers (port, 9091))
    fr_findings_add (findings, FR_FINDING_RISK, "control-port", port->place, NULL,
                     _ ("port %s commands the media server, without encryption and without a "
                        "password. "
                        "Close it; 8433 is the one behind TLS."),
                     port->text);
  else if (covers (port, 8433) && node->cloud_config != NULL &&
           strstr (node->cloud_config, "kurento") != NULL &&
           strstr (node->cloud_config, "access_token") == NULL)
    fr_findings_add (findings, FR_FINDING_RISK, "control-port", port->place, NULL,
                     _ ("whoever finds port %s commands the media server: nothing asks for a "
                        "token. "
                        "Let nginx ask for “access_token” in front of it."),
                     port->text);
}

/* Servers of a range have the same place: the first stands for all. */
static void
check_node (const FrPlanNode *node, const FrPlanNode *before, GPtrArray *findings)
{
  if (before != NULL && before->place.line == node->place.line &&
      before->place.column == node->place.column)
    return;

  for (guint i = 0; node->internet && i < node->ports->len; i++)
    if (!check_width (node, node->ports->pdata[i], findings))
      check_control (node, node->ports->pdata[i], findings);

  if (node->internet && node->cloud_config != NULL &&
      strstr (node->cloud_config, "ssh_pwauth") == NULL)
    fr_findings_add (findings, FR_FINDING_RISK, "password-login", node->place, NULL,
                     _ ("nothing says that SSH on “%s” refuses passwords. Write “ssh_pwauth: "
                        "false” in its cloud-config."),
                     node->name);
  if (node->login != NULL && node->cloud_config != NULL &&
      strstr (node->cloud_config, "ssh_deletekeys") == NULL)
    fr_findings_add (findings, FR_FINDING_RISK, "host-keys-replaced", node->place, NULL,
                     _ ("cloud-init would throw the host keys of “%s” away, and whoever knows the "
                        "server would be warned of somebody else. Write “ssh_deletekeys: false” in "
                        "its cloud-config."),
                     node->name);
}

/**
 * fr_plan_check_risks:
 *
 * What works, and lets others in. A network on the loopback of this computer is not reachable
 * from elsewhere, so its ports are no risk.
 */
void
fr_plan_check_risks (FrPlanReader *reader, const FrPlan *plan)
{
  for (guint i = 0; i < reader->documents->len; i++)
    walk (reader, reader->documents->pdata[i]);

  for (guint i = 0; i < plan->facilities->len; i++)
    {
      const FrPlanFacility *facility = plan->facilities->pdata[i];

      for (guint j = 0; j < facility->blueprints->len; j++)
        {
          const FrPlanBlueprint *blueprint = facility->blueprints->pdata[j];

          if (blueprint->network_address != NULL && g_str_has_prefix (blueprint->network_address,
                                                                      "127."))
            continue;
          for (guint k = 0; k < blueprint->nodes->len; k++)
            check_node (blueprint->nodes->pdata[k], k > 0 ? blueprint->nodes->pdata[k - 1] : NULL,
                        reader->findings);
        }
    }
}
