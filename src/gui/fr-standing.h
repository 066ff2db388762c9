/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "fr-deployment.h"

G_BEGIN_DECLS

guint fr_standing_fill (GtkListBox *list, FrDeployment *deployment);

G_END_DECLS
