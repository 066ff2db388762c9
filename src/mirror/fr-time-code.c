/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-time-code.h"

#include <string.h>

#define WHITE 235
#define BLACK 16
#define LEAST_CONTRAST 60

/* The bits from the left: white, black, the Gray code with its lowest bit first, parity. In
 * Gray code neighbours differ in one bit, so a block caught in change is off by one frame. */
static guint
bits_of (guint id)
{
  guint gray = (id ^ (id >> 1)) & (FR_TIME_CODE_IDS - 1);
  guint parity = (guint) __builtin_popcount (gray) & 1;

  return 1 | gray << 2 | parity << (FR_TIME_CODE_BLOCKS - 1);
}

static int
row_of (int height)
{
  return height / FR_TIME_CODE_BLOCK * FR_TIME_CODE_BLOCK - FR_TIME_CODE_BLOCK;
}

static gboolean
has_room (int width, int height)
{
  return width >= FR_TIME_CODE_WIDTH && height >= FR_TIME_CODE_BLOCK;
}

/**
 * fr_time_code_write:
 * @luma: the Y plane of a picture
 * @width: its width in pixels
 * @height: its height in pixels
 * @stride: bytes from row to row
 * @id: number of the frame, taken modulo %FR_TIME_CODE_IDS
 *
 * Stamps the picture along its lower edge. A picture narrower than %FR_TIME_CODE_WIDTH stays
 * as it is.
 */
void
fr_time_code_write (guint8 *luma, int width, int height, int stride, guint id)
{
  guint bits = bits_of (id % FR_TIME_CODE_IDS);

  g_return_if_fail (luma != NULL);

  if (!has_room (width, height))
    return;

  for (int y = row_of (height); y < row_of (height) + FR_TIME_CODE_BLOCK; y++)
    for (int block = 0; block < FR_TIME_CODE_BLOCKS; block++)
      memset (luma + y * stride + block * FR_TIME_CODE_BLOCK, bits >> block & 1 ? WHITE : BLACK,
              FR_TIME_CODE_BLOCK);
}

/* The mean of the inner 8x8: the rim of a block takes colour from its neighbours. */
static int
mean_of (const guint8 *luma, int height, int stride, int block)
{
  const guint8 *corner = luma + (row_of (height) + 4) * stride + block * FR_TIME_CODE_BLOCK + 4;
  int sum = 0;

  for (int y = 0; y < 8; y++)
    for (int x = 0; x < 8; x++)
      sum += corner[y * stride + x];

  return sum / 64;
}

/**
 * fr_time_code_read:
 * @luma: the Y plane of a picture
 * @width: its width in pixels
 * @height: its height in pixels
 * @stride: bytes from row to row
 *
 * Returns: the number that was stamped, or -1 when there is none or it is damaged
 */
int
fr_time_code_read (const guint8 *luma, int width, int height, int stride)
{
  int white, black;
  guint gray = 0;
  guint id;

  g_return_val_if_fail (luma != NULL, -1);

  if (!has_room (width, height))
    return -1;

  white = mean_of (luma, height, stride, 0);
  black = mean_of (luma, height, stride, 1);
  if (white - black < LEAST_CONTRAST)
    return -1;

  for (int bit = 0; bit < FR_TIME_CODE_BITS; bit++)
    if (mean_of (luma, height, stride, bit + 2) > (white + black) / 2)
      gray |= 1u << bit;

  if ((mean_of (luma, height, stride, FR_TIME_CODE_BLOCKS - 1) > (white + black) / 2) !=
      (__builtin_popcount (gray) & 1))
    return -1;

  id = gray;
  for (guint shift = 1; shift < FR_TIME_CODE_BITS; shift <<= 1)
    id ^= id >> shift;

  return (int) id;
}
