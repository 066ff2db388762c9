/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-graph.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a row of the table is made for, each one of. */
typedef enum
{
  FOR_SITE,
  FOR_DOMAIN,
  FOR_NETWORK,
  FOR_NODE,
  FOR_DISK,
  FOR_PORT,
} Scope;

/* Where a row belongs. */
typedef enum
{
  EVERYWHERE,
  IN_CLOUD,
  ON_OWN, /* servers that are there already */
} Where;

typedef struct
{
  const char *name;
  const char *title;
  Scope scope;
  const char *needs; /* rows of the same site, domain, network or node */
  FrStepLook look;
  FrStepAct apply;
  FrStepUndo undo;
  Where where;
} Row;

/* What a deployment does, in the order that a person reads. A server obeys one change at a
 * time, so its own rows come one after the other; everything else goes side by side. */
static const Row rows[] = {
  { "location", N_ ("Select the location"), FOR_SITE, "", fr_location_look, NULL, NULL, IN_CLOUD },
  { "reach", N_ ("Reach the server"), FOR_NODE, "", fr_reach_look, NULL, NULL, ON_OWN },
  { "domain", N_ ("Add a network domain"), FOR_DOMAIN, "location", fr_domain_look, fr_domain_apply,
    fr_domain_undo, IN_CLOUD },
  { "vlan", N_ ("Add an Ethernet network"), FOR_NETWORK, "domain", fr_vlan_look, fr_vlan_apply,
    fr_vlan_undo, IN_CLOUD },
  { "server", N_ ("Deploy a server"), FOR_NODE, "vlan", fr_server_look, fr_server_apply,
    fr_server_undo, IN_CLOUD },
  { "resize", N_ ("Adjust CPU and memory"), FOR_NODE, "server", fr_resize_look, fr_resize_apply,
    NULL, IN_CLOUD },
  { "disk", N_ ("Add a virtual disk"), FOR_DISK, "resize", fr_disk_look, fr_disk_apply, NULL,
    IN_CLOUD },
  { "monitoring", N_ ("Monitor the server"), FOR_NODE, "disk", fr_monitoring_look,
    fr_monitoring_apply, fr_monitoring_undo, IN_CLOUD },
  { "start", N_ ("Start the server"), FOR_NODE, "monitoring", fr_start_look, fr_start_apply, NULL,
    IN_CLOUD },
  { "address", N_ ("Reserve public IPv4 addresses"), FOR_DOMAIN, "domain", fr_address_look,
    fr_address_apply, fr_address_undo, IN_CLOUD },
  { "nat", N_ ("Translate the address"), FOR_NODE, "server address", fr_nat_look, fr_nat_apply,
    fr_nat_undo, IN_CLOUD },
  { "rule", N_ ("Open a port of the firewall"), FOR_PORT, "nat", fr_rule_look, fr_rule_apply,
    fr_rule_undo, IN_CLOUD },
  { "contact", N_ ("Install an SSH key"), FOR_NODE, "start rule", fr_contact_look,
    fr_contact_apply, NULL, IN_CLOUD },
  { "contact", N_ ("Install an SSH key"), FOR_NODE, "reach", fr_own_contact_look,
    fr_own_contact_apply, fr_own_contact_undo, ON_OWN },
  { "cloud-init", N_ ("Carry out the cloud-config"), FOR_NODE, "contact", fr_cloud_init_look,
    fr_cloud_init_apply, NULL },
  { "volume", N_ ("Grow the logical volume"), FOR_NODE, "cloud-init", fr_volume_look,
    fr_volume_apply, NULL },
  { "update", N_ ("Update the operating system"), FOR_NODE, "volume", fr_update_look,
    fr_update_apply, NULL },
  { "clock", N_ ("Synchronise the clock"), FOR_NODE, "update", fr_clock_look, fr_clock_apply,
    NULL },
  { "passwords", N_ ("Refuse passwords over SSH"), FOR_NODE, "clock", fr_passwords_look,
    fr_passwords_apply, NULL },
  { "names", N_ ("Bind addresses to names"), FOR_NODE, "passwords", fr_names_look, fr_names_apply,
    NULL },
  { "kurento", N_ ("Install Kurento Media Server"), FOR_NODE, "names", fr_kurento_look,
    fr_kurento_apply, NULL },
  { "page", N_ ("Install the page of the mirror"), FOR_NODE, "kurento", fr_served_page_look,
    fr_served_page_apply, NULL },
  { "finish", N_ ("Look into the mirror"), FOR_NODE, "page", fr_finish_look, fr_finish_apply,
    NULL },
};

static gboolean
is_in_place (const Row *row, const FrSite *site)
{
  return row->where == EVERYWHERE || row->where == (site->own ? ON_OWN : IN_CLOUD);
}

static const Row *
find_row (const char *name, const FrSite *site)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name) && is_in_place (&rows[i], site))
      return &rows[i];

  g_assert_not_reached ();
}

static const char *
keep (FrGraph *self, char *text)
{
  g_ptr_array_add (self->texts, text);

  return text;
}

/* The name of the thing that a task of this scope is about. */
static char *
dup_object (Scope scope, const FrTask *task)
{
  switch (scope)
    {
    case FOR_DOMAIN:
      return g_strdup (task->domain->plan->domain_name);
    case FOR_NETWORK:
      return g_strdup (task->network->plan->network_name);
    case FOR_NODE:
      return g_strdup (task->node->plan->name);
    case FOR_DISK:
      return g_strdup_printf ("%s:%u", task->node->plan->name, task->disk->id);
    case FOR_PORT:
      return g_strdup_printf ("%s:%s", task->node->plan->name, task->port->text);
    case FOR_SITE:
    default:
      return g_strdup (task->site->facility->location_id);
    }
}

