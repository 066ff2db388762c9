/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_MARK_POPOVER (fr_mark_popover_get_type ())
G_DECLARE_FINAL_TYPE (FrMarkPopover, fr_mark_popover, FR, MARK_POPOVER, GtkPopover)

GtkWidget *fr_mark_popover_new (GPtrArray *findings, guint line);
void fr_mark_popover_remove (FrMarkPopover *self);
void fr_mark_popover_show (FrMarkPopover *self, GtkWidget *parent, const GdkRectangle *area);

G_END_DECLS
