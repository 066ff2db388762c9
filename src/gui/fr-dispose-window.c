/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-dispose-window.h"

#include <glib/gi18n-lib.h>

#include "fr-build-report.h"
#include "fr-deployment-head.h"
#include "fr-deployment-watch.h"
#include "fr-failure.h"
#include "fr-job.h"
#include "fr-phase-list.h"
#include "fr-site.h"
#include "fr-step-words.h"

/**
 * FrDisposeWindow:
 *
 * A deployment on its way out: the steps backwards, then the proof that nothing is left.
 */
struct _FrDisposeWindow
{
  AdwWindow parent_instance;

  FrDeployment *deployment;
  FrDeploymentWatch *watch;
  GPtrArray *rows;
  char *plan_path;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  GtkWidget *progress;
  GtkWidget *failed;
  GtkWidget *proof;
  FrFailure *failure;
  FrDeploymentHead *head;
  GtkListBox *phases;
  GtkLabel *proof_head;
  GtkLabel *proof_title;
  GtkLabel *proof_hint;
  GtkLabel *proof_words;
  GtkListBox *removed;
  GtkWidget *still_box;
  GtkListBox *still;
  GtkButton *stop;
  GtkButton *save;
  GtkButton *done;
};

G_DEFINE_FINAL_TYPE (FrDisposeWindow, fr_dispose_window, ADW_TYPE_WINDOW)

static void
stop_cb (FrDisposeWindow *self)
{
  fr_deployment_stop (self->deployment);
}

static void
retry_cb (FrDisposeWindow *self)
{
  fr_deployment_retry (self->deployment);
}

static void
close_cb (FrDisposeWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

static void
saved_cb (gpointer owner)
{
  FrDisposeWindow *self = FR_DISPOSE_WINDOW (owner);

  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("Saved the report")));
}

/* The journal goes with the deployment: what is known is in the list. */
static char *
dup_outcome (FrDisposeWindow *self)
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
save_cb (FrDisposeWindow *self)
{
  g_autofree char *outcome = dup_outcome (self);

  fr_build_report_save_for (GTK_WIDGET (self), NULL, fr_deployment_get_name (self->deployment),
                            outcome, NULL, saved_cb);
}

static void
open_plan_cb (FrDisposeWindow *self)
{
  GtkWindow *parent = gtk_window_get_transient_for (GTK_WINDOW (self));
  g_autoptr (GFile) file = g_file_new_for_path (self->plan_path);
  g_autofree char *uri = g_file_get_uri (file);

  if (parent != NULL)
    gtk_widget_activate_action (GTK_WIDGET (parent), "win.open-uri", "s", uri);
  gtk_window_close (GTK_WINDOW (self));
}

static void
empty (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static AdwActionRow *
add_row (GtkListBox *list, const char *icon, const char *title, const char *subtitle,
         const char *state)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *below = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (row, below);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_prefix (row, image);
  gtk_list_box_append (list, GTK_WIDGET (row));
  if (state != NULL)
    {
      GtkWidget *label = gtk_label_new (state);

      gtk_widget_add_css_class (image, "success");
      gtk_widget_add_css_class (label, "quiet");
      adw_action_row_add_suffix (row, label);
    }

  return row;
}

static guint
count (FrDisposeWindow *self, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->deployment)); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (G_LIST_MODEL (self->deployment), i);

      n += g_str_equal (fr_step_item_get_kind (item), kind) ? 1 : 0;
    }

  return n;
}

static void
add_gone (FrDisposeWindow *self, const char *title)
{
  add_row (self->removed, "object-select-symbolic", title, "", _ ("none left"));
}

/* The server stays: what was changed there is as it was. */
static void
add_taken_back (FrDisposeWindow *self)
{
  static const char *const titles[] = {
    N_ ("Packages and services of the mirror"),
    N_ ("Files of the mirror, and lines in others"),
    N_ ("Our SSH key, and that passwords are refused"),
    N_ ("The list of changes itself"),
  };

  empty (self->removed);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    add_row (self->removed, "object-select-symbolic", _ (titles[i]), "", _ ("taken back"));
}

