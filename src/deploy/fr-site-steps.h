/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-site.h"

G_BEGIN_DECLS

/**
 * FrSiteStep:
 * @kind: the row of the table that it comes from: "server", "rule"
 * @server: (nullable): the server that it belongs to
 * @needs: ids that come before, separated by spaces
 * @can_undo: whether a dispose has something to take away
 *
 * What a walk over a deployment will come to, as words that outlive the walk.
 */
typedef struct
{
  char *id;
  char *kind;
  char *object;
  char *server;
  char *needs;
  gboolean can_undo;
} FrSiteStep;

/**
 * FrSiteGate:
 * @id: of a step that is ready to begin
 *
 * Called on the thread of that step, and may block it.
 *
 * Returns: %FALSE with an error when it may not begin
 */
typedef gboolean (*FrSiteGate) (const char *id, gpointer data, GCancellable *cancellable,
                                GError **error);

/**
 * FrSiteDoing:
 * @id: of a step that runs
 * @doing: (nullable): what it is at, or waits for, to go on after a colon; %NULL: nothing that is
 *   worth a word
 *
 * Called on the thread of that step.
 */
typedef void (*FrSiteDoing) (const char *id, const char *doing, gpointer data);

GPtrArray *fr_site_list_steps (FrSite *self);
void fr_site_step_free (FrSiteStep *step);
void fr_site_set_gate (FrSite *self, FrSiteGate gate, gpointer data);
void fr_site_set_doing (FrSite *self, FrSiteDoing doing, gpointer data);
const char *fr_site_get_current_step (void);
GPtrArray *fr_site_list_kept (FrSite *self, GCancellable *cancellable, GError **error);

G_END_DECLS
