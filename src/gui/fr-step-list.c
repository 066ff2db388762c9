/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-step-list.h"

#include <glib/gi18n-lib.h>

/**
 * FrStepList:
 *
 * The steps of the wizard, and under each the answer that was given: the list is its summary.
 */
struct _FrStepList
{
  AdwBin parent_instance;

  GtkListBox *list;
  GPtrArray *steps; /* of Step */
};

typedef struct
{
  GtkWidget *row;
  GtkWidget *dot;
  GtkLabel *name;
  GtkLabel *answer;
} Step;

enum
{
  STEP_ACTIVATED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrStepList, fr_step_list, ADW_TYPE_BIN)

static GtkLabel *
add_label (GtkWidget *box, const char *const *css_classes)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_css_classes (label, (const char **) css_classes);
  gtk_box_append (GTK_BOX (box), label);

  return GTK_LABEL (label);
}

static Step *
add_step (FrStepList *self)
{
  Step *step = g_new0 (Step, 1);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  step->row = gtk_list_box_row_new ();
  step->dot = fr_step_dot_new (self->steps->len + 1);
  step->name = add_label (words, (const char *const[]){ "step-name", NULL });
  step->answer = add_label (words, (const char *const[]){ "caption", "quiet", NULL });

  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (line), step->dot);
  gtk_box_append (GTK_BOX (line), words);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (step->row), line);
  gtk_list_box_append (self->list, step->row);
  g_ptr_array_add (self->steps, step);

  return step;
}

static void
row_activated_cb (FrStepList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[STEP_ACTIVATED], 0, (guint) gtk_list_box_row_get_index (row));
}

static void
fr_step_list_finalize (GObject *object)
{
  g_ptr_array_unref (FR_STEP_LIST (object)->steps);

  G_OBJECT_CLASS (fr_step_list_parent_class)->finalize (object);
}

static void
fr_step_list_class_init (FrStepListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fr_step_list_finalize;

  /**
   * FrStepList::step-activated:
   * @index: of the step that the user wants to see
   */
  signals[STEP_ACTIVATED] =
    g_signal_new ("step-activated", FR_TYPE_STEP_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
fr_step_list_init (FrStepList *self)
{
  GtkWidget *list = gtk_list_box_new ();

  self->list = GTK_LIST_BOX (list);
  self->steps = g_ptr_array_new_with_free_func (g_free);
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "step-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Steps"), -1);
  g_signal_connect_swapped (list, "row-activated", G_CALLBACK (row_activated_cb), self);
  adw_bin_set_child (ADW_BIN (self), list);
}

static void
set_class (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

/**
 * fr_step_list_set_step:
 * @index: at most one more than there are steps: then it is added
 * @name: of the step
 * @answer: (nullable): what was answered there
 * @open: whether the user may go there
 */
void
fr_step_list_set_step (FrStepList *self, guint index, const char *name, const char *answer,
                       FrStepDotState state, gboolean open)
{
  g_autofree char *number = g_strdup_printf ("%u", index + 1);
  Step *step;

  g_return_if_fail (FR_IS_STEP_LIST (self) && index <= self->steps->len);

  step = index < self->steps->len ? g_ptr_array_index (self->steps, index) : add_step (self);
  gtk_label_set_text (step->name, name);
  gtk_label_set_text (step->answer, answer != NULL ? answer : "");
  gtk_widget_set_visible (GTK_WIDGET (step->answer), answer != NULL && *answer != '\0');
  fr_step_dot_set_state (FR_STEP_DOT (step->dot), state);
  set_class (step->row, "visited", open);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (step->row), open);
  gtk_widget_set_focusable (step->row, open);
  gtk_accessible_update_property (GTK_ACCESSIBLE (step->row), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, answer != NULL ? answer : "",
                                  -1);
}

/**
 * fr_step_list_set_current:
 * @index: of the step that is shown
 */
void
fr_step_list_set_current (FrStepList *self, guint index)
{
  g_return_if_fail (FR_IS_STEP_LIST (self));

  for (guint i = 0; i < self->steps->len; i++)
    {
      Step *step = g_ptr_array_index (self->steps, i);

      set_class (step->row, "current", i == index);
    }
}
