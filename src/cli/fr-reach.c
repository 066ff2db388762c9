/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-reach.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "fr-command.h"
#include "fr-draft.h"
#include "fr-error.h"
#include "fr-paths.h"

/* Emulated operations take seconds; on this computer nobody needs to wait for them. */
#define SPEED 10
#define HERE_POLL_MS 100
#define HERE_PAUSE_MS 50

/* Which API answers for a data centre: the letters of its name tell. */
static const struct
{
  const char *letters;
  const char *region;
  const char *host;
} regions[] = {
  { "NA", "dd-na", "api-na.mcp-services.net" },
  { "EU", "dd-eu", "api-eu.mcp-services.net" },
  { "AU", "dd-au", "api-au.mcp-services.net" },
  { "AF", "dd-af", "api-mea.mcp-services.net" },
  { "AP", "dd-ap", "api-ap.mcp-services.net" },
  { "CA", "dd-canada", "api-canada.mcp-services.net" },
  { "LATAM", "dd-latam", "api-latam.dimensiondata.com" },
  { "CANBERRA", "dd-au-gov", "api-canberra.dimensiondata.com" },
};

/**
 * fr_reach_dup_folder:
 *
 * Returns: (transfer full): where the world of this computer is kept
 */
char *
fr_reach_dup_folder (void)
{
  return fr_paths_state ("cloud", NULL);
}

/**
 * fr_reach_is_here:
 * @location: (nullable): of a plan
 * @endpoint: (nullable): of its API
 *
 * Returns: whether this computer itself is meant
 */
gboolean
fr_reach_is_here (const char *location, const char *endpoint)
{
  return g_strcmp0 (location, FR_DRAFT_HERE) == 0 &&
         (endpoint == NULL || strstr (endpoint, "127.0.0.1") != NULL);
}

/**
 * fr_reach_start_here:
 *
 * Returns: (transfer full): this computer as a place, or %NULL with an error
 */
FrLocalHere *
fr_reach_start_here (GError **error)
{
  g_autofree char *folder = fr_reach_dup_folder ();

  return fr_local_here_start (folder, 0, SPEED, fr_command_get_cancellable (), error);
}

static char *
find_endpoint (const FrPlan *plan, const char *endpoint, GError **error)
{
  const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, 0);

  if (endpoint != NULL)
    return g_strdup (endpoint);
  if (facility->api_host != NULL)
    return g_strdup_printf ("https://%s", facility->api_host);
  for (guint i = 0; i < G_N_ELEMENTS (regions); i++)
    {
      gsize length = strlen (regions[i].letters);

      if (facility->region_id != NULL
            ? g_str_equal (facility->region_id, regions[i].region)
            : g_str_has_prefix (facility->location_id, regions[i].letters) &&
                g_ascii_isdigit (facility->location_id[length]))
        return g_strdup_printf ("https://%s", regions[i].host);
    }

  g_set_error (error, FR_ERROR, FR_ERROR_PLAN,
               _ ("It is not known where the API of %s is. Give the plan a regionId or an apiHost, "
                  "or use --endpoint."),
               facility->location_id);

  return NULL;
}

/* Typed unseen. Only on a terminal; elsewhere nobody could answer. */
static char *
ask_secret (const char *question)
{
  struct termios before, unseen;
  char line[512];
  char *answer = NULL;

  if (!isatty (STDIN_FILENO) || !isatty (STDERR_FILENO) || tcgetattr (STDIN_FILENO, &before) != 0)
    return NULL;

  g_printerr ("%s", question);
  unseen = before;
  unseen.c_lflag &= ~(tcflag_t) ECHO;
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &unseen);
  if (fgets (line, sizeof line, stdin) != NULL)
    answer = g_strdup (g_strchomp (line));
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  g_printerr ("\n");
  explicit_bzero (line, sizeof line);

  return answer;
}

static FrCloud *
sign_in_elsewhere (const char *endpoint, const char *ca_file, GError **error)
{
  const char *user = g_getenv ("MCP_USERNAME");
  g_autofree char *password = g_strdup (g_getenv ("MCP_PASSWORD"));

  if (user != NULL && password == NULL)
    password = ask_secret (_ ("Password of the cloud account: "));
  if (user == NULL || password == NULL)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_CREDENTIALS,
                   _ ("Nobody has said who signs in to %s. Set MCP_USERNAME and MCP_PASSWORD in "
                      "the environment."),
                   endpoint);
      return NULL;
    }

  return fr_cloud_new (endpoint, user, password, ca_file, error);
}

/* The world of this computer: one that another process runs, else our own. */
static gboolean
reach_here (FrReach *self, GError **error)
{
  g_autofree char *folder = fr_reach_dup_folder ();
  g_autofree char *endpoint = NULL;
  g_autofree char *ca_file = NULL;
  g_autofree char *user = NULL;
  g_autofree char *password = NULL;

  if (!fr_local_cloud_find (folder, &endpoint, &ca_file, &user, &password, NULL))
    {
      FrLocalCloud *cloud;

      self->here = fr_reach_start_here (error);
      if (self->here == NULL)
        return FALSE;
      cloud = fr_local_here_get_cloud (self->here);
      endpoint = g_strdup (fr_local_cloud_get_endpoint (cloud));
      ca_file = g_strdup (fr_local_cloud_get_ca_file (cloud));
      user = g_strdup (fr_local_cloud_get_user (cloud));
      password = g_strdup (fr_local_cloud_get_password (cloud));
    }

  self->cloud = fr_cloud_new (endpoint, user, password, ca_file, error);
  if (self->cloud == NULL)
    return FALSE;
  fr_cloud_set_pace (self->cloud, HERE_POLL_MS, HERE_PAUSE_MS);

  return TRUE;
}

/**
 * fr_reach_new:
 * @plan: whose location says where
 * @endpoint: (nullable): address of the API, instead of what the plan says
 * @ca_file: (nullable): certificate of the authority that is to be trusted there
 *
 * Finds the cloud of a plan and who signs in to it. For "this computer" it starts the emulated
 * cloud when nobody runs it. Blocks until then.
 *
 * Returns: (transfer full): the cloud, or %NULL with an error
 */
FrReach *
fr_reach_new (const FrPlan *plan, const char *endpoint, const char *ca_file, GError **error)
{
  g_autoptr (FrReach) self = g_new0 (FrReach, 1);
  const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, 0);
  g_autofree char *address = find_endpoint (plan, endpoint, error);

  if (address == NULL)
    return NULL;
  if (endpoint == NULL && fr_reach_is_here (facility->location_id, address))
    return reach_here (self, error) ? g_steal_pointer (&self) : NULL;

  self->cloud = sign_in_elsewhere (address, ca_file, error);

  return self->cloud != NULL ? g_steal_pointer (&self) : NULL;
}

/**
 * fr_reach_free:
 * @self: (nullable):
 */
void
fr_reach_free (FrReach *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->cloud);
  g_clear_pointer (&self->here, fr_local_here_stop);
  g_free (self);
}
