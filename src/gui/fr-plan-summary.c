/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-summary.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-own-summary.h"

/* Servers of a range are one line: they come from one place, and only their names differ. */
typedef struct
{
  const FrPlanNode *first;
  const FrPlanNode *last;
  GPtrArray *nodes; /* the blueprint's */
  guint at;         /* of the first in it */
  guint n;
} Group;

/**
 * fr_plan_part_free:
 * @part: (nullable):
 */
void
fr_plan_part_free (FrPlanPart *part)
{
  if (part == NULL)
    return;

  g_free (part->title);
  g_free (part->detail);
  g_ptr_array_unref (part->keys);
  g_free (part);
}

/**
 * fr_plan_parts_add:
 * @icon: (nullable):
 * @detail: (transfer full) (nullable):
 *
 * For fr-own-summary.c, too.
 *
 * Returns: (transfer none): the line that was added
 */
FrPlanPart *
fr_plan_parts_add (GPtrArray *parts, const char *icon, const char *title, char *detail,
                   guint count)
{
  FrPlanPart *part = g_new0 (FrPlanPart, 1);

  part->icon = icon;
  part->title = g_strdup (title);
  part->detail = detail;
  part->count = count;
  part->keys = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (parts, part);

  return part;
}

static FrPlanPart *
add (GPtrArray *parts, const char *icon, const char *title, char *detail, guint count)
{
  return fr_plan_parts_add (parts, icon, title, detail, count);
}

static void
add_key (FrPlanPart *part, const char *kind, const char *name)
{
  if (name != NULL)
    g_ptr_array_add (part->keys, g_strconcat (kind, " ", name, NULL));
}

/* Both may be missing. */
static char *
join (const char *one, const char *other)
{
  if (one == NULL || *one == '\0')
    return g_strdup (other != NULL ? other : "");
  if (other == NULL || *other == '\0')
    return g_strdup (one);

  /* Translators: two properties of one thing, such as “mirror-01, 2 vCPU” */
  return g_strdup_printf (_ ("%s, %s"), one, other);
}

static const char *
describe_word (const char *word)
{
  static const struct
  {
    const char *word;
    const char *name;
  } words[] = {
    { "essentials", NC_ ("level", "Essentials") },
    { "advanced", NC_ ("level", "Advanced") },
    { "standard", NC_ ("level", "Standard") },
    { "highperformance", NC_ ("level", "High Performance") },
    { "economy", NC_ ("level", "Economy") },
    { "provisionediops", NC_ ("level", "Provisioned IOPS") },
  };

  for (guint i = 0; word != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (words[i].word, word) == 0)
      return g_dpgettext2 (NULL, "level", words[i].name);

  return word;
}

static char *
name_servers (const Group *group)
{
  if (group->n == 1)
    return g_strdup (group->first->name);

  /* Translators: the first and the last name of a row of servers */
  return g_strdup_printf (_ ("%s to %s"), group->first->name, group->last->name);
}

static void
add_for_group (GPtrArray *parts, const Group *group, const char *icon, const char *title,
               char *detail, guint count)
{
  FrPlanPart *part = add (parts, icon, title, detail, count);

  for (guint i = 0; i < group->n; i++)
    {
      const FrPlanNode *node = g_ptr_array_index (group->nodes, group->at + i);

      add_key (part, "server", node->name);
    }
}

/**
 * fr_plan_summary_dup_size:
 * @cpu: 0: not known
 * @memory_gb: 0: not known
 *
 * Returns: (transfer full): "2 vCPU, 4 GB", as in the detail of a part
 */
char *
fr_plan_summary_dup_size (guint cpu, guint memory_gb)
{
  g_autofree char *one = cpu > 0 ? g_strdup_printf (_ ("%u vCPU"), cpu) : NULL;
  g_autofree char *two = memory_gb > 0 ? g_strdup_printf (_ ("%u GB"), memory_gb) : NULL;

  return join (one, two);
}

static void
add_servers (GPtrArray *parts, const Group *group)
{
  const FrPlanNode *node = group->first;
  g_autofree char *title =
    group->n == 1 ? g_strdup (_ ("Server"))
                  : g_strdup_printf (ngettext ("%u server", "%u servers", group->n), group->n);
  g_autofree char *size = fr_plan_summary_dup_size (node->cpu, node->memory_gb);
  g_autofree char *names = name_servers (group);
  g_autofree char *two = join (names, size);

  add_for_group (parts, group, "network-server-symbolic", title, join (two, node->appliance),
                 group->n);
}

