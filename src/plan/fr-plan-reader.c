/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-reader.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-merge.h"
#include "fr-plan-words.h"

static void
free_word (FrPlanWord *word)
{
  g_free (word->text);
  g_free (word);
}

/**
 * fr_plan_reader_place:
 * @node: (nullable): a node
 *
 * Returns: where it stands in the text that was loaded
 */
FrPlace
fr_plan_reader_place (const FrPlanReader *self, const FrYaml *node)
{
  FrPlace nowhere = { 0 };

  return node != NULL ? fr_plan_source_locate (self->source, node->line, node->column) : nowhere;
}

/**
 * fr_plan_reader_place_in:
 * @scalar: a text
 * @offset: a byte of it
 *
 * Returns: where that byte stands in the text that was loaded; where the text begins, when
 *   escapes or folded lines hide it
 */
FrPlace
fr_plan_reader_place_in (const FrPlanReader *self, const FrYaml *scalar, gsize offset)
{
  const char *start = scalar->text, *end;
  guint line = scalar->line;
  guint before;
  g_autofree char *here = NULL;
  g_autofree char *written = NULL;
  const char *found;

  if (strchr (scalar->text, '\n') == NULL)
    {
      before = g_utf8_strlen (start, offset) + (scalar->plain ? 0 : 1); /* the quote */
      return fr_plan_source_locate (self->source, line, scalar->column + before);
    }

  /* a block: its lines follow the line of its “|”, indented */
  for (line++; (end = memchr (start, '\n', scalar->text + offset - start)) != NULL; start = end + 1)
    line++;
  here = g_strndup (start, strcspn (start, "\n"));
  written = fr_plan_source_dup_line (self->source, line);
  found = written != NULL && *here != '\0' ? strstr (written, here) : NULL;
  if (found == NULL)
    return fr_plan_reader_place (self, scalar);

  before = g_utf8_strlen (written, found - written) + g_utf8_strlen (start,
                                                                     scalar->text + offset - start);
  return fr_plan_source_locate (self->source, line, before + 1);
}

/**
 * fr_plan_reader_say:
 * @node: what it is about
 * @format: the sentence with its cure, translated
 *
 * Notes a finding.
 */
void
fr_plan_reader_say (FrPlanReader *self, FrFindingKind kind, const char *code, const FrYaml *node,
                    const char *format, ...)
{
  g_autofree char *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  fr_findings_add (self->findings, kind, code, fr_plan_reader_place (self, node), NULL, "%s",
                   message);
}

/**
 * fr_plan_reader_text:
 *
 * Returns: (transfer full) (nullable): the text at @key; %NULL when there is none, or
 *   something else, which is an error
 */
char *
fr_plan_reader_text (FrPlanReader *self, const FrYaml *map, const char *key)
{
  const FrYaml *value = fr_yaml_get (map, key);

  if (fr_plan_is_null (value))
    return NULL;
  if (value->kind == FR_YAML_SCALAR)
    return g_strdup (value->text);

  fr_plan_reader_say (self, FR_FINDING_ERROR, "wrong-kind", value,
                      _ ("“%s” takes one text, not a list or a map. Write it behind the colon; "
                         "braces "
                         "go in quotes."),
                      key);
  return NULL;
}

/**
 * fr_plan_reader_choice:
 *
 * Returns: (transfer full) (nullable): the word at @key in small letters; %NULL when there is
 *   none, or not one of @words, which is an error
 */
char *
fr_plan_reader_choice (FrPlanReader *self, const FrYaml *map, const char *key,
                       const char *const *words)
{
  g_autofree char *text = fr_plan_reader_text (self, map, key);
  g_autofree char *what = g_strdup_printf ("“%s”", key);
  FrPlanWord word = { 0 };

  if (text == NULL)
    return NULL;

  word.text = g_ascii_strdown (text, -1);
  word.place = fr_plan_reader_place (self, fr_yaml_get (map, key));
  if (fr_plan_reader_known (self, &word, what, words))
    return word.text;

  g_free (word.text);
  return NULL;
}

/**
 * fr_plan_reader_list:
 *
 * Returns: (transfer full) (element-type utf8): the texts at @key; a single text is cut at its
 *   line ends
 */
