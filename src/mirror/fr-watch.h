/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-hat-verdict.h"

G_BEGIN_DECLS

/**
 * FrWatch:
 *
 * Watches the pictures that go and those that come back: how long each was on its way, and
 * whether there is a hat in it. May be told from two threads at once.
 */
typedef struct _FrWatch FrWatch;

typedef struct
{
  guint sent;
  guint frames;     /* that came back                             */
  guint unreadable; /* of these, without a time code              */
  guint judged;     /* of these, compared with what was sent      */
  guint seen;       /* of the judged, with a hat                  */
  guint broken;     /* of the judged, not the picture that we sent */
  guint faces;      /* of the judged, with a face to put a hat on */
  gint64 first_us;  /* monotonic time of the first; 0 without one */
  gint64 last_us;
  guint longest_gap_ms; /* between two that came back           */
  double delay_p50_ms;  /* in steps of a tenth of a millisecond */
  double delay_p95_ms;
  double delay_sum_ms; /* of all that have a time code */
} FrWatchTotals;

FrWatch *fr_watch_new (int width, int height, const FrHatPlace *place, GError **error);
void fr_watch_free (FrWatch *self);
void fr_watch_sent (FrWatch *self, guint8 *const planes[3], const int strides[3]);
void fr_watch_received (FrWatch *self, const guint8 *const planes[3], const int strides[3]);
void fr_watch_get_totals (FrWatch *self, FrWatchTotals *totals);
void fr_watch_reset (FrWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrWatch, fr_watch_free)

G_END_DECLS
