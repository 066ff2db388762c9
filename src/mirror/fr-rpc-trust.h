/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

gboolean fr_rpc_trust_accepts (const char *pin, SoupMessage *message);
GError *fr_rpc_trust_check (const char *uri, const char *pin, SoupMessage *message);
GError *fr_rpc_trust_explain (const char *uri, const char *pin, SoupMessage *message,
                              const GError *error);

G_END_DECLS
