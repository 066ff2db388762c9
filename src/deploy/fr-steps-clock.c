/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-steps-remote.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "fr-error.h"
#include "fr-undo.h"

#define LIMIT_SECONDS 900
#define MOST_OFF_SECONDS 1.0

/* Its time, and who keeps it: the host of a container, a service, or nobody. A system without
 * systemd is that of this computer. */
static const char ask[] =
  "date +%s.%N; if ! test -d /run/systemd/system; then echo host; "
  "elif systemd-detect-virt -cq; then echo host; "
  "elif systemctl is-active chrony chronyd systemd-timesyncd ntp ntpsec ntpd openntpd "
  "2>/dev/null | grep -qx active; then echo service; else echo nobody; fi";

/* How far the clock is off at least, as its answer took a moment; and who keeps it. */
static gboolean
measure (FrTask *task, double *off, char **keeper, GCancellable *cancellable, GError **error)
{
  double before = (double) g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *answer = fr_site_ask (task->site, task->node, ask, cancellable, error);
  double after = (double) g_get_real_time () / G_USEC_PER_SEC;
  g_auto (GStrv) lines = answer != NULL ? g_strsplit (answer, "\n", -1) : NULL;
  double there;

  if (lines == NULL)
    return FALSE;
  there = g_ascii_strtod (lines[0], NULL);
  *off = there < before ? there - before : there > after ? there - after
                                                         : 0;
  *keeper = g_strdup (g_strv_length (lines) > 1 ? lines[1] : "host");

  return TRUE;
}

FrLook
fr_clock_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *keeper = NULL;
  double off;

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  if (!measure (task, &off, &keeper, cancellable, error))
    return FR_LOOK_FAILED;
  if (fabs (off) <= MOST_OFF_SECONDS)
    {
      if (g_str_equal (keeper, "host"))
        *note = g_strdup (_ ("its clock is that of the machine that it runs on"));
      return g_str_equal (keeper, "nobody") ? FR_LOOK_TODO : FR_LOOK_DONE;
    }
  if (g_str_equal (keeper, "host"))
    {
      *note = g_strdup_printf (_ ("not done: the clock is %.0f seconds off, and it is that of the "
                                  "machine that the server runs on; set it there"),
                               fabs (off));
      return FR_LOOK_SKIP;
    }

  return FR_LOOK_TODO;
}

static gboolean
keep_undo (FrTask *task, GCancellable *cancellable, GError **error)
{
  return fr_undo_packages (task->site, task->node, cancellable, error) &&
         fr_undo_unit (task->site, task->node, "chrony", cancellable, error) &&
         fr_undo_unit (task->site, task->node, "systemd-timesyncd", cancellable, error);
}

/* By a service that keeps it; where no time server answers, once from here. */
gboolean
fr_clock_apply (gpointer data, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_autofree char *keeper = NULL;
  g_autofree char *command = NULL;
  g_autofree char *text = NULL;
  gboolean good;
  gint64 now;
  double off;

  if (!keep_undo (task, cancellable, error))
    return FALSE;
  good = fr_remote_run_script (task, "clock", NULL, LIMIT_SECONDS, cancellable, error);
  if (!fr_undo_settle (task->site, task->node, cancellable, good ? error : NULL) || !good ||
      !measure (task, &off, &keeper, cancellable, error))
    return FALSE;
  if (fabs (off) <= MOST_OFF_SECONDS)
    return TRUE;

  text = g_strdup_printf (_ ("No time server answers %s; its clock is %.0f seconds off and is set "
                             "from this computer's"),
                          task->node->plan->name, fabs (off));
  fr_remote_log (task, text);
  now = g_get_real_time ();
  command = g_strdup_printf ("date -u -s @%" G_GINT64_FORMAT ".%06u >/dev/null; "
                             "hwclock --systohc 2>/dev/null || true",
                             now / G_USEC_PER_SEC, (guint) (now % G_USEC_PER_SEC));

  return fr_site_run_once (task->site, task->node, command, cancellable, error);
}
