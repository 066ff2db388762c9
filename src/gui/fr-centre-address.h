/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What is typed for another cloud of the same kind. */

char *fr_centre_address_read (const char *typed, const char **why);
gboolean fr_centre_address_is_id (const char *id);

G_END_DECLS
