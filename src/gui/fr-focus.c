/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-focus.h"

static GtkWidget *
get_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
is_within (GtkWidget *widget, GtkWidget *area)
{
  return widget != NULL && (widget == area || gtk_widget_is_ancestor (widget, area));
}

/**
 * fr_focus_release:
 * @widget: that is about to be hidden
 *
 * Takes the focus out of it: a field that is hidden while it has the focus would go on waiting
 * for the end of it.
 */
void
fr_focus_release (GtkWidget *widget)
{
  if (is_within (get_focus (widget), widget))
    gtk_root_set_focus (gtk_widget_get_root (widget), NULL);
}

/**
 * fr_focus_move_on:
 * @areas: (array length=n_areas): of a window, in the order of reading
 *
 * Moves the focus from the area that has it to the first control of the next one that has any.
 *
 * Returns: whether there was one
 */
gboolean
fr_focus_move_on (GtkWidget *const *areas, guint n_areas)
{
  GtkWidget *focus = get_focus (areas[0]);
  guint at = 0;

  for (guint i = 0; i < n_areas; i++)
    if (is_within (focus, areas[i]))
      at = i;
  for (guint i = 1; i < n_areas; i++)
    if (gtk_widget_child_focus (areas[(at + i) % n_areas], GTK_DIR_TAB_FORWARD))
      return TRUE;

  return FALSE;
}
