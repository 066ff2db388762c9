/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-face.h"

G_BEGIN_DECLS

#define FR_HAT_CELL 8

/**
 * FrHatGrid:
 *
 * The means of the three planes of a picture over cells of 8x8 pixels, without the two
 * lowest rows, where the time code is.
 */
typedef struct
{
  int columns;
  int rows;
  guint8 *means[3];
} FrHatGrid;

typedef enum
{
  FR_HAT_NONE,   /* the picture came back as it was sent       */
  FR_HAT_SEEN,   /* something lies where a hat belongs         */
  FR_HAT_BROKEN, /* it is not the picture that was sent        */
} FrHatVerdict;

/**
 * FrHatPlace:
 *
 * The rectangle of the hat in widths and heights of the face, from the upper left corner of the
 * face, down and to the right: the four numbers of Kurento's FaceOverlayFilter.
 */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} FrHatPlace;

/* That of Kurento's own magic mirror. */
extern const FrHatPlace fr_hat_place;

FrHatGrid *fr_hat_grid_new (const guint8 *const planes[3], const int strides[3], int width,
                            int height);
void fr_hat_grid_free (FrHatGrid *self);
FrHatVerdict fr_hat_judge (const FrHatGrid *sent, const FrHatGrid *received, const FrBox *face,
                           const FrHatPlace *place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrHatGrid, fr_hat_grid_free)

G_END_DECLS
