/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-local-mishaps.h"

#include "fr-local-routes.h"

typedef struct
{
  char *code;
  guint count;
} Mishap;

struct _FrLocalMishaps
{
  GHashTable *counts;  /* by the word of the operation            */
  GHashTable *planned; /* of Mishap, by the word of the operation */
};

static void
free_mishap (gpointer data)
{
  Mishap *mishap = data;

  g_free (mishap->code);
  g_free (mishap);
}

/**
 * fr_local_mishaps_new:
 *
 * Returns: (transfer full): with nothing counted and nothing planned
 */
FrLocalMishaps *
fr_local_mishaps_new (void)
{
  FrLocalMishaps *self = g_new0 (FrLocalMishaps, 1);

  self->counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->planned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_mishap);

  return self;
}

/**
 * fr_local_mishaps_free:
 * @self: (nullable):
 */
void
fr_local_mishaps_free (FrLocalMishaps *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->counts);
  g_hash_table_unref (self->planned);
  g_free (self);
}

/* Operations may be named by their word, or by the last part of their path. */
static const char *
find_word (const char *name)
{
  const FrLocalOperation *operation = fr_local_routes_find (name);

  return operation != NULL ? operation->word : name;
}

/**
 * fr_local_mishaps_plan:
 * @operation: "DEPLOY_SERVER" or "deployServer"; "GET_SERVER", "LIST_SERVER", "GET_ACCOUNT"
 * @code: a response code, which refuses it; a status of HTTP, "503"; "FAILED_ADD" and the like,
 *   which lets it begin and fail at its end; or "CONNECTION_LOST", which does it without an answer
 * @count: how many times; 0 to let all be well again
 */
void
fr_local_mishaps_plan (FrLocalMishaps *self, const char *operation, const char *code, guint count)
{
  Mishap *mishap;

  g_return_if_fail (self != NULL && operation != NULL && code != NULL);

  g_hash_table_remove (self->planned, find_word (operation));
  if (count == 0)
    return;

  mishap = g_new0 (Mishap, 1);
  mishap->code = g_strdup (code);
  mishap->count = count;
  g_hash_table_insert (self->planned, g_strdup (find_word (operation)), mishap);
}

/**
 * fr_local_mishaps_count:
 * @word: of an operation for which a request has come
 *
 * Returns: (transfer full) (nullable): the code of the mishap that is meant for it
 */
char *
fr_local_mishaps_count (FrLocalMishaps *self, const char *word)
{
  guint count = fr_local_mishaps_get_count (self, word);
  Mishap *mishap = g_hash_table_lookup (self->planned, word);
  g_autofree char *code = NULL;

  g_hash_table_insert (self->counts, g_strdup (word), GUINT_TO_POINTER (count + 1));
  if (mishap == NULL)
    return NULL;

  code = g_strdup (mishap->code);
  if (--mishap->count == 0)
    g_hash_table_remove (self->planned, word);

  return g_steal_pointer (&code);
}

/**
 * fr_local_mishaps_get_count:
 *
 * Returns: how many requests for @operation came, refused ones included
 */
guint
fr_local_mishaps_get_count (FrLocalMishaps *self, const char *operation)
{
  g_return_val_if_fail (self != NULL && operation != NULL, 0);

  return GPOINTER_TO_UINT (g_hash_table_lookup (self->counts, find_word (operation)));
}
