/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-adaptive.h"

/* Measured at text of 96 dots an inch; larger text is narrow earlier. */
#define NARROW_WIDTH 600
#define LOW_HEIGHT 420
#define LEAST_WIDTH 360
#define LEAST_HEIGHT 294
#define USUAL_DPI (96 * 1024)

/**
 * FrAdaptive:
 *
 * Holds one child, and says whether there is only room for one column, or for little height.
 * It never asks for more room than the smallest window has, so that a child made for a wide
 * window cannot keep it from becoming narrow.
 */
struct _FrAdaptive
{
  GtkWidget parent_instance;

  GtkWidget *child;
  gboolean narrow;
  gboolean low;
  guint idle;
};

typedef enum
{
  PROP_CHILD = 1,
  PROP_NARROW,
  PROP_LOW,
} FrAdaptiveProperty;

static GParamSpec *properties[PROP_LOW + 1];

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FrAdaptive, fr_adaptive, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkBuildableIface *parent_buildable;

static double
get_text_scale (FrAdaptive *self)
{
  int dpi = -1;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-xft-dpi", &dpi, NULL);

  return dpi > 0 ? (double) dpi / USUAL_DPI : 1;
}

static void
set_flag (FrAdaptive *self, gboolean *flag, gboolean value, const char *css_class,
          FrAdaptiveProperty property)
{
  if (*flag == value)
    return;

  *flag = value;
  if (value)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), css_class);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static gboolean
is_narrow (FrAdaptive *self)
{
  return gtk_widget_get_width (GTK_WIDGET (self)) <= NARROW_WIDTH * get_text_scale (self);
}

static gboolean
is_low (FrAdaptive *self)
{
  return gtk_widget_get_height (GTK_WIDGET (self)) < LOW_HEIGHT * get_text_scale (self);
}

static gboolean
tell_cb (gpointer data)
{
  FrAdaptive *self = FR_ADAPTIVE (data);

  self->idle = 0;
  set_flag (self, &self->narrow, is_narrow (self), "narrow", PROP_NARROW);
  set_flag (self, &self->low, is_low (self), "low", PROP_LOW);

  return G_SOURCE_REMOVE;
}

/* Widgets may not change while they are given their places, so the news wait for an idle
 * moment, before the next frame. */
static void
fr_adaptive_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FrAdaptive *self = FR_ADAPTIVE (widget);
  int least_width = 0;
  int least_height = 0;

  if (self->child != NULL && gtk_widget_should_layout (self->child))
    {
      gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL,
                          NULL);
      least_width = MAX (least_width, width);
      gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, least_width, &least_height, NULL,
                          NULL, NULL);
      gtk_widget_allocate (self->child, least_width, MAX (least_height, height), baseline, NULL);
    }
  if (self->idle == 0 && (is_narrow (self) != self->narrow || is_low (self) != self->low))
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_cb, self, NULL);
}

static void
fr_adaptive_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                     int *natural, int *minimum_baseline, int *natural_baseline)
{
  FrAdaptive *self = FR_ADAPTIVE (widget);
  int least = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;
  int usual = least;

  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, -1, NULL, &usual, NULL, NULL);
  *minimum = least;
  *natural = MAX (least, usual);
}

static GtkSizeRequestMode
fr_adaptive_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

static void
set_child (FrAdaptive *self, GtkWidget *child)
{
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
}

static void
fr_adaptive_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                       const char *type)
{
  if (GTK_IS_WIDGET (child))
    set_child (FR_ADAPTIVE (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = fr_adaptive_add_child;
}

static void
fr_adaptive_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrAdaptive *self = FR_ADAPTIVE (object);

  switch ((FrAdaptiveProperty) prop_id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_LOW:
      g_value_set_boolean (value, self->low);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fr_adaptive_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  if (prop_id == PROP_CHILD)
    set_child (FR_ADAPTIVE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
fr_adaptive_dispose (GObject *object)
{
  FrAdaptive *self = FR_ADAPTIVE (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);

  G_OBJECT_CLASS (fr_adaptive_parent_class)->dispose (object);
}

static void
fr_adaptive_class_init (FrAdaptiveClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_adaptive_get_property;
  object_class->set_property = fr_adaptive_set_property;
  object_class->dispose = fr_adaptive_dispose;
  widget_class->measure = fr_adaptive_measure;
  widget_class->size_allocate = fr_adaptive_size_allocate;
  widget_class->get_request_mode = fr_adaptive_get_request_mode;

  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOW] = g_param_spec_boolean ("low", NULL, NULL, FALSE,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
fr_adaptive_init (FrAdaptive *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * fr_adaptive_get_narrow:
 *
 * Returns: whether there is only room for one column
 */
gboolean
fr_adaptive_get_narrow (FrAdaptive *self)
{
  g_return_val_if_fail (FR_IS_ADAPTIVE (self), FALSE);

  return self->narrow;
}

/**
 * fr_adaptive_get_low:
 *
 * Returns: whether there is so little height that nothing but the page itself should stay
 */
gboolean
fr_adaptive_get_low (FrAdaptive *self)
{
  g_return_val_if_fail (FR_IS_ADAPTIVE (self), FALSE);

  return self->low;
}
