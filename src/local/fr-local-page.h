/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

void fr_local_page_attach (SoupServer *server, const char *folder);

G_END_DECLS
