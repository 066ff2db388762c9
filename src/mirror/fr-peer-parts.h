/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/sdp/sdp.h>

#include "fr-peer.h"

G_BEGIN_DECLS

GstElement *fr_peer_make_webrtc (void);
char *fr_peer_dup_state (GstElement *webrtcbin);
GstElement *fr_peer_make_sender (guint kbps, GError **error);
void fr_peer_force_keyframe (GstPad *exit);
void fr_peer_explain_start (GstBus *bus, GError **error);
void fr_peer_show_frame (GstBuffer *buffer, GstCaps *caps, GstMapFlags flags, FrPeerFrame func,
                         gpointer data);
GstSDPMessage *fr_peer_read_answer (const char *sdp, GError **error);
gboolean fr_peer_set_answer (GstElement *webrtcbin, const GstSDPMessage *answer, GError **error);

G_END_DECLS
