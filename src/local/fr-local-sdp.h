/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>
#define GST_USE_UNSTABLE_API
#include <gst/webrtc/webrtc.h>

G_BEGIN_DECLS

int fr_local_sdp_find_payload (const GstSDPMedia *media, const char *codec);
char **fr_local_sdp_read_mids (const GstSDPMessage *message);
char *fr_local_sdp_answer (GstElement *webrtc, GstWebRTCSessionDescription *offer);

G_END_DECLS
