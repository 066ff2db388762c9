/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-build-report.h"

#include <glib/gi18n-lib.h>

#include "fr-dialogs.h"
#include "fr-information.h"
#include "fr-job.h"
#include "fr-site-mask.h"
#include "fr-site-story.h"

/* What a worker needs to write the report. */
typedef struct
{
  GFile *file;
  char *name;
  char *outcome;
  char *log;
  char **secrets;
  FrBuildReportSaved saved;
} Report;

static void
report_free (gpointer data)
{
  Report *self = data;

  g_clear_object (&self->file);
  g_free (self->name);
  g_free (self->outcome);
  g_free (self->log);
  g_strfreev (self->secrets);
  g_free (self);
}

static void
add_part (GString *text, const char *title, const char *part)
{
  if (part != NULL && *part != '\0')
    g_string_append_printf (text, "\n%s\n%s\n", title, part);
}

/**
 * fr_build_report_make:
 * @name: of a deployment
 * @outcome: (nullable): what came of it, in sentences
 * @log: (nullable): what servers have printed
 * @secrets: (nullable): that are hidden wherever they stand
 *
 * Everything that somebody who helps wants to know. Reads files; blocks for a moment.
 *
 * Returns: (transfer full): a text without secrets
 */
char *
fr_build_report_make (const char *name, const char *outcome, const char *log,
                      const char *const *secrets)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%F %T %Z");
  g_autofree char *system = g_get_os_info (G_OS_INFO_KEY_PRETTY_NAME);
  g_autofree char *story = fr_site_dup_story (name, NULL);
  g_autoptr (FrInformation) information = fr_information_load (name, NULL);
  g_autofree char *lines =
    information != NULL ? g_strjoinv ("\n", (char **) information->lines->pdata) : NULL;

  g_string_append_printf (text, _ ("Fitting Room %s: report about %s, written %s\n"), FR_VERSION,
                          name, time);
  g_string_append_printf (text, "%s\n", system != NULL ? system : "");
  add_part (text, _ ("What came of it:"), outcome);
  add_part (text, _ ("Information:"), lines);
  add_part (text, _ ("What was done when:"), story);
  add_part (text, _ ("Log of the servers:"), log);

  return fr_site_mask (name, secrets, text->str);
}

static gpointer
write_job (gpointer data, GCancellable *cancellable, GError **error)
{
  Report *self = data;
  g_autofree char *text = fr_build_report_make (self->name, self->outcome, self->log,
                                                (const char *const *) self->secrets);

  g_file_replace_contents (self->file, text, strlen (text), NULL, FALSE,
                           G_FILE_CREATE_REPLACE_DESTINATION, NULL, cancellable, error);

  return NULL;
}

static void
written_cb (gpointer owner, gpointer result, const GError *error)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (owner));
  FrBuildReportSaved saved = g_object_get_data (G_OBJECT (owner), "fr-build-report-saved");

  if (error == NULL)
    saved (owner);
  else if (GTK_IS_WINDOW (root))
    fr_dialogs_tell (GTK_WINDOW (root), _ ("The report cannot be saved"), error->message);
}

static void
chosen_cb (gpointer owner, GFile *file)
{
  Report *report = g_object_steal_data (G_OBJECT (owner), "fr-build-report");

  if (report == NULL)
    return;

  report->file = g_object_ref (file);
  g_object_set_data (G_OBJECT (owner), "fr-build-report-saved", report->saved);
  fr_job_run (owner, write_job, report, report_free, NULL, written_cb, NULL);
}

/* What must not be in it, as far as the window knows. */
static char **
list_secrets (FrMaking *making)
{
  static const char *const properties[] = { "password", "server-password", "login-password" };
  GPtrArray *secrets = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      char *secret = fr_making_dup_text (making, properties[i]);

      if (secret != NULL)
        g_ptr_array_add (secrets, secret);
    }
  g_ptr_array_add (secrets, NULL);

  return (char **) g_ptr_array_free (secrets, FALSE);
}

/**
 * fr_build_report_save_for:
 * @owner: that is asked for it
 * @making: (nullable): whose secrets are hidden
 * @name: of a deployment
 * @outcome: (nullable): what came of it, in sentences
 * @log: (nullable): what servers have printed
 * @saved: told when it is in its file
 *
 * Asks for a file, and writes a report without secrets into it. Does not block.
 */
void
fr_build_report_save_for (GtkWidget *owner, FrMaking *making, const char *name,
                          const char *outcome, const char *log, FrBuildReportSaved saved)
{
  GtkRoot *root = gtk_widget_get_root (owner);
  g_autofree char *file = g_strdup_printf ("%s-report.txt", name);
  Report *report;

  if (!GTK_IS_WINDOW (root))
    return;

  report = g_new0 (Report, 1);
  report->name = g_strdup (name);
  report->outcome = g_strdup (outcome);
  report->log = g_strdup (log);
  report->secrets = making != NULL ? list_secrets (making) : NULL;
  report->saved = saved;
  g_object_set_data_full (G_OBJECT (owner), "fr-build-report", report, report_free);
  fr_dialogs_save (GTK_WINDOW (root), _ ("Save Report"), file, owner, chosen_cb);
}

static void
page_saved_cb (gpointer owner)
{
  fr_page_toast (FR_PAGE (owner), _ ("Saved the report"));
}

/**
 * fr_build_report_save:
 *
 * The same for a page, which shows a toast at the end.
 */
void
fr_build_report_save (FrPage *page, const char *name, const char *outcome, const char *log)
{
  fr_build_report_save_for (GTK_WIDGET (page), fr_page_get_making (page), name, outcome, log,
                            page_saved_cb);
}
