/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>
#include <stdio.h>
#include <stdlib.h>

#include "fr-command.h"
#include "fr-endpoint.h"
#include "fr-error.h"
#include "fr-mirror-wish.h"
#include "fr-mirror.h"
#include "fr-pin.h"
#include "fr-reach.h"
#include "fr-work.h"

#define MOST_SESSIONS 64

/* What the user asked for. */
typedef struct
{
  char *pin;
  char *hat;
  char *source;
  char *size;
  char *snapshot;
  double seconds;
  int sessions;
  gboolean json;
} Options;

/* One of several looks at once. */
typedef struct
{
  FrMirrorWish wish;
  double seconds;
  guint patience;
  const char *snapshot;
  FrMirrorVerdict *verdict;
  GError *error;
} Look;

static void
options_clear (Options *options)
{
  g_free (options->pin);
  g_free (options->hat);
  g_free (options->source);
  g_free (options->size);
  g_free (options->snapshot);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
refuse (GError **error, const char *option, const char *value, const char *cure)
{
  g_set_error (error, FR_ERROR, FR_ERROR_USAGE, _ ("“%s” is no value for %s. %s"), value, option,
               cure);

  return FALSE;
}

static gboolean
read_size (const char *text, FrMirrorWish *wish, GError **error)
{
  guint width, height;
  char rest;

  if (sscanf (text, "%ux%u%c", &width, &height, &rest) != 2 || width < 256 || height < 128 ||
      width > 1920 || height > 1080 || width % 16 != 0 || height % 16 != 0)
    return refuse (
      error, "--size", text,
      _ ("Write it as 640x480: width and height in multiples of 16, from 256x128 to 1920x1072."));

  wish->width = width;
  wish->height = height;

  return TRUE;
}

static gboolean
read_options (Options *options, FrMirrorWish *wish, char **pin, GError **error)
{
  g_autofree char *number = NULL;

  fr_mirror_wish_init (wish, NULL, NULL);
  if (options->hat != NULL)
    wish->hat = options->hat;
  if (options->source != NULL)
    wish->source = options->source;
  if (options->size != NULL && !read_size (options->size, wish, error))
    return FALSE;
  if (options->pin != NULL && (*pin = fr_pin_read (options->pin)) == NULL)
    return refuse (error, "--pin", options->pin,
                   _ ("Write it as sha256: and 64 hexadecimal digits."));
  wish->pin = *pin;

  /* The other way round: no number at all compares with nothing. */
  if (!(options->seconds >= 1 && options->seconds <= 86400))
    {
      number = g_strdup_printf ("%g", options->seconds);
      return refuse (error, "--seconds", number, _ ("Give a number from 1 to 86400."));
    }
  if (options->sessions < 1 || options->sessions > MOST_SESSIONS)
    {
      number = g_strdup_printf ("%d", options->sessions);
      return refuse (error, "--sessions", number, _ ("Give a number from 1 to 64."));
    }

  return TRUE;
}

static gpointer
look (gpointer data)
{
  Look *self = data;

  self->verdict =
    fr_mirror_try_patiently (&self->wish, self->seconds, self->snapshot, self->patience,
                             fr_command_get_cancellable (), &self->error);

  return NULL;
}

static JsonNode *
make_json (const Look *self)
{
  JsonNode *root;
  JsonObject *object, *error;

  if (self->verdict != NULL)
    return fr_mirror_verdict_to_json (self->verdict);

  root = json_node_new (JSON_NODE_OBJECT);
  object = json_object_new ();
  error = json_object_new ();
  json_object_set_string_member (error, "code", fr_error_get_code (self->error));
  json_object_set_string_member (error, "message", self->error->message);
  json_object_set_boolean_member (object, "connected", FALSE);
  json_object_set_object_member (object, "error", error);
  json_node_take_object (root, object);

  return root;
}

static void
print_json (const Look *looks, int n)
{
  g_autoptr (JsonNode) root = NULL;

  if (n == 1)
    root = make_json (&looks[0]);
  else
    {
      JsonArray *array = json_array_new ();

      for (int i = 0; i < n; i++)
        json_array_add_element (array, make_json (&looks[i]));
      root = json_node_new (JSON_NODE_ARRAY);
      json_node_take_array (root, array);
    }
  fr_command_print (root);
}

static void
print_text (const Look *looks, int n)
{
  for (int i = 0; i < n; i++)
    if (looks[i].verdict != NULL)
      {
        g_autofree char *text = fr_mirror_verdict_describe (looks[i].verdict);

        g_print ("%s\n", text);
        if (looks[i].snapshot != NULL)
          g_print (_ ("  PNG      %s\n"), looks[i].snapshot);
      }
}

static void
print_errors (const Look *looks, int n)
{
  for (int i = 0; i < n; i++)
    if (looks[i].error != NULL)
      fr_command_tell (looks[i].error, NULL, FALSE);
}

/* The first failure decides; without one, a mirror without a hat is a failure of its own. */
static int
judge (const Look *looks, int n)
{
  for (int i = 0; i < n; i++)
    if (looks[i].error != NULL)
      return fr_error_get_exit_status (looks[i].error);
  for (int i = 0; i < n; i++)
    if (fr_mirror_verdict_get_outcome (looks[i].verdict) != FR_MIRROR_HAT)
      return EXIT_FAILURE;

  return EXIT_SUCCESS;
}

/* Prints what was seen, and returns the exit status. */
static int
look_all (const FrMirrorWish *wish, double seconds, guint patience, int sessions,
          const char *snapshot, gboolean json)
{
  g_autofree Look *looks = g_new0 (Look, sessions);
  g_autofree GThread **threads = g_new0 (GThread *, sessions);
  int status;

  gst_init (NULL, NULL);
  for (int i = 0; i < sessions; i++)
    {
      looks[i].wish = *wish;
      looks[i].seconds = seconds;
      looks[i].patience = patience;
      looks[i].snapshot = i == 0 ? snapshot : NULL;
      threads[i] = g_thread_new ("look", look, &looks[i]);
    }
  for (int i = 0; i < sessions; i++)
    g_thread_join (threads[i]);

  if (json)
    print_json (looks, sessions);
  else
    print_text (looks, sessions);
  print_errors (looks, sessions);
  status = judge (looks, sessions);
  for (int i = 0; i < sessions; i++)
    {
      fr_mirror_verdict_free (looks[i].verdict);
      g_clear_error (&looks[i].error);
    }

  return status;
}

/* What is no deployment with a mirror is an address, unless it is a deployment without one. */
static char *
make_uri (const char *words, GError **error)
{
  g_autoptr (GError) reason = NULL;

  if (fr_site_check (words, &reason))
    g_set_error (error, FR_ERROR, FR_ERROR_MIRROR,
                 _ ("The deployment “%s” has no mirror yet. “fittings deploy %s” goes on with it."),
                 words, words);
  else if (!g_error_matches (reason, FR_ERROR, FR_ERROR_NOT_FOUND))
    g_propagate_error (error, g_steal_pointer (&reason));
  else
    return fr_mirror_make_uri (words);

  return NULL;
}

/* A deployment by its name, whose certificate we know; on this computer it may have to be
 * switched on. Else an address. */
static gboolean
find_mirror (const char *words, char **uri, char **pin, FrLocalHere **here, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *location = NULL;

  *uri = fr_work_dup_mirror (words, &known);
  if (*uri == NULL)
    {
      *uri = make_uri (words, error);
      return *uri != NULL;
    }
  if (*pin == NULL)
    *pin = g_steal_pointer (&known);

  location = fr_site_read_fact (words, "", "location");
  if (!fr_endpoint_is_here_named (location))
    return TRUE;
  *here = fr_local_here_open (fr_command_get_cancellable (), error);

  return *here != NULL;
}

static gboolean
parse (Options *options, int argc, char **argv, char **words, GError **error)
{
  GOptionEntry entries[] = {
    { "pin", 0, 0, G_OPTION_ARG_STRING, &options->pin, N_ ("Accept this certificate alone"),
      "sha256:HEX" },
    { "hat", 0, 0, G_OPTION_ARG_STRING, &options->hat,
      N_ ("Image of the hat, as the server sees it"), N_ ("URI") },
    { "source", 0, 0, G_OPTION_ARG_STRING, &options->source,
      N_ ("What to send: face, camera[:NAME], or a picture or film"), N_ ("SOURCE") },
    { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &options->seconds, N_ ("How long to look (5)"), "N" },
    { "size", 0, 0, G_OPTION_ARG_STRING, &options->size, N_ ("Size of the picture (640x480)"),
      N_ ("WxH") },
    { "sessions", 0, 0, G_OPTION_ARG_INT, &options->sessions, N_ ("How many mirrors at once (1)"),
      "N" },
    { "snapshot", 0, 0, G_OPTION_ARG_FILENAME, &options->snapshot,
      N_ ("Keep the last mirrored picture"), N_ ("FILE.png") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &options->json, N_ ("Print the verdict as JSON"), NULL },
    { NULL },
  };

  if (!fr_command_parse (&fr_command_mirror, entries, &argc, &argv, error))
    return FALSE;
  if (argc == 2)
    {
      *words = argv[1];
      return TRUE;
    }

  g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
               _ ("Name one mirror: fittings mirror HOST, or a whole address such as "
                  "wss://HOST:8433/kurento"));

  return FALSE;
}

