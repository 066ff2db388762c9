/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-deployment.h"

G_BEGIN_DECLS

#define FR_TYPE_DEPLOYMENT_WATCH (fr_deployment_watch_get_type ())
G_DECLARE_FINAL_TYPE (FrDeploymentWatch, fr_deployment_watch, FR, DEPLOYMENT_WATCH, GObject)

FrDeploymentWatch *fr_deployment_watch_new (FrDeployment *deployment, GtkWindow *window);
gboolean fr_deployment_watch_ask (FrDeploymentWatch *self);

G_END_DECLS
