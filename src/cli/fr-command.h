/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * FrCommand:
 *
 * One word of the command line. @run gets its own words only, says what it has to say on
 * standard output, and returns %FALSE with an error, or the exit status in @status.
 */
typedef struct
{
  const char *name;
  const char *words;   /* what follows the name, for --help */
  const char *summary; /* one line, translatable            */
  gboolean (*run) (int argc, char **argv, int *status, GError **error);
} FrCommand;

extern const FrCommand fr_command_check;

gboolean fr_command_parse (const FrCommand *command, GOptionEntry *entries, int *argc, char ***argv,
                           GError **error);

G_END_DECLS
