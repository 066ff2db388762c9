/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-making.h"

G_BEGIN_DECLS

#define FR_TYPE_SERVER_FORM (fr_server_form_get_type ())
G_DECLARE_FINAL_TYPE (FrServerForm, fr_server_form, FR, SERVER_FORM, GtkBox)

void fr_server_form_set_making (FrServerForm *self, FrMaking *making);
void fr_server_form_enter (FrServerForm *self);
void fr_server_form_check (FrServerForm *self, GCancellable *cancellable);
gboolean fr_server_form_is_signed_in (FrServerForm *self);
char *fr_server_form_dup_answer (FrServerForm *self);
const char *fr_server_form_get_problem (FrServerForm *self, GtkWidget **where);

G_END_DECLS
