/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gboolean fr_ipv4_parse (const char *text, guint32 *address);
char *fr_ipv4_format (guint32 address);

G_END_DECLS
