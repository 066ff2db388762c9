/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/* So many characters of a line are shown. */
#define FR_LONG_LINES_MOST 2000

void fr_long_lines_watch (GtkSourceBuffer *buffer);

G_END_DECLS
