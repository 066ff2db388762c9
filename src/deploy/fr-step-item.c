/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-step-item.h"

/**
 * FrStepItem:
 *
 * One step of a deployment as a list shows it. Belongs to the main context.
 */
struct _FrStepItem
{
  GObject parent_instance;

  FrSiteStep *step;
  FrStepState state;
  gint64 begun_us; /* on the monotonic clock */
  gint64 elapsed_ms;
  char *note;    /* what it is at, or why it is skipped */
  char *waiting; /* what the cloud said that it is busy with */
  gint64 until_us;
  guint next_try; /* in so many seconds */
};

typedef enum
{
  PROP_STATE = 1,
  PROP_ELAPSED_MS,
  PROP_NOTE,
  PROP_WAITING,
  PROP_NEXT_TRY,
  N_PROPERTIES,
} Properties;

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (FrStepItem, fr_step_item, G_TYPE_OBJECT)

static void
fr_step_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  FrStepItem *self = FR_STEP_ITEM (object);

  switch ((Properties) prop_id)
    {
    case PROP_STATE:
      g_value_set_int (value, (int) self->state);
      break;
    case PROP_ELAPSED_MS:
      g_value_set_int64 (value, self->elapsed_ms);
      break;
    case PROP_NOTE:
      g_value_set_string (value, self->note);
      break;
    case PROP_WAITING:
      g_value_set_string (value, self->waiting);
      break;
    case PROP_NEXT_TRY:
      g_value_set_uint (value, self->next_try);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
fr_step_item_finalize (GObject *object)
{
  FrStepItem *self = FR_STEP_ITEM (object);

  fr_site_step_free (self->step);
  g_free (self->note);
  g_free (self->waiting);

  G_OBJECT_CLASS (fr_step_item_parent_class)->finalize (object);
}

static void
fr_step_item_class_init (FrStepItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = fr_step_item_get_property;
  object_class->finalize = fr_step_item_finalize;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, FR_STEP_WAITING, FR_STEP_UNDONE,
                                             FR_STEP_WAITING, flags);
  properties[PROP_ELAPSED_MS] =
    g_param_spec_int64 ("elapsed-ms", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  properties[PROP_WAITING] = g_param_spec_string ("waiting", NULL, NULL, NULL, flags);
  properties[PROP_NEXT_TRY] =
    g_param_spec_uint ("next-try", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
fr_step_item_init (FrStepItem *self)
{
}

static void
notify (FrStepItem *self, Properties property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

/**
 * fr_step_item_new:
 * @step: that it is about
 *
 * Returns: (transfer full): a step that has not begun
 */
FrStepItem *
fr_step_item_new (const FrSiteStep *step)
{
  FrStepItem *self = g_object_new (FR_TYPE_STEP_ITEM, NULL);

  self->step = g_new0 (FrSiteStep, 1);
  self->step->id = g_strdup (step->id);
  self->step->kind = g_strdup (step->kind);
  self->step->object = g_strdup (step->object);
  self->step->server = g_strdup (step->server);
  self->step->needs = g_strdup (step->needs);

  return self;
}

const char *
fr_step_item_get_id (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), NULL);

  return self->step->id;
}

const char *
fr_step_item_get_kind (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), NULL);

  return self->step->kind;
}

const char *
fr_step_item_get_object (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), NULL);

  return self->step->object;
}

/**
 * fr_step_item_get_server:
 *
 * Returns: (transfer none) (nullable): the server that the step belongs to
 */
const char *
fr_step_item_get_server (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), NULL);

  return self->step->server;
}

const char *
fr_step_item_get_needs (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), NULL);

  return self->step->needs;
}

FrStepState
fr_step_item_get_state (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), FR_STEP_WAITING);

  return self->state;
}

gint64
fr_step_item_get_elapsed_ms (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), 0);

  return self->elapsed_ms;
}

/**
 * fr_step_item_get_begun_us:
 *
 * Returns: when it began last, on the monotonic clock; 0 before
 */
gint64
fr_step_item_get_begun_us (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), 0);

  return self->begun_us;
}

/**
 * fr_step_item_get_note:
 *
 * Returns: (transfer none) (nullable): what it is at while it runs, or why it is as it is
 */
const char *
fr_step_item_get_note (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), NULL);

  return self->note;
}

/**
 * fr_step_item_get_waiting:
 *
 * Returns: (transfer none) (nullable): what the cloud is busy with, while the step waits for it
 */
const char *
fr_step_item_get_waiting (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), NULL);

  return self->waiting;
}

/**
 * fr_step_item_get_next_try:
 *
 * Returns: in how many seconds the cloud is asked again
 */
