/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-fold.h"

/**
 * FrFold:
 *
 * Two widgets side by side where there is room for both, else one of them. Whether it is folded
 * is told in an idle, as nothing may change its size while sizes are given out.
 */
struct _FrFold
{
  GtkWidget parent_instance;

  GtkWidget *start;
  GtkWidget *end;
  int start_width;
  int least_width; /* for both; at 100 % text */
  int spacing;
  gboolean show_end;
  gboolean folded;      /* as laid out */
  gboolean told_folded; /* as told     */
  guint idle_id;
};

typedef enum
{
  PROP_START = 1,
  PROP_END,
  PROP_START_WIDTH,
  PROP_LEAST_WIDTH,
  PROP_SPACING,
  PROP_SHOW_END,
  PROP_FOLDED,
} FrFoldProperty;

static GParamSpec *properties[PROP_FOLDED + 1];

G_DEFINE_FINAL_TYPE (FrFold, fr_fold, GTK_TYPE_WIDGET)

/* 96 dots per inch, in 1024ths, are 100 % text. */
static double
get_text_scale (GtkWidget *widget)
{
  int dpi = 0;

  g_object_get (gtk_widget_get_settings (widget), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? dpi / 98304.0 : 1.0;
}

static gboolean
tell_cb (gpointer data)
{
  FrFold *self = data;

  self->idle_id = 0;
  if (self->told_folded != self->folded)
    {
      self->told_folded = self->folded;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FOLDED]);
    }

  return G_SOURCE_REMOVE;
}

static void
fr_fold_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                 int *natural, int *minimum_baseline, int *natural_baseline)
{
  FrFold *self = FR_FOLD (widget);
  GtkWidget *children[] = { self->start, self->end };

  *minimum = *natural = 0;
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int least = 0, wish = 0;

      if (children[i] == NULL)
        continue;
      gtk_widget_measure (children[i], orientation, -1, &least, &wish, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? *natural + wish : MAX (*natural, wish);
    }
}

static void
place (GtkWidget *child, gboolean shown, int x, int width, int height)
{
  if (child == NULL)
    return;

  gtk_widget_set_child_visible (child, shown);
  if (shown)
    gtk_widget_size_allocate (child, &(GtkAllocation){ x, 0, width, height }, -1);
}

static void
fr_fold_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FrFold *self = FR_FOLD (widget);
  double scale = get_text_scale (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int column = (int) (self->start_width * scale);
  int rest = width - column - self->spacing;

  self->folded = width < self->least_width * scale;
  if (self->folded)
    {
      place (self->start, !self->show_end, 0, width, height);
      place (self->end, self->show_end, 0, width, height);
    }
  else
    {
      place (self->start, TRUE, rtl ? width - column : 0, column, height);
      place (self->end, TRUE, rtl ? 0 : column + self->spacing, rest, height);
    }

  if (self->folded != self->told_folded && self->idle_id == 0)
    self->idle_id = g_idle_add (tell_cb, self);
}

static void
adopt (FrFold *self, GtkWidget **place_of, GtkWidget *child)
{
  if (*place_of == child)
    return;

  g_clear_pointer (place_of, gtk_widget_unparent);
  *place_of = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
fr_fold_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrFold *self = FR_FOLD (object);

  switch ((FrFoldProperty) prop_id)
    {
    case PROP_START:
      g_value_set_object (value, self->start);
      break;
    case PROP_END:
      g_value_set_object (value, self->end);
      break;
    case PROP_START_WIDTH:
      g_value_set_int (value, self->start_width);
      break;
    case PROP_LEAST_WIDTH:
      g_value_set_int (value, self->least_width);
      break;
    case PROP_SPACING:
      g_value_set_int (value, self->spacing);
      break;
    case PROP_SHOW_END:
      g_value_set_boolean (value, self->show_end);
      break;
    case PROP_FOLDED:
      g_value_set_boolean (value, self->told_folded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fr_fold_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FrFold *self = FR_FOLD (object);

  switch ((FrFoldProperty) prop_id)
    {
    case PROP_START:
      adopt (self, &self->start, g_value_get_object (value));
      break;
    case PROP_END:
      adopt (self, &self->end, g_value_get_object (value));
      break;
    case PROP_START_WIDTH:
      self->start_width = g_value_get_int (value);
      break;
    case PROP_LEAST_WIDTH:
      self->least_width = g_value_get_int (value);
      break;
    case PROP_SPACING:
      self->spacing = g_value_get_int (value);
      break;
    case PROP_SHOW_END:
      fr_fold_set_show_end (self, g_value_get_boolean (value));
      break;
    case PROP_FOLDED:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fr_fold_dispose (GObject *object)
{
  FrFold *self = FR_FOLD (object);

  g_clear_handle_id (&self->idle_id, g_source_remove);
  g_clear_pointer (&self->start, gtk_widget_unparent);
  g_clear_pointer (&self->end, gtk_widget_unparent);

  G_OBJECT_CLASS (fr_fold_parent_class)->dispose (object);
}

static void
fr_fold_class_init (FrFoldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fr_fold_get_property;
  object_class->set_property = fr_fold_set_property;
  object_class->dispose = fr_fold_dispose;

  widget_class->measure = fr_fold_measure;
  widget_class->size_allocate = fr_fold_size_allocate;

  properties[PROP_START] = g_param_spec_object ("start", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_END] = g_param_spec_object ("end", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_START_WIDTH] =
    g_param_spec_int ("start-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_LEAST_WIDTH] =
    g_param_spec_int ("least-width", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SPACING] = g_param_spec_int ("spacing", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_SHOW_END] = g_param_spec_boolean ("show-end", NULL, NULL, FALSE,
                                                    flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_FOLDED] = g_param_spec_boolean ("folded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "fold");
}

static void
fr_fold_init (FrFold *self)
{
}

/**
 * fr_fold_get_folded:
 *
 * Returns: whether only one of the two is seen
 */
gboolean
fr_fold_get_folded (FrFold *self)
{
  g_return_val_if_fail (FR_IS_FOLD (self), FALSE);

  return self->folded;
}

/**
 * fr_fold_set_show_end:
 * @show_end: whether the second one is seen when there is no room for both
 */
void
fr_fold_set_show_end (FrFold *self, gboolean show_end)
{
  g_return_if_fail (FR_IS_FOLD (self));

  if (self->show_end == show_end)
    return;

  self->show_end = show_end;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_END]);
}
