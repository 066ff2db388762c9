/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-page.h"

G_DEFINE_FINAL_TYPE (TestPage, test_page, FR_TYPE_PAGE)

static void
test_page_enter (FrPage *page)
{
  TEST_PAGE (page)->n_entered++;
}

static void
test_page_leave (FrPage *page)
{
  TEST_PAGE (page)->n_left++;
}

static void
test_page_apply (FrPage *page, GCancellable *cancellable)
{
  TestPage *self = TEST_PAGE (page);

  g_set_object (&self->cancellable, cancellable);
  if (!self->waits)
    fr_page_applied (page, NULL);
}

static gboolean
test_page_close (FrPage *page)
{
  return TEST_PAGE (page)->keeps_window;
}

static void
test_page_dispose (GObject *object)
{
  g_clear_object (&TEST_PAGE (object)->cancellable);

  G_OBJECT_CLASS (test_page_parent_class)->dispose (object);
}

static void
test_page_class_init (TestPageClass *klass)
{
  FrPageClass *page_class = FR_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = test_page_dispose;
  page_class->enter = test_page_enter;
  page_class->leave = test_page_leave;
  page_class->apply = test_page_apply;
  page_class->close = test_page_close;
}

static void
test_page_init (TestPage *self)
{
  g_object_set (self, "title", "Test", NULL);
  self->entry = gtk_entry_new ();
  adw_bin_set_child (ADW_BIN (self), self->entry);
}
