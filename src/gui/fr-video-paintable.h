/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define FR_TYPE_VIDEO_PAINTABLE (fr_video_paintable_get_type ())
G_DECLARE_FINAL_TYPE (FrVideoPaintable, fr_video_paintable, FR, VIDEO_PAINTABLE, GObject)

FrVideoPaintable *fr_video_paintable_new (guint every, gboolean flipped);
void fr_video_paintable_set_size (FrVideoPaintable *self, int width, int height);
void fr_video_paintable_feed (FrVideoPaintable *self, const guint8 *const planes[3],
                              const int strides[3], int width, int height);
void fr_video_paintable_expect (FrVideoPaintable *self);
GdkTexture *fr_video_paintable_get_texture (FrVideoPaintable *self);
guint fr_video_paintable_count (FrVideoPaintable *self);
gint64 fr_video_paintable_get_first (FrVideoPaintable *self);

G_END_DECLS
