/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-video-paintable.h"

G_BEGIN_DECLS

#define FR_TYPE_VIDEO_SCREEN (fr_video_screen_get_type ())
G_DECLARE_FINAL_TYPE (FrVideoScreen, fr_video_screen, FR, VIDEO_SCREEN, GtkWindow)

GtkWidget *fr_video_screen_new (GtkWindow *parent, FrVideoPaintable *paintable);

G_END_DECLS
