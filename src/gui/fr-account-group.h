/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-making.h"

G_BEGIN_DECLS

#define FR_TYPE_ACCOUNT_GROUP (fr_account_group_get_type ())
G_DECLARE_FINAL_TYPE (FrAccountGroup, fr_account_group, FR, ACCOUNT_GROUP, AdwPreferencesGroup)

void fr_account_group_set_making (FrAccountGroup *self, FrMaking *making);
void fr_account_group_ask_keyring (FrAccountGroup *self);
void fr_account_group_reset (FrAccountGroup *self);
void fr_account_group_check (FrAccountGroup *self, GCancellable *cancellable);
gboolean fr_account_group_is_signed_in (FrAccountGroup *self);
const char *fr_account_group_get_user (FrAccountGroup *self);
const char *fr_account_group_get_problem (FrAccountGroup *self, GtkWidget **where);

G_END_DECLS
