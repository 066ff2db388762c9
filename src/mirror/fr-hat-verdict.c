/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-hat-verdict.h"

#include <stdlib.h>
#include <string.h>

#define CODE_ROWS 2
#define CHANGED_ABOVE 16
#define LEAST_CELLS 24

/* By how much the place of the hat is widened on each side: the server finds the face in
 * another picture than we do. */
#define MARGIN 0.2

const FrHatPlace fr_hat_place = { -0.35, -1.2, 1.6, 1.6 };

typedef struct
{
  int cells;
  int on_head;
  int left, top, right, bottom; /* of its box; right and bottom just outside */
} Blob;

static guint8
mean_of_cell (const guint8 *plane, int stride, int size)
{
  guint sum = 0;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      sum += plane[y * stride + x];

  return (guint8) (sum / (guint) (size * size));
}

/**
 * fr_hat_grid_new:
 * @planes: Y, U and V of an I420 picture
 * @strides: bytes from row to row of each
 * @width: in pixels
 * @height: in pixels
 *
 * Returns: (transfer full): its means
 */
FrHatGrid *
fr_hat_grid_new (const guint8 *const planes[3], const int strides[3], int width, int height)
{
  FrHatGrid *self = g_new0 (FrHatGrid, 1);

  self->columns = width / FR_HAT_CELL;
  self->rows = MAX (0, height / FR_HAT_CELL - CODE_ROWS);

  for (int plane = 0; plane < 3; plane++)
    {
      int size = plane == 0 ? FR_HAT_CELL : FR_HAT_CELL / 2;

      self->means[plane] = g_malloc0 ((gsize) self->columns * self->rows + 1);
      for (int row = 0; row < self->rows; row++)
        for (int column = 0; column < self->columns; column++)
          self->means[plane][row * self->columns + column] = mean_of_cell (
            planes[plane] + row * size * strides[plane] + column * size, strides[plane], size);
    }

  return self;
}

/**
 * fr_hat_grid_free:
 * @self: (nullable):
 */
void
fr_hat_grid_free (FrHatGrid *self)
{
  if (self == NULL)
    return;

  for (int plane = 0; plane < 3; plane++)
    g_free (self->means[plane]);
  g_free (self);
}

/* The median of differences between two bytes, by counting them. */
static int
find_median (const int *difference, int n)
{
  int counts[511] = { 0 };
  int below = 0;
  int value = -255;

  for (int i = 0; i < n; i++)
    counts[difference[i] + 255]++;
  while (value < 255 && (below += counts[value + 255]) <= n / 2)
    value++;

  return value;
}

/* How much each cell has changed: the largest difference of its planes, after taking away the
 * median of the plane, so that a picture made brighter as a whole has not changed. */
static int *
measure_change (const FrHatGrid *sent, const FrHatGrid *received)
{
  int n = sent->columns * sent->rows;
  int *change = g_new0 (int, n);
  g_autofree int *difference = g_new (int, n);

  for (int plane = 0; plane < 3; plane++)
    {
      int median;

      for (int i = 0; i < n; i++)
        difference[i] = received->means[plane][i] - sent->means[plane][i];
      median = find_median (difference, n);
      for (int i = 0; i < n; i++)
        change[i] = MAX (change[i], ABS (difference[i] - median));
    }

  return change;
}

/* Opening by 2x2: a cell stays if it belongs to a square of four that have all changed. */
static guint8 *
open_changed (const int *change, int columns, int rows)
{
  guint8 *opened = g_malloc0 ((gsize) columns * rows);

  for (int y = 0; y + 1 < rows; y++)
    for (int x = 0; x + 1 < columns; x++)
      {
        int i = y * columns + x;

        if (change[i] > CHANGED_ABOVE && change[i + 1] > CHANGED_ABOVE &&
            change[i + columns] > CHANGED_ABOVE && change[i + columns + 1] > CHANGED_ABOVE)
          opened[i] = opened[i + 1] = opened[i + columns] = opened[i + columns + 1] = 1;
      }

  return opened;
}

/* Whether the middle of a cell lies within @head. */
static gboolean
is_within (const FrBox *head, int x, int y)
{
  int middle_x = x * FR_HAT_CELL + FR_HAT_CELL / 2;
  int middle_y = y * FR_HAT_CELL + FR_HAT_CELL / 2;

  return middle_x >= head->x && middle_x < head->x + head->width && middle_y >= head->y &&
         middle_y < head->y + head->height;
}

