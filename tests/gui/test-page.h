/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-page.h"

G_BEGIN_DECLS

/**
 * TestPage:
 *
 * A page of the wizard that counts what is asked of it, and answers when it is told to.
 */
#define TEST_TYPE_PAGE (test_page_get_type ())
G_DECLARE_FINAL_TYPE (TestPage, test_page, TEST, PAGE, FrPage)

struct _TestPage
{
  FrPage parent_instance;

  GtkWidget *entry;
  guint n_entered;
  guint n_left;
  gboolean waits; /* Next does not end at once */
  gboolean keeps_window;
  GCancellable *cancellable; /* of the last apply */
};

G_END_DECLS
