/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-hat-filter.h"
#include "fr-local-chain.h"

G_BEGIN_DECLS

#define FR_TYPE_LOCAL_PEER (fr_local_peer_get_type ())
G_DECLARE_FINAL_TYPE (FrLocalPeer, fr_local_peer, FR, LOCAL_PEER, GObject)

FrLocalPeer *fr_local_peer_new (const char *address, guint first_port, guint last_port);
char *fr_local_peer_process_offer (FrLocalPeer *self, const char *offer, GError **error);
void fr_local_peer_gather (FrLocalPeer *self);
void fr_local_peer_take_candidate (FrLocalPeer *self, guint index, const char *candidate);
void fr_local_peer_set_audio (FrLocalPeer *self, gboolean audio);
void fr_local_peer_set_bitrate (FrLocalPeer *self, guint bits_per_second);
FrHatFilter *fr_local_peer_get_filter (FrLocalPeer *self);
gboolean fr_local_peer_is_flowing (FrLocalPeer *self, gboolean audio, FrLocalWay way);
char **fr_local_peer_dup_pair (FrLocalPeer *self);
const char *fr_local_peer_get_mid (FrLocalPeer *self, guint index);
const char *fr_local_peer_get_offer (FrLocalPeer *self);
const char *fr_local_peer_get_answer (FrLocalPeer *self);
void fr_local_peer_stop (FrLocalPeer *self);

G_END_DECLS
