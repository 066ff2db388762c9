/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-heads.h"

#include <glib/gi18n-lib.h>

#define STEP_X 24
#define STEP_Y 24
#define TIGHT 21 /* before the last of a row goes into a row of its own */
#define LEAST 24 /* people that are always drawn, to compare with */
#define MOST 96  /* more than that nobody counts                  */

/**
 * FrHeads:
 *
 * A number of people, drawn: so many in the accent colour, those for whom there is no room in
 * a quiet one. As many rows as the width needs.
 */
struct _FrHeads
{
  GtkWidget parent_instance;

  guint count;
};

G_DEFINE_FINAL_TYPE (FrHeads, fr_heads, GTK_TYPE_WIDGET)

static int
count_columns (int width)
{
  if (width < LEAST * STEP_X && width >= LEAST * TIGHT)
    return LEAST;

  return MAX (width / STEP_X, 1);
}

static int
count_rows (FrHeads *self, int width)
{
  int n = (int) CLAMP (self->count, LEAST, MOST);
  int columns = count_columns (width);

  return (n + columns - 1) / columns;
}

static GtkSizeRequestMode
fr_heads_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fr_heads_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = STEP_X * 6;
      *natural = STEP_X * LEAST;
      return;
    }

  if (for_size < 0)
    for_size = STEP_X * LEAST;
  *minimum = *natural = count_rows (FR_HEADS (widget), for_size) * STEP_Y;
}

/* A circle, and half of one below it. */
static void
draw (GtkSnapshot *snapshot, float x, float y, const GdkRGBA *color)
{
  GskRoundedRect head, body;

  gsk_rounded_rect_init_from_rect (&head, &GRAPHENE_RECT_INIT (x + 8, y + 2, 8, 8), 4);
  gsk_rounded_rect_init (&body, &GRAPHENE_RECT_INIT (x + 4, y + 12, 16, 9),
                         &GRAPHENE_SIZE_INIT (7, 7), &GRAPHENE_SIZE_INIT (7, 7),
                         &GRAPHENE_SIZE_INIT (2, 2), &GRAPHENE_SIZE_INIT (2, 2));
  gtk_snapshot_push_rounded_clip (snapshot, &head);
  gtk_snapshot_append_color (snapshot, color, &head.bounds);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_push_rounded_clip (snapshot, &body);
  gtk_snapshot_append_color (snapshot, color, &body.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
fr_heads_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FrHeads *self = FR_HEADS (widget);
  GtkStyleContext *style = gtk_widget_get_style_context (widget);
  int width = gtk_widget_get_width (widget);
  guint columns = count_columns (width);
  float step = MIN ((float) width / columns, STEP_X);
  guint n = CLAMP (self->count, LEAST, MOST);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GdkRGBA accent, rest;

  gtk_style_context_get_color (style, &accent);
  if (!gtk_style_context_lookup_color (style, "window_fg_color", &rest))
    rest = accent;
  rest.alpha *= 0.18;

  for (guint i = 0; i < n; i++)
    {
      float x = i % columns * step;

      draw (snapshot, mirrored ? width - STEP_X - x : x, i / columns * STEP_Y,
            i < self->count ? &accent : &rest);
    }
}

static void
fr_heads_class_init (FrHeadsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = fr_heads_get_request_mode;
  widget_class->measure = fr_heads_measure;
  widget_class->snapshot = fr_heads_snapshot;

  gtk_widget_class_set_css_name (widget_class, "heads");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fr_heads_init (FrHeads *self)
{
  fr_heads_set_count (self, 1);
}

/**
 * fr_heads_set_count:
 * @count: for so many people there is room
 */
void
fr_heads_set_count (FrHeads *self, guint count)
{
  g_autofree char *words = NULL;

  g_return_if_fail (FR_IS_HEADS (self));

  if (self->count == count)
    return;

  self->count = count;
  words = g_strdup_printf (ngettext ("Room for %u person", "Room for %u people", count), count);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

guint
fr_heads_get_count (FrHeads *self)
{
  g_return_val_if_fail (FR_IS_HEADS (self), 0);

  return self->count;
}
