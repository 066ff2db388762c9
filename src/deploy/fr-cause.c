/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-cause.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_BYTES 300

/* What is found in the end of a log, and what helps. */
static const struct
{
  const char *words;
  const char *cure;
} cures[] = {
  { "No space left on device", N_ ("Its disk is full: make room there.") },
  { "not have enough free space", N_ ("Its disk is full: make room there.") },
  { "Unable to locate package",
    N_ ("A package is not in its package sources: check the name in the plan, and "
        "/etc/apt/sources.list.d there.") },
  { "has no installation candidate",
    N_ ("A package is not in its package sources: check the name in the plan, and "
        "/etc/apt/sources.list.d there.") },
  { "does not have a Release file",
    N_ ("That address is no package repository: check it, and the name of the release, in the "
        "plan.") },
  { "is not valid yet", N_ ("Its clock is behind: set it, as by “timedatectl set-ntp true”.") },
  { "NO_PUBKEY", N_ ("The signature of a package source is not good: check its key in the plan.") },
  { "is not signed", N_ ("The signature of a package source is not good: check its key in the "
                         "plan.") },
  { "BADSIG", N_ ("The signature of a package source is not good: check its key in the plan.") },
  { "Could not get lock", N_ ("Another program is installing packages there: wait until it has "
                              "ended.") },
  { "Unable to acquire the dpkg", N_ ("Another program is installing packages there: wait until "
                                      "it has ended.") },
  { "dpkg was interrupted", N_ ("An installation was cut off there: run “dpkg --configure -a”.") },
  { "Temporary failure resolving", N_ ("It finds no names: check /etc/resolv.conf there.") },
  { "Could not resolve", N_ ("It finds no names: check /etc/resolv.conf there.") },
  { "Failed to fetch", N_ ("It does not reach its package mirror: check its network and "
                           "/etc/apt/sources.list there.") },
  { "Could not connect to", N_ ("It does not reach its package mirror: check its network and "
                                "/etc/apt/sources.list there.") },
};

/* Lines that tell why, whatever comes after them; what comes first here tells most. */
static const char *const telling[] = { "No space left on device", "E: ", "dpkg: error", NULL };

/* So near to the end they are about what failed. */
#define MOST_LINES 40

/* apt's last words, after those that tell why. */
static const char *const empty_words[] = {
  "E: Unable to fetch some archives",
  "E: Some index files failed",
  "E: Sub-process ",
  NULL,
};

/* What others print around what failed. */
static const char *const frames[] = {
  "cloud-init: ",
  "Cloud-init v. ",
  "ci-info: ",
  "-----BEGIN ",
  "-----END ",
  "W: ",
  "Traceback ",
  "again in a moment",
  "Reading ",
  "Building ",
  "Get:",
  "Hit:",
  "Ign:",
  "Err:",
  "Fetched ",
  "Failed to run module ",
  "debconf: ",
  "N: ",
  "Exit code: ",
  "Reason: ",
  "Stdout: ",
  "Stderr: ",
  "The server was",
  NULL,
};

static gboolean
begins (const char *line, const char *const *list)
{
  for (guint i = 0; list[i] != NULL; i++)
    if (g_str_has_prefix (line, list[i]))
      return TRUE;

  return FALSE;
}

static gboolean
is_frame (const char *line)
{
  return *line == '\0' || begins (line, frames) || strstr (line, "[WARNING]: ") != NULL ||
         strstr (line, "[ERROR]: ") != NULL;
}

/* The first of the last lines with these words: those after it follow from it. */
static const char *
find_telling (char **lines, const char *words)
{
  gboolean prefix = g_str_has_suffix (words, ": ");
  guint n_lines = g_strv_length (lines);

  for (guint i = n_lines - MIN (n_lines, MOST_LINES); i < n_lines; i++)
    {
      gboolean tells = prefix ? g_str_has_prefix (lines[i], words)
                              : strstr (lines[i], words) != NULL;

      if (tells && !begins (lines[i], empty_words))
        return lines[i];
    }

  return NULL;
}

/**
 * fr_cause_find:
 * @output: the end of what failed has printed
 *
 * Finds the line that says why it failed, rather than the last one: apt's “E: …”, a full disk,
 * the words of the command.
 *
 * Returns: (transfer full): one line; empty when it says nothing
 */
char *
fr_cause_find (const char *output)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *cause = NULL;
  const char *found = NULL;

  g_return_val_if_fail (output != NULL, NULL);

  lines = g_strsplit (output, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    g_strstrip (lines[i]);
  for (guint i = 0; telling[i] != NULL && found == NULL; i++)
    found = find_telling (lines, telling[i]);
  for (guint i = g_strv_length (lines); i > 0 && found == NULL; i--)
    if (!is_frame (lines[i - 1]))
      found = lines[i - 1];

  cause = g_strndup (found != NULL ? found : "", MOST_BYTES);
  /* It is put into a sentence. */
  if (g_str_has_suffix (cause, ".") && !g_str_has_suffix (cause, ".."))
    cause[strlen (cause) - 1] = '\0';

  return g_utf8_make_valid (cause, -1);
}

/**
 * fr_cause_find_cure:
 * @text: the end of a log
 *
 * Returns: (transfer none) (nullable): a sentence about what helps against the trouble in it
 */
const char *
fr_cause_find_cure (const char *text)
{
  g_return_val_if_fail (text != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cures); i++)
    if (strstr (text, cures[i].words) != NULL)
      return _ (cures[i].cure);

  return NULL;
}
