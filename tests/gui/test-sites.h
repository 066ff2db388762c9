/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void test_site_make (const char *name, const char *state, const char *location, gint64 age);

G_END_DECLS
