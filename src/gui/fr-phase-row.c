/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-phase-row.h"

#include <glib/gi18n-lib.h>

#include "fr-state-icon.h"

/**
 * FrPhaseRow:
 *
 * Steps that belong together: state, n of m, time. It opens by itself while one of them runs,
 * and closes afterwards, unless the user has opened or closed it.
 */
struct _FrPhaseRow
{
  AdwExpanderRow parent_instance;

  GPtrArray *rows; /* of FrStepRow, which the list owns */
  gboolean backwards;
  gboolean touched; /* by the user */
  gboolean moving;  /* by us */
  FrStepState state;
  FrStateIcon *icon;
  GtkLabel *elapsed;
};

G_DEFINE_FINAL_TYPE (FrPhaseRow, fr_phase_row, ADW_TYPE_EXPANDER_ROW)

typedef struct
{
  guint running;
  guint over;
  guint failed;
  guint skipped;
} Counts;

static FrStepItem *
get_item (FrPhaseRow *self, guint i)
{
  return fr_step_row_get_item (g_ptr_array_index (self->rows, i));
}

static void
expanded_cb (FrPhaseRow *self)
{
  if (!self->moving)
    self->touched = TRUE;
}

static void
fr_phase_row_dispose (GObject *object)
{
  FrPhaseRow *self = FR_PHASE_ROW (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_PHASE_ROW);

  G_OBJECT_CLASS (fr_phase_row_parent_class)->dispose (object);
}

static void
fr_phase_row_class_init (FrPhaseRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_phase_row_dispose;

  g_type_ensure (FR_TYPE_STATE_ICON);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-phase-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FrPhaseRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FrPhaseRow, elapsed);
  gtk_widget_class_bind_template_callback (widget_class, expanded_cb);
}

static void
fr_phase_row_init (FrPhaseRow *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static Counts
count (FrPhaseRow *self)
{
  Counts counts = { 0 };

  for (guint i = 0; i < self->rows->len; i++)
    {
      FrStepItem *item = get_item (self, i);
      FrStepState state = fr_step_item_get_state (item);

      counts.running += state == FR_STEP_RUNNING ? 1 : 0;
      counts.failed += state == FR_STEP_FAILED ? 1 : 0;
      counts.skipped += state == FR_STEP_SKIPPED ? 1 : 0;
      counts.over += fr_step_item_is_over (item) ? 1 : 0;
    }

  return counts;
}

static int
compare_begins (gconstpointer a, gconstpointer b)
{
  gint64 one = fr_step_item_get_begun_us (*(FrStepItem *const *) a);
  gint64 two = fr_step_item_get_begun_us (*(FrStepItem *const *) b);

  return one < two ? -1 : one > two;
}

/* Steps that run side by side take the time of the longest one. */
static gint64
measure (FrPhaseRow *self)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new ();
  gint64 all = 0;
  gint64 reached = 0;

  for (guint i = 0; i < self->rows->len; i++)
    if (fr_step_item_get_begun_us (get_item (self, i)) > 0)
      g_ptr_array_add (items, get_item (self, i));
  g_ptr_array_sort (items, compare_begins);

  for (guint i = 0; i < items->len; i++)
    {
      FrStepItem *item = g_ptr_array_index (items, i);
      gint64 begin = MAX (fr_step_item_get_begun_us (item) / 1000, reached);
      gint64 end =
        fr_step_item_get_begun_us (item) / 1000 + fr_step_item_get_elapsed_ms (item);

      all += MAX (end - begin, 0);
      reached = MAX (reached, end);
    }

  return all;
}

