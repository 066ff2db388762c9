/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-dispose-page.h"

#include <glib/gi18n-lib.h>

#include "fr-build-report.h"
#include "fr-deployment-head.h"
#include "fr-deployment-watch.h"
#include "fr-dispose-proof.h"
#include "fr-failure.h"
#include "fr-job.h"
#include "fr-phase-list.h"
#include "fr-site.h"
#include "fr-spoken.h"
#include "fr-step-words.h"
#include "fr-typed.h"

/**
 * FrDisposePage:
 *
 * A deployment on its way out: the steps backwards, then the proof that nothing is left.
 */
struct _FrDisposePage
{
  AdwBin parent_instance;

  GtkWindow *window; /* weak: where it is shown */
  FrDeployment *deployment;
  FrDeploymentWatch *watch;
  GPtrArray *rows;
  char *plan_path;
  GtkMenuButton *menu_button;
  GtkStack *stack;
  GtkWidget *progress;
  GtkWidget *failed;
  FrDisposeProof *proof;
  FrFailure *failure;
  FrDeploymentHead *head;
  GtkListBox *phases;
  GtkButton *stop;
  GtkButton *save;
  GtkButton *done;
  gboolean narrow;
};

typedef enum
{
  PROP_NARROW = 1,
} FrDisposePageProperty;

enum
{
  DONE,
  TOAST,
  N_SIGNALS,
};

static GParamSpec *properties[PROP_NARROW + 1];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrDisposePage, fr_dispose_page, ADW_TYPE_BIN)

static void
stop_cb (FrDisposePage *self)
{
  fr_deployment_stop (self->deployment);
}

static void
retry_cb (FrDisposePage *self)
{
  if (fr_failure_get_password (self->failure) != NULL)
    fr_typed_give (self->deployment, fr_failure_get_password (self->failure));
  fr_deployment_retry (self->deployment);
}

static void
done_cb (FrDisposePage *self)
{
  g_signal_emit (self, signals[DONE], 0);
}

static void
saved_cb (gpointer owner)
{
  g_signal_emit (owner, signals[TOAST], 0, _ ("Saved the report"));
}

/* The journal goes with the deployment: what is known is in the list. */
static char *
dup_outcome (FrDisposePage *self)
{
  const GError *error = fr_deployment_get_error (self->deployment);
  GPtrArray *left = fr_deployment_get_left (self->deployment);
  GString *text = g_string_new (NULL);

  if (error != NULL)
    g_string_append_printf (text, "%s\n", error->message);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->deployment)); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (G_LIST_MODEL (self->deployment), i);
      g_autofree char *thing = fr_step_words_dup_thing (item);
      g_autofree char *time = fr_words_dup_duration (fr_step_item_get_elapsed_ms (item));
      gboolean gone = fr_step_item_is_over (item);

      g_string_append_printf (text, "%s: %s (%s)\n", thing,
                              gone ? _ ("removed") : _ ("not removed"),
                              time);
    }
  for (guint i = 0; left != NULL && i < left->len; i++)
    g_string_append_printf (text, _ ("still there: %s\n"), (char *) g_ptr_array_index (left, i));

  return g_string_free (text, FALSE);
}

static void
save_cb (FrDisposePage *self)
{
  g_autofree char *outcome = dup_outcome (self);

  fr_build_report_save_for (GTK_WIDGET (self), NULL, fr_deployment_get_name (self->deployment),
                            outcome, NULL, saved_cb);
}

static void
items_cb (FrDisposePage *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = fr_phase_list_fill (self->phases, self->deployment, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->phases), self->rows->len > 0);
}

/* Whoever shows what is gone shows it no longer. */
static void
tell_windows (FrDisposePage *self)
{
  GtkApplication *application = self->window != NULL ? gtk_window_get_application (self->window)
                                                     : NULL;
  g_autoptr (GList) windows =
    application != NULL ? g_list_copy (gtk_application_get_windows (application)) : NULL;

  for (GList *link = windows; link != NULL; link = link->next)
    gtk_widget_activate_action (link->data, "win.forget", "s",
                                fr_deployment_get_name (self->deployment));
}

/**
 * fr_dispose_page_focus:
 *
 * Makes what one does next the button that is pressed by Enter, and goes to what is asked for.
 */
