/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-draft.h"

#include "fr-draft-private.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (FrDraft, fr_draft, G_TYPE_OBJECT)

typedef enum
{
  PROP_LOCATION_ID = 1,
  PROP_API_HOST,
  PROP_NAME,
  PROP_PRESET,
  PROP_SUBNET,
  PROP_CPU,
  PROP_MEMORY,
  PROP_DISK,
  PROP_DISK_SPEED,
  PROP_NODES,
  PROP_APPLIANCE,
  PROP_SSH_PORT,
  PROP_CONTROL_PORT,
  PROP_PAGE_PORT,
  PROP_MEDIA_FIRST,
  PROP_MEDIA_LAST,
  PROP_MONITORING,
  PROP_HOST,
  PROP_USER,
  PROP_HOST_KEY,
  PROP_CPU_SPEED,
  PROP_DISKS,
  PROP_KURENTO,
  PROP_VISITORS,
  PROP_PUBLIC_KEY,
  PROP_WEB,
} FrDraftProperty;

static GParamSpec *properties[PROP_WEB + 1];

/* All of them; those without bounds are texts. */
static const struct
{
  const char *name;
  gsize offset;
  guint least, most;
} fields[] = {
  [PROP_LOCATION_ID] = { "location-id", G_STRUCT_OFFSET (FrDraft, location_id) },
  [PROP_API_HOST] = { "api-host", G_STRUCT_OFFSET (FrDraft, api_host) },
  [PROP_NAME] = { "name", G_STRUCT_OFFSET (FrDraft, name) },
  [PROP_PRESET] = { "preset", G_STRUCT_OFFSET (FrDraft, preset) },
  [PROP_SUBNET] = { "subnet", G_STRUCT_OFFSET (FrDraft, subnet) },
  [PROP_CPU] = { "cpu", G_STRUCT_OFFSET (FrDraft, cpu), 1, 32 },
  [PROP_MEMORY] = { "memory", G_STRUCT_OFFSET (FrDraft, memory), 1, 256 },
  [PROP_DISK] = { "disk", G_STRUCT_OFFSET (FrDraft, disk), 0, 1000 },
  [PROP_DISK_SPEED] = { "disk-speed", G_STRUCT_OFFSET (FrDraft, disk_speed) },
  [PROP_NODES] = { "nodes", G_STRUCT_OFFSET (FrDraft, nodes), 1, 99 },
  [PROP_APPLIANCE] = { "appliance", G_STRUCT_OFFSET (FrDraft, appliance) },
  [PROP_SSH_PORT] = { "ssh-port", G_STRUCT_OFFSET (FrDraft, ssh_port), 1, 65535 },
  [PROP_CONTROL_PORT] = { "control-port", G_STRUCT_OFFSET (FrDraft, control_port), 1, 65535 },
  [PROP_PAGE_PORT] = { "page-port", G_STRUCT_OFFSET (FrDraft, page_port), 1, 65535 },
  [PROP_MEDIA_FIRST] = { "media-first", G_STRUCT_OFFSET (FrDraft, media_first), 1, 65535 },
  [PROP_MEDIA_LAST] = { "media-last", G_STRUCT_OFFSET (FrDraft, media_last), 1, 65535 },
  [PROP_MONITORING] = { "monitoring", G_STRUCT_OFFSET (FrDraft, monitoring) },
  [PROP_HOST] = { "host", G_STRUCT_OFFSET (FrDraft, host) },
  [PROP_USER] = { "user", G_STRUCT_OFFSET (FrDraft, user) },
  [PROP_HOST_KEY] = { "host-key", G_STRUCT_OFFSET (FrDraft, host_key) },
  [PROP_CPU_SPEED] = { "cpu-speed", G_STRUCT_OFFSET (FrDraft, cpu_speed) },
  [PROP_DISKS] = { "disks", G_STRUCT_OFFSET (FrDraft, disks) },
  [PROP_KURENTO] = { "kurento", G_STRUCT_OFFSET (FrDraft, kurento) },
  [PROP_VISITORS] = { "visitors", G_STRUCT_OFFSET (FrDraft, visitors) },
  [PROP_PUBLIC_KEY] = { "public-key", G_STRUCT_OFFSET (FrDraft, public_key) },
  [PROP_WEB] = { "web", G_STRUCT_OFFSET (FrDraft, web) },
};

