/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-cloud.h"
#include "fr-local-here.h"
#include "fr-plan.h"

G_BEGIN_DECLS

/**
 * FrReach:
 * @here: (nullable): this computer as a place, when the plan is for it
 *
 * The cloud that a plan is about, within reach.
 */
typedef struct
{
  FrCloud *cloud;
  FrLocalHere *here;
} FrReach;

FrReach *fr_reach_new (const FrPlan *plan, const char *endpoint, const char *ca_file,
                       GError **error);
void fr_reach_free (FrReach *self);

char *fr_reach_ask (const char *question, gboolean secret);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrReach, fr_reach_free)

G_END_DECLS
