/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrError:
 *
 * One code per decision of a caller. The words of fr_error_get_code() and the
 * numbers of fr_error_get_exit_status() are stable: scripts rely on them.
 */
typedef enum
{
  FR_ERROR_USAGE,       /* the command line cannot be understood              */
  FR_ERROR_PLAN,        /* the plan cannot be understood, or cannot be built  */
  FR_ERROR_CREDENTIALS, /* the account or password was refused: never retried */
  FR_ERROR_CLOUD,       /* the cloud answered, and refused                    */
  FR_ERROR_BUSY,        /* the cloud asks to come back later: we do           */
  FR_ERROR_UNREACHABLE, /* nobody answers at that address                     */
  FR_ERROR_PROTOCOL,    /* an answer does not have the agreed shape           */
  FR_ERROR_CERTIFICATE, /* the other side is not who it should be             */
  FR_ERROR_SSH,         /* the SSH conversation failed                        */
  FR_ERROR_REMOTE,      /* a command ran and failed                           */
  FR_ERROR_MIRROR,      /* the mirror answered, and no picture came back      */
  FR_ERROR_MISSING,     /* a program or plugin is not installed               */
  FR_ERROR_STATE,       /* our own files cannot be read or written            */
  FR_ERROR_TIMEOUT,     /* the deadline passed                                */
  FR_ERROR_NOT_FOUND,   /* the thing that was named does not exist            */
  FR_ERROR_EXISTS,      /* the thing is there already, and is not ours        */
} FrError;

#define FR_ERROR (fr_error_quark ())
GQuark fr_error_quark (void);

const char *fr_error_get_code (const GError *error);
int fr_error_get_exit_status (const GError *error);

G_END_DECLS
