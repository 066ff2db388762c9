/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gst/gst.h>

#include "fr-hat-verdict.h"
#include "fr-hat.h"

G_BEGIN_DECLS

/* What happens to the pictures that come. */
typedef enum
{
  FR_HAT_FILTER_SILENT, /* nothing goes back        */
  FR_HAT_FILTER_ECHO,   /* they go back as they are */
  FR_HAT_FILTER_HAT,    /* with the hat             */
} FrHatFilterMode;

/**
 * FrHatFilter:
 *
 * Puts the hat on the pictures of one stream. May be told from another thread than the one
 * that streams.
 */
typedef struct _FrHatFilter FrHatFilter;

FrHatFilter *fr_hat_filter_new (void);
void fr_hat_filter_free (FrHatFilter *self);
GstBuffer *fr_hat_filter_process (FrHatFilter *self, GstBuffer *buffer, GstCaps *caps);
void fr_hat_filter_set_mode (FrHatFilter *self, FrHatFilterMode mode);
void fr_hat_filter_set_image (FrHatFilter *self, GBytes *image, const FrHatPlace *place);
guint fr_hat_filter_get_count (FrHatFilter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrHatFilter, fr_hat_filter_free)

G_END_DECLS