static void
add_removed (FrDisposeWindow *self)
{
  guint servers = count (self, "server");
  guint rules = count (self, "rule");
  g_autofree char *server_words = g_strdup_printf (
    ngettext ("%u server and its disks", "%u servers and their disks", servers), servers);
  g_autofree char *rule_words =
    g_strdup_printf (ngettext ("Address translation and %u firewall rule",
                               "Address translation and %u firewall rules", rules),
                     rules);

  empty (self->removed);
  if (servers > 0)
    add_gone (self, server_words);
  if (rules > 0)
    add_gone (self, rule_words);
  if (count (self, "address") > 0)
    add_gone (self, _ ("Public addresses"));
  add_gone (self, _ ("Network and network domain"));
}

static void
add_still (FrDisposeWindow *self)
{
  GPtrArray *kept = fr_deployment_get_kept (self->deployment);
  AdwActionRow *row;
  GtkWidget *button;

  empty (self->still);
  for (guint i = 0; kept != NULL && i < kept->len; i++)
    {
      g_autofree char *title =
        g_strdup_printf (_ ("Network domain “%s”"), (char *) g_ptr_array_index (kept, i));

      add_row (self->still, "network-workgroup-symbolic", title,
               _ ("Not made by this mirror, so it was left alone"), NULL);
    }
  if (self->plan_path == NULL)
    return;

  row = add_row (self->still, "text-x-generic-symbolic", _ ("The plan"), self->plan_path, NULL);
  button = gtk_button_new_with_mnemonic (_ ("_Open"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_plan_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

static void
show_proof (FrDisposeWindow *self)
{
  gboolean own = fr_deployment_is_own (self->deployment);
  GDateTime *ended = fr_deployment_get_ended (self->deployment);
  g_autofree char *time = ended != NULL ? g_date_time_format (ended, "%H:%M") : g_strdup ("");
  g_autofree char *title =
    g_strdup_printf (_ ("%s is gone"), fr_deployment_get_name (self->deployment));
  g_autofree char *took =
    fr_words_dup_long_duration (fr_deployment_get_elapsed_ms (self->deployment));
  g_autofree char *hint = g_strdup_printf (_ ("Disposing took %s."), took);
  g_autofree char *words =
    g_strdup_printf (own ? _ ("Looked at the server again at %s: everything on its list has been "
                              "taken back.")
                         : _ ("Asked the cloud again at %s: everything that carried the mark of "
                              "this mirror is gone."),
                     time);

  gtk_label_set_label (self->proof_title, title);
  gtk_label_set_label (self->proof_hint, hint);
  gtk_label_set_label (self->proof_words, words);
  gtk_label_set_label (self->proof_head, own ? _ ("Your server is as it was before")
                                             : _ ("Nothing billable is left"));
  if (own)
    add_taken_back (self);
  else
    add_removed (self);
  add_still (self);
  gtk_widget_set_visible (self->still_box,
                          gtk_widget_get_first_child (GTK_WIDGET (self->still)) != NULL);
  gtk_stack_set_visible_child (self->stack, self->proof);
  gtk_window_set_default_widget (GTK_WINDOW (self), GTK_WIDGET (self->done));
  gtk_widget_grab_focus (GTK_WIDGET (self->done));
}

static void
items_cb (FrDisposeWindow *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  self->rows = fr_phase_list_fill (self->phases, self->deployment, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->phases), self->rows->len > 0);
}

/* Whoever shows what is gone shows it no longer. */
static void
tell_windows (FrDisposeWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  g_autoptr (GList) windows =
    application != NULL ? g_list_copy (gtk_application_get_windows (application)) : NULL;

  for (GList *link = windows; link != NULL; link = link->next)
    if (link->data != self)
      gtk_widget_activate_action (link->data, "win.forget", "s",
                                  fr_deployment_get_name (self->deployment));
}

static void
state_cb (FrDisposeWindow *self)
{
  FrDeploymentState state = fr_deployment_get_state (self->deployment);
  gboolean busy = fr_deployment_is_busy (self->deployment);

  gtk_widget_set_visible (GTK_WIDGET (self->stop), busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop), state != FR_DEPLOYMENT_STOPPING);
  gtk_widget_set_visible (GTK_WIDGET (self->save), state == FR_DEPLOYMENT_DONE);
  gtk_widget_set_visible (GTK_WIDGET (self->done), !busy);
  gtk_button_set_label (self->done, state == FR_DEPLOYMENT_DONE ? _ ("_Done") : _ ("_Close"));
  if (busy)
    gtk_stack_set_visible_child (self->stack, self->progress);
  else if (state == FR_DEPLOYMENT_DONE)
    {
      tell_windows (self);
      show_proof (self);
    }
  else if (state != FR_DEPLOYMENT_NEW)
    {
      fr_failure_show (self->failure, self->deployment);
      gtk_stack_set_visible_child (self->stack, self->failed);
      gtk_widget_grab_focus (fr_failure_get_retry (self->failure));
    }
  if (!busy && state != FR_DEPLOYMENT_NEW && !gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
fr_dispose_window_close_request (GtkWindow *window)
{
  FrDisposeWindow *self = FR_DISPOSE_WINDOW (window);

  if (self->watch != NULL && fr_deployment_watch_ask (self->watch))
    return GDK_EVENT_STOP;

  return GTK_WINDOW_CLASS (fr_dispose_window_parent_class)->close_request (window);
}

static void
fr_dispose_window_dispose (GObject *object)
{
  FrDisposeWindow *self = FR_DISPOSE_WINDOW (object);

  if (self->deployment != NULL)
    g_signal_handlers_disconnect_by_data (self->deployment, self);
  g_clear_object (&self->watch);
  g_clear_object (&self->deployment);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->plan_path, g_free);

  G_OBJECT_CLASS (fr_dispose_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, proof);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, head);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, phases);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, proof_head);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, proof_title);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, proof_hint);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, proof_words);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, removed);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, still);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, still_box);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, stop);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, save);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeWindow, done);
}

