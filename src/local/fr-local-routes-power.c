/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-routes.h"

#include <string.h>

#include "fr-local-guard.h"
#include "fr-local-json.h"
#include "fr-local-life.h"

static const FrLocalField monitor_fields[] = {
  { "id", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED },
  { "servicePlan", FR_LOCAL_TEXT, FR_LOCAL_REQUIRED, .choices = "ESSENTIALS|ADVANCED" },
  { NULL },
};

/* A server at rest that is on, or off; or NULL with a refusal. */
static FrLocalAsset *
need_server (FrLocalExchange *exchange, gboolean started)
{
  FrLocalAsset *server = fr_local_guard_need_at_rest (exchange, FR_LOCAL_SERVER, "id");

  if (server == NULL || fr_local_json_get_flag (server->data, "started") == started)
    return server;

  fr_local_exchange_refuse (exchange, started ? "SERVER_STOPPED" : "SERVER_STARTED",
                            "Server '%s' is %s.", fr_local_asset_get (server, "name"),
                            started ? "stopped" : "started");
  return NULL;
}

static void
begin (FrLocalExchange *exchange, FrLocalAsset *server, const char *what, JsonObject *then)
{
  fr_local_life_begin (exchange->world, server, exchange->operation, then);
  fr_local_exchange_accept (exchange, NULL, NULL,
                            "Request to %s Server '%s' has been accepted and is being processed.",
                            what, fr_local_asset_get (server, "name"));
}

/* The guest must be up before it can be asked to do something. */
static gboolean
check_tools (FrLocalExchange *exchange, FrLocalAsset *server)
{
  if (fr_local_json_get_number (server->hidden, "toolsUs", 0) <=
      fr_local_world_get_time (exchange->world))
    return TRUE;

  fr_local_exchange_refuse (exchange, "VMWARE_TOOLS_INVALID_STATUS",
                            "VMware Tools of Server '%s' are not running yet.",
                            fr_local_asset_get (server, "name"));
  return FALSE;
}

static void
start (FrLocalExchange *exchange)
{
  FrLocalAsset *server = need_server (exchange, FALSE);

  if (server != NULL)
    begin (exchange, server, "start", fr_local_json_make ("started:b", TRUE, NULL));
}

static void
shut_down (FrLocalExchange *exchange)
{
  FrLocalAsset *server = need_server (exchange, TRUE);

  if (server != NULL && check_tools (exchange, server))
    begin (exchange, server, "shut down", fr_local_json_make ("started:b", FALSE, NULL));
}

static void
power_off (FrLocalExchange *exchange)
{
  FrLocalAsset *server = need_server (exchange, TRUE);

  if (server != NULL)
    begin (exchange, server, "power off", fr_local_json_make ("started:b", FALSE, NULL));
}

static void
reboot (FrLocalExchange *exchange)
{
  FrLocalAsset *server = need_server (exchange, TRUE);

  if (server != NULL && check_tools (exchange, server))
    begin (exchange, server, "reboot", fr_local_json_make ("started:b", TRUE, NULL));
}

static void
reset (FrLocalExchange *exchange)
{
  FrLocalAsset *server = need_server (exchange, TRUE);

  if (server != NULL)
    begin (exchange, server, "reset", fr_local_json_make ("started:b", TRUE, NULL));
}

static void
delete_server (FrLocalExchange *exchange)
{
  FrLocalAsset *server = fr_local_guard_need (exchange, FR_LOCAL_SERVER, "id");

  if (server == NULL || !fr_local_guard_deletable (exchange, server))
    return;

  if (strcmp (fr_local_asset_get_state (server), "FAILED_ADD") == 0)
    fr_local_exchange_refuse (exchange, "RESOURCE_LOCKED",
                              "Server '%s' was never deployed: clean it instead.",
                              fr_local_asset_get (server, "name"));
  else if (fr_local_json_get_flag (server->data, "started"))
    fr_local_exchange_refuse (exchange, "SERVER_STARTED", "Server '%s' is started.",
                              fr_local_asset_get (server, "name"));
  else if (fr_local_json_get_object (server->data, "monitoring") != NULL)
    fr_local_exchange_refuse (exchange, "HAS_DEPENDENCY", "Server '%s' is still monitored.",
                              fr_local_asset_get (server, "name"));
  else
    fr_local_guard_begin_deletion (exchange, server);
}

