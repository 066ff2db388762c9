/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-step-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A kind of step in words. In each line, %s is what it is about. */
typedef struct
{
  const char *kind;
  FrPhase phase;
  const char *to_do;
  const char *running;
  const char *done;
  const char *failed;
  const char *object; /* %s: the name of a server, a network, … */
  const char *thing;  /* what a dispose takes away, or NULL */
  const char *result; /* in the summary of a phase, or NULL */
} Words;

static const Words words[] = {
  { "location", FR_PHASE_NETWORK, N_ ("Choose %s"), N_ ("Choosing %s"), N_ ("Chose %s"),
    N_ ("Could not choose %s"), N_ ("location %s"), NULL, NULL },
  { "reach", FR_PHASE_SYSTEM, N_ ("Reach %s"), N_ ("Reaching %s"), N_ ("Reached %s"),
    N_ ("Could not reach %s"), N_ ("server %s"), NULL, NULL },
  { "domain", FR_PHASE_NETWORK, N_ ("Add %s"), N_ ("Adding %s"), N_ ("Added %s"),
    N_ ("Could not add %s"), N_ ("network domain %s"), N_ ("network domain %s"), N_ ("domain") },
  { "vlan", FR_PHASE_NETWORK, N_ ("Add %s"), N_ ("Adding %s"), N_ ("Added %s"),
    N_ ("Could not add %s"), N_ ("network %s"), N_ ("network %s"), N_ ("network") },
  { "server", FR_PHASE_SERVER, N_ ("Deploy %s"), N_ ("Deploying %s"), N_ ("Deployed %s"),
    N_ ("Could not deploy %s"), N_ ("server %s"), N_ ("server %s"), N_ ("deployed") },
  { "resize", FR_PHASE_SERVER, N_ ("Adjust %s"), N_ ("Adjusting %s"), N_ ("Adjusted %s"),
    N_ ("Could not adjust %s"), N_ ("processors and memory of %s"), NULL, N_ ("sized") },
  { "disk", FR_PHASE_SERVER, N_ ("Add %s"), N_ ("Adding %s"), N_ ("Added %s"),
    N_ ("Could not add %s"), N_ ("disk %s"), NULL, N_ ("disk added") },
  { "monitoring", FR_PHASE_SERVER, N_ ("Switch on %s"), N_ ("Switching on %s"),
    N_ ("Switched on %s"), N_ ("Could not switch on %s"), N_ ("monitoring of %s"),
    N_ ("monitoring of %s"), N_ ("monitored") },
  { "start", FR_PHASE_SERVER, N_ ("Start %s"), N_ ("Starting %s"), N_ ("Started %s"),
    N_ ("Could not start %s"), N_ ("server %s"), NULL, N_ ("started") },
  { "address", FR_PHASE_WAY, N_ ("Reserve %s"), N_ ("Reserving %s"), N_ ("Reserved %s"),
    N_ ("Could not reserve %s"), N_ ("public addresses for %s"), N_ ("public addresses of %s"),
    NULL },
  { "nat", FR_PHASE_WAY, N_ ("Translate %s"), N_ ("Translating %s"), N_ ("Translated %s"),
    N_ ("Could not translate %s"), N_ ("a public address to %s"),
    N_ ("address translation of %s"), NULL },
  { "rule", FR_PHASE_WAY, N_ ("Open %s"), N_ ("Opening %s"), N_ ("Opened %s"),
    N_ ("Could not open %s"), "%s", N_ ("firewall rule %s"), NULL },
  { "contact", FR_PHASE_SYSTEM, N_ ("Install %s"), N_ ("Installing %s"), N_ ("Installed %s"),
    N_ ("Could not install %s"), N_ ("an SSH key on %s"),
    N_ ("our changes on %s"), NULL },
  { "cloud-init", FR_PHASE_SYSTEM, N_ ("Carry out %s"), N_ ("Carrying out %s"),
    N_ ("Carried out %s"), N_ ("Could not carry out %s"), N_ ("the cloud-config of %s"), NULL,
    NULL },
  { "volume", FR_PHASE_SYSTEM, N_ ("Grow %s"), N_ ("Growing %s"), N_ ("Grew %s"),
    N_ ("Could not grow %s"), N_ ("the volume of %s"), NULL, NULL },
  { "update", FR_PHASE_SYSTEM, N_ ("Update %s"), N_ ("Updating %s"), N_ ("Updated %s"),
    N_ ("Could not update %s"), N_ ("the system of %s"), NULL, NULL },
  { "clock", FR_PHASE_SYSTEM, N_ ("Set %s"), N_ ("Setting %s"), N_ ("Set %s"),
    N_ ("Could not set %s"), N_ ("the clock of %s"), NULL, NULL },
  { "passwords", FR_PHASE_SYSTEM, N_ ("Refuse %s"), N_ ("Refusing %s"), N_ ("Refused %s"),
    N_ ("Could not refuse %s"), N_ ("passwords on %s"), NULL, NULL },
  { "names", FR_PHASE_SYSTEM, N_ ("Write %s"), N_ ("Writing %s"), N_ ("Wrote %s"),
    N_ ("Could not write %s"), N_ ("the host names of %s"), NULL, NULL },
  { "kurento", FR_PHASE_KURENTO, N_ ("Install %s"), N_ ("Installing %s"), N_ ("Installed %s"),
    N_ ("Could not install %s"), N_ ("Kurento on %s"), NULL, NULL },
  { "page", FR_PHASE_KURENTO, N_ ("Install %s"), N_ ("Installing %s"), N_ ("Installed %s"),
    N_ ("Could not install %s"), N_ ("the mirror page on %s"), NULL, NULL },
  { "finish", FR_PHASE_KURENTO, N_ ("Look into %s"), N_ ("Looking into %s"), N_ ("Looked into %s"),
    N_ ("Could not see a hat in %s"), N_ ("the mirror of %s"), NULL, NULL },
};

