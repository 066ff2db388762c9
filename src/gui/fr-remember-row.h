/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-keyring.h"
#include "fr-sign-in.h"

G_BEGIN_DECLS

#define FR_TYPE_REMEMBER_ROW (fr_remember_row_get_type ())
G_DECLARE_FINAL_TYPE (FrRememberRow, fr_remember_row, FR, REMEMBER_ROW, AdwActionRow)

void fr_remember_row_look (FrRememberRow *self, const char *place, FrSignIn *sign_in);
void fr_remember_row_set_account (FrRememberRow *self, FrSignIn *sign_in);

G_END_DECLS
