/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-duration.h"

#include <glib/gi18n-lib.h>

#include "fr-history.h"
#include "fr-job.h"

/* How long it takes to make a mirror somewhere, in words. */

typedef struct
{
  char *location;
  char **others;
  char *before; /* what the label said */
  gboolean known;
  guint least_ms;
  guint most_ms;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->location);
  g_strfreev (question->others);
  g_free (question->before);
  g_free (question);
}

/**
 * fr_duration_describe:
 *
 * Returns: (transfer full): “Less than a minute”, “About 12 minutes”, “10 to 14 minutes”
 */
char *
fr_duration_describe (guint least_ms, guint most_ms)
{
  guint from = (least_ms + 30000) / 60000;
  guint to = (most_ms + 30000) / 60000;

  if (most_ms < 50000)
    return g_strdup (_ ("Less than a minute"));
  if (to <= 1)
    return g_strdup (_ ("About a minute"));
  if (from == to)
    return g_strdup_printf (ngettext ("About %u minute", "About %u minutes", to), to);

  return g_strdup_printf (ngettext ("%u to %u minute", "%u to %u minutes", to), MAX (from, 1), to);
}

static gpointer
guess_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;

  question->known =
    fr_history_guess (question->location, (const char *const *) question->others,
                      &question->least_ms, &question->most_ms);

  return question;
}

static void
guessed_cb (gpointer owner, gpointer result, const GError *error)
{
  GtkLabel *label = GTK_LABEL (owner);
  const Question *question = result;
  g_autofree char *words = NULL;

  /* Something that matters more has been said meanwhile. */
  if (!question->known || g_strcmp0 (gtk_label_get_label (label), question->before) != 0)
    return;

  words = fr_duration_describe (question->least_ms, question->most_ms);
  gtk_label_set_label (label, words);
}

/**
 * fr_duration_learn:
 * @label: says a range that is usual; says what was measured, once that is known
 * @location: (nullable): as in fr_history_guess()
 * @others: (nullable): as in fr_history_guess()
 *
 * Does not block.
 */
void
fr_duration_learn (GtkLabel *label, const char *location, const char *const *others)
{
  Question *question;

  g_return_if_fail (GTK_IS_LABEL (label));

  question = g_new0 (Question, 1);
  question->location = g_strdup (location);
  question->others = g_strdupv ((char **) others);
  question->before = g_strdup (gtk_label_get_label (label));
  fr_job_run (label, guess_job, question, question_free, NULL, guessed_cb, NULL);
}
