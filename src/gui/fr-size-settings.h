/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-draft.h"
#include "fr-limits.h"

G_BEGIN_DECLS

#define FR_TYPE_SIZE_SETTINGS (fr_size_settings_get_type ())
G_DECLARE_FINAL_TYPE (FrSizeSettings, fr_size_settings, FR, SIZE_SETTINGS, AdwPreferencesGroup)

void fr_size_settings_set_draft (FrSizeSettings *self, FrDraft *draft);
void fr_size_settings_set_taken (FrSizeSettings *self, const char *const *names);
void fr_size_settings_set_limits (FrSizeSettings *self, const FrLimits *limits);
void fr_size_settings_open (FrSizeSettings *self);
const char *fr_size_settings_get_problem (FrSizeSettings *self, GtkWidget **where);

G_END_DECLS
