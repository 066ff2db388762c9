/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-making.h"

/**
 * FrMaking:
 *
 * What one window is about: the mirror that is being made, from the first answer to the last
 * look. Pages bind to it; it belongs to the main thread. Secrets are in it, and nowhere else.
 */
struct _FrMaking
{
  GObject parent_instance;

  FrDraft *draft;
  FrKind kind;
  FrMachine *machine;
  FrLimits *limits;
  char *texts[12]; /* by property, see below */
};

typedef enum
{
  PROP_DRAFT = 1,
  PROP_KIND,
  PROP_MACHINE, /* an FrMachine; NULL: nobody has looked */
  PROP_LIMITS,  /* an FrLimits of the data centre; NULL: nobody has asked */
  FIRST_TEXT,
  PROP_ENDPOINT = FIRST_TEXT, /* of the cloud's API; NULL: by the plan           */
  PROP_USER,                  /* of the cloud account                            */
  PROP_PASSWORD,              /* of the cloud account; a secret                  */
  PROP_SERVER_PASSWORD,       /* of new servers; NULL: one is made; a secret     */
  PROP_LOGIN_PASSWORD,        /* of a server of one's own; a secret              */
  PROP_KEY_FILE,              /* the private key for it, or NULL                 */
  PROP_PLACE,                 /* in words: "This computer", "Frankfurt (EU6)"    */
  PROP_PLAN_TEXT,             /* the plan as text; NULL: rendered from the draft */
  PROP_PLAN_PATH,             /* the file it was opened from or saved to         */
  PROP_NAME,                  /* of the deployment                               */
  N_PROPERTIES,
} Properties;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FrMaking, fr_making, G_TYPE_OBJECT)

static const char *const names[N_PROPERTIES] = {
  [PROP_ENDPOINT] = "endpoint",
  [PROP_USER] = "user",
  [PROP_PASSWORD] = "password",
  [PROP_SERVER_PASSWORD] = "server-password",
  [PROP_LOGIN_PASSWORD] = "login-password",
  [PROP_KEY_FILE] = "key-file",
  [PROP_PLACE] = "place",
  [PROP_PLAN_TEXT] = "plan-text",
  [PROP_PLAN_PATH] = "plan-path",
  [PROP_NAME] = "name",
};

static void
fr_making_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrMaking *self = FR_MAKING (object);

  if (prop_id == PROP_DRAFT)
    g_value_set_object (value, self->draft);
  else if (prop_id == PROP_KIND)
    g_value_set_int (value, (int) self->kind);
  else if (prop_id == PROP_MACHINE)
    g_value_set_pointer (value, self->machine);
  else if (prop_id == PROP_LIMITS)
    g_value_set_pointer (value, self->limits);
  else
    g_value_set_string (value, self->texts[prop_id - FIRST_TEXT]);
}

static void
fr_making_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FrMaking *self = FR_MAKING (object);

  if (prop_id == PROP_KIND)
    fr_making_set_kind (self, (FrKind) g_value_get_int (value));
  else
    fr_making_set_text (self, names[prop_id], g_value_get_string (value));
}

static void
fr_making_finalize (GObject *object)
{
  FrMaking *self = FR_MAKING (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);
  g_clear_pointer (&self->machine, fr_machine_free);
  g_clear_pointer (&self->limits, fr_limits_free);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (fr_making_parent_class)->finalize (object);
}

static void
fr_making_class_init (FrMakingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = fr_making_get_property;
  object_class->set_property = fr_making_set_property;
  object_class->finalize = fr_making_finalize;

  properties[PROP_DRAFT] = g_param_spec_object ("draft", NULL, NULL, FR_TYPE_DRAFT,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KIND] =
    g_param_spec_int ("kind", NULL, NULL, FR_KIND_HERE, FR_KIND_SERVER, FR_KIND_HERE, flags);
  properties[PROP_MACHINE] = g_param_spec_pointer ("machine", NULL, NULL,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIMITS] = g_param_spec_pointer ("limits", NULL, NULL,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  for (guint i = FIRST_TEXT; i < N_PROPERTIES; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fr_making_init (FrMaking *self)
{
  self->draft = fr_draft_new ();
}

FrMaking *
fr_making_new (void)
{
  return g_object_new (FR_TYPE_MAKING, NULL);
}

/**
 * fr_making_get_draft:
 *
 * Returns: (transfer none): what has been asked for so far
 */
FrDraft *
fr_making_get_draft (FrMaking *self)
{
  g_return_val_if_fail (FR_IS_MAKING (self), NULL);

  return self->draft;
}

FrKind
fr_making_get_kind (FrMaking *self)
{
  g_return_val_if_fail (FR_IS_MAKING (self), FR_KIND_HERE);

  return self->kind;
}

void
fr_making_set_kind (FrMaking *self, FrKind kind)
{
  g_return_if_fail (FR_IS_MAKING (self));

  if (self->kind == kind)
    return;

  self->kind = kind;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
}

/**
 * fr_making_dup_text:
 * @property: one of the texts above
 *
 * Returns: (transfer full) (nullable): its value
 */
char *
fr_making_dup_text (FrMaking *self, const char *property)
{
  char *value = NULL;

  g_return_val_if_fail (FR_IS_MAKING (self), NULL);

  g_object_get (self, property, &value, NULL);

  return value;
}

/**
 * fr_making_set_text:
 * @property: one of the texts above
 * @value: (nullable):
 */
void
fr_making_set_text (FrMaking *self, const char *property, const char *value)
{
  g_return_if_fail (FR_IS_MAKING (self));

  for (guint i = FIRST_TEXT; i < N_PROPERTIES; i++)
    {
      char **text = &self->texts[i - FIRST_TEXT];

      if (!g_str_equal (names[i], property) || g_strcmp0 (*text, value) == 0)
        continue;
      g_free (*text);
      *text = g_strdup (value);
      g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
    }
}

/**
 * fr_making_get_machine:
 *
 * Returns: (transfer none) (nullable): what the server of one's own has, since somebody signed in
 */
const FrMachine *
fr_making_get_machine (FrMaking *self)
{
  g_return_val_if_fail (FR_IS_MAKING (self), NULL);

  return self->machine;
}

/**
 * fr_making_set_machine:
 * @machine: (nullable): what was seen there
 */
void
fr_making_set_machine (FrMaking *self, const FrMachine *machine)
{
  g_return_if_fail (FR_IS_MAKING (self));

  if (machine == NULL && self->machine == NULL)
    return;

  g_clear_pointer (&self->machine, fr_machine_free);
  self->machine = fr_machine_copy (machine);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MACHINE]);
}

/**
 * fr_making_get_limits:
 *
 * Returns: (transfer none) (nullable): what the data centre has said of itself; it may be another
 *   one than the draft's
 */
const FrLimits *
fr_making_get_limits (FrMaking *self)
{
  g_return_val_if_fail (FR_IS_MAKING (self), NULL);

  return self->limits;
}

/**
 * fr_making_set_limits:
 * @limits: (nullable): what the data centre has said of itself
 */
void
fr_making_set_limits (FrMaking *self, const FrLimits *limits)
{
  g_return_if_fail (FR_IS_MAKING (self));

  fr_limits_free (self->limits);
  self->limits = fr_limits_copy (limits);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIMITS]);
}
