/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One way through VP8: the encoder of the product and a decoder, picture by picture. */
typedef struct _TestCodec TestCodec;

TestCodec *test_codec_new (int width, int height, guint kbps);
void test_codec_free (TestCodec *self);
void test_codec_pass (TestCodec *self, guint8 *i420);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCodec, test_codec_free)

G_END_DECLS
