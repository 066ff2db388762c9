/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fr_name_propose (const char *name, const char *const *taken);
const char *fr_name_get_problem (const char *name, const char *const *taken);

G_END_DECLS
