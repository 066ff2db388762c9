/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-mirror-meter.h"
#include "fr-mirror-session.h"
#include "fr-video-paintable.h"

G_BEGIN_DECLS

#define FR_TYPE_MIRROR_LOOK (fr_mirror_look_get_type ())
G_DECLARE_FINAL_TYPE (FrMirrorLook, fr_mirror_look, FR, MIRROR_LOOK, GObject)

FrMirrorLook *fr_mirror_look_new (const FrMirrorWish *wish, FrVideoPaintable *own,
                                  FrVideoPaintable *mirror);
void fr_mirror_look_start (FrMirrorLook *self, guint patience_seconds);
void fr_mirror_look_close (FrMirrorLook *self);
void fr_mirror_look_snap (FrMirrorLook *self);
FrMirrorSessionState fr_mirror_look_get_state (FrMirrorLook *self);
FrMirrorSessionState fr_mirror_look_get_reached (FrMirrorLook *self);
const GError *fr_mirror_look_get_error (FrMirrorLook *self);
const FrMirrorFigures *fr_mirror_look_get_figures (FrMirrorLook *self);
const char *fr_mirror_look_get_pair (FrMirrorLook *self);
const char *fr_mirror_look_get_version (FrMirrorLook *self);
const char *const *fr_mirror_look_get_addresses (FrMirrorLook *self);
gboolean fr_mirror_look_has_own (FrMirrorLook *self);

G_END_DECLS
