/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "fr-local-host.h"
#include "fr-ssh.h"

G_BEGIN_DECLS

/**
 * TestWorld:
 *
 * A home of its own for one test program, with a host at a loopback address of its own.
 */
typedef struct
{
  char *home;
  char *folder; /* of the host */
  char *address;
  char *known_hosts;
  FrLocalHost *host;
} TestWorld;

#define TEST_PASSWORD "Secret-9pw"

gboolean test_world_init (TestWorld *world, const char *mirror_program, char **why_not);
void test_world_clear (TestWorld *world);
FrSshTarget test_world_get_target (TestWorld *world);
FrSsh *test_world_sign_in (TestWorld *world);

G_END_DECLS
