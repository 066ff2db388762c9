/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-page-private.h"

#include <glib/gi18n-lib.h>

#include "fr-build-report.h"
#include "fr-build.h"
#include "fr-error.h"
#include "fr-typed.h"

/* Success moves on by itself, unless the page was touched so short a time ago. */
#define TOUCHED_US (5 * G_USEC_PER_SEC)

G_DEFINE_FINAL_TYPE (FrDeploymentPage, fr_deployment_page, FR_TYPE_PAGE)

static void
tick_cb (FrDeploymentPage *self)
{
  fr_deployment_page_show_progress (self);
  fr_deployment_page_follow (self);
}

static void
items_cb (FrDeploymentPage *self)
{
  g_autofree char *place = fr_making_dup_text (fr_page_get_making (FR_PAGE (self)), "place");

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = fr_phase_list_fill (self->phases, self->deployment, place);
  gtk_widget_set_visible (GTK_WIDGET (self->phases), self->rows->len > 0);
  fr_deployment_page_show_progress (self);
}

static void
log_cb (FrDeploymentPage *self, const char *server, const char *text)
{
  fr_log_dock_feed (self->log, server, text);
}

static void
go_on (FrDeploymentPage *self)
{
  gboolean touched = g_get_monotonic_time () - self->touched_us < TOUCHED_US &&
                     self->touched_us > 0;

  if (self->shown && !touched && !fr_log_dock_get_open (self->log))
    fr_page_go_next (FR_PAGE (self));
}

static void
state_cb (FrDeploymentPage *self)
{
  FrDeploymentState state = fr_deployment_get_state (self->deployment);

  fr_deployment_page_show_progress (self);
  fr_deployment_page_show_end (self, state);
  fr_deployment_page_show_complete (self, state);
  fr_deployment_page_show_buttons (self);
  if (state == FR_DEPLOYMENT_DONE)
    go_on (self);
}

static void
narrow_cb (FrDeploymentPage *self)
{
  gboolean narrow = FALSE;

  g_object_get (self, "narrow", &narrow, NULL);
  fr_failure_set_narrow (self->failure, narrow);
  if (self->deployment != NULL)
    fr_deployment_page_show_buttons (self);
}

/* In a low window head and log scroll with the rest. */
static void
low_cb (FrDeploymentPage *self)
{
  gboolean low = FALSE;
  GtkBox *outer = GTK_BOX (self->progress);

  if (self->adaptive != NULL)
    low = fr_adaptive_get_low (self->adaptive);
  if (low == self->low)
    return;

  self->low = low;
  if (low)
    gtk_widget_add_css_class (self->dock, "low");
  else
    gtk_widget_remove_css_class (self->dock, "low");
  fr_page_set_bar_joined (FR_PAGE (self),
                          !low && gtk_stack_get_visible_child (self->stack) == self->progress);
  g_object_ref (self->head);
  g_object_ref (self->dock);
  gtk_box_remove (low ? outer : self->content, self->head);
  gtk_box_remove (low ? outer : self->content, self->dock);
  gtk_box_prepend (low ? self->content : outer, self->head);
  gtk_box_append (low ? self->content : outer, self->dock);
  g_object_unref (self->head);
  g_object_unref (self->dock);
}

static void
pause_cb (FrDeploymentPage *self)
{
  if (fr_deployment_get_state (self->deployment) == FR_DEPLOYMENT_RUNNING)
    fr_deployment_pause (self->deployment);
  else
    fr_deployment_resume (self->deployment);
}

static void
stop_answer_cb (FrDeploymentPage *self, const char *answer)
{
  if (g_str_equal (answer, "stop") && self->deployment != NULL)
    fr_deployment_stop (self->deployment);
}

static void
stop_cb (FrDeploymentPage *self)
{
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (window, _ ("Stop building the mirror?"),
                            _ ("What runs now is asked to end. What was made stays, and is "
                               "billed; you can go on later, or dispose of it.")));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "stop", _ ("_Stop"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "stop", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (stop_answer_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
retry_cb (FrDeploymentPage *self)
{
  const char *password = fr_failure_get_password (self->failure);

  if (password != NULL)
    {
      fr_typed_give (self->deployment, password);
      fr_making_set_text (fr_page_get_making (FR_PAGE (self)), "login-password", password);
    }
  fr_deployment_retry (self->deployment);
}

static void
save_report_cb (FrDeploymentPage *self)
{
  const GError *error = fr_deployment_get_error (self->deployment);
  g_autofree char *log = fr_log_dock_dup_text (self->log);
  g_autofree char *outcome =
    error != NULL ? g_strdup_printf ("%s (%s)", error->message, fr_error_get_code (error)) : NULL;

  fr_build_report_save (FR_PAGE (self), fr_deployment_get_name (self->deployment), outcome, log);
}

static void
dispose_of_cb (FrDeploymentPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.dispose", "s",
                              fr_deployment_get_name (self->deployment));
}

static void
copied_cb (FrDeploymentPage *self)
{
  fr_page_toast (FR_PAGE (self), _ ("Copied the log"));
}

static gboolean
key_cb (FrDeploymentPage *self)
{
  self->touched_us = g_get_monotonic_time ();

  return GDK_EVENT_PROPAGATE;
}

static void
touched_cb (FrDeploymentPage *self)
{
  self->touched_us = g_get_monotonic_time ();
}

static gboolean
scroll_cb (FrDeploymentPage *self)
{
  self->scrolled_us = self->touched_us = g_get_monotonic_time ();

  return GDK_EVENT_PROPAGATE;
}

/* What was asked for, as one text: does it differ from what was deployed? */
static char *
dup_plan (FrDeploymentPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));
  g_autofree char *text = fr_making_dup_text (making, "plan-text");
  g_autofree char *name = fr_build_dup_name (making);

  if (text == NULL)
    text = fr_draft_render (fr_making_get_draft (making));

  return g_strdup_printf ("%s\n%s", name, text);
}

