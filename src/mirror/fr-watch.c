/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-watch.h"

#include <string.h>

#include "fr-time-code.h"

#define KEPT 64 /* pictures that are on their way; a power of two */
#define SEARCH_EVERY 10
#define NOBODY -1

/* Delays are counted in steps, so that a look of a day needs no more room than one of a minute. */
#define STEP_US 100
#define STEPS 30000

typedef struct
{
  int id;
  gint64 sent_us;
  FrHatGrid *grid;
  gboolean has_face;
  FrBox face;
} Sent;

struct _FrWatch
{
  GMutex mutex;
  int width;
  int height;
  FrHatPlace place;
  FrFaceFinder *finder; /* of the sending thread */
  gboolean has_face;
  FrBox face;
  guint next_id;
  Sent kept[KEPT];
  int waiting_id; /* came back, and waits for its successor to be sent */
  FrHatGrid *waiting;
  FrWatchTotals totals;
  guint *delays; /* how many of each step; the last counts all longer ones */
  guint n_delays;
};

/**
 * fr_watch_new:
 * @width: of the pictures, in pixels
 * @height: of the pictures, in pixels
 * @place: where the hat is asked for
 *
 * Returns: (transfer full): a watch, or %NULL with %FR_ERROR_MISSING without a face finder
 */
FrWatch *
fr_watch_new (int width, int height, const FrHatPlace *place, GError **error)
{
  FrFaceFinder *finder = fr_face_finder_new (error);
  FrWatch *self;

  if (finder == NULL)
    return NULL;

  self = g_new0 (FrWatch, 1);
  g_mutex_init (&self->mutex);
  self->width = width;
  self->height = height;
  self->place = *place;
  self->finder = finder;
  self->waiting_id = NOBODY;
  self->delays = g_new0 (guint, STEPS);
  for (int i = 0; i < KEPT; i++)
    self->kept[i].id = NOBODY;

  return self;
}

/**
 * fr_watch_free:
 * @self: (nullable):
 */
