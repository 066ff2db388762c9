/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-part-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-plan-summary.h"

/**
 * FrPartList:
 *
 * What a plan makes, a row for each kind of thing; a list of rows for each data centre.
 */
struct _FrPartList
{
  AdwBin parent_instance;

  GtkBox *box;
};

G_DEFINE_FINAL_TYPE (FrPartList, fr_part_list, ADW_TYPE_BIN)

static void
fr_part_list_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL); /* which the template would take away unseen */
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_PART_LIST);

  G_OBJECT_CLASS (fr_part_list_parent_class)->dispose (object);
}

static void
fr_part_list_class_init (FrPartListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_part_list_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-part-list.ui");
  gtk_widget_class_bind_template_child (widget_class, FrPartList, box);
}

static void
fr_part_list_init (FrPartList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static AdwPreferencesGroup *
add_group (FrPartList *self, gboolean first, gboolean own, const char *where)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *text = g_markup_escape_text (where, -1);

  if (first)
    {
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                       own ? _ ("What will be changed")
                                           : _ ("What will be created"));
      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), text);
    }
  else
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), text);
  gtk_box_append (self->box, group);

  return ADW_PREFERENCES_GROUP (group);
}

/* What the cloud has now, where it can be told: of the first thing in the row. */
static char *
describe_state (const FrPlanPart *part, GHashTable *there, gboolean own)
{
  guint n = fr_plan_part_count_there (part, there);
  const char *now;

  if (n == 0)
    return NULL;
  /* That the server exists is no news. */
  if (own)
    return g_strdup (_ ("set up"));
  if (n < part->count)
    return g_strdup_printf (_ ("%u of %u exist"), n, part->count);

  now = g_str_equal (part->icon, "network-server-symbolic")
          ? g_hash_table_lookup (there, g_ptr_array_index (part->keys, 0))
          : "";
  /* What the plan leaves as it is needs no words. */
  if (now == NULL || *now == '\0' || (part->detail != NULL && strstr (part->detail, now) != NULL))
    return g_strdup (_ ("exists"));

  /* Translators: what a server has before the plan changes it: "now 2 vCPU, 4 GB" */
  return g_strdup_printf (_ ("now %s"), now);
}

static GtkWidget *
make_row (const FrPlanPart *part, GHashTable *there, gboolean own)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "use-markup", FALSE, "title", part->title,
                                 "title-lines", 0, "subtitle-lines", 0, NULL);
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", part->icon, "accessible-role",
                                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  g_autofree char *state = describe_state (part, there, own);

  if (part->detail != NULL && *part->detail != '\0')
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), part->detail);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);

  if (state != NULL)
    {
      GtkWidget *badge = gtk_label_new (state);

      gtk_widget_add_css_class (badge, "badge");
      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), badge);
    }

  return row;
}

/**
 * fr_part_list_set_parts:
 * @parts: (element-type FrPlanPart): what is made
 * @there: (nullable): what exists already, as in #FrDifference
 * @location_id: (nullable): of the data centre that @place is the name of
 * @place: (nullable): in words
 */
void
fr_part_list_set_parts (FrPartList *self, GPtrArray *parts, GHashTable *there,
                        const char *location_id, const char *place)
{
  AdwPreferencesGroup *group = NULL;
  gboolean own = FALSE;
  GtkWidget *child;

  g_return_if_fail (FR_IS_PART_LIST (self) && parts != NULL);

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);

  for (guint i = 0; i < parts->len; i++)
    {
      const FrPlanPart *part = g_ptr_array_index (parts, i);
      gboolean named = place != NULL && g_strcmp0 (part->title, location_id) == 0;

      own = part->heading ? part->own : own;
      if (part->heading)
        group = add_group (self, group == NULL, part->own, named ? place : part->title);
      else
        adw_preferences_group_add (group, make_row (part, there, own));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), group != NULL);
}
