/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-deployment.h"
#include "fr-making.h"

G_BEGIN_DECLS

char *fr_build_dup_name (FrMaking *making);
FrDeployment *fr_build_new (FrMaking *making);
FrDeployment *fr_build_new_for_own (const char *name, const char *password);
FrDeployment *fr_build_new_for_name (const char *name, const char *user, const char *password);

G_END_DECLS
