/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-here.h"

#include "fr-job.h"

/* Started at its first use, and kept until the program ends: mirrors on this computer live as
 * long as somebody runs it. */
static GMutex mutex;
static FrLocalHere *running;

/**
 * fr_here_take:
 *
 * This computer as a place for mirrors, running. Blocks; from any thread.
 *
 * Returns: (transfer none): the place, or %NULL as fr_local_here_start()
 */
FrLocalHere *
fr_here_take (GCancellable *cancellable, GError **error)
{
  FrLocalHere *here;

  fr_job_assert_may_block (G_STRFUNC);
  g_mutex_lock (&mutex);
  if (running == NULL)
    running = fr_local_here_open (cancellable, error);
  here = running;
  g_mutex_unlock (&mutex);

  return here;
}

/**
 * fr_here_stop:
 *
 * For the end of the program: what runs on this computer is stopped, and kept for the next start.
 * Blocks.
 */
void
fr_here_stop (void)
{
  g_mutex_lock (&mutex);
  g_clear_pointer (&running, fr_local_here_stop);
  g_mutex_unlock (&mutex);
}
