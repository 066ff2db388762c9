/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-spark.h"

#define VALUES 60
#define LINE_WIDTH 1.8
#define FILL_OPACITY 0.14
#define DOT_RADIUS 3

/**
 * FrSpark:
 *
 * The course of a figure: its last 60 values as a line, without axes, from the start to the end
 * of the text direction.
 */
struct _FrSpark
{
  GtkWidget parent_instance;

  double values[VALUES];
  guint n_values;
  double top; /* what the upper edge stands for, at least */
};

typedef enum
{
  PROP_TOP = 1,
  N_PROPERTIES,
} Properties;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FrSpark, fr_spark, GTK_TYPE_WIDGET)

/* A peak must not be cut off, nor leave no more than a flat line for ever. */
static double
find_top (FrSpark *self)
{
  double top = self->top;

  for (guint i = 0; i < self->n_values; i++)
    top = MAX (top, self->values[i]);

  return top > 0 ? top : 1;
}

static void
draw (FrSpark *self, cairo_t *cr, double width, double height, gboolean reversed)
{
  double top = find_top (self);
  double step = (width - 2 * DOT_RADIUS) / (VALUES - 1);
  double start = width - DOT_RADIUS - (self->n_values - 1) * step;
  double x = 0, y = 0;
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  if (reversed)
    {
      cairo_translate (cr, width, 0);
      cairo_scale (cr, -1, 1);
    }
  for (guint i = 0; i < self->n_values; i++)
    {
      x = start + i * step;
      y = DOT_RADIUS + (1 - self->values[i] / top) * (height - 2 * DOT_RADIUS);
      cairo_line_to (cr, x, y);
    }
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke_preserve (cr);
  cairo_line_to (cr, x, height);
  cairo_line_to (cr, start, height);
  color.alpha *= FILL_OPACITY;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
  color.alpha /= FILL_OPACITY;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_arc (cr, x, y, DOT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
}

static void
fr_spark_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FrSpark *self = FR_SPARK (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (self->n_values == 0 || width <= 4 * DOT_RADIUS || height <= 4 * DOT_RADIUS)
    return;

  cr = gtk_snapshot_append_cairo (
    snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  draw (self, cr, width, height, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL);
  cairo_destroy (cr);
}

static void
fr_spark_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                  int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 40 : 32;
}

static void
fr_spark_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_double (value, FR_SPARK (object)->top);
}

static void
fr_spark_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FR_SPARK (object)->top = g_value_get_double (value);
  gtk_widget_queue_draw (GTK_WIDGET (object));
}

static void
fr_spark_class_init (FrSparkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_spark_get_property;
  object_class->set_property = fr_spark_set_property;

  widget_class->measure = fr_spark_measure;
  widget_class->snapshot = fr_spark_snapshot;

  /**
   * FrSpark:top:
   *
   * What the upper edge stands for; a larger value moves it.
   */
  properties[PROP_TOP] = g_param_spec_double ("top", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "spark");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
fr_spark_init (FrSpark *self)
{
}

/**
 * fr_spark_push:
 * @value: the newest one, not negative
 * @words: what a screen reader says instead
 */
void
fr_spark_push (FrSpark *self, double value, const char *words)
{
  g_return_if_fail (FR_IS_SPARK (self));

  if (self->n_values == VALUES)
    {
      for (guint i = 1; i < VALUES; i++)
        self->values[i - 1] = self->values[i];
      self->n_values--;
    }
  self->values[self->n_values++] = MAX (value, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * fr_spark_clear:
 *
 * Begins anew.
 */
void
fr_spark_clear (FrSpark *self)
{
  g_return_if_fail (FR_IS_SPARK (self));

  self->n_values = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
