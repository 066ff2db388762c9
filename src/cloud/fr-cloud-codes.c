/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cloud-codes.h"

#include <glib/gi18n-lib.h>

#define NEVER FR_CLOUD_RETRY_NEVER
#define BUSY FR_CLOUD_RETRY_BUSY
#define LATER FR_CLOUD_RETRY_LATER
#define FEW FR_CLOUD_RETRY_FEW

/* Section 2.2 of the API notes. A code that is not here was never seen: it is final. */
static const FrCloudCode codes[] = {
  { "RESOURCE_BUSY", FR_ERROR_BUSY, BUSY,
    N_ ("Another operation is under way; try again in some minutes.") },
  { "RETRYABLE_SYSTEM_ERROR", FR_ERROR_BUSY, LATER, N_ ("Try again in some minutes.") },
  { "UNEXPECTED_ERROR", FR_ERROR_CLOUD, FEW,
    N_ ("Try again; if it comes back, give the support of the cloud the request number.") },
  { "SYSTEM_ERROR", FR_ERROR_CLOUD, NEVER,
    N_ ("Give the support of the cloud the request number.") },
  { "INFRASTRUCTURE_IN_MAINTENANCE", FR_ERROR_BUSY, NEVER,
    N_ ("Wait for the end of the maintenance, or choose another data centre.") },
  { "RESOURCE_LOCKED", FR_ERROR_CLOUD, NEVER, N_ ("Ask the support of the cloud to unlock it.") },
  { "RESOURCE_NOT_FOUND", FR_ERROR_NOT_FOUND, NEVER, NULL },
  { "NAME_NOT_UNIQUE", FR_ERROR_EXISTS, NEVER, N_ ("Choose another name, or use what is there.") },
  { "IP_ADDRESS_NOT_UNIQUE", FR_ERROR_EXISTS, NEVER, N_ ("Choose another address.") },
  { "IP_ADDRESS_OUT_OF_RANGE", FR_ERROR_CLOUD, NEVER,
    N_ ("Choose an address inside the network of the plan.") },
  { "NO_IP_ADDRESS_AVAILABLE", FR_ERROR_CLOUD, NEVER,
    N_ ("Add public addresses, or give back some that are not used.") },
  { "HAS_DEPENDENCY", FR_ERROR_CLOUD, NEVER, N_ ("Remove what depends on it first.") },
  { "EXCEEDS_LIMIT", FR_ERROR_CLOUD, NEVER,
    N_ ("Ask for less, or have the limit of the account raised.") },
  { "OUT_OF_RESOURCES", FR_ERROR_CLOUD, NEVER,
    N_ ("Choose another data centre, or try again another day.") },
  { "INVALID_INPUT_DATA", FR_ERROR_CLOUD, NEVER, N_ ("Correct the plan.") },
  { "AUTHORIZATION_FAILURE", FR_ERROR_CREDENTIALS, NEVER,
    N_ ("Use an account that has this right.") },
  { "SERVER_STARTED", FR_ERROR_CLOUD, NEVER, N_ ("Stop the server first.") },
  { "SERVER_STOPPED", FR_ERROR_CLOUD, NEVER, N_ ("Start the server first.") },
  { "VMWARE_TOOLS_INVALID_STATUS", FR_ERROR_CLOUD, NEVER,
    N_ ("Wait until the server has started, or switch its power off.") },
};

static const FrCloudCode other = { NULL, FR_ERROR_CLOUD, NEVER, NULL };

/**
 * fr_cloud_code_find:
 * @code: a response code of the cloud
 *
 * Returns: (transfer none): what it means for us; never %NULL
 */
const FrCloudCode *
fr_cloud_code_find (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i].code, code))
      return &codes[i];

  return &other;
}
