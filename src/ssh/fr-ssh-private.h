/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libssh2.h>

#include "fr-ssh.h"

G_BEGIN_DECLS

/* The type of host key that is asked for first where none is remembered, as ssh does. */
#define FR_SSH_FIRST_TYPE "ssh-ed25519"

struct _FrSsh
{
  char *peer; /* "192.0.2.7" or "192.0.2.7 port 2222", for messages */
  GSocketConnection *connection;
  GSocket *socket; /* of the connection */
  LIBSSH2_SESSION *session;
  char *fingerprint;
  const char *key_type; /* "ED25519", as ssh-keygen -l names it */
  FrSshRoot root;
  FrSshWay way;
  char *sudo_password;  /* with FR_SSH_ROOT_PASSWORD only */
  char *sudo_mark;      /* ends what may be the password: see fr-ssh-sudo.c */
  const char *password; /* only while it is being asked for */
  GPtrArray *abandoned; /* channels that the server has not closed yet */
  gboolean lost;        /* given up in the middle of a packet: of no more use */
};

/* How long, and until whose word, one piece of work may wait. */
typedef struct
{
  const char *what; /* a whole sentence's subject: "Signing in to 192.0.2.7" */
  guint limit_seconds;
  gint64 deadline_us; /* on the monotonic clock */
  GCancellable *cancellable;
} FrSshTurn;

void fr_ssh_turn_init (FrSshTurn *turn, const char *what, guint limit_seconds,
                       GCancellable *cancellable);
char *fr_ssh_turn_start (FrSshTurn *turn, const FrSshTarget *target, GCancellable *cancellable);
char *fr_ssh_dup_peer (const FrSshTarget *target);
gboolean fr_ssh_wait (FrSsh *self, const FrSshTurn *turn, GError **error);
void fr_ssh_fail (FrSsh *self, const char *what, GError **error);

/* fr-ssh-meet.c */
FrSsh *fr_ssh_meet (const FrSshTarget *target, const char *type, gboolean alone,
                    const FrSshTurn *turn, GError **error);

/* fr-ssh-auth.c */
gboolean fr_ssh_ask_ways (FrSsh *self, const char *user, const FrSshTurn *turn, char **ways,
                          GError **error);
gboolean fr_ssh_sign_in (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn,
                         GError **error);

/* fr-ssh-known.c */
char *fr_ssh_known_dup_type (const FrSshTarget *target);
gboolean fr_ssh_known_accept (const FrSshTarget *target, const guint8 *key, gsize length,
                              GError **error);
gboolean fr_ssh_known_check (const FrSshTarget *target, const char *peer, const guint8 *key,
                             gsize length, const char *fingerprint, GError **error);

/* fr-ssh-channel.c; stream is 1 for what is written to the standard output and 2 for errors */
typedef void (*FrSshSink) (int stream, const char *text, gsize length, gpointer data);
gboolean fr_ssh_execute (FrSsh *self, const char *command, const char *input, gsize input_length,
                         FrSshSink sink, gpointer data, const FrSshTurn *turn, int *status,
                         GError **error);
gboolean fr_ssh_execute_plain (FrSsh *self, const char *command, const char *input,
                               gsize input_length, FrSshSink sink, gpointer data,
                               const FrSshTurn *turn, int *status, GError **error);

/* fr-ssh-sudo.c */
gboolean fr_ssh_sudo_find (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn,
                           GError **error);
char *fr_ssh_sudo_wrap (FrSsh *self, const char *command);
char *fr_ssh_sudo_dup_input (FrSsh *self, const char *input, gsize *length);

G_END_DECLS
