/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

char *fr_rpc_trust_show (const char *address);
gboolean fr_rpc_trust_accepts (const char *pin, SoupMessage *message);
GUri *fr_rpc_trust_parse (const char *address, const char *shown, const char *pin, GError **error);
GError *fr_rpc_trust_explain (const char *uri, const char *pin, SoupMessage *message,
                              const GError *error);
GError *fr_rpc_trust_explain_close (const char *uri, gushort code);

G_END_DECLS
