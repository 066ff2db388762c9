/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "fr-draft.h"

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
  const char *words;   /* what follows the name, for --help       */
  const char *summary; /* one line, translatable                  */
  const char *notes;   /* what --help says at its end, or NULL    */
  gboolean (*run) (int argc, char **argv, int *status, GError **error);
} FrCommand;

extern const FrCommand fr_command_check;
extern const FrCommand fr_command_cloud;
extern const FrCommand fr_command_deploy;
extern const FrCommand fr_command_dispose;
extern const FrCommand fr_command_export;
extern const FrCommand fr_command_information;
extern const FrCommand fr_command_list;
extern const FrCommand fr_command_mirror;
extern const FrCommand fr_command_new;
extern const FrCommand fr_command_try;

gboolean fr_command_parse (const FrCommand *command, GOptionEntry *entries, int *argc, char ***argv,
                           GError **error);

GCancellable *fr_command_get_cancellable (void);
void fr_command_watch_signals (void);
void fr_command_take_secrets (void);
const char *fr_command_get_secret (const char *name);
char *fr_command_clean (const char *text, gssize length);
void fr_command_print (JsonNode *node);
int fr_command_tell (const GError *error, JsonObject *object, gboolean json);
FrDraft *fr_command_draft (const char *location, const char *preset, GError **error);

G_END_DECLS
