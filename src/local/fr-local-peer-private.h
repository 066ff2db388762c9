/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#include "fr-local-peer.h"

G_BEGIN_DECLS

/**
 * FrLocalPeer:
 *
 * The media server's end of one peer connection: it answers an offer, decodes the pictures
 * that come, puts a hat on the face, and sends them back. Its signals are emitted on the main
 * context that was the thread's default when it was made.
 */
struct _FrLocalPeer
{
  GObject parent_instance;

  GMainContext *context;
  GstElement *pipeline;
  GstElement *webrtc;
  FrLocalChain *chains[2]; /* one per m-line that we take: video, audio */
  char *address;
  guint first_port;
  guint last_port;
  char *offer;
  char *answer;
  char **mids; /* names of the offer's m-lines */
  gboolean gathering;
  GPtrArray *held; /* candidates that were found before we were asked for them; Held */

  FrHatFilter *filter;
  gboolean audio; /* whether sound goes back */
  guint bits_per_second;
  GSource *bus_source;
  GSource *look_source;
};

void fr_local_peer_hold (FrLocalPeer *self);
void fr_local_peer_listen (FrLocalPeer *self);
void fr_local_peer_ignore (FrLocalPeer *self);

G_END_DECLS
