/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The page of a deployment, for its own files alone: fr-deployment-page.c and -show.c. */

#include "fr-adaptive.h"
#include "fr-deployment-head.h"
#include "fr-deployment-page.h"
#include "fr-deployment-watch.h"
#include "fr-failure.h"
#include "fr-log-dock.h"
#include "fr-phase-list.h"

G_BEGIN_DECLS

/**
 * FrDeploymentPage:
 *
 * A deployment on its way: what is done, what runs, what is left, and what failed.
 */
struct _FrDeploymentPage
{
  FrPage parent_instance;

  FrDeployment *deployment;
  FrDeploymentWatch *watch;
  GPtrArray *rows;      /* of FrPhaseRow */
  FrAdaptive *adaptive; /* around the page; knows how low the window is */
  char *plan;           /* what was asked for when it began */
  gboolean shown;
  gboolean low;
  gint64 touched_us;
  gint64 scrolled_us;

  GtkStack *stack;
  GtkWidget *progress;
  GtkWidget *failed;
  FrFailure *failure;
  GtkWidget *head;
  FrDeploymentHead *head_box;
  GtkScrolledWindow *scroller;
  GtkBox *content;
  GtkListBox *phases;
  GtkWidget *dock;
  FrLogDock *log;
  GtkWidget *buttons;
  GtkButton *pause;
  GtkButton *stop;
};

/* fr-deployment-page-show.c */
void fr_deployment_page_show_buttons (FrDeploymentPage *self);
void fr_deployment_page_show_progress (FrDeploymentPage *self);
void fr_deployment_page_follow (FrDeploymentPage *self);
void fr_deployment_page_show_complete (FrDeploymentPage *self, FrDeploymentState state);
void fr_deployment_page_show_end (FrDeploymentPage *self, FrDeploymentState state);

G_END_DECLS
