/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-site-private.h"
#include "fr-yaml.h"

G_BEGIN_DECLS

#define FR_REMOTE_FOLDER "/var/lib/fitting-room"

/* What can be done on a server. */
typedef enum
{
  FR_REMOTE_FAILED,  /* with an error                                              */
  FR_REMOTE_FIXED,   /* its system cannot be changed, as that of this computer     */
  FR_REMOTE_FOREIGN, /* no apt: not a system that we know                         */
  FR_REMOTE_BARE,    /* packages can be installed, and cloud-init would be one     */
  FR_REMOTE_FULL,    /* cloud-init is there                                        */
} FrRemoteKind;

FrRemoteKind fr_remote_find_kind (FrTask *task, GCancellable *cancellable, GError **error);
gboolean fr_remote_is_out_of_reach (const FrTask *task, char **note);
FrLook fr_remote_look_unless (FrTask *task, const char *command, const char *otherwise, char **note,
                              GCancellable *cancellable, GError **error);
gboolean fr_remote_run (FrTask *task, const char *name, const char *mark, const char *script,
                        guint limit_seconds, char **last_lines, GCancellable *cancellable,
                        GError **error);
gboolean fr_remote_run_script (FrTask *task, const char *name, const char *settings,
                               guint limit_seconds, GCancellable *cancellable, GError **error);
gboolean fr_remote_restart (FrTask *task, GCancellable *cancellable, GError **error);
gboolean fr_clock_bring_near (FrTask *task, GCancellable *cancellable, GError **error);
FrSsh *fr_remote_knock (FrTask *task, guint limit_seconds, GCancellable *cancellable,
                        GError **error);
void fr_remote_log (FrTask *task, const char *text);

GPtrArray *fr_remote_read_config (FrTask *task, char **text, GError **error);
gboolean fr_remote_config_says (FrTask *task, const char *key, gboolean *says, GError **error);
guint fr_remote_get_port (FrSite *site, const char *name, guint fallback);

G_END_DECLS
