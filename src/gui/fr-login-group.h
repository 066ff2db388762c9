/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FR_TYPE_LOGIN_GROUP (fr_login_group_get_type ())
G_DECLARE_FINAL_TYPE (FrLoginGroup, fr_login_group, FR, LOGIN_GROUP, AdwPreferencesGroup)

void fr_login_group_set (FrLoginGroup *self, const char *key_file, const char *password);
void fr_login_group_set_server (FrLoginGroup *self, const char *host, guint port,
                                const char *user);
void fr_login_group_set_sudo_asks (FrLoginGroup *self, gboolean asks);
void fr_login_group_ask_keyring (FrLoginGroup *self);
void fr_login_group_keep (FrLoginGroup *self, gboolean let_in);
const char *fr_login_group_get_key_file (FrLoginGroup *self);
const char *fr_login_group_get_password (FrLoginGroup *self);
GtkWidget *fr_login_group_get_first (FrLoginGroup *self);
const char *fr_login_group_get_problem (FrLoginGroup *self, GtkWidget **where);

G_END_DECLS
