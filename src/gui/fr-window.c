/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-window-private.h"

#include <glib/gi18n-lib.h>

#include "fr-dialogs.h"
#include "fr-error.h"
#include "fr-opened.h"
#include "fr-settings.h"

G_DEFINE_FINAL_TYPE (FrWindow, fr_window, ADW_TYPE_APPLICATION_WINDOW)

void
fr_window_tell_error (FrWindow *self, const char *heading, const GError *error)
{
  g_autofree char *body = NULL;

  /* Translators: what went wrong, and its code: "There is no such file. (not-found)" */
  body = g_strdup_printf (_ ("%s (%s)"), error->message, fr_error_get_code (error));
  fr_dialogs_tell (GTK_WINDOW (self), heading, body);
}

static void
name_window (FrWindow *self)
{
  g_autofree char *subject = fr_wizard_dup_name (self->wizard);
  g_autofree char *title = NULL;

  /* Translators: the title of a window: the name of a mirror, and of the application */
  title = g_strdup_printf (_ ("%s – Fitting Room"), subject);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

void
fr_window_show_wizard (FrWindow *self)
{
  if (self->wizard == NULL)
    return;

  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->wizard));
  gtk_window_set_default_widget (GTK_WINDOW (self), fr_wizard_get_next (self->wizard));
  fr_wizard_focus_page (self->wizard);
  name_window (self);
}

/**
 * fr_window_continue:
 *
 * Shows what has begun in this window again.
 */
void
fr_window_continue (FrWindow *self)
{
  g_return_if_fail (FR_IS_WINDOW (self));

  fr_window_show_wizard (self);
}

/**
 * fr_window_go_home:
 *
 * Shows all mirrors. What has begun in this window stays, and can be continued.
 */
void
fr_window_go_home (FrWindow *self)
{
  g_return_if_fail (FR_IS_WINDOW (self));

  if (self->wizard != NULL && fr_wizard_get_step (self->wizard) < FR_STEP_DEPLOYMENT)
    {
      g_autofree char *subject = fr_wizard_dup_name (self->wizard);
      FrWizardStep step = fr_wizard_get_step (self->wizard);

      fr_start_page_set_unfinished (self->start, subject,
                                    fr_page_get_title (fr_wizard_get_page (self->wizard, step)));
    }
  else
    /* What has been deployed is in the list of all. */
    fr_start_page_set_unfinished (self->start, NULL, NULL);
  gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->start));
  fr_start_page_focus (self->start);
}

