/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-making.h"

G_BEGIN_DECLS

#define FR_TYPE_CENTRE_LIST (fr_centre_list_get_type ())
G_DECLARE_FINAL_TYPE (FrCentreList, fr_centre_list, FR, CENTRE_LIST, GtkBox)

void fr_centre_list_choose (FrCentreList *self, const char *id, const char *api_host);
void fr_centre_list_refresh (FrCentreList *self, const char *user, const char *password);
char *fr_centre_list_dup_id (FrCentreList *self);
char *fr_centre_list_dup_api_host (FrCentreList *self);
char *fr_centre_list_dup_place (FrCentreList *self);
const char *fr_centre_list_get_problem (FrCentreList *self, GtkWidget **where);

G_END_DECLS
