/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "fr-size.h"

G_BEGIN_DECLS

#define FR_TYPE_SIZE_CARD (fr_size_card_get_type ())
G_DECLARE_FINAL_TYPE (FrSizeCard, fr_size_card, FR, SIZE_CARD, GtkToggleButton)

void fr_size_card_set_size (FrSizeCard *self, const FrSize *size, gboolean here);
void fr_size_card_set_words (FrSizeCard *self, const char *heading, const char *subtitle);
void fr_size_card_set_narrow (FrSizeCard *self, gboolean narrow);

G_END_DECLS
