/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The stand-in for Kurento, on a thread of its own. */
typedef struct _TestServer TestServer;

TestServer *test_server_new (const char *certificate);
TestServer *test_server_new_forgetful (void);
void test_server_free (TestServer *self);
guint test_server_get_port (TestServer *self);
guint test_server_get_secure_port (TestServer *self);
char *test_server_make_uri (TestServer *self);
guint test_server_count_objects (TestServer *self);
void test_server_assert_empty (TestServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestServer, test_server_free)

G_END_DECLS
