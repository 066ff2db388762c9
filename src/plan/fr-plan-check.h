/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-finding.h"

G_BEGIN_DECLS

GPtrArray *fr_plan_check (const char *text, const char *name, GHashTable *values);

G_END_DECLS