guint
fr_step_item_get_next_try (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), 0);

  return self->next_try;
}

/**
 * fr_step_item_is_over:
 *
 * Returns: whether nothing is left to do for it
 */
gboolean
fr_step_item_is_over (FrStepItem *self)
{
  g_return_val_if_fail (FR_IS_STEP_ITEM (self), FALSE);

  return self->state != FR_STEP_WAITING && self->state != FR_STEP_RUNNING &&
         self->state != FR_STEP_FAILED;
}

static void
set_state (FrStepItem *self, FrStepState state)
{
  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
}

static void
set_elapsed (FrStepItem *self, gint64 elapsed_ms)
{
  if (self->elapsed_ms == elapsed_ms)
    return;

  self->elapsed_ms = MAX (elapsed_ms, 0);
  notify (self, PROP_ELAPSED_MS);
}

static void
set_text (FrStepItem *self, char **text, const char *value, Properties property)
{
  if (g_strcmp0 (*text, value) == 0)
    return;

  g_free (*text);
  *text = g_strdup (value);
  notify (self, property);
}

/**
 * fr_step_item_begin:
 * @time_us: when, on the monotonic clock
 *
 * It runs now. One that is done stays done: a later walk only looks at it.
 */
void
fr_step_item_begin (FrStepItem *self, gint64 time_us)
{
  g_return_if_fail (FR_IS_STEP_ITEM (self));

  if (fr_step_item_is_over (self))
    return;

  self->begun_us = time_us;
  set_elapsed (self, 0);
  set_text (self, &self->note, NULL, PROP_NOTE);
  set_state (self, FR_STEP_RUNNING);
}

/**
 * fr_step_item_end:
 * @state: what came of it
 * @time_us: when
 * @note: (nullable): why it was skipped
 */
void
fr_step_item_end (FrStepItem *self, FrStepState state, gint64 time_us, const char *note)
{
  g_return_if_fail (FR_IS_STEP_ITEM (self));

  if (self->state == FR_STEP_DONE && state == FR_STEP_KEPT)
    return;

  fr_step_item_wait (self, NULL, 0);
  if (self->state == FR_STEP_RUNNING)
    set_elapsed (self, (time_us - self->begun_us) / 1000);
  set_text (self, &self->note, note, PROP_NOTE);
  set_state (self, state);
}

/**
 * fr_step_item_tell:
 * @doing: (nullable): what it is at while it runs, or waits for
 */
void
fr_step_item_tell (FrStepItem *self, const char *doing)
{
  g_return_if_fail (FR_IS_STEP_ITEM (self));

  if (self->state == FR_STEP_RUNNING)
    set_text (self, &self->note, doing, PROP_NOTE);
}

/**
 * fr_step_item_reset:
 *
 * It has not begun.
 */
void
fr_step_item_reset (FrStepItem *self)
{
  g_return_if_fail (FR_IS_STEP_ITEM (self));

  fr_step_item_wait (self, NULL, 0);
  set_elapsed (self, 0);
  set_text (self, &self->note, NULL, PROP_NOTE);
  set_state (self, FR_STEP_WAITING);
}

static void
set_next_try (FrStepItem *self, gint64 time_us)
{
  gint64 left = self->until_us > time_us ? self->until_us - time_us : 0;
  guint seconds = (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);

  if (self->next_try == seconds)
    return;

  self->next_try = seconds;
  notify (self, PROP_NEXT_TRY);
}

/**
 * fr_step_item_wait:
 * @what: (nullable): the cloud is busy with; %NULL: it is not any more
 * @until_us: when it is asked again
 */
void
fr_step_item_wait (FrStepItem *self, const char *what, gint64 until_us)
{
  g_return_if_fail (FR_IS_STEP_ITEM (self));

  self->until_us = until_us;
  set_text (self, &self->waiting, what, PROP_WAITING);
  set_next_try (self, g_get_monotonic_time ());
}

/**
 * fr_step_item_tick:
 * @time_us: now
 *
 * Time has passed.
 */
void
fr_step_item_tick (FrStepItem *self, gint64 time_us)
{
  g_return_if_fail (FR_IS_STEP_ITEM (self));

  if (self->state != FR_STEP_RUNNING)
    return;

  set_elapsed (self, (time_us - self->begun_us) / 1000);
  set_next_try (self, time_us);
  /* It was asked again some time ago, and has not said that it is busy. */
  if (self->waiting != NULL && time_us > self->until_us + 2 * G_USEC_PER_SEC)
    set_text (self, &self->waiting, NULL, PROP_WAITING);
}
