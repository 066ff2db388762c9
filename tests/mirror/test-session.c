/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gst/gst.h>

#include "fr-error.h"
#include "fr-mirror-session.h"
#include "fr-webrtc.h"
#include "test-camera.h"
#include "test-look.h"
#include "test-server.h"

/* More than a session takes for its first picture, which may need a new peer after five seconds and
 * after ten. */
#define PATIENCE_US (40 * G_USEC_PER_SEC)

/* A session on a context of its own, and what its states were. */
typedef struct
{
  GMainContext *context;
  GSource *clock;
  FrMirrorSession *session;
  GString *states;
  FrMirrorSessionState let_go_at; /* or NEW for never */
  FrMirrorSessionState close_at;
} Fixture;

static gboolean
tick_cb (gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static void
changed_cb (FrMirrorSession *session, gpointer data)
{
  Fixture *fixture = data;
  FrMirrorSessionState state = fr_mirror_session_get_state (session);

  g_string_append_printf (fixture->states, "%d", state);
  if (state == fixture->close_at)
    fr_mirror_session_close (session);
  if (state == fixture->let_go_at)
    g_clear_object (&fixture->session);
}

static void
set_up_with (Fixture *fixture, const char *uri, const char *source)
{
  FrMirrorWish wish = test_look_make_wish (uri);
  g_autoptr (GError) error = NULL;

  wish.source = source;

  fixture->context = g_main_context_new ();
  g_main_context_push_thread_default (fixture->context);
  fixture->clock = g_timeout_source_new (20);
  g_source_set_callback (fixture->clock, tick_cb, NULL, NULL);
  g_source_attach (fixture->clock, fixture->context);
  fixture->states = g_string_new (NULL);
  fixture->session = fr_mirror_session_new (&wish, &error);
  g_assert_no_error (error);
  g_signal_connect (fixture->session, "changed", G_CALLBACK (changed_cb), fixture);
}

static void
set_up (Fixture *fixture, const char *uri)
{
  set_up_with (fixture, uri, "face");
}

/* Until the session is in that state or has been let go of, and a little longer. */
static void
run_until (Fixture *fixture, FrMirrorSessionState state)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (fixture->session != NULL && fr_mirror_session_get_state (fixture->session) != state &&
         g_get_monotonic_time () < end)
    g_main_context_iteration (fixture->context, TRUE);
  g_assert_cmpint (g_get_monotonic_time (), <, end);
  for (guint i = 0; i < 10; i++)
    g_main_context_iteration (fixture->context, TRUE);
}

static void
tear_down (Fixture *fixture)
{
  g_clear_object (&fixture->session);
  g_source_destroy (fixture->clock);
  g_source_unref (fixture->clock);
  while (g_main_context_iteration (fixture->context, FALSE))
    ;
  g_main_context_pop_thread_default (fixture->context);
  g_main_context_unref (fixture->context);
  g_string_free (fixture->states, TRUE);
}

static void
test_states (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  Fixture fixture = { 0 };

  set_up (&fixture, uri);
  g_assert_cmpint (fr_mirror_session_get_state (fixture.session), ==, FR_MIRROR_SESSION_NEW);
  g_assert_cmpuint (fr_mirror_session_get_first_frame_ms (fixture.session), ==, 0);
  g_assert_cmpuint (fr_mirror_session_get_bytes (fixture.session), ==, 0);
  g_assert_null (fr_mirror_session_get_server_version (fixture.session));
  g_assert_null (fr_mirror_session_dup_candidate_pair (fixture.session));

  fr_mirror_session_start (fixture.session);
  run_until (&fixture, FR_MIRROR_SESSION_ON);
  g_assert_cmpuint (fr_mirror_session_get_first_frame_ms (fixture.session), >, 0);
  g_assert_cmpuint (fr_mirror_session_get_bytes (fixture.session), >, 0);
  g_assert_cmpstr (fr_mirror_session_get_server_version (fixture.session), ==, "7.3.0");

  fr_mirror_session_close (fixture.session);
  fr_mirror_session_close (fixture.session);
  run_until (&fixture, FR_MIRROR_SESSION_CLOSED);
  g_test_message ("states: %s", fixture.states->str);
  g_assert_true (g_regex_match_simple ("^1(23){1,3}456$", fixture.states->str, 0, 0));
  g_assert_null (fr_mirror_session_get_error (fixture.session));
  test_server_assert_empty (server);
  tear_down (&fixture);
}

