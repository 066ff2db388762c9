/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-spoken.h"

/**
 * fr_spoken_name_menu:
 * @button: that shows an icon only
 * @words: what it is for
 *
 * Names it for screen readers, and in its tooltip: what they meet is the button inside.
 */
void
fr_spoken_name_menu (GtkMenuButton *button, const char *words)
{
  GtkWidget *inner;

  g_return_if_fail (GTK_IS_MENU_BUTTON (button) && words != NULL);

  inner = gtk_widget_get_first_child (GTK_WIDGET (button));
  gtk_widget_set_tooltip_text (GTK_WIDGET (button), words);
  if (inner != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (inner), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                    -1);
}
