/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-work.h"

#include <glib/gi18n-lib.h>
#include <gst/gst.h>
#include <string.h>

#include "fr-error.h"
#include "fr-json.h"
#include "fr-mirror.h"
#include "fr-plan-values.h"
#include "fr-wait.h"

#define LOOK_SECONDS 3
#define KBPS 1500

/**
 * fr_work_options_clear:
 */
void
fr_work_options_clear (FrWorkOptions *options)
{
  g_free (options->endpoint);
  g_free (options->ca_file);
  g_free (options->name);
  g_free (options->snapshot);
  g_strfreev (options->parameters);
}

static gboolean
is_name (const char *words)
{
  return strchr (words, '/') == NULL && !g_file_test (words, G_FILE_TEST_EXISTS) &&
         !g_str_has_suffix (words, ".yaml") && !g_str_has_suffix (words, ".yml");
}

static char *
make_name (const char *path)
{
  char *name = g_path_get_basename (path);
  char *dot = strrchr (name, '.');

  if (dot != NULL && dot != name)
    *dot = '\0';

  return name;
}

static gboolean
check_name (const char *name, const char *path, GError **error)
{
  g_autofree char *known = fr_site_read_fact (name, "", "plan");
  g_autofree char *here = g_canonicalize_filename (path, NULL);

  if (strchr (name, '/') != NULL || *name == '.' || *name == '\0')
    {
      g_set_error (error, FR_ERROR, FR_ERROR_USAGE,
                   _ ("“%s” cannot name a deployment: no slash, and no dot in front."), name);
      return FALSE;
    }
  if (known == NULL || g_str_equal (known, here))
    return TRUE;

  g_set_error (error, FR_ERROR, FR_ERROR_EXISTS,
               _ ("There is a deployment “%s” already, of the plan %s. Give this one a --name."),
               name, known);

  return FALSE;
}

/* Values that were given when it was deployed count, unless there are new ones. */
static GHashTable *
read_values (const char *name, const FrWorkOptions *options, char **kept, GError **error)
{
  g_auto (GStrv) old = NULL;
  const char *const *items = (const char *const *) options->parameters;
  g_autofree char *known = fr_site_read_fact (name, "", "parameters");

  if (items == NULL && known != NULL && *known != '\0')
    {
      old = g_strsplit (known, "\n", -1);
      items = (const char *const *) old;
    }
  *kept = items != NULL ? g_strjoinv ("\n", (char **) items) : g_strdup ("");

  return items != NULL ? fr_plan_values_new (items, error)
                       : g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

/**
 * fr_work_try:
 * @wish: see fr_mirror_try()
 * @seconds: likewise
 * @snapshot: (nullable): likewise
 * @patience: for so many seconds somebody who does not answer is asked again: a media server
 *   may still be starting
 *
 * Returns: (transfer full): see fr_mirror_try()
 */
FrMirrorVerdict *
fr_work_try (const FrMirrorWish *wish, double seconds, const char *snapshot, guint patience,
             GError **error)
{
  GCancellable *cancellable = fr_command_get_cancellable ();
  FrPauses pauses;

  fr_pauses_init (&pauses, 100, 1000, patience);
  while (TRUE)
    {
      g_autoptr (GError) reason = NULL;
      FrMirrorVerdict *verdict = fr_mirror_try (wish, seconds, snapshot, cancellable, &reason);

      if (verdict != NULL)
        return verdict;
      if (!g_error_matches (reason, FR_ERROR, FR_ERROR_UNREACHABLE) ||
          !fr_pauses_wait (&pauses, reason->message, cancellable, NULL))
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return NULL;
        }
    }
}

static gboolean
look (FrWork *self, const char *uri, const char *pin, GError **error)
{
  FrMirrorWish wish = {
    .uri = uri,
    .pin = pin,
    .hat = FR_MIRROR_HAT_URI,
    .source = "face",
    .width = 640,
    .height = 480,
    .kbps = KBPS,
    .place = fr_hat_place,
  };
  g_autoptr (FrMirrorVerdict) verdict = NULL;

  gst_init (NULL, NULL);
  verdict = fr_work_try (&wish, LOOK_SECONDS, self->snapshot, FR_WORK_PATIENCE, error);
  if (verdict == NULL)
    return FALSE;

  g_free (self->verdict);
  g_clear_pointer (&self->verdict_json, json_node_unref);
  self->verdict = fr_mirror_verdict_describe (verdict);
  self->verdict_json = fr_mirror_verdict_to_json (verdict);
  if (fr_mirror_verdict_get_outcome (verdict) == FR_MIRROR_HAT)
    return TRUE;

  g_set_error_literal (error, FR_ERROR, FR_ERROR_MIRROR, self->verdict);

  return FALSE;
}

static gboolean
try_cb (const char *address, guint port, const char *pin, gpointer data, GCancellable *cancellable,
        GError **error)
{
  g_autofree char *uri = g_strdup_printf ("wss://%s:%u/kurento", address, port);

  return look (data, uri, pin, error);
}

/**
 * fr_work_open:
 * @words: a plan's path, or a deployment's name
 * @options: what the user asked for
 * @need_cloud: whether the cloud is to be reached
 * @need_deployment: whether it must have been deployed before
 *
 * Returns: (transfer full): or %NULL with an error
 */
