/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-video-screen.h"

#include "fr-video-view.h"

/**
 * FrVideoScreen:
 *
 * A video that has the screen for itself. F11, Escape or a double click end it.
 */
struct _FrVideoScreen
{
  GtkWindow parent_instance;

  FrVideoView *view;
};

G_DEFINE_FINAL_TYPE (FrVideoScreen, fr_video_screen, GTK_TYPE_WINDOW)

static void
pressed_cb (FrVideoScreen *self, int n_presses)
{
  if (n_presses == 2)
    gtk_window_close (GTK_WINDOW (self));
}

static void
fr_video_screen_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_VIDEO_SCREEN);

  G_OBJECT_CLASS (fr_video_screen_parent_class)->dispose (object);
}

static void
fr_video_screen_class_init (FrVideoScreenClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_video_screen_dispose;

  g_type_ensure (FR_TYPE_VIDEO_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-video-screen.ui");
  gtk_widget_class_bind_template_child (widget_class, FrVideoScreen, view);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F11, 0, "window.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
fr_video_screen_init (FrVideoScreen *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_video_screen_new:
 * @parent: (nullable): that it belongs to
 * @paintable: what is shown
 *
 * Returns: (transfer none): a window that is not shown yet
 */
GtkWidget *
fr_video_screen_new (GtkWindow *parent, FrVideoPaintable *paintable)
{
  FrVideoScreen *self = g_object_new (FR_TYPE_VIDEO_SCREEN, "transient-for", parent, NULL);

  fr_video_view_set_paintable (self->view, paintable);
  gtk_window_fullscreen (GTK_WINDOW (self));

  return GTK_WIDGET (self);
}
