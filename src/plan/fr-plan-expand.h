/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrPlanLookup:
 * @token: what stands between the braces, without blanks: “node.public”
 *
 * Returns: (transfer full) (nullable): its value; %NULL leaves braces and token as they are
 */
typedef char *(*FrPlanLookup) (const char *token, gpointer data);

char *fr_plan_expand (const char *text, FrPlanLookup lookup, gpointer data);
char *fr_plan_expand_yaml (const char *yaml, FrPlanLookup lookup, gpointer data, GError **error);

G_END_DECLS
