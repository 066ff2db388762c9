/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>
#include <gst/sdp/sdp.h>

G_BEGIN_DECLS

typedef enum
{
  FR_FINGERPRINT_UNKNOWN, /* the other side has not shown a certificate yet     */
  FR_FINGERPRINT_SAME,
  FR_FINGERPRINT_OTHER, /* not the one that was announced, or none was announced */
} FrFingerprint;

FrFingerprint fr_fingerprint_compare (const GstSDPMessage *sdp, const char *pem);
char *fr_fingerprint_dup_certificate (GstElement *webrtcbin);

G_END_DECLS
