/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A window, for its own files alone: fr-window.c, -actions.c and -sites.c. */

#include "fr-adaptive.h"
#include "fr-dispose-page.h"
#include "fr-start-page.h"
#include "fr-window.h"

G_BEGIN_DECLS

/**
 * FrWindow:
 *
 * One mirror, from the first question to the last look; before that, the list of all.
 */
struct _FrWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;
  GtkWidget *drop_cover;
  FrAdaptive *adaptive;
  GtkStack *stack;
  FrStartPage *start;
  FrWizard *wizard;        /* or NULL: nothing has begun */
  FrDisposePage *disposal; /* or NULL: nothing goes */

  GSettings *settings; /* or NULL */
  FrWizardStep wanted; /* to be shown once a deployment has been read */
};

void fr_window_install_actions (GtkWidgetClass *widget_class);
void fr_window_set_wizard (FrWindow *self, FrMaking *making);
void fr_window_show_wizard (FrWindow *self);
void fr_window_tell_error (FrWindow *self, const char *heading, const GError *error);
FrWindow *fr_window_find_free (FrWindow *self);

G_END_DECLS
