/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

void fr_build_report_save (FrPage *page, const char *name, const char *outcome, const char *log);
char *fr_build_report_make (const char *name, const char *outcome, const char *log,
                            const char *const *secrets);

G_END_DECLS
