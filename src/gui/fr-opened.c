/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-opened.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-error.h"
#include "fr-job.h"
#include "fr-site.h"

#define MOST_BYTES (4 * 1024 * 1024)

static void
opened_free (gpointer data)
{
  FrOpened *self = data;

  g_free (self->name);
  g_free (self->text);
  g_free (self->path);
  g_free (self->location);
  g_free (self->endpoint);
  g_free (self->host);
  g_free (self->user);
  g_free (self->host_key);
  g_free (self->state);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FrOpened, opened_free)

static char *
read_text (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *text = g_malloc (MOST_BYTES + 1);
  gsize length = 0;

  if (stream == NULL ||
      !g_input_stream_read_all (G_INPUT_STREAM (stream), text, MOST_BYTES, &length, cancellable,
                                error))
    return NULL;
  text[length] = '\0';
  if (length == MOST_BYTES)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN, _ ("It is larger than %d MB: that is no plan."),
                   MOST_BYTES / 1024 / 1024);
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) length, NULL))
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
                   _ ("It is not text in UTF-8: save it as such, and open it again."));
      return NULL;
    }

  return g_strndup (text, length);
}

/* "studio/fittings.yaml" is about the studio, "lab.yaml" about the lab. */
static char *
make_name (const char *path)
{
  g_autofree char *base = g_path_get_basename (path);
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  if (g_str_equal (base, "fittings"))
    {
      g_autofree char *folder = g_path_get_dirname (path);
      g_autofree char *parent = g_path_get_basename (folder);

      if (g_ascii_isalnum (*parent))
        return g_steal_pointer (&parent);
    }

  return g_steal_pointer (&base);
}

/* The first that is there already; a form asks for one. */
static const FrPlanLogin *
find_login (const FrPlanFacility *facility)
{
  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, i);

      for (guint j = 0; j < blueprint->nodes->len; j++)
        {
          const FrPlanNode *node = g_ptr_array_index (blueprint->nodes, j);

          if (node->login != NULL)
            return node->login;
        }
    }

  return NULL;
}

/* A plan that cannot be understood is opened all the same: the review says what is wrong. */
static void
find_place (FrOpened *self)
{
  g_autoptr (FrPlan) plan = fr_plan_parse (self->text, self->name, NULL, NULL);
  const FrPlanFacility *facility;
  const FrPlanLogin *login;

  if (plan == NULL || plan->facilities->len == 0)
    return;

  facility = g_ptr_array_index (plan->facilities, 0);
  login = find_login (facility);
  if (self->location == NULL)
    self->location = g_strdup (login != NULL ? FR_DRAFT_OWN : facility->location_id);
  if (login == NULL)
    return;

  self->host = g_strdup (login->host);
  self->port = login->port;
  self->user = g_strdup (login->user);
  self->host_key = g_strdup (login->host_key);
}

static gpointer
read_plan_job (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrOpened) self = g_new0 (FrOpened, 1);
  g_autofree char *shown = g_file_get_parse_name (data);

  self->text = read_text (data, cancellable, error);
  if (self->text == NULL)
    return NULL;
  self->path = g_file_get_path (data);
  self->name = make_name (self->path != NULL ? self->path : shown);
  find_place (self);

  return g_steal_pointer (&self);
}

static const FrSiteInfo *
find_info (GPtrArray *sites, const char *name)
{
  for (guint i = 0; i < sites->len; i++)
    {
      const FrSiteInfo *info = g_ptr_array_index (sites, i);

      if (g_str_equal (info->name, name))
        return info;
    }

  return NULL;
}

static gpointer
read_site_job (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (FrOpened) self = g_new0 (FrOpened, 1);
  g_autoptr (GPtrArray) sites = fr_site_list ();
  const FrSiteInfo *info = find_info (sites, data);
  g_autofree char *copy = fr_site_dup_plan_path (data, error);
  g_autoptr (GFile) file = copy != NULL ? g_file_new_for_path (copy) : NULL;

  if (file == NULL || (self->text = read_text (file, cancellable, error)) == NULL)
    return NULL;
  self->name = g_strdup (data);
  self->path = g_strdup (info != NULL && info->plan_path != NULL ? info->plan_path : copy);
  self->location = g_strdup (info != NULL ? info->location : NULL);
  self->endpoint = g_strdup (info != NULL ? info->endpoint : NULL);
  self->state = g_strdup (info != NULL && info->state != NULL ? info->state : "failed");
  find_place (self);

  return g_steal_pointer (&self);
}

/**
 * fr_opened_read_plan:
 * @owner: (type GObject): for whom; held weakly
 * @file: of a plan
 *
 * Reads it on a worker.
 */
void
fr_opened_read_plan (gpointer owner, GFile *file, FrOpenedDone done)
{
  fr_job_run (owner, read_plan_job, g_object_ref (file), g_object_unref, opened_free, done, NULL);
}

/**
 * fr_opened_read_site:
 * @owner: (type GObject): for whom; held weakly
 * @name: of a deployment
 *
 * Reads what is known of it on a worker.
 */
void
fr_opened_read_site (gpointer owner, const char *name, FrOpenedDone done)
{
  fr_job_run (owner, read_site_job, g_strdup (name), g_free, opened_free, done, NULL);
}

static void
set_place (FrMaking *making, const FrOpened *self)
{
  FrDraft *draft = fr_making_get_draft (making);

  g_object_set (draft, "location-id", self->location, NULL);
  if (fr_draft_is_here (draft))
    {
      fr_making_set_kind (making, FR_KIND_HERE);
      fr_making_set_text (making, "place", _ ("This computer"));
    }
  else if (fr_draft_is_own (draft))
    {
      if (self->host != NULL)
        g_object_set (draft, "host", self->host, "ssh-port", self->port, "user", self->user,
                      "host-key", self->host_key, NULL);
      fr_making_set_kind (making, FR_KIND_SERVER);
      fr_making_set_text (making, "place", _ ("My own server"));
    }
  else
    {
      fr_making_set_kind (making, FR_KIND_CLOUD);
      fr_making_set_text (making, "place", self->location);
    }
}

/**
 * fr_opened_to_making:
 *
 * Returns: (transfer full): the state of a window that shows it
 */
FrMaking *
fr_opened_to_making (const FrOpened *self)
{
  FrMaking *making = fr_making_new ();

  if (self->location != NULL)
    set_place (making, self);
  /* The emulated cloud of this computer has another address each time. */
  if (g_strcmp0 (self->location, FR_DRAFT_HERE) != 0)
    fr_making_set_text (making, "endpoint", self->endpoint);
  g_object_set (fr_making_get_draft (making), "name", self->name, NULL);
  fr_making_set_text (making, "plan-path", self->path);
  fr_making_set_text (making, "plan-text", self->text);
  fr_making_set_text (making, "name", self->name);

  return making;
}
