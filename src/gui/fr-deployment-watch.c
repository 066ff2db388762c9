/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-watch.h"

#include <glib/gi18n-lib.h>

/**
 * FrDeploymentWatch:
 *
 * What a running deployment means for the window and the session: the computer stays awake,
 * closing asks first, the window may be hidden, and a notification tells the end.
 */
struct _FrDeploymentWatch
{
  GObject parent_instance;

  FrDeployment *deployment;
  GtkWindow *window;   /* weak */
  GtkWidget *question; /* weak: the one that is open */
  guint inhibit;
  gboolean hidden;
  gboolean closing; /* as soon as everything has stopped */
};

G_DEFINE_FINAL_TYPE (FrDeploymentWatch, fr_deployment_watch, G_TYPE_OBJECT)

static GtkApplication *
get_application (FrDeploymentWatch *self)
{
  return self->window != NULL ? gtk_window_get_application (self->window) : NULL;
}

static void
keep_awake (FrDeploymentWatch *self, gboolean awake)
{
  GtkApplication *application = get_application (self);

  if (application == NULL || awake == (self->inhibit != 0))
    return;

  if (awake)
    self->inhibit = gtk_application_inhibit (
      application, self->window, GTK_APPLICATION_INHIBIT_SUSPEND | GTK_APPLICATION_INHIBIT_LOGOUT,
      fr_deployment_is_backwards (self->deployment) ? _ ("A mirror is being removed")
                                                    : _ ("A mirror is being built"));
  else
    {
      gtk_application_uninhibit (application, self->inhibit);
      self->inhibit = 0;
    }
}

/* A hidden window comes back by its notification, or when the program is started once more. */
static void
come_back (FrDeploymentWatch *self)
{
  GtkApplication *application = get_application (self);

  if (!self->hidden)
    return;

  self->hidden = FALSE;
  if (application != NULL)
    g_application_release (G_APPLICATION (application));
}

static void
shown_cb (FrDeploymentWatch *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->window)))
    come_back (self);
}

static void
fr_deployment_watch_dispose (GObject *object)
{
  FrDeploymentWatch *self = FR_DEPLOYMENT_WATCH (object);

  keep_awake (self, FALSE);
  come_back (self);
  if (self->question != NULL)
    gtk_window_destroy (GTK_WINDOW (self->question));
  g_clear_weak_pointer (&self->question);
  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->deployment);

  G_OBJECT_CLASS (fr_deployment_watch_parent_class)->dispose (object);
}

static void
fr_deployment_watch_class_init (FrDeploymentWatchClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fr_deployment_watch_dispose;
}

static void
fr_deployment_watch_init (FrDeploymentWatch *self)
{
}

static void
tell (FrDeploymentWatch *self, FrDeploymentState state)
{
  GtkApplication *application = get_application (self);
  const char *name = fr_deployment_get_name (self->deployment);
  g_autofree char *id = g_strdup_printf ("deployment-%s", name);
  g_autofree char *title = NULL;
  const char *body;
  g_autoptr (GNotification) notification = NULL;
  gboolean good = state == FR_DEPLOYMENT_DONE;
  gboolean backwards = fr_deployment_is_backwards (self->deployment);

  if (application == NULL || !g_application_get_is_registered (G_APPLICATION (application)) ||
      gtk_window_is_active (self->window))
    return;

  if (backwards)
    title = g_strdup_printf (good ? _ ("%s is gone") : _ ("%s is not gone"), name);
  else
    title = g_strdup_printf (good ? _ ("%s is ready") : _ ("%s is not ready"), name);
  notification = g_notification_new (title);
  if (!backwards)
    body = _ ("Look into your mirror.");
  else
    body = fr_deployment_is_own (self->deployment) ? _ ("Your server is as it was before.")
                                                   : _ ("Nothing billable is left.");
  if (!good)
    body = _ ("Something failed. See what is left, and what to do.");
  g_notification_set_body (notification, body);
  /* The program is started for it, if need be: the name says all that it has to know. Of what is
   * gone there is nothing to show but the list of all, where one comes without an action. */
  if (!backwards || !good)
    g_notification_set_default_action_and_target (notification, "app.show-mirror", "s", name);
  if (!good)
    g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_application_send_notification (G_APPLICATION (application), id, notification);
}

static void
state_cb (FrDeploymentWatch *self)
{
  FrDeploymentState state = fr_deployment_get_state (self->deployment);
  gboolean busy = fr_deployment_is_busy (self->deployment);

  keep_awake (self, busy && state != FR_DEPLOYMENT_PAUSED);
  if (busy)
    return;

  if (self->question != NULL)
    gtk_window_destroy (GTK_WINDOW (self->question));
  if (state == FR_DEPLOYMENT_DONE || state == FR_DEPLOYMENT_FAILED)
    tell (self, state);
  if (self->closing && self->window != NULL)
    {
      self->closing = FALSE;
      gtk_window_close (self->window);
    }
}

/**
 * fr_deployment_watch_new:
 * @window: where it is shown
 *
 * Returns: (transfer full): a watch over @deployment
 */
FrDeploymentWatch *
fr_deployment_watch_new (FrDeployment *deployment, GtkWindow *window)
{
  FrDeploymentWatch *self = g_object_new (FR_TYPE_DEPLOYMENT_WATCH, NULL);

  self->deployment = g_object_ref (deployment);
  g_set_weak_pointer (&self->window, window);
  g_signal_connect_object (deployment, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (window, "notify::visible", G_CALLBACK (shown_cb), self,
                           G_CONNECT_SWAPPED);
  state_cb (self);

  return self;
}

static void
hide (FrDeploymentWatch *self)
{
  GtkApplication *application = get_application (self);

  if (application == NULL || self->hidden)
    return;

  self->hidden = TRUE;
  g_application_hold (G_APPLICATION (application));
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
}

static void
answer_cb (FrDeploymentWatch *self, const char *answer)
{
  if (g_str_equal (answer, "background"))
    hide (self);
  else if (g_str_equal (answer, "stop"))
    {
      self->closing = TRUE;
      fr_deployment_stop (self->deployment);
    }
}

/**
 * fr_deployment_watch_ask:
 *
 * The window is to be closed: asks what becomes of the deployment, once.
 *
 * Returns: %FALSE when nothing runs, so that nobody needs to be asked
 */
gboolean
fr_deployment_watch_ask (FrDeploymentWatch *self)
{
  AdwMessageDialog *dialog;
  gboolean backwards;

  g_return_val_if_fail (FR_IS_DEPLOYMENT_WATCH (self), FALSE);

  backwards = fr_deployment_is_backwards (self->deployment);
  if (!fr_deployment_is_busy (self->deployment))
    return FALSE;
  if (self->question != NULL)
    {
      gtk_window_present (GTK_WINDOW (self->question));
      return TRUE;
    }

  dialog = ADW_MESSAGE_DIALOG (
    adw_message_dialog_new (self->window,
                            backwards ? _ ("The mirror is still being removed")
                                      : _ ("Your mirror is still being built"),
                            _ ("It can go on without this window, and a notification tells the "
                               "end. Stopped, it keeps what is there, and can go on later.")));
  adw_message_dialog_add_responses (dialog, "stay", _ ("S_tay"), "stop", _ ("_Stop Safely"),
                                    "background", _ ("_Keep Going in the Background"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "background", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "background");
  adw_message_dialog_set_close_response (dialog, "stay");
  g_signal_connect_object (dialog, "response", G_CALLBACK (answer_cb), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->question, GTK_WIDGET (dialog));
  gtk_window_present (GTK_WINDOW (dialog));

  return TRUE;
}
