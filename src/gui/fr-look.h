/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-mirror-meter.h"
#include "fr-mirror-session.h"
#include "fr-video-paintable.h"

G_BEGIN_DECLS

#define FR_TYPE_LOOK (fr_look_get_type ())
G_DECLARE_FINAL_TYPE (FrLook, fr_look, FR, LOOK, GObject)

FrLook *fr_look_new (const FrMirrorWish *wish, FrVideoPaintable *own, FrVideoPaintable *mirror);
void fr_look_start (FrLook *self, guint patience_seconds);
void fr_look_close (FrLook *self);
void fr_look_snap (FrLook *self);
FrMirrorSessionState fr_look_get_state (FrLook *self);
FrMirrorSessionState fr_look_get_reached (FrLook *self);
const GError *fr_look_get_error (FrLook *self);
const FrMirrorFigures *fr_look_get_figures (FrLook *self);
const char *fr_look_get_pair (FrLook *self);
const char *fr_look_get_version (FrLook *self);
const char *const *fr_look_get_addresses (FrLook *self);
gboolean fr_look_has_own (FrLook *self);

G_END_DECLS
