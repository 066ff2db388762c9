/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-head.h"

#include <glib/gi18n-lib.h>

#include "fr-step-words.h"

/**
 * FrDeploymentHead:
 *
 * What a deployment does as a whole: step n of m, time left, the bar, and what it waits for.
 */
struct _FrDeploymentHead
{
  GtkBox parent_instance;

  FrDeployment *deployment;
  guint most_left; /* what was shown as the time that is left */
  GtkLabel *title;
  GtkLabel *hint;
  GtkLabel *step;
  GtkLabel *time_left;
  GtkProgressBar *bar;
  GtkWidget *waiting_box;
  GtkLabel *waiting;
};

G_DEFINE_FINAL_TYPE (FrDeploymentHead, fr_deployment_head, GTK_TYPE_BOX)

static void
fr_deployment_head_dispose (GObject *object)
{
  g_clear_object (&FR_DEPLOYMENT_HEAD (object)->deployment);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_DEPLOYMENT_HEAD);

  G_OBJECT_CLASS (fr_deployment_head_parent_class)->dispose (object);
}

static void
fr_deployment_head_class_init (FrDeploymentHeadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_deployment_head_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-deployment-head.ui");
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentHead, title);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentHead, hint);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentHead, step);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentHead, time_left);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentHead, bar);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentHead, waiting_box);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentHead, waiting);
}

static void
fr_deployment_head_init (FrDeploymentHead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* What it waits for, or why nothing moves. */
static char *
dup_waiting (FrDeployment *deployment)
{
  switch (fr_deployment_get_state (deployment))
    {
    case FR_DEPLOYMENT_PREPARING:
      return g_strdup (_ ("Getting ready."));
    case FR_DEPLOYMENT_PAUSING:
      return g_strdup (_ ("Pausing: what runs comes to its end, and nothing new begins."));
    case FR_DEPLOYMENT_PAUSED:
      return g_strdup (fr_deployment_is_here (deployment) || fr_deployment_is_own (deployment)
                         ? _ ("Paused. What was made stays.")
                         : _ ("Paused. What was made stays, and is billed."));
    case FR_DEPLOYMENT_STOPPING:
      return g_strdup (_ ("Stopping: what runs is asked to end."));
    case FR_DEPLOYMENT_NEW:
    case FR_DEPLOYMENT_RUNNING:
    case FR_DEPLOYMENT_STOPPED:
    case FR_DEPLOYMENT_FAILED:
    case FR_DEPLOYMENT_DONE:
    default:
      if (fr_deployment_get_waiting (deployment) == NULL)
        return NULL;
      return g_strdup_printf (_ ("Waiting for the cloud: %s Nothing to do for you."),
                              fr_deployment_get_waiting (deployment));
    }
}

static void
show_waiting (FrDeploymentHead *self)
{
  g_autofree char *words = dup_waiting (self->deployment);

  gtk_label_set_label (self->waiting, words != NULL ? words : "");
  gtk_widget_set_visible (self->waiting_box, words != NULL);
}

/* Never more than before, unless it is far more: a number that jumps says nothing. */
static void
show_time_left (FrDeploymentHead *self)
{
  guint least, most;
  g_autofree char *words = NULL;

  if (fr_deployment_get_state (self->deployment) == FR_DEPLOYMENT_RUNNING &&
      fr_deployment_get_time_left (self->deployment, &least, &most))
    {
      if (most < self->most_left || most > 2 * self->most_left)
        self->most_left = most;
      words = fr_words_dup_time_left (MIN (least, self->most_left), self->most_left);
    }
  gtk_label_set_label (self->time_left, words != NULL ? words : "");
}

static void
show_progress (FrDeploymentHead *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->deployment));
  guint done = fr_deployment_get_n_done (self->deployment);
  g_autofree char *words = NULL;

  if (fr_deployment_get_state (self->deployment) == FR_DEPLOYMENT_DONE)
    words = g_strdup_printf (ngettext ("%u step done", "%u steps done", n), n);
  else if (n > 0)
    words = g_strdup_printf (_ ("Step %u of %u"), MIN (done + 1, n), n);
  gtk_label_set_label (self->step, words != NULL ? words : "");
  gtk_progress_bar_set_fraction (self->bar, n > 0 ? (double) done / n : 0);
  show_time_left (self);
  show_waiting (self);
}

static void
state_cb (FrDeploymentHead *self)
{
  gboolean done = fr_deployment_get_state (self->deployment) == FR_DEPLOYMENT_DONE;
  g_autofree char *disposing =
    g_strdup_printf (_ ("Disposing of %s"), fr_deployment_get_name (self->deployment));
  const char *building = done ? _ ("Your mirror is built") : _ ("Building your mirror");

  gtk_label_set_label (self->title,
                       fr_deployment_is_backwards (self->deployment) ? disposing : building);
  gtk_widget_set_visible (GTK_WIDGET (self->hint), !done);
  show_progress (self);
}

/**
 * fr_deployment_head_follow:
 * @deployment: shown from now on
 */
void
fr_deployment_head_follow (FrDeploymentHead *self, FrDeployment *deployment)
{
  static const char *const signals[] = { "items-changed", "notify::n-done", "notify::waiting",
                                         "notify::elapsed-ms" };

  g_return_if_fail (FR_IS_DEPLOYMENT_HEAD (self) && FR_IS_DEPLOYMENT (deployment));

  if (self->deployment != NULL)
    g_signal_handlers_disconnect_by_data (self->deployment, self);
  g_set_object (&self->deployment, deployment);
  self->most_left = G_MAXUINT / 4;
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (deployment, signals[i], G_CALLBACK (show_progress), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (deployment, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  state_cb (self);
}

/**
 * fr_deployment_head_get_step:
 *
 * Returns: (transfer none): “Step 9 of 19”, or nothing
 */
const char *
fr_deployment_head_get_step (FrDeploymentHead *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT_HEAD (self), NULL);

  return gtk_label_get_label (self->step);
}
