/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "fr-cloud-codes.h"

G_BEGIN_DECLS

/**
 * FrCloudWire:
 * @endpoint: scheme, host and port, without a slash at the end
 * @authorization: the value of the header; a secret
 *
 * How to reach one endpoint with one account. Read-only once it is made; several threads
 * may send at the same time.
 */
typedef struct
{
  SoupSession *session;
  char *endpoint;
  char *user;
  char *authorization;
} FrCloudWire;

FrCloudWire *fr_cloud_wire_new (const char *endpoint, const char *user, const char *password,
                                const char *ca_file, GError **error);
void fr_cloud_wire_free (FrCloudWire *wire);

JsonNode *fr_cloud_wire_send (FrCloudWire *wire, const char *method, const char *path,
                              JsonObject *body, const char *fine, const char *slow,
                              FrCloudRetry *retry, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrCloudWire, fr_cloud_wire_free)

G_END_DECLS
