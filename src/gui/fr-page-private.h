/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A page, for its own files alone: fr-page.c and fr-page-flow.c. */

#include "fr-page.h"

G_BEGIN_DECLS

typedef struct
{
  FrMaking *making;
  char *title;
  char *answer;
  char *reason;
  char *next_label;
  GtkWidget *where;     /* where the focus goes to mend what is missing; weak */
  GtkWidget *bar_start; /* in the place of Back, or NULL                      */
  gboolean complete;
  gboolean needed;
  gboolean next_quiet;
  gboolean bar_joined;
  gboolean failed;
  gboolean applying;
  gboolean narrow;
  gboolean shown;
  GCancellable *cancellable;
} FrPagePrivate;

FrPagePrivate *fr_page_get_private (FrPage *self);
void fr_page_set_applying (FrPage *self, gboolean applying);

G_END_DECLS
