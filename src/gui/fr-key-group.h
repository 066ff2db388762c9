/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-draft.h"

G_BEGIN_DECLS

#define FR_TYPE_KEY_GROUP (fr_key_group_get_type ())
G_DECLARE_FINAL_TYPE (FrKeyGroup, fr_key_group, FR, KEY_GROUP, AdwPreferencesGroup)

void fr_key_group_set_draft (FrKeyGroup *self, FrDraft *draft);
void fr_key_group_choose (FrKeyGroup *self, GFile *file);
const char *fr_key_group_get_problem (FrKeyGroup *self, GtkWidget **where);

G_END_DECLS