/* A step that a later version knows. */
static const Words unknown = {
  "",
  FR_PHASE_SYSTEM,
  N_ ("Do %s"),
  N_ ("Doing %s"),
  N_ ("Did %s"),
  N_ ("Could not do %s"),
  "%s",
  "%s",
  NULL,
};

static const Words removal = {
  "",
  FR_PHASE_SYSTEM,
  N_ ("Remove %s"),
  N_ ("Removing %s"),
  N_ ("Removed %s"),
  N_ ("Could not remove %s"),
  NULL,
  NULL,
  NULL,
};

static const Words *
find (FrStepItem *item)
{
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_equal (words[i].kind, fr_step_item_get_kind (item)))
      return &words[i];

  return &unknown;
}

/* “udp:40000..41999” as “UDP 40000 to 41999”. */
static char *
dup_port (const char *text)
{
  const char *colon = strrchr (text, ':');
  g_autofree char *protocol =
    colon != NULL ? g_ascii_strup (text, colon - text) : g_strdup (*text == 'i' ? "" : "TCP");
  const char *ports = colon != NULL ? colon + 1 : text;
  const char *dots = strstr (ports, "..");
  g_autofree char *begin = dots != NULL ? g_strndup (ports, (gsize) (dots - ports)) : NULL;

  if (*protocol == '\0')
    return g_ascii_strup (text, -1);
  if (dots == NULL)
    return g_strdup_printf ("%s %s", protocol, ports);

  /* Translators: a protocol, the first and the last port: “UDP 40000 to 41999” */
  return g_strdup_printf (_ ("%s %s to %s"), protocol, begin, dots + 2);
}

/* What the step is about, as a person says it. */
static char *
dup_object (FrStepItem *item)
{
  const char *object = fr_step_item_get_object (item);
  const char *server = fr_step_item_get_server (item);
  const char *rest = object;

  if (server != NULL && g_str_has_prefix (object, server) && object[strlen (server)] == ':')
    rest = object + strlen (server) + 1;
  if (rest == object)
    return g_strdup (object);
  if (g_str_equal (fr_step_item_get_kind (item), "rule"))
    return dup_port (rest);

  /* Translators: the number of a disk, and its server: “1 of mirror-01” */
  return g_strdup_printf (_ ("%s of %s"), rest, server);
}

static char *
fill (const char *format, const char *value)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);

  return g_strconcat (parts[0], value, parts[0] != NULL ? parts[1] : NULL, NULL);
}

static const char *
translate (const char *text)
{
  return g_str_equal (text, "%s") ? text : _ (text);
}

FrPhase
fr_step_words_get_phase (FrStepItem *item)
{
  return find (item)->phase;
}

static const char *
choose (const Words *line, FrStepState state)
{
  switch (state)
    {
    case FR_STEP_RUNNING:
      return _ (line->running);
    case FR_STEP_KEPT:
    case FR_STEP_DONE:
    case FR_STEP_UNDONE:
      return _ (line->done);
    case FR_STEP_WAITING:
    case FR_STEP_SKIPPED:
    case FR_STEP_FAILED:
    default:
      return _ (line->to_do);
    }
}

/**
 * fr_step_words_dup_line:
 * @backwards: whether it is taken away
 *
 * Returns: (transfer full): verb and object as markup: “Opening <b>TCP 22</b>”
 */
