/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-face.h"

G_BEGIN_DECLS

/**
 * FrTestPicture:
 *
 * A drawn face that moves in a calm room, for whoever has no camera.
 */
typedef struct _FrTestPicture FrTestPicture;

FrTestPicture *fr_test_picture_new (int width, int height, GError **error);
void fr_test_picture_free (FrTestPicture *self);
void fr_test_picture_draw (FrTestPicture *self, guint frame, guint8 *i420);
void fr_test_picture_get_face (FrTestPicture *self, guint frame, FrBox *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrTestPicture, fr_test_picture_free)

G_END_DECLS