/* The disk that comes with the image is part of the server. */
static void
add_disks (GPtrArray *parts, const Group *group)
{
  const FrPlanNode *node = group->first;
  g_autofree char *detail = NULL;
  g_autofree char *title = NULL;
  guint n = 0;

  for (guint i = 0; i < node->disks->len; i++)
    {
      const FrPlanDisk *disk = g_ptr_array_index (node->disks, i);
      g_autofree char *size = g_strdup_printf (_ ("%u GB"), disk->size_gb);
      g_autofree char *one = join (size, describe_word (disk->speed));
      char *all = disk->id > 0 ? join (detail, one) : NULL;

      if (all == NULL)
        continue;
      n += group->n;
      g_free (detail);
      detail = all;
    }

  if (n == 0)
    return;
  title = n == 1 ? g_strdup (_ ("Disk")) : g_strdup_printf (ngettext ("%u disk", "%u disks", n), n);
  add_for_group (parts, group, "drive-harddisk-symbolic", title, g_steal_pointer (&detail), n);
}

/**
 * fr_plan_ports_describe:
 *
 * Returns: (transfer full): "TCP 22; UDP 40000–41999"
 */
char *
fr_plan_ports_describe (const FrPlanNode *node)
{
  GString *ports = g_string_new (NULL);

  for (guint i = 0; i < node->ports->len; i++)
    {
      const FrPlanPort *port = g_ptr_array_index (node->ports, i);
      g_autofree char *protocol = g_ascii_strup (port->protocol, -1);

      g_string_append_printf (ports, "%s%s", i > 0 ? "; " : "", protocol);
      if (port->begin > 0 && port->begin == port->end)
        g_string_append_printf (ports, " %u", port->begin);
      else if (port->begin > 0)
        g_string_append_printf (ports, " %u–%u", port->begin, port->end);
    }

  return g_string_free (ports, FALSE);
}

static void
add_rules (GPtrArray *parts, const Group *group)
{
  guint n = group->first->ports->len * group->n;
  g_autofree char *title = NULL;

  if (n == 0)
    return;
  title = g_strdup_printf (ngettext ("%u firewall rule", "%u firewall rules", n), n);
  add_for_group (parts, group, "security-medium-symbolic", title,
                 fr_plan_ports_describe (group->first), n);
}

static void
add_internet (GPtrArray *parts, const Group *group)
{
  g_autofree char *names = name_servers (group);
  g_autofree char *title = NULL;

  if (!group->first->internet)
    return;

  title = group->n == 1
            ? g_strdup (_ ("Address translation"))
            : g_strdup_printf (
                ngettext ("%u address translation", "%u address translations", group->n), group->n);
  /* Translators: %s is a server, or a row of them */
  add_for_group (parts, group, "object-flip-horizontal-symbolic", title,
                 g_strdup_printf (_ ("public to %s"), names),
                 group->n);
  add_rules (parts, group);
}

static void
add_group (GPtrArray *parts, const Group *group)
{
  const char *monitoring = describe_word (group->first->monitoring);

  add_servers (parts, group);
  add_disks (parts, group);
  add_internet (parts, group);
  if (monitoring != NULL)
    add_for_group (parts, group, "alarm-symbolic", _ ("Monitoring"), g_strdup (monitoring), 0);
}

static gboolean
belong_together (const FrPlanNode *one, const FrPlanNode *other)
{
  return one->place.line == other->place.line && one->place.column == other->place.column;
}

static void
add_nodes (GPtrArray *parts, const FrPlanBlueprint *blueprint)
{
  for (guint i = 0; i < blueprint->nodes->len;)
    {
      Group group = { .first = g_ptr_array_index (blueprint->nodes, i),
                      .nodes = blueprint->nodes,
                      .at = i };

      while (i < blueprint->nodes->len &&
             belong_together (group.first, g_ptr_array_index (blueprint->nodes, i)))
        {
          group.last = g_ptr_array_index (blueprint->nodes, i++);
          group.n++;
        }
      add_group (parts, &group);
    }
}

static void
add_addresses (GPtrArray *parts, const FrPlanFacility *facility, const char *domain)
{
  guint n = 0;

  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, i);

      for (guint j = 0; j < blueprint->nodes->len; j++)
        n += g_strcmp0 (blueprint->domain_name, domain) == 0 &&
             ((FrPlanNode *) g_ptr_array_index (blueprint->nodes, j))->internet;
    }

  /* they are bought two at a time */
  if (n > 0)
    add_key (add (parts, "web-browser-symbolic", _ ("Public addresses"),
                  g_strdup_printf (ngettext ("%u in use", "%u in use", n), n), (n + 1) / 2),
             "domain", domain);
}

