/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-meter.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static double
count_lost (const FrWatchTotals *newest, const FrWatchTotals *oldest)
{
  double sent = newest->sent - oldest->sent;
  double readable =
    (newest->frames - newest->unreadable) - (double) (oldest->frames - oldest->unreadable);

  /* One may be on its way. */
  return sent > 0 ? CLAMP ((sent - readable - 1) / sent, 0, 1) : 0;
}

static void
fill_in (const FrMirrorMeter *self, FrMirrorFigures *figures)
{
  const FrMirrorSample *newest = &self->looks[0];
  const FrMirrorSample *last = &self->looks[1];
  const FrMirrorSample *oldest = &self->looks[self->n_looks - 1];
  double seconds = (double) (newest->time_us - last->time_us) / G_USEC_PER_SEC;
  guint readable = (newest->totals.frames - newest->totals.unreadable) -
                   (last->totals.frames - last->totals.unreadable);

  figures->fps = (newest->totals.frames - last->totals.frames) / seconds;
  figures->kbps = (double) (newest->bytes - last->bytes) * 8 / 1000 / seconds;
  figures->delay_ms =
    readable > 0 ? (newest->totals.delay_sum_ms - last->totals.delay_sum_ms) / readable : 0;
  figures->lost = count_lost (&newest->totals, &oldest->totals);
  figures->judged = newest->totals.judged - oldest->totals.judged;
  figures->seen = newest->totals.seen - oldest->totals.seen;
  figures->faces = newest->totals.faces - oldest->totals.faces;
  figures->broken = newest->totals.broken - oldest->totals.broken;
}

/**
 * fr_mirror_meter_take:
 * @totals: what has been seen so far
 * @bytes: that have come so far
 * @now_us: the time of this look, in microseconds
 * @figures: (out caller-allocates):
 *
 * Takes one look; they should be a second apart. What was sent before the first picture came
 * back does not count.
 *
 * Returns: whether there are figures, which takes two looks
 */
gboolean
fr_mirror_meter_take (FrMirrorMeter *self, const FrWatchTotals *totals, guint64 bytes,
                      gint64 now_us, FrMirrorFigures *figures)
{
  g_return_val_if_fail (self != NULL && totals != NULL && figures != NULL, FALSE);

  if (totals->frames == 0 || (self->n_looks > 0 && now_us <= self->looks[0].time_us))
    return FALSE;

  memmove (&self->looks[1], &self->looks[0], FR_MIRROR_METER_LOOKS * sizeof *self->looks);
  self->looks[0].time_us = now_us;
  self->looks[0].bytes = bytes;
  self->looks[0].totals = *totals;
  self->n_looks = MIN (self->n_looks + 1, G_N_ELEMENTS (self->looks));
  if (self->n_looks < 2)
    return FALSE;

  fill_in (self, figures);

  return TRUE;
}

/* From "udp 192.0.2.1:40001 (host)" the address. */
static char *
read_address (const char *candidate)
{
  const char *start = strchr (candidate, ' ');
  const char *end = start != NULL ? strrchr (start, ':') : NULL;

  return end != NULL ? g_strndup (start + 1, (gsize) (end - start - 1)) : NULL;
}

static gboolean
is_loopback (const char *address)
{
  g_autoptr (GInetAddress) inet = g_inet_address_new_from_string (address);

  return inet != NULL && g_inet_address_get_is_loopback (inet);
}

/**
 * fr_mirror_meter_describe_pair:
 * @pair: (nullable): see fr_mirror_session_dup_candidate_pair()
 *
 * Returns: (transfer full) (nullable): the way of the picture in a sentence
 */
char *
fr_mirror_meter_describe_pair (const char *pair)
{
  g_auto (GStrv) ends = g_strsplit (pair != NULL ? pair : "", " - ", 2);
  g_autofree char *local = ends[0] != NULL ? read_address (ends[0]) : NULL;
  g_autofree char *remote = local != NULL && ends[1] != NULL ? read_address (ends[1]) : NULL;

  if (remote == NULL)
    return NULL;
  if (is_loopback (local) && is_loopback (remote))
    return g_strdup (_ ("Straight over UDP, inside this computer."));

  /* Translators: two network addresses, ours first */
  return strstr (pair, "(relay)") != NULL
           ? g_strdup_printf (_ ("Over a relay, from %s to %s."), local, remote)
           : g_strdup_printf (_ ("Straight over UDP, from %s to %s."), local, remote);
}