void
fr_window_set_wizard (FrWindow *self, FrMaking *making)
{
  GtkWidget *wizard = fr_wizard_new (making);

  self->wizard = FR_WIZARD (wizard);
  g_object_bind_property (self->adaptive, "narrow", wizard, "narrow", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self->adaptive, "low", wizard, "low", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (wizard, "home", G_CALLBACK (fr_window_go_home), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wizard, "toast", G_CALLBACK (fr_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (fr_wizard_get_making (self->wizard), "notify::name",
                           G_CALLBACK (name_window), self, G_CONNECT_SWAPPED);
  gtk_stack_add_child (self->stack, wizard);
}

/* A window that is about something keeps it; what is new gets a window of its own. */
FrWindow *
fr_window_find_free (FrWindow *self)
{
  FrWindow *window;

  if (self->wizard == NULL)
    return self;

  window = fr_window_new (FR_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

/**
 * fr_window_begin:
 *
 * Begins a new mirror: here, or in another window when this one is about something.
 */
void
fr_window_begin (FrWindow *self)
{
  g_return_if_fail (FR_IS_WINDOW (self));

  self = fr_window_find_free (self);
  fr_window_set_wizard (self, NULL);
  fr_window_show_wizard (self);
}

static void
remember_plan (FrWindow *self, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *name = g_path_get_basename (path);
  GtkRecentData data = {
    .display_name = name,
    .mime_type = (char *) "application/yaml",
    .app_name = (char *) g_get_application_name (),
    .app_exec = (char *) "fitting-room %u",
  };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

static void
plan_read_cb (gpointer owner, gpointer result, const GError *error)
{
  FrWindow *self = FR_WINDOW (owner);
  const FrOpened *opened = result;
  g_autoptr (FrMaking) making = NULL;

  if (opened == NULL)
    {
      fr_window_tell_error (self, _ ("The plan cannot be opened"), error);
      return;
    }

  if (opened->path != NULL)
    remember_plan (self, opened->path);
  making = fr_opened_to_making (opened);
  self = fr_window_find_free (self);
  fr_window_set_wizard (self, making);
  for (FrWizardStep step = FR_STEP_LOCATION; step < FR_STEP_REVIEW; step++)
    fr_wizard_allow_step (self->wizard, step);
  fr_wizard_show_step (self->wizard, FR_STEP_REVIEW);
  fr_window_show_wizard (self);
}

/**
 * fr_window_open_plan:
 * @file: of a plan; it goes straight to its review
 */
void
fr_window_open_plan (FrWindow *self, GFile *file)
{
  g_return_if_fail (FR_IS_WINDOW (self) && G_IS_FILE (file));

  fr_opened_read_plan (self, file, plan_read_cb);
}

/**
 * fr_window_toast:
 * @text: "Copied"; what has to be read does not belong here
 */
void
fr_window_toast (FrWindow *self, const char *text)
{
  g_return_if_fail (FR_IS_WINDOW (self) && text != NULL);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (text));
}

FrWizard *
fr_window_get_wizard (FrWindow *self)
{
  g_return_val_if_fail (FR_IS_WINDOW (self), NULL);

  return self->wizard;
}

static gboolean
fr_window_close_request (GtkWindow *window)
{
  FrWindow *self = FR_WINDOW (window);

  if (self->wizard != NULL && fr_wizard_close (self->wizard))
    return TRUE;
  if (self->disposal != NULL && fr_dispose_page_close (self->disposal))
    return TRUE;

  return GTK_WINDOW_CLASS (fr_window_parent_class)->close_request (window);
}

static GdkDragAction
drag_enter_cb (FrWindow *self)
{
  gtk_widget_set_visible (self->drop_cover, TRUE);

  return GDK_ACTION_COPY;
}

static void
drag_leave_cb (FrWindow *self)
{
  gtk_widget_set_visible (self->drop_cover, FALSE);
}

static gboolean
drop_cb (FrWindow *self, const GValue *value)
{
  GSList *files = g_value_get_boxed (value);

  gtk_widget_set_visible (self->drop_cover, FALSE);
  for (GSList *file = files; file != NULL; file = file->next)
    fr_window_open_plan (self, file->data);

  return files != NULL;
}

static void
restore_size (FrWindow *self)
{
  self->settings = fr_settings_open ();
  if (self->settings == NULL)
    return;

  g_settings_bind (self->settings, "window-width", self, "default-width", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-height", self, "default-height",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "window-maximized", self, "maximized", G_SETTINGS_BIND_DEFAULT);
}

static void
fr_window_dispose (GObject *object)
{
  FrWindow *self = FR_WINDOW (object);

  self->wizard = NULL;
  self->disposal = NULL;
  g_clear_object (&self->settings);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_WINDOW);

  G_OBJECT_CLASS (fr_window_parent_class)->dispose (object);
}

static void
fr_window_class_init (FrWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = fr_window_close_request;

  g_type_ensure (FR_TYPE_ADAPTIVE);
  g_type_ensure (FR_TYPE_START_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-window.ui");
  gtk_widget_class_bind_template_child (widget_class, FrWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, FrWindow, drop_cover);
  gtk_widget_class_bind_template_child (widget_class, FrWindow, adaptive);
  gtk_widget_class_bind_template_child (widget_class, FrWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FrWindow, start);
  fr_window_install_actions (widget_class);
}

static void
fr_window_init (FrWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_swapped (target, "enter", G_CALLBACK (drag_enter_cb), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (drag_leave_cb), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
  restore_size (self);
  fr_window_go_home (self);
}

FrWindow *
fr_window_new (FrApplication *application)
{
  return g_object_new (FR_TYPE_WINDOW, "application", application, NULL);
}
