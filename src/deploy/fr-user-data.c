/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-user-data.h"

#include <string.h>

#include "fr-paths.h"
#include "fr-plan-expand.h"
#include "fr-site.h"
#include "fr-ssh-keys.h"

/* What stands for something that is not known yet, and for something that is not shown. */
#define NOT_KNOWN "not-known-yet"
#define NOT_SHOWN "not-shown"
/* No key that anybody could have. */
#define NO_KEY "ssh-ed25519 " NOT_KNOWN
/* 192.0.2.0/24 is for examples: RFC 5737. Private addresses from 1, public ones from 101. */
#define EXAMPLE "192.0.2.%u"
#define MOST_EXAMPLES 100

typedef struct
{
  const FrPlan *plan;
  const FrPlanFacility *facility;
  const FrPlanNode *node;
  const char *deployment; /* or NULL */
  gboolean with_secrets;
  GPtrArray *examples; /* of char*: “node.public 192.0.2.101” */
  GPtrArray *hidden;   /* of char*: names of secrets */
} UserData;

static void
note (GPtrArray *notes, const char *text)
{
  if (!g_ptr_array_find_with_equal_func (notes, text, g_str_equal, NULL))
    g_ptr_array_add (notes, g_strdup (text));
}

static char *
give_example (UserData *self, const char *token, char *value)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", token, value);

  note (self->examples, text);
  return value;
}

/* By its name, or the one in question; @index counts the servers of the location. */
static const FrPlanNode *
find_node (const UserData *self, const char *name, guint *index)
{
  *index = 0;
  for (guint i = 0; i < self->facility->blueprints->len; i++)
    {
      const FrPlanBlueprint *blueprint = self->facility->blueprints->pdata[i];

      for (guint j = 0; j < blueprint->nodes->len; j++, (*index)++)
        {
          const FrPlanNode *node = blueprint->nodes->pdata[j];

          if (name != NULL ? g_str_equal (node->name, name) : node == self->node)
            return node;
        }
    }

  return NULL;
}

static const FrPlanFacility *
find_facility (const UserData *self)
{
  for (guint i = 0; i < self->plan->facilities->len; i++)
    {
      UserData there = { .facility = self->plan->facilities->pdata[i], .node = self->node };
      guint index;

      if (find_node (&there, NULL, &index) != NULL)
        return there.facility;
    }

  g_return_val_if_reached (NULL);
}

static char *
read_fact (const UserData *self, const char *server, const char *fact)
{
  return self->deployment != NULL ? fr_site_read_fact (self->deployment, server, fact) : NULL;
}

static char *
dup_private (const UserData *self, const FrPlanNode *node)
{
  return node->private_ipv4 != NULL ? g_strdup (node->private_ipv4)
                                    : read_fact (self, node->name, "private-ipv4");
}

static char *
dup_public (const UserData *self, const FrPlanNode *node)
{
  if (node->login != NULL && node->login->host != NULL &&
      g_hostname_is_ip_address (node->login->host))
    return g_strdup (node->login->host);

  return read_fact (self, node->name, "public-ipv4");
}

/* Its own address, with hyphens for “private_host”. */
static char *
lookup_private (UserData *self, const FrPlanNode *node, const char *token, guint number)
{
  char *known = dup_private (self, node);
  char *address = known != NULL ? known : g_strdup_printf (EXAMPLE, number);

  if (g_str_has_suffix (token, "_host"))
    g_strdelimit (address, ".", '-');

  return known != NULL ? address : give_example (self, token, address);
}

static char *
lookup_node (UserData *self, const char *token)
{
  const char *dot = strrchr (token, '.');
  const char *member = dot != NULL ? dot + 1 : "private";
  g_autofree char *name = dot != NULL ? g_strndup (token, dot - token) : g_strdup (token);
  guint index;
  const FrPlanNode *node = find_node (self, g_str_equal (name, "node") ? NULL : name, &index);
  g_autofree char *known = NULL;

  if (node == NULL)
    return NULL;
  index %= MOST_EXAMPLES;
  if (g_str_equal (member, "name"))
    return g_strdup (node->name);
  if (g_str_equal (member, "public"))
    {
      known = dup_public (self, node);
      return known != NULL ? g_steal_pointer (&known)
                           : give_example (self, token, g_strdup_printf (EXAMPLE, 101 + index));
    }
  if (g_str_equal (member, "private") || g_str_equal (member, "private_host"))
    return lookup_private (self, node, token, 1 + index);
  if (g_str_equal (member, "ipv6"))
    return give_example (self, token, g_strdup_printf ("2001:db8::%x", 1 + index));
  if (g_str_equal (member, "id"))
    return give_example (self, token, g_strdup (NOT_KNOWN));

  return NULL;
}

