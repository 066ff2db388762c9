/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrJobFunc:
 * @data: what the job is about
 *
 * Runs on a thread of its own, and may block.
 *
 * Returns: (transfer full) (nullable): the result; with an error it is ignored
 */
typedef gpointer (*FrJobFunc) (gpointer data, GCancellable *cancellable, GError **error);

/**
 * FrJobDone:
 * @owner: for whom the job ran
 * @result: (transfer none) (nullable): of the function
 * @error: (nullable): why there is none
 *
 * Called once on the main context of whoever started the job, unless @owner is gone by then.
 */
typedef void (*FrJobDone) (gpointer owner, gpointer result, const GError *error);

void fr_job_run (gpointer owner, FrJobFunc func, gpointer data, GDestroyNotify free_data,
                 GDestroyNotify free_result, FrJobDone done, GCancellable *cancellable);
void fr_job_start_thread (const char *name, GThreadFunc func, gpointer data,
                          GCancellable *cancellable);
void fr_job_join (GCancellable *cancellable, GCancellable *job);
gboolean fr_job_finish (guint seconds);

void fr_job_keep_free (GThread *thread);
void fr_job_assert_may_block (const char *function);

G_END_DECLS
