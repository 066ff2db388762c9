/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ipv4.h"
#include "fr-plan-examine.h"

#include <glib/gi18n-lib.h>

/* What is the same in two parts of one data centre. */
typedef struct
{
  const FrPlanFacility *facility;
  const FrPlanBlueprint *blueprint;
} Part;

static gboolean
is_host_name (const char *name)
{
  return g_regex_match_simple ("^[0-9a-zA-Z]([0-9a-zA-Z-]{0,61}[0-9a-zA-Z])?$", name, 0, 0);
}

static gboolean
overlap (const FrPlanBlueprint *one, const FrPlanBlueprint *other)
{
  guint shift = 32 - MIN (one->network_prefix, other->network_prefix);
  guint32 a, b;

  return one->network_address != NULL && other->network_address != NULL &&
         fr_ipv4_parse (one->network_address, &a) &&
         fr_ipv4_parse (other->network_address, &b) &&
         (a ^ b) >> shift == 0;
}

static void
compare_networks (const Part *one, const Part *other, GPtrArray *findings)
{
  const FrPlanBlueprint *first = one->blueprint, *second = other->blueprint;
  gboolean same_domain = g_strcmp0 (first->domain_name, second->domain_name) == 0;
  gboolean same_name = g_strcmp0 (first->network_name, second->network_name) == 0;
  gboolean same_range = g_strcmp0 (first->network_address, second->network_address) == 0 &&
                        first->network_prefix == second->network_prefix;

  if (first->network_name == NULL || second->network_name == NULL)
    return;

  if (same_name && (!same_domain || !same_range))
    fr_findings_add (findings, FR_FINDING_WARNING, "double-network", second->network_place, NULL,
                     _ ("the network “%s” is also in line %u, and not the same there; only one of "
                        "them is made. "
                        "Give this one another name."),
                     second->network_name, first->network_place.line);
  else if (!same_name && same_domain && overlap (first, second))
    fr_findings_add (findings, FR_FINDING_ERROR, "overlap", second->network_place, NULL,
                     _ ("the network %s/%u overlaps %s/%u of line %u in the domain “%s”. Take "
                        "another range."),
                     second->network_address, second->network_prefix, first->network_address,
                     first->network_prefix,
                     first->network_place.line, second->domain_name);
}

static void
check_name (const FrPlanNode *node, const Part *part, GHashTable *names, GPtrArray *findings)
{
  g_autofree char *key = g_strdup_printf ("%s %s", part->facility->location_id, node->name);
  const FrPlanNode *other = g_hash_table_lookup (names, key);

  if (!is_host_name (node->name))
    fr_findings_add (findings, FR_FINDING_WARNING, "host-name", node->place, NULL,
                     _ ("“%s” is not a name for a computer. Use letters, digits and hyphens, 63 at "
                        "most."),
                     node->name);

  if (other == NULL)
    g_hash_table_insert (names, g_steal_pointer (&key), (gpointer) node);
  else
    fr_findings_add (findings, FR_FINDING_ERROR, "double-name", node->place, NULL,
                     _ ("there is another server “%s” in line %u of the same data centre. Give one "
                        "of them another name."),
                     node->name, other->place.line);
}

static void
check_address (const FrPlanNode *node, const Part *part, GHashTable *addresses, GPtrArray *findings)
{
  g_autofree char *key = NULL;
  const FrPlanNode *other;

  if (node->private_ipv4 == NULL)
    return;

  key = g_strdup_printf ("%s %s %s", part->facility->location_id, part->blueprint->network_name,
                         node->private_ipv4);
  other = g_hash_table_lookup (addresses, key);
  if (other == NULL)
    g_hash_table_insert (addresses, g_steal_pointer (&key), (gpointer) node);
  else
    fr_findings_add (findings, FR_FINDING_ERROR, "double-address", node->place, NULL,
                     _ ("the address %s is already that of “%s” in line %u. Give each server its "
                        "own."),
                     node->private_ipv4, other->name, other->place.line);
}

static void
check_login (const FrPlanNode *node, GHashTable *logins, GPtrArray *findings)
{
  g_autofree char *key = NULL;
  const FrPlanNode *other;

  if (node->login == NULL || node->login->host == NULL)
    return;

  key = g_strdup_printf ("%s %u", node->login->host, node->login->port);
  other = g_hash_table_lookup (logins, key);
  if (other == NULL)
    g_hash_table_insert (logins, g_steal_pointer (&key), (gpointer) node);
  else
    fr_findings_add (findings, FR_FINDING_ERROR, "double-host", node->login->place, NULL,
                     _ ("“%s” would be the same server as “%s”: both are at %s, port %u. Keep "
                        "one of them."),
                     node->name, other->name, node->login->host, node->login->port);
}

static GArray *
list_parts (const FrPlan *plan)
{
  GArray *parts = g_array_new (FALSE, FALSE, sizeof (Part));

  for (guint i = 0; i < plan->facilities->len; i++)
    {
      Part part = { plan->facilities->pdata[i], NULL };

      for (guint j = 0; j < part.facility->blueprints->len; j++)
        {
          part.blueprint = part.facility->blueprints->pdata[j];
          g_array_append_val (parts, part);
        }
    }

  return parts;
}

/**
 * fr_plan_check_network:
 *
 * What two parts of a plan cannot both have: networks, names, addresses.
 */
void
fr_plan_check_network (const FrPlan *plan, GPtrArray *findings)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) logins = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) parts = list_parts (plan);

  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      for (guint j = 0; j < i; j++)
        {
          const Part *other = &g_array_index (parts, Part, j);

          if (g_strcmp0 (part->facility->location_id, other->facility->location_id) == 0)
            compare_networks (other, part, findings);
        }

      for (guint j = 0; j < part->blueprint->nodes->len; j++)
        {
          check_name (part->blueprint->nodes->pdata[j], part, names, findings);
          check_address (part->blueprint->nodes->pdata[j], part, addresses, findings);
          check_login (part->blueprint->nodes->pdata[j], logins, findings);
        }
    }
}
