/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-progress.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

/* As src/deploy/server/cloud-init writes them. */
#define MODULE "cloud-init: module "
#define COMMAND "cloud-init: command "
#define HELD "Another program is installing packages"

/* As apt does. */
#define APT_HELD "Waiting for cache lock"

struct _FrProgress
{
  char *base;    /* what is done as a whole, or NULL */
  char *words;   /* what is told, or NULL            */
  gboolean held; /* somebody else installs packages  */
  guint total;   /* packages that apt is about to install; 0: it does not */
  guint fetched; /* of them, like those that follow */
  guint unpacked;
  guint set_up;
};

/* Modules that take their time, or that people ask about. */
static const struct
{
  const char *name;
  const char *words;
} modules[] = {
  { "apt-configure", N_ ("setting up its package sources") },
  { "bootcmd", N_ ("running the first commands of the plan") },
  { "disk-setup", N_ ("setting up its disks") },
  { "growpart", N_ ("growing its partition") },
  { "locale", N_ ("setting its language") },
  { "mounts", N_ ("mounting its disks") },
  { "ntp", N_ ("setting up the service that keeps its clock") },
  { "package-update-upgrade-install",
    N_ ("bringing its packages up to date, and installing those of the plan") },
  { "resizefs", N_ ("growing its file system") },
  { "runcmd", N_ ("noting the commands of the plan") },
  { "scripts-user", N_ ("running the commands of the plan") },
  { "set-passwords", N_ ("setting its passwords") },
  { "ssh", N_ ("setting up its SSH") },
  { "users-groups", N_ ("setting up its users") },
  { "write-files", N_ ("writing the files of the plan") },
  { "write-files-deferred", N_ ("writing the files of the plan") },
};

/**
 * fr_progress_new:
 *
 * Returns: (transfer full): one that has heard nothing yet
 */
FrProgress *
fr_progress_new (void)
{
  return g_new0 (FrProgress, 1);
}

/**
 * fr_progress_free:
 * @self: (nullable):
 */
void
fr_progress_free (FrProgress *self)
{
  if (self == NULL)
    return;

  g_free (self->base);
  g_free (self->words);
  g_free (self);
}

/**
 * fr_progress_get_words:
 *
 * Returns: (transfer none) (nullable): what the server is at, to go on after a colon
 */
const char *
fr_progress_get_words (FrProgress *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->words;
}

static void
set_base (FrProgress *self, char *base)
{
  g_free (self->base);
  self->base = base;
  self->total = 0;
}

static char *
describe_module (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (modules); i++)
    if (g_str_equal (modules[i].name, name))
      return g_strdup (_ (modules[i].words));

  return g_strdup_printf (_ ("module “%s” of cloud-init"), name);
}

/* What apt says once it has counted: packages that are new, or newer. */
static gboolean
hear_count (FrProgress *self, const char *line)
{
  guint upgraded = 0;
  guint installed = 0;

  if (sscanf (line, "%5u upgraded, %5u newly installed", &upgraded, &installed) != 2)
    return FALSE;
  self->total = upgraded + installed;
  self->fetched = self->unpacked = self->set_up = 0;

  return TRUE;
}

/* Counts no further than apt has. */
static void
count (FrProgress *self, guint *what, guint number)
{
  if (self->total > 0 && number <= self->total)
    *what = number;
}

static void
hear_line (FrProgress *self, const char *line)
{
  guint number = 0;

  if (*line == '\0')
    return;
  self->held = g_str_has_prefix (line, HELD) || g_str_has_prefix (line, APT_HELD);
  if (g_str_has_prefix (line, MODULE))
    set_base (self, describe_module (line + strlen (MODULE)));
  else if (g_str_has_prefix (line, COMMAND))
    set_base (self, g_strdup_printf (_ ("running “%s”"), line + strlen (COMMAND)));
  else if (hear_count (self, line))
    return;
  else if (sscanf (line, "Get:%5u ", &number) == 1)
    count (self, &self->fetched, number);
  else if (g_str_has_prefix (line, "Unpacking "))
    count (self, &self->unpacked, self->unpacked + 1);
  else if (g_str_has_prefix (line, "Setting up "))
    count (self, &self->set_up, self->set_up + 1);
}

static char *
describe (const FrProgress *self)
{
  if (self->held)
    return g_strdup (_ ("waiting for another program that installs packages"));
  if (self->total > 0 && self->set_up > 0 && self->set_up < self->total)
    return g_strdup_printf (_ ("setting up packages: %u of %u"), self->set_up, self->total);
  if (self->total > 0 && self->set_up == 0 && self->unpacked > 0)
    return g_strdup_printf (_ ("unpacking packages: %u of %u"), self->unpacked, self->total);
  if (self->total > 0 && self->set_up == 0 && self->fetched > 0)
    return g_strdup_printf (_ ("fetching packages: %u of %u"), self->fetched, self->total);

  return g_strdup (self->base);
}

/**
 * fr_progress_hear:
 * @text: whole lines that an errand has printed, not ended by a NUL
 * @length: of it, in bytes
 *
 * Returns: whether fr_progress_get_words() says something else now
 */
gboolean
fr_progress_hear (FrProgress *self, const char *text, gsize length)
{
  g_autofree char *copy = g_strndup (text, length);
  g_auto (GStrv) lines = g_strsplit (copy, "\n", -1);
  g_autofree char *words = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  for (guint i = 0; lines[i] != NULL; i++)
    hear_line (self, g_strchomp (lines[i]));
  words = describe (self);
  if (g_strcmp0 (words, self->words) == 0)
    return FALSE;

  g_free (self->words);
  self->words = g_steal_pointer (&words);

  return TRUE;
}
