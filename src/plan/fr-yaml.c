/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-yaml.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <yaml.h>

#include "fr-error.h"

/* Ten times what the plans of the field need, and far below what hurts. */
#define MOST_BYTES (1024 * 1024)
#define MOST_DEPTH 64
#define MOST_NODES 10000

/* One text on its way to trees. Nodes are counted as they are built, copies of aliases too,
 * so that a bomb of aliases runs into the budget after its first kilobytes. */
typedef struct
{
  yaml_parser_t parser;
  const char *name;
  GPtrArray *warnings;
  GHashTable *anchors; /* name -> FrYaml, of this document; not owned */
  guint n_nodes;
} Reader;

static FrYaml *read_node (Reader *reader, yaml_event_t *event, guint depth, GError **error);

static gboolean
refuse (Reader *reader, const yaml_mark_t *mark, const char *what, GError **error)
{
  g_set_error (error, FR_ERROR, FR_ERROR_PLAN, "%s:%zu:%zu: %s", reader->name, mark->line + 1,
               mark->column + 1, what);
  return FALSE;
}

static FrYaml *
new_node (FrYamlKind kind, guint line, guint column)
{
  FrYaml *node = g_new0 (FrYaml, 1);

  node->kind = kind;
  node->line = line;
  node->column = column;
  if (kind == FR_YAML_MAP)
    node->keys = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);
  if (kind != FR_YAML_SCALAR)
    node->items = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);

  return node;
}

static gboolean
count_node (Reader *reader, const yaml_mark_t *mark, GError **error)
{
  if (++reader->n_nodes <= MOST_NODES)
    return TRUE;

  return refuse (reader, mark, _ ("there are more than 10000 values, aliases counted. Split the "
                                  "plan."),
                 error);
}

static gboolean
next_event (Reader *reader, yaml_event_t *event, GError **error)
{
  const char *problem;
  g_autofree char *what = NULL;

  if (yaml_parser_parse (&reader->parser, event))
    return TRUE;

  problem = reader->parser.problem != NULL ? reader->parser.problem : _ ("it cannot be read");
  if (strstr (problem, "cannot start any token") != NULL)
    problem = _ ("a tab, or a character that needs quotes, is here");
  what = g_strdup_printf (_ ("this is not YAML: %s. Mend the line, or put the text in quotes."),
                          problem);
  return refuse (reader, &reader->parser.problem_mark, what, error);
}

static gboolean
check_depth (Reader *reader, guint depth, const yaml_mark_t *mark, GError **error)
{
  if (depth <= MOST_DEPTH)
    return TRUE;

  return refuse (reader, mark, _ ("this is nested more than 64 deep. Write it flatter."), error);
}

/* A copy of @node, written where it was first written, and as deep as where it is repeated. */
static FrYaml *
copy_node (Reader *reader, const FrYaml *node, const yaml_mark_t *mark, guint depth, GError **error)
{
  g_autoptr (FrYaml) copy = NULL;

  if (!check_depth (reader, depth, mark, error) || !count_node (reader, mark, error))
    return NULL;

  copy = new_node (node->kind, node->line, node->column);
  copy->text = g_strdup (node->text);
  copy->plain = node->plain;

  for (guint i = 0; node->items != NULL && i < node->items->len; i++)
    {
      FrYaml *item = copy_node (reader, node->items->pdata[i], mark, depth + 1, error);

      if (item == NULL)
        return NULL;
      g_ptr_array_add (copy->items, item);

      if (node->keys != NULL)
        {
          item = copy_node (reader, node->keys->pdata[i], mark, depth + 1, error);
          if (item == NULL)
            return NULL;
          g_ptr_array_add (copy->keys, item);
        }
    }

  return g_steal_pointer (&copy);
}

