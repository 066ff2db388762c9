/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

G_BEGIN_DECLS

/* The encoder of both sides: real time, one thread, a keyframe every two seconds. */
#define FR_WEBRTC_ENCODER                                                               \
  "vp8enc name=encoder deadline=1 cpu-used=16 threads=1 lag-in-frames=0 end-usage=cbr " \
  "keyframe-max-dist=60 static-threshold=100"
/* Loss shows as a request for a keyframe, not as a damaged picture. */
#define FR_WEBRTC_DEPAYLOADER "rtpvp8depay request-keyframe=true wait-for-keyframe=true"
/* How long the jitter buffer waits for a packet that is out of order, in milliseconds. */
#define FR_WEBRTC_LATENCY 20

/**
 * FrWebrtcNews:
 * @object: whom it is told
 * @index: a number
 * @text: (nullable): words
 */
typedef void (*FrWebrtcNews) (gpointer object, guint index, const char *text);

gboolean fr_webrtc_check_plugins (GError **error);
void fr_webrtc_warm (void);
void fr_webrtc_tune (GstElement *pipeline);
void fr_webrtc_stop (GstElement *pipeline);
void fr_webrtc_tune_ice (GstElement *webrtcbin, const char *address);
gboolean fr_webrtc_is_useful (const char *candidate);
void fr_webrtc_ask_keyframe (GstElement *element);
char *fr_webrtc_dup_candidate_pair (GstElement *webrtcbin);
void fr_webrtc_tell (GMainContext *context, gpointer object, FrWebrtcNews func, guint index,
                     char *text);

G_END_DECLS
