/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fr_site_dup_story (const char *name, guint *seconds);

G_END_DECLS