/* “Deployed, sized, disk added” */
static char *
dup_results (FrPhaseRow *self)
{
  GString *text = g_string_new (NULL);
  const char *last = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      FrStepItem *item = get_item (self, i);
      const char *result = fr_step_words_get_result (item);

      if (result == NULL || g_strcmp0 (result, last) == 0 ||
          fr_step_item_get_state (item) == FR_STEP_SKIPPED)
        continue;
      /* Translators: between two words of a list */
      g_string_append_printf (text, "%s%s", text->len > 0 ? _ (", ") : "", result);
      last = result;
    }
  if (text->len > 0)
    {
      g_autofree char *first = g_utf8_substring (text->str, 0, 1);
      g_autofree char *large = g_utf8_strup (first, -1);

      g_string_erase (text, 0, (gssize) strlen (first));
      g_string_prepend (text, large);
    }

  return g_string_free (text, FALSE);
}

static char *
dup_subtitle (FrPhaseRow *self, const Counts *counts)
{
  if (counts->over == self->rows->len)
    return self->backwards ? g_strdup ("") : dup_results (self);
  if (counts->failed > 0)
    /* Translators: steps */
    return g_strdup_printf (_ ("Failed, %u of %u done"), counts->over, self->rows->len);
  if (counts->over > 0 || counts->running > 0)
    /* Translators: steps */
    return g_strdup_printf (_ ("%u of %u done"), counts->over, self->rows->len);

  return g_strdup_printf (ngettext ("%u step", "%u steps", self->rows->len), self->rows->len);
}

static FrStepState
sum_up (FrPhaseRow *self, const Counts *counts)
{
  if (counts->failed > 0)
    return FR_STEP_FAILED;
  if (counts->skipped == self->rows->len)
    return FR_STEP_SKIPPED;
  if (counts->over == self->rows->len)
    return FR_STEP_DONE;

  return counts->running > 0 ? FR_STEP_RUNNING : FR_STEP_WAITING;
}

static void
show (FrPhaseRow *self, gboolean open)
{
  if (self->touched)
    return;

  self->moving = TRUE;
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self), open);
  self->moving = FALSE;
}

static void
update (FrPhaseRow *self)
{
  Counts counts = count (self);
  FrStepState state = sum_up (self, &counts);
  g_autofree char *subtitle = dup_subtitle (self, &counts);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);
  gint64 ms = measure (self);
  g_autofree char *elapsed = fr_words_dup_duration (ms);

  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (self), escaped);
  fr_state_icon_set_state (self->icon, state);
  gtk_label_set_label (self->elapsed, ms > 0 ? elapsed : "");
  if (state == FR_STEP_RUNNING || state == FR_STEP_FAILED)
    show (self, TRUE);
  else if (state != self->state && state != FR_STEP_WAITING)
    show (self, FALSE);
  self->state = state;
}

/**
 * fr_phase_row_new:
 * @title: what its steps have in common
 * @backwards: whether they are undone
 *
 * Returns: (transfer floating): a row without steps
 */
FrPhaseRow *
fr_phase_row_new (const char *title, gboolean backwards)
{
  FrPhaseRow *self = g_object_new (FR_TYPE_PHASE_ROW, NULL);
  g_autofree char *escaped = g_markup_escape_text (title, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), escaped);
  self->backwards = backwards;
  self->touched = FALSE;

  return self;
}

/**
 * fr_phase_row_add:
 * @item: the next of its steps
 */
void
fr_phase_row_add (FrPhaseRow *self, FrStepItem *item)
{
  FrStepRow *row;

  g_return_if_fail (FR_IS_PHASE_ROW (self));

  row = fr_step_row_new (item, self->backwards);
  g_ptr_array_add (self->rows, row);
  adw_expander_row_add_row (ADW_EXPANDER_ROW (self), GTK_WIDGET (row));
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/**
 * fr_phase_row_find_running:
 *
 * Returns: (transfer none) (nullable): the row of the first step that runs
 */
GtkWidget *
fr_phase_row_find_running (FrPhaseRow *self)
{
  g_return_val_if_fail (FR_IS_PHASE_ROW (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    if (fr_step_item_get_state (get_item (self, i)) == FR_STEP_RUNNING)
      return adw_expander_row_get_expanded (ADW_EXPANDER_ROW (self))
               ? g_ptr_array_index (self->rows, i)
               : GTK_WIDGET (self);

  return NULL;
}
