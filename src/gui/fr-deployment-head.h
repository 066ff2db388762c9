/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "fr-deployment.h"

G_BEGIN_DECLS

#define FR_TYPE_DEPLOYMENT_HEAD (fr_deployment_head_get_type ())
G_DECLARE_FINAL_TYPE (FrDeploymentHead, fr_deployment_head, FR, DEPLOYMENT_HEAD, GtkBox)

void fr_deployment_head_follow (FrDeploymentHead *self, FrDeployment *deployment);
const char *fr_deployment_head_get_step (FrDeploymentHead *self);

G_END_DECLS
