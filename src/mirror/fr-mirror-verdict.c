/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror.h"

#include <glib/gi18n-lib.h>

#define ENOUGH_PERCENT 95
#define STILL_MS 1000 /* without a picture: people see that it stands still */

static double
get_fps (const FrMirrorVerdict *self)
{
  return self->seconds > 0 ? self->totals.frames / self->seconds : 0;
}

/**
 * fr_mirror_verdict_get_outcome:
 *
 * Returns: the verdict in one word
 */
FrMirrorOutcome
fr_mirror_verdict_get_outcome (const FrMirrorVerdict *self)
{
  const FrWatchTotals *totals;

  g_return_val_if_fail (self != NULL, FR_MIRROR_BROKEN);

  totals = &self->totals;
  if (totals->judged == 0 || (totals->broken + totals->unreadable) * 2 > totals->frames)
    return FR_MIRROR_BROKEN;
  if (totals->seen * 100 >= totals->judged * ENOUGH_PERCENT && totals->seen > 0)
    return FR_MIRROR_HAT;
  if (totals->faces * 2 < totals->judged)
    return FR_MIRROR_NOBODY;

  return totals->seen * 20 > totals->judged ? FR_MIRROR_FEW : FR_MIRROR_ECHO;
}

static const char *
describe_outcome (FrMirrorOutcome outcome)
{
  switch (outcome)
    {
    case FR_MIRROR_HAT:
      return _ ("The hat is on.");
    case FR_MIRROR_FEW:
      return _ ("The hat comes and goes: look whether the server has enough processor, and the "
                "face enough light.");
    case FR_MIRROR_ECHO:
      return _ ("The picture comes back without a hat: look whether the server finds the image of "
                "the hat, and "
                "whether opencv-data is installed there.");
    case FR_MIRROR_NOBODY:
      return _ (
        "There is no face in the picture that was sent, so there is nothing to put a hat on.");
    case FR_MIRROR_BROKEN:
    default:
      return _ ("The picture is broken: what comes back is not what was sent.");
    }
}

/**
 * fr_mirror_verdict_describe:
 *
 * Returns: (transfer full): the verdict for people, some lines without a last newline
 */
char *
fr_mirror_verdict_describe (const FrMirrorVerdict *self)
{
  g_autofree char *still = NULL;
  const FrWatchTotals *totals;

  g_return_val_if_fail (self != NULL, NULL);

  totals = &self->totals;
  if (totals->longest_gap_ms >= STILL_MS)
    still =
      g_strdup_printf (_ (" The picture stood still for %.1f seconds: look whether the network and "
                          "the server's processor have room for it."),
                       totals->longest_gap_ms / 1000.0);

  return g_strdup_printf (
    _ ("%s%s\n"
       "  hat      seen in %u of %u frames\n"
       "  picture  %u x %u, %.1f frames a second, %u kbit/s, the first after %u ms\n"
       "  delay    p50 %.1f ms, p95 %.1f ms, at most %u ms between two frames\n"
       "  path     %s\n"
       "  server   Kurento %s at %s"),
    describe_outcome (fr_mirror_verdict_get_outcome (self)), still != NULL ? still : "",
    totals->seen, totals->judged, self->width, self->height, get_fps (self), self->kbps,
    self->first_frame_ms,
    totals->delay_p50_ms, totals->delay_p95_ms, totals->longest_gap_ms,
    self->candidate_pair != NULL ? self->candidate_pair : _ ("not known"),
    self->server_version != NULL ? self->server_version : "?", self->uri);
}

static double
round_tenth (double value)
{
  return (double) (gint64) (value * 10 + 0.5) / 10;
}

/**
 * fr_mirror_verdict_to_json:
 *
 * Returns: (transfer full): the verdict for programs
 */
JsonNode *
fr_mirror_verdict_to_json (const FrMirrorVerdict *self)
{
  static const char *const words[] = { "hat", "few", "echo", "nobody", "broken" };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const FrWatchTotals *totals;

  g_return_val_if_fail (self != NULL, NULL);

  totals = &self->totals;
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "connected");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "verdict");
  json_builder_add_string_value (builder, words[fr_mirror_verdict_get_outcome (self)]);
  json_builder_set_member_name (builder, "server_version");
  json_builder_add_string_value (builder, self->server_version);
  json_builder_set_member_name (builder, "first_frame_ms");
  json_builder_add_int_value (builder, self->first_frame_ms);
  json_builder_set_member_name (builder, "frames");
  json_builder_add_int_value (builder, totals->frames);
  json_builder_set_member_name (builder, "fps");
  json_builder_add_double_value (builder, round_tenth (get_fps (self)));
  json_builder_set_member_name (builder, "delay_ms");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "p50");
  json_builder_add_double_value (builder, round_tenth (totals->delay_p50_ms));
  json_builder_set_member_name (builder, "p95");
  json_builder_add_double_value (builder, round_tenth (totals->delay_p95_ms));
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "longest_gap_ms");
  json_builder_add_int_value (builder, totals->longest_gap_ms);
  json_builder_set_member_name (builder, "hat");
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "seen");
  json_builder_add_int_value (builder, totals->seen);
  json_builder_set_member_name (builder, "frames");
  json_builder_add_int_value (builder, totals->judged);
  json_builder_end_object (builder);
  json_builder_set_member_name (builder, "bitrate_kbps");
  json_builder_add_int_value (builder, self->kbps);
  json_builder_set_member_name (builder, "candidate_pair");
  json_builder_add_string_value (builder, self->candidate_pair);
  json_builder_end_object (builder);

  return json_builder_get_root (builder);
}
