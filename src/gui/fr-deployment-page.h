/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

#define FR_TYPE_DEPLOYMENT_PAGE (fr_deployment_page_get_type ())
G_DECLARE_FINAL_TYPE (FrDeploymentPage, fr_deployment_page, FR, DEPLOYMENT_PAGE, FrPage)

G_END_DECLS