/* A task of a lower scope belongs to one of each higher scope, too. */
static void
complete (FrTask *task)
{
  if (task->node != NULL)
    task->network = task->node->network;
  if (task->network != NULL)
    task->domain = task->network->domain;
}

/* Names may have spaces in them; ids may not, as spaces separate them. */
static char *
make_id (const char *name, const char *object)
{
  g_auto (GStrv) words = g_strsplit (object, " ", -1);
  g_autofree char *joined = g_strjoinv ("%20", words);

  return g_strdup_printf ("%s:%s", name, joined);
}

static void
add_id (GString *needs, const char *name, const char *object)
{
  g_autofree char *id = make_id (name, object);

  g_string_append_printf (needs, "%s%s", needs->len > 0 ? " " : "", id);
}

/* The ids of all steps of row @name that @task has to do with. */
static void
add_needs (GString *needs, const char *name, const FrTask *task)
{
  Scope scope = find_row (name, task->site)->scope;
  FrTask other = *task;

  if (scope != FOR_DISK && scope != FOR_PORT)
    {
      g_autofree char *object = dup_object (scope, task);

      add_id (needs, name, object);
      return;
    }

  for (guint i = 0; scope == FOR_DISK && i < task->node->plan->disks->len; i++)
    {
      g_autofree char *object = NULL;

      other.disk = g_ptr_array_index (task->node->plan->disks, i);
      object = dup_object (scope, &other);
      add_id (needs, name, object);
    }
  for (guint i = 0; scope == FOR_PORT && i < task->node->plan->ports->len; i++)
    {
      g_autofree char *object = NULL;

      other.port = g_ptr_array_index (task->node->plan->ports, i);
      object = dup_object (scope, &other);
      add_id (needs, name, object);
    }
}

/* Without disks of its own, a server's monitoring comes right after its memory. */
static char *
make_needs (const Row *row, const FrTask *task, const char *before)
{
  g_auto (GStrv) names = g_strsplit (row->needs, " ", -1);
  GString *needs = g_string_new (before);

  for (guint i = 0; names[i] != NULL && *names[i] != '\0'; i++)
    {
      add_needs (needs, names[i], task);
      if (g_str_equal (names[i], "disk"))
        add_needs (needs, "resize", task);
      if (g_str_equal (names[i], "rule"))
        add_needs (needs, "nat", task);
    }

  return g_string_free (needs, FALSE);
}

static const char *
add_step (FrGraph *self, const Row *row, const FrTask *task, const char *before)
{
  FrTask *kept = g_memdup2 (task, sizeof *task);
  FrStep step = { .title = row->title, .look = row->look, .apply = row->apply, .undo = row->undo };
  char *object;

  complete (kept);
  object = dup_object (row->scope, kept);
  g_ptr_array_add (self->tasks, kept);
  step.object = keep (self, object);
  step.id = keep (self, make_id (row->name, object));
  step.needs = keep (self, make_needs (row, kept, before));
  step.data = kept;
  g_array_append_val (self->steps, step);

  return step.id;
}

static void
add_node_steps (FrGraph *self, const Row *row, FrSite *site, FrSiteNode *node)
{
  FrTask task = { .site = site, .node = node };
  const char *before = NULL;

  if (row->scope == FOR_NODE)
    add_step (self, row, &task, NULL);
  for (guint i = 0; row->scope == FOR_DISK && i < node->plan->disks->len; i++)
    {
      task.disk = g_ptr_array_index (node->plan->disks, i);
      before = add_step (self, row, &task, before);
    }
  for (guint i = 0; row->scope == FOR_PORT && i < node->plan->ports->len; i++)
    {
      task.port = g_ptr_array_index (node->plan->ports, i);
      add_step (self, row, &task, NULL);
    }
}

/**
 * fr_graph_new:
 * @site: that the steps are about; it must outlive them
 *
 * Instantiates the table for every network domain, network, server, disk and port of the plan.
 *
 * Returns: (transfer full): the steps
 */
FrGraph *
fr_graph_new (FrSite *site)
{
  FrGraph *self = g_new0 (FrGraph, 1);

  self->steps = g_array_new (FALSE, FALSE, sizeof (FrStep));
  self->tasks = g_ptr_array_new_with_free_func (g_free);
  self->texts = g_ptr_array_new_with_free_func (g_free);
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    {
      const Row *row = &rows[r];
      FrTask task = { .site = site };

      if (!is_in_place (row, site))
        continue;
      if (row->scope == FOR_SITE)
        add_step (self, row, &task, NULL);
      for (guint i = 0; row->scope == FOR_DOMAIN && i < site->domains->len; i++)
        {
          task.domain = g_ptr_array_index (site->domains, i);
          add_step (self, row, &task, NULL);
        }
      for (guint i = 0; row->scope == FOR_NETWORK && i < site->networks->len; i++)
        {
          task.network = g_ptr_array_index (site->networks, i);
          add_step (self, row, &task, NULL);
        }
      for (guint i = 0; row->scope >= FOR_NODE && i < site->nodes->len; i++)
        add_node_steps (self, row, site, g_ptr_array_index (site->nodes, i));
    }

  return self;
}

/**
 * fr_graph_free:
 * @self: (nullable):
 */
void
fr_graph_free (FrGraph *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->steps);
  g_ptr_array_unref (self->tasks);
  g_ptr_array_unref (self->texts);
  g_free (self);
}
