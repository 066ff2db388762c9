/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-steps.h"

G_BEGIN_DECLS

#define FR_TYPE_WIZARD (fr_wizard_get_type ())
G_DECLARE_FINAL_TYPE (FrWizard, fr_wizard, FR, WIZARD, AdwBin)

GtkWidget *fr_wizard_new (FrMaking *making);
FrMaking *fr_wizard_get_making (FrWizard *self);
char *fr_wizard_dup_name (FrWizard *self);
FrPage *fr_wizard_get_page (FrWizard *self, FrWizardStep step);
FrWizardStep fr_wizard_get_step (FrWizard *self);
GtkWidget *fr_wizard_get_next (FrWizard *self);

void fr_wizard_show_step (FrWizard *self, FrWizardStep step);
void fr_wizard_go_to (FrWizard *self, FrWizardStep step);
void fr_wizard_allow_step (FrWizard *self, FrWizardStep step);
void fr_wizard_open_steps (FrWizard *self, FrWizardStep first, FrWizardStep last);
void fr_wizard_back (FrWizard *self);
void fr_wizard_focus_page (FrWizard *self);
gboolean fr_wizard_close (FrWizard *self);

G_END_DECLS