void
fr_watch_free (FrWatch *self)
{
  if (self == NULL)
    return;

  for (int i = 0; i < KEPT; i++)
    fr_hat_grid_free (self->kept[i].grid);
  fr_hat_grid_free (self->waiting);
  fr_face_finder_free (self->finder);
  g_free (self->delays);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * fr_watch_sent:
 * @planes: Y, U and V of the picture that is about to be encoded; the time code is written there
 * @strides: bytes from row to row of each
 *
 * Blocks for less than a millisecond, each tenth time for the 3 of a face search.
 */
void
fr_watch_sent (FrWatch *self, guint8 *const planes[3], const int strides[3])
{
  const guint8 *const seen[3] = { planes[0], planes[1], planes[2] };
  g_autoptr (FrHatGrid) grid = fr_hat_grid_new (seen, strides, self->width, self->height);
  Sent *sent;

  if (self->next_id % SEARCH_EVERY == 0)
    self->has_face = fr_face_finder_search (self->finder, planes[0], self->width, self->height,
                                            strides[0], &self->face);

  g_mutex_lock (&self->mutex);
  sent = &self->kept[self->next_id % KEPT];
  fr_hat_grid_free (sent->grid);
  sent->grid = g_steal_pointer (&grid);
  sent->id = (int) self->next_id;
  sent->has_face = self->has_face;
  sent->face = self->face;
  fr_time_code_write (planes[0], self->width, self->height, strides[0], self->next_id);
  self->next_id = (self->next_id + 1) % FR_TIME_CODE_IDS;
  self->totals.sent++;
  sent->sent_us = g_get_monotonic_time ();
  g_mutex_unlock (&self->mutex);
}

static const Sent *
find_sent (FrWatch *self, int id)
{
  int within = (id + FR_TIME_CODE_IDS) % FR_TIME_CODE_IDS;
  const Sent *sent = &self->kept[within % KEPT];

  return sent->id == within ? sent : NULL;
}

/* A hat must stand out against the pictures before and after too: what only moved does not. */
static void
judge_waiting (FrWatch *self)
{
  const Sent *middle = find_sent (self, self->waiting_id);
  gboolean all = TRUE;

  if (self->waiting_id == NOBODY || middle == NULL)
    return;

  self->totals.judged++;
  self->totals.faces += middle->has_face;
  for (int shift = -1; shift <= 1; shift++)
    {
      const Sent *sent = find_sent (self, self->waiting_id + shift);
      FrHatVerdict verdict;

      if (sent == NULL)
        continue;
      verdict = fr_hat_judge (sent->grid, self->waiting, middle->has_face ? &middle->face : NULL,
                              &self->place);
      all = all && verdict == FR_HAT_SEEN;
      if (shift == 0 && verdict == FR_HAT_BROKEN)
        self->totals.broken++;
    }
  self->totals.seen += all;
}

/**
 * fr_watch_received:
 * @planes: Y, U and V of a picture that came back, of the size of those sent
 * @strides: bytes from row to row of each
 *
 * Blocks for less than a millisecond.
 */
void
fr_watch_received (FrWatch *self, const guint8 *const planes[3], const int strides[3])
{
  gint64 now = g_get_monotonic_time ();
  int id = fr_time_code_read (planes[0], self->width, self->height, strides[0]);
  const Sent *sent;

  g_mutex_lock (&self->mutex);
  if (self->totals.frames++ == 0)
    self->totals.first_us = now;
  else
    self->totals.longest_gap_ms =
      MAX (self->totals.longest_gap_ms, (guint) ((now - self->totals.last_us) / 1000));
  self->totals.last_us = now;
  judge_waiting (self);
  g_clear_pointer (&self->waiting, fr_hat_grid_free);
  self->waiting_id = NOBODY;

  sent = id >= 0 ? find_sent (self, id) : NULL;
  if (sent != NULL)
    {
      self->delays[CLAMP ((now - sent->sent_us) / STEP_US, 0, STEPS - 1)]++;
      self->n_delays++;
      self->totals.delay_sum_ms += (double) (now - sent->sent_us) / 1000;
      self->waiting_id = id;
      self->waiting = fr_hat_grid_new (planes, strides, self->width, self->height);
    }
  else
    self->totals.unreadable++;
  g_mutex_unlock (&self->mutex);
}

/* The delay that so many in a hundred do not exceed, in milliseconds. */
static double
find_percentile (FrWatch *self, guint percent)
{
  guint below = 0;

  for (guint step = 0; step < STEPS; step++)
    {
      below += self->delays[step];
      if (below > 0 && (guint64) below * 100 >= (guint64) self->n_delays * percent)
        return (double) step * STEP_US / 1000;
    }

  return 0;
}

/**
 * fr_watch_get_totals:
 * @totals: (out caller-allocates): what was seen since the start or the last reset
 */
void
fr_watch_get_totals (FrWatch *self, FrWatchTotals *totals)
{
  g_return_if_fail (self != NULL && totals != NULL);

  g_mutex_lock (&self->mutex);
  *totals = self->totals;
  totals->delay_p50_ms = find_percentile (self, 50);
  totals->delay_p95_ms = find_percentile (self, 95);
  g_mutex_unlock (&self->mutex);
}

/**
 * fr_watch_reset:
 *
 * Counts anew; what is on its way stays known, and what waits to be judged is left out.
 */
void
fr_watch_reset (FrWatch *self)
{
  g_return_if_fail (self != NULL);

  g_mutex_lock (&self->mutex);
  memset (&self->totals, 0, sizeof self->totals);
  g_clear_pointer (&self->waiting, fr_hat_grid_free);
  self->waiting_id = NOBODY;
  memset (self->delays, 0, STEPS * sizeof *self->delays);
  self->n_delays = 0;
  g_mutex_unlock (&self->mutex);
}