/* How large. The second is what the plan of 2017 asked for. */
static const struct
{
  const char *name;
  guint cpu, memory, disk, nodes;
} presets[] = {
  { "try-out", 2, 4, 10, 1 },
  { "classic", 8, 8, 50, 1 },
  { "many", 16, 16, 100, 2 },
};

/* What a location asks for, until the person says otherwise. Below 1024 nobody but root may
 * listen, and a network of this computer is one of its loopback. */
static const struct
{
  const char *subnet, *appliance;
  guint ssh_port, media_last;
} habits[] = {
  { "10.77.0.0/24", "Ubuntu 24.04", 22, 41999 },
  { "127.77.7.0/24", "Fitting Room mirror 1 CPU", 2222, 40199 },
};

static void
set_text (FrDraft *self, char **field, const char *text, FrDraftProperty property)
{
  if (g_strcmp0 (*field, text) == 0)
    return;

  g_free (*field);
  *field = g_strdup (text);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_number (FrDraft *self, guint *field, guint number, FrDraftProperty property)
{
  if (*field == number)
    return;

  *field = number;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_preset (FrDraft *self, const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    if (g_strcmp0 (presets[i].name, name) == 0)
      {
        set_number (self, &self->cpu, presets[i].cpu, PROP_CPU);
        set_number (self, &self->memory, presets[i].memory, PROP_MEMORY);
        set_number (self, &self->disk, presets[i].disk, PROP_DISK);
        set_number (self, &self->nodes, presets[i].nodes, PROP_NODES);
        set_text (self, &self->preset, name, PROP_PRESET);
        return;
      }

  g_warning ("there is no preset “%s”", name);
}

/* What still is as one kind of location wants it becomes as the other kind wants it. */
static void
set_location (FrDraft *self, const char *location_id)
{
  gboolean was_here = fr_draft_is_here (self), here;

  set_text (self, &self->location_id, location_id, PROP_LOCATION_ID);
  here = fr_draft_is_here (self);
  if (here == was_here)
    return;

  if (g_strcmp0 (self->subnet, habits[was_here].subnet) == 0)
    set_text (self, &self->subnet, habits[here].subnet, PROP_SUBNET);
  if (g_strcmp0 (self->appliance, habits[was_here].appliance) == 0)
    set_text (self, &self->appliance, habits[here].appliance, PROP_APPLIANCE);
  if (self->ssh_port == habits[was_here].ssh_port)
    set_number (self, &self->ssh_port, habits[here].ssh_port, PROP_SSH_PORT);
  if (self->media_last == habits[was_here].media_last)
    set_number (self, &self->media_last, habits[here].media_last, PROP_MEDIA_LAST);
}

static char **
get_text (FrDraft *self, guint property)
{
  return &G_STRUCT_MEMBER (char *, self, fields[property].offset);
}

static guint *
get_number (FrDraft *self, guint property)
{
  return &G_STRUCT_MEMBER (guint, self, fields[property].offset);
}

static void
fr_draft_finalize (GObject *object)
{
  FrDraft *self = FR_DRAFT (object);

  for (guint i = PROP_LOCATION_ID; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].most == 0)
      g_clear_pointer (get_text (self, i), g_free);

  G_OBJECT_CLASS (fr_draft_parent_class)->finalize (object);
}

static void
fr_draft_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrDraft *self = FR_DRAFT (object);

  if (fields[prop_id].most == 0)
    g_value_set_string (value, *get_text (self, prop_id));
  else
    g_value_set_uint (value, *get_number (self, prop_id));
}

