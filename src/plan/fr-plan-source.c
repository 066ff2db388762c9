/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-plan-source.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-words.h"

/* Values are pasted as often as they are named: where to stop. The reader refuses beyond 1 MB. */
#define MOST_BYTES (2 * 1024 * 1024)

/* From @out of the replaced text on, bytes come from @in of the original: one by one, or, for
 * a value that was pasted, all from the opening brace. */
typedef struct
{
  gsize out;
  gsize in;
  gboolean pasted;
} Segment;

struct _FrPlanSource
{
  char *original;
  GString *text;
  GArray *segments;       /* of Segment, by @out */
  GArray *lines;          /* of gsize: where the lines of @text begin */
  GArray *original_lines; /* of gsize */
};

/* The line ends that libyaml counts. */
static gsize
break_length (const char *text)
{
  if (text[0] == '\r')
    return text[1] == '\n' ? 2 : 1;
  if (text[0] == '\n')
    return 1;
  if (g_str_has_prefix (text, "\xc2\x85"))
    return 2;
  if (g_str_has_prefix (text, "\xe2\x80\xa8") || g_str_has_prefix (text, "\xe2\x80\xa9"))
    return 3;

  return 0;
}

static GArray *
index_lines (const char *text)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize start = 0;

  g_array_append_val (lines, start);
  for (const char *c = text; *c != '\0';)
    {
      gsize length = break_length (c);

      c += MAX (length, 1);
      if (length == 0)
        continue;
      start = c - text;
      g_array_append_val (lines, start);
    }

  return lines;
}

static const char *
skip_blanks (const char *c)
{
  while (TRUE)
    {
      if (*c == ' ' || *c == '\t')
        c++;
      else if (g_str_has_prefix (c, "\xc2\xa0")) /* real plans have it */
        c += 2;
      else
        return c;
    }
}

/* Whether {{ parameter.NAME }} begins at @text; if so, where it ends. */
static const char *
match_token (const char *text, char **name)
{
  const char *start, *end;

  if (!g_str_has_prefix (text, "{{"))
    return NULL;

  start = skip_blanks (text + 2);
  if (!g_str_has_prefix (start, "parameter."))
    return NULL;

  start += strlen ("parameter.");
  end = start;
  while (*end != '\0' && !g_ascii_isspace (*end) && *end != '{' && *end != '}' &&
         !g_str_has_prefix (end, "\xc2\xa0"))
    end++;
  if (end == start || !g_str_has_prefix (skip_blanks (end), "}}"))
    return NULL;

  *name = g_strndup (start, end - start);
  return skip_blanks (end) + 2;
}

static void
add_segment (FrPlanSource *self, gsize in, gboolean pasted)
{
  Segment segment = { self->text->len, in, pasted };

  g_array_append_val (self->segments, segment);
}

static FrPlace
place_of (GArray *lines, const char *text, gsize offset)
{
  FrPlace place = { 1, 1 };
  guint low = 0, high = lines->len;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (lines, gsize, middle) <= offset)
        low = middle;
      else
        high = middle;
    }

  place.line = low + 1;
  place.column = g_utf8_strlen (text + g_array_index (lines, gsize, low),
                                offset - g_array_index (lines, gsize, low)) +
                 1;
  return place;
}

static void
report_unknown (FrPlanSource *self, const char *name, gsize offset, GHashTable *values,
                GPtrArray *findings)
{
  g_autofree const char **names = (const char **) g_hash_table_get_keys_as_array (values, NULL);
  const char *nearest = fr_plan_words_nearest (name, names);
  FrPlace place = place_of (self->original_lines, self->original, offset);

  if (nearest != NULL)
    fr_findings_add (findings, FR_FINDING_ERROR, "unknown-parameter", place, nearest,
                     _ ("there is no parameter “%s”. Did you mean “%s”?"), name, nearest);
  else
    fr_findings_add (findings, FR_FINDING_ERROR, "unknown-parameter", place, NULL,
                     _ ("there is no parameter “%s”. Declare it under “parameters”."), name);
}