void
fr_dispose_page_focus (FrDisposePage *self)
{
  GtkWidget *button = GTK_WIDGET (self->done);
  gboolean failed;

  g_return_if_fail (FR_IS_DISPOSE_PAGE (self));

  failed = gtk_stack_get_visible_child (self->stack) == self->failed;
  if (failed)
    button = fr_failure_get_retry (self->failure);
  else if (!gtk_widget_get_visible (button))
    button = GTK_WIDGET (self->stop);
  if (self->window == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;

  /* Stopping is no default: nobody asks for it by pressing Enter once more. */
  gtk_window_set_default_widget (self->window, button != GTK_WIDGET (self->stop) ? button : NULL);
  gtk_widget_grab_focus (failed ? fr_failure_get_first (self->failure) : button);
}

static void
state_cb (FrDisposePage *self)
{
  FrDeploymentState state = fr_deployment_get_state (self->deployment);
  gboolean busy = fr_deployment_is_busy (self->deployment);

  gtk_widget_set_visible (GTK_WIDGET (self->stop), busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop), state != FR_DEPLOYMENT_STOPPING);
  gtk_widget_set_visible (GTK_WIDGET (self->save), state == FR_DEPLOYMENT_DONE);
  gtk_widget_set_visible (GTK_WIDGET (self->done), !busy);
  gtk_button_set_label (self->done, state == FR_DEPLOYMENT_DONE ? _ ("_Done") : _ ("_Close"));
  /* After a failure the way on is Retry. */
  if (state == FR_DEPLOYMENT_DONE)
    gtk_widget_add_css_class (GTK_WIDGET (self->done), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->done), "suggested-action");
  if (busy)
    gtk_stack_set_visible_child (self->stack, self->progress);
  else if (state == FR_DEPLOYMENT_DONE)
    {
      fr_dispose_proof_show (self->proof, self->deployment, self->plan_path);
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->proof));
      tell_windows (self);
    }
  else if (state != FR_DEPLOYMENT_NEW)
    {
      fr_failure_show (self->failure, self->deployment);
      gtk_stack_set_visible_child (self->stack, self->failed);
    }
  fr_dispose_page_focus (self);
}

static void
fr_dispose_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (fr_dispose_page_parent_class)->map (widget);
  fr_dispose_page_focus (FR_DISPOSE_PAGE (widget));
}

static void
fr_dispose_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, FR_DISPOSE_PAGE (object)->narrow);
}

static void
fr_dispose_page_set_property (GObject *object, guint prop_id, const GValue *value,
                              GParamSpec *pspec)
{
  FrDisposePage *self = FR_DISPOSE_PAGE (object);

  self->narrow = g_value_get_boolean (value);
  fr_failure_set_narrow (self->failure, self->narrow);
}

static void
fr_dispose_page_dispose (GObject *object)
{
  FrDisposePage *self = FR_DISPOSE_PAGE (object);

  if (self->deployment != NULL)
    g_signal_handlers_disconnect_by_data (self->deployment, self);
  g_clear_object (&self->watch);
  g_clear_object (&self->deployment);
  g_clear_weak_pointer (&self->window);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->plan_path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_DISPOSE_PAGE);

  G_OBJECT_CLASS (fr_dispose_page_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-dispose-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, stack);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, progress);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, failed);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, proof);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, failure);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, head);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, phases);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, stop);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, save);
  gtk_widget_class_bind_template_child (widget_class, FrDisposePage, done);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, done_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
fr_dispose_page_class_init (FrDisposePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_dispose_page_get_property;
  object_class->set_property = fr_dispose_page_set_property;
  object_class->dispose = fr_dispose_page_dispose;
  widget_class->map = fr_dispose_page_map;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  /**
   * FrDisposePage::done:
   *
   * The user has seen it.
   */
  signals[DONE] = g_signal_new ("done", FR_TYPE_DISPOSE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  /**
   * FrDisposePage::toast:
   * @text: to be shown for a moment
   */
  signals[TOAST] = g_signal_new ("toast", FR_TYPE_DISPOSE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (FR_TYPE_DEPLOYMENT_HEAD);
  g_type_ensure (FR_TYPE_DISPOSE_PROOF);
  g_type_ensure (FR_TYPE_FAILURE);
  bind_template (widget_class);
}

static void
fr_dispose_page_init (FrDisposePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fr_spoken_name_menu (self->menu_button, _ ("Main menu"));
}

/**
 * fr_dispose_page_new:
 * @window: where it will be shown
 * @deployment: that goes
 * @plan_path: (nullable): of its plan, which stays
 */
GtkWidget *
fr_dispose_page_new (GtkWindow *window, FrDeployment *deployment, const char *plan_path)
{
  FrDisposePage *self = g_object_new (FR_TYPE_DISPOSE_PAGE, NULL);

  g_set_weak_pointer (&self->window, window);
  self->deployment = g_object_ref (deployment);
  self->plan_path = g_strdup (plan_path);
  fr_deployment_head_follow (self->head, deployment);
  g_signal_connect_object (deployment, "items-changed", G_CALLBACK (items_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deployment, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  items_cb (self);
  self->watch = fr_deployment_watch_new (deployment, window);
  state_cb (self);

  return GTK_WIDGET (self);
}

FrDeployment *
fr_dispose_page_get_deployment (FrDisposePage *self)
{
  g_return_val_if_fail (FR_IS_DISPOSE_PAGE (self), NULL);

  return self->deployment;
}

/**
 * fr_dispose_page_close:
 *
 * Returns: whether it keeps the window open, and asks the user first
 */
gboolean
fr_dispose_page_close (FrDisposePage *self)
{
  g_return_val_if_fail (FR_IS_DISPOSE_PAGE (self), FALSE);

  return fr_deployment_watch_ask (self->watch);
}
