/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-network.h"
#include "fr-graph.h"

/* A step behind the gate of its deployment. */
typedef struct
{
  FrStep step;
  FrSite *site;
  gboolean passed;
} Guarded;

/* The id of the step that this thread works on. */
static GPrivate current;

/**
 * fr_site_step_free:
 * @step: (nullable):
 */
void
fr_site_step_free (FrSiteStep *step)
{
  if (step == NULL)
    return;

  g_free (step->id);
  g_free (step->kind);
  g_free (step->object);
  g_free (step->server);
  g_free (step->needs);
  g_free (step);
}

/**
 * fr_site_list_steps:
 *
 * Returns: (transfer full) (element-type FrSiteStep): all steps, in the order that a person reads
 */
GPtrArray *
fr_site_list_steps (FrSite *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_site_step_free);
  g_autoptr (FrGraph) graph = NULL;

  g_return_val_if_fail (self != NULL, list);

  graph = fr_graph_new (self);
  for (guint i = 0; i < graph->steps->len; i++)
    {
      const FrStep *step = &g_array_index (graph->steps, FrStep, i);
      const FrTask *task = step->data;
      FrSiteStep *line = g_new0 (FrSiteStep, 1);

      line->id = g_strdup (step->id);
      line->kind = g_strndup (step->id, strcspn (step->id, ":"));
      line->object = g_strdup (step->object);
      line->server = task->node != NULL ? g_strdup (task->node->plan->name) : NULL;
      line->needs = g_strdup (step->needs);
      line->can_undo = step->undo != NULL;
      g_ptr_array_add (list, line);
    }

  return list;
}

/**
 * fr_site_set_gate:
 * @gate: (nullable): asked before a step begins
 * @data: for @gate
 */
void
fr_site_set_gate (FrSite *self, FrSiteGate gate, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->gate = gate;
  self->gate_data = data;
}

/**
 * fr_site_set_doing:
 * @doing: (nullable): told what a step is at while it runs
 * @data: for @doing
 */
void
fr_site_set_doing (FrSite *self, FrSiteDoing doing, gpointer data)
{
  g_return_if_fail (self != NULL);

  self->doing = doing;
  self->doing_data = data;
}

/* Passes on what the step of this thread is at. */
static void
pass_on (FrSite *self, const char *doing)
{
  const char *id = fr_site_get_current_step ();

  if (self->doing != NULL && id != NULL)
    self->doing (id, doing, self->doing_data);
}

/**
 * fr_site_tell:
 * @node: the server of the step that this thread works on
 * @doing: (nullable): what is done there now, to go on after a colon
 */
void
fr_site_tell (FrSite *self, FrSiteNode *node, const char *doing)
{
  fr_site_learn (self, &node->doing, doing);
  pass_on (self, doing);
}

/**
 * fr_site_tell_lost:
 * @node: the server of the step that this thread works on
 * @lost: whether it does not answer now; it does again otherwise, and is at what it was at before
 */
void
fr_site_tell_lost (FrSite *self, FrSiteNode *node, gboolean lost)
{
  g_autofree char *doing = fr_site_recall (self, &node->doing);

  pass_on (self, lost ? _ ("the connection is lost; waiting for the server to come back")
                      : doing);
}

/**
 * fr_site_get_current_step:
 *
 * Returns: (transfer none) (nullable): id of the step that the calling thread works on
 */
const char *
fr_site_get_current_step (void)
{
  return g_private_get (&current);
}

static gboolean
enter (Guarded *guarded, GCancellable *cancellable, GError **error)
{
  FrSite *site = guarded->site;

  g_private_set (&current, (gpointer) guarded->step.id);
  if (guarded->passed)
    return TRUE;
  guarded->passed = site->gate == NULL ||
                    site->gate (guarded->step.id, site->gate_data, cancellable, error);

  return guarded->passed;
}

static FrLook
guarded_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  Guarded *guarded = data;
  FrLook look = FR_LOOK_FAILED;

  if (enter (guarded, cancellable, error))
    look = guarded->step.look (guarded->step.data, note, cancellable, error);
  g_private_set (&current, NULL);

  return look;
}

static gboolean
guarded_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  Guarded *guarded = data;
  gboolean good;

  g_private_set (&current, (gpointer) guarded->step.id);
  good = guarded->step.apply (guarded->step.data, cancellable, error);
  g_private_set (&current, NULL);

  return good;
}

static FrLook
guarded_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  Guarded *guarded = data;
  FrLook look = FR_LOOK_FAILED;

  if (enter (guarded, cancellable, error))
    look = guarded->step.undo (guarded->step.data, note, cancellable, error);
  g_private_set (&current, NULL);

  return look;
}

/**
 * fr_site_gate_steps:
 * @graph: that is about to be walked
 *
 * Puts every step of it behind the gate, if there is one, and notes which one a thread works on.
 */
void
fr_site_gate_steps (FrSite *self, FrGraph *graph)
{
  for (guint i = 0; i < graph->steps->len; i++)
    {
      FrStep *step = &g_array_index (graph->steps, FrStep, i);
      Guarded *guarded = g_new0 (Guarded, 1);

      guarded->step = *step;
      guarded->site = self;
      g_ptr_array_add (graph->tasks, guarded);
      step->data = guarded;
      step->look = guarded_look;
      if (step->apply != NULL)
        step->apply = guarded_apply;
      if (step->undo != NULL)
        step->undo = guarded_undo;
    }
}

/**
 * fr_site_list_kept:
 *
 * After fr_site_dispose(): what the plan names and is there all the same, as it was not ours.
 *
 * Returns: (transfer full) (element-type utf8): names of network domains, or %NULL with an error
 */
GPtrArray *
fr_site_list_kept (FrSite *self, GCancellable *cancellable, GError **error)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) domains = NULL;

  g_return_val_if_fail (self != NULL, kept);

  if (self->cloud == NULL)
    return kept;

  domains = fr_cloud_list_domains (self->cloud, self->facility->location_id, cancellable, error);
  if (domains == NULL)
    {
      g_ptr_array_unref (kept);
      return NULL;
    }
  for (guint i = 0; i < self->domains->len; i++)
    {
      const FrSiteDomain *mine = g_ptr_array_index (self->domains, i);

      for (guint j = 0; j < domains->len; j++)
        {
          const FrCloudDomain *domain = g_ptr_array_index (domains, j);

          if (g_strcmp0 (domain->name, mine->plan->domain_name) == 0)
            g_ptr_array_add (kept, g_strdup (domain->name));
        }
    }

  return kept;
}
