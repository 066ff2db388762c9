/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-standing.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "fr-job.h"
#include "fr-site.h"

/* What is left standing of a deployment: a row for each kind of thing, with names, and with the
 * addresses that the journal knows. */

/* Which steps leave something that is seen in the list, and how it is called there. */
static const struct
{
  const char *kind;
  const char *title;
  const char *icon;
} things[] = {
  { "domain", N_ ("Network domain"), "network-workgroup-symbolic" },
  { "vlan", N_ ("Network"), "network-wired-symbolic" },
  { "server", N_ ("Server"), "network-server-symbolic" },
  { "disk", N_ ("Disk"), "drive-harddisk-symbolic" },
  { "address", N_ ("Public addresses"), "network-workgroup-symbolic" },
  { "nat", N_ ("Address translation"), "network-wired-symbolic" },
  { "rule", N_ ("Firewall rules"), "security-medium-symbolic" },
  { "contact", N_ ("Changes on the server"), "document-edit-symbolic" },
};

static gboolean
is_standing (FrStepItem *item, gboolean backwards)
{
  FrStepState state = fr_step_item_get_state (item);

  return backwards ? state != FR_STEP_UNDONE : state == FR_STEP_DONE || state == FR_STEP_KEPT;
}

static char *
dup_names (GListModel *items, const char *kind, gboolean backwards)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (items, i);

      if (!g_str_equal (fr_step_item_get_kind (item), kind) || !is_standing (item, backwards))
        continue;
      g_string_append_printf (names, "%s%s", names->len > 0 ? _ (", ") : "",
                              fr_step_item_get_object (item));
    }

  return g_string_free (names, FALSE);
}

static void
add_row (GtkListBox *list, const char *kind, const char *title, const char *subtitle,
         const char *icon)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  gtk_widget_set_name (row, kind);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  gtk_list_box_append (list, row);
}

/* The addresses of the servers that stand: asked on a worker, for a journal is a file. */
typedef struct
{
  char *deployment;
  GPtrArray *servers;   /* their names */
  GPtrArray *addresses; /* of each, or "" */
} Asked;

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  g_free (asked->deployment);
  g_ptr_array_unref (asked->servers);
  g_ptr_array_unref (asked->addresses);
  g_free (asked);
}

static gpointer
ask_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Asked *asked = data;

  for (guint i = 0; i < asked->servers->len; i++)
    {
      char *address = fr_site_read_fact (
        asked->deployment, g_ptr_array_index (asked->servers, i), "public-ipv4");

      g_ptr_array_add (asked->addresses, address != NULL ? address : g_strdup (""));
    }

  return asked;
}

static void
add_to (GString *text, const char *word)
{
  g_string_append_printf (text, "%s%s", text->len > 0 ? _ (", ") : "", word);
}

static void
set_subtitle (GtkListBox *list, const char *kind, const char *subtitle)
{
  GtkListBoxRow *row;
  g_autofree char *escaped = g_markup_escape_text (subtitle, -1);

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_str_equal (gtk_widget_get_name (GTK_WIDGET (row)), kind) && *subtitle != '\0')
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
}

static void
asked_cb (gpointer owner, gpointer result, const GError *error)
{
  const Asked *asked = result;
  g_autoptr (GString) servers = g_string_new (NULL);
  g_autoptr (GString) addresses = g_string_new (NULL);

  for (guint i = 0; i < asked->servers->len; i++)
    {
      const char *name = g_ptr_array_index (asked->servers, i);
      const char *address = g_ptr_array_index (asked->addresses, i);
      g_autofree char *both = NULL;

      if (*address != '\0')
        add_to (addresses, address);
      /* Translators: a server and its address: "mirror-01 at 203.0.113.7" */
      both = *address != '\0' ? g_strdup_printf (_ ("%s at %s"), name, address) : g_strdup (name);
      add_to (servers, both);
    }
  set_subtitle (GTK_LIST_BOX (owner), "server", servers->str);
  set_subtitle (GTK_LIST_BOX (owner), "address", addresses->str);
}

static void
ask_addresses (GtkListBox *list, FrDeployment *deployment)
{
  GListModel *items = G_LIST_MODEL (deployment);
  gboolean backwards = fr_deployment_is_backwards (deployment);
  Asked *asked = g_new0 (Asked, 1);

  asked->deployment = g_strdup (fr_deployment_get_name (deployment));
  asked->servers = g_ptr_array_new_with_free_func (g_free);
  asked->addresses = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (items, i);

      if (g_str_equal (fr_step_item_get_kind (item), "server") && is_standing (item, backwards))
        g_ptr_array_add (asked->servers, g_strdup (fr_step_item_get_object (item)));
    }
  fr_job_run (list, ask_job, asked, asked_free, NULL, asked_cb, NULL);
}

/**
 * fr_standing_fill:
 * @list: shows it from now on, and nothing else
 * @deployment: that has come to an end before its time
 *
 * Does not block; addresses come a moment later.
 *
 * Returns: how many kinds of things stand
 */
guint
fr_standing_fill (GtkListBox *list, FrDeployment *deployment)
{
  gboolean backwards = fr_deployment_is_backwards (deployment);
  GtkWidget *child;
  guint n = 0;

  g_return_val_if_fail (GTK_IS_LIST_BOX (list) && FR_IS_DEPLOYMENT (deployment), 0);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < G_N_ELEMENTS (things); i++)
    {
      g_autofree char *names = dup_names (G_LIST_MODEL (deployment), things[i].kind, backwards);

      /* On a server of a cloud, changes stand and fall with the server. */
      if (*names == '\0' ||
          (g_str_equal (things[i].kind, "contact") && !fr_deployment_is_own (deployment)))
        continue;
      add_row (list, things[i].kind, _ (things[i].title), names, things[i].icon);
      n++;
    }
  if (n > 0)
    ask_addresses (list, deployment);

  return n;
}
