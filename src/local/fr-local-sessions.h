/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * FrLocalSession:
 *
 * What the media server knows of one client, beyond the life of its connection.
 */
typedef struct
{
  char *id;
  gpointer connection;       /* the one that is open, or NULL      */
  gint64 left_us;            /* monotonic: since when there is none */
  GHashTable *subscriptions; /* id to "object\ntype"               */
  GHashTable *objects;       /* ids of those it made or used        */
} FrLocalSession;

typedef void (*FrLocalSend) (gpointer connection, const char *text);

typedef struct _FrLocalSessions FrLocalSessions;

FrLocalSessions *fr_local_sessions_new (FrLocalSend send);
void fr_local_sessions_free (FrLocalSessions *self);
FrLocalSession *fr_local_sessions_add (FrLocalSessions *self, gpointer connection);
FrLocalSession *fr_local_sessions_find (FrLocalSessions *self, const char *id);
FrLocalSession *fr_local_sessions_find_by_connection (FrLocalSessions *self, gpointer connection);
void fr_local_sessions_bind (FrLocalSessions *self, FrLocalSession *session, gpointer connection);
void fr_local_sessions_leave (FrLocalSessions *self, gpointer connection);
void fr_local_sessions_remove (FrLocalSessions *self, FrLocalSession *session);
GPtrArray *fr_local_sessions_list (FrLocalSessions *self);
gboolean fr_local_sessions_uses (FrLocalSessions *self, const char *object);
gboolean fr_local_event_exists (const char *type);
const char *fr_local_sessions_subscribe (FrLocalSession *session, const char *object,
                                         const char *type);
void fr_local_sessions_emit (FrLocalSessions *self, const char *object, const char *type,
                             JsonObject *data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrLocalSessions, fr_local_sessions_free)

G_END_DECLS
