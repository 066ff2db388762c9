/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ipv4.h"
#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-access.h"
#include "fr-cloud-server.h"
#include "fr-error.h"

static gboolean
has_nat (GPtrArray *nats, const char *internal)
{
  for (guint i = 0; i < nats->len; i++)
    if (g_strcmp0 (((FrCloudNat *) g_ptr_array_index (nats, i))->internal, internal) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_taken (GPtrArray *reserved, GPtrArray *nats, const char *address)
{
  for (guint i = 0; i < reserved->len; i++)
    if (g_strcmp0 (g_ptr_array_index (reserved, i), address) == 0)
      return TRUE;
  for (guint i = 0; i < nats->len; i++)
    if (g_strcmp0 (((FrCloudNat *) g_ptr_array_index (nats, i))->external, address) == 0)
      return TRUE;

  return FALSE;
}

/* Our server of that name, whether its own step has looked at it already or not. */
static const FrCloudServer *
find_ours (FrSite *site, GPtrArray *servers, const char *name)
{
  for (guint i = 0; i < servers->len; i++)
    {
      const FrCloudServer *server = g_ptr_array_index (servers, i);

      if (g_strcmp0 (server->name, name) == 0 && fr_site_owns (site, server->description))
        return server;
    }

  return NULL;
}

/* How many servers of the plan in this domain have no public address yet. */
static gboolean
count_wanted (FrTask *task, const char *domain_id, GPtrArray *nats, guint *wanted,
              GCancellable *cancellable, GError **error)
{
  FrSite *site = task->site;
  g_autoptr (GPtrArray) servers = fr_cloud_list_servers (
    site->cloud, domain_id, site->facility->location_id, cancellable, error);

  if (servers == NULL)
    return FALSE;
  for (guint i = 0; i < site->nodes->len; i++)
    {
      const FrSiteNode *node = g_ptr_array_index (site->nodes, i);
      const FrCloudServer *server = find_ours (site, servers, node->plan->name);

      if (node->network->domain == task->domain && node->plan->internet &&
          (server == NULL || !has_nat (nats, server->private_ipv4)))
        ++*wanted;
    }

  return TRUE;
}

/* The public addresses of the domain that nobody uses, and the servers of ours that need one. */
static GPtrArray *
list_free (FrTask *task, guint *wanted, GCancellable *cancellable, GError **error)
{
  FrSite *site = task->site;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autoptr (GPtrArray) free = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (GPtrArray) reserved = NULL;
  g_autoptr (GPtrArray) nats = NULL;

  *wanted = 0;
  if (domain_id == NULL)
    return g_steal_pointer (&free);
  blocks = fr_cloud_list_blocks (site->cloud, domain_id, cancellable, error);
  reserved =
    blocks != NULL ? fr_cloud_list_reserved (site->cloud, domain_id, cancellable, error) : NULL;
  nats = reserved != NULL ? fr_cloud_list_nats (site->cloud, domain_id, cancellable, error) : NULL;
  if (nats == NULL || !count_wanted (task, domain_id, nats, wanted, cancellable, error))
    return NULL;

  for (guint i = 0; i < blocks->len; i++)
    {
      const FrCloudBlock *block = g_ptr_array_index (blocks, i);
      guint32 base = 0;

      fr_ipv4_parse (block->base, &base);
      for (guint n = 0; n < block->size; n++)
        {
          g_autofree char *address = fr_ipv4_format (base + n);

          if (!is_taken (reserved, nats, address))
            g_ptr_array_add (free, g_steal_pointer (&address));
        }
    }
  return g_steal_pointer (&free);
}

FrLook
fr_address_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  guint wanted;
  g_autoptr (GPtrArray) free = list_free (task, &wanted, cancellable, error);

  if (free == NULL)
    return FR_LOOK_FAILED;

  return free->len >= wanted ? FR_LOOK_DONE : FR_LOOK_TODO;
}

/* Blocks of two addresses, until there are enough. Which are ours is remembered, in case the
 * network domain is not. */
gboolean
fr_address_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autofree char *owner = g_strdup_printf ("domain:%s", task->domain->plan->domain_name);

  while (TRUE)
    {
      guint wanted;
      g_autoptr (GPtrArray) free = list_free (task, &wanted, cancellable, error);
      g_autofree char *known = fr_journal_dup_fact (site->journal, owner, "blocks");
      g_autofree char *id = NULL;
      g_autofree char *now = NULL;

      if (free == NULL)
        return FALSE;
      if (free->len >= wanted)
        return TRUE;
      id = fr_cloud_add_block (site->cloud, domain_id, cancellable, error);
      if (id == NULL)
        return FALSE;
      now = g_strdup_printf ("%s %s", known != NULL ? known : "", id);
      if (!fr_journal_set_fact (site->journal, owner, "blocks", now, error))
        return FALSE;
    }
}

