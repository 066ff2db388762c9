/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-cloud-access.h"

/* As plumbery names them: the server's name in title case, protocol and ports as written. */
static char *
make_rule_name (const FrTask *task)
{
  GString *name = g_string_new (NULL);
  gboolean inside = FALSE;
  const char *ports = strchr (task->port->text, ':');
  g_autofree char *protocol = g_ascii_strup (task->port->protocol, -1);

  for (const char *c = task->node->plan->name; *c != '\0'; c++)
    {
      if (g_ascii_isalpha (*c))
        g_string_append_c (name, inside ? g_ascii_tolower (*c) : g_ascii_toupper (*c));
      else if (g_ascii_isdigit (*c) || *c == '_')
        g_string_append_c (name, *c);
      inside = g_ascii_isalpha (*c);
    }
  g_string_append_printf (name, ".%sv4_%s.plumbery", protocol,
                          ports != NULL ? ports + 1 : task->port->text);

  return g_string_free (name, FALSE);
}

/* The rule with our name towards our address; one that points elsewhere is told by @stale. */
static gboolean
find_rule (FrTask *task, const char *name, char **id, char **stale, GCancellable *cancellable,
           GError **error)
{
  FrSite *site = task->site;
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autofree char *address = fr_site_recall (site, &task->node->public_ipv4);
  g_autoptr (GPtrArray) rules = NULL;

  *id = *stale = NULL;
  if (domain_id == NULL)
    return TRUE;
  rules = fr_cloud_list_rules (site->cloud, domain_id, cancellable, error);
  if (rules == NULL)
    return FALSE;

  for (guint i = 0; i < rules->len; i++)
    {
      const FrCloudRule *rule = g_ptr_array_index (rules, i);

      if (g_strcmp0 (rule->name, name) == 0)
        *(g_strcmp0 (rule->destination, address) == 0 ? id : stale) = g_strdup (rule->id);
    }

  return TRUE;
}

FrLook
fr_rule_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *name = make_rule_name (task);
  g_autofree char *id = NULL;
  g_autofree char *stale = NULL;

  if (!find_rule (task, name, &id, &stale, cancellable, error))
    return FR_LOOK_FAILED;

  return id != NULL ? FR_LOOK_DONE : FR_LOOK_TODO;
}

gboolean
fr_rule_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  FrSite *site = task->site;
  g_autofree char *name = make_rule_name (task);
  g_autofree char *domain_id = fr_site_recall (site, &task->domain->id);
  g_autofree char *address = fr_site_recall (site, &task->node->public_ipv4);
  g_autofree char *protocol = g_ascii_strup (task->port->protocol, -1);
  g_autofree char *old = NULL;
  g_autofree char *stale = NULL;
  g_autofree char *id = NULL;

  /* Names are unique in a domain: one that points to an address we had before has to go. */
  if (!find_rule (task, name, &old, &stale, cancellable, error))
    return FALSE;
  if (stale != NULL && !fr_cloud_delete_rule (site->cloud, stale, cancellable, error))
    return FALSE;
  id = fr_cloud_add_rule (site->cloud, domain_id, name, protocol, address, task->port->begin,
                          task->port->end, cancellable, error);

  return id != NULL;
}

/* In a domain of ours, a rule with our name is ours wherever it points to. */
FrLook
fr_rule_undo (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *name = make_rule_name (task);
  g_autofree char *id = NULL;
  g_autofree char *stale = NULL;
  g_autofree char *nat = NULL;
  const char *target;
  gboolean owned;

  if (task->node->plan->keep)
    return fr_site_leave (note, _ ("the plan keeps it"));
  if (!fr_domain_is_ours (task, &owned, cancellable, error) ||
      !fr_server_learn (task, cancellable, error) ||
      !fr_nat_find (task, &nat, cancellable, error) ||
      !find_rule (task, name, &id, &stale, cancellable, error))
    return FR_LOOK_FAILED;

  target = nat != NULL && id != NULL ? id : owned ? (id != NULL ? id : stale)
                                                  : NULL;
  if (target == NULL)
    return fr_site_leave (note, NULL);

  return fr_site_settle_undo (
    fr_cloud_delete_rule (task->site->cloud, target, cancellable, error));
}
