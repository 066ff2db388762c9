/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-ssh-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-ssh-keys.h"

/* What one way of signing in came to. */
typedef enum
{
  ANSWER_YES,
  ANSWER_NO,     /* refused: another way may be tried          */
  ANSWER_FAILED, /* the error is set: nothing else is tried    */
} Answer;

static Answer
judge (FrSsh *self, int result, const FrSshTurn *turn, GError **error)
{
  if (result == 0)
    return ANSWER_YES;

  if (result == LIBSSH2_ERROR_AUTHENTICATION_FAILED || result == LIBSSH2_ERROR_PUBLICKEY_UNVERIFIED)
    return ANSWER_NO;

  fr_ssh_fail (self, turn->what, error);
  return ANSWER_FAILED;
}

/* Asks which ways the server takes; nothing is said that it could hold against us. */
gboolean
fr_ssh_ask_ways (FrSsh *self, const char *user, const FrSshTurn *turn, char **ways,
                 GError **error)
{
  const char *list;

  while ((list = libssh2_userauth_list (self->session, user, strlen (user))) == NULL)
    {
      if (libssh2_userauth_authenticated (self->session))
        break;

      if (libssh2_session_last_errno (self->session) != LIBSSH2_ERROR_EAGAIN)
        {
          fr_ssh_fail (self, turn->what, error);
          return FALSE;
        }

      if (!fr_ssh_wait (self, turn, error))
        return FALSE;
    }

  *ways = g_strdup_printf (",%s,", list != NULL ? list : "");
  return TRUE;
}

static Answer
try_key (FrSsh *self, const FrSshTarget *target, const char *path, const FrSshTurn *turn,
         GError **error)
{
  int result;

  while ((result = libssh2_userauth_publickey_fromfile_ex (
            self->session, target->user, strlen (target->user), NULL, path, NULL)) ==
         LIBSSH2_ERROR_EAGAIN)
    if (!fr_ssh_wait (self, turn, error))
      return ANSWER_FAILED;

  if (result == LIBSSH2_ERROR_FILE)
    {
      g_autofree char *trouble = fr_ssh_dup_key_trouble (path);

      if (target->password != NULL)
        return ANSWER_NO;
      g_set_error (
        error, FR_ERROR, FR_ERROR_STATE,
        _ ("The SSH key “%s” cannot be used: %s"), path,
        trouble != NULL ? trouble
                        : _ ("it is of a kind that is not understood. An Ed25519 key without "
                             "passphrase is."));
      return ANSWER_FAILED;
    }

  return judge (self, result, turn, error);
}

static Answer
try_password (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn, GError **error)
{
  int result;

  while ((result = libssh2_userauth_password_ex (self->session, target->user, strlen (target->user),
                                                 target->password, strlen (target->password),
                                                 NULL)) == LIBSSH2_ERROR_EAGAIN)
    if (!fr_ssh_wait (self, turn, error))
      return ANSWER_FAILED;

  /* The server wants another password to be chosen first: nothing that we can do for its owner. */
  if (result == LIBSSH2_ERROR_PASSWORD_EXPIRED)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                   _ ("The password of “%s” at %s has expired. Change it there, then try again."),
                   target->user, self->peer);
      return ANSWER_FAILED;
    }

  return judge (self, result, turn, error);
}

/* Answers each question that is not to be seen on the screen with the password. */
static void
answer_questions (const char *name, int name_len, const char *instruction, int instruction_len,
                  int num_prompts, const LIBSSH2_USERAUTH_KBDINT_PROMPT *prompts,
                  LIBSSH2_USERAUTH_KBDINT_RESPONSE *responses, void **abstract)
{
  FrSsh *self = *abstract;

  for (int i = 0; i < num_prompts; i++)
    {
      responses[i].text = strdup (prompts[i].echo ? "" : self->password); /* the library frees it */
      responses[i].length = strlen (responses[i].text);
    }
}

static Answer
try_questions (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn, GError **error)
{
  int result;

  self->password = target->password;
  while ((result = libssh2_userauth_keyboard_interactive_ex (
            self->session, target->user, strlen (target->user), answer_questions)) ==
         LIBSSH2_ERROR_EAGAIN)
    if (!fr_ssh_wait (self, turn, error))
      {
        self->password = NULL;
        return ANSWER_FAILED;
      }
  self->password = NULL;

  return judge (self, result, turn, error);
}

static gboolean
refuse (FrSsh *self, const FrSshTarget *target, const char *ways, GError **error)
{
  const char *key = target->other_key_file != NULL ? target->other_key_file : target->key_file;
  g_autofree char *trouble = key != NULL ? fr_ssh_dup_key_trouble (key) : NULL;

  if (target->password != NULL && strstr (ways, ",password,") == NULL &&
      strstr (ways, ",keyboard-interactive,") == NULL)
    g_set_error (
      error, FR_ERROR, FR_ERROR_CREDENTIALS,
      key != NULL
        ? _ ("The server at %s takes no password any more, and does not know this key for “%s”.")
        : _ ("The server at %s takes no password for “%s”: a key is needed."),
      self->peer, target->user);
  else if (target->password != NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("The server at %s refused the password of “%s”. It was tried once. Check it "
                    "and try again."),
                 self->peer, target->user);
  else if (trouble != NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("The server at %s refused the key “%s” for “%s”: %s"), self->peer,
                 key, target->user, trouble);
  else if (key == NULL)
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("The server at %s wants a key or a password of “%s”, and neither was given."),
                 self->peer, target->user);
  else
    g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                 _ ("The server at %s refused the key “%s” for “%s”. Put its public half into "
                    "~/.ssh/authorized_keys there."),
                 self->peer, key, target->user);

  return FALSE;
}

/* The key first, since it can be tried without saying a secret; then the password, once. */
gboolean
fr_ssh_sign_in (FrSsh *self, const FrSshTarget *target, const FrSshTurn *turn, GError **error)
{
  g_autofree char *ways = NULL;
  Answer answer = ANSWER_NO;

  if (!fr_ssh_ask_ways (self, target->user, turn, &ways, error))
    return FALSE;

  if (libssh2_userauth_authenticated (self->session))
    return TRUE;

  if (target->key_file != NULL && strstr (ways, ",publickey,") != NULL)
    answer = try_key (self, target, target->key_file, turn, error);
  self->way = FR_SSH_WAY_KEY;

  if (answer == ANSWER_NO && target->other_key_file != NULL && strstr (ways, ",publickey,") != NULL)
    {
      answer = try_key (self, target, target->other_key_file, turn, error);
      self->way = FR_SSH_WAY_OTHER_KEY;
    }

  if (answer == ANSWER_NO && target->password != NULL)
    {
      if (strstr (ways, ",password,") != NULL)
        answer = try_password (self, target, turn, error);
      else if (strstr (ways, ",keyboard-interactive,") != NULL)
        answer = try_questions (self, target, turn, error);
      self->way = FR_SSH_WAY_PASSWORD;
    }

  if (answer == ANSWER_NO)
    return refuse (self, target, ways, error);

  return answer == ANSWER_YES;
}