/* A camera that is unplugged while one looks: it is said, and both sides let go. */
static void
test_unplugged (gconstpointer data)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);
  Fixture fixture = { 0 };
  const GError *error;
  gint64 begin;

  set_up_with (&fixture, uri, TEST_CAMERA);
  fr_mirror_session_start (fixture.session);
  run_until (&fixture, FR_MIRROR_SESSION_ON);
  g_assert_cmpuint (test_server_count_objects (server), >, 0);
  g_assert_true (test_camera_is_open ());

  begin = g_get_monotonic_time ();
  test_camera_unplug (GPOINTER_TO_INT (data));
  run_until (&fixture, FR_MIRROR_SESSION_CLOSED);
  error = fr_mirror_session_get_error (fixture.session);
  g_assert_error (error, FR_ERROR, FR_ERROR_NOT_FOUND);
  g_assert_true (g_str_has_prefix (error->message, "The source gives no picture any more."));
  g_test_message ("%s after %d ms", error->message,
                  (int) ((g_get_monotonic_time () - begin) / 1000));
  g_assert_false (test_camera_is_open ());
  test_server_assert_empty (server);
  tear_down (&fixture);
}

static void
test_never_started (void)
{
  Fixture fixture = { 0 };

  set_up (&fixture, "ws://127.0.0.1:1/kurento");
  fr_mirror_session_close (fixture.session);
  g_assert_cmpint (fr_mirror_session_get_state (fixture.session), ==, FR_MIRROR_SESSION_CLOSED);
  tear_down (&fixture);

  set_up (&fixture, "ws://127.0.0.1:1/kurento");
  tear_down (&fixture);
}

/* Whoever hears of a state may be the one who ends it. */
static void
test_close_at (void)
{
  g_autoptr (TestServer) server = test_server_new (NULL);
  g_autofree char *uri = test_server_make_uri (server);

  for (guint state = FR_MIRROR_SESSION_CONNECTING; state <= FR_MIRROR_SESSION_CLOSED; state++)
    {
      Fixture fixture = { .close_at = state };

      set_up (&fixture, uri);
      fr_mirror_session_start (fixture.session);
      if (state >= FR_MIRROR_SESSION_CLOSING)
        fr_mirror_session_close (fixture.session);
      run_until (&fixture, FR_MIRROR_SESSION_CLOSED);
      g_assert_true (g_str_has_suffix (fixture.states->str, "56"));
      g_assert_null (fr_mirror_session_get_error (fixture.session));
      test_server_assert_empty (server);
      tear_down (&fixture);
    }
}

/* And may let go of the session there and then, without a word to the server. */
static void
test_let_go_at (void)
{
  g_autoptr (TestServer) server = test_server_new_forgetful ();
  g_autofree char *uri = test_server_make_uri (server);

  for (guint state = FR_MIRROR_SESSION_CONNECTING; state <= FR_MIRROR_SESSION_CLOSED; state++)
    {
      Fixture fixture = { .let_go_at = state, .close_at = FR_MIRROR_SESSION_ON };

      set_up (&fixture, uri);
      fr_mirror_session_start (fixture.session);
      run_until (&fixture, FR_MIRROR_SESSION_NEW);
      g_assert_null (fixture.session);
      tear_down (&fixture);
    }
  test_server_assert_empty (server);
}

/* A failure may come in the middle of the start. */
static void
test_let_go_at_failure (void)
{
  FrMirrorWish wish = test_look_make_wish ("ws://127.0.0.1:1/kurento");
  Fixture fixture = { .let_go_at = FR_MIRROR_SESSION_CLOSED };

  set_up (&fixture, wish.uri);
  fr_mirror_session_start (fixture.session);
  run_until (&fixture, FR_MIRROR_SESSION_NEW);
  g_assert_null (fixture.session);
  tear_down (&fixture);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  gst_init (NULL, NULL);
  test_camera_install ();
  fr_webrtc_warm ();

  g_test_add_func ("/mirror/session/states", test_states);
  g_test_add_data_func ("/mirror/session/unplugged/fails", GINT_TO_POINTER (TEST_CAMERA_FAILS),
                        test_unplugged);
  g_test_add_data_func ("/mirror/session/unplugged/ends", GINT_TO_POINTER (TEST_CAMERA_ENDS),
                        test_unplugged);
  g_test_add_data_func ("/mirror/session/unplugged/silent", GINT_TO_POINTER (TEST_CAMERA_SILENT),
                        test_unplugged);
  g_test_add_func ("/mirror/session/never-started", test_never_started);
  g_test_add_func ("/mirror/session/close-at", test_close_at);
  g_test_add_func ("/mirror/session/let-go-at", test_let_go_at);
  g_test_add_func ("/mirror/session/let-go-at-failure", test_let_go_at_failure);

  return g_test_run ();
}
