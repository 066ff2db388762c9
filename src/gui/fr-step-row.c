/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-step-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-state-icon.h"
#include "fr-step-words.h"

/* What a step is at changes as fast as a log; so long each line is left to be read. */
#define NOTE_US G_USEC_PER_SEC
/* Keeps the place of a line that says nothing for the moment: spaces, wider than the dots of a
 * line that is cut off, which GTK 4.8 takes for the least that a label needs. */
#define NO_NOTE "\u2003\u2003\u2003\u2003"

/**
 * FrStepRow:
 *
 * One step of a deployment: state, verb and object, elapsed time, what it is at or waits for. While
 * it runs that is one line which comes and goes without moving anything; afterwards it is read in
 * full.
 */
struct _FrStepRow
{
  AdwActionRow parent_instance;

  FrStepItem *item;
  gboolean backwards;
  FrStepState state; /* as shown */
  gint64 said_us;    /* when the line last changed while the step ran; 0: not yet */
  guint later;       /* shows what the step is at by then */
  FrStateIcon *icon;
  GtkLabel *elapsed;
};

G_DEFINE_FINAL_TYPE (FrStepRow, fr_step_row, ADW_TYPE_ACTION_ROW)

static void
fr_step_row_dispose (GObject *object)
{
  FrStepRow *self = FR_STEP_ROW (object);

  g_clear_handle_id (&self->later, g_source_remove);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_STEP_ROW);

  G_OBJECT_CLASS (fr_step_row_parent_class)->dispose (object);
}

static void
fr_step_row_class_init (FrStepRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_step_row_dispose;

  g_type_ensure (FR_TYPE_STATE_ICON);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-step-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FrStepRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FrStepRow, elapsed);
}

static void
fr_step_row_init (FrStepRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Notes go on after a colon elsewhere; here they are sentences. */
static char *
dup_sentence (const char *note)
{
  g_autofree char *first = g_utf8_substring (note, 0, MIN (g_utf8_strlen (note, -1), 1));
  g_autofree char *large = g_utf8_strup (first, -1);

  return g_strconcat (large, note + strlen (first), NULL);
}

/* What the row says under its title. */
static char *
dup_subtitle (FrStepItem *item)
{
  FrStepState state = fr_step_item_get_state (item);
  const char *waiting = fr_step_item_get_waiting (item);
  guint seconds = fr_step_item_get_next_try (item);

  if (waiting != NULL && seconds > 0)
    return g_strdup_printf (
      ngettext ("The cloud is busy; asks again in %u s", "The cloud is busy; asks again in %u s",
                seconds),
      seconds);
  if (waiting != NULL)
    return g_strdup (_ ("The cloud is busy; asking again"));
  if (fr_step_item_get_note (item) != NULL)
    return dup_sentence (fr_step_item_get_note (item));
  if (state == FR_STEP_FAILED)
    return g_strdup (_ ("Failed"));
  if (state == FR_STEP_KEPT)
    return g_strdup (_ ("It was so already"));
  if (state == FR_STEP_SKIPPED)
    return g_strdup (_ ("Not needed here"));

  return g_strdup ("");
}

static gboolean
says (FrStepRow *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  return g_strcmp0 (adw_action_row_get_subtitle (ADW_ACTION_ROW (self)), escaped) == 0;
}

static void
say (FrStepRow *self, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  if (!says (self, words))
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
}

/* A line that was there keeps its place, even while there is nothing to say. */
static char *
dup_running (FrStepRow *self)
{
  g_autofree char *words = dup_subtitle (self->item);

  return g_strdup (*words == '\0' && self->said_us != 0 ? NO_NOTE : words);
}

/* What is cut off is in the tooltip. */
static void
say_running (FrStepRow *self)
{
  g_autofree char *words = dup_running (self);

  if (says (self, words))
    return;

  self->said_us = g_get_monotonic_time ();
  say (self, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), g_str_equal (words, NO_NOTE) ? NULL : words);
}

static gboolean
later_cb (gpointer data)
{
  FrStepRow *self = data;

  self->later = 0;
  say_running (self);

  return G_SOURCE_REMOVE;
}

static void
update_note (FrStepRow *self)
{
  gint64 since = g_get_monotonic_time () - self->said_us;

  if (self->later != 0)
    return;

  if (since >= NOTE_US)
    say_running (self);
  else
    self->later = g_timeout_add ((guint) ((NOTE_US - since) / 1000) + 1, later_cb, self);
}

static void
show_state (FrStepRow *self, FrStepState state)
{
  g_autofree char *words = dup_subtitle (self->item);

  g_clear_handle_id (&self->later, g_source_remove);
  self->said_us = 0;
  self->state = state;
  fr_state_icon_set_state (self->icon, state);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), NULL);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), state == FR_STEP_RUNNING ? 1 : 0);
  say (self, words);
}

static void
update (FrStepRow *self)
{
  FrStepState state = fr_step_item_get_state (self->item);
  g_autofree char *title = fr_step_words_dup_line (self->item, self->backwards);
  g_autofree char *elapsed = fr_words_dup_duration (fr_step_item_get_elapsed_ms (self->item));
  gboolean timed = state == FR_STEP_RUNNING || state == FR_STEP_DONE || state == FR_STEP_UNDONE ||
                   state == FR_STEP_FAILED;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  if (state == FR_STEP_RUNNING && self->state == state)
    update_note (self);
  else
    show_state (self, state);
  gtk_label_set_label (self->elapsed, timed ? elapsed : "");
}

/**
 * fr_step_row_new:
 * @backwards: whether the step is taken away
 *
 * Returns: (transfer floating): a row that follows @item
 */
FrStepRow *
fr_step_row_new (FrStepItem *item, gboolean backwards)
{
  FrStepRow *self = g_object_new (FR_TYPE_STEP_ROW, NULL);

  self->item = g_object_ref (item);
  self->backwards = backwards;
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return self;
}

FrStepItem *
fr_step_row_get_item (FrStepRow *self)
{
  g_return_val_if_fail (FR_IS_STEP_ROW (self), NULL);

  return self->item;
}
