/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-losses.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

#include "fr-endpoint.h"
#include "fr-keyring.h"
#include "fr-plan-values.h"
#include "fr-site.h"

#define DAY (24 * 60 * 60)

/**
 * fr_losses_free:
 * @self: (nullable):
 */
void
fr_losses_free (FrLosses *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->plan_path);
  g_free (self->sentence);
  g_free (self->servers);
  g_free (self->sizes);
  g_free (self->disks);
  g_free (self->records);
  g_free (self->network);
  g_free (self->addresses);
  g_free (self->user);
  secret_password_free (self->password);
  g_free (self);
}

static GPtrArray *
list_nodes (const FrPlan *plan)
{
  GPtrArray *nodes = g_ptr_array_new ();
  const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, 0);

  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, i);

      for (guint j = 0; j < blueprint->nodes->len; j++)
        {
          FrPlanNode *node = g_ptr_array_index (blueprint->nodes, j);

          if (!node->keep)
            g_ptr_array_add (nodes, node);
        }
    }

  return nodes;
}

static char *
dup_names (GPtrArray *nodes, gboolean with_disks)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const FrPlanNode *node = g_ptr_array_index (nodes, i);

      if (!with_disks || node->disks->len > 0)
        g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "", node->name);
    }

  return g_string_free (names, FALSE);
}

static char *
dup_sizes (GPtrArray *nodes)
{
  const FrPlanNode *node = nodes->len > 0 ? g_ptr_array_index (nodes, 0) : NULL;

  if (node == NULL || node->cpu == 0 || node->memory_gb == 0)
    return NULL;
  if (nodes->len == 1)
    return g_strdup_printf (_ ("%u vCPU, %u GB"), node->cpu, node->memory_gb);

  return g_strdup_printf (_ ("%u vCPU, %u GB each"), node->cpu, node->memory_gb);
}

/* Disks that were added; that of the system goes with its server. */
static char *
dup_disks (FrLosses *self, GPtrArray *nodes)
{
  guint size = 0;
  gboolean same = TRUE;

  for (guint i = 0; i < nodes->len; i++)
    {
      const FrPlanNode *node = g_ptr_array_index (nodes, i);

      for (guint j = 0; j < node->disks->len; j++)
        {
          const FrPlanDisk *disk = g_ptr_array_index (node->disks, j);

          same = same && (size == 0 || size == disk->size_gb);
          size = disk->size_gb;
          self->n_disks++;
        }
    }
  if (self->n_disks == 0)
    return NULL;
  if (!same)
    return g_strdup_printf (ngettext ("%u disk", "%u disks", self->n_disks), self->n_disks);

  return g_strdup_printf (ngettext ("%u disk of %u GB", "%u disks of %u GB", self->n_disks),
                          self->n_disks, size);
}

static char *
dup_records (FrLosses *self, GPtrArray *nodes)
{
  g_autofree char *names = dup_names (nodes, TRUE);

  if (self->n_disks == 0)
    return NULL;

  /* Translators: names of servers: their disks, and recordings on them, are lost */
  return g_strdup_printf (_ ("Added to %s, with everything recorded there"), names);
}

/* Addresses that the provider gave come back to no one: a new mirror has others. */
static char *
dup_addresses (FrLosses *self, GPtrArray *nodes)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < nodes->len; i++)
    {
      const FrPlanNode *node = g_ptr_array_index (nodes, i);
      g_autofree char *address = fr_site_read_fact (self->name, node->name, "public-ipv4");

      if (address == NULL || *address == '\0')
        continue;
      g_string_append_printf (text, "%s%s", text->len > 0 ? _ (", ") : "", address);
      self->n_addresses++;
    }

  return g_string_free (text, text->len == 0);
}

static char *
dup_network (FrLosses *self, GPtrArray *nodes)
{
  g_autofree char *addresses = NULL;
  g_autofree char *rules = NULL;

  for (guint i = 0; i < nodes->len; i++)
    {
      const FrPlanNode *node = g_ptr_array_index (nodes, i);

      self->n_rules += node->internet ? node->ports->len : 0;
    }
  addresses = g_strdup_printf (ngettext ("%u public address", "%u public addresses",
                                         self->n_addresses),
                               self->n_addresses);
  rules = g_strdup_printf (ngettext ("%u firewall rule", "%u firewall rules", self->n_rules),
                           self->n_rules);
  if (self->n_addresses == 0)
    /* Translators: what is lost: "Network, 4 firewall rules" */
    return g_strdup_printf (_ ("Network, %s"), rules);

  /* Translators: what is lost: "Network, 2 public addresses, 4 firewall rules" */
  return g_strdup_printf (_ ("Network, %s, %s"), addresses, rules);
}

