/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-graph.h"
#include "fr-paths.h"

static void
domain_free (gpointer data)
{
  FrSiteDomain *domain = data;

  g_free (domain->id);
  g_free (domain);
}

static void
network_free (gpointer data)
{
  FrSiteNetwork *network = data;

  g_free (network->id);
  g_free (network);
}

static void
node_free (gpointer data)
{
  FrSiteNode *node = data;

  g_clear_pointer (&node->ssh, fr_ssh_close);
  g_mutex_clear (&node->ssh_mutex);
  g_free (node->id);
  g_free (node->private_ipv4);
  g_free (node->public_ipv4);
  g_free (node->ipv6);
  g_free (node->doing);
  g_free (node);
}

/* Two blueprints may name the same domain, and the same network in it. */
static FrSiteDomain *
take_domain (FrSite *self, const FrPlanBlueprint *plan)
{
  FrSiteDomain *domain;

  for (guint i = 0; i < self->domains->len; i++)
    {
      domain = g_ptr_array_index (self->domains, i);
      if (g_strcmp0 (domain->plan->domain_name, plan->domain_name) == 0)
        return domain;
    }

  domain = g_new0 (FrSiteDomain, 1);
  domain->plan = plan;
  g_ptr_array_add (self->domains, domain);

  return domain;
}

static FrSiteNetwork *
take_network (FrSite *self, const FrPlanBlueprint *plan)
{
  FrSiteDomain *domain = take_domain (self, plan);
  FrSiteNetwork *network;

  for (guint i = 0; i < self->networks->len; i++)
    {
      network = g_ptr_array_index (self->networks, i);
      if (network->domain == domain &&
          g_strcmp0 (network->plan->network_name, plan->network_name) == 0)
        return network;
    }

  network = g_new0 (FrSiteNetwork, 1);
  network->plan = plan;
  network->domain = domain;
  g_ptr_array_add (self->networks, network);

  return network;
}

static void
take_plan (FrSite *self)
{
  for (guint i = 0; i < self->facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *plan = g_ptr_array_index (self->facility->blueprints, i);
      FrSiteNetwork *network = take_network (self, plan);

      for (guint j = 0; j < plan->nodes->len; j++)
        {
          FrSiteNode *node = g_new0 (FrSiteNode, 1);

          node->plan = g_ptr_array_index (plan->nodes, j);
          node->network = network;
          g_mutex_init (&node->ssh_mutex);
          g_ptr_array_add (self->nodes, node);
        }
    }
}

/**
 * fr_site_set_fact:
 * @fact: about the deployment as a whole
 * @value: what is to be remembered
 *
 * Returns: %FALSE with %FR_ERROR_STATE
 */
gboolean
fr_site_set_fact (FrSite *self, const char *fact, const char *value, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return fr_journal_set_fact (self->journal, "", fact, value, error);
}

/**
 * fr_site_new:
 * @plan: (transfer full): with one location
 * @use: whether it works, or only tells what is known
 * @cloud: (nullable): where it is built; not needed to tell, nor for servers that are there already
 * @name: of the deployment; the same name takes up the same deployment again, and while it is at
 *   work no other process may be
 * @password: (nullable): of the administrator of new servers, and by itself one is made; or of
 *   the user of servers that are there already, for SSH and for sudo
 *
 * Returns: (transfer full): the deployment, or %NULL with %FR_ERROR_PLAN, %FR_ERROR_STATE,
 *   %FR_ERROR_BUSY when another process works on it, or %FR_ERROR_EXISTS when it is in another
 *   cloud
 */
FrSite *
fr_site_new (FrPlan *plan, FrSiteUse use, FrCloud *cloud, const char *name, const char *password,
             GError **error)
{
  g_autoptr (FrSite) self = g_new0 (FrSite, 1);
  const char *port;

  g_return_val_if_fail (plan != NULL && name != NULL, NULL);

  self->plan = plan;
  self->lock = -1;
  self->works = use == FR_SITE_WORK;
  g_set_object (&self->cloud, cloud);
  self->name = g_strdup (name);
  g_mutex_init (&self->mutex);
  g_mutex_init (&self->address_mutex);
  g_mutex_init (&self->meet_mutex);
  self->domains = g_ptr_array_new_with_free_func (domain_free);
  self->networks = g_ptr_array_new_with_free_func (network_free);
  self->nodes = g_ptr_array_new_with_free_func (node_free);
  if (plan->facilities->len != 1)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("%s has %u locations. One deployment is in one location: make a plan of "
                      "each."),
                   plan->path, plan->facilities->len);
      return NULL;
    }

  self->facility = g_ptr_array_index (plan->facilities, 0);
  self->own = fr_plan_facility_is_own (self->facility);
  take_plan (self);
  g_return_val_if_fail (!self->works || self->own || cloud != NULL, NULL);
  if (!fr_site_open_folder (self, error))
    return NULL;

  port = fr_plan_get_parameter (plan, "sshPort");
  self->ssh_port = port != NULL ? (guint) g_ascii_strtoull (port, NULL, 10) : 0;
  if (self->ssh_port == 0)
    self->ssh_port = 22;
  self->password = g_strdup (password);
  self->own_key = fr_journal_dup_fact (self->journal, "", "own-key");
  if (password == NULL && cloud != NULL)
    self->password = fr_site_dup_secret (self, "administrator", error);

  return self->password != NULL || cloud == NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * fr_site_free:
 * @self: (nullable):
 */
