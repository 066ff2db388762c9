/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-journal.h"

G_BEGIN_DECLS

typedef enum
{
  FR_STEP_WAITING,
  FR_STEP_RUNNING,
  FR_STEP_KEPT,    /* it was so already          */
  FR_STEP_DONE,    /* it is so now               */
  FR_STEP_SKIPPED, /* it cannot be so here       */
  FR_STEP_FAILED,
  FR_STEP_UNDONE, /* it is taken away           */
} FrStepState;

typedef enum
{
  FR_LOOK_TODO,
  FR_LOOK_DONE,
  FR_LOOK_SKIP,
  FR_LOOK_FAILED, /* with an error */
} FrLook;

/* Looks, changes nothing; @note says why a step is skipped. */
typedef FrLook (*FrStepLook) (gpointer data, char **note, GCancellable *cancellable,
                              GError **error);
/* Takes away: done; skip when there is nothing of ours, @note says why something stays. */
typedef FrStepLook FrStepUndo;
/* Changes, and returns when the change can be seen. */
typedef gboolean (*FrStepAct) (gpointer data, GCancellable *cancellable, GError **error);

/**
 * FrStep:
 *
 * One thing that is true of the world once it has been applied.
 */
typedef struct
{
  const char *id;     /* stable, for the journal: "server:mirror-01" */
  const char *title;  /* what the user reads                         */
  const char *object; /* the thing it is about                       */
  const char *needs;  /* ids that come before, separated by spaces   */
  FrStepLook look;
  FrStepAct apply;
  FrStepUndo undo; /* or NULL */
  gpointer data;
} FrStep;

typedef struct
{
  const FrStep *step;
  FrStepState state;
  gint64 elapsed_us;
  const char *note;
} FrStepNews;

/* Called on the thread that walks; never by two threads at once. */
typedef void (*FrStepReport) (const FrStepNews *news, gpointer data);

gboolean fr_steps_apply (const FrStep *steps, guint n_steps, FrJournal *journal,
                         FrStepReport report, gpointer report_data, GCancellable *cancellable,
                         GError **error);
gboolean fr_steps_undo (const FrStep *steps, guint n_steps, FrJournal *journal, FrStepReport report,
                        gpointer report_data, GCancellable *cancellable, GError **error);

G_END_DECLS
