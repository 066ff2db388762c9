/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrBox:
 *
 * A rectangle in pixels, from the upper left corner of the picture.
 */
typedef struct
{
  int x;
  int y;
  int width;
  int height;
} FrBox;

/**
 * FrFaceFinder:
 *
 * Finds one face in a sequence of pictures. Belongs to one thread at a time.
 */
typedef struct _FrFaceFinder FrFaceFinder;

FrFaceFinder *fr_face_finder_new (GError **error);
FrFaceFinder *fr_face_finder_new_for_file (const char *path, GError **error);
void fr_face_finder_free (FrFaceFinder *self);
gboolean fr_face_finder_search (FrFaceFinder *self, const guint8 *luma, int width, int height,
                                int stride, FrBox *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrFaceFinder, fr_face_finder_free)

G_END_DECLS
