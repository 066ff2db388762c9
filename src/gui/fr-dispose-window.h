/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-deployment.h"

G_BEGIN_DECLS

#define FR_TYPE_DISPOSE_WINDOW (fr_dispose_window_get_type ())
G_DECLARE_FINAL_TYPE (FrDisposeWindow, fr_dispose_window, FR, DISPOSE_WINDOW, AdwWindow)

GtkWidget *fr_dispose_window_present (GtkWindow *parent, FrDeployment *deployment,
                                      const char *plan_path);

G_END_DECLS