static void
clean (FrLocalExchange *exchange)
{
  FrLocalAsset *server = fr_local_guard_need (exchange, FR_LOCAL_SERVER, "id");

  if (server == NULL)
    return;
  if (strcmp (fr_local_asset_get_state (server), "FAILED_ADD") == 0)
    begin (exchange, server, "clean", NULL);
  else if (fr_local_guard_rest (exchange, server))
    fr_local_exchange_refuse (exchange, "OPERATION_NOT_SUPPORTED",
                              "Server '%s' has not failed to deploy.",
                              fr_local_asset_get (server, "name"));
}

/* Enables monitoring, or changes its plan. */
static void
monitor (FrLocalExchange *exchange)
{
  FrLocalAsset *server = fr_local_guard_need_at_rest (exchange, FR_LOCAL_SERVER, "id");
  const char *plan = fr_local_exchange_get_text (exchange, "servicePlan");
  JsonObject *there;

  if (server == NULL)
    return;

  there = fr_local_json_get_object (server->data, "monitoring");
  if (there != NULL && strcmp (fr_local_json_get_text (there, "servicePlan"), plan) == 0)
    {
      fr_local_exchange_refuse (exchange, "NO_CHANGE",
                                "Server '%s' is monitored in that way already.",
                                fr_local_asset_get (server, "name"));
      return;
    }
  if (there == NULL && strcmp (exchange->operation, "CHANGE_SERVER_MONITORING_PLAN") == 0)
    {
      fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "Server '%s' is not monitored.",
                                fr_local_asset_get (server, "name"));
      return;
    }

  if (there != NULL)
    json_object_set_string_member (there, "servicePlan", plan);
  else
    json_object_set_object_member (server->data, "monitoring",
                                   fr_local_json_make ("monitoringId:s", "1000",
                                                       "servicePlan:s", plan,
                                                       "state:s", "NORMAL",
                                                       NULL));
  fr_local_exchange_accept (exchange, NULL, NULL, "Monitoring of Server '%s' has been set.",
                            fr_local_asset_get (server, "name"));
}

static void
stop_monitoring (FrLocalExchange *exchange)
{
  FrLocalAsset *server = fr_local_guard_need_at_rest (exchange, FR_LOCAL_SERVER, "id");

  if (server == NULL)
    return;
  if (fr_local_json_get_object (server->data, "monitoring") == NULL)
    {
      fr_local_exchange_refuse (exchange, "RESOURCE_NOT_FOUND", "Server '%s' is not monitored.",
                                fr_local_asset_get (server, "name"));
      return;
    }

  json_object_remove_member (server->data, "monitoring");
  fr_local_exchange_accept (exchange, NULL, NULL, "Monitoring of Server '%s' has been disabled.",
                            fr_local_asset_get (server, "name"));
}

const FrLocalOperation fr_local_routes_power[] = {
  { "server/startServer", "START_SERVER", TRUE, fr_local_guard_id_fields, start },
  { "server/shutdownServer", "SHUTDOWN_SERVER", TRUE, fr_local_guard_id_fields, shut_down },
  { "server/powerOffServer", "POWER_OFF_SERVER", TRUE, fr_local_guard_id_fields, power_off },
  { "server/rebootServer", "REBOOT_SERVER", TRUE, fr_local_guard_id_fields, reboot },
  { "server/resetServer", "RESET_SERVER", TRUE, fr_local_guard_id_fields, reset },
  { "server/deleteServer", "DELETE_SERVER", TRUE, fr_local_guard_id_fields, delete_server },
  { "server/cleanServer", "CLEAN_SERVER", TRUE, fr_local_guard_id_fields, clean },
  { "server/enableServerMonitoring", "ENABLE_SERVER_MONITORING", FALSE, monitor_fields, monitor },
  { "server/changeServerMonitoringPlan", "CHANGE_SERVER_MONITORING_PLAN", FALSE, monitor_fields,
    monitor },
  { "server/disableServerMonitoring", "DISABLE_SERVER_MONITORING", FALSE, fr_local_guard_id_fields,
    stop_monitoring },
  { NULL },
};
