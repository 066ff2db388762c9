/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <string.h>

static inline gboolean
soup_log_is_fatal (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  return g_strcmp0 (domain, "libsoup") != 0 || (level & G_LOG_LEVEL_CRITICAL) != 0 ||
         strstr (message, "soup-server-connection.c:") == NULL;
}

static inline void
soup_log_note (const char *domain, GLogLevelFlags level, const char *message, gpointer data)
{
  g_test_message ("%s: %s", domain, message);
}

/**
 * soup_log_prepare:
 *
 * For a test with a server: libsoup warns when a client has left before its connection was taken
 * (soup_server_connection_get_remote_address(), by file and line), which is no fault. Every other
 * warning ends the test. GLib forgets this at the end of each test.
 */
static inline void
soup_log_prepare (void)
{
  g_test_log_set_fatal_handler (soup_log_is_fatal, NULL);
  g_log_set_handler ("libsoup", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, soup_log_note, NULL);
}
