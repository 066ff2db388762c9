/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *fr_cause_find (const char *output);
const char *fr_cause_find_cure (const char *text);

G_END_DECLS
