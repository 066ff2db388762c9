/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "fr-deployment.h"

G_BEGIN_DECLS

#define FR_TYPE_FAILURE (fr_failure_get_type ())
G_DECLARE_FINAL_TYPE (FrFailure, fr_failure, FR, FAILURE, GtkBox)

void fr_failure_show (FrFailure *self, FrDeployment *deployment);
void fr_failure_set_narrow (FrFailure *self, gboolean narrow);
const char *fr_failure_get_password (FrFailure *self);
GtkWidget *fr_failure_get_first (FrFailure *self);
GtkWidget *fr_failure_get_retry (FrFailure *self);

G_END_DECLS
