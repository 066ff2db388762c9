/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-figure.h"

#include <glib/gi18n-lib.h>

#include "fr-spark.h"

/**
 * FrFigure:
 *
 * A tile with a figure: what it is, its value, and its course where there is room for it.
 */
struct _FrFigure
{
  GtkWidget parent_instance;

  GtkWidget *box; /* bound, or it would stay behind */
  GtkLabel *caption;
  GtkLabel *value;
  FrSpark *spark;
};

typedef enum
{
  PROP_LABEL = 1,
  PROP_TOP,
  PROP_COMPACT,
  N_PROPERTIES,
} Properties;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FrFigure, fr_figure, GTK_TYPE_WIDGET)

static void
fr_figure_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrFigure *self = FR_FIGURE (object);

  switch ((Properties) prop_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, gtk_label_get_label (self->caption));
      break;
    case PROP_TOP:
      g_object_get_property (G_OBJECT (self->spark), "top", value);
      break;
    case PROP_COMPACT:
      g_value_set_boolean (value, !gtk_widget_get_visible (GTK_WIDGET (self->spark)));
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
set_compact (FrFigure *self, gboolean compact)
{
  GtkAlign align = compact ? GTK_ALIGN_CENTER : GTK_ALIGN_START;

  gtk_widget_set_visible (GTK_WIDGET (self->spark), !compact);
  gtk_widget_set_halign (GTK_WIDGET (self->caption), align);
  gtk_widget_set_halign (GTK_WIDGET (self->value), align);
  if (compact)
    gtk_widget_add_css_class (GTK_WIDGET (self), "compact");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "compact");
}

static void
fr_figure_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FrFigure *self = FR_FIGURE (object);

  switch ((Properties) prop_id)
    {
    case PROP_LABEL:
      gtk_label_set_label (self->caption, g_value_get_string (value));
      break;
    case PROP_TOP:
      g_object_set_property (G_OBJECT (self->spark), "top", value);
      break;
    case PROP_COMPACT:
      set_compact (self, g_value_get_boolean (value));
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fr_figure_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_FIGURE);

  G_OBJECT_CLASS (fr_figure_parent_class)->dispose (object);
}

static void
fr_figure_class_init (FrFigureClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_figure_get_property;
  object_class->set_property = fr_figure_set_property;
  object_class->dispose = fr_figure_dispose;

  /**
   * FrFigure:label:
   *
   * What the figure is.
   */
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * FrFigure:top:
   *
   * See #FrSpark:top.
   */
  properties[PROP_TOP] = g_param_spec_double ("top", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                              G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  /**
   * FrFigure:compact:
   *
   * Whether there is no room for its course.
   */
  properties[PROP_COMPACT] = g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (FR_TYPE_SPARK);
  gtk_widget_class_set_css_name (widget_class, "figure");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-figure.ui");
  gtk_widget_class_bind_template_child (widget_class, FrFigure, box);
  gtk_widget_class_bind_template_child (widget_class, FrFigure, caption);
  gtk_widget_class_bind_template_child (widget_class, FrFigure, value);
  gtk_widget_class_bind_template_child (widget_class, FrFigure, spark);
}

static void
fr_figure_init (FrFigure *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
tell (FrFigure *self, const char *text)
{
  /* Translators: a figure and its value: "Delay: 84 ms" */
  g_autofree char *words =
    g_strdup_printf (_ ("%s: %s"), gtk_label_get_label (self->caption), text);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/**
 * fr_figure_push:
 * @value: the newest one
 * @text: as people read it, with its unit
 */
void
fr_figure_push (FrFigure *self, double value, const char *text)
{
  /* A figure and its unit are read from left to right wherever they stand. */
  g_autofree char *isolated = g_strdup_printf ("\u2066%s\u2069", text);

  g_return_if_fail (FR_IS_FIGURE (self));

  gtk_label_set_label (self->value, isolated);
  fr_spark_push (self->spark, value, text);
  tell (self, text);
}

/**
 * fr_figure_clear:
 *
 * Forgets its values.
 */
void
fr_figure_clear (FrFigure *self)
{
  g_return_if_fail (FR_IS_FIGURE (self));

  gtk_label_set_label (self->value, "–");
  fr_spark_clear (self->spark);
  tell (self, _ ("not known yet"));
}
