/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-phase-list.h"

#include <glib/gi18n-lib.h>

/* The servers of a deployment, in their order. */
static GPtrArray *
list_servers (GListModel *items)
{
  GPtrArray *servers = g_ptr_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (items, i);
      const char *server = fr_step_item_get_server (item);

      if (server != NULL && !g_ptr_array_find_with_equal_func (servers, server, g_str_equal, NULL))
        g_ptr_array_add (servers, (gpointer) server);
    }

  return servers;
}

/* The way to the internet is one phase; the others are one per server. */
static gboolean
is_shared (FrPhase phase)
{
  return phase == FR_PHASE_NETWORK || phase == FR_PHASE_WAY;
}

static char *
dup_title (FrPhase phase, const char *server, gboolean alone, const char *place)
{
  switch (phase)
    {
    case FR_PHASE_NETWORK:
      return place != NULL ? g_strdup_printf (_ ("Network: %s"), place) : g_strdup (_ ("Network"));
    case FR_PHASE_SERVER:
      return g_strdup_printf (_ ("Server %s"), server);
    case FR_PHASE_WAY:
      return g_strdup (_ ("Way to the internet"));
    case FR_PHASE_SYSTEM:
      return alone ? g_strdup (_ ("System")) : g_strdup_printf (_ ("System of %s"), server);
    case FR_PHASE_KURENTO:
    default:
      return alone ? g_strdup (_ ("Kurento and the mirror"))
                   : g_strdup_printf (_ ("Kurento and the mirror of %s"), server);
    }
}

static void
add_phase (GPtrArray *rows, GtkListBox *list, FrDeployment *deployment, FrPhase phase,
           const char *server, const char *title)
{
  GListModel *items = G_LIST_MODEL (deployment);
  gboolean backwards = fr_deployment_is_backwards (deployment);
  guint n = g_list_model_get_n_items (items);
  FrPhaseRow *row = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (items, backwards ? n - 1 - i : i);

      if (fr_step_words_get_phase (item) != phase ||
          (server != NULL && g_strcmp0 (server, fr_step_item_get_server (item)) != 0))
        continue;
      if (row == NULL)
        {
          row = fr_phase_row_new (title, backwards);
          gtk_list_box_append (list, GTK_WIDGET (row));
          g_ptr_array_add (rows, row);
        }
      fr_phase_row_add (row, item);
    }
}

/**
 * fr_phase_list_fill:
 * @list: is emptied first
 * @place: (nullable): where it is built, in words
 *
 * Returns: (transfer container) (element-type FrPhaseRow): the phases, in the order of the list
 */
GPtrArray *
fr_phase_list_fill (GtkListBox *list, FrDeployment *deployment, const char *place)
{
  g_autoptr (GPtrArray) servers = list_servers (G_LIST_MODEL (deployment));
  GPtrArray *rows = g_ptr_array_new ();
  gboolean backwards = fr_deployment_is_backwards (deployment);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);

  for (int n = FR_PHASE_NETWORK; n <= FR_PHASE_KURENTO; n++)
    {
      FrPhase phase = (FrPhase) (backwards ? FR_PHASE_KURENTO - n : n);

      for (guint i = 0; i < (is_shared (phase) ? 1 : servers->len); i++)
        {
          const char *server = is_shared (phase) ? NULL : g_ptr_array_index (servers, i);
          g_autofree char *title = dup_title (phase, server, servers->len == 1, place);

          add_phase (rows, list, deployment, phase, server, title);
        }
    }

  return rows;
}
