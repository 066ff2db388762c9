/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-deployment.h"

G_BEGIN_DECLS

void fr_typed_remember (const char *deployment, const char *password);
const char *fr_typed_get (const char *deployment);
void fr_typed_give (FrDeployment *deployment, const char *password);
gboolean fr_typed_is_wanted (FrDeployment *deployment);

G_END_DECLS
