/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-information-page.h"

struct _FrInformationPage
{
  FrPage parent_instance;
};

G_DEFINE_FINAL_TYPE (FrInformationPage, fr_information_page, FR_TYPE_PAGE)

static void
fr_information_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_INFORMATION_PAGE);

  G_OBJECT_CLASS (fr_information_page_parent_class)->dispose (object);
}

static void
fr_information_page_class_init (FrInformationPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_information_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-information-page.ui");
}

static void
fr_information_page_init (FrInformationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
