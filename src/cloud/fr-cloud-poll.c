/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "fr-cloud-private.h"

#define MOST_IN_QUERY 60 /* ids in one URL; beyond that the whole list is read */

static void state_free (gpointer state);

static const FrCloudField state_fields[] = {
  { "id", FR_CLOUD_TEXT, G_STRUCT_OFFSET (FrCloudState, id), TRUE },
  { "name", FR_CLOUD_TEXT, G_STRUCT_OFFSET (FrCloudState, name), TRUE },
  { "state", FR_CLOUD_TEXT, G_STRUCT_OFFSET (FrCloudState, state), TRUE },
  { "progress.action", FR_CLOUD_TEXT, G_STRUCT_OFFSET (FrCloudState, action), FALSE },
  { "progress.failureReason", FR_CLOUD_TEXT, G_STRUCT_OFFSET (FrCloudState, failure), FALSE },
  { "started", FR_CLOUD_FLAG, G_STRUCT_OFFSET (FrCloudState, started), FALSE },
};

static const FrCloudType state_type = {
  .title = N_ ("Waiting"),
  .size = sizeof (FrCloudState),
  .fields = state_fields,
  .n_fields = G_N_ELEMENTS (state_fields),
  .free = state_free,
};

static void
state_free (gpointer state)
{
  fr_cloud_fields_free (&state_type, state);
}

void
fr_cloud_poll_init (FrCloudPoll *poll)
{
  g_mutex_init (&poll->mutex);
  g_cond_init (&poll->cond);
  poll->wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  poll->states = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, state_free);
}

void
fr_cloud_poll_clear (FrCloudPoll *poll)
{
  g_clear_pointer (&poll->wanted, g_hash_table_unref);
  g_clear_pointer (&poll->states, g_hash_table_unref);
  g_mutex_clear (&poll->mutex);
  g_cond_clear (&poll->cond);
}

/**
 * fr_cloud_poll_want:
 * @change: 1 when one more waits for @id, -1 when one less
 *
 * Returns: how many looks have begun by now; those do not count for who begins to wait
 */
guint
fr_cloud_poll_want (FrCloudPoll *poll, const char *id, int change)
{
  guint begun;
  int count;

  g_mutex_lock (&poll->mutex);
  count = GPOINTER_TO_INT (g_hash_table_lookup (poll->wanted, id)) + change;
  if (count > 0)
    g_hash_table_replace (poll->wanted, g_strdup (id), GINT_TO_POINTER (count));
  else
    g_hash_table_remove (poll->wanted, id);
  begun = poll->begun;
  g_mutex_unlock (&poll->mutex);

  return begun;
}

/* A filter that is repeated means "one of these". Section 3. */
static char *
make_query (GHashTable *wanted)
{
  GString *query = g_string_new (NULL);
  GHashTableIter iter;
  gpointer id;

  if (g_hash_table_size (wanted) > MOST_IN_QUERY)
    return g_string_free (query, FALSE);

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      g_string_append (query, query->len > 0 ? "&id=" : "id=");
      g_string_append_uri_escaped (query, id, NULL, FALSE);
    }

  return g_string_free (query, FALSE);
}

/**
 * fr_cloud_poll_look:
 * @resource: the list, "server/server"
 * @deadline_us: of the one who looks
 *
 * Reads the states of all that anybody waits for. Called and left with the mutex held, which
 * is free in between.
 *
 * Returns: whether there is news
 */
gboolean
fr_cloud_poll_look (FrCloud *self, FrCloudPoll *poll, const char *resource,
                    gint64 deadline_us, GCancellable *cancellable, GError **error)
{
  g_autofree char *query = make_query (poll->wanted);
  guint number = ++poll->begun;
  gint64 begun_us = g_get_monotonic_time ();
  g_autoptr (GPtrArray) records = NULL;

  poll->looking = TRUE;
  g_mutex_unlock (&poll->mutex);
  records = fr_cloud_list_until (self, &state_type, resource, query, deadline_us, cancellable,
                                 error);
  g_mutex_lock (&poll->mutex);
  poll->looking = FALSE;

  if (records != NULL)
    {
      poll->seen = number;
      poll->seen_us = begun_us;
      g_hash_table_remove_all (poll->states);
      g_ptr_array_set_free_func (records, NULL);
      for (guint i = 0; i < records->len; i++)
        {
          FrCloudState *state = g_ptr_array_index (records, i);

          g_hash_table_replace (poll->states, state->id, state);
        }
    }

  g_cond_broadcast (&poll->cond);
  return records != NULL;
}
