/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-finding-list.h"

#include <glib/gi18n-lib.h>

#include "fr-finding-row.h"

/**
 * FrFindingList:
 *
 * All there is to say before a plan is deployed: a row for each finding, the worst first.
 */
struct _FrFindingList
{
  AdwBin parent_instance;

  AdwPreferencesGroup *group;
  GtkWidget *badge;
  GtkLabel *badge_label;
  AdwActionRow *well_row;
  AdwActionRow *missing_row;
  AdwActionRow *more_row;

  GPtrArray *rows; /* of FrFindingRow */
};

enum
{
  SHOW_FINDING,
  FIX_FINDING,
  START_ANEW,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrFindingList, fr_finding_list, ADW_TYPE_BIN)

static void
row_activated_cb (FrFindingList *self, FrFindingRow *row)
{
  g_signal_emit (self, signals[SHOW_FINDING], 0, fr_finding_row_get_finding (row));
}

static void
row_fix_cb (FrFindingList *self, FrFindingRow *row)
{
  g_signal_emit (self, signals[FIX_FINDING], 0, fr_finding_row_get_finding (row));
}

static void
start_anew_cb (FrFindingList *self)
{
  g_signal_emit (self, signals[START_ANEW], 0);
}

static void
fr_finding_list_dispose (GObject *object)
{
  FrFindingList *self = FR_FINDING_LIST (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  adw_bin_set_child (ADW_BIN (object), NULL); /* which the template would take away unseen */
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_FINDING_LIST);

  G_OBJECT_CLASS (fr_finding_list_parent_class)->dispose (object);
}

static void
fr_finding_list_class_init (FrFindingListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_finding_list_dispose;

  /**
   * FrFindingList::show-finding:
   * @finding: (type gpointer): a #FrFinding, to be shown in the text
   */
  signals[SHOW_FINDING] = g_signal_new ("show-finding", FR_TYPE_FINDING_LIST, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * FrFindingList::fix-finding:
   * @finding: (type gpointer): a #FrFinding, to be mended
   */
  signals[FIX_FINDING] = g_signal_new ("fix-finding", FR_TYPE_FINDING_LIST, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  /**
   * FrFindingList::start-anew:
   *
   * The plan is to be written anew from the answers.
   */
  signals[START_ANEW] = g_signal_new ("start-anew", FR_TYPE_FINDING_LIST, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-finding-list.ui");
  gtk_widget_class_bind_template_child (widget_class, FrFindingList, group);
  gtk_widget_class_bind_template_child (widget_class, FrFindingList, badge);
  gtk_widget_class_bind_template_child (widget_class, FrFindingList, badge_label);
  gtk_widget_class_bind_template_child (widget_class, FrFindingList, well_row);
  gtk_widget_class_bind_template_child (widget_class, FrFindingList, missing_row);
  gtk_widget_class_bind_template_child (widget_class, FrFindingList, more_row);
  gtk_widget_class_bind_template_callback (widget_class, start_anew_cb);
}

static void
fr_finding_list_init (FrFindingList *self)
{
  self->rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_row (FrFindingList *self, const FrFinding *finding, const char *word)
{
  FrFindingRow *row = fr_finding_row_new (finding, word, FALSE);

  g_signal_connect_object (row, "activated", G_CALLBACK (row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "fix", G_CALLBACK (row_fix_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (self->group, GTK_WIDGET (row));
  g_ptr_array_add (self->rows, row);
}

/* Which row has the focus, itself or its button; -1: none. */
static int
find_focus (FrFindingList *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    if (gtk_widget_get_focus_child (g_ptr_array_index (self->rows, i)) != NULL ||
        gtk_widget_has_focus (g_ptr_array_index (self->rows, i)))
      return (int) i;

  return -1;
}

static void
show_missing (FrFindingList *self, GPtrArray *missing)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree char *list = NULL;
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->missing_row), missing->len > 0);
  if (missing->len == 0)
    return;

  g_ptr_array_extend (names, missing, NULL, NULL);
  g_ptr_array_add (names, NULL);
  list = g_strjoinv (", ", (char **) names->pdata);
  /* Translators: %s is a list of words of the plan */
  text = g_strdup_printf (_ ("It has no place for: %s. Write them by hand, or start anew from the "
                             "answers."),
                          list);
  adw_action_row_set_subtitle (self->missing_row, text);
}

static void
show_more (FrFindingList *self, guint n)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->more_row), n > FR_REVIEW_MOST);
  if (n <= FR_REVIEW_MOST)
    return;

  n -= FR_REVIEW_MOST;
  text = g_strdup_printf (ngettext ("And %u more", "And %u more", n), n);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->more_row), text);
}

/* Those that are there already come last again: the group has no other way. */
static void
move_to_end (FrFindingList *self, AdwActionRow *row)
{
  g_object_ref (row);
  adw_preferences_group_remove (self->group, GTK_WIDGET (row));
  adw_preferences_group_add (self->group, GTK_WIDGET (row));
  g_object_unref (row);
}

/**
 * fr_finding_list_set_review:
 * @review: what there is to say
 * @missing: (element-type utf8): what of the answers has no place in the plan
 * @all_well: a sentence for when there is nothing to say
 */
void
fr_finding_list_set_review (FrFindingList *self, const FrReview *review, GPtrArray *missing,
                            const char *all_well)
{
  g_autofree char *summary = NULL;
  guint n = review->findings->len;
  int focus;

  g_return_if_fail (FR_IS_FINDING_LIST (self) && review != NULL && missing != NULL);

  focus = find_focus (self);
  for (guint i = 0; i < self->rows->len; i++)
    adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < MIN (n, FR_REVIEW_MOST); i++)
    add_row (self, g_ptr_array_index (review->findings, i), g_ptr_array_index (review->words, i));
  show_more (self, n);
  show_missing (self, missing);
  move_to_end (self, self->more_row);
  move_to_end (self, self->missing_row);

  gtk_widget_set_visible (GTK_WIDGET (self->well_row), n == 0 && missing->len == 0);
  adw_action_row_set_subtitle (self->well_row, all_well);
  summary = fr_review_describe (review);
  gtk_label_set_label (self->badge_label, summary);
  gtk_widget_set_visible (self->badge, n > 0);

  /* who works through the list by keyboard stays where he was */
  if (focus >= 0 && self->rows->len > 0)
    gtk_widget_grab_focus (
      g_ptr_array_index (self->rows, MIN ((guint) focus, self->rows->len - 1)));
}

/**
 * fr_finding_list_get_row:
 * @n: from 0
 *
 * Returns: (transfer none) (nullable): the row of a finding
 */
GtkWidget *
fr_finding_list_get_row (FrFindingList *self, guint n)
{
  g_return_val_if_fail (FR_IS_FINDING_LIST (self), NULL);

  return n < self->rows->len ? g_ptr_array_index (self->rows, n) : NULL;
}
