/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-error.h"

G_BEGIN_DECLS

/**
 * FrCloudRetry:
 * @FR_CLOUD_RETRY_NEVER: repeating changes nothing
 * @FR_CLOUD_RETRY_BUSY: it was not done; come back until patience ends
 * @FR_CLOUD_RETRY_LATER: it may have been done; look, and come back until patience ends
 * @FR_CLOUD_RETRY_FEW: it may have been done; look, and come back a few times
 * @FR_CLOUD_RETRY_KNOWN: the same, if the cloud has answered before; else the address is wrong
 */
typedef enum
{
  FR_CLOUD_RETRY_NEVER,
  FR_CLOUD_RETRY_BUSY,
  FR_CLOUD_RETRY_LATER,
  FR_CLOUD_RETRY_FEW,
  FR_CLOUD_RETRY_KNOWN,
} FrCloudRetry;

/**
 * FrCloudCode:
 * @cure: (nullable): what the user can do
 */
typedef struct
{
  const char *code;
  FrError error;
  FrCloudRetry retry;
  const char *cure;
} FrCloudCode;

const FrCloudCode *fr_cloud_code_find (const char *code);

G_END_DECLS
