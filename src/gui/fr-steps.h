/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"
#include "fr-step-dot.h"

G_BEGIN_DECLS

/* The steps of the wizard, in their order. */
typedef enum
{
  FR_STEP_LOCATION,
  FR_STEP_CREDENTIALS,
  FR_STEP_SIZING,
  FR_STEP_REVIEW,
  FR_STEP_DEPLOYMENT,
  FR_STEP_INFORMATION,
  FR_STEP_MIRROR,
  FR_N_STEPS,
} FrWizardStep;

typedef GType (*FrStepsType) (void);

/**
 * FrSteps:
 *
 * Where the user is in the wizard, where he has been, and where he may go.
 */
typedef struct
{
  FrPage *pages[FR_N_STEPS];
  gboolean open[FR_N_STEPS]; /* the user has been there, or may go there */
  gboolean settled;          /* answers that belong to a deployment are not asked again */
  FrWizardStep current;
  FrWizardStep goal; /* where Next leads when an answer before it had to be asked first */
} FrSteps;

void fr_steps_fill (FrSteps *self, FrMaking *making, const FrStepsType *types);
FrStepDotState fr_steps_get_state (const FrSteps *self, FrWizardStep step);
char *fr_steps_dup_answer (const FrSteps *self, FrWizardStep step);
gboolean fr_steps_may_show (const FrSteps *self, FrWizardStep step);
FrWizardStep fr_steps_find_way (FrSteps *self, FrWizardStep step);
FrWizardStep fr_steps_find_next (FrSteps *self);
FrWizardStep fr_steps_find_back (const FrSteps *self);

G_END_DECLS
