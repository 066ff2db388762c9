/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "fr-local-mirror.h"
#include "fr-local-objects.h"
#include "fr-local-sessions.h"

G_BEGIN_DECLS

/**
 * FrLocalCalls:
 *
 * What the media server does when it is called, apart from how the call came.
 */
typedef struct
{
  FrLocalObjects *objects;
  FrLocalSessions *sessions;
  char *address; /* where media is expected */
  guint first_media_port;
  guint last_media_port;
  char *server_id;
  SoupSession *web; /* that fetches images */
  GCancellable *leaving;
  gint64 asked_us; /* when the used processor time was asked for last */
  gint64 used_us;  /* and how much it was                             */
} FrLocalCalls;

FrLocalCalls *fr_local_calls_new (const FrLocalMirrorSettings *settings, FrLocalSend send);
void fr_local_calls_free (FrLocalCalls *self);
char *fr_local_calls_answer (FrLocalCalls *self, gpointer connection, JsonNode *message);
void fr_local_calls_sweep (FrLocalCalls *self, guint seconds);
JsonNode *fr_local_calls_run (FrLocalCalls *self, FrLocalSession *session, const char *method,
                              JsonObject *params, GError **error);
gboolean fr_local_calls_has_value (const char *method);
void fr_local_calls_drop (FrLocalCalls *self, FrLocalSession *session, gboolean all);

JsonNode *fr_local_invoke (FrLocalCalls *self, FrLocalObject *object, const char *operation,
                           JsonObject *params, GError **error);
JsonNode *fr_local_refuse_parameter (const char *name, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalCalls, fr_local_calls_free)

G_END_DECLS
