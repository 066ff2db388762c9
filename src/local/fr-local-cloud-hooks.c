/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-cloud.h"

#include "fr-local-cloud-private.h"
#include "fr-local-json.h"

/* Something for the thread to do. */
typedef struct
{
  FrLocalCloud *self;
  GCallback func;
  gpointer data;
  const char *operation;
  const char *code;
  const char *server_id;
  guint count;
  char *text;
} Errand;

static void
dup_hash_on_thread (gpointer data)
{
  Errand *errand = data;
  FrLocalAsset *server =
    fr_local_world_find (errand->self->world, FR_LOCAL_SERVER, errand->server_id);

  if (server != NULL)
    errand->text = g_strdup (fr_local_json_get_text (server->hidden, "passwordHash"));
}

/**
 * fr_local_cloud_dup_password_hash:
 * @server_id: a server
 *
 * The emulator forgets a password, but not its hash. May be called on any thread, and in the
 * power function.
 *
 * Returns: (transfer full) (nullable): the password of its administrator as in /etc/shadow
 */
char *
fr_local_cloud_dup_password_hash (FrLocalCloud *self, const char *server_id)
{
  Errand errand = { .self = self, .server_id = server_id };

  g_return_val_if_fail (self != NULL && server_id != NULL, NULL);

  fr_loopback_call (self->loopback, dup_hash_on_thread, &errand);

  return errand.text;
}

static void
set_power_on_thread (gpointer data)
{
  Errand *errand = data;

  fr_local_effects_set_power_func (errand->self->effects, (FrLocalCloudPower) errand->func,
                                   errand->data);
}

/**
 * fr_local_cloud_set_power_func:
 * @func: (nullable): told when a server of this computer goes on or off
 * @data: for @func
 *
 * Tells at once of the servers that are on, and returns when all have been told. A reboot is told
 * as off and on. Without hosts @func is never called.
 */
void
fr_local_cloud_set_power_func (FrLocalCloud *self, FrLocalCloudPower func, gpointer data)
{
  Errand errand = { .self = self, .func = G_CALLBACK (func), .data = data };

  g_return_if_fail (self != NULL);

  if (self->hosts)
    fr_loopback_call (self->loopback, set_power_on_thread, &errand);
}

static void
set_path_on_thread (gpointer data)
{
  Errand *errand = data;

  fr_local_effects_set_path_func (errand->self->effects, (FrLocalCloudPath) errand->func,
                                  errand->data);
}

/**
 * fr_local_cloud_set_path_func:
 * @func: (nullable): told when NAT and firewall rules open or close a range of TCP ports to a
 *   server of this computer
 * @data: for @func
 *
 * Tells at once of the ways that are open, and returns when all have been told. Without hosts
 * @func is never called.
 */
void
fr_local_cloud_set_path_func (FrLocalCloud *self, FrLocalCloudPath func, gpointer data)
{
  Errand errand = { .self = self, .func = G_CALLBACK (func), .data = data };

  g_return_if_fail (self != NULL);

  if (self->hosts)
    fr_loopback_call (self->loopback, set_path_on_thread, &errand);
}

static void
set_gone_on_thread (gpointer data)
{
  Errand *errand = data;

  fr_local_effects_set_gone_func (errand->self->effects, (FrLocalCloudGone) errand->func,
                                  errand->data);
}

/**
 * fr_local_cloud_set_gone_func:
 * @func: (nullable): told when a server of this computer was deleted; needs a power function, too
 * @data: for @func
 */
void
fr_local_cloud_set_gone_func (FrLocalCloud *self, FrLocalCloudGone func, gpointer data)
{
  Errand errand = { .self = self, .func = G_CALLBACK (func), .data = data };

  g_return_if_fail (self != NULL);

  if (self->hosts)
    fr_loopback_call (self->loopback, set_gone_on_thread, &errand);
}

static void
set_clock_on_thread (gpointer data)
{
  Errand *errand = data;

  fr_local_world_set_clock (errand->self->world, (FrLocalWorldClock) errand->func, errand->data);
  fr_local_cloud_arm_timer (errand->self);
}

/**
 * fr_local_cloud_set_clock:
 * @clock: (nullable): gives the time of the emulated cloud, on its thread; %NULL for the clock
 *   of the system
 * @data: for @clock
 */
void
fr_local_cloud_set_clock (FrLocalCloud *self, FrLocalClock clock, gpointer data)
{
  Errand errand = { .self = self, .func = G_CALLBACK (clock), .data = data };

  g_return_if_fail (self != NULL);

  fr_loopback_call (self->loopback, set_clock_on_thread, &errand);
}

static void
fail_next_on_thread (gpointer data)
{
  Errand *errand = data;

  fr_local_mishaps_plan (fr_local_service_get_mishaps (errand->self->service), errand->operation,
                         errand->code, errand->count);
}

/**
 * fr_local_cloud_fail_next:
 * @operation: "DEPLOY_SERVER" or "deployServer"; "GET_SERVER", "LIST_SERVER", "GET_ACCOUNT"
 * @code: a response code, which refuses it; a status of HTTP, "503"; "FAILED_ADD" and the like,
 *   which lets it begin and fail at its end; or "CONNECTION_LOST", which does it without an answer
 * @count: how many times; 0 to let all be well again
 *
 * For tests: lets the next requests for @operation go wrong.
 */
void
fr_local_cloud_fail_next (FrLocalCloud *self, const char *operation, const char *code, guint count)
{
  Errand errand = { .self = self, .operation = operation, .code = code, .count = count };

  g_return_if_fail (self != NULL && operation != NULL && code != NULL);

  fr_loopback_call (self->loopback, fail_next_on_thread, &errand);
}

static void
count_on_thread (gpointer data)
{
  Errand *errand = data;

  errand->count = fr_local_mishaps_get_count (fr_local_service_get_mishaps (errand->self->service),
                                              errand->operation);
}

/**
 * fr_local_cloud_count:
 * @operation: as for fr_local_cloud_fail_next()
 *
 * Returns: how many requests for @operation came since the start, refused ones included
 */
guint
fr_local_cloud_count (FrLocalCloud *self, const char *operation)
{
  Errand errand = { .self = self, .operation = operation };

  g_return_val_if_fail (self != NULL && operation != NULL, 0);

  fr_loopback_call (self->loopback, count_on_thread, &errand);

  return errand.count;
}