/* Takes the blob that cell @start belongs to out of @cells. */
static Blob
take_blob (guint8 *cells, int columns, int rows, int start, int *stack, const FrBox *head)
{
  Blob blob = { .left = columns, .top = rows };
  int depth = 0;

  stack[depth++] = start;
  cells[start] = 0;
  while (depth > 0)
    {
      int i = stack[--depth];
      int x = i % columns;
      int y = i / columns;
      const int near[] = { x > 0 ? i - 1 : -1, x + 1 < columns ? i + 1 : -1, i - columns,
                           i + columns };

      blob.cells++;
      blob.on_head += is_within (head, x, y);
      blob.left = MIN (blob.left, x);
      blob.top = MIN (blob.top, y);
      blob.right = MAX (blob.right, x + 1);
      blob.bottom = MAX (blob.bottom, y + 1);

      for (guint n = 0; n < G_N_ELEMENTS (near); n++)
        if (near[n] >= 0 && near[n] < columns * rows && cells[near[n]])
          {
            cells[near[n]] = 0;
            stack[depth++] = near[n];
          }
    }

  return blob;
}

static Blob
find_largest (const guint8 *opened, int columns, int rows, const FrBox *head)
{
  int n = columns * rows;
  g_autofree guint8 *cells = g_memdup2 (opened, (gsize) n);
  g_autofree int *stack = g_new (int, n);
  Blob best = { 0 };

  for (int i = 0; i < n; i++)
    if (cells[i])
      {
        Blob blob = take_blob (cells, columns, rows, i, stack, head);

        if (blob.cells > best.cells)
          best = blob;
      }

  return best;
}

/* The mean change outside of the blob's box, and how many cells have changed there. */
static double
mean_outside (const int *change, int columns, int rows, const Blob *blob, int *changed)
{
  gint64 sum = 0;
  int n = 0;

  *changed = 0;
  for (int y = 0; y < rows; y++)
    for (int x = 0; x < columns; x++)
      {
        if (x >= blob->left && x < blob->right && y >= blob->top && y < blob->bottom)
          continue;

        n++;
        sum += change[y * columns + x];
        *changed += change[y * columns + x] > CHANGED_ABOVE;
      }

  return n > 0 ? (double) sum / n : 0;
}

/* Where a hat on @face would be, and a little more. */
static FrBox
widen (const FrBox *face, const FrHatPlace *place)
{
  double left = face->x + face->width * (place->x - MARGIN * place->width);
  double top = face->y + face->height * (place->y - MARGIN * place->height);
  FrBox head = { (int) left, (int) top, (int) (face->width * place->width * (1 + 2 * MARGIN)),
                 (int) (face->height * place->height * (1 + 2 * MARGIN)) };

  return head;
}

/**
 * fr_hat_judge:
 * @sent: the picture as it was sent
 * @received: the picture with the same time code as it came back
 * @face: (nullable): where the face is in the sent picture, in pixels
 * @place: where the hat was asked for
 *
 * Compares the two. A hat is one compact thing that lies where a hat on @face would be, in a
 * picture that is otherwise the one that was sent; a mere echo has none.
 *
 * Returns: the verdict on this frame
 */
FrHatVerdict
fr_hat_judge (const FrHatGrid *sent, const FrHatGrid *received, const FrBox *face,
              const FrHatPlace *place)
{
  g_autofree int *change = NULL;
  g_autofree guint8 *opened = NULL;
  int columns, rows, changed, box;
  FrBox head = { 0 };
  Blob blob;

  g_return_val_if_fail (sent != NULL && received != NULL && place != NULL, FR_HAT_BROKEN);

  columns = sent->columns;
  rows = sent->rows;
  if (received->columns != columns || received->rows != rows || columns * rows == 0)
    return FR_HAT_BROKEN;

  change = measure_change (sent, received);
  opened = open_changed (change, columns, rows);
  if (face != NULL)
    head = widen (face, place);
  blob = find_largest (opened, columns, rows, &head);

  /* A change that spans half the picture is no hat, and leaves little outside to measure. */
  box = (blob.right - blob.left) * (blob.bottom - blob.top);
  if (box * 100 >= columns * rows * 45 ||
      mean_outside (change, columns, rows, &blob, &changed) >= 6)
    return FR_HAT_BROKEN;

  if (face == NULL || blob.cells < LEAST_CELLS || blob.cells * 100 < box * 35 ||
      changed * 4 > blob.cells || blob.on_head * 100 < blob.cells * 60)
    return FR_HAT_NONE;

  return FR_HAT_SEEN;
}
