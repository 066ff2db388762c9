/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-deployment.h"
#include "fr-history.h"

G_BEGIN_DECLS

/* What is to be done, for a worker. */
typedef struct
{
  char *name;
  char *plan_text; /* or NULL: the one that was deployed */
  char *plan_path; /* or NULL: among the plans of the user */
  char *password;  /* of new servers, or of the user of own ones, or NULL */
  char *own_key;   /* path of the user's key for own servers, or NULL */
  char *host_key;  /* that a person has trusted, or NULL              */
  gboolean backwards;
  FrDeploymentOpen open;
  FrSiteTry try;
  gpointer data;
  GDestroyNotify free_data;
} FrDeploymentOrder;

typedef enum
{
  FR_NEWS_STEPS, /* the plan is open, and this is what it takes */
  FR_NEWS_STEP,
  FR_NEWS_DOING,
  FR_NEWS_WAIT,
  FR_NEWS_LOG,
  FR_NEWS_END,
} FrNewsKind;

/* What a worker tells the main context; members that do not belong to the kind are %NULL. */
typedef struct
{
  FrNewsKind kind;
  gint64 time_us;
  GPtrArray *steps;   /* of FrSiteStep */
  FrHistory *history; /* of the same place */
  char *id;           /* of a step, or the name of a server */
  FrStepState state;
  char *text; /* the location, a note, what a step is at or the cloud said, what a server printed */
  guint wait_ms;
  GPtrArray *left; /* of char*, after a dispose */
  GPtrArray *kept;
  GError *error;
} FrNews;

typedef struct _FrDeploymentRun FrDeploymentRun;

/**
 * FrDeployment:
 *
 * A deployment, or its removal, as a list of steps on the main context. A worker walks; what it
 * tells arrives here by idle sources. Nothing of this object is touched by a worker.
 */
struct _FrDeployment
{
  GObject parent_instance;

  FrDeploymentOrder *order;
  FrDeploymentRun *run; /* NULL when nothing goes on */
  FrDeploymentState state;
  gboolean here;    /* on this computer, where nothing is billed */
  gboolean own;     /* on servers that are there already         */
  GPtrArray *items; /* of FrStepItem */
  GHashTable *by_id;
  FrHistory *history; /* NULL until the location is known */
  guint n_done;
  gboolean sure; /* about the time that is left */
  guint least;
  guint most;
  gint64 begun_us;
  gint64 elapsed_ms; /* of earlier runs and of this one */
  gint64 earlier_ms;
  guint tick;
  char *waiting;
  GError *error;
  FrStepItem *failed;
  GDateTime *ended;
  GPtrArray *left;
  GPtrArray *kept;
};

/* fr-deployment-run.c */
FrDeploymentOrder *fr_deployment_order_new (void);
FrDeploymentOrder *fr_deployment_order_ref (FrDeploymentOrder *order);
void fr_deployment_order_unref (FrDeploymentOrder *order);
FrDeploymentRun *fr_deployment_run_start (FrDeployment *owner, FrDeploymentOrder *order);
void fr_deployment_run_unref (FrDeploymentRun *run);
void fr_deployment_run_set_paused (FrDeploymentRun *run, gboolean paused);
void fr_deployment_run_stop (FrDeploymentRun *run);

/* fr-deployment.c */
void fr_deployment_set_state (FrDeployment *self, FrDeploymentState state);
void fr_deployment_set_waiting (FrDeployment *self, const char *waiting);
void fr_deployment_set_n_done (FrDeployment *self, guint n_done);
void fr_deployment_set_elapsed (FrDeployment *self, gint64 elapsed_ms);
void fr_deployment_let_go (FrDeployment *self);

/* fr-deployment-news.c */
void fr_deployment_take_news (FrDeployment *self, FrNews *news);
void fr_deployment_count (FrDeployment *self);
void fr_deployment_tick (FrDeployment *self);

/* fr-deployment-estimate.c */
gboolean fr_deployment_estimate (GPtrArray *items, FrHistory *history, gboolean backwards,
                                 guint *least, guint *most);

G_END_DECLS