static void
fr_deployment_page_enter (FrPage *page)
{
  FrDeploymentPage *self = FR_DEPLOYMENT_PAGE (page);
  g_autofree char *plan = dup_plan (self);
  g_autoptr (FrDeployment) deployment = NULL;

  self->shown = TRUE;
  self->adaptive =
    (FrAdaptive *) gtk_widget_get_ancestor (GTK_WIDGET (self), FR_TYPE_ADAPTIVE);
  if (self->adaptive != NULL)
    g_signal_connect_object (self->adaptive, "notify::low", G_CALLBACK (low_cb), self,
                             G_CONNECT_SWAPPED);
  low_cb (self);
  if (self->deployment != NULL &&
      (self->plan == NULL || g_str_equal (self->plan, plan) ||
       fr_deployment_is_busy (self->deployment)))
    return;

  g_free (self->plan);
  self->plan = g_steal_pointer (&plan);
  deployment = fr_build_new (fr_page_get_making (page));
  fr_deployment_page_show (self, deployment);
  fr_deployment_start (deployment);
}

static void
fr_deployment_page_leave (FrPage *page)
{
  FrDeploymentPage *self = FR_DEPLOYMENT_PAGE (page);

  self->shown = FALSE;
  if (self->adaptive != NULL)
    g_signal_handlers_disconnect_by_func (self->adaptive, low_cb, self);
  self->adaptive = NULL;
}

static gboolean
fr_deployment_page_close (FrPage *page)
{
  FrDeploymentPage *self = FR_DEPLOYMENT_PAGE (page);

  return self->watch != NULL && fr_deployment_watch_ask (self->watch);
}

static void
fr_deployment_page_dispose (GObject *object)
{
  FrDeploymentPage *self = FR_DEPLOYMENT_PAGE (object);

  if (self->deployment != NULL)
    g_signal_handlers_disconnect_by_data (self->deployment, self);
  g_clear_object (&self->watch);
  g_clear_object (&self->deployment);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->plan, g_free);
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_DEPLOYMENT_PAGE);

  G_OBJECT_CLASS (fr_deployment_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, progress);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, failed);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, failure);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, head);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, head_box);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, scroller);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, content);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, phases);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, dock);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, log);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, buttons);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, pause);
  gtk_widget_class_bind_template_child (widget_class, FrDeploymentPage, stop);
}

static void
fr_deployment_page_class_init (FrDeploymentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FrPageClass *page_class = FR_PAGE_CLASS (klass);

  object_class->dispose = fr_deployment_page_dispose;
  page_class->enter = fr_deployment_page_enter;
  page_class->leave = fr_deployment_page_leave;
  page_class->close = fr_deployment_page_close;

  g_type_ensure (FR_TYPE_DEPLOYMENT_HEAD);
  g_type_ensure (FR_TYPE_FAILURE);
  g_type_ensure (FR_TYPE_LOG_DOCK);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-deployment-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, key_cb);
  gtk_widget_class_bind_template_callback (widget_class, touched_cb);
  gtk_widget_class_bind_template_callback (widget_class, scroll_cb);
  gtk_widget_class_bind_template_callback (widget_class, copied_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_report_cb);
  gtk_widget_class_bind_template_callback (widget_class, dispose_of_cb);
  gtk_widget_class_bind_template_callback (widget_class, pause_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
fr_deployment_page_init (FrDeploymentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fr_page_set_complete (FR_PAGE (self), FALSE, _ ("The mirror is not ready yet"), NULL);
}

/**
 * fr_deployment_page_show:
 * @deployment: shown from now on, whatever its state is
 */
void
fr_deployment_page_show (FrDeploymentPage *self, FrDeployment *deployment)
{
  GtkRoot *root;

  g_return_if_fail (FR_IS_DEPLOYMENT_PAGE (self) && FR_IS_DEPLOYMENT (deployment));

  if (self->deployment != NULL)
    g_signal_handlers_disconnect_by_data (self->deployment, self);
  g_set_object (&self->deployment, deployment);
  fr_deployment_head_follow (self->head_box, deployment);
  g_signal_connect_object (deployment, "items-changed", G_CALLBACK (items_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deployment, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deployment, "notify::n-done",
                           G_CALLBACK (fr_deployment_page_show_progress), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (deployment, "notify::elapsed-ms", G_CALLBACK (tick_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deployment, "log", G_CALLBACK (log_cb), self, G_CONNECT_SWAPPED);
  items_cb (self);
  state_cb (self);

  root = gtk_widget_get_root (GTK_WIDGET (self));
  g_clear_object (&self->watch);
  if (GTK_IS_WINDOW (root))
    self->watch = fr_deployment_watch_new (deployment, GTK_WINDOW (root));
}

/**
 * fr_deployment_page_get_deployment:
 *
 * Returns: (transfer none) (nullable): what is shown
 */
FrDeployment *
fr_deployment_page_get_deployment (FrDeploymentPage *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT_PAGE (self), NULL);

  return self->deployment;
}