static FrYaml *
read_alias (Reader *reader, yaml_event_t *event, guint depth, GError **error)
{
  const char *anchor = (const char *) event->data.alias.anchor;
  const FrYaml *node = g_hash_table_lookup (reader->anchors, anchor);
  g_autofree char *what = NULL;

  if (node != NULL)
    return copy_node (reader, node, &event->start_mark, depth, error);

  what = g_strdup_printf (_ ("“*%s” repeats something that is not complete before it. Write it "
                             "first, as &%s."),
                          anchor, anchor);
  refuse (reader, &event->start_mark, what, error);
  return NULL;
}

static void
warn_of_double (Reader *reader, const FrYaml *map, const FrYaml *key)
{
  for (guint i = 0; reader->warnings != NULL && i < map->keys->len; i++)
    {
      const FrYaml *other = map->keys->pdata[i];

      if (g_str_equal (other->text, key->text))
        {
          g_ptr_array_add (reader->warnings,
                           g_strdup_printf (_ ("%s:%u:%u: “%s” is also in line %u; this one "
                                               "counts. Remove one."),
                                            reader->name, key->line, key->column, key->text,
                                            other->line));
          return;
        }
    }
}

/* The children of a list or a map, up to its end. In a map keys and values take turns. */
static gboolean
read_children (Reader *reader, FrYaml *node, yaml_event_type_t end, guint depth, GError **error)
{
  g_autoptr (FrYaml) key = NULL;

  while (TRUE)
    {
      g_autoptr (FrYaml) child = NULL;
      yaml_event_t event;
      yaml_mark_t mark;

      if (!next_event (reader, &event, error))
        return FALSE;
      if (event.type == end)
        {
          yaml_event_delete (&event);
          return TRUE;
        }

      mark = event.start_mark;
      child = read_node (reader, &event, depth, error);
      yaml_event_delete (&event);
      if (child == NULL)
        return FALSE;

      if (node->kind == FR_YAML_MAP && key == NULL)
        {
          if (child->kind != FR_YAML_SCALAR)
            return refuse (reader, &mark, _ ("a key must be a word, not a list or a map. Braces, "
                                             "as in {{ node.public }}, go in quotes."),
                           error);
          warn_of_double (reader, node, child);
          key = g_steal_pointer (&child);
          continue;
        }

      if (node->kind == FR_YAML_MAP)
        g_ptr_array_add (node->keys, g_steal_pointer (&key));
      g_ptr_array_add (node->items, g_steal_pointer (&child));
    }
}

static gboolean
fill_node (Reader *reader, FrYaml *node, yaml_event_t *event, guint depth, GError **error)
{
  switch (node->kind)
    {
    case FR_YAML_LIST:
      return read_children (reader, node, YAML_SEQUENCE_END_EVENT, depth + 1, error);
    case FR_YAML_MAP:
      return read_children (reader, node, YAML_MAPPING_END_EVENT, depth + 1, error);
    case FR_YAML_SCALAR:
    default:
      if (strlen ((const char *) event->data.scalar.value) != event->data.scalar.length)
        return refuse (reader, &event->start_mark,
                       _ ("there is a NUL character in this text. Remove it."), error);
      node->text = g_strdup ((const char *) event->data.scalar.value);
      node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
      return TRUE;
    }
}

static FrYaml *
read_node (Reader *reader, yaml_event_t *event, guint depth, GError **error)
{
  g_autoptr (FrYaml) node = NULL;
  const char *anchor = NULL;
  FrYamlKind kind = FR_YAML_SCALAR;

  if (event->type == YAML_ALIAS_EVENT)
    return read_alias (reader, event, depth, error);
  if (!check_depth (reader, depth, &event->start_mark, error) ||
      !count_node (reader, &event->start_mark, error))
    return NULL;

  if (event->type == YAML_SEQUENCE_START_EVENT)
    {
      kind = FR_YAML_LIST;
      anchor = (const char *) event->data.sequence_start.anchor;
    }
  else if (event->type == YAML_MAPPING_START_EVENT)
    {
      kind = FR_YAML_MAP;
      anchor = (const char *) event->data.mapping_start.anchor;
    }
  else
    anchor = (const char *) event->data.scalar.anchor;

  node = new_node (kind, event->start_mark.line + 1, event->start_mark.column + 1);
  if (!fill_node (reader, node, event, depth, error))
    return NULL;

  /* Known only once complete: an anchor inside itself stays unknown. */
  if (anchor != NULL)
    g_hash_table_insert (reader->anchors, g_strdup (anchor), node);

  return g_steal_pointer (&node);
}

