/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrPauses:
 *
 * Growing pauses between tries, up to a deadline on the monotonic clock.
 */
typedef struct
{
  guint first_ms;
  guint most_ms;
  gint64 deadline_us;
  guint tries;
} FrPauses;

gboolean fr_wait (guint milliseconds, GCancellable *cancellable, GError **error);

void fr_pauses_init (FrPauses *pauses, guint first_ms, guint most_ms, guint limit_seconds);
guint fr_pauses_next (FrPauses *pauses);
gboolean fr_pauses_wait (FrPauses *pauses, const char *what, GCancellable *cancellable,
                         GError **error);

G_END_DECLS
