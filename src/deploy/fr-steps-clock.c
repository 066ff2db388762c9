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

/* So far off, keys and lists of packages that were signed just now are not valid yet. */
#define MOST_NEAR_SECONDS 5.0

/* Its time, who keeps it, and its time again: the host of a container, a time server that is
 * followed, a service that follows none, or nobody. A system without systemd is that of this
 * computer. */
static const char ask[] =
  "date +%s.%N; if ! test -d /run/systemd/system; then echo host; "
  "elif systemd-detect-virt -cq; then echo host; "
  "elif timedatectl show -p NTPSynchronized --value 2>/dev/null | grep -qx yes; then echo time; "
  "elif systemctl is-active chrony chronyd systemd-timesyncd ntp ntpsec ntpd openntpd "
  "2>/dev/null | grep -qx active; then echo service; else echo nobody; fi; date +%s.%N";

typedef struct
{
  double off;   /* seconds that it is ahead at least; below 0 it is behind */
  double right; /* what is to be added to it, as well as is known          */
  char *keeper;
} Clock;

static void
clock_clear (Clock *clock)
{
  g_free (clock->keeper);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Clock, clock_clear)

/* Its first time was not told before we asked, and its last one not after we knew: however long the
 * command takes, only the way there and back is unknown. */
static gboolean
measure (FrTask *task, Clock *clock, GCancellable *cancellable, GError **error)
{
  double before = (double) g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *answer = fr_site_ask (task->site, task->node, ask, cancellable, error);
  double after = (double) g_get_real_time () / G_USEC_PER_SEC;
  g_auto (GStrv) lines = answer != NULL ? g_strsplit (answer, "\n", -1) : NULL;
  double first;
  double last;

  if (lines == NULL)
    return FALSE;
  if (g_strv_length (lines) != 3)
    {
      g_set_error (error, FR_ERROR, FR_ERROR_PROTOCOL,
                   _ ("%s does not tell its time (“%.60s”). Try “date” there."),
                   task->node->plan->name, answer);
      return FALSE;
    }
  first = g_ascii_strtod (lines[0], NULL);
  last = g_ascii_strtod (lines[2], NULL);
  clock->off = first < before ? first - before : last > after ? last - after
                                                              : 0;
  clock->right = ((before - first) + (after - last)) / 2;
  g_free (clock->keeper);
  clock->keeper = g_strdup (lines[1]);

  return TRUE;
}

/* By its own time, so that the way there does not matter; said twice it would be wrong. */
static gboolean
set_right (FrTask *task, const Clock *clock, GCancellable *cancellable, GError **error)
{
  gint64 right_us = (gint64) (clock->right * G_USEC_PER_SEC);
  g_autofree char *command = g_strdup_printf (
    "t=$(($(date +%%s%%N) + %" G_GINT64_FORMAT " * 1000)) && "
    "date -u -s \"@$((t / 1000000000)).$(printf %%09d $((t %% 1000000000)))\" >/dev/null && "
    "{ hwclock --systohc 2>/dev/null || true; }",
    right_us);

  return fr_site_run_once (task->site, task->node, command, cancellable, error);
}

/**
 * fr_clock_bring_near:
 *
 * Sets the clock of a server that is far off and follows no time server, before anything is done
 * there that signatures depend on: keys and lists of packages would not be valid yet. A clock that
 * cannot be set, as that of a container, stays as it is. Blocks.
 *
 * Returns: %FALSE with an error when the server does not answer
 */
gboolean
fr_clock_bring_near (FrTask *task, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_auto (Clock) clock = { 0 };
  g_autofree char *text = NULL;

  if (!measure (task, &clock, cancellable, error))
    return FALSE;
  if (fabs (clock.off) <= MOST_NEAR_SECONDS || g_str_equal (clock.keeper, "host") ||
      g_str_equal (clock.keeper, "time"))
    return TRUE;

  if (clock.off < 0)
    text = g_strdup_printf (_ ("The clock of %s is %.0f seconds behind; it is set first, or keys "
                               "and packages would not be valid there yet"),
                            task->node->plan->name, -clock.off);
  else
    text = g_strdup_printf (_ ("The clock of %s is %.0f seconds ahead; it is set first, or what is "
                               "valid would seem to have expired there"),
                            task->node->plan->name, clock.off);
  fr_remote_log (task, text);
  if (set_right (task, &clock, cancellable, &reason))
    return TRUE;
  if (!g_error_matches (reason, FR_ERROR, FR_ERROR_REMOTE))
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  fr_remote_log (task, reason->message);

  return TRUE;
}

FrLook
fr_clock_look (gpointer data, char **note, GCancellable *cancellable, GError **error)
{
  FrTask *task = data;
  g_auto (Clock) clock = { 0 };

  if (fr_remote_is_out_of_reach (task, note))
    return FR_LOOK_SKIP;
  if (!measure (task, &clock, cancellable, error))
    return FR_LOOK_FAILED;
  if (fabs (clock.off) <= MOST_OFF_SECONDS)
    {
      if (g_str_equal (clock.keeper, "host"))
        *note = g_strdup (_ ("its clock is that of the machine that it runs on"));
      return g_str_equal (clock.keeper, "nobody") ? FR_LOOK_TODO : FR_LOOK_DONE;
    }
  if (g_str_equal (clock.keeper, "time"))
    {
      *note = g_strdup_printf (_ ("the server follows a time server; it is this computer's clock "
                                  "that is %.0f seconds off"),
                               fabs (clock.off));
      return FR_LOOK_DONE;
    }
  if (g_str_equal (clock.keeper, "host"))
    {
      *note = g_strdup_printf (_ ("not done: the clock is %.0f seconds off, and it is that of the "
                                  "machine that the server runs on; set it there"),
                               fabs (clock.off));
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
  g_auto (Clock) clock = { 0 };
  g_autofree char *text = NULL;
  gboolean good;

  if (!keep_undo (task, cancellable, error))
    return FALSE;
  good = fr_remote_run_script (task, "clock", NULL, LIMIT_SECONDS, cancellable, error);
  if (!fr_undo_settle (task->site, task->node, cancellable, good ? error : NULL) || !good ||
      !measure (task, &clock, cancellable, error))
    return FALSE;
  if (fabs (clock.off) <= MOST_OFF_SECONDS || g_str_equal (clock.keeper, "time"))
    return TRUE;

  text = g_strdup_printf (_ ("No time server answers %s; its clock is %.0f seconds off and is set "
                             "from this computer's"),
                          task->node->plan->name, fabs (clock.off));
  fr_remote_log (task, text);

  return set_right (task, &clock, cancellable, error);
}
