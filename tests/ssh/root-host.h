/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-ssh.h"

G_BEGIN_DECLS

#define ROOT_HOST_PASSWORD "Secret-9pw"
#define ROOT_HOST_PORT 2222

/**
 * RootHost:
 *
 * This machine, copied on write, with Debian's sshd and sudo: a server that somebody has. Only
 * root can make one.
 */
typedef struct
{
  char *home; /* for FITTINGS_HOME */
  char *folder;
  char *address;
  char *known_hosts;
  char *key; /* of root */
  GSubprocess *process;
} RootHost;

char *root_host_why_not (void);
gboolean root_host_test_init (int *argc, char ***argv);
void root_host_start (RootHost *self);
void root_host_stop (RootHost *self);
FrSshTarget root_host_get_target (RootHost *self, const char *user);
FrSsh *root_host_sign_in (RootHost *self, const char *user);
char *root_host_ask (RootHost *self, const char *command);

G_END_DECLS
