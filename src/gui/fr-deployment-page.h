/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-deployment.h"
#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_DEPLOYMENT_PAGE (fr_deployment_page_get_type ())
G_DECLARE_FINAL_TYPE (FrDeploymentPage, fr_deployment_page, FR, DEPLOYMENT_PAGE, FrPage)

void fr_deployment_page_show (FrDeploymentPage *self, FrDeployment *deployment);
FrDeployment *fr_deployment_page_get_deployment (FrDeploymentPage *self);

G_END_DECLS
