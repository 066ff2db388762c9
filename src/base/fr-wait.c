/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-wait.h"

#include <glib/gi18n-lib.h>

#include "fr-error.h"
#include "fr-job.h"

/**
 * fr_wait:
 * @milliseconds: how long
 * @cancellable: (nullable): ends the wait at once
 *
 * Sleeps on the calling thread.
 *
 * Returns: %FALSE with %G_IO_ERROR_CANCELLED when it was cancelled
 */
gboolean
fr_wait (guint milliseconds, GCancellable *cancellable, GError **error)
{
  GPollFD fd;

  fr_job_assert_may_block (G_STRFUNC);
  if (cancellable == NULL || !g_cancellable_make_pollfd (cancellable, &fd))
    {
      g_usleep ((gulong) milliseconds * 1000);
      return !g_cancellable_set_error_if_cancelled (cancellable, error);
    }

  g_poll (&fd, 1, (int) MIN (milliseconds, G_MAXINT));
  g_cancellable_release_fd (cancellable);

  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/**
 * fr_pauses_init:
 * @first_ms: the first pause
 * @most_ms: no pause is longer
 * @limit_seconds: when to give up, counted from now
 */
void
fr_pauses_init (FrPauses *pauses, guint first_ms, guint most_ms, guint limit_seconds)
{
  g_return_if_fail (pauses != NULL && first_ms > 0);

  pauses->first_ms = first_ms;
  pauses->most_ms = MAX (first_ms, most_ms);
  pauses->deadline_us = g_get_monotonic_time () + (gint64) limit_seconds * G_USEC_PER_SEC;
  pauses->tries = 0;
}

/**
 * fr_pauses_next:
 *
 * Returns: the pause before the next try in milliseconds: it grows by half each time, and a
 *   tenth of it is chance, so that several clients do not come back at the same moment
 */
guint
fr_pauses_next (FrPauses *pauses)
{
  double pause = pauses->first_ms;

  g_return_val_if_fail (pauses != NULL, 0);

  for (guint i = 0; i < pauses->tries && pause < pauses->most_ms; i++)
    pause *= 1.5;

  pauses->tries++;
  return (guint) (MIN (pause, pauses->most_ms) * g_random_double_range (0.9, 1.0));
}

/**
 * fr_pauses_wait:
 * @what: what is waited for, for the message
 * @cancellable: (nullable): ends the wait at once
 *
 * Sleeps until the next try.
 *
 * Returns: %FALSE with %FR_ERROR_TIMEOUT when the deadline comes first, or cancelled
 */
gboolean
fr_pauses_wait (FrPauses *pauses, const char *what, GCancellable *cancellable, GError **error)
{
  guint pause = fr_pauses_next (pauses);

  if (g_get_monotonic_time () + (gint64) pause * 1000 > pauses->deadline_us)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_TIMEOUT,
                   _ ("%s: still not so after %u tries. Try again later; what is done is kept."),
                   what, pauses->tries);
      return FALSE;
    }

  return fr_wait (pause, cancellable, error);
}
