/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "fr-step.h"

G_BEGIN_DECLS

/**
 * FrReport:
 *
 * Shows how steps go: on a terminal with one live line per running step, elsewhere with a
 * plain line for each that has ended; keeps them for a program, too.
 */
typedef struct _FrReport FrReport;

FrReport *fr_report_new (gboolean quiet);
void fr_report_free (FrReport *self);
void fr_report_step (const FrStepNews *news, gpointer report);
void fr_report_doing (const char *id, const char *doing, gpointer report);
void fr_report_wait (const char *what, guint wait_ms, gpointer report);
void fr_report_log (const char *server, const char *text, gsize length, gpointer report);
JsonNode *fr_report_to_json (FrReport *self);

void fr_report_hold (FrReport *self);
void fr_report_release (FrReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrReport, fr_report_free)

G_END_DECLS