static void
fr_draft_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FrDraft *self = FR_DRAFT (object);

  if (prop_id == PROP_LOCATION_ID)
    set_location (self, g_value_get_string (value));
  else if (prop_id == PROP_PRESET)
    set_preset (self, g_value_get_string (value));
  else if (fields[prop_id].most == 0)
    set_text (self, get_text (self, prop_id), g_value_get_string (value), prop_id);
  else
    set_number (self, get_number (self, prop_id), g_value_get_uint (value), prop_id);
}

static void
fr_draft_class_init (FrDraftClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = fr_draft_finalize;
  object_class->get_property = fr_draft_get_property;
  object_class->set_property = fr_draft_set_property;

  for (guint i = PROP_LOCATION_ID; i < G_N_ELEMENTS (fields); i++)
    if (fields[i].most == 0)
      properties[i] = g_param_spec_string (fields[i].name, NULL, NULL, NULL, flags);
    else
      properties[i] = g_param_spec_uint (fields[i].name, NULL, NULL, fields[i].least,
                                         fields[i].most,
                                         fields[i].least, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
fr_draft_init (FrDraft *self)
{
  self->location_id = g_strdup ("EU6");
  self->name = g_strdup ("mirror");
  self->subnet = g_strdup (habits[0].subnet);
  self->appliance = g_strdup (habits[0].appliance);
  self->ssh_port = habits[0].ssh_port;
  self->media_last = habits[0].media_last;
  self->control_port = 8433;
  self->page_port = 8443;
  self->media_first = 40000;
  self->disk_speed = g_strdup ("standard");
  self->monitoring = g_strdup ("essentials");
  self->user = g_strdup ("root");
  self->cpu_speed = g_strdup ("standard");
  self->kurento = g_strdup ("7.3.0");
  self->visitors = g_strdup ("any");
  self->web = g_strdup ("own");
  set_preset (self, "try-out");
}

/**
 * fr_draft_new:
 *
 * Makes a draft of a small mirror in the first data centre. The properties “location-id” and
 * “preset” bring others along: set them first.
 *
 * Returns: (transfer full):
 */
FrDraft *
fr_draft_new (void)
{
  return g_object_new (FR_TYPE_DRAFT, NULL);
}

/**
 * fr_draft_list_presets:
 *
 * Returns: (transfer none): names for the property “preset”, the smallest first; %NULL at the end
 */
const char *const *
fr_draft_list_presets (void)
{
  static const char *names[G_N_ELEMENTS (presets) + 1];

  for (guint i = 0; i < G_N_ELEMENTS (presets); i++)
    names[i] = presets[i].name;

  return names;
}

/**
 * fr_draft_is_here:
 *
 * Returns: whether the mirror is to stand on this computer
 */
gboolean
fr_draft_is_here (FrDraft *self)
{
  g_return_val_if_fail (FR_IS_DRAFT (self), FALSE);

  return g_strcmp0 (self->location_id, FR_DRAFT_HERE) == 0;
}

/**
 * fr_draft_is_own:
 *
 * Returns: whether the mirror is to stand on a server that is there already
 */
gboolean
fr_draft_is_own (FrDraft *self)
{
  g_return_val_if_fail (FR_IS_DRAFT (self), FALSE);

  return g_strcmp0 (self->location_id, FR_DRAFT_OWN) == 0;
}

/**
 * fr_draft_count_mirrors:
 *
 * Returns: how many people can look into the mirror at once: 0.65 of a CPU each, as measured
 *   for 640x480 at 30 pictures a second
 */
guint
fr_draft_count_mirrors (FrDraft *self)
{
  g_return_val_if_fail (FR_IS_DRAFT (self), 0);

  return self->cpu * 100 / 65 * self->nodes;
}