char *
fr_step_words_dup_line (FrStepItem *item, gboolean backwards)
{
  const Words *line = find (item);
  g_autofree char *name = dup_object (item);
  g_autofree char *object = backwards ? fr_step_words_dup_thing (item)
                                      : fill (translate (line->object), name);
  g_autofree char *bold = g_markup_printf_escaped ("<b>%s</b>", object);
  const char *format = choose (backwards ? &removal : line, fr_step_item_get_state (item));
  g_autofree char *escaped = g_markup_escape_text (format, -1);

  return fill (escaped, bold);
}

/**
 * fr_step_words_dup_failure:
 *
 * Returns: (transfer full): what did not happen: “Could not open TCP 22”
 */
char *
fr_step_words_dup_failure (FrStepItem *item, gboolean backwards)
{
  const Words *line = find (item);
  g_autofree char *name = dup_object (item);
  g_autofree char *object = backwards ? fr_step_words_dup_thing (item)
                                      : fill (translate (line->object), name);

  return fill (_ ((backwards ? &removal : line)->failed), object);
}

/**
 * fr_step_words_dup_thing:
 *
 * Returns: (transfer full) (nullable): what stands in the cloud after this step: “server mirror-01”
 */
char *
fr_step_words_dup_thing (FrStepItem *item)
{
  const Words *line = find (item);
  g_autofree char *name = dup_object (item);

  return line->thing != NULL ? fill (translate (line->thing), name) : NULL;
}

/**
 * fr_step_words_get_result:
 *
 * Returns: (nullable): a word for the summary of its phase: “deployed”
 */
const char *
fr_step_words_get_result (FrStepItem *item)
{
  const Words *line = find (item);

  return line->result != NULL ? _ (line->result) : NULL;
}

/**
 * fr_step_words_get_icon:
 *
 * Returns: (nullable): name of the icon of a state; a running step has a spinner instead
 */
const char *
fr_step_words_get_icon (FrStepState state)
{
  switch (state)
    {
    case FR_STEP_RUNNING:
      return NULL;
    case FR_STEP_KEPT:
    case FR_STEP_DONE:
    case FR_STEP_UNDONE:
      return "object-select-symbolic";
    case FR_STEP_SKIPPED:
      return "list-remove-symbolic";
    case FR_STEP_FAILED:
      return "dialog-error-symbolic";
    case FR_STEP_WAITING:
    default:
      return "content-loading-symbolic";
    }
}

/**
 * fr_words_dup_duration:
 *
 * Returns: (transfer full): “8 s”, “1 min 12 s”, “2 h 5 min”
 */
char *
fr_words_dup_duration (gint64 ms)
{
  guint seconds = (guint) ((MAX (ms, 1) + 999) / 1000);

  if (seconds < 60)
    return g_strdup_printf (_ ("%u s"), seconds);
  if (seconds < 3600)
    return g_strdup_printf (_ ("%u min %u s"), seconds / 60, seconds % 60);

  return g_strdup_printf (_ ("%u h %u min"), seconds / 3600, seconds % 3600 / 60);
}

/**
 * fr_words_dup_long_duration:
 *
 * Returns: (transfer full): “8 seconds”, “13 minutes 20 seconds”
 */
char *
fr_words_dup_long_duration (gint64 ms)
{
  guint all = (guint) ((ms + 500) / 1000);
  g_autofree char *minutes =
    g_strdup_printf (ngettext ("%u minute", "%u minutes", all / 60), all / 60);
  g_autofree char *seconds =
    g_strdup_printf (ngettext ("%u second", "%u seconds", all % 60), all % 60);

  if (all < 60)
    return g_steal_pointer (&seconds);
  if (all % 60 == 0)
    return g_steal_pointer (&minutes);

  /* Translators: “13 minutes” and “20 seconds” */
  return g_strdup_printf (_ ("%s %s"), minutes, seconds);
}

/**
 * fr_words_dup_time_left:
 * @least: seconds
 * @most: seconds
 *
 * Returns: (transfer full): “about 7 minutes left”, or a range
 */
char *
fr_words_dup_time_left (guint least, guint most)
{
  guint from = (least + 30) / 60;
  guint to = (most + 30) / 60;

  if (most < 60)
    return g_strdup (_ ("less than a minute left"));
  if (from == to || from == 0)
    return g_strdup_printf (ngettext ("about %u minute left", "about %u minutes left", to), to);

  return g_strdup_printf (
    ngettext ("about %u to %u minute left", "about %u to %u minutes left", to), from, to);
}
