/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "fr-face.h"

G_BEGIN_DECLS

/**
 * FrHat:
 *
 * An image that is laid over pictures. Belongs to one thread at a time.
 */
typedef struct _FrHat FrHat;

FrHat *fr_hat_new (const guint8 *data, gsize length, GError **error);
FrHat *fr_hat_new_default (GError **error);
GBytes *fr_hat_load_default (GError **error);
void fr_hat_free (FrHat *self);
void fr_hat_put (FrHat *self, guint8 *const planes[3], const int strides[3], int width, int height,
                 const FrBox *box);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrHat, fr_hat_free)

G_END_DECLS
