/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "fr-site.h"
#include "fr-step-item.h"

G_BEGIN_DECLS

typedef enum
{
  FR_DEPLOYMENT_NEW,
  FR_DEPLOYMENT_PREPARING, /* opens the plan and the cloud               */
  FR_DEPLOYMENT_RUNNING,
  FR_DEPLOYMENT_PAUSING, /* nothing new begins; what runs comes to its end */
  FR_DEPLOYMENT_PAUSED,
  FR_DEPLOYMENT_STOPPING, /* what runs is asked to end                   */
  FR_DEPLOYMENT_STOPPED,
  FR_DEPLOYMENT_FAILED,
  FR_DEPLOYMENT_DONE,
} FrDeploymentState;

#define FR_TYPE_DEPLOYMENT_STATE (fr_deployment_state_get_type ())
GType fr_deployment_state_get_type (void);

/**
 * FrDeploymentOpen:
 * @plan: says where
 *
 * Called on the worker, and may block; not for servers that are there already.
 *
 * Returns: (transfer full): the cloud that the plan is built in, or %NULL with an error
 */
typedef FrCloud *(*FrDeploymentOpen) (const FrPlan *plan, gpointer data, GCancellable *cancellable,
                                      GError **error);

#define FR_TYPE_DEPLOYMENT (fr_deployment_get_type ())
G_DECLARE_FINAL_TYPE (FrDeployment, fr_deployment, FR, DEPLOYMENT, GObject)

FrDeployment *fr_deployment_new (const char *name, const char *plan_text, const char *plan_path);
void fr_deployment_set_cloud (FrDeployment *self, FrDeploymentOpen open, FrSiteTry try,
                              gpointer data, GDestroyNotify free_data);
void fr_deployment_set_server_password (FrDeployment *self, const char *password);
void fr_deployment_set_own_key (FrDeployment *self, const char *key_file);
void fr_deployment_set_host_key (FrDeployment *self, const char *host_key);

void fr_deployment_start (FrDeployment *self);
void fr_deployment_dispose_of (FrDeployment *self);
void fr_deployment_pause (FrDeployment *self);
void fr_deployment_resume (FrDeployment *self);
void fr_deployment_stop (FrDeployment *self);
void fr_deployment_retry (FrDeployment *self);

const char *fr_deployment_get_name (FrDeployment *self);
gboolean fr_deployment_is_here (FrDeployment *self);
gboolean fr_deployment_is_own (FrDeployment *self);
FrDeploymentState fr_deployment_get_state (FrDeployment *self);
gboolean fr_deployment_is_backwards (FrDeployment *self);
gboolean fr_deployment_is_busy (FrDeployment *self);
guint fr_deployment_get_n_done (FrDeployment *self);
gboolean fr_deployment_get_time_left (FrDeployment *self, guint *least, guint *most);
gint64 fr_deployment_get_elapsed_ms (FrDeployment *self);
const char *fr_deployment_get_waiting (FrDeployment *self);
const GError *fr_deployment_get_error (FrDeployment *self);
FrStepItem *fr_deployment_get_failed (FrDeployment *self);
GDateTime *fr_deployment_get_ended (FrDeployment *self);
GPtrArray *fr_deployment_get_left (FrDeployment *self);
GPtrArray *fr_deployment_get_kept (FrDeployment *self);

G_END_DECLS
