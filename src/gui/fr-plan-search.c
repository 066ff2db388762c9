/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-search.h"

#include <glib/gi18n-lib.h>

/**
 * FrPlanSearch:
 *
 * The bar that finds words in the text of a plan.
 */
struct _FrPlanSearch
{
  AdwBin parent_instance;

  GtkSearchBar *bar;
  GtkSearchEntry *entry;
  GtkLabel *count_label;

  GtkSourceView *view; /* weak */
  GtkSourceSearchContext *context;
};

G_DEFINE_FINAL_TYPE (FrPlanSearch, fr_plan_search, ADW_TYPE_BIN)

static GtkTextBuffer *
get_buffer (FrPlanSearch *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

static void
count_cb (FrPlanSearch *self)
{
  g_autofree char *text = NULL;
  GtkTextIter start, end;
  int count, at;

  if (self->context == NULL || self->view == NULL)
    return;

  count = gtk_source_search_context_get_occurrences_count (self->context);
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end);
  at = gtk_source_search_context_get_occurrence_position (self->context, &start, &end);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0' && count == 0)
    text = g_strdup (_ ("Not found"));
  else if (count > 0 && at > 0)
    /* Translators: the first number is which match is selected, the second how many there are */
    text = g_strdup_printf (_ ("%d of %d"), at, count);
  gtk_label_set_label (self->count_label, text != NULL ? text : "");
}

static void
go (FrPlanSearch *self, gboolean forward)
{
  GtkTextIter from, end, start;
  gboolean found;

  if (self->context == NULL || self->view == NULL)
    return;

  gtk_text_buffer_get_selection_bounds (get_buffer (self), &from, &end);
  if (forward)
    found = gtk_source_search_context_forward (self->context, &end, &start, &end, NULL);
  else
    found = gtk_source_search_context_backward (self->context, &from, &start, &end, NULL);
  if (!found)
    return;

  gtk_text_buffer_select_range (get_buffer (self), &start, &end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->view),
                                gtk_text_buffer_get_insert (get_buffer (self)), 0.1, FALSE, 0, 0);
  count_cb (self);
}

static void
next_cb (FrPlanSearch *self)
{
  go (self, TRUE);
}

static void
previous_cb (FrPlanSearch *self)
{
  go (self, FALSE);
}

static void
changed_cb (FrPlanSearch *self)
{
  GtkTextIter start;

  if (self->context == NULL || self->view == NULL)
    return;

  gtk_source_search_settings_set_search_text (
    gtk_source_search_context_get_settings (self->context),
    gtk_editable_get_text (GTK_EDITABLE (self->entry)));

  /* what is typed is looked for from where the selection begins, not after it */
  gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, NULL);
  gtk_text_buffer_place_cursor (get_buffer (self), &start);
  go (self, TRUE);
  count_cb (self);
}

static void
stopped_cb (FrPlanSearch *self)
{
  fr_plan_search_close (self);
}

static void
fr_plan_search_dispose (GObject *object)
{
  FrPlanSearch *self = FR_PLAN_SEARCH (object);

  g_clear_object (&self->context);
  g_clear_weak_pointer (&self->view);
  adw_bin_set_child (ADW_BIN (object), NULL); /* which the template would take away unseen */
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_PLAN_SEARCH);

  G_OBJECT_CLASS (fr_plan_search_parent_class)->dispose (object);
}

static void
fr_plan_search_class_init (FrPlanSearchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_plan_search_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-plan-search.ui");
  gtk_widget_class_bind_template_child (widget_class, FrPlanSearch, bar);
  gtk_widget_class_bind_template_child (widget_class, FrPlanSearch, entry);
  gtk_widget_class_bind_template_child (widget_class, FrPlanSearch, count_label);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, stopped_cb);
}

static void
fr_plan_search_init (FrPlanSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_plan_search_set_view:
 * @view: where words are to be found
 */
void
fr_plan_search_set_view (FrPlanSearch *self, GtkSourceView *view)
{
  g_autoptr (GtkSourceSearchSettings) settings = gtk_source_search_settings_new ();

  g_return_if_fail (FR_IS_PLAN_SEARCH (self) && GTK_SOURCE_IS_VIEW (view));

  g_set_weak_pointer (&self->view, view);
  gtk_source_search_settings_set_wrap_around (settings, TRUE);
  g_clear_object (&self->context);
  self->context =
    gtk_source_search_context_new (GTK_SOURCE_BUFFER (get_buffer (self)), settings);
  gtk_source_search_context_set_highlight (self->context, FALSE);
  g_signal_connect_object (self->context, "notify::occurrences-count", G_CALLBACK (count_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * fr_plan_search_open:
 *
 * Shows the bar, with what is selected as the first thing to be found.
 */
void
fr_plan_search_open (FrPlanSearch *self)
{
  GtkTextIter start, end;

  g_return_if_fail (FR_IS_PLAN_SEARCH (self) && self->view != NULL);

  if (gtk_text_buffer_get_selection_bounds (get_buffer (self), &start, &end) &&
      gtk_text_iter_get_line (&start) == gtk_text_iter_get_line (&end))
    {
      g_autofree char *words = gtk_text_iter_get_text (&start, &end);

      gtk_editable_set_text (GTK_EDITABLE (self->entry), words);
    }

  gtk_search_bar_set_search_mode (self->bar, TRUE);
  gtk_source_search_context_set_highlight (self->context, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/**
 * fr_plan_search_close:
 *
 * Hides the bar; the focus goes back to the text.
 */
void
fr_plan_search_close (FrPlanSearch *self)
{
  g_return_if_fail (FR_IS_PLAN_SEARCH (self));

  gtk_search_bar_set_search_mode (self->bar, FALSE);
  if (self->context != NULL)
    gtk_source_search_context_set_highlight (self->context, FALSE);
  if (self->view != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}