FrWork *
fr_work_open (const char *words, const FrWorkOptions *options, gboolean need_cloud,
              gboolean need_deployment, GError **error)
{
  g_autoptr (FrWork) self = g_new0 (FrWork, 1);
  g_autofree char *path = NULL;
  g_autofree char *kept = NULL;
  g_autoptr (GHashTable) values = NULL;
  g_autoptr (FrPlan) plan = NULL;
  g_autofree char *mark = NULL;

  if (is_name (words))
    {
      self->name = g_strdup (words);
      path = fr_site_dup_plan_path (words, error);
    }
  else
    {
      self->name = options->name != NULL ? g_strdup (options->name) : make_name (words);
      path = check_name (self->name, words, error) ? g_strdup (words) : NULL;
    }
  if (path == NULL)
    return NULL;

  mark = fr_site_read_fact (self->name, "", "mark");
  if (need_deployment && mark == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_NOT_FOUND,
                   _ ("%s has not been deployed. “fittings deploy” does it; “fittings list” shows "
                      "what has been."),
                   words);
      return NULL;
    }
  values = read_values (self->name, options, &kept, error);
  plan = values != NULL ? fr_plan_load (path, values, error) : NULL;
  if (plan == NULL)
    return NULL;

  self->report = fr_report_new (options->json);
  if (need_cloud)
    {
      self->reach = fr_reach_new (plan, options->endpoint, options->ca_file, error);
      if (self->reach == NULL)
        return NULL;
      fr_cloud_set_busy_func (self->reach->cloud, fr_report_wait, self->report);
    }
  self->site =
    fr_site_new (g_steal_pointer (&plan), self->reach != NULL ? self->reach->cloud : NULL,
                 self->name, g_getenv ("SHARED_SECRET"), error);
  if (self->site == NULL || !fr_site_set_fact (self->site, "parameters", kept, error))
    return NULL;
  self->snapshot = options->snapshot;
  fr_site_set_report (self->site, fr_report_step, fr_report_log, self->report);
  if (!options->no_mirror)
    fr_site_set_try (self->site, try_cb, self);

  return g_steal_pointer (&self);
}

/**
 * fr_work_free:
 * @self: (nullable):
 */
void
fr_work_free (FrWork *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->site, fr_site_free);
  g_clear_pointer (&self->reach, fr_reach_free);
  g_clear_pointer (&self->report, fr_report_free);
  g_clear_pointer (&self->verdict_json, json_node_unref);
  g_free (self->verdict);
  g_free (self->name);
  g_free (self);
}

static void
print_json (FrWork *self, const char *state, GPtrArray *lines)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  json_object_set_string_member (object, "deployment", self->name);
  json_object_set_string_member (object, "state", state);
  json_object_set_member (object, "steps", fr_report_to_json (self->report));
  for (guint i = 0; i < lines->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (lines, i));
  json_object_set_array_member (object, "information", array);
  if (self->verdict_json != NULL)
    json_object_set_member (object, "mirror", json_node_copy (self->verdict_json));
  json_node_take_object (root, object);
  text = fr_json_render (root, TRUE);
  g_print ("%s\n", text);
}

/**
 * fr_work_print:
 * @state: what has become of it
 * @json: whether a program reads it
 *
 * Prints the information of the plan, and the verdict on the mirror.
 */
void
fr_work_print (FrWork *self, const char *state, gboolean json)
{
  g_autoptr (GPtrArray) lines = fr_site_dup_information (self->site);
  g_autofree char *key = NULL;

  if (json)
    {
      print_json (self, state, lines);
      return;
    }

  g_print ("\n");
  for (guint i = 0; i < lines->len; i++)
    g_print ("  %s\n", (char *) g_ptr_array_index (lines, i));
  key = fr_site_dup_key_path (self->site);
  g_print (_ ("  SSH key: %s\n"), key);
  g_print (_ ("  Look into the mirror: fittings mirror %s\n\n"), self->name);
  if (self->verdict != NULL)
    g_print ("%s\n", self->verdict);
}

/**
 * fr_work_look:
 *
 * Looks into the mirror of the first server once more. Blocks for some seconds.
 *
 * Returns: %FALSE with an error, also when the hat was not seen
 */
gboolean
fr_work_look (FrWork *self, GError **error)
{
  g_autofree char *pin = NULL;
  g_autofree char *uri = fr_work_dup_mirror (self->name, &pin);

  if (uri != NULL)
    return look (self, uri, pin, error);

  g_set_error (error, FR_ERROR, FR_ERROR_MIRROR, _ ("%s has no mirror."), self->name);

  return FALSE;
}

/**
 * fr_work_dup_mirror:
 * @name: of a deployment
 * @pin: (out): the certificate of its mirror
 *
 * Returns: (transfer full) (nullable): the address of its media server; %NULL when there is no
 *   such deployment, or it has none
 */
char *
fr_work_dup_mirror (const char *name, char **pin)
{
  g_autofree char *servers =
    fr_site_read_fact (name, "", "mark") != NULL ? fr_site_read_fact (name, "", "mirrors") : NULL;
  g_auto (GStrv) words = NULL;

  if (strchr (name, '/') != NULL || strchr (name, ':') != NULL || servers == NULL)
    return NULL;
  words = g_strsplit (servers, " ", 2);
  *pin = fr_site_read_fact (name, words[0], "fingerprint");

  return fr_site_read_fact (name, words[0], "uri");
}
