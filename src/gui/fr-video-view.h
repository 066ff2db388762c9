/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "fr-video-paintable.h"

G_BEGIN_DECLS

#define FR_TYPE_VIDEO_VIEW (fr_video_view_get_type ())
G_DECLARE_FINAL_TYPE (FrVideoView, fr_video_view, FR, VIDEO_VIEW, GtkWidget)

void fr_video_view_set_paintable (FrVideoView *self, FrVideoPaintable *paintable);
void fr_video_view_set_dimmed (FrVideoView *self, gboolean dimmed);
void fr_video_view_set_tagged (FrVideoView *self, gboolean tagged);
void fr_video_view_set_waiting (FrVideoView *self, const char *text);

G_END_DECLS
