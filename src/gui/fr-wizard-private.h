/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The wizard, for its own files alone: fr-wizard.c and fr-wizard-way.c. */

#include "fr-bottom-bar.h"
#include "fr-step-list.h"
#include "fr-step-menu.h"
#include "fr-wizard.h"

G_BEGIN_DECLS

/**
 * FrWizard:
 *
 * The seven pages on the way to a mirror: which one is shown, which ones may be shown, and how
 * one comes from one to the next. What a page asks is its own business.
 */
struct _FrWizard
{
  AdwBin parent_instance;

  GtkWidget *side;
  FrStepList *side_list;
  FrStepMenu *step_menu;
  GtkLabel *name_label;
  GtkBox *bars;
  GtkStack *stack;
  GtkMenuButton *menu_button;
  FrBottomBar *bar;

  FrMaking *making;
  const FrStepsType *types; /* or NULL: ours */
  FrSteps steps;
  gboolean narrow;
  gboolean low;
};

/* fr-wizard.c */
void fr_wizard_show_steps (FrWizard *self);
void fr_wizard_show_name (FrWizard *self);
void fr_wizard_announce (FrWizard *self);

/* fr-wizard-way.c */
void fr_wizard_go_next (FrWizard *self, FrPage *page);
void fr_wizard_activate_step (FrWizard *self, guint step);

G_END_DECLS
