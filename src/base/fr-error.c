/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-error.h"

#include <gio/gio.h>

G_DEFINE_QUARK (fr_error, fr_error)

static const struct
{
  const char *code;
  int exit_status;
} words[] = {
  [FR_ERROR_USAGE] = { "usage", 2 },
  [FR_ERROR_PLAN] = { "plan", 3 },
  [FR_ERROR_CREDENTIALS] = { "credentials", 4 },
  [FR_ERROR_CLOUD] = { "cloud", 5 },
  [FR_ERROR_BUSY] = { "busy", 5 },
  [FR_ERROR_UNREACHABLE] = { "unreachable", 6 },
  [FR_ERROR_PROTOCOL] = { "protocol", 7 },
  [FR_ERROR_CERTIFICATE] = { "certificate", 8 },
  [FR_ERROR_SSH] = { "ssh", 9 },
  [FR_ERROR_REMOTE] = { "remote", 10 },
  [FR_ERROR_MIRROR] = { "mirror", 11 },
  [FR_ERROR_MISSING] = { "missing", 12 },
  [FR_ERROR_STATE] = { "state", 13 },
  [FR_ERROR_TIMEOUT] = { "timeout", 14 },
  [FR_ERROR_NOT_FOUND] = { "not-found", 15 },
  [FR_ERROR_EXISTS] = { "exists", 16 },
};

/**
 * fr_error_get_code:
 * @error: an error of any domain
 *
 * Returns: (transfer none): the stable word for the class of @error; "cancelled"
 *   when it was cancelled, "failed" when it is not one of ours
 */
const char *
fr_error_get_code (const GError *error)
{
  g_return_val_if_fail (error != NULL, "failed");

  if (error->domain == FR_ERROR && error->code >= 0 && error->code < (int) G_N_ELEMENTS (words))
    return words[error->code].code;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? "cancelled" : "failed";
}

/**
 * fr_error_get_exit_status:
 * @error: an error of any domain
 *
 * Returns: the exit status of a command that ended with @error: 2 to 16 by
 *   class, 130 when it was cancelled, 1 for all others
 */
int
fr_error_get_exit_status (const GError *error)
{
  g_return_val_if_fail (error != NULL, 1);

  if (error->domain == FR_ERROR && error->code >= 0 && error->code < (int) G_N_ELEMENTS (words))
    return words[error->code].exit_status;

  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? 130 : 1;
}
