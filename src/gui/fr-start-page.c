/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-start-page.h"

#include <glib/gi18n-lib.h>

#include "fr-application.h"
#include "fr-job.h"
#include "fr-site-row.h"
#include "fr-spoken.h"
#include "fr-window.h"

#define MOST_PLANS 4
#define LOOK_AGAIN_SECONDS 4

/**
 * FrStartPage:
 *
 * Where everything begins: a new mirror, a plan, and the mirrors that there are.
 */
struct _FrStartPage
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkMenuButton *menu_button;
  GtkWidget *empty_new;
  GtkWidget *new_card;
  GtkWidget *unfinished_group;
  AdwActionRow *unfinished_row;
  GtkWidget *sites_group;
  GtkListBox *sites;
  GtkWidget *plans_group;
  GtkListBox *plans;

  gboolean narrow;
  gboolean unfinished;
  gboolean asked; /* an answer is on its way */
  char *seen;     /* what is shown, so that nothing is built twice */
  guint timer;
};

typedef enum
{
  PROP_NARROW = 1,
} FrStartPageProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (FrStartPage, fr_start_page, ADW_TYPE_BIN)

static void
clear (GtkListBox *list)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));
}

/* What one of our windows does with it now, or %NULL. */
static FrDeployment *
find_work (const char *name)
{
  GApplication *application = g_application_get_default ();
  GtkWindow *window = NULL;
  FrDeployment *work = NULL;

  if (FR_IS_APPLICATION (application))
    window = fr_application_find_window (FR_APPLICATION (application), name);
  if (window != NULL)
    work = fr_window_find_deployment (FR_WINDOW (window), name);

  return work != NULL && fr_deployment_is_busy (work) ? work : NULL;
}

/* While another page comes in, this one can still be seen, and is left alone. */
static gboolean
is_shown (FrStartPage *self)
{
  GtkWidget *stack = gtk_widget_get_ancestor (GTK_WIDGET (self), GTK_TYPE_STACK);

  return gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         (stack == NULL || gtk_stack_get_visible_child (GTK_STACK (stack)) == GTK_WIDGET (self));
}

static void
choose_state (FrStartPage *self)
{
  gboolean full = self->unfinished || gtk_widget_get_visible (self->sites_group) ||
                  gtk_widget_get_visible (self->plans_group);

  gtk_stack_set_visible_child_name (self->stack, full ? "full" : "empty");
  if (is_shown (self))
    fr_start_page_focus (self);
}

static char *
describe_sites (GPtrArray *sites)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < sites->len; i++)
    {
      const FrSiteInfo *info = g_ptr_array_index (sites, i);

      g_string_append_printf (text, "%s %s %d %" G_GINT64_FORMAT "\n", info->name, info->state,
                              find_work (info->name) != NULL, info->created);
    }

  return g_string_free (text, FALSE);
}

static void
show_sites (FrStartPage *self, GPtrArray *sites)
{
  g_autofree char *seen = describe_sites (sites);

  if (g_strcmp0 (seen, self->seen) == 0)
    return;

  g_free (self->seen);
  self->seen = g_steal_pointer (&seen);
  clear (self->sites);
  for (guint i = 0; i < sites->len; i++)
    {
      const FrSiteInfo *info = g_ptr_array_index (sites, i);
      GtkWidget *row = fr_site_row_new (info, find_work (info->name));

      g_object_bind_property (self, "narrow", row, "narrow", G_BINDING_SYNC_CREATE);
      gtk_list_box_append (self->sites, row);
    }
  gtk_widget_set_visible (self->sites_group, sites->len > 0);
}

static void
add_plan (FrStartPage *self, GtkRecentInfo *info)
{
  GtkWidget *row = adw_action_row_new ();
  g_autoptr (GDateTime) opened = g_date_time_ref (gtk_recent_info_get_modified (info));
  g_autofree char *day = fr_site_row_describe_day (g_date_time_to_unix (opened));
  g_autoptr (GFile) file = g_file_new_for_uri (gtk_recent_info_get_uri (info));
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *place = folder != NULL ? g_file_get_basename (folder) : g_strdup ("/");
  g_autofree char *subtitle = NULL;

  /* Translators: a folder, and when a plan in it was opened: "Documents · opened yesterday" */
  subtitle = g_strdup_printf (_ ("%s · opened %s"), place, day);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 gtk_recent_info_get_display_name (info));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("text-x-generic-symbolic"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", gtk_recent_info_get_uri (info));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.open-uri");
  gtk_list_box_append (self->plans, row);
}

