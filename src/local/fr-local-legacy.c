/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-legacy.h"

#include <string.h>

#include "fr-local-json.h"
#include "fr-local-xml.h"

/**
 * fr_local_legacy_render_account:
 *
 * Returns: (transfer full): the answer of “myaccount”, which clients ask for the organization
 */
char *
fr_local_legacy_render_account (FrLocalStore *store)
{
  g_autoptr (JsonObject) account = NULL;
  JsonObject *role = fr_local_json_make ("name:s", "primary administrator", NULL);

  g_return_val_if_fail (store != NULL, NULL);

  account = fr_local_json_make (
    "userName:s", store->user,
    "fullName:s", "Fitting Room",
    "firstName:s", "Fitting",
    "lastName:s", "Room",
    "emailAddress:s", "fitting-room@localhost",
    "orgId:s", store->organization,
    "roles:o", fr_local_json_make ("role:o", role, NULL),
    NULL);

  return fr_local_xml_render ("Account", FR_LOCAL_XML_LEGACY "directory", account);
}

/**
 * fr_local_legacy_render_networks:
 *
 * Returns: (transfer full): the networks of old data centres, of which there are none
 */
char *
fr_local_legacy_render_networks (void)
{
  g_autoptr (JsonObject) nothing = json_object_new ();

  return fr_local_xml_render ("NetworkWithLocations", FR_LOCAL_XML_LEGACY "network", nothing);
}

/**
 * fr_local_legacy_render_status:
 * @exchange: with an envelope for an answer
 *
 * Returns: (transfer full): the envelope as version 0.9 has it
 */
char *
fr_local_legacy_render_status (FrLocalExchange *exchange)
{
  gboolean good = exchange->status == 200;
  const char *code = fr_local_json_get_text (exchange->answer, "responseCode");
  const char *reason = good ? "REASON_0" : "REASON_1";
  g_autoptr (JsonObject) status = NULL;

  if (g_strcmp0 (code, "RESOURCE_BUSY") == 0)
    reason = "REASON_392";
  else if (g_strcmp0 (code, "RESOURCE_NOT_FOUND") == 0)
    reason = "REASON_395";

  status = fr_local_json_make (
    "operation:s", exchange->operation,
    "result:s", good ? "SUCCESS" : "ERROR",
    "resultDetail:s", fr_local_json_get_text (exchange->answer, "message"),
    "resultCode:s", reason,
    NULL);

  return fr_local_xml_render ("Status", FR_LOCAL_XML_LEGACY "general", status);
}

/**
 * fr_local_legacy_find:
 * @path: of a POST, "server/ID/disk/ID/changeSize"
 * @body: what was sent, to which the id is added that the path has
 *
 * Returns: (transfer none) (nullable): the path of the same operation today
 */
const char *
fr_local_legacy_find (const char *path, JsonObject *body)
{
  g_auto (GStrv) parts = g_strsplit (path, "/", -1);
  const char *today = NULL;

  if (g_strv_length (parts) != 5 || strcmp (parts[0], "server") != 0 ||
      strcmp (parts[2], "disk") != 0)
    return NULL;

  if (strcmp (parts[4], "changeSize") == 0)
    today = "server/expandDisk";
  else if (strcmp (parts[4], "changeSpeed") == 0)
    today = "server/changeDiskSpeed";
  if (today != NULL)
    json_object_set_string_member (body, "id", parts[3]);

  return today;
}
