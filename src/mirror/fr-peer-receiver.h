/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-peer.h"

G_BEGIN_DECLS

/**
 * FrPeerReceiver:
 * @width: of the pictures it gives, in pixels
 * @height: likewise
 * @func: (nullable): for each picture, on a streaming thread
 * @data: for @func
 * @knock: told of each picture that comes before the receiver is open
 * @owner: for @knock
 * @open: whether pictures are handed out; atomically
 * @bytes: of RTP that have come; atomically
 * @frames: the sink; atomically, and owned by the pipeline
 *
 * What comes back: from RTP to pictures.
 */
typedef struct
{
  guint width;
  guint height;
  FrPeerFrame func;
  gpointer data;
  void (*knock) (gpointer owner);
  gpointer owner;
  int open;
  guint64 bytes;
  GstElement *frames;
} FrPeerReceiver;

gboolean fr_peer_receiver_link (FrPeerReceiver *self, GstBin *pipeline, GstPad *pad,
                                GError **error);
void fr_peer_receiver_open (FrPeerReceiver *self);
gboolean fr_peer_receiver_is_open (FrPeerReceiver *self);
void fr_peer_receiver_ask_keyframe (FrPeerReceiver *self);
guint64 fr_peer_receiver_get_bytes (FrPeerReceiver *self);
void fr_peer_receiver_stop (FrPeerReceiver *self);

G_END_DECLS