GPtrArray *
fr_plan_reader_list (FrPlanReader *self, const FrYaml *map, const char *key)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  const FrYaml *value = fr_yaml_get (map, key);

  if (fr_plan_is_null (value))
    return texts;

  if (value->kind == FR_YAML_SCALAR)
    {
      g_autofree char *text = g_strchomp (g_strdup (value->text));
      g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

      for (guint i = 0; lines[i] != NULL; i++)
        g_ptr_array_add (texts, g_strdup (lines[i]));
      return texts;
    }

  for (guint i = 0; i < value->items->len; i++)
    {
      const FrYaml *item = value->items->pdata[i];

      if (value->kind == FR_YAML_LIST && item->kind == FR_YAML_SCALAR)
        g_ptr_array_add (texts, g_strdup (item->text));
      else
        fr_plan_reader_say (self, FR_FINDING_WARNING, "wrong-kind", item,
                            _ ("“%s” takes a list of texts; this one is something else. Put it in "
                               "quotes."),
                            key);
    }

  return texts;
}

/**
 * fr_plan_reader_words:
 * @scalar: a text, perhaps of several words
 *
 * Returns: (transfer full) (element-type FrPlanWord): its words and where each of them stands
 */
GPtrArray *
fr_plan_reader_words (const FrPlanReader *self, const FrYaml *scalar)
{
  GPtrArray *words = g_ptr_array_new_with_free_func ((GDestroyNotify) free_word);
  const char *c = scalar->text;

  while (*(c += strspn (c, " \t\r\n")) != '\0')
    {
      FrPlanWord *word = g_new0 (FrPlanWord, 1);
      gsize length = strcspn (c, " \t\r\n");

      word->text = g_strndup (c, length);
      word->place = fr_plan_reader_place_in (self, scalar, c - scalar->text);
      g_ptr_array_add (words, word);
      c += length;
    }

  return words;
}

/**
 * fr_plan_reader_item:
 * @item: an item of a list such as “nodes”
 * @key: (out): its name
 *
 * Names of a list are maps of one key. A name alone counts as well.
 *
 * Returns: (transfer none) (nullable): what is under the name; %NULL with @key set when there
 *   is nothing, %NULL without when the item is no name
 */
const FrYaml *
fr_plan_reader_item (FrPlanReader *self, const FrYaml *item, const FrYaml **key)
{
  *key = NULL;
  if (item->kind == FR_YAML_SCALAR && !fr_plan_is_null (item))
    {
      *key = item;
      return NULL;
    }
  if (item->kind != FR_YAML_MAP || item->keys->len == 0)
    {
      fr_plan_reader_say (self, FR_FINDING_ERROR, "no-name", item,
                          _ ("a name is expected here. Write “- name:” and put the settings under "
                             "it."));
      return NULL;
    }

  *key = item->keys->pdata[0];
  for (guint i = 1; i < item->keys->len; i++)
    {
      const FrYaml *other = item->keys->pdata[i];

      fr_plan_reader_say (self, FR_FINDING_WARNING, "beside-name", other,
                          _ ("“%s” stands beside “%s” and is lost. Indent it more, so that it is "
                             "under it."),
                          other->text, (*key)->text);
    }

  return fr_plan_is_null (item->items->pdata[0]) ? NULL : item->items->pdata[0];
}

/**
 * fr_plan_reader_number:
 * @what: what it is, for the message
 *
 * Returns: whether @word is a whole number of these bounds; if not, an error was noted
 */
gboolean
fr_plan_reader_number (FrPlanReader *self, const FrPlanWord *word, const char *what, guint least,
                       guint most, guint *number)
{
  guint64 value;

  if (g_ascii_string_to_unsigned (word->text, 10, least, most, &value, NULL))
    {
      *number = (guint) value;
      return TRUE;
    }

  fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-value", word->place, NULL,
                   _ ("%s cannot be “%s”. Write a whole number from %u to %u."), what, word->text,
                   least, most);
  return FALSE;
}

/**
 * fr_plan_reader_known:
 * @what: what it is, for the message
 *
 * Returns: whether @word is one of @words; if not, an error was noted that names the nearest
 */
gboolean
fr_plan_reader_known (FrPlanReader *self, const FrPlanWord *word, const char *what,
                      const char *const *words)
{
  const char *nearest = fr_plan_words_nearest (word->text, words);
  g_autofree char *all = NULL;

  if (fr_plan_words_contain (words, word->text))
    return TRUE;

  all = g_strjoinv (", ", (char **) words);
  if (nearest != NULL)
    fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-value", word->place, nearest,
                     _ ("%s cannot be “%s”. Did you mean “%s”?"), what, word->text, nearest);
  else
    fr_findings_add (self->findings, FR_FINDING_ERROR, "bad-value", word->place, NULL,
                     _ ("%s cannot be “%s”. Write one of: %s."), what, word->text, all);
  return FALSE;
}
