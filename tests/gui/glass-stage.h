/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-mirror-page-private.h"
#include "test-server.h"

G_BEGIN_DECLS

#define PATIENCE_MS 20000

/**
 * GlassStage:
 *
 * The page in a window, as the wizard shows it, and a media server on a thread of its own.
 */
typedef struct
{
  TestServer *server;
  char *uri;
  GtkWidget *window;
  FrMirrorPage *page;
} GlassStage;

#define WAIT_FOR(condition)                                    \
  G_STMT_START                                                 \
  {                                                            \
    gint64 end = g_get_monotonic_time () + PATIENCE_MS * 1000; \
    while (!(condition) && g_get_monotonic_time () < end)      \
      {                                                        \
        while (g_main_context_iteration (NULL, FALSE))         \
          ;                                                    \
        g_usleep (2000);                                       \
      }                                                        \
    g_assert_true (condition);                                 \
  }                                                            \
  G_STMT_END

void glass_stage_set_up (GlassStage *fixture, gconstpointer data);
void glass_stage_set_up_wizard (GlassStage *fixture, gconstpointer data);
void glass_stage_close (GlassStage *fixture);
void glass_stage_tear_down (GlassStage *fixture, gconstpointer data);

G_END_DECLS
