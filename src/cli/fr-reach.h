/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-cloud.h"
#include "fr-local-here.h"
#include "fr-plan.h"

G_BEGIN_DECLS

/**
 * FrReach:
 * @here: (nullable): the emulated cloud of this computer, when we had to start it
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
gboolean fr_reach_is_here (const char *location, const char *endpoint);
FrLocalHere *fr_reach_start_here (GError **error);
char *fr_reach_dup_folder (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrReach, fr_reach_free)

G_END_DECLS
