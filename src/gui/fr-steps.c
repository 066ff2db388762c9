/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps.h"

#include <glib/gi18n-lib.h>

#include "fr-credentials-page.h"
#include "fr-deployment-page.h"
#include "fr-information-page.h"
#include "fr-location-page.h"
#include "fr-mirror-page.h"
#include "fr-review-page.h"
#include "fr-sizing-page.h"

static const FrStepsType page_types[FR_N_STEPS] = {
  [FR_STEP_LOCATION] = fr_location_page_get_type,
  [FR_STEP_CREDENTIALS] = fr_credentials_page_get_type,
  [FR_STEP_SIZING] = fr_sizing_page_get_type,
  [FR_STEP_REVIEW] = fr_review_page_get_type,
  [FR_STEP_DEPLOYMENT] = fr_deployment_page_get_type,
  [FR_STEP_INFORMATION] = fr_information_page_get_type,
  [FR_STEP_MIRROR] = fr_mirror_page_get_type,
};

/**
 * fr_steps_fill:
 * @making: what the pages are about
 * @types: (nullable): of other pages than ours, one for each step
 *
 * Makes the pages; they belong to whoever puts them somewhere.
 */
void
fr_steps_fill (FrSteps *self, FrMaking *making, const FrStepsType *types)
{
  if (types == NULL)
    types = page_types;
  for (guint i = 0; i < FR_N_STEPS; i++)
    self->pages[i] = g_object_new (types[i](), "making", making, NULL);
}

static gboolean
get_flag (const FrSteps *self, guint step, const char *name)
{
  gboolean flag = FALSE;

  g_object_get (self->pages[step], name, &flag, NULL);

  return flag;
}

FrStepDotState
fr_steps_get_state (const FrSteps *self, FrWizardStep step)
{
  if (get_flag (self, step, "failed"))
    return FR_STEP_DOT_FAILED;
  if (step == self->current)
    return FR_STEP_DOT_CURRENT;
  if (!get_flag (self, step, "needed"))
    return FR_STEP_DOT_SKIPPED;
  if (self->settled && step <= FR_STEP_DEPLOYMENT && !self->open[step])
    return FR_STEP_DOT_DONE;

  return self->open[step] && fr_page_get_complete (self->pages[step]) ? FR_STEP_DOT_DONE
                                                                      : FR_STEP_DOT_TO_COME;
}

/**
 * fr_steps_dup_answer:
 *
 * Returns: (transfer full) (nullable): what the list says under the name of a step; nothing where
 *   the user has not been
 */
char *
fr_steps_dup_answer (const FrSteps *self, FrWizardStep step)
{
  char *answer = NULL;

  if (!fr_steps_may_show (self, step) && !self->settled)
    return NULL;

  g_object_get (self->pages[step], "answer", &answer, NULL);
  if (answer == NULL && !get_flag (self, step, "needed"))
    answer = g_strdup (_ ("Not needed"));

  return answer;
}

gboolean
fr_steps_may_show (const FrSteps *self, FrWizardStep step)
{
  return step == self->current || self->open[step] ||
         (!self->settled && !get_flag (self, step, "needed"));
}

/* Work starts only when all that it needs has been answered. */
static FrWizardStep
find_missing (const FrSteps *self, FrWizardStep step)
{
  for (guint i = 0; i < step && step == FR_STEP_DEPLOYMENT; i++)
    if (get_flag (self, i, "needed") && !fr_page_get_complete (self->pages[i]))
      return (FrWizardStep) i;

  return step;
}

/**
 * fr_steps_find_way:
 * @step: that is wanted
 *
 * Returns: that step, or one that has to be answered before; then Next leads on to it
 */
FrWizardStep
fr_steps_find_way (FrSteps *self, FrWizardStep step)
{
  self->goal = step;

  return find_missing (self, step);
}

/**
 * fr_steps_find_next:
 *
 * Returns: where the current step leads; the same when it is the last
 */
FrWizardStep
fr_steps_find_next (FrSteps *self)
{
  guint step = self->current + 1;

  while (step < FR_N_STEPS && !get_flag (self, step, "needed"))
    step++;
  if (step >= FR_N_STEPS)
    return self->current;

  return fr_steps_find_way (self, self->goal > self->current ? self->goal : (FrWizardStep) step);
}

/**
 * fr_steps_find_back:
 *
 * Returns: the step before the current one; the same when there is none
 */
FrWizardStep
fr_steps_find_back (const FrSteps *self)
{
  for (guint i = self->current; i > 0; i--)
    if (get_flag (self, i - 1, "needed") && fr_steps_may_show (self, (FrWizardStep) (i - 1)))
      return (FrWizardStep) (i - 1);

  return self->current;
}
