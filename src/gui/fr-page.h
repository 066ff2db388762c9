/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-making.h"

G_BEGIN_DECLS

#define FR_TYPE_PAGE (fr_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (FrPage, fr_page, FR, PAGE, AdwBin)

/**
 * FrPageClass:
 * @enter: the page has become the visible one; may start what it shows
 * @leave: it is no longer visible; releases what costs (a camera, a pipeline)
 * @apply: Next was pressed on a complete page; ends with fr_page_applied(), at once or later.
 *   Without one, the page has nothing to do and the wizard goes on
 * @close: the window is to be closed; %TRUE keeps it, and the page asks the user first
 */
struct _FrPageClass
{
  AdwBinClass parent_class;

  void (*enter) (FrPage *self);
  void (*leave) (FrPage *self);
  void (*apply) (FrPage *self, GCancellable *cancellable);
  gboolean (*close) (FrPage *self);

  gpointer padding[8];
};

FrMaking *fr_page_get_making (FrPage *self);

const char *fr_page_get_title (FrPage *self);
void fr_page_set_answer (FrPage *self, const char *answer);
void fr_page_set_complete (FrPage *self, gboolean complete, const char *reason, GtkWidget *where);
gboolean fr_page_get_complete (FrPage *self);
void fr_page_set_next_label (FrPage *self, const char *label);
void fr_page_set_next_quiet (FrPage *self, gboolean quiet);
void fr_page_set_bar_start (FrPage *self, GtkWidget *widget);
void fr_page_set_bar_joined (FrPage *self, gboolean joined);
void fr_page_set_needed (FrPage *self, gboolean needed);
void fr_page_set_failed (FrPage *self, gboolean failed);
void fr_page_set_narrow (FrPage *self, gboolean narrow);

void fr_page_enter (FrPage *self);
void fr_page_leave (FrPage *self);
void fr_page_apply (FrPage *self);
void fr_page_applied (FrPage *self, const GError *error);
void fr_page_cancel (FrPage *self);
gboolean fr_page_close (FrPage *self);
void fr_page_go_next (FrPage *self);
void fr_page_toast (FrPage *self, const char *text);

G_END_DECLS
