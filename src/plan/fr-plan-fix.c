/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-plan-fix.h"

#include <string.h>

#include "fr-plan-check.h"
#include "fr-plan-fix-lines.h"

/* What mends the findings that come without a suggestion. */
static const struct
{
  const char *code;
  FrPlanFixer fix;
} fixers[] = {
  { "all-ports", fr_plan_fix_ports },
  { "control-port", fr_plan_fix_control_port },
  { "double-port", fr_plan_fix_drop_word },
  { "host-key-unchecked", fr_plan_fix_host_key },
  { "host-keys-replaced", fr_plan_fix_replaced_keys },
  { "password-login", fr_plan_fix_password_login },
  { "piped-download", fr_plan_fix_download },
  { "published-key", fr_plan_fix_published_key },
  { "rsa-keys", fr_plan_fix_rsa_keys },
  { "tcp-range", fr_plan_fix_ports },
  { "unverified-package", fr_plan_fix_packages },
};

static FrPlanFixer
find_fixer (const FrFinding *finding)
{
  for (guint i = 0; i < G_N_ELEMENTS (fixers); i++)
    if (g_str_equal (fixers[i].code, finding->code))
      return fixers[i].fix;

  return NULL;
}

/**
 * fr_plan_fix_exists:
 *
 * Returns: whether there is something to try; whether it mends this plan is only known then
 */
gboolean
fr_plan_fix_exists (const FrFinding *finding)
{
  g_return_val_if_fail (finding != NULL, FALSE);

  if (finding->place.line == 0)
    return FALSE;
  if (finding->suggestion != NULL)
    return TRUE;
  /* behind 8433 there must be somebody who asks for the token; that is no matter of one word */
  if (g_str_equal (finding->code, "control-port"))
    return strstr (finding->message, "8433 commands") == NULL &&
           strstr (finding->message, "access_token") == NULL;

  return find_fixer (finding) != NULL;
}

/* “udp:{{ parameter.mediaPorts }}”: the suggestion goes to the parameter, which is named
 * elsewhere, too. */
static FrPlanEdit *
fix_parameter (const char *text, const char *words, gsize length, const char *suggestion)
{
  g_autofree char *all = g_strndup (words, length);
  g_autoptr (GRegex) regex =
    g_regex_new ("^([^{]*)\\{\\{\\s*parameter\\.([^\\s{}]+)\\s*\\}\\}([^{]*)$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *before = NULL;
  g_autofree char *name = NULL;
  g_autofree char *after = NULL;
  g_autofree char *value = NULL;

  if (!g_regex_match (regex, all, 0, &match))
    return NULL;

  before = g_match_info_fetch (match, 1);
  name = g_match_info_fetch (match, 2);
  after = g_match_info_fetch (match, 3);
  if (!g_str_has_prefix (suggestion, before) || !g_str_has_suffix (suggestion, after) ||
      strlen (before) + strlen (after) > strlen (suggestion))
    return NULL;

  value = g_strndup (suggestion + strlen (before),
                     strlen (suggestion) - strlen (before) - strlen (after));
  return fr_plan_edit_find (text, 0, (const char *[]){ "parameters", name, "default", NULL }, value,
                            NULL);
}

static gboolean
is_whole (const FrFinding *finding, char first)
{
  static const char *const codes[] = { "old-system", "password-login", "unknown-location", NULL };

  return first == '"' || first == '\'' || g_strv_contains (codes, finding->code);
}

static FrPlanEdit *
fix_suggestion (const char *text, gsize offset, const FrFinding *finding)
{
  gsize length = fr_plan_fix_measure_word (text + offset);
  const char *name = g_str_equal (finding->code, "unknown-parameter")
                       ? strstr (text + offset, "parameter.")
                       : NULL;
  FrPlanEdit *edit;

  if (name != NULL)
    {
      name += strlen ("parameter.");
      return fr_plan_edit_new (name - text, strcspn (name, " \t\r\n{}"), finding->suggestion);
    }

  if (is_whole (finding, text[offset]))
    {
      const char *inside = text + offset + (strchr ("\"'", text[offset]) != NULL);

      edit = fix_parameter (text, inside, strcspn (inside, "\"'\r\n"), finding->suggestion);
      return edit != NULL ? edit : fr_plan_edit_at (text, offset, finding->suggestion, NULL);
    }

  edit = fix_parameter (text, text + offset, length, finding->suggestion);
  if (edit == NULL)
    edit = fr_plan_edit_new (offset, length, finding->suggestion);

  return edit;
}

static void
count (GPtrArray *findings, const char *code, guint *n, guint *errors)
{
  *n = *errors = 0;
  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *finding = g_ptr_array_index (findings, i);

      *n += g_str_equal (finding->code, code);
      *errors += finding->kind == FR_FINDING_ERROR;
    }
}

/* Mended is what is not found any more, and has not become an error instead. */
static gboolean
helps (const FrPlanEdit *edit, const char *text, const char *name, const char *code)
{
  g_autofree char *new_text = fr_plan_edit_apply (edit, text);
  g_autoptr (GPtrArray) before = fr_plan_check (text, name, NULL);
  g_autoptr (GPtrArray) after = fr_plan_check (new_text, name, NULL);
  guint n_before, n_after, errors_before, errors_after;

  count (before, code, &n_before, &errors_before);
  count (after, code, &n_after, &errors_after);

  return n_after < n_before && errors_after <= errors_before;
}

/**
 * fr_plan_fix_find:
 * @text: a plan
 * @name: its name, for messages
 * @finding: of fr_plan_check() about this text
 *
 * Looks for a change of a few characters after which the finding is gone; the changed plan has
 * been checked again for that. Takes as long as two checks.
 *
 * Returns: (transfer full) (nullable): the change; %NULL when there is none
 */
FrPlanEdit *
fr_plan_fix_find (const char *text, const char *name, const FrFinding *finding)
{
  FrPlanFixer fixer = find_fixer (finding);
  g_autoptr (FrPlanEdit) edit = NULL;
  gsize offset;

  g_return_val_if_fail (text != NULL && name != NULL && finding != NULL, NULL);

  if (!fr_plan_fix_exists (finding) || !g_utf8_validate (text, -1, NULL) ||
      !fr_plan_edit_locate (text, finding->place, &offset))
    return NULL;

  if (finding->suggestion != NULL)
    edit = fix_suggestion (text, offset, finding);
  else if (fixer != NULL)
    edit = fixer (text, offset);

  return edit != NULL && helps (edit, text, name, finding->code) ? g_steal_pointer (&edit) : NULL;
}
