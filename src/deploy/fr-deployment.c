/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-deployment-private.h"

#include <string.h>

typedef enum
{
  PROP_STATE = 1,
  PROP_N_DONE,
  PROP_ELAPSED_MS,
  PROP_WAITING,
  N_PROPERTIES,
} Properties;

enum
{
  LOG,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (FrDeploymentState, fr_deployment_state,
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_NEW, "new"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_PREPARING, "preparing"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_RUNNING, "running"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_PAUSING, "pausing"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_PAUSED, "paused"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_STOPPING, "stopping"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_FAILED, "failed"),
                    G_DEFINE_ENUM_VALUE (FR_DEPLOYMENT_DONE, "done"))

static GType
get_item_type (GListModel *model)
{
  return FR_TYPE_STEP_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return FR_DEPLOYMENT (model)->items->len;
}

static gpointer
get_item (GListModel *model, guint position)
{
  FrDeployment *self = FR_DEPLOYMENT (model);

  return position < self->items->len ? g_object_ref (g_ptr_array_index (self->items, position))
                                     : NULL;
}

static void
init_list_model (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FrDeployment, fr_deployment, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, init_list_model))

static void
fr_deployment_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrDeployment *self = FR_DEPLOYMENT (object);

  switch ((Properties) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, (int) self->state);
      break;
    case PROP_N_DONE:
      g_value_set_uint (value, self->n_done);
      break;
    case PROP_ELAPSED_MS:
      g_value_set_int64 (value, self->elapsed_ms);
      break;
    case PROP_WAITING:
      g_value_set_string (value, self->waiting);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/**
 * fr_deployment_let_go:
 *
 * Of the worker, which is asked to end.
 */
void
fr_deployment_let_go (FrDeployment *self)
{
  g_clear_handle_id (&self->tick, g_source_remove);
  if (self->run != NULL)
    fr_deployment_run_stop (self->run);
  g_clear_pointer (&self->run, fr_deployment_run_unref);
}

static void
fr_deployment_dispose (GObject *object)
{
  fr_deployment_let_go (FR_DEPLOYMENT (object));

  G_OBJECT_CLASS (fr_deployment_parent_class)->dispose (object);
}

static void
fr_deployment_finalize (GObject *object)
{
  FrDeployment *self = FR_DEPLOYMENT (object);

  g_clear_pointer (&self->order, fr_deployment_order_unref);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->items);
  g_clear_pointer (&self->left, g_ptr_array_unref);
  g_clear_pointer (&self->kept, g_ptr_array_unref);
  g_clear_pointer (&self->ended, g_date_time_unref);
  g_clear_object (&self->failed);
  fr_history_free (self->history);
  g_clear_error (&self->error);
  g_free (self->waiting);

  G_OBJECT_CLASS (fr_deployment_parent_class)->finalize (object);
}

static void
fr_deployment_class_init (FrDeploymentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fr_deployment_get_property;
  object_class->dispose = fr_deployment_dispose;
  object_class->finalize = fr_deployment_finalize;

  properties[PROP_STATE] = g_param_spec_enum ("state", NULL, NULL, FR_TYPE_DEPLOYMENT_STATE,
                                              FR_DEPLOYMENT_NEW, flags);
  properties[PROP_N_DONE] = g_param_spec_uint ("n-done", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ELAPSED_MS] =
    g_param_spec_int64 ("elapsed-ms", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_WAITING] = g_param_spec_string ("waiting", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * FrDeployment::log:
   * @server: its name
   * @text: what it has just printed, with all control codes
   */
  signals[LOG] = g_signal_new ("log", FR_TYPE_DEPLOYMENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void
fr_deployment_init (FrDeployment *self)
{
  self->order = fr_deployment_order_new ();
  self->items = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
}

static void
notify (FrDeployment *self, Properties property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
fr_deployment_set_state (FrDeployment *self, FrDeploymentState state)
{
  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
}

void
fr_deployment_set_waiting (FrDeployment *self, const char *waiting)
{
  if (g_strcmp0 (self->waiting, waiting) == 0)
    return;

  g_free (self->waiting);
  self->waiting = g_strdup (waiting);
  notify (self, PROP_WAITING);
}

void
fr_deployment_set_n_done (FrDeployment *self, guint n_done)
{
  if (self->n_done == n_done)
    return;

  self->n_done = n_done;
  notify (self, PROP_N_DONE);
}

void
fr_deployment_set_elapsed (FrDeployment *self, gint64 elapsed_ms)
{
  self->elapsed_ms = elapsed_ms;
  notify (self, PROP_ELAPSED_MS);
}

/**
 * fr_deployment_new:
 * @name: of the deployment
 * @plan_text: (nullable): the plan; %NULL: the one that was deployed under this name
 * @plan_path: (nullable): the file it was read from; %NULL keeps it among the user's plans
 *
 * Returns: (transfer full): a deployment that has not begun
 */
FrDeployment *
fr_deployment_new (const char *name, const char *plan_text, const char *plan_path)
{
  FrDeployment *self = g_object_new (FR_TYPE_DEPLOYMENT, NULL);

  self->order->name = g_strdup (name);
  self->order->plan_text = g_strdup (plan_text);
  self->order->plan_path = g_strdup (plan_path);

  return self;
}

/**
 * fr_deployment_set_cloud:
 * @open: opens the cloud, on the worker
 * @try: (nullable): looks into the mirror at the end, on the worker
 * @data: for both; used on the worker while the main context has its hands off
 * @free_data: (nullable): frees @data, on any thread
 */
void
fr_deployment_set_cloud (FrDeployment *self, FrDeploymentOpen open, FrSiteTry try, gpointer data,
                         GDestroyNotify free_data)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self) && self->run == NULL && self->order->open == NULL);

  self->order->open = open;
  self->order->try = try;
  self->order->data = data;
  self->order->free_data = free_data;
}

/**
 * fr_deployment_set_server_password:
 * @password: (nullable): of the administrator of new servers, and by itself one is made; of the
 *   user of servers that are there already
 */
void
fr_deployment_set_server_password (FrDeployment *self, const char *password)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self) && self->run == NULL);

  if (self->order->password != NULL)
    explicit_bzero (self->order->password, strlen (self->order->password));
  g_free (self->order->password);
  self->order->password = g_strdup (password);
}

