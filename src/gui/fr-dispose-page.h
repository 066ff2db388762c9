/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-deployment.h"

G_BEGIN_DECLS

#define FR_TYPE_DISPOSE_PAGE (fr_dispose_page_get_type ())
G_DECLARE_FINAL_TYPE (FrDisposePage, fr_dispose_page, FR, DISPOSE_PAGE, AdwBin)

GtkWidget *fr_dispose_page_new (GtkWindow *window, FrDeployment *deployment,
                                const char *plan_path);
FrDeployment *fr_dispose_page_get_deployment (FrDisposePage *self);
void fr_dispose_page_focus (FrDisposePage *self);
gboolean fr_dispose_page_close (FrDisposePage *self);

G_END_DECLS
