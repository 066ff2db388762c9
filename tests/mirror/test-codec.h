/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One way through VP8: the encoder of the product and a decoder, picture by picture. With @shrink
 * 2, pictures are half as wide and high on the way, as Kurento's encoder may make them. */
typedef struct _TestCodec TestCodec;

TestCodec *test_codec_new (int width, int height, guint kbps, int shrink);
void test_codec_free (TestCodec *self);
void test_codec_pass (TestCodec *self, guint8 *i420);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestCodec, test_codec_free)

G_END_DECLS
