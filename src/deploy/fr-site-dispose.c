/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-network.h"
#include "fr-cloud-server.h"
#include "fr-error.h"
#include "fr-graph.h"

/**
 * fr_site_settle_undo:
 * @good: whether a removal worked; else its error is set
 *
 * Returns: what that means for an #FrStepUndo
 */
FrLook
fr_site_settle_undo (gboolean good)
{
  return good ? FR_LOOK_DONE : FR_LOOK_FAILED;
}

/**
 * fr_site_leave:
 * @why: (nullable): a reason, unless there is nothing that could be left
 *
 * Returns: for an #FrStepUndo: nothing was done
 */
FrLook
fr_site_leave (char **note, const char *why)
{
  *note = g_strdup (why);

  return FR_LOOK_SKIP;
}

/**
 * fr_site_keeps:
 * @domain: (nullable): looks in this domain only
 * @network: (nullable): looks in this network only
 *
 * Returns: whether the plan wants something of it to be kept for ever ("destroy: never")
 */
gboolean
fr_site_keeps (FrSite *self, const FrSiteDomain *domain, const FrSiteNetwork *network)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const FrSiteNode *node = g_ptr_array_index (self->nodes, i);

      if (node->plan->keep && (network == NULL || node->network == network) &&
          (domain == NULL || node->network->domain == domain))
        return TRUE;
    }
  for (guint i = 0; i < self->networks->len; i++)
    {
      const FrSiteNetwork *other = g_ptr_array_index (self->networks, i);

      if (other->plan->network_keep && (network == NULL || other == network) &&
          (domain == NULL || other->domain == domain))
        return TRUE;
    }

  return FALSE;
}

static gboolean
list_left_servers (FrSite *self, GPtrArray *left, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) servers = fr_cloud_list_servers (
    self->cloud, NULL, self->facility->location_id, cancellable, error);

  if (servers == NULL)
    return FALSE;
  for (guint i = 0; i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);

      if (fr_site_owns (self, server->description))
        g_ptr_array_add (left, g_strdup_printf (_ ("the server %s"), server->name));
    }

  return TRUE;
}

static gboolean
list_left_vlans (FrSite *self, GPtrArray *left, const char *domain_id, GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) vlans =
    fr_cloud_list_vlans (self->cloud, domain_id, cancellable, error);

  if (vlans == NULL)
    return FALSE;
  for (guint i = 0; i < vlans->len; i++)
    {
      const FrCloudVlan *vlan = g_ptr_array_index (vlans, i);

      if (fr_site_owns (self, vlan->description))
        g_ptr_array_add (left, g_strdup_printf (_ ("the Ethernet network %s"), vlan->name));
    }

  return TRUE;
}

/**
 * fr_site_list_left:
 *
 * Returns: (transfer container) (element-type utf8): what is in the cloud with our mark, or what
 *   of ours is on servers that were there before; %NULL with an error
 */
GPtrArray *
fr_site_list_left (FrSite *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) domains = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->own)
    return fr_site_list_left_own (self, cancellable, error);
  if (!list_left_servers (self, left, cancellable, error))
    return NULL;
  domains =
    fr_cloud_list_domains (self->cloud, self->facility->location_id, cancellable, error);
  if (domains == NULL)
    return NULL;
  for (guint i = 0; i < domains->len; i++)
    {
      const FrCloudDomain *domain = g_ptr_array_index (domains, i);

      if (!list_left_vlans (self, left, domain->id, cancellable, error))
        return NULL;
      if (fr_site_owns (self, domain->description))
        g_ptr_array_add (left, g_strdup_printf (_ ("the network domain %s"), domain->name));
    }

  return g_steal_pointer (&left);
}

static gboolean
check_left (FrSite *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) left = fr_site_list_left (self, cancellable, error);

  if (left == NULL)
    return FALSE;
  if (left->len == 0)
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_CLOUD,
               _ ("%u things of this deployment are still there, such as %s. Dispose again, or "
                  "remove them by hand."),
               left->len, (char *) g_ptr_array_index (left, 0));

  return FALSE;
}

/**
 * fr_site_dispose:
 *
 * Takes everything away that carries our mark, looks whether anything is left, and forgets the
 * deployment, keys and secrets too; only what the plan keeps for ever stays, and the deployment
 * with it, its state being "kept". Afterwards only fr_site_free() may be called. Blocks until
 * the end.
 *
 * Returns: %FALSE with an error; the deployment is then kept, and can be disposed of again
 */
gboolean
fr_site_dispose (FrSite *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrGraph) graph = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  graph = fr_graph_new (self);
  for (guint i = 0; self->own && i < graph->steps->len; i++)
    {
      FrStep *step = &g_array_index (graph->steps, FrStep, i);

      if (step->undo != NULL)
        step->title = N_ ("Take back what was changed");
    }
  fr_site_gate_steps (self, graph);
  if ((!self->own && !fr_site_check_account (self, cancellable, error)) ||
      !fr_site_set_fact (self, "state", "disposing", error) ||
      (!self->own && !fr_site_sweep_servers (self, cancellable, error)) ||
      !fr_steps_undo ((FrStep *) (gpointer) graph->steps->data, graph->steps->len, self->journal,
                      self->report, self->report_data, cancellable, error) ||
      (!self->own && !fr_site_sweep_networks (self, cancellable, error)))
    return FALSE;

  if (fr_site_keeps (self, NULL, NULL))
    return fr_site_set_fact (self, "state", "kept", error);

  /* On own servers the step has looked: its key, which went last, opens the door no more. */
  return (self->own || check_left (self, cancellable, error)) && fr_site_forget (self, error);
}
