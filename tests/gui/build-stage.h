/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "fr-deployment-private.h"
#include "fr-page.h"

G_BEGIN_DECLS

/* A window around one page, and deployments that no worker feeds. */
typedef struct
{
  GtkWidget *window;
  FrMaking *making;
  FrPage *page;
  guint n_next; /* how often the page asked to go on */
  guint n_toasts;
} BuildStage;

BuildStage *build_stage_new (GType type, int width, int height);
void build_stage_free (BuildStage *stage);
GtkWidget *build_stage_find (GtkWidget *top, GType type);
GtkWidget *build_stage_find_row (GtkWidget *top, const char *title);
void build_stage_type (GtkWidget *top, const char *row, const char *text);
void build_stage_open_log (BuildStage *stage);
void build_stage_settle (guint ms);
void build_stage_shoot (GtkWidget *widget, const char *name);

FrDeployment *build_stage_fake (const char *const *servers, gboolean backwards);
FrDeployment *build_stage_fake_own (const char *server, gboolean backwards);
void build_stage_step (FrDeployment *deployment, const char *id, FrStepState state, double seconds);
void build_stage_wait (FrDeployment *deployment, const char *id, const char *what, guint ms);
void build_stage_tell (FrDeployment *deployment, const char *id, const char *note);
void build_stage_end (FrDeployment *deployment, const GError *error);
void build_stage_log (FrDeployment *deployment, const char *server, const char *text);
void build_stage_reach (FrDeployment *deployment, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BuildStage, build_stage_free)

G_END_DECLS
