/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-examine.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define RELAY_PORT 3478

/* Values that the scripts of our own plan read. In plans of others the names mean other things. */

static const FrPlanParameter *
find_parameter (const FrPlan *plan, const char *name)
{
  for (guint i = 0; i < plan->parameters->len; i++)
    if (g_str_equal (((const FrPlanParameter *) plan->parameters->pdata[i])->name, name))
      return plan->parameters->pdata[i];

  return NULL;
}

static gboolean
is_visitor (const char *word)
{
  g_autoptr (GInetAddressMask) mask = g_inet_address_mask_new_from_string (word, NULL);

  return mask != NULL;
}

static void
check_visitors (const FrPlanParameter *parameter, GPtrArray *findings)
{
  g_auto (GStrv) words = g_strsplit_set (parameter->value, " ", -1);
  guint count = 0;

  if (g_str_equal (parameter->value, "any"))
    return;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      count++;
      if (!is_visitor (words[i]))
        fr_findings_add (findings, FR_FINDING_ERROR, "bad-visitors", parameter->place, NULL,
                         _ ("“%s” is no address and no network. Write some such as 198.51.100.7 "
                            "or 10.0.0.0/8, separated by blanks, or “any”."),
                         words[i]);
    }
  if (count == 0)
    fr_findings_add (findings, FR_FINDING_ERROR, "bad-visitors", parameter->place, "any",
                     _ ("nobody may come in. Write “any”, or addresses and networks."));
}

static void
check_fingerprint (const FrPlanParameter *parameter, GPtrArray *findings)
{
  if (!g_regex_match_simple ("^ *(?:[0-9A-Fa-f] *){40}$", parameter->value, 0, 0))
    fr_findings_add (findings, FR_FINDING_ERROR, "bad-fingerprint", parameter->place, NULL,
                     _ ("“%s” is no whole fingerprint of a key. Write all its 40 digits; a short "
                        "one fits other keys, too."),
                     parameter->value);
}

static void
check_key (const FrPlanParameter *parameter, GPtrArray *findings)
{
  if (!g_regex_match_simple ("^[0-9A-Za-z+/]*={0,2}$", parameter->value, G_REGEX_DOLLAR_ENDONLY, 0))
    fr_findings_add (findings, FR_FINDING_ERROR, "bad-key", parameter->place, NULL,
                     _ ("this is no key in one line. Write what “gpg --export FINGERPRINT | "
                        "base64 -w0” prints, or nothing."));
}

static gboolean
opens (const FrPlanNode *node, guint number)
{
  for (guint i = 0; i < node->ports->len; i++)
    {
      const FrPlanPort *port = node->ports->pdata[i];

      if (port->begin <= number && number <= port->end)
        return TRUE;
    }

  return FALSE;
}

static void
check_relay (const FrPlan *plan, const FrPlanParameter *parameter, GPtrArray *findings)
{
  if (g_str_equal (parameter->value, "no"))
    return;
  if (!g_str_equal (parameter->value, "yes"))
    {
      fr_findings_add (findings, FR_FINDING_ERROR, "bad-value", parameter->place, NULL,
                       _ ("“%s” cannot be “%s”. Write “yes” or “no”."), parameter->name,
                       parameter->value);
      return;
    }

  for (guint i = 0; i < plan->facilities->len; i++)
    {
      const FrPlanFacility *facility = plan->facilities->pdata[i];

      for (guint j = 0; j < facility->blueprints->len; j++)
        {
          const FrPlanBlueprint *blueprint = facility->blueprints->pdata[j];

          if (blueprint->nodes->len > 0 && !opens (blueprint->nodes->pdata[0], RELAY_PORT))
            fr_findings_add (findings, FR_FINDING_WARNING, "relay-ports", parameter->place, NULL,
                             _ ("the relay cannot be reached: its port is closed. Add “%u udp:%u” "
                                "to the line “internet”."),
                             RELAY_PORT, RELAY_PORT);
        }
    }
}

/**
 * fr_plan_check_settings:
 * @plan: read completely
 *
 * What would only be noticed on the server, by a script that fails there.
 */
void
fr_plan_check_settings (const FrPlan *plan, GPtrArray *findings)
{
  const FrPlanParameter *visitors = find_parameter (plan, "visitors");
  const FrPlanParameter *fingerprint = find_parameter (plan, "kurentoFingerprint");
  const FrPlanParameter *key = find_parameter (plan, "kurentoKey");
  const FrPlanParameter *relay = find_parameter (plan, "turn");

  if (fingerprint == NULL)
    return;

  check_fingerprint (fingerprint, findings);
  if (key != NULL)
    check_key (key, findings);
  if (visitors != NULL)
    check_visitors (visitors, findings);
  if (relay != NULL)
    check_relay (plan, relay, findings);
}
