/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/video/video.h>

G_BEGIN_DECLS

#define FR_TYPE_PEER (fr_peer_get_type ())
G_DECLARE_FINAL_TYPE (FrPeer, fr_peer, FR, PEER, GObject)

/**
 * FrPeerFrame:
 * @frame: an I420 picture; one that is to be sent may be written to
 *
 * Called on a streaming thread.
 */
typedef void (*FrPeerFrame) (GstVideoFrame *frame, gpointer data);

FrPeer *fr_peer_new (GstElement *source, guint width, guint height, guint kbps,
                     const char *address);
void fr_peer_set_frame_funcs (FrPeer *self, FrPeerFrame sent, FrPeerFrame received, gpointer data);
gboolean fr_peer_start (FrPeer *self, GError **error);
void fr_peer_stop (FrPeer *self);
void fr_peer_take_answer (FrPeer *self, const char *sdp);
void fr_peer_take_candidate (FrPeer *self, guint index, const char *candidate);
void fr_peer_ask_keyframe (FrPeer *self);
gint64 fr_peer_get_last_sent (FrPeer *self);
char *fr_peer_dup_candidate_pair (FrPeer *self);
guint64 fr_peer_get_bytes_received (FrPeer *self);

G_END_DECLS
