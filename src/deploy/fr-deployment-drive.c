/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-private.h"

#define TICK_MS 500

/* How a deployment is set going, held, stopped, and set going again. */

static gboolean
tick_cb (gpointer data)
{
  fr_deployment_tick (data);

  return G_SOURCE_CONTINUE;
}

static void
begin (FrDeployment *self)
{
  g_return_if_fail (self->run == NULL && self->order->open != NULL);

  g_clear_error (&self->error);
  g_clear_object (&self->failed);
  g_clear_pointer (&self->ended, g_date_time_unref);
  g_clear_pointer (&self->left, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  for (guint i = 0; i < self->items->len; i++)
    {
      FrStepItem *item = g_ptr_array_index (self->items, i);

      if (!fr_step_item_is_over (item))
        fr_step_item_reset (item);
    }
  self->begun_us = g_get_monotonic_time ();
  self->tick = g_timeout_add (TICK_MS, tick_cb, self);
  fr_deployment_set_state (self, FR_DEPLOYMENT_PREPARING);
  self->run = fr_deployment_run_start (self, self->order);
}

/**
 * fr_deployment_start:
 *
 * Makes the plan real, or goes on where an earlier run stopped. Does not block.
 */
void
fr_deployment_start (FrDeployment *self)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self));

  begin (self);
}

/**
 * fr_deployment_dispose_of:
 *
 * Takes everything of the deployment away. Does not block.
 */
void
fr_deployment_dispose_of (FrDeployment *self)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self) && self->run == NULL);

  self->order->backwards = TRUE;
  begin (self);
}

/**
 * fr_deployment_pause:
 *
 * Nothing new begins; what runs comes to its end.
 */
void
fr_deployment_pause (FrDeployment *self)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self));

  if (self->run == NULL || self->state != FR_DEPLOYMENT_RUNNING)
    return;

  fr_deployment_run_set_paused (self->run, TRUE);
  fr_deployment_set_state (self, FR_DEPLOYMENT_PAUSING);
  fr_deployment_count (self);
}

/**
 * fr_deployment_resume:
 *
 * Goes on after a pause.
 */
void
fr_deployment_resume (FrDeployment *self)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self));

  if (self->run == NULL ||
      (self->state != FR_DEPLOYMENT_PAUSING && self->state != FR_DEPLOYMENT_PAUSED))
    return;

  fr_deployment_run_set_paused (self->run, FALSE);
  fr_deployment_set_state (self, FR_DEPLOYMENT_RUNNING);
}

/**
 * fr_deployment_stop:
 *
 * Nothing new begins, and what runs is asked to end. What was made stays, and is known.
 */
void
fr_deployment_stop (FrDeployment *self)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self));

  if (self->run == NULL)
    return;

  fr_deployment_set_state (self, FR_DEPLOYMENT_STOPPING);
  fr_deployment_run_stop (self->run);
}

/**
 * fr_deployment_retry:
 *
 * Goes on with the step that failed, or where it was stopped.
 */
void
fr_deployment_retry (FrDeployment *self)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self));

  if (self->run == NULL)
    begin (self);
}
