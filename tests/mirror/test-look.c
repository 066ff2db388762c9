/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-look.h"

#include <string.h>

#include "fr-error.h"

#define LIMIT_SECONDS 15 /* on a machine that has much else to do */

FrMirrorWish
test_look_make_wish (const char *uri)
{
  FrMirrorWish wish = {
    .uri = uri,
    .hat = FR_MIRROR_HAT_URI,
    .source = "face",
    .width = 640,
    .height = 480,
    .kbps = 1500,
    .place = fr_hat_place,
    .limit_seconds = LIMIT_SECONDS,
  };

  return wish;
}

/* Looks into a mirror that must be there. */
FrMirrorVerdict *
test_look (const FrMirrorWish *wish, double seconds)
{
  g_autoptr (GError) error = NULL;
  FrMirrorVerdict *verdict = fr_mirror_try (wish, seconds, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (verdict);

  return verdict;
}

/* A machine that has much else to do may lose pictures: one of three looks has to be @good. Returns
 * that one, or the last. */
FrMirrorVerdict *
test_look_until (const FrMirrorWish *wish, double seconds, TestLookGood good)
{
  FrMirrorVerdict *verdict = test_look (wish, seconds);

  for (guint i = 1; i < 3 && !good (verdict); i++)
    {
      g_autofree char *text = fr_mirror_verdict_describe (verdict);

      g_test_message ("once more after: %s", text);
      fr_mirror_verdict_free (verdict);
      verdict = test_look (wish, seconds);
    }

  return verdict;
}

/* Looks where no mirror is: the error has this code, and its sentence these words. */
void
test_look_fails (const FrMirrorWish *wish, int code, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (FrMirrorVerdict) verdict = fr_mirror_try (wish, 1, NULL, NULL, &error);

  g_assert_null (verdict);
  g_assert_nonnull (error);
  g_test_message ("%s (%s)", error->message, fr_error_get_code (error));
  g_assert_error (error, FR_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}
