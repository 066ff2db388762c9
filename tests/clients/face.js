/* SPDX-License-Identifier: GPL-3.0-or-later */
'use strict';

/* A camera for a browser whose own fake camera shows no face: one frame of a clip, on a canvas,
 * where it moves a little. Runs in the page before its scripts. */
function pretendCamera(frame) {
  if (!navigator.mediaDevices)
    return;

  const width = 640;
  const height = 480;
  const planes = Uint8Array.from(atob(frame), letter => letter.charCodeAt(0));
  const picture = new ImageData(width, height);

  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const half = (y >> 1) * (width / 2) + (x >> 1);
      const luma = planes[y * width + x];
      const blue = planes[width * height + half] - 128;
      const red = planes[width * height * 5 / 4 + half] - 128;

      picture.data.set([luma + 1.402 * red, luma - 0.344 * blue - 0.714 * red,
        luma + 1.772 * blue, 255], (y * width + x) * 4);
    }

  const [canvas, still] = [1, 2].map(() => Object.assign(document.createElement('canvas'),
    { width, height }));
  const context = canvas.getContext('2d');
  let count = 0;

  still.getContext('2d').putImageData(picture, 0, 0);
  setInterval(() => context.drawImage(still, Math.round(8 * Math.sin(count++ / 10)), 0), 33);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(30);
}

module.exports = { pretendCamera };
