/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-yaml.h"

G_BEGIN_DECLS

gboolean fr_plan_is_null (const FrYaml *node);
FrYaml *fr_plan_copy (const FrYaml *node, const char *const *without);
void fr_plan_update (FrYaml *into, const FrYaml *from, const char *const *without);

G_END_DECLS