static FrPlan *
load_plan (const char *name, GError **error)
{
  g_autofree char *path = fr_site_dup_plan_path (name, error);
  g_autofree char *known = fr_site_read_fact (name, "", "parameters");
  g_auto (GStrv) items = g_strsplit (known != NULL ? known : "", "\n", -1);
  g_autoptr (GHashTable) values = NULL;

  if (path == NULL)
    return NULL;
  values = fr_plan_values_new ((const char *const *) items, error);

  return values != NULL ? fr_plan_load (path, values, error) : NULL;
}

/* One that is a day old may be in use by others, and one without a date is not from here. */
static gboolean
is_precious (const char *name)
{
  g_autofree char *created = fr_site_read_fact (name, "", "created");
  gint64 time = created != NULL ? g_ascii_strtoll (created, NULL, 10) : 0;

  return time <= 0 || g_get_real_time () / G_USEC_PER_SEC - time >= DAY;
}

static gboolean
is_known (const char *name)
{
  g_autofree char *endpoint = fr_site_read_fact (name, "", "endpoint");
  g_autoptr (FrKeyringAccount) account = NULL;

  return endpoint != NULL && fr_keyring_find (endpoint, &account, NULL, NULL) && account != NULL;
}

/* What was changed on servers that are there already; they stay. */
static void
describe_own (FrLosses *self, GPtrArray *nodes)
{
  const FrPlanNode *first = nodes->len > 0 ? g_ptr_array_index (nodes, 0) : NULL;
  g_autofree char *endpoint = fr_site_read_fact (self->name, "", "endpoint");
  g_autoptr (FrKeyringAccount) account = NULL;

  self->own = TRUE;
  self->user = g_strdup (first != NULL ? first->login->user : NULL);
  self->sizes = g_strdup (_ ("Stays, with everything that was there before"));
  self->disks = g_strdup (_ ("Packages, files and services of the mirror"));
  self->network = g_strdup (_ ("Our SSH key, and that passwords are refused"));
  self->sentence = g_strdup_printf (
    ngettext ("What was changed on %u server is taken back, as the list that was kept there says. "
              "The server stays, and the mirror with what was recorded in it goes.",
              "What was changed on %u servers is taken back, as the lists that were kept there "
              "say. The servers stay, and the mirror with what was recorded in it goes.",
              nodes->len),
    nodes->len);
  /* One server has one name in the keyring; several are asked for. */
  if (endpoint != NULL && fr_keyring_find (endpoint, &account, NULL, NULL) && account != NULL)
    self->password = g_strdup (account->password);
  self->signed_in = g_strcmp0 (self->user, "root") == 0 || self->password != NULL;
}

/**
 * fr_losses_load:
 * @name: of a deployment
 *
 * Blocks for a moment.
 *
 * Returns: (transfer full): what would be lost, or %NULL with an error
 */
FrLosses *
fr_losses_load (const char *name, GError **error)
{
  g_autoptr (FrPlan) plan = load_plan (name, error);
  g_autoptr (GPtrArray) nodes = NULL;
  g_autofree char *location = NULL;
  FrLosses *self;

  if (plan == NULL)
    return NULL;

  nodes = list_nodes (plan);
  location = fr_site_read_fact (name, "", "location");
  self = g_new0 (FrLosses, 1);
  self->name = g_strdup (name);
  self->plan_path = fr_site_read_fact (name, "", "plan");
  self->n_servers = nodes->len;
  self->servers = dup_names (nodes, FALSE);
  self->by_name = is_precious (name);
  if (fr_plan_facility_is_own (g_ptr_array_index (plan->facilities, 0)))
    {
      describe_own (self, nodes);
      return self;
    }
  self->sizes = dup_sizes (nodes);
  self->disks = dup_disks (self, nodes);
  self->records = dup_records (self, nodes);
  self->addresses = dup_addresses (self, nodes);
  self->network = dup_network (self, nodes);
  self->sentence = g_strdup_printf (
    ngettext ("%u server, its disks and everything recorded on them will be lost. This cannot be "
              "undone.",
              "%u servers, their disks and everything recorded on them will be lost. This cannot "
              "be undone.",
              nodes->len),
    nodes->len);
  self->signed_in = fr_endpoint_is_here_named (location) || is_known (name);

  return self;
}
