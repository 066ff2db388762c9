/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-watch.h"

G_BEGIN_DECLS

/* How many looks the longer figures go back. */
#define FR_MIRROR_METER_LOOKS 10

/**
 * FrMirrorFigures:
 * @fps: pictures a second that came back, since the last look
 * @delay_ms: how long they were on their way, on average since the last look
 * @kbps: that came, in kbit/s, since the last look
 * @lost: share of the pictures that did not come back, or not readable, in the last ten looks
 * @judged: pictures that were looked at for a hat, in the last ten looks
 * @seen: of these, with a hat
 * @faces: of these, with a face to put a hat on
 * @broken: of these, another picture than the one that went
 *
 * A mirror in numbers, as it is now.
 */
typedef struct
{
  double fps;
  double delay_ms;
  double kbps;
  double lost;
  guint judged;
  guint seen;
  guint faces;
  guint broken;
} FrMirrorFigures;

typedef struct
{
  gint64 time_us;
  guint64 bytes;
  FrWatchTotals totals;
} FrMirrorSample;

/**
 * FrMirrorMeter:
 *
 * Turns totals that only grow into figures of the last seconds. It has no clock of its own. Set
 * to zero it is ready.
 */
typedef struct
{
  FrMirrorSample looks[FR_MIRROR_METER_LOOKS + 1]; /* the newest first */
  guint n_looks;
} FrMirrorMeter;

gboolean fr_mirror_meter_take (FrMirrorMeter *self, const FrWatchTotals *totals, guint64 bytes,
                               gint64 now_us, FrMirrorFigures *figures);
char *fr_mirror_meter_describe_pair (const char *pair);

G_END_DECLS