static gboolean
is_known (GHashTable *seen, const char *kind, const char *name)
{
  return name == NULL || !g_hash_table_add (seen, g_strconcat (kind, name, NULL));
}

static void
add_blueprint (GPtrArray *parts, const FrPlanFacility *facility, const FrPlanBlueprint *blueprint,
               GHashTable *seen)
{
  gboolean new_domain = !is_known (seen, "domain ", blueprint->domain_name);

  if (new_domain)
    add_key (add (parts, "network-workgroup-symbolic", _ ("Network domain"),
                  join (blueprint->domain_name, describe_word (blueprint->domain_service)), 1),
             "domain", blueprint->domain_name);
  if (!is_known (seen, "network ", blueprint->network_name))
    {
      g_autofree char *range =
        blueprint->network_address != NULL
          ? g_strdup_printf ("%s/%u", blueprint->network_address, blueprint->network_prefix)
          : NULL;

      add_key (add (parts, "network-wired-symbolic", _ ("Network"),
                    join (blueprint->network_name, range), 1),
               "network", blueprint->network_name);
    }

  if (new_domain)
    add_addresses (parts, facility, blueprint->domain_name);
  add_nodes (parts, blueprint);
}

/* Servers that are there already are found by their names, not by a data centre. */
static void
add_own (GPtrArray *parts, const FrPlanFacility *facility)
{
  g_autoptr (GString) hosts = g_string_new (NULL);
  FrPlanPart *heading;

  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, i);

      for (guint j = 0; j < blueprint->nodes->len; j++)
        {
          const FrPlanNode *node = g_ptr_array_index (blueprint->nodes, j);

          if (node->login != NULL && node->login->host != NULL)
            g_string_append_printf (hosts, "%s%s", hosts->len > 0 ? _ (", ") : "",
                                    node->login->host);
        }
    }
  heading = add (parts, NULL, hosts->len > 0 ? hosts->str : _ ("My own server"),
                 NULL, 0);
  heading->heading = TRUE;
  heading->own = TRUE;
  fr_own_summary_add (parts, facility);
}

/**
 * fr_plan_summary_new:
 * @plan: may have been read in part only
 *
 * Returns: (transfer full) (element-type FrPlanPart): what is made, data centre by data centre
 */
GPtrArray *
fr_plan_summary_new (const FrPlan *plan)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_plan_part_free);

  g_return_val_if_fail (plan != NULL, parts);

  for (guint i = 0; i < plan->facilities->len; i++)
    {
      const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, i);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

      if (fr_plan_facility_is_own (facility))
        {
          add_own (parts, facility);
          continue;
        }
      if (facility->location_id == NULL)
        continue;
      add (parts, NULL, facility->location_id, g_strdup (facility->region_id), 0)->heading = TRUE;
      for (guint j = 0; j < facility->blueprints->len; j++)
        add_blueprint (parts, facility, g_ptr_array_index (facility->blueprints, j), seen);
    }

  return parts;
}

/**
 * fr_plan_summary_count:
 *
 * Returns: how many resources these are
 */
guint
fr_plan_summary_count (GPtrArray *parts)
{
  guint n = 0;

  g_return_val_if_fail (parts != NULL, 0);

  for (guint i = 0; i < parts->len; i++)
    n += ((FrPlanPart *) g_ptr_array_index (parts, i))->count;

  return n;
}

/**
 * fr_plan_summary_is_own:
 *
 * Returns: whether the servers are there already
 */
gboolean
fr_plan_summary_is_own (GPtrArray *parts)
{
  g_return_val_if_fail (parts != NULL, FALSE);

  return parts->len > 0 && ((FrPlanPart *) g_ptr_array_index (parts, 0))->own;
}

/**
 * fr_plan_part_count_there:
 * @there: (nullable) (element-type utf8 utf8): of a #FrDifference
 *
 * Returns: how many of these resources exist already
 */
guint
fr_plan_part_count_there (const FrPlanPart *part, GHashTable *there)
{
  guint n = 0;

  g_return_val_if_fail (part != NULL, 0);

  for (guint i = 0; there != NULL && i < part->keys->len; i++)
    n += g_hash_table_contains (there, g_ptr_array_index (part->keys, i));

  return part->keys->len > 0 ? part->count * n / part->keys->len : 0;
}
