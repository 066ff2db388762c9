/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_PASSWORD_RULES (fr_password_rules_get_type ())
G_DECLARE_FINAL_TYPE (FrPasswordRules, fr_password_rules, FR, PASSWORD_RULES, GtkWidget)

void fr_password_rules_judge (FrPasswordRules *self, const char *password);

G_END_DECLS
