/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A session, for its own files alone: fr-mirror-session.c and -peer.c. */

#include "fr-kurento.h"
#include "fr-mirror-flow.h"
#include "fr-mirror-session.h"
#include "fr-mirror-wish.h"
#include "fr-peer.h"
#include "fr-stall.h"

G_BEGIN_DECLS

/**
 * FrMirrorSession:
 *
 * One look into a mirror, from the connection to the release: it carries offer, answer and
 * candidates between our peer and the media server, and watches the pictures. It lives on the main
 * context that was the thread's default when it was made.
 */
struct _FrMirrorSession
{
  GObject parent_instance;

  FrMirrorWish *wish;
  char *address;        /* of the server, when it is known  */
  GPtrArray *addresses; /* that it offers; ends with a NULL */
  FrMirrorSessionState state;
  GError *error;
  FrKurento *kurento;
  FrPeer *peer;
  FrMirrorFlow flow;
  GSource *clock;
  gint64 started_us;
  gint64 peer_us;     /* when the present peer was started */
  gboolean described; /* it has made an offer */
  gboolean connected; /* it has found a path  */
  gint64 closing_us;
  guint64 bytes; /* that earlier peers have received */
  FrStall stall;
};

/* fr-mirror-session.c */
void fr_mirror_session_set_state (FrMirrorSession *self, FrMirrorSessionState state);
void fr_mirror_session_fail (FrMirrorSession *self, const GError *error);
void fr_mirror_session_fail_with (FrMirrorSession *self, const char *sentence);

/* fr-mirror-session-peer.c */
gboolean fr_mirror_session_start_peer (FrMirrorSession *self);
void fr_mirror_session_stop_peer (FrMirrorSession *self);
void fr_mirror_session_take_answer (FrMirrorSession *self, const char *sdp);
void fr_mirror_session_take_candidate (FrMirrorSession *self, guint index, const char *text);
void fr_mirror_session_watch_picture (FrMirrorSession *self, gint64 now);

G_END_DECLS
