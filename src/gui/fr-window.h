/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-application.h"
#include "fr-deployment.h"
#include "fr-wizard.h"

G_BEGIN_DECLS

#define FR_TYPE_WINDOW (fr_window_get_type ())
G_DECLARE_FINAL_TYPE (FrWindow, fr_window, FR, WINDOW, AdwApplicationWindow)

FrWindow *fr_window_new (FrApplication *application);
FrWizard *fr_window_get_wizard (FrWindow *self);
FrDeployment *fr_window_find_deployment (FrWindow *self, const char *name);
gboolean fr_window_is_about (FrWindow *self, const char *deployment);
void fr_window_begin (FrWindow *self);
void fr_window_continue (FrWindow *self);
void fr_window_go_home (FrWindow *self);
void fr_window_open_plan (FrWindow *self, GFile *file);
void fr_window_show_site (FrWindow *self, const char *name, FrWizardStep step);
void fr_window_dispose_of (FrWindow *self, FrDeployment *deployment, const char *plan_path);
void fr_window_forget_site (FrWindow *self, const char *name);
void fr_window_toast (FrWindow *self, const char *text);

G_END_DECLS
