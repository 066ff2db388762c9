/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-face.h"

G_BEGIN_DECLS

/**
 * FrFaceThread:
 *
 * Looks for the face beside the stream of pictures, so that no picture waits for it.
 */
typedef struct _FrFaceThread FrFaceThread;

FrFaceThread *fr_face_thread_new (GError **error);
void fr_face_thread_free (FrFaceThread *self);
void fr_face_thread_show (FrFaceThread *self, const guint8 *luma, int width, int height,
                          int stride);
gboolean fr_face_thread_get (FrFaceThread *self, FrBox *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrFaceThread, fr_face_thread_free)

G_END_DECLS
