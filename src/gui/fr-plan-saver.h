/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

void fr_plan_saver_run (FrPage *page, const char *text);

G_END_DECLS
