/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* What is to be seen in a picture: a face, a hat above it, a time code. */

/* The skin of data/face.svg is light, and its red, green and blue fall by even steps. */
function isSkin(red, green, blue) {
  return red > 150 && red - green > 15 && red - green < 75 && green - blue > 10 &&
    green - blue < 65;
}

/* The felt of data/hat.svg, from #4a2466 to #9141ac. */
function isFelt(red, green, blue) {
  return red - green > 18 && blue - red > 8 && blue - green > 35;
}

/* Its ribbon, from #c88800 to #f8e45c. */
function isRibbon(red, green, blue) {
  return red > 140 && green > 90 && green - blue > 75;
}

/* Middle of the pixels of one colour. */
class Spot {
  constructor() {
    this.count = 0;
    this.x = 0;
    this.y = 0;
  }

  add(x, y) {
    this.count++;
    this.x += (x - this.x) / this.count;
    this.y += (y - this.y) / this.count;
  }
}

/* Looks at every second pixel of every second row. */
function lookAt({ data, width, height }) {
  const skin = new Spot();
  const felt = new Spot();
  const ribbon = new Spot();

  for (let y = 0; y < height; y += 2)
    for (let x = 0; x < width; x += 2) {
      const i = (y * width + x) * 4;
      const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];

      if (isFelt(red, green, blue))
        felt.add(x, y);
      else if (isRibbon(red, green, blue))
        ribbon.add(x, y);
      else if (isSkin(red, green, blue))
        skin.add(x, y);
    }

  return {
    face: skin.count > 800,
    faceX: Math.round(skin.x),
    hat: felt.count > 800 && ribbon.count > 100 && felt.y < skin.y - 40 &&
      ribbon.y < skin.y - 40 && Math.abs(felt.x - skin.x) < 60,
    felt: felt.count,
    ribbon: ribbon.count,
    skin: skin.count,
  };
}

/* The number that src/mirror/fr-time-code.c has stamped on a frame, or -1. */
function readTimeCode(luma, stride, height) {
  const row = Math.floor(height / 16) * 16 - 16;
  const mean = block => {
    let sum = 0;

    for (let y = row + 4; y < row + 12; y++)
      for (let x = block * 16 + 4; x < block * 16 + 12; x++)
        sum += luma[y * stride + x];

    return sum / 64;
  };
  const [white, black] = [mean(0), mean(1)];
  let id = 0;
  let ones = 0;

  if (white - black < 60)
    return -1;
  for (let bit = 0; bit < 11; bit++)
    if (mean(bit + 2) > (white + black) / 2) {
      id |= 1 << bit;
      ones++;
    }
  if ((mean(13) > (white + black) / 2) !== (ones % 2 === 1))
    return -1;
  for (let shift = 1; shift < 11; shift <<= 1)
    id ^= id >> shift;

  return id;
}
