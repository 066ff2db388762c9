/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A WebSocket server between a client and a media server, which may change what they say. */
typedef struct _TestRelay TestRelay;

/* Called on the relay's thread: what to pass on instead of @text, or NULL for nothing. Text from
 * the client goes to the server, and the other way round. */
typedef char *(*TestRelayHook) (TestRelay *relay, gboolean from_client, const char *text,
                                gpointer data);

TestRelay *test_relay_new (guint server_port, TestRelayHook hook, gpointer data);
void test_relay_free (TestRelay *self);
char *test_relay_get_uri (TestRelay *self);
void test_relay_send (TestRelay *self, gboolean to_client, const char *text);
void test_relay_send_later (TestRelay *self, guint milliseconds, gboolean to_client,
                            const char *text);
void test_relay_refuse (TestRelay *self, const char *call, int code, const char *type);
void test_relay_drop_later (TestRelay *self, guint milliseconds);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestRelay, test_relay_free)

G_END_DECLS
