/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-wizard-private.h"

#include "fr-focus.h"

/* The way through the wizard: how one comes from a page to another, and where one may go. */

static GtkStackTransitionType
choose_slide (FrWizard *self, FrWizardStep step)
{
  gboolean forward = step > self->steps.current;

  if (gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL)
    forward = !forward;

  return forward ? GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT : GTK_STACK_TRANSITION_TYPE_SLIDE_RIGHT;
}

/**
 * fr_wizard_focus_page:
 *
 * Moves the focus to the first control of the page, or to Next when there is none.
 */
void
fr_wizard_focus_page (FrWizard *self)
{
  GtkWidget *page;

  g_return_if_fail (FR_IS_WIZARD (self));

  page = GTK_WIDGET (self->steps.pages[self->steps.current]);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) &&
      !gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD))
    gtk_widget_grab_focus (fr_bottom_bar_get_next (self->bar));
}

/**
 * fr_wizard_show_step:
 * @step: to be shown, whatever was answered before
 */
void
fr_wizard_show_step (FrWizard *self, FrWizardStep step)
{
  FrPage *page;

  g_return_if_fail (FR_IS_WIZARD (self) && step < FR_N_STEPS);

  page = self->steps.pages[step];
  self->steps.open[step] = TRUE;
  if (step != self->steps.current)
    {
      fr_page_leave (self->steps.pages[self->steps.current]);
      fr_focus_release (GTK_WIDGET (self));
      gtk_stack_set_transition_type (self->stack, choose_slide (self, step));
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (page));
    }
  self->steps.current = step;
  fr_bottom_bar_set_page (self->bar, page);
  fr_wizard_show_steps (self);
  fr_wizard_show_name (self);
  fr_wizard_announce (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    fr_page_enter (page);
  fr_wizard_focus_page (self);
}

void
fr_wizard_go_next (FrWizard *self, FrPage *page)
{
  FrWizardStep step;

  if (page != self->steps.pages[self->steps.current])
    return;

  step = fr_steps_find_next (&self->steps);
  if (step != self->steps.current)
    fr_wizard_show_step (self, step);
}

void
fr_wizard_activate_step (FrWizard *self, guint step)
{
  if (fr_steps_may_show (&self->steps, step) && step != self->steps.current)
    {
      self->steps.goal = (FrWizardStep) step;
      fr_wizard_show_step (self, (FrWizardStep) step);
    }
}

/**
 * fr_wizard_back:
 *
 * Goes to the page before this one, or home when there is none.
 */
void
fr_wizard_back (FrWizard *self)
{
  FrWizardStep step;

  g_return_if_fail (FR_IS_WIZARD (self));

  step = fr_steps_find_back (&self->steps);
  if (step != self->steps.current)
    fr_wizard_activate_step (self, step);
  else
    g_signal_emit_by_name (self, "home");
}

/**
 * fr_wizard_go_to:
 * @step: to be shown, after what has to be answered first
 */
void
fr_wizard_go_to (FrWizard *self, FrWizardStep step)
{
  g_return_if_fail (FR_IS_WIZARD (self) && step < FR_N_STEPS);

  fr_wizard_show_step (self, fr_steps_find_way (&self->steps, step));
}

/**
 * fr_wizard_allow_step:
 * @step: may be shown from now on, though the user has not been there
 */
void
fr_wizard_allow_step (FrWizard *self, FrWizardStep step)
{
  g_return_if_fail (FR_IS_WIZARD (self) && step < FR_N_STEPS);

  self->steps.open[step] = TRUE;
  fr_wizard_show_steps (self);
}

/**
 * fr_wizard_open_steps:
 * @first: of what exists already, the first step that may be looked at
 * @last: and the last
 *
 * What was answered before it was made is not asked again, but for steps that
 * fr_wizard_allow_step() allows after this.
 */
void
fr_wizard_open_steps (FrWizard *self, FrWizardStep first, FrWizardStep last)
{
  g_return_if_fail (FR_IS_WIZARD (self) && last < FR_N_STEPS);

  self->steps.settled = TRUE;
  for (guint i = 0; i < FR_N_STEPS; i++)
    self->steps.open[i] = i >= first && i <= last;
  fr_wizard_show_steps (self);
}
