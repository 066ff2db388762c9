/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

#include "fr-application.h"
#include "fr-here.h"
#include "fr-job.h"

#define MOST_SECONDS 5 /* for what still works when the last window is closed */

/* The words of a program that was not installed are beside it, in the build folder. */
static const char *
find_words (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);

  return program != NULL && g_str_has_prefix (program, FR_BUILDDIR "/") ? FR_BUILDDIR "/po"
                                                                        : LOCALEDIR;
}

int
main (int argc, char *argv[])
{
  g_autoptr (FrApplication) application = NULL;
  gboolean finished;
  int status;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, find_words ());
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Fitting Room"));

  application = fr_application_new ();

  /* As long as there are windows nothing waits on this thread. */
  fr_job_keep_free (g_thread_self ());
  status = g_application_run (G_APPLICATION (application), argc, argv);
  fr_job_keep_free (NULL);
  finished = fr_job_finish (MOST_SECONDS);
  fr_here_stop ();
  if (!finished)
    _exit (status);

  return status;
}
