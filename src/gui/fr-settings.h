/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FR_APPLICATION_ID "io.github.fittingroom.FittingRoom"

GSettings *fr_settings_open (void);

G_END_DECLS
