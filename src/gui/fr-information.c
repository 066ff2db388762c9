/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-information.h"

#include <string.h>

#include "fr-plan-values.h"
#include "fr-site-story.h"
#include "fr-site.h"

#define BYTES_PER_LINE 16
#define CHANGES "/var/lib/fitting-room/take-back" /* a script; keeps the list of changes */

static void
server_free (gpointer data)
{
  FrInformationServer *server = data;

  g_free (server->name);
  g_free (server->address);
  g_free (server->sign_in);
  g_free (server->certificate);
  g_free (server->fingerprint);
  g_free (server->changes);
  g_free (server);
}

/**
 * fr_information_free:
 * @self: (nullable):
 */
void
fr_information_free (FrInformation *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->links, g_ptr_array_unref);
  g_clear_pointer (&self->servers, g_ptr_array_unref);
  g_free (self->plan_path);
  g_free (self);
}

/**
 * fr_information_format_fingerprint:
 * @hex: (nullable): digits, without colons
 *
 * Returns: (transfer full) (nullable): “3F:9A:…”, in lines of 16 bytes
 */
char *
fr_information_format_fingerprint (const char *hex)
{
  GString *text;

  if (hex == NULL || *hex == '\0')
    return NULL;

  text = g_string_new (NULL);
  for (guint i = 0; hex[i] != '\0'; i++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (text, i / 2 % BYTES_PER_LINE == 0 ? '\n' : ':');
      g_string_append_c (text, g_ascii_toupper (hex[i]));
    }

  return g_string_free (text, FALSE);
}

/* "wss://198.51.100.20:8433/kurento" is where a browser meets the same certificate. */
static char *
dup_certificate_link (const char *uri)
{
  return uri != NULL && g_str_has_prefix (uri, "wss://")
           ? g_strconcat ("https://", uri + strlen ("wss://"), NULL)
           : NULL;
}

static char *
dup_command (FrSite *site, const FrPlan *plan, const FrPlanNode *node, const char *address)
{
  g_autofree char *key = fr_site_dup_key_path (site);
  g_autofree char *quoted = strpbrk (key, " \t'\"\\$&;()") != NULL ? g_shell_quote (key) : NULL;
  g_autofree char *own = node->login != NULL ? g_strdup_printf ("%u", node->login->port) : NULL;
  const char *port = own != NULL ? own : fr_plan_get_parameter (plan, "sshPort");
  g_autofree char *option =
    port != NULL && !g_str_equal (port, "22") ? g_strdup_printf ("-p %s ", port) : g_strdup ("");

  return g_strdup_printf ("ssh %s-i %s %s@%s", option, quoted != NULL ? quoted : key,
                          node->login != NULL ? node->login->user : "root", address);
}

static void
add_server (FrInformation *self, FrSite *site, const FrPlan *plan, const FrPlanNode *node)
{
  FrInformationServer *server = g_new0 (FrInformationServer, 1);
  g_autofree char *pin = fr_site_dup_fact (site, node->name, "fingerprint");
  g_autofree char *uri = fr_site_dup_fact (site, node->name, "uri");

  server->name = g_strdup (node->name);
  server->address = fr_site_dup_fact (site, node->name, "public-ipv4");
  if (server->address != NULL)
    server->sign_in = dup_command (site, plan, node, server->address);
  if (node->login != NULL)
    server->changes = g_strdup ("sudo sh " CHANGES " list");
  server->certificate = dup_certificate_link (uri);
  server->fingerprint = fr_information_format_fingerprint (pin);
  g_ptr_array_add (self->servers, server);
}

static void
add_servers (FrInformation *self, FrSite *site, const FrPlan *plan)
{
  const FrPlanFacility *facility = g_ptr_array_index (plan->facilities, 0);

  for (guint i = 0; i < facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (facility->blueprints, i);

      for (guint j = 0; j < blueprint->nodes->len; j++)
        {
          const FrPlanNode *node = g_ptr_array_index (blueprint->nodes, j);

          add_server (self, site, plan, node);
        }
    }
}

static void
find_links (FrInformation *self)
{
  g_autoptr (GRegex) regex = g_regex_new ("https?://[^\\s<>\"']+", 0, 0, NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      g_autoptr (GMatchInfo) match = NULL;

      g_regex_match (regex, g_ptr_array_index (self->lines, i), 0, &match);
      for (; g_match_info_matches (match); g_match_info_next (match, NULL))
        g_ptr_array_add (self->links, g_match_info_fetch (match, 0));
    }
}

/* A second plan: the site owns the first. */
static FrPlan *
load_plan (const char *name, GError **error)
{
  g_autofree char *path = fr_site_dup_plan_path (name, error);
  g_autofree char *known = fr_site_read_fact (name, "", "parameters");
  g_auto (GStrv) items = g_strsplit (known != NULL ? known : "", "\n", -1);
  g_autoptr (GHashTable) values = NULL;

  if (path == NULL)
    return NULL;
  values = fr_plan_values_new ((const char *const *) items, error);

  return values != NULL ? fr_plan_load (path, values, error) : NULL;
}

/**
 * fr_information_load:
 * @name: of a deployment
 *
 * Blocks for a moment.
 *
 * Returns: (transfer full): what is known about it, or %NULL with an error
 */
FrInformation *
fr_information_load (const char *name, GError **error)
{
  g_autoptr (FrInformation) self = g_new0 (FrInformation, 1);
  g_autoptr (FrPlan) plan = load_plan (name, error);
  g_autoptr (FrPlan) second = plan != NULL ? load_plan (name, error) : NULL;
  g_autoptr (FrSite) site = NULL;
  g_autofree char *story = NULL;

  if (second == NULL)
    return NULL;
  site = fr_site_new (g_steal_pointer (&second), FR_SITE_TELL, NULL, name, NULL, error);
  if (site == NULL)
    return NULL;

  self->links = g_ptr_array_new_with_free_func (g_free);
  self->servers = g_ptr_array_new_with_free_func (server_free);
  self->lines = fr_site_dup_information (site);
  find_links (self);
  g_ptr_array_add (self->lines, NULL);
  add_servers (self, site, plan);
  self->plan_path = fr_site_dup_fact (site, "", "plan");
  /* Of our plans alone; in others the page of the tutorial talks to the media server's port. */
  self->one_port = fr_plan_get_parameter (plan, "pagePort") != NULL;
  story = fr_site_dup_story (name, &self->seconds);

  return g_steal_pointer (&self);
}
