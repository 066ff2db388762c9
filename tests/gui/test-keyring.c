/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The keyring of the desktop: to be run by with-keyring. */

#include "fr-error.h"
#include "fr-keyring.h"

#define HERE "https://api.example.com"
#define THERE "https://api.example.org"

/* The service may still be starting. */
static void
wait_for_service (void)
{
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (FrKeyringAccount) account = NULL;

      if (fr_keyring_find (HERE, &account, NULL, NULL))
        return;
      g_usleep (G_USEC_PER_SEC / 20);
    }
}

static void
assert_account (const char *endpoint, const char *user, const char *password)
{
  g_autoptr (FrKeyringAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (fr_keyring_find (endpoint, &account, NULL, &error));
  g_assert_no_error (error);
  if (user == NULL)
    {
      g_assert_null (account);
      return;
    }

  g_assert_nonnull (account);
  g_assert_cmpstr (account->user, ==, user);
  g_assert_cmpstr (account->password, ==, password);
}

static void
test_round (void)
{
  g_autoptr (FrKeyringAccount) account = fr_keyring_account_new (HERE, "studio-north", "one € two");
  g_autoptr (FrKeyringAccount) newer = fr_keyring_account_new (HERE, "studio-north", "three");
  g_autoptr (GError) error = NULL;

  wait_for_service ();
  assert_account (HERE, NULL, NULL);
  fr_keyring_store (account, NULL, &error);
  g_assert_no_error (error);
  assert_account (HERE, "studio-north", "one € two");
  assert_account (THERE, NULL, NULL);
  fr_keyring_store (newer, NULL, &error);
  g_assert_no_error (error);
  assert_account (HERE, "studio-north", "three");
  g_assert_true (fr_keyring_forget (HERE, NULL, &error));
  assert_account (HERE, NULL, NULL);
  g_assert_true (fr_keyring_forget (HERE, NULL, &error));
  g_assert_no_error (error);
}

static void
test_cancelled (void)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (FrKeyringAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (fr_keyring_find (HERE, &account, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_null (account);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/round", test_round);
  g_test_add_func ("/keyring/cancelled", test_cancelled);

  return g_test_run ();
}
