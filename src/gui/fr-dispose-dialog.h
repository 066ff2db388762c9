/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-losses.h"

G_BEGIN_DECLS

#define FR_TYPE_DISPOSE_DIALOG (fr_dispose_dialog_get_type ())
G_DECLARE_FINAL_TYPE (FrDisposeDialog, fr_dispose_dialog, FR, DISPOSE_DIALOG, AdwMessageDialog)

GtkWidget *fr_dispose_dialog_new (GtkWindow *parent, const FrLosses *losses);
void fr_dispose_dialog_present (GtkWindow *parent, const char *deployment);

G_END_DECLS