FrLook
fr_address_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  g_autofree char *domain_id = NULL;
  g_autofree char *owner = g_strdup_printf ("domain:%s", task->domain->plan->domain_name);
  g_autofree char *known = fr_journal_dup_fact (site->journal, owner, "blocks");
  g_autoptr (GPtrArray) blocks = NULL;
  g_auto (GStrv) ours = g_strsplit (known != NULL ? known : "", " ", -1);
  gboolean owned = FALSE;
  guint removed = 0;

  if (!fr_domain_is_ours (task, &owned, cancellable, error))
    return FR_LOOK_FAILED;
  domain_id = fr_site_recall (site, &task->domain->id);
  if (domain_id == NULL || fr_site_keeps (site, task->domain, NULL))
    return fr_site_leave (note, NULL);
  if (owned && !fr_site_sweep_nats (site, domain_id, cancellable, error))
    return FR_LOOK_FAILED;
  blocks = fr_cloud_list_blocks (site->cloud, domain_id, cancellable, error);
  if (blocks == NULL)
    return FR_LOOK_FAILED;

  for (guint i = 0; i < blocks->len; i++)
    {
      const FrCloudBlock *block = g_ptr_array_index (blocks, i);

      if (!owned && !g_strv_contains ((const char *const *) ours, block->id))
        continue;
      if (!fr_cloud_delete_block (site->cloud, block->id, cancellable, error))
        return FR_LOOK_FAILED;
      removed++;
    }

  return removed > 0 ? FR_LOOK_DONE : FR_LOOK_SKIP;
}

/**
 * fr_nat_find:
 * @id: (out) (nullable): of the translation to the server of @task, if there is one
 *
 * Learns the public address of the server; leaves it unknown when there is none.
 *
 * Returns: %FALSE with an error
 */
gboolean
fr_nat_find (FrTask *task, char **id, GCancellable *cancellable, GError **error)
{
  FrSite *site = task->site;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autofree char *internal = fr_site_recall (site, &task->node->private_ipv4);
  g_autoptr (GPtrArray) nats = NULL;
  const char *external = NULL;

  *id = NULL;
  if (domain_id == NULL || internal == NULL)
    {
      fr_site_learn (site, &task->node->public_ipv4, NULL);
      return TRUE;
    }
  nats = fr_cloud_list_nats (site->cloud, domain_id, cancellable, error);
  if (nats == NULL)
    return FALSE;

  for (guint i = 0; i < nats->len && *id == NULL; i++)
    {
      const FrCloudNat *nat = g_ptr_array_index (nats, i);

      if (g_strcmp0 (nat->internal, internal) != 0)
        continue;
      external = nat->external;
      *id = g_strdup (nat->id);
    }

  /* At once: the rules of the server may be reading it. */
  fr_site_learn (site, &task->node->public_ipv4, external);

  return TRUE;
}

FrLook
fr_nat_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *id = NULL;
  g_autofree char *address = NULL;

  if (!task->node->plan->internet)
    {
      *note = g_strdup (_ ("the plan does not glue this server to the Internet"));
      return FR_LOOK_SKIP;
    }
  if (!fr_nat_find (task, &id, cancellable, error))
    return FR_LOOK_FAILED;
  if (id == NULL)
    return FR_LOOK_TODO;

  address = fr_site_recall (task->site, &task->node->public_ipv4);

  return fr_journal_set_fact (task->site->journal, task->node->plan->name, "public-ipv4", address,
                              error)
           ? FR_LOOK_DONE
           : FR_LOOK_FAILED;
}

gboolean
fr_nat_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autofree char *internal = fr_site_recall (site, &task->node->private_ipv4);
  g_autofree char *id = NULL;
  guint wanted;

  g_mutex_lock (&site->address_mutex);
  {
    g_autoptr (GPtrArray) free = list_free (task, &wanted, cancellable, error);

    if (free != NULL && free->len > 0)
      id = fr_cloud_add_nat (site->cloud, domain_id, internal, g_ptr_array_index (free, 0),
                             cancellable, error);
    else if (free != NULL)
      g_set_error (error, FR_ERROR, FR_ERROR_CLOUD,
                   _ ("No public address is free any more in %s. Deploy again: more are reserved."),
                   task->domain->plan->domain_name);
  }
  g_mutex_unlock (&site->address_mutex);

  return id != NULL;
}

FrLook
fr_nat_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *id = NULL;

  if (task->node->plan->keep)
    return fr_site_leave (note, _ ("the plan keeps it"));
  if (!fr_server_learn (task, cancellable, error) || !fr_nat_find (task, &id, cancellable, error))
    return FR_LOOK_FAILED;
  if (id == NULL)
    return fr_site_leave (note, NULL);

  return fr_site_settle_undo (fr_cloud_delete_nat (task->site->cloud, id, cancellable, error));
}
