/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-deployment.h"
#include "fr-site.h"

G_BEGIN_DECLS

#define FR_TYPE_SITE_ROW (fr_site_row_get_type ())
G_DECLARE_FINAL_TYPE (FrSiteRow, fr_site_row, FR, SITE_ROW, AdwActionRow)

GtkWidget *fr_site_row_new (const FrSiteInfo *info, FrDeployment *work);
char *fr_site_row_describe_day (gint64 seconds);

G_END_DECLS
