/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#include "fr-hat-filter.h"

G_BEGIN_DECLS

/**
 * FrLocalChain:
 *
 * The way of one medium through the media server: from RTP that came to RTP that goes back.
 */
typedef struct _FrLocalChain FrLocalChain;

typedef enum
{
  FR_LOCAL_COMING,
  FR_LOCAL_GOING,
  FR_LOCAL_WAYS,
} FrLocalWay;

FrLocalChain *fr_local_chain_new (GstElement *pipeline, GstElement *webrtc, int payload,
                                  FrHatFilter *filter, GError **error);
void fr_local_chain_free (FrLocalChain *self);
GstPad *fr_local_chain_get_entry (FrLocalChain *self);
void fr_local_chain_set_bitrate (FrLocalChain *self, guint bits_per_second);
gboolean fr_local_chain_look (FrLocalChain *self, FrLocalWay way);
gboolean fr_local_chain_is_flowing (FrLocalChain *self, FrLocalWay way);
void fr_local_chain_set_open (FrLocalChain *self, gboolean open);

G_END_DECLS