/**
 * fr_deployment_set_own_key:
 * @key_file: (nullable): path of the user's private key for servers that are there already
 */
void
fr_deployment_set_own_key (FrDeployment *self, const char *key_file)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self) && self->run == NULL);

  g_free (self->order->own_key);
  self->order->own_key = g_strdup (key_file);
}

/**
 * fr_deployment_set_host_key:
 * @host_key: (nullable): the fingerprint that a person has trusted, "SHA256:…", for a server that
 *   is there already and whose plan does not tell one
 */
void
fr_deployment_set_host_key (FrDeployment *self, const char *host_key)
{
  g_return_if_fail (FR_IS_DEPLOYMENT (self) && self->run == NULL);

  g_free (self->order->host_key);
  self->order->host_key = g_strdup (host_key);
}

const char *
fr_deployment_get_name (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), NULL);

  return self->order->name;
}

/**
 * fr_deployment_is_here:
 *
 * Returns: whether it is on this computer, where nothing is billed; known once it has steps
 */
gboolean
fr_deployment_is_here (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), FALSE);

  return self->here;
}

/**
 * fr_deployment_is_own:
 *
 * Returns: whether its servers are there already, and stay; known once it has steps
 */
gboolean
fr_deployment_is_own (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), FALSE);

  return self->own;
}

FrDeploymentState
fr_deployment_get_state (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), FR_DEPLOYMENT_NEW);

  return self->state;
}

gboolean
fr_deployment_is_backwards (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), FALSE);

  return self->order->backwards;
}

/**
 * fr_deployment_is_busy:
 *
 * Returns: whether a worker is at it, which includes a pause
 */
gboolean
fr_deployment_is_busy (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), FALSE);

  return self->state >= FR_DEPLOYMENT_PREPARING && self->state <= FR_DEPLOYMENT_STOPPING;
}

guint
fr_deployment_get_n_done (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), 0);

  return self->n_done;
}

/**
 * fr_deployment_get_time_left:
 * @least: (out): seconds that are left at least
 * @most: (out): and at most
 *
 * Returns: %FALSE when too little is known to tell
 */
gboolean
fr_deployment_get_time_left (FrDeployment *self, guint *least, guint *most)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), FALSE);

  *least = self->least;
  *most = self->most;

  return self->sure;
}

gint64
fr_deployment_get_elapsed_ms (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), 0);

  return self->elapsed_ms;
}

/**
 * fr_deployment_get_waiting:
 *
 * Returns: (transfer none) (nullable): what the cloud is busy with
 */
const char *
fr_deployment_get_waiting (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), NULL);

  return self->waiting;
}

/**
 * fr_deployment_get_error:
 *
 * Returns: (transfer none) (nullable): why it failed
 */
const GError *
fr_deployment_get_error (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), NULL);

  return self->error;
}

/**
 * fr_deployment_get_failed:
 *
 * Returns: (transfer none) (nullable): the step that failed first; %NULL when that was before
 *   the first step
 */
FrStepItem *
fr_deployment_get_failed (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), NULL);

  return self->failed;
}

/**
 * fr_deployment_get_ended:
 *
 * Returns: (transfer none) (nullable): when the last run came to its end
 */
GDateTime *
fr_deployment_get_ended (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), NULL);

  return self->ended;
}

/**
 * fr_deployment_get_left:
 *
 * Returns: (transfer none) (nullable) (element-type utf8): after a dispose, what is still there
 *   and ours; %NULL when nobody could tell
 */
GPtrArray *
fr_deployment_get_left (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), NULL);

  return self->left;
}

/**
 * fr_deployment_get_kept:
 *
 * Returns: (transfer none) (nullable) (element-type utf8): after a dispose, network domains of
 *   the plan that were not ours
 */
GPtrArray *
fr_deployment_get_kept (FrDeployment *self)
{
  g_return_val_if_fail (FR_IS_DEPLOYMENT (self), NULL);

  return self->kept;
}
