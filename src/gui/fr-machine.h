/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrMachine:
 * @system: "Ubuntu 24.04.1 LTS"
 * @architecture: (nullable): as uname(1) says it
 * @memory: in bytes; 0: not known
 * @disk_free: in bytes; 0: not known
 * @sudo_asks: whether sudo wants a password
 * @obstacle: (nullable): why no mirror can be built there
 *
 * What a server of one's own has, since somebody signed in there.
 */
typedef struct
{
  char *system;
  char *architecture;
  guint cpus;
  guint64 memory;
  guint64 disk_free;
  gboolean sudo_asks;
  char *obstacle;
} FrMachine;

FrMachine *fr_machine_copy (const FrMachine *self);
void fr_machine_free (FrMachine *self);
char *fr_machine_describe (const FrMachine *self);
char *fr_machine_describe_briefly (const FrMachine *self);
char *fr_machine_describe_size (const FrMachine *self);
char *fr_machine_dup_warning (const FrMachine *self);
guint fr_machine_count_people (const FrMachine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrMachine, fr_machine_free)

G_END_DECLS