static void
replace (FrPlanSource *self, GHashTable *values, GPtrArray *findings)
{
  const char *text = self->original;
  const char *done = text;

  add_segment (self, 0, FALSE);
  for (const char *c = strstr (text, "{{"); c != NULL &&
                                            self->text->len < MOST_BYTES;
       c = strstr (c, "{{"))
    {
      g_autofree char *name = NULL;
      const char *end = match_token (c, &name);
      const char *value = end != NULL ? g_hash_table_lookup (values, name) : NULL;

      if (end != NULL && value == NULL)
        report_unknown (self, name, c - text, values, findings);
      if (value == NULL)
        {
          c++;
          continue;
        }

      g_string_append_len (self->text, done, c - done);
      add_segment (self, c - text, TRUE);
      g_string_append (self->text, value);
      add_segment (self, end - text, FALSE);
      done = c = end;
    }
  g_string_append (self->text, done);
}

/**
 * fr_plan_source_new:
 * @text: a plan, valid UTF-8
 * @values: name -> value of each parameter
 * @findings: takes an error for each parameter without value
 *
 * Replaces {{ parameter.x }} everywhere, comments included, as plumbery does.
 *
 * Returns: (transfer full):
 */
FrPlanSource *
fr_plan_source_new (const char *text, GHashTable *values, GPtrArray *findings)
{
  FrPlanSource *self;

  g_return_val_if_fail (text != NULL && values != NULL && findings != NULL, NULL);

  self = g_new0 (FrPlanSource, 1);
  self->original = g_strdup (text);
  self->original_lines = index_lines (text);
  self->text = g_string_new (NULL);
  self->segments = g_array_new (FALSE, FALSE, sizeof (Segment));
  replace (self, values, findings);
  self->lines = index_lines (self->text->str);

  return self;
}

/**
 * fr_plan_source_free:
 * @self: (nullable):
 */
void
fr_plan_source_free (FrPlanSource *self)
{
  if (self == NULL)
    return;

  g_free (self->original);
  g_string_free (self->text, TRUE);
  g_array_unref (self->segments);
  g_array_unref (self->lines);
  g_array_unref (self->original_lines);
  g_free (self);
}

/**
 * fr_plan_source_get_text:
 *
 * Returns: (transfer none): the text with its parameters replaced
 */
const char *
fr_plan_source_get_text (const FrPlanSource *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->text->str;
}

/**
 * fr_plan_source_dup_line:
 *
 * Returns: (transfer full) (nullable): line @line of the replaced text
 */
char *
fr_plan_source_dup_line (const FrPlanSource *self, guint line)
{
  const char *start;

  g_return_val_if_fail (self != NULL, NULL);

  if (line == 0 || line > self->lines->len)
    return NULL;

  start = self->text->str + g_array_index (self->lines, gsize, line - 1);
  return g_strndup (start, strcspn (start, "\r\n"));
}

/**
 * fr_plan_source_locate:
 * @self: a source
 * @line: a line of the replaced text, from 1
 * @column: a column there, in characters, from 1
 *
 * Returns: where that is in the original; the opening brace when a value was pasted there
 */
FrPlace
fr_plan_source_locate (const FrPlanSource *self, guint line, guint column)
{
  FrPlace place = { line, column };
  const Segment *segment;
  const char *c;
  gsize offset;
  guint low = 0, high;

  g_return_val_if_fail (self != NULL, place);

  high = self->segments->len;
  if (high <= 1 || line == 0 || line > self->lines->len)
    return place;

  c = self->text->str + g_array_index (self->lines, gsize, line - 1);
  while (column-- > 1 && *c != '\0')
    c = g_utf8_next_char (c);
  offset = c - self->text->str;

  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->segments, Segment, middle).out <= offset)
        low = middle;
      else
        high = middle;
    }

  segment = &g_array_index (self->segments, Segment, low);
  offset = segment->pasted ? segment->in : segment->in + (offset - segment->out);
  return place_of (self->original_lines, self->original, MIN (offset, strlen (self->original)));
}
