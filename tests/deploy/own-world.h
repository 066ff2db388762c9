/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-site.h"
#include "root-host.h"

G_BEGIN_DECLS

/**
 * OwnWorld:
 *
 * A server that somebody has, and what was there before we came.
 */
typedef struct
{
  RootHost host;
  char *before;
  char *host_key; /* its fingerprint */
} OwnWorld;

/* What a run did, and what to do to it meanwhile. */
typedef struct
{
  GString *story; /* "kind=state" of each step, separated by spaces */
  GString *log;   /* what the server printed */
  char *note;     /* of the last step that had one */
} OwnRun;

void own_world_start (OwnWorld *self);
void own_world_stop (OwnWorld *self);
void own_world_expect_clean (OwnWorld *self);
char *own_world_plan (OwnWorld *self, const char *user, const char *runcmd);
char *own_world_forget_host_key (const char *plan);
FrSite *own_world_open (const char *plan, const char *name, const char *password, OwnRun *run);
void own_world_deploy (const char *plan, const char *name, const char *password, OwnRun *run);
void own_world_dispose (const char *plan, const char *name, const char *password, OwnRun *run);
void own_run_init (OwnRun *self);
void own_run_clear (OwnRun *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OwnRun, own_run_clear)

G_END_DECLS
