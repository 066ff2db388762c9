/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-mirror-script.h"

G_BEGIN_DECLS

/* The picture that is sent when nobody asks for another. */
#define FR_MIRROR_WIDTH 640
#define FR_MIRROR_HEIGHT 480
#define FR_MIRROR_KBPS 1500

void fr_mirror_wish_init (FrMirrorWish *wish, const char *uri, const char *pin);
gboolean fr_mirror_wish_check (const FrMirrorWish *wish, GError **error);
FrMirrorWish *fr_mirror_wish_copy (const FrMirrorWish *wish);
void fr_mirror_wish_free (FrMirrorWish *self);
char *fr_mirror_wish_find_address (const FrMirrorWish *wish);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrMirrorWish, fr_mirror_wish_free)

G_END_DECLS
