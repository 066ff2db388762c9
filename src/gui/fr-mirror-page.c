/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-page.h"

struct _FrMirrorPage
{
  FrPage parent_instance;
};

G_DEFINE_FINAL_TYPE (FrMirrorPage, fr_mirror_page, FR_TYPE_PAGE)

static void
fr_mirror_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_MIRROR_PAGE);

  G_OBJECT_CLASS (fr_mirror_page_parent_class)->dispose (object);
}

static void
fr_mirror_page_class_init (FrMirrorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_mirror_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-mirror-page.ui");
}

static void
fr_mirror_page_init (FrMirrorPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