static void
fr_dispose_window_class_init (FrDisposeWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_dispose_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = fr_dispose_window_close_request;

  g_type_ensure (FR_TYPE_DEPLOYMENT_HEAD);
  g_type_ensure (FR_TYPE_FAILURE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-dispose-window.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_cb);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, retry_cb);
}

static void
fr_dispose_window_init (FrDisposeWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_dispose_window_present:
 * @parent: (nullable): the window that asked
 * @deployment: that goes
 * @plan_path: (nullable): of its plan, which stays
 *
 * Returns: (transfer none): the window, which is visible
 */
GtkWidget *
fr_dispose_window_present (GtkWindow *parent, FrDeployment *deployment, const char *plan_path)
{
  FrDisposeWindow *self = g_object_new (FR_TYPE_DISPOSE_WINDOW, "transient-for", parent, NULL);
  const char *name = fr_deployment_get_name (deployment);
  g_autofree char *title = g_strdup_printf (_ ("Disposing of %s"), name);

  if (parent != NULL)
    gtk_window_set_application (GTK_WINDOW (self), gtk_window_get_application (parent));
  self->deployment = g_object_ref (deployment);
  self->plan_path = g_strdup (plan_path);
  gtk_window_set_title (GTK_WINDOW (self), title);
  fr_deployment_head_follow (self->head, deployment);
  g_signal_connect_object (deployment, "items-changed", G_CALLBACK (items_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (deployment, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  items_cb (self);
  gtk_window_present (GTK_WINDOW (self));
  self->watch = fr_deployment_watch_new (deployment, GTK_WINDOW (self));
  state_cb (self);

  return GTK_WIDGET (self);
}
