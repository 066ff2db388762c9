/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-limits.h"

#include "fr-plan-words.h"

/**
 * fr_limits_get_usual:
 *
 * Returns: (transfer none): what nearly every data centre sells, for those that nobody has asked
 */
const FrLimits *
fr_limits_get_usual (void)
{
  static const FrLimits usual = { .cpu = 32,
                                  .memory = 256,
                                  .least_disk = 10,
                                  .most_disk = 1000,
                                  .disk_speeds = (char **) fr_plan_words_disk_speeds };

  return &usual;
}

/* Those that a plan can ask for, as the plan writes them. */
static char **
choose_speeds (char **speeds)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) chosen = NULL;

  for (guint i = 0; fr_plan_words_disk_speeds[i] != NULL; i++)
    for (guint j = 0; speeds != NULL && speeds[j] != NULL; j++)
      if (g_ascii_strcasecmp (fr_plan_words_disk_speeds[i], speeds[j]) == 0)
        {
          g_strv_builder_add (builder, fr_plan_words_disk_speeds[i]);
          break;
        }
  chosen = g_strv_builder_end (builder);

  return *chosen != NULL ? g_steal_pointer (&chosen)
                         : g_strdupv (fr_limits_get_usual ()->disk_speeds);
}

/**
 * fr_limits_new:
 * @location_id: of the data centre
 * @cpu: the most of one server; 0: it does not say, likewise for the others
 * @disk_speeds: (nullable): as the cloud names them
 *
 * Returns: (transfer full): what the data centre says of itself; never more than a plan can ask
 */
FrLimits *
fr_limits_new (const char *location_id, guint cpu, guint memory, guint least_disk, guint most_disk,
               char **disk_speeds)
{
  const FrLimits *usual = fr_limits_get_usual ();
  FrLimits *self = g_new0 (FrLimits, 1);

  self->location_id = g_strdup (location_id);
  self->cpu = cpu > 0 ? MIN (cpu, usual->cpu) : usual->cpu;
  self->memory = memory > 0 ? MIN (memory, usual->memory) : usual->memory;
  self->most_disk = most_disk > 0 ? MIN (most_disk, usual->most_disk) : usual->most_disk;
  self->least_disk = CLAMP (least_disk, 1, self->most_disk);
  if (least_disk == 0)
    self->least_disk = MIN (usual->least_disk, self->most_disk);
  self->disk_speeds = choose_speeds (disk_speeds);

  return self;
}

/**
 * fr_limits_copy:
 * @self: (nullable):
 */
FrLimits *
fr_limits_copy (const FrLimits *self)
{
  FrLimits *copy;

  if (self == NULL)
    return NULL;

  copy = g_new (FrLimits, 1);
  *copy = *self;
  copy->location_id = g_strdup (self->location_id);
  copy->disk_speeds = g_strdupv (self->disk_speeds);

  return copy;
}

/**
 * fr_limits_free:
 * @self: (nullable):
 */
void
fr_limits_free (FrLimits *self)
{
  if (self == NULL)
    return;

  g_free (self->location_id);
  g_strfreev (self->disk_speeds);
  g_free (self);
}

/**
 * fr_limits_has_speed:
 *
 * Returns: whether disks of that speed are sold
 */
gboolean
fr_limits_has_speed (const FrLimits *self, const char *speed)
{
  return speed != NULL && g_strv_contains ((const char *const *) self->disk_speeds, speed);
}

gboolean
fr_limits_equal (const FrLimits *one, const FrLimits *other)
{
  return one->cpu == other->cpu && one->memory == other->memory &&
         one->least_disk == other->least_disk && one->most_disk == other->most_disk &&
         g_strv_equal ((const char *const *) one->disk_speeds,
                       (const char *const *) other->disk_speeds);
}