static gboolean
run_mirror (int argc, char **argv, int *status, GError **error)
{
  g_auto (Options) options = { .seconds = 5, .sessions = 1 };
  FrMirrorWish wish = { 0 };
  g_autofree char *uri = NULL;
  g_autofree char *pin = NULL;
  g_autoptr (FrLocalHere) here = NULL;
  char *words;

  if (!parse (&options, argc, argv, &words, error) ||
      !read_options (&options, &wish, &pin, error) ||
      !find_mirror (words, &uri, &pin, &here, error))
    return FALSE;

  wish.uri = uri;
  wish.pin = pin;
  *status = look_all (&wish, options.seconds, here != NULL ? FR_MIRROR_PATIENCE : 0,
                      options.sessions, options.snapshot, options.json);

  return TRUE;
}

const FrCommand fr_command_mirror = {
  "mirror",
  "ADDRESS",
  N_ ("looks into a mirror and says whether the hat is on"),
  N_ ("ADDRESS is the name of a deployment, a host, or a whole ws:// or wss:// address.\n\n"
      "Members of --json (an array of such objects with --sessions):\n"
      "  connected, first_frame_ms, frames, fps, delay_ms {p50, p95}, hat {seen, frames},\n"
      "  bitrate_kbps, candidate_pair, and more\n"
      "  error        {code, message}; only when it failed"),
  run_mirror,
};
