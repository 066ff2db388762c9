/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-stall.h"

/**
 * fr_stall_begin:
 * @now_us: monotonic time in microseconds
 *
 * A peer has made its offer; its first picture is waited for.
 */
void
fr_stall_begin (FrStall *self, gint64 now_us)
{
  g_return_if_fail (self != NULL);

  self->offered_us = now_us;
  if (self->waiting_us == 0)
    self->waiting_us = now_us;
}

static FrStallAdvice
ask (FrStall *self, gint64 now_us, FrStallAdvice otherwise)
{
  if (now_us - self->asked_us < FR_STALL_ASK_US)
    return otherwise;

  self->asked_us = now_us;

  return FR_STALL_ASK;
}

/* A peer whose first picture does not come may have lost a packet that nobody sends again. */
static FrStallAdvice
look_for_first (FrStall *self, gint64 now_us)
{
  gint64 waited = now_us - self->offered_us;

  if (now_us - self->waiting_us >= self->first_us)
    return FR_STALL_NOTHING;
  if (waited >= FR_STALL_RETRY_US)
    return FR_STALL_RENEW;

  return waited >= FR_STALL_ASK_US ? ask (self, now_us, FR_STALL_WAIT) : FR_STALL_WAIT;
}

static FrStallAdvice
renew (FrStall *self, gint64 last_us, gint64 now_us)
{
  if (last_us - self->renewed_us >= FR_STALL_FORGET_US)
    self->renewals = 0;
  if (self->renewals == FR_STALL_MOST_RENEWALS)
    return FR_STALL_GIVE_UP;

  self->renewals++;
  self->renewed_us = now_us;

  return FR_STALL_RENEW;
}

/**
 * fr_stall_look:
 * @last_us: monotonic time of the last picture, in microseconds; 0 before the first
 * @now_us: monotonic time
 *
 * To be asked some times a second. %FR_STALL_ASK is said once a second; after %FR_STALL_RENEW,
 * fr_stall_begin() is to follow before the next question.
 *
 * Returns: what to do
 */
FrStallAdvice
fr_stall_look (FrStall *self, gint64 last_us, gint64 now_us)
{
  gint64 quiet = now_us - last_us;

  g_return_val_if_fail (self != NULL, FR_STALL_WAIT);

  if (last_us < self->offered_us)
    return look_for_first (self, now_us);

  self->waiting_us = 0;
  if (quiet >= FR_STALL_RENEW_US)
    return renew (self, last_us, now_us);

  return quiet >= FR_STALL_ASK_US ? ask (self, now_us, FR_STALL_FLOWS) : FR_STALL_FLOWS;
}
