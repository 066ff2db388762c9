/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test-server.h"

#include "../soup-log.h"
#include "fr-local-mirror.h"
#include "fr-loopback.h"

#define PATIENCE_MS 10000

struct _TestServer
{
  FrLoopback *thread;
  FrLocalMirrorSettings settings;
  FrLocalMirror *mirror;
  guint objects;
};

static void
start (gpointer data)
{
  TestServer *self = data;
  g_autoptr (GError) error = NULL;

  self->mirror = fr_local_mirror_start (&self->settings, &error);
  g_assert_no_error (error);
}

static void
stop (gpointer data)
{
  TestServer *self = data;

  g_clear_pointer (&self->mirror, fr_local_mirror_stop);
}

static void
count (gpointer data)
{
  TestServer *self = data;

  self->objects = fr_local_mirror_count_objects (self->mirror);
}

static TestServer *
make (const char *certificate, guint garbage_seconds)
{
  TestServer *self = g_new0 (TestServer, 1);

  soup_log_prepare ();
  self->thread = fr_loopback_new ("server");
  self->settings.address = "127.0.0.1";
  self->settings.path = "kurento";
  self->settings.secure = certificate != NULL;
  self->settings.certificate = certificate;
  self->settings.garbage_seconds = garbage_seconds;
  fr_loopback_call (self->thread, start, self);

  return self;
}

/* Like Kurento it keeps what nobody released for minutes. */
TestServer *
test_server_new (const char *certificate)
{
  return make (certificate, 0);
}

/* What nobody released goes a second after its connection. */
TestServer *
test_server_new_forgetful (void)
{
  return make (NULL, 1);
}

void
test_server_free (TestServer *self)
{
  if (self == NULL)
    return;

  fr_loopback_end (self->thread, stop, self);
  g_free (self);
}

guint
test_server_get_port (TestServer *self)
{
  return fr_local_mirror_get_port (self->mirror);
}

guint
test_server_get_secure_port (TestServer *self)
{
  return fr_local_mirror_get_secure_port (self->mirror);
}

char *
test_server_make_uri (TestServer *self)
{
  return g_strdup_printf ("ws://127.0.0.1:%u/kurento", test_server_get_port (self));
}

guint
test_server_count_objects (TestServer *self)
{
  fr_loopback_call (self->thread, count, self);

  return self->objects;
}

/* Whoever has left has released what was made; the last of it may still be on its way. */
void
test_server_assert_empty (TestServer *self)
{
  for (guint waited = 0; test_server_count_objects (self) > 0 && waited < PATIENCE_MS; waited += 20)
    g_usleep (20000);
  g_assert_cmpuint (test_server_count_objects (self), ==, 0);
}
