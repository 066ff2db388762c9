/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-page-private.h"

#include <glib/gi18n-lib.h>

#include "fr-step-words.h"

/* So long after the user has scrolled, the running row is not brought into view. */
#define SCROLLED_US (30 * G_USEC_PER_SEC)

/* What the page of a deployment shows of its state: buttons, progress, the row that runs, and how
 * it has ended. */

/* A button of the bottom bar: words where there is room, else an icon. */
static void
show_button (GtkButton *button, const char *label, const char *icon, gboolean narrow)
{
  g_auto (GStrv) parts = g_strsplit (label, "_", 2);
  g_autofree char *plain = g_strjoinv ("", parts);

  if (narrow)
    {
      gtk_button_set_icon_name (button, icon);
      gtk_widget_remove_css_class (GTK_WIDGET (button), "pill");
      gtk_widget_add_css_class (GTK_WIDGET (button), "round");
    }
  else
    {
      gtk_button_set_label (button, label);
      gtk_button_set_use_underline (button, TRUE);
      gtk_widget_remove_css_class (GTK_WIDGET (button), "round");
      gtk_widget_add_css_class (GTK_WIDGET (button), "pill");
    }
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), narrow ? plain : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, plain,
                                  -1);
}

void
fr_deployment_page_show_buttons (FrDeploymentPage *self)
{
  FrDeploymentState state = fr_deployment_get_state (self->deployment);
  gboolean paused = state == FR_DEPLOYMENT_PAUSED || state == FR_DEPLOYMENT_PAUSING;
  gboolean narrow = FALSE;

  g_object_get (self, "narrow", &narrow, NULL);
  show_button (self->pause, paused ? _ ("_Resume") : _ ("_Pause"),
               paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic", narrow);
  show_button (self->stop, _ ("_Stop…"), "media-playback-stop-symbolic", narrow);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pause), paused || state == FR_DEPLOYMENT_RUNNING);
  gtk_widget_set_sensitive (GTK_WIDGET (self->stop), state != FR_DEPLOYMENT_STOPPING);
  gtk_box_set_spacing (GTK_BOX (self->buttons), narrow ? 10 : 12);
  fr_page_set_bar_start (FR_PAGE (self),
                         fr_deployment_is_busy (self->deployment) ? self->buttons : NULL);
}

void
fr_deployment_page_show_progress (FrDeploymentPage *self)
{
  gboolean over = fr_deployment_get_state (self->deployment) == FR_DEPLOYMENT_DONE;
  g_autofree char *ms = fr_words_dup_duration (fr_deployment_get_elapsed_ms (self->deployment));
  const char *step = fr_deployment_head_get_step (self->head_box);

  if (over)
    step = ms;
  fr_page_set_answer (FR_PAGE (self), *step != '\0' ? step : NULL);
}

/* Brings @row, which may be anywhere inside, into view. */
static void
scroll_to (FrDeploymentPage *self, GtkWidget *row)
{
  GtkAdjustment *range = gtk_scrolled_window_get_vadjustment (self->scroller);
  double value = gtk_adjustment_get_value (range);
  double page = gtk_adjustment_get_page_size (range);
  graphene_rect_t bounds;

  if (!gtk_widget_get_mapped (row) ||
      !gtk_widget_compute_bounds (row, GTK_WIDGET (self->content), &bounds))
    return;
  if (bounds.origin.y >= value && bounds.origin.y + bounds.size.height <= value + page)
    return;

  gtk_adjustment_set_value (range, bounds.origin.y - page / 3);
}

void
fr_deployment_page_follow (FrDeploymentPage *self)
{
  GtkWidget *row = NULL;

  if (g_get_monotonic_time () - self->scrolled_us < SCROLLED_US && self->scrolled_us > 0)
    return;

  for (guint i = 0; self->rows != NULL && i < self->rows->len && row == NULL; i++)
    row = fr_phase_row_find_running (g_ptr_array_index (self->rows, i));
  if (row != NULL)
    scroll_to (self, row);
}

void
fr_deployment_page_show_complete (FrDeploymentPage *self, FrDeploymentState state)
{
  g_autofree char *reason = NULL;
  gboolean bad = state == FR_DEPLOYMENT_FAILED || state == FR_DEPLOYMENT_STOPPED;
  guint step = fr_deployment_get_n_done (self->deployment) + 1;

  if (bad && g_list_model_get_n_items (G_LIST_MODEL (self->deployment)) > 0)
    reason = g_strdup_printf (_ ("Step %u has to succeed first"), step);
  else
    reason = g_strdup (_ ("The mirror is not ready yet"));
  fr_page_set_complete (FR_PAGE (self), state == FR_DEPLOYMENT_DONE, reason,
                        bad ? fr_failure_get_first (self->failure) : NULL);
  fr_page_set_failed (FR_PAGE (self), state == FR_DEPLOYMENT_FAILED);
}

void
fr_deployment_page_show_end (FrDeploymentPage *self, FrDeploymentState state)
{
  guint step = fr_deployment_get_n_done (self->deployment) + 1;
  gboolean bad = state == FR_DEPLOYMENT_FAILED || state == FR_DEPLOYMENT_STOPPED;
  g_autofree char *answer = g_strdup_printf (_ ("Stopped at step %u"), step);

  if (bad)
    {
      fr_failure_show (self->failure, self->deployment);
      fr_page_set_answer (FR_PAGE (self), answer);
    }
  gtk_stack_set_visible_child (self->stack, bad ? self->failed : self->progress);
  fr_page_set_bar_joined (FR_PAGE (self), !bad && !self->low);
  if (bad && self->shown)
    gtk_widget_grab_focus (fr_failure_get_first (self->failure));
}
