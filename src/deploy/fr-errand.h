/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FrErrandServer:
 * @name: of the server, for messages
 * @folder: where errands are kept there: "/var/lib/fitting-room"
 * @ask: what a command prints, or %NULL with an error; %FR_ERROR_REMOTE when its status is not 0
 * @put: writes a file whose folder is made
 * @log: told what errands print, whole lines as far as there are any
 * @tell: (nullable): told what is waited for, to go on after a colon; %NULL: nothing any more
 *
 * The machine that errands run on.
 */
typedef struct
{
  const char *name;
  const char *folder;
  char *(*ask) (gpointer data, const char *command, GCancellable *cancellable, GError **error);
  gboolean (*put) (gpointer data, const char *path, const char *content, guint mode,
                   GCancellable *cancellable, GError **error);
  void (*log) (gpointer data, const char *text, gsize length);
  void (*tell) (gpointer data, const char *doing);
  gpointer data;
} FrErrandServer;

/**
 * FrErrand:
 * @name: one word; its folder on the server is called so
 * @mark: one word, by which it is known again after we were interrupted ourselves
 * @script: for sh; its first argument is "again" when the server was restarted in the middle
 * @limit_seconds: for all of it
 * @lost_seconds: how long the server may stay out of reach meanwhile
 * @pause_ms: the longest pause between two looks
 *
 * A script that goes on when the connection ends.
 */
typedef struct
{
  const char *name;
  const char *mark;
  const char *script;
  guint limit_seconds;
  guint lost_seconds;
  guint pause_ms;
} FrErrand;

gboolean fr_errand_run (const FrErrandServer *server, const FrErrand *errand, int *status,
                        GCancellable *cancellable, GError **error);
char *fr_errand_read_script (const char *name);

G_END_DECLS
