/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-mirror-meter.h"

/* Thirty pictures a second, of which each has a hat, and @lost of them do not come back. */
static void
add_second (FrWatchTotals *totals, guint lost)
{
  totals->sent += 30;
  totals->frames += 30 - lost;
  totals->judged += 30 - lost;
  totals->seen += 30 - lost;
  totals->faces += 30 - lost;
  totals->delay_sum_ms += 8 * (30 - lost);
}

static void
test_figures (void)
{
  FrMirrorMeter meter = { 0 };
  FrWatchTotals totals = { 0 };
  FrMirrorFigures figures;
  gint64 now = 1000;

  /* What goes before anything comes back is not lost. */
  totals.sent = 100;
  g_assert_false (fr_mirror_meter_take (&meter, &totals, 0, now, &figures));
  add_second (&totals, 0);
  g_assert_false (fr_mirror_meter_take (&meter, &totals, 1000, now += G_USEC_PER_SEC, &figures));
  add_second (&totals, 0);
  g_assert_true (
    fr_mirror_meter_take (&meter, &totals, 126000, now += G_USEC_PER_SEC, &figures));
  g_assert_cmpfloat_with_epsilon (figures.fps, 30, 0.01);
  g_assert_cmpfloat_with_epsilon (figures.delay_ms, 8, 0.01);
  g_assert_cmpfloat_with_epsilon (figures.kbps, 1000, 0.01);
  g_assert_cmpfloat (figures.lost, ==, 0);
  g_assert_cmpuint (figures.judged, ==, 30);
  g_assert_cmpuint (figures.seen, ==, 30);
}

/* What was lost is forgotten after ten looks, and so is what was seen. */
static void
test_window (void)
{
  FrMirrorMeter meter = { 0 };
  FrWatchTotals totals = { 0 };
  FrMirrorFigures figures;
  gint64 now = 1000;

  add_second (&totals, 0);
  fr_mirror_meter_take (&meter, &totals, 0, now, &figures);
  add_second (&totals, 16);
  g_assert_true (fr_mirror_meter_take (&meter, &totals, 0, now += G_USEC_PER_SEC, &figures));
  g_assert_cmpfloat_with_epsilon (figures.lost, 0.5, 0.001);
  for (guint i = 0; i < FR_MIRROR_METER_LOOKS; i++)
    {
      add_second (&totals, 0);
      g_assert_true (fr_mirror_meter_take (&meter, &totals, 0, now += G_USEC_PER_SEC, &figures));
    }
  g_assert_cmpfloat (figures.lost, ==, 0);
  g_assert_cmpuint (figures.seen, ==, 300);

  /* Nothing comes any more. */
  totals.sent += 30;
  g_assert_true (fr_mirror_meter_take (&meter, &totals, 0, now += G_USEC_PER_SEC, &figures));
  g_assert_cmpfloat (figures.fps, ==, 0);
  g_assert_cmpfloat (figures.delay_ms, ==, 0);
}

static void
test_pair (void)
{
  static const struct
  {
    const char *pair;
    const char *words;
  } cases[] = {
    { "udp 127.0.0.1:45789 (host) - udp 127.248.249.7:40077 (host)",
      "Straight over UDP, inside this computer." },
    { "udp 192.0.2.14:45789 (srflx) - udp 198.51.100.20:40077 (host)",
      "Straight over UDP, from 192.0.2.14 to 198.51.100.20." },
    { "udp 2001:db8::1:45789 (host) - udp 2001:db8::2:40077 (host)",
      "Straight over UDP, from 2001:db8::1 to 2001:db8::2." },
    { "udp 192.0.2.14:45789 (relay) - udp 198.51.100.20:40077 (host)",
      "Over a relay, from 192.0.2.14 to 198.51.100.20." },
    { "", NULL },
    { "udp", NULL },
    { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *words = fr_mirror_meter_describe_pair (cases[i].pair);

      g_assert_cmpstr (words, ==, cases[i].words);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/meter/figures", test_figures);
  g_test_add_func ("/meter/window", test_window);
  g_test_add_func ("/meter/pair", test_pair);

  return g_test_run ();
}