static gboolean
is_secret (const char *token)
{
  return g_str_has_prefix (token, "secret.") || g_str_has_suffix (token, ".secret") ||
         g_str_has_prefix (token, "rsa_private.") || g_str_has_suffix (token, ".rsa_private") ||
         g_str_has_prefix (token, "credentials.") || g_str_has_suffix (token, ".credentials");
}

/* None is made here, and those of an account are never told. */
static char *
read_secret (const UserData *self, const char *token)
{
  g_autofree char *path = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();

  if (self->deployment == NULL || g_str_equal (token, "shared.secret"))
    return NULL;
  path = fr_paths_state ("deployments", self->deployment, "secrets", NULL);

  return g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL)
           ? g_key_file_get_string (file, "secrets", token, NULL)
           : NULL;
}

static char *
lookup_secret (UserData *self, const char *token)
{
  g_autofree char *secret = read_secret (self, token);

  if (secret == NULL)
    return give_example (self, token, g_strdup (NOT_KNOWN));
  if (self->with_secrets)
    return g_steal_pointer (&secret);
  note (self->hidden, token);

  return g_strdup (NOT_SHOWN);
}

static char *
lookup_key (UserData *self, const char *token)
{
  gboolean local = g_str_equal (token, "rsa_public.local") ||
                   g_str_equal (token, "local.rsa_public");
  g_autofree char *path = local && self->deployment != NULL
                            ? fr_paths_state ("deployments", self->deployment, "key", NULL)
                            : NULL;
  char *key = path != NULL ? fr_ssh_read_public_key (path, NULL) : NULL;

  return key != NULL ? g_strchomp (key) : give_example (self, token, g_strdup (NO_KEY));
}

static char *
lookup_cb (const char *token, gpointer data)
{
  UserData *self = data;

  if (g_str_equal (token, "location.id"))
    return g_strdup (self->facility->location_id);
  if (is_secret (token))
    return lookup_secret (self, token);
  if (g_str_has_prefix (token, "rsa_public.") || g_str_has_suffix (token, ".rsa_public"))
    return lookup_key (self, token);

  return lookup_node (self, token);
}

static void
append_notes (GString *out, const char *head, GPtrArray *notes)
{
  if (notes->len > 0)
    g_string_append_printf (out, "# %s\n", head);
  for (guint i = 0; i < notes->len; i++)
    g_string_append_printf (out, "#   %s\n", (const char *) notes->pdata[i]);
}

/**
 * fr_user_data_render:
 * @plan: that was loaded
 * @node: a server of it
 * @deployment: (nullable): name of a deployment of this plan, which knows more
 * @with_secrets: whether secrets of the deployment are told
 *
 * What cloud-init of the server is given, for reading, or for use elsewhere. Comments at its
 * head say for what an example stands, and which secrets are left out. Reads files, and makes
 * nothing: no secret, no key, no deployment.
 *
 * Returns: (transfer full): the text, “#cloud-config” first; or %NULL with %FR_ERROR_PLAN
 */
char *
fr_user_data_render (const FrPlan *plan, const FrPlanNode *node, const char *deployment,
                     gboolean with_secrets, GError **error)
{
  UserData self = { plan, NULL, node, deployment, with_secrets, NULL, NULL };
  g_autoptr (GPtrArray) examples = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) hidden = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *yaml = NULL;
  GString *out;

  g_return_val_if_fail (plan != NULL && node != NULL, NULL);

  self.facility = find_facility (&self);
  self.examples = examples;
  self.hidden = hidden;
  yaml = fr_plan_expand_yaml (node->cloud_config != NULL ? node->cloud_config : "", lookup_cb,
                              &self, error);
  if (yaml == NULL)
    return NULL;

  out = g_string_new ("#cloud-config\n");
  append_notes (out, "Not known yet. An example stands for each of these:", examples);
  append_notes (out, "Secrets that are not shown; --with-secrets tells them:", hidden);
  g_string_append (out, yaml);

  return g_string_free (out, FALSE);
}
