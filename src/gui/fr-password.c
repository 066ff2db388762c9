/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-password.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/random.h>

#define LENGTH 20

/* Without those that look like others: somebody may have to read it aloud. */
static const char small[] = "abcdefghjkmnpqrstuvwxyz";
static const char capital[] = "ABCDEFGHJKLMNPQRSTUVWXYZ";
static const char digits[] = "23456789";
static const char signs[] = "-_.+";

static gboolean
has (const char *password, gboolean (*is) (gunichar c))
{
  for (const char *c = password; *c != '\0'; c = g_utf8_next_char (c))
    if (is (g_utf8_get_char (c)))
      return TRUE;

  return FALSE;
}

static gboolean
is_other (gunichar c)
{
  return !g_unichar_isalpha (c) && !g_unichar_isspace (c);
}

/**
 * fr_password_keeps:
 *
 * Returns: whether @password keeps one of the rules for new servers
 */
gboolean
fr_password_keeps (const char *password, FrPasswordRule rule)
{
  g_return_val_if_fail (password != NULL, FALSE);

  switch (rule)
    {
    case FR_PASSWORD_LENGTH:
      return g_utf8_strlen (password, -1) >= FR_PASSWORD_LEAST;
    case FR_PASSWORD_SMALL:
      return has (password, g_unichar_islower);
    case FR_PASSWORD_CAPITAL:
      return has (password, g_unichar_isupper);
    case FR_PASSWORD_OTHER:
      return has (password, is_other);
    case FR_PASSWORD_N_RULES:
    default:
      return FALSE;
    }
}

/**
 * fr_password_get_problem:
 *
 * Returns: (transfer none) (nullable): the first thing that is missing, as a sentence
 */
const char *
fr_password_get_problem (const char *password)
{
  static const char *const sentences[FR_PASSWORD_N_RULES] = {
    [FR_PASSWORD_LENGTH] = N_ ("The root password needs at least 8 characters"),
    [FR_PASSWORD_SMALL] = N_ ("The root password still needs a small letter"),
    [FR_PASSWORD_CAPITAL] = N_ ("The root password still needs a capital letter"),
    [FR_PASSWORD_OTHER] = N_ ("The root password still needs a digit or a sign"),
  };

  for (guint i = 0; i < FR_PASSWORD_N_RULES; i++)
    if (!fr_password_keeps (password, i))
      return _ (sentences[i]);

  return NULL;
}

static char
choose (const char *letters)
{
  guint n = strlen (letters);
  guint8 byte;

  do
    if (getrandom (&byte, 1, 0) != 1)
      g_error ("the system gives no random numbers");
  while (byte >= 256 / n * n);

  return letters[byte % n];
}

/**
 * fr_password_make:
 *
 * Returns: (transfer full): a password that nobody has seen before and that keeps the rules
 */
char *
fr_password_make (void)
{
  g_autofree char *all = g_strconcat (small, capital, digits, signs, NULL);

  while (TRUE)
    {
      g_autofree char *password = g_malloc0 (LENGTH + 1);

      for (guint i = 0; i < LENGTH; i++)
        password[i] = choose (all);
      /* A sign in front would look like an option to some program. */
      if (fr_password_get_problem (password) == NULL && strpbrk (password, digits) != NULL &&
          strpbrk (password, signs) != NULL && g_ascii_isalnum (*password))
        return g_steal_pointer (&password);
    }
}
