/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define FR_VISITORS_ANY "any"

char *fr_visitors_read (const char *typed, char **why);

G_END_DECLS