void
fr_site_free (FrSite *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->nodes, g_ptr_array_unref);
  g_clear_pointer (&self->networks, g_ptr_array_unref);
  g_clear_pointer (&self->domains, g_ptr_array_unref);
  g_clear_pointer (&self->journal, fr_journal_free);
  fr_site_unlock (self);
  g_clear_pointer (&self->plan, fr_plan_free);
  g_clear_object (&self->cloud);
  g_mutex_clear (&self->mutex);
  g_mutex_clear (&self->address_mutex);
  g_mutex_clear (&self->meet_mutex);
  if (self->password != NULL)
    explicit_bzero (self->password, strlen (self->password));
  g_free (self->password);
  g_free (self->own_key);
  g_free (self->folder);
  g_free (self->mark);
  g_free (self->notice);
  g_free (self->name);
  g_free (self);
}

/**
 * fr_site_get_notice:
 *
 * Returns: (transfer none) (nullable): what its owner should know about how it was opened
 */
const char *
fr_site_get_notice (FrSite *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->notice;
}

/**
 * fr_site_set_report:
 * @report: (nullable): told when a step begins and ends, on the thread that deploys
 * @log: (nullable): told what commands on servers print, on any thread
 * @data: for both
 */
void
fr_site_set_report (FrSite *self, FrStepReport report, FrSiteLog log, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->report = report;
  self->log = log;
  self->report_data = data;
}

/**
 * fr_site_is_own:
 *
 * Returns: whether its servers are there already, and are reached by SSH alone
 */
gboolean
fr_site_is_own (FrSite *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->own;
}

/**
 * fr_site_set_own_key:
 * @key_file: (nullable): path of the user's private key for servers that are there already; %NULL
 *   is the one of the time before. Its path is remembered, never its content.
 */
void
fr_site_set_own_key (FrSite *self, const char *key_file)
{
  g_return_if_fail (self != NULL);

  if (key_file == NULL)
    return;
  g_free (self->own_key);
  self->own_key = g_canonicalize_filename (key_file, NULL);
  fr_site_set_fact (self, "own-key", self->own_key, NULL);
}

/**
 * fr_site_set_meet:
 * @meet: (nullable): asked whether the host key of a server is right; without it only those are
 *   that the plan names
 * @data: for @meet
 */
void
fr_site_set_meet (FrSite *self, FrSiteMeet meet, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->meet = meet;
  self->meet_data = data;
}

/**
 * fr_site_set_try:
 * @func: (nullable): looks into the mirror of a server when it is ready
 * @data: for @func
 */
void
fr_site_set_try (FrSite *self, FrSiteTry func, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->try = func;
  self->try_data = data;
}

/**
 * fr_site_learn:
 * @slot: a member of the site, its domains, networks or nodes
 * @value: (nullable): what it is
 */
void
fr_site_learn (FrSite *self, char **slot, const char *value)
{
  g_mutex_lock (&self->mutex);
  if (*slot != value)
    {
      g_free (*slot);
      *slot = g_strdup (value);
    }
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_site_recall:
 * @slot: as in fr_site_learn()
 *
 * Returns: (transfer full) (nullable): what was learnt
 */
char *
fr_site_recall (FrSite *self, char *const *slot)
{
  char *value;

  g_mutex_lock (&self->mutex);
  value = g_strdup (*slot);
  g_mutex_unlock (&self->mutex);

  return value;
}

/**
 * fr_site_describe:
 * @description: (nullable): that the plan gives
 *
 * Returns: (transfer full): the same with our owner mark
 */
char *
fr_site_describe (FrSite *self, const char *description)
{
  return g_strdup_printf ("%s%s%s", description != NULL ? description : "",
                          description != NULL && *description != '\0' ? " " : "", self->mark);
}

/**
 * fr_site_owns:
 * @description: (nullable): of something in the cloud
 *
 * Returns: whether it carries the mark of this deployment
 */
gboolean
fr_site_owns (FrSite *self, const char *description)
{
  return description != NULL && strstr (description, self->mark) != NULL;
}

/**
 * fr_site_deploy:
 *
 * Makes the plan real, or goes on where an earlier run stopped. What fails before anything was
 * made leaves no deployment: then only fr_site_free() may be called. Blocks until the end.
 *
 * Returns: %FALSE with the error of the first step that failed
 */
gboolean
fr_site_deploy (FrSite *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrGraph) graph = NULL;
  gboolean good;

  g_return_val_if_fail (self != NULL, FALSE);

  if (!fr_site_set_fact (self, "state", "deploying", error))
    return FALSE;
  graph = fr_graph_new (self);
  fr_site_gate_steps (self, graph);
  good = fr_steps_apply ((FrStep *) (gpointer) graph->steps->data, graph->steps->len, self->journal,
                         self->report, self->report_data, cancellable, error);
  fr_site_hang_up (self);
  if (good)
    return fr_site_set_fact (self, "state", "deployed", error);

  if (fr_journal_count (self->journal, "intent") == 0)
    fr_site_forget (self, NULL);
  else
    fr_site_set_fact (self, "state", "failed", NULL);

  return FALSE;
}

/**
 * fr_site_dup_fact:
 * @server: name of a server, or "" for the deployment itself
 * @fact: "public-ipv4", "fingerprint" (of the mirror's certificate), "state"
 *
 * Returns: (transfer full) (nullable): what is known
 */
char *
fr_site_dup_fact (FrSite *self, const char *server, const char *fact)
{
  g_return_val_if_fail (self != NULL, NULL);

  return fr_journal_dup_fact (self->journal, server, fact);
}
