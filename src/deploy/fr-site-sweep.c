/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include "fr-cloud-access.h"
#include "fr-cloud-network.h"
#include "fr-cloud-server.h"
#include "fr-cloud-wait.h"
#include "fr-error.h"

/* What carries our mark, although the plan does not name it any more: it was changed after a
 * deployment. */

#define LIMIT_SECONDS 3600

static gboolean
is_planned_server (FrSite *self, const FrCloudServer *server, const char *domain_name)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const FrSiteNode *node = g_ptr_array_index (self->nodes, i);

      if (g_strcmp0 (node->plan->name, server->name) == 0 &&
          g_strcmp0 (node->network->domain->plan->domain_name, domain_name) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_planned_vlan (FrSite *self, const FrCloudVlan *vlan, const char *domain_name)
{
  for (guint i = 0; i < self->networks->len; i++)
    {
      const FrSiteNetwork *network = g_ptr_array_index (self->networks, i);

      if (g_strcmp0 (network->plan->network_name, vlan->name) == 0 &&
          g_strcmp0 (network->domain->plan->domain_name, domain_name) == 0)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_planned_domain (FrSite *self, const FrCloudDomain *domain)
{
  for (guint i = 0; i < self->domains->len; i++)
    {
      const FrSiteDomain *other = g_ptr_array_index (self->domains, i);

      if (g_strcmp0 (other->plan->domain_name, domain->name) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The translation and the rules towards it: neither has room for a mark. */
static gboolean
remove_nat (FrSite *self, const char *domain_id, const FrCloudNat *nat, GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) rules = fr_cloud_list_rules (self->cloud, domain_id, cancellable, error);

  if (rules == NULL)
    return FALSE;
  for (guint i = 0; i < rules->len; i++)
    {
      const FrCloudRule *rule = g_ptr_array_index (rules, i);

      if (!rule->is_default && g_strcmp0 (rule->destination, nat->external) == 0 &&
          !fr_cloud_delete_rule (self->cloud, rule->id, cancellable, error))
        return FALSE;
    }

  return fr_cloud_delete_nat (self->cloud, nat->id, cancellable, error);
}

static gboolean
has_address (GPtrArray *servers, const char *private_ipv4)
{
  for (guint i = 0; i < servers->len; i++)
    if (g_strcmp0 (((FrCloudServer *) g_ptr_array_index (servers, i))->private_ipv4,
                   private_ipv4) == 0)
      return TRUE;

  return FALSE;
}

/**
 * fr_site_sweep_nats:
 * @domain_id: of a network domain with our mark
 *
 * Removes the translations of servers that are not there any more, and the rules towards them:
 * nobody else can need them, and the domain cannot go before they have gone.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_site_sweep_nats (FrSite *self, const char *domain_id, GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) servers = fr_cloud_list_servers (
    self->cloud, domain_id, self->facility->location_id, cancellable, error);
  g_autoptr (GPtrArray) nats =
    servers != NULL ? fr_cloud_list_nats (self->cloud, domain_id, cancellable, error) : NULL;

  if (nats == NULL)
    return FALSE;
  for (guint i = 0; i < nats->len; i++)
    {
      const FrCloudNat *nat = g_ptr_array_index (nats, i);

      if (!has_address (servers, nat->internal) &&
          !remove_nat (self, domain_id, nat, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
close_server (FrSite *self, const FrCloudServer *server, GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) nats =
    fr_cloud_list_nats (self->cloud, server->domain_id, cancellable, error);

  if (nats == NULL)
    return FALSE;
  for (guint i = 0; i < nats->len; i++)
    {
      const FrCloudNat *nat = g_ptr_array_index (nats, i);

      if (g_strcmp0 (nat->internal, server->private_ipv4) == 0 &&
          !remove_nat (self, server->domain_id, nat, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
remove_server (FrSite *self, const FrCloudServer *server, GCancellable *cancellable,
               GError **error)
{
  FrCloud *cloud = self->cloud;
  g_autofree char *id = g_strdup_printf ("server:%s", server->name);

  return fr_journal_write (self->journal, id, "intent", "undo", error) &&
         close_server (self, server, cancellable, error) &&
         (server->monitoring == NULL ||
          fr_cloud_monitor_server (cloud, server->id, NULL, cancellable, error)) &&
         (!server->started ||
          (fr_cloud_power_off_server (cloud, server->id, cancellable, error) &&
           fr_cloud_wait_power (cloud, server->id, FALSE, LIMIT_SECONDS, cancellable, error))) &&
         fr_cloud_delete_server (cloud, server->id, cancellable, error) &&
         fr_cloud_wait_gone (cloud, FR_CLOUD_SERVER, server->id, LIMIT_SECONDS, cancellable,
                             error) &&
         fr_journal_write (self->journal, id, "undone", NULL, error);
}

static const char *
find_domain_name (GPtrArray *domains, const char *id)
{
  for (guint i = 0; i < domains->len; i++)
    if (g_strcmp0 (((FrCloudDomain *) g_ptr_array_index (domains, i))->id, id) == 0)
      return ((FrCloudDomain *) g_ptr_array_index (domains, i))->name;

  return NULL;
}

/**
 * fr_site_sweep_servers:
 *
 * Removes the servers with our mark that the plan does not name, with the ways to them.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_site_sweep_servers (FrSite *self, GCancellable *cancellable, GError **error)
{
  const char *location = self->facility->location_id;
  g_autoptr (GPtrArray) domains =
    fr_cloud_list_domains (self->cloud, location, cancellable, error);
  g_autoptr (GPtrArray) servers =
    domains != NULL ? fr_cloud_list_servers (self->cloud, NULL, location, cancellable, error)
                    : NULL;

  if (servers == NULL)
    return FALSE;
  for (guint i = 0; i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);
      const char *domain_name = find_domain_name (domains, server->domain_id);

      if (fr_site_owns (self, server->description) &&
          !is_planned_server (self, server, domain_name) &&
          !remove_server (self, server, cancellable, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * fr_site_sweep_vlans:
 * @domain_id: a network domain
 * @domain_name: its name
 *
 * Removes the networks in it with our mark that the plan does not name.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_site_sweep_vlans (FrSite *self, const char *domain_id, const char *domain_name,
                     GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) vlans =
    fr_cloud_list_vlans (self->cloud, domain_id, cancellable, error);

  if (vlans == NULL)
    return FALSE;
  for (guint i = 0; i < vlans->len; i++)
    {
      const FrCloudVlan *vlan = g_ptr_array_index (vlans, i);

      if (!fr_site_owns (self, vlan->description) || is_planned_vlan (self, vlan, domain_name))
        continue;
      if (!fr_cloud_delete_vlan (self->cloud, vlan->id, cancellable, error) ||
          !fr_cloud_wait_gone (self->cloud, FR_CLOUD_VLAN, vlan->id, LIMIT_SECONDS, cancellable,
                               error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
sweep_blocks (FrSite *self, const char *domain_id, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) blocks =
    fr_cloud_list_blocks (self->cloud, domain_id, cancellable, error);

  if (blocks == NULL)
    return FALSE;
  for (guint i = 0; i < blocks->len; i++)
    if (!fr_cloud_delete_block (self->cloud, ((FrCloudBlock *) g_ptr_array_index (blocks, i))->id,
                                cancellable, error))
      return FALSE;

  return TRUE;
}

static gboolean
remove_domain (FrSite *self, const FrCloudDomain *domain, GCancellable *cancellable,
               GError **error)
{
  g_autofree char *id = g_strdup_printf ("domain:%s", domain->name);

  return fr_journal_write (self->journal, id, "intent", "undo", error) &&
         fr_site_sweep_nats (self, domain->id, cancellable, error) &&
         sweep_blocks (self, domain->id, cancellable, error) &&
         fr_cloud_delete_domain (self->cloud, domain->id, cancellable, error) &&
         fr_cloud_wait_gone (self->cloud, FR_CLOUD_DOMAIN, domain->id, LIMIT_SECONDS, cancellable,
                             error) &&
         fr_journal_write (self->journal, id, "undone", NULL, error);
}

/**
 * fr_site_sweep_networks:
 *
 * Removes the networks and network domains with our mark outside of the plan's domains.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_site_sweep_networks (FrSite *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) domains =
    fr_cloud_list_domains (self->cloud, self->facility->location_id, cancellable, error);

  if (domains == NULL)
    return FALSE;
  for (guint i = 0; i < domains->len; i++)
    {
      const FrCloudDomain *domain = g_ptr_array_index (domains, i);

      if (is_planned_domain (self, domain))
        continue;
      if (!fr_site_sweep_vlans (self, domain->id, domain->name, cancellable, error) ||
          (fr_site_owns (self, domain->description) &&
           !remove_domain (self, domain, cancellable, error)))
        return FALSE;
    }

  return TRUE;
}
