/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-page.h"

struct _FrDeploymentPage
{
  FrPage parent_instance;
};

G_DEFINE_FINAL_TYPE (FrDeploymentPage, fr_deployment_page, FR_TYPE_PAGE)

static void
fr_deployment_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_DEPLOYMENT_PAGE);

  G_OBJECT_CLASS (fr_deployment_page_parent_class)->dispose (object);
}

static void
fr_deployment_page_class_init (FrDeploymentPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_deployment_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-deployment-page.ui");
}

static void
fr_deployment_page_init (FrDeploymentPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
