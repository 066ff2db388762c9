/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-edit.h"

#include <string.h>

#include "fr-plan-span.h"
#include "fr-yaml.h"

/* From one rendered plan to the next, and the same steps in a plan that somebody has edited. */
typedef struct
{
  char *text; /* so far */
  guint document;
  GPtrArray *path;    /* of char*, of the tree; without an end */
  guint n_numbers;    /* how many of them only count items */
  GPtrArray *edits;   /* of FrPlanEdit */
  GPtrArray *missing; /* of char* */
} Follow;

/* What the person knows it by: the parameter, else the last word. */
static void
miss (Follow *self)
{
  guint n = self->path->len;
  const char *name;

  if (n == 0)
    return;

  name = g_ptr_array_index (self->path, n - 1);
  if (n > 1 && g_str_equal (g_ptr_array_index (self->path, 0), "parameters"))
    name = g_ptr_array_index (self->path, 1);
  if (!g_ptr_array_find_with_equal_func (self->missing, name, g_str_equal, NULL))
    g_ptr_array_add (self->missing, g_strdup (name));
}

/* A value that is only known by its number is changed if it is still what it was. */
static gboolean
is_still (Follow *self, const char *const *path, const char *value)
{
  g_auto (FrPlanSpan) span = { 0 };

  return fr_plan_span_find (&span, self->text, self->document, path, NULL) &&
         g_strcmp0 (span.text, value) == 0;
}

static void
follow_value (Follow *self, const char *before, const char *after)
{
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  g_autoptr (FrPlanEdit) edit = NULL;
  char *text;

  g_ptr_array_extend (path, self->path, NULL, NULL);
  g_ptr_array_add (path, NULL);
  if (self->n_numbers > 0 && !is_still (self, (const char *const *) path->pdata, before))
    return;

  edit = fr_plan_edit_find (self->text, self->document, (const char *const *) path->pdata, after,
                            NULL);
  if (edit == NULL)
    {
      miss (self);
      return;
    }

  text = fr_plan_edit_apply (edit, self->text);
  g_free (self->text);
  self->text = text;
  g_ptr_array_add (self->edits, g_steal_pointer (&edit));
}

static void follow (Follow *self, const FrYaml *before, const FrYaml *after);

static void
follow_key (Follow *self, const char *key, const FrYaml *before, const FrYaml *after)
{
  g_ptr_array_add (self->path, (gpointer) key);
  if (before == NULL || after == NULL)
    miss (self);
  else
    follow (self, before, after);
  g_ptr_array_set_size (self->path, (int) self->path->len - 1);
}

static void
follow_map (Follow *self, const FrYaml *before, const FrYaml *after)
{
  for (guint i = 0; i < after->keys->len; i++)
    {
      const char *key = ((FrYaml *) after->keys->pdata[i])->text;

      follow_key (self, key, fr_yaml_get (before, key), after->items->pdata[i]);
    }
  for (guint i = 0; i < before->keys->len; i++)
    {
      const char *key = ((FrYaml *) before->keys->pdata[i])->text;

      if (fr_yaml_get (after, key) == NULL)
        follow_key (self, key, before->items->pdata[i], NULL);
    }
}

static gboolean
has_one_key (const FrYaml *item)
{
  return item->kind == FR_YAML_MAP && item->keys->len == 1;
}

static void
follow_list (Follow *self, const FrYaml *before, const FrYaml *after)
{
  if (before->items->len != after->items->len)
    {
      miss (self);
      return;
    }

  for (guint i = 0; i < after->items->len; i++)
    {
      const FrYaml *old = before->items->pdata[i], *new = after->items->pdata[i];
      g_autofree char *number = g_strdup_printf ("%u", i);

      if (has_one_key (old) && has_one_key (new))
        {
          follow (self, old, new);
          continue;
        }
      self->n_numbers++;
      follow_key (self, number, old, new);
      self->n_numbers--;
    }
}

static void
follow (Follow *self, const FrYaml *before, const FrYaml *after)
{
  if (before->kind != after->kind)
    miss (self);
  else if (after->kind == FR_YAML_MAP)
    follow_map (self, before, after);
  else if (after->kind == FR_YAML_LIST)
    follow_list (self, before, after);
  else if (!g_str_equal (before->text, after->text))
    follow_value (self, before->text, after->text);
}

/**
 * fr_plan_edit_follow:
 * @text: a plan that began as @before, or is about the same parameters
 * @before: what was rendered last time
 * @after: what would be rendered now
 * @missing: (element-type utf8): gets the names of what changed and has no place in @text
 *
 * Carries changes of the answers over into a plan that somebody has edited: only the
 * characters of the values that changed, nothing else.
 *
 * Returns: (transfer full) (element-type FrPlanEdit): to be applied one after the other
 */
GPtrArray *
fr_plan_edit_follow (const char *text, const char *before, const char *after, GPtrArray *missing)
{
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) new = NULL;
  g_autoptr (GPtrArray) path = g_ptr_array_new ();
  GPtrArray *edits = g_ptr_array_new_with_free_func ((GDestroyNotify) fr_plan_edit_free);
  Follow self = { g_strdup (text), 0, path, 0, edits, missing };

  g_return_val_if_fail (text != NULL && before != NULL && after != NULL, edits);

  old = fr_yaml_parse (before, -1, "before", NULL, NULL);
  new = fr_yaml_parse (after, -1, "after", NULL, NULL);
  for (guint i = 0; old != NULL && new != NULL &&i < MIN (old->len, new->len); i++)
    {
      self.document = i;
      follow (&self, old->pdata[i], new->pdata[i]);
    }
  g_free (self.text);

  return edits;
}
