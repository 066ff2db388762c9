/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FR_TYPE_FIELD_NOTE (fr_field_note_get_type ())
G_DECLARE_FINAL_TYPE (FrFieldNote, fr_field_note, FR, FIELD_NOTE, AdwPreferencesRow)

void fr_field_note_say (FrFieldNote *self, GtkWidget *field, const char *text);

G_END_DECLS
