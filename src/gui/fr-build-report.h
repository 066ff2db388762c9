/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

/* Told when the report is in its file. */
typedef void (*FrBuildReportSaved) (gpointer owner);

void fr_build_report_save_for (GtkWidget *owner, FrMaking *making, const char *name,
                               const char *outcome, const char *log, FrBuildReportSaved saved);
void fr_build_report_save (FrPage *page, const char *name, const char *outcome, const char *log);
char *fr_build_report_make (const char *name, const char *outcome, const char *log,
                            const char *const *secrets);

G_END_DECLS
