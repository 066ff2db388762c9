/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-review-page.h"

struct _FrReviewPage
{
  FrPage parent_instance;
};

G_DEFINE_FINAL_TYPE (FrReviewPage, fr_review_page, FR_TYPE_PAGE)

static void
fr_review_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_REVIEW_PAGE);

  G_OBJECT_CLASS (fr_review_page_parent_class)->dispose (object);
}

static void
fr_review_page_class_init (FrReviewPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_review_page_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-review-page.ui");
}

static void
fr_review_page_init (FrReviewPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
