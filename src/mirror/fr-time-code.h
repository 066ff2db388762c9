/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Blocks of 16x16 on the macroblock grid of VP8, in the bottom row from the left. */
#define FR_TIME_CODE_BLOCK 16
#define FR_TIME_CODE_BITS 11
#define FR_TIME_CODE_BLOCKS (FR_TIME_CODE_BITS + 3)
#define FR_TIME_CODE_IDS (1 << FR_TIME_CODE_BITS)
#define FR_TIME_CODE_WIDTH (FR_TIME_CODE_BLOCKS * FR_TIME_CODE_BLOCK)

void fr_time_code_write (guint8 *luma, int width, int height, int stride, guint id);
int fr_time_code_read (const guint8 *luma, int width, int height, int stride);

G_END_DECLS