static int
compare_recent (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
show_plans (FrStartPage *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint count = 0;

  clear (self->plans);
  items = g_list_sort (items, compare_recent);
  for (GList *item = items; item != NULL && count < MOST_PLANS; item = item->next)
    if (gtk_recent_info_has_application (item->data, g_get_application_name ()) &&
        gtk_recent_info_exists (item->data))
      {
        add_plan (self, item->data);
        count++;
      }
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
  gtk_widget_set_visible (self->plans_group, count > 0);
}

/* The newest first. */
static int
compare_sites (gconstpointer a, gconstpointer b)
{
  const FrSiteInfo *one = *(const FrSiteInfo *const *) a;
  const FrSiteInfo *two = *(const FrSiteInfo *const *) b;

  return one->created != two->created ? (one->created < two->created ? 1 : -1)
                                      : g_strcmp0 (one->name, two->name);
}

static gpointer
list_job (gpointer data, GCancellable *cancellable, GError **error)
{
  GPtrArray *sites = fr_site_list ();

  g_ptr_array_sort (sites, compare_sites);

  return sites;
}

static void
listed_cb (gpointer owner, gpointer result, const GError *error)
{
  FrStartPage *self = FR_START_PAGE (owner);

  self->asked = FALSE;
  if (result == NULL)
    return;

  show_sites (self, result);
  choose_state (self);
}

/**
 * fr_start_page_refresh:
 *
 * Looks at what there is. Does not block; what has not changed stays as it is.
 */
void
fr_start_page_refresh (FrStartPage *self)
{
  g_return_if_fail (FR_IS_START_PAGE (self));

  if (self->asked)
    return;

  self->asked = TRUE;
  fr_job_run (self, list_job, NULL, NULL, (GDestroyNotify) g_ptr_array_unref, listed_cb, NULL);
}

static gboolean
timer_cb (gpointer data)
{
  fr_start_page_refresh (FR_START_PAGE (data));

  return G_SOURCE_CONTINUE;
}

static void
fr_start_page_map (GtkWidget *widget)
{
  FrStartPage *self = FR_START_PAGE (widget);

  show_plans (self);
  choose_state (self);
  fr_start_page_refresh (self);
  self->timer = g_timeout_add_seconds (LOOK_AGAIN_SECONDS, timer_cb, self);
  GTK_WIDGET_CLASS (fr_start_page_parent_class)->map (widget);
  fr_start_page_focus (self);
}

static void
fr_start_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&FR_START_PAGE (widget)->timer, g_source_remove);
  GTK_WIDGET_CLASS (fr_start_page_parent_class)->unmap (widget);
}

static GtkOrientation
orient_cards_cb (FrStartPage *self, gboolean narrow)
{
  return narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
}

static int
choose_margin_cb (FrStartPage *self, gboolean narrow)
{
  return narrow ? 14 : 24;
}

static void
fr_start_page_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, FR_START_PAGE (object)->narrow);
}

static void
fr_start_page_set_property (GObject *object, guint prop_id, const GValue *value,
                            GParamSpec *pspec)
{
  FR_START_PAGE (object)->narrow = g_value_get_boolean (value);
}

static void
fr_start_page_dispose (GObject *object)
{
  FrStartPage *self = FR_START_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_START_PAGE);

  G_OBJECT_CLASS (fr_start_page_parent_class)->dispose (object);
}

static void
fr_start_page_finalize (GObject *object)
{
  g_free (FR_START_PAGE (object)->seen);

  G_OBJECT_CLASS (fr_start_page_parent_class)->finalize (object);
}

static void
fr_start_page_class_init (FrStartPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_start_page_get_property;
  object_class->set_property = fr_start_page_set_property;
  object_class->dispose = fr_start_page_dispose;
  object_class->finalize = fr_start_page_finalize;
  widget_class->map = fr_start_page_map;
  widget_class->unmap = fr_start_page_unmap;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, stack);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, menu_button);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, empty_new);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, new_card);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, unfinished_group);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, unfinished_row);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, sites_group);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, sites);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, plans_group);
  gtk_widget_class_bind_template_child (widget_class, FrStartPage, plans);
  gtk_widget_class_bind_template_callback (widget_class, orient_cards_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_margin_cb);
}

static void
fr_start_page_init (FrStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fr_spoken_name_menu (self->menu_button, _ ("Main menu"));
}

/**
 * fr_start_page_set_unfinished:
 * @name: (nullable): of what this window is about, or %NULL when it has begun nothing
 * @step: where the user left it
 */
void
fr_start_page_set_unfinished (FrStartPage *self, const char *name, const char *step)
{
  g_return_if_fail (FR_IS_START_PAGE (self));

  self->unfinished = name != NULL;
  gtk_widget_set_visible (self->unfinished_group, self->unfinished);
  if (name != NULL)
    {
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->unfinished_row), name);
      adw_action_row_set_subtitle (self->unfinished_row, step != NULL ? step : "");
    }
  choose_state (self);
}

/**
 * fr_start_page_focus:
 *
 * Makes New Mirror the button that is pressed by Enter, and moves the focus to it unless the
 * user has moved it elsewhere.
 */
void
fr_start_page_focus (FrStartPage *self)
{
  const char *state;
  GtkWidget *button;
  GtkWidget *focus;
  GtkRoot *root;

  g_return_if_fail (FR_IS_START_PAGE (self));

  state = gtk_stack_get_visible_child_name (self->stack);
  button = g_strcmp0 (state, "full") == 0 ? self->new_card : self->empty_new;
  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  if (GTK_IS_WINDOW (root))
    gtk_window_set_default_widget (GTK_WINDOW (root), button);
  if (focus == NULL || focus == self->empty_new ||
      !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    gtk_widget_grab_focus (button);
}
