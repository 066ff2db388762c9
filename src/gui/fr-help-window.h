/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define FR_TYPE_HELP_WINDOW (fr_help_window_get_type ())
G_DECLARE_FINAL_TYPE (FrHelpWindow, fr_help_window, FR, HELP_WINDOW, AdwWindow)

void fr_help_window_present (GtkWindow *parent, guint chapter);

G_END_DECLS
