/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-peer.h"

G_BEGIN_DECLS

/**
 * FrPeerSource:
 * @element: what gives the pictures; owned by its peer
 * @func: (nullable): for each picture, on a streaming thread
 * @data: for @func
 * @ended: told, on a streaming thread, that no picture will follow
 * @owner: for @ended
 * @last_us: monotonic time of the last picture; atomically, 0 before the first
 *
 * What goes: the pictures of a source before they are encoded, and their end.
 */
typedef struct
{
  GstElement *element;
  FrPeerFrame func;
  gpointer data;
  void (*ended) (gpointer owner);
  gpointer owner;
  gint64 last_us;
} FrPeerSource;

void fr_peer_source_watch (FrPeerSource *self, GstPad *pad);
gint64 fr_peer_source_get_last (FrPeerSource *self);
const char *fr_peer_source_get_end (void);
char *fr_peer_source_explain (FrPeerSource *self, GstMessage *message, guint *code);

G_END_DECLS
