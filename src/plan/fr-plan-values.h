/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

GHashTable *fr_plan_values_new (const char *const *items, GError **error);

G_END_DECLS
