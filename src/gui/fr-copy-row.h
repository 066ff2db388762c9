/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FR_TYPE_COPY_ROW (fr_copy_row_get_type ())
G_DECLARE_FINAL_TYPE (FrCopyRow, fr_copy_row, FR, COPY_ROW, AdwActionRow)

GtkWidget *fr_copy_row_new (const char *title, const char *text, const char *uri);
void fr_copy_row_set_icon (FrCopyRow *self, const char *icon);
void fr_copy_row_set_number (FrCopyRow *self, guint number);

G_END_DECLS
