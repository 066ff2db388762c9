/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fr_site_mask (const char *name, const char *const *secrets, const char *text);

G_END_DECLS
