/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-mirror-meter.h"
#include "fr-mirror-session.h"
#include "fr-video-paintable.h"

G_BEGIN_DECLS

/**
 * FrMirrorNews:
 * @state: how it stands
 * @reached: how far it got, at most %FR_MIRROR_SESSION_ON
 * @error: (nullable): why it ended by itself
 * @has_own: whether the source has given a picture
 * @has_figures: whether there are @figures
 * @figures: the mirror in numbers
 * @pair: (nullable): the ICE candidates in use
 * @version: (nullable): of the media server
 * @addresses: (nullable): where the server waits for the picture
 *
 * What is known of a look, as of one moment.
 */
typedef struct
{
  FrMirrorSessionState state;
  FrMirrorSessionState reached;
  GError *error;
  gboolean has_own;
  gboolean has_figures;
  FrMirrorFigures figures;
  char *pair;
  char *version;
  char **addresses;
} FrMirrorNews;

#define FR_TYPE_MIRROR_LOOK (fr_mirror_look_get_type ())
G_DECLARE_FINAL_TYPE (FrMirrorLook, fr_mirror_look, FR, MIRROR_LOOK, GObject)

FrMirrorLook *fr_mirror_look_new (const FrMirrorWish *wish, FrVideoPaintable *own,
                                  FrVideoPaintable *mirror, int fd);
void fr_mirror_look_start (FrMirrorLook *self, guint patience_seconds);
void fr_mirror_look_close (FrMirrorLook *self);
void fr_mirror_look_snap (FrMirrorLook *self);
const FrMirrorNews *fr_mirror_look_get_news (FrMirrorLook *self);

G_END_DECLS
