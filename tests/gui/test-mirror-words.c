/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-error.h"
#include "fr-mirror-words.h"

#define URI "wss://198.51.100.20:8433/kurento"

typedef struct
{
  int code;
  FrMirrorSessionState reached;
  gboolean has_own;
  const char *addresses; /* with spaces between them */
  gboolean deployed;
  const char *title;
  FrCure cure;
  guint n_done; /* stages */
} Case;

/* Each thing that can be wrong has its sentence and its cure. */
static const Case cases[] = {
  { FR_ERROR_CERTIFICATE, FR_MIRROR_SESSION_CONNECTING, TRUE, NULL, TRUE,
    "No picture, because the certificate has changed", FR_CURE_DEPLOYMENT, 0 },
  { FR_ERROR_CERTIFICATE, FR_MIRROR_SESSION_CONNECTING, TRUE, NULL, FALSE,
    "No picture, because the certificate has changed", FR_CURE_AGAIN, 0 },
  { FR_ERROR_UNREACHABLE, FR_MIRROR_SESSION_CONNECTING, TRUE, NULL, TRUE,
    "No picture, because the server does not answer", FR_CURE_DEPLOYMENT, 0 },
  { FR_ERROR_UNREACHABLE, FR_MIRROR_SESSION_ON, TRUE, "198.51.100.20", TRUE,
    "No picture, because the server has gone away", FR_CURE_AGAIN, 3 },
  { FR_ERROR_MIRROR, FR_MIRROR_SESSION_NEGOTIATING, TRUE, "198.51.100.20", TRUE,
    "No picture, because the media ports are closed", FR_CURE_DEPLOYMENT, 2 },
  { FR_ERROR_MIRROR, FR_MIRROR_SESSION_NEGOTIATING, TRUE, "10.0.0.7 10.0.0.7", TRUE,
    "No picture, because the server names a wrong address", FR_CURE_DEPLOYMENT, 2 },
  { FR_ERROR_MIRROR, FR_MIRROR_SESSION_PREPARING, TRUE, NULL, TRUE,
    "No picture, because the server refused the call", FR_CURE_DEPLOYMENT, 1 },
  { FR_ERROR_MIRROR, FR_MIRROR_SESSION_CONNECTING, FALSE, NULL, TRUE,
    "No picture, because its source does not start", FR_CURE_SOURCE, 0 },
  { FR_ERROR_MIRROR, FR_MIRROR_SESSION_ON, TRUE, "198.51.100.20", TRUE,
    "No picture, because it stopped on its way", FR_CURE_AGAIN, 3 },
  { FR_ERROR_NOT_FOUND, FR_MIRROR_SESSION_CONNECTING, FALSE, NULL, TRUE,
    "No picture, because its source is not there", FR_CURE_SOURCE, 0 },
  { FR_ERROR_NOT_FOUND, FR_MIRROR_SESSION_ON, TRUE, "198.51.100.20", TRUE,
    "No picture, because the camera has gone", FR_CURE_SOURCE, 3 },
  { FR_ERROR_PROTOCOL, FR_MIRROR_SESSION_CONNECTING, TRUE, NULL, TRUE,
    "No picture, because no media server answers there", FR_CURE_AGAIN, 0 },
  { FR_ERROR_TIMEOUT, FR_MIRROR_SESSION_PREPARING, TRUE, NULL, TRUE,
    "No picture, because the server has stopped answering", FR_CURE_AGAIN, 1 },
  { FR_ERROR_MISSING, FR_MIRROR_SESSION_NEW, FALSE, NULL, TRUE,
    "No picture, because a part is not installed", FR_CURE_AGAIN, 0 },
};

static void
test_reasons (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *one = &cases[i];
      g_autoptr (GError) error = g_error_new_literal (FR_ERROR, one->code, "So it is.");
      g_auto (GStrv) addresses =
        one->addresses != NULL ? g_strsplit (one->addresses, " ", -1) : NULL;
      FrMirrorNews news = { .error = error,
                            .reached = one->reached,
                            .has_own = one->has_own,
                            .addresses = addresses };
      FrMirrorReason reason;
      g_autofree char *report = NULL;
      guint n_done = 0;

      fr_mirror_words_explain (&reason, &news, URI, one->deployed);
      g_assert_cmpstr (reason.title, ==, one->title);
      g_assert_cmpint (reason.cure, ==, one->cure);
      g_assert_true ((reason.cure == FR_CURE_AGAIN) == (reason.label == NULL));
      g_assert_nonnull (reason.text);
      for (guint stage = 0; stage < FR_MIRROR_STAGES; stage++)
        {
          const char *title;
          g_autofree char *subtitle = NULL;

          n_done +=
            fr_mirror_words_get_stage (&news, URI, stage, &title, &subtitle) == FR_MARK_DONE;
          g_assert_nonnull (title);
          g_assert_nonnull (subtitle);
        }
      g_assert_cmpuint (n_done, ==, one->n_done);

      report = fr_mirror_words_report (&news, URI "?token=secret", reason.title);
      g_assert_nonnull (strstr (report, one->title));
      g_assert_nonnull (strstr (report, fr_error_get_code (error)));
      g_assert_null (strstr (report, "secret"));
      g_free (reason.text);
    }
}

static void
test_verdicts (void)
{
  static const struct
  {
    FrMirrorFigures figures;
    const char *title;
  } verdicts[] = {
    { { .judged = 0 }, "Looking for the hat" },
    { { .judged = 300, .faces = 300, .seen = 298 }, "The hat fits" },
    { { .judged = 300, .faces = 300, .seen = 150 }, "The hat comes and goes" },
    { { .judged = 300, .faces = 300 }, "The picture comes, but no hat" },
    { { .judged = 300, .faces = 10 }, "The picture comes, but no hat: is a face in it?" },
    { { .judged = 300, .faces = 300, .broken = 290 }, "What comes back is not your picture" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (verdicts); i++)
    {
      FrMirrorNews news = { .has_figures = TRUE, .figures = verdicts[i].figures };
      FrMirrorSaying saying;

      fr_mirror_words_judge (&saying, &news);
      g_assert_cmpstr (saying.title, ==, verdicts[i].title);
      g_assert_nonnull (saying.text);
      g_free (saying.text);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/mirror-words/reasons", test_reasons);
  g_test_add_func ("/mirror-words/verdicts", test_verdicts);

  return g_test_run ();
}
