/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <string.h>

#include "fr-plan-expand.h"
#include "fr-ssh-keys.h"

typedef struct
{
  FrSite *site;
  FrSiteNode *node; /* or NULL */
  GError **error;   /* of a secret that cannot be kept */
} Place;

static char *
dup_node_value (FrSite *site, FrSiteNode *node, const char *member)
{
  const char *name = node->plan->name;
  char *value = NULL;

  if (g_str_equal (member, "name"))
    return g_strdup (name);
  if (g_str_equal (member, "id"))
    return fr_site_recall (site, &node->id);
  if (g_str_equal (member, "ipv6"))
    return fr_site_recall (site, &node->ipv6);
  if (g_str_equal (member, "private") || g_str_equal (member, "private_host"))
    {
      value = fr_site_recall (site, &node->private_ipv4);
      if (value == NULL)
        value = fr_journal_dup_fact (site->journal, name, "private-ipv4");
      return value != NULL && g_str_equal (member, "private_host") ? g_strdelimit (value, ".", '-')
                                                                   : value;
    }
  if (!g_str_equal (member, "public"))
    return NULL;

  value = fr_site_recall (site, &node->public_ipv4);

  return value != NULL ? value : fr_journal_dup_fact (site->journal, name, "public-ipv4");
}

static FrSiteNode *
find_node (FrSite *site, const char *name)
{
  for (guint i = 0; i < site->nodes->len; i++)
    {
      FrSiteNode *node = g_ptr_array_index (site->nodes, i);

      if (g_str_equal (node->plan->name, name))
        return node;
    }

  return NULL;
}

/* "secret.NAME" and "NAME.secret" are two different ones. */
static char *
lookup_secret (const Place *place, const char *token)
{
  if (g_str_equal (token, "shared.secret") || !(g_str_has_prefix (token, "secret.") ||
                                                g_str_has_suffix (token, ".secret")))
    return NULL;

  return fr_site_dup_secret (place->site, token,
                             place->error != NULL && *place->error == NULL ? place->error : NULL);
}

static char *
lookup_key (FrSite *site, const char *token)
{
  g_autofree char *path = NULL;

  if (!g_str_equal (token, "rsa_public.local") && !g_str_equal (token, "local.rsa_public"))
    return NULL;
  path = fr_site_dup_key_path (site);

  return fr_ssh_read_public_key (path, NULL);
}

static char *
lookup_cb (const char *token, gpointer data)
{
  const Place *place = data;
  const char *dot = strrchr (token, '.');
  g_autofree char *name = dot != NULL ? g_strndup (token, (gsize) (dot - token)) : g_strdup (token);
  const char *member = dot != NULL ? dot + 1 : "private";
  FrSiteNode *node = NULL;
  char *value;

  if (g_str_equal (token, "location.id"))
    return g_strdup (place->site->facility->location_id);
  value = lookup_secret (place, token);
  if (value == NULL)
    value = lookup_key (place->site, token);
  if (value != NULL)
    return value;

  node = g_str_equal (name, "node") ? place->node : find_node (place->site, name);

  return node != NULL ? dup_node_value (place->site, node, member) : NULL;
}

/**
 * fr_site_expand:
 * @node: (nullable): whose text it is
 * @text: with tokens of the second phase
 *
 * Returns: (transfer full): the text with what is known; unknown tokens stay
 */
char *
fr_site_expand (FrSite *self, FrSiteNode *node, const char *text)
{
  Place place = { self, node, NULL };

  return fr_plan_expand (text, lookup_cb, &place);
}

/**
 * fr_site_expand_yaml:
 *
 * The same for YAML, whose values stay values.
 *
 * Returns: (transfer full): or %NULL with %FR_ERROR_PLAN, or %FR_ERROR_STATE when a secret in it
 *   cannot be kept
 */
char *
fr_site_expand_yaml (FrSite *self, FrSiteNode *node, const char *yaml, GError **error)
{
  g_autoptr (GError) reason = NULL;
  Place place = { self, node, &reason };
  g_autofree char *text = fr_plan_expand_yaml (yaml, lookup_cb, &place, error);

  if (reason == NULL)
    return g_steal_pointer (&text);

  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&reason));

  return NULL;
}

static void
add_lines (GPtrArray *lines, FrSite *self, FrSiteNode *node, GPtrArray *information)
{
  for (guint i = 0; i < information->len; i++)
    g_ptr_array_add (lines, fr_site_expand (self, node, g_ptr_array_index (information, i)));
}

/**
 * fr_site_dup_information:
 *
 * Returns: (transfer full) (element-type utf8): what the plan wants its reader to know
 */
GPtrArray *
fr_site_dup_information (FrSite *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (self != NULL, NULL);

  add_lines (lines, self, NULL, self->plan->information);
  add_lines (lines, self, NULL, self->facility->information);
  for (guint i = 0; i < self->facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = g_ptr_array_index (self->facility->blueprints, i);

      add_lines (lines, self, NULL, blueprint->information);
    }
  for (guint i = 0; i < self->nodes->len; i++)
    {
      FrSiteNode *node = g_ptr_array_index (self->nodes, i);

      add_lines (lines, self, node, node->plan->information);
    }

  return lines;
}
