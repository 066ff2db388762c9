/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FR_TYPE_SERVER_GROUP (fr_server_group_get_type ())
G_DECLARE_FINAL_TYPE (FrServerGroup, fr_server_group, FR, SERVER_GROUP, AdwPreferencesGroup)

void fr_server_group_set (FrServerGroup *self, const char *host, guint port, const char *user);
const char *fr_server_group_get_host (FrServerGroup *self);
guint fr_server_group_get_port (FrServerGroup *self);
const char *fr_server_group_get_user (FrServerGroup *self);
const char *fr_server_group_get_other (FrServerGroup *self, GtkWidget **where);
const char *fr_server_group_get_problem (FrServerGroup *self, GtkWidget **where);

G_END_DECLS
