/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-video-view.h"

#include <glib/gi18n-lib.h>

#define SMALLEST_WIDTH 92
#define DIMMED 0.4

/**
 * FrVideoView:
 *
 * A picture of a video, four units wide and three high, with a tag that says whose it is; or,
 * while none comes, what is being waited for.
 */
struct _FrVideoView
{
  GtkWidget parent_instance;

  GtkLabel *tag;
  GtkBox *waiting;
  GtkSpinner *spinner;
  GtkLabel *waiting_label;
  FrVideoPaintable *paintable;
  gboolean dimmed;
};

typedef enum
{
  PROP_LABEL = 1,
  N_PROPERTIES,
} Properties;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FrVideoView, fr_video_view, GTK_TYPE_WIDGET)

static GtkSizeRequestMode
fr_video_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fr_video_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = SMALLEST_WIDTH;
      *natural = 480;
    }
  else
    *minimum = *natural = MAX (for_size, SMALLEST_WIDTH) * 3 / 4;
}

static void
allocate_child (GtkWidget *child, int x, int y, int width, int height)
{
  GtkAllocation place = { x, y, width, height };

  gtk_widget_size_allocate (child, &place, -1);
}

static void
fr_video_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FrVideoView *self = FR_VIDEO_VIEW (widget);
  GtkWidget *tag = GTK_WIDGET (self->tag);
  int scale = gtk_widget_get_scale_factor (widget);
  GtkRequisition size;

  if (gtk_widget_should_layout (tag))
    {
      gtk_widget_get_preferred_size (tag, NULL, &size);
      size.width = MIN (size.width, width);
      size.height = MIN (size.height, height);
      allocate_child (
        tag, gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width - size.width : 0,
        height - size.height, size.width, size.height);
    }
  if (gtk_widget_should_layout (GTK_WIDGET (self->waiting)))
    {
      int least;

      gtk_widget_measure (GTK_WIDGET (self->waiting), GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL,
                          NULL, NULL);
      allocate_child (GTK_WIDGET (self->waiting), 0, 0, MAX (width, least), height);
    }
  if (self->paintable != NULL)
    fr_video_paintable_set_size (self->paintable, width * scale, height * scale);
}

static void
fr_video_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FrVideoView *self = FR_VIDEO_VIEW (widget);

  if (self->paintable != NULL)
    {
      if (self->dimmed)
        gtk_snapshot_push_opacity (snapshot, DIMMED);
      gdk_paintable_snapshot (GDK_PAINTABLE (self->paintable), snapshot,
                              gtk_widget_get_width (widget), gtk_widget_get_height (widget));
      if (self->dimmed)
        gtk_snapshot_pop (snapshot);
    }

  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->waiting), snapshot);
  gtk_widget_snapshot_child (widget, GTK_WIDGET (self->tag), snapshot);
}

static void
fr_video_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_string (value, gtk_label_get_label (FR_VIDEO_VIEW (object)->tag));
}

static void
fr_video_view_set_property (GObject *object, guint prop_id, const GValue *value,
                            GParamSpec *pspec)
{
  FrVideoView *self = FR_VIDEO_VIEW (object);

  gtk_label_set_label (self->tag, g_value_get_string (value));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  g_value_get_string (value), -1);
}

static void
fr_video_view_dispose (GObject *object)
{
  FrVideoView *self = FR_VIDEO_VIEW (object);

  fr_video_view_set_paintable (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_VIDEO_VIEW);

  G_OBJECT_CLASS (fr_video_view_parent_class)->dispose (object);
}

static void
fr_video_view_class_init (FrVideoViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_video_view_get_property;
  object_class->set_property = fr_video_view_set_property;
  object_class->dispose = fr_video_view_dispose;

  widget_class->get_request_mode = fr_video_view_get_request_mode;
  widget_class->measure = fr_video_view_measure;
  widget_class->size_allocate = fr_video_view_size_allocate;
  widget_class->snapshot = fr_video_view_snapshot;

  /**
   * FrVideoView:label:
   *
   * Whose picture it is, in words.
   */
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_css_name (widget_class, "videoview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-video-view.ui");
  gtk_widget_class_bind_template_child (widget_class, FrVideoView, tag);
  gtk_widget_class_bind_template_child (widget_class, FrVideoView, waiting);
  gtk_widget_class_bind_template_child (widget_class, FrVideoView, spinner);
  gtk_widget_class_bind_template_child (widget_class, FrVideoView, waiting_label);
}

static void
fr_video_view_init (FrVideoView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/**
 * fr_video_view_set_paintable:
 * @paintable: (nullable): what is shown; it is told the size
 */
void
fr_video_view_set_paintable (FrVideoView *self, FrVideoPaintable *paintable)
{
  g_return_if_fail (FR_IS_VIDEO_VIEW (self));

  if (self->paintable == paintable)
    return;

  if (self->paintable != NULL)
    g_signal_handlers_disconnect_by_data (self->paintable, self);
  g_set_object (&self->paintable, paintable);
  if (paintable == NULL)
    return;

  g_signal_connect_object (paintable, "invalidate-contents", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

/**
 * fr_video_view_set_dimmed:
 * @dimmed: whether the picture is an old one, which has stopped
 */
void
fr_video_view_set_dimmed (FrVideoView *self, gboolean dimmed)
{
  g_return_if_fail (FR_IS_VIDEO_VIEW (self));

  self->dimmed = dimmed;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * fr_video_view_set_tagged:
 * @tagged: whether there is room for saying whose picture it is
 */
void
fr_video_view_set_tagged (FrVideoView *self, gboolean tagged)
{
  g_return_if_fail (FR_IS_VIDEO_VIEW (self));

  gtk_widget_set_visible (GTK_WIDGET (self->tag), tagged);
}

/**
 * fr_video_view_set_waiting:
 * @text: (nullable): what is being waited for; %NULL when nothing is
 */
void
fr_video_view_set_waiting (FrVideoView *self, const char *text)
{
  g_return_if_fail (FR_IS_VIDEO_VIEW (self));

  if (text != NULL)
    gtk_label_set_label (self->waiting_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->waiting), text != NULL);
  gtk_spinner_set_spinning (self->spinner, text != NULL);
}
