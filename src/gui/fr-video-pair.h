/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-video-view.h"

G_BEGIN_DECLS

#define FR_TYPE_VIDEO_PAIR (fr_video_pair_get_type ())
G_DECLARE_FINAL_TYPE (FrVideoPair, fr_video_pair, FR, VIDEO_PAIR, GtkWidget)

FrVideoView *fr_video_pair_get_own (FrVideoPair *self);
FrVideoView *fr_video_pair_get_mirror (FrVideoPair *self);
gboolean fr_video_pair_get_narrow (FrVideoPair *self);
void fr_video_pair_fail (FrVideoPair *self, const char *icon, const char *title, const char *text,
                         const char *cure);
void fr_video_pair_mend (FrVideoPair *self);

G_END_DECLS