static GPtrArray *
read_documents (Reader *reader, GError **error)
{
  g_autoptr (GPtrArray) documents = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_yaml_free);

  while (TRUE)
    {
      yaml_event_t event;
      yaml_event_type_t type;
      FrYaml *node = NULL;

      if (!next_event (reader, &event, error))
        return NULL;

      type = event.type;
      if (type == YAML_DOCUMENT_START_EVENT)
        g_hash_table_remove_all (reader->anchors);
      else if (type != YAML_STREAM_START_EVENT && type != YAML_STREAM_END_EVENT &&
               type != YAML_DOCUMENT_END_EVENT)
        {
          node = read_node (reader, &event, 1, error);
          if (node == NULL)
            {
              yaml_event_delete (&event);
              return NULL;
            }
          g_ptr_array_add (documents, node);
        }

      yaml_event_delete (&event);
      if (type == YAML_STREAM_END_EVENT)
        return g_steal_pointer (&documents);
    }
}

/**
 * fr_yaml_parse:
 * @text: YAML, UTF-8
 * @length: its bytes, or -1 when it ends with a NUL
 * @name: the file, for messages
 * @warnings: (nullable): takes a sentence (#char*) for each key that is there twice
 *
 * Reads all documents of a stream, within budgets: 1 MB, 64 deep, 10000 values. Aliases
 * become deep copies and count.
 *
 * Returns: (transfer full) (element-type FrYaml): a root per document, or %NULL with
 *   %FR_ERROR_PLAN, whose message begins with file, line and column
 */
GPtrArray *
fr_yaml_parse (const char *text, gssize length, const char *name, GPtrArray *warnings,
               GError **error)
{
  g_autoptr (GHashTable) anchors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Reader reader = { .name = name, .warnings = warnings, .anchors = anchors };
  yaml_mark_t start = { 0 };
  GPtrArray *documents;
  gsize bytes;

  g_return_val_if_fail (text != NULL && name != NULL, NULL);

  bytes = length < 0 ? strlen (text) : (gsize) length;
  if (bytes > MOST_BYTES)
    {
      refuse (&reader, &start, _ ("the plan is longer than 1 MB. Split it."), error);
      return NULL;
    }
  if (!yaml_parser_initialize (&reader.parser))
    g_error ("out of memory");

  yaml_parser_set_encoding (&reader.parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string (&reader.parser, (const unsigned char *) text, bytes);
  documents = read_documents (&reader, error);
  yaml_parser_delete (&reader.parser);

  return documents;
}

/**
 * fr_yaml_free:
 * @self: (nullable):
 */
void
fr_yaml_free (FrYaml *self)
{
  if (self == NULL)
    return;

  g_free (self->text);
  g_clear_pointer (&self->keys, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

/**
 * fr_yaml_get:
 * @map: (nullable): a node
 * @key: a key
 *
 * Returns: (transfer none) (nullable): the value; the last one when the key is there twice;
 *   %NULL when @map is no map or does not have it
 */
const FrYaml *
fr_yaml_get (const FrYaml *map, const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  if (map == NULL || map->kind != FR_YAML_MAP)
    return NULL;

  for (guint i = map->keys->len; i > 0; i--)
    if (g_str_equal (((const FrYaml *) map->keys->pdata[i - 1])->text, key))
      return map->items->pdata[i - 1];

  return NULL;
}
