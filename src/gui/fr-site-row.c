/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-site-row.h"

#include <glib/gi18n-lib.h>

#include "fr-centres.h"
#include "fr-draft.h"
#include "fr-spoken.h"

/**
 * FrSiteRow:
 *
 * One deployment in the list of all: where it is, how it is, and the next sensible thing to do.
 */
struct _FrSiteRow
{
  AdwActionRow parent_instance;

  GtkImage *chip;
  GtkWidget *badge;
  GtkImage *badge_icon;
  GtkLabel *badge_words;
  GtkButton *button;
  GtkMenuButton *menu_button;

  char *words;
  char *place;
  char *place_and_day;
  gboolean narrow;
  FrDeployment *work; /* or NULL: nothing is at work on it */
  GtkProgressBar *bar;
};

typedef enum
{
  PROP_NARROW = 1,
} FrSiteRowProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (FrSiteRow, fr_site_row, ADW_TYPE_ACTION_ROW)

/* What the state of a deployment looks like, and what one does about it. */
static const struct
{
  const char *state;
  gboolean watched; /* one of our windows is at work on it */
  const char *css_class;
  const char *icon;
  const char *words;
  const char *label;
  const char *action;
} looks[] = {
  { "deployed", FALSE, "success", "object-select-symbolic", N_ ("Ready"), N_ ("_Look In"),
    "win.look-in" },
  { "deploying", TRUE, "accent", "content-loading-symbolic", N_ ("Under way"), N_ ("_Watch"),
    "win.resume" },
  { "deploying", FALSE, "warning", "media-playback-pause-symbolic", N_ ("Interrupted"),
    N_ ("_Resume"), "win.resume" },
  { "disposing", TRUE, "accent", "content-loading-symbolic", N_ ("Being disposed of"),
    N_ ("_Watch"), "win.resume" },
  { "disposing", FALSE, "warning", "dialog-warning-symbolic", N_ ("Partly disposed of"),
    N_ ("_Dispose…"), "win.dispose" },
  { "damaged", FALSE, "error", "dialog-error-symbolic", N_ ("Journal damaged"), N_ ("_Resume"),
    "win.resume" },
  { "kept", FALSE, "warning", "dialog-warning-symbolic", N_ ("Partly kept"), N_ ("_Details"),
    "win.show-information" },
  { "failed", FALSE, "error", "dialog-error-symbolic", N_ ("Stopped"), N_ ("_Resume"),
    "win.resume" },
};

/**
 * fr_site_row_describe_day:
 * @seconds: since 1970
 *
 * Returns: (transfer full): "today, 14:05", "yesterday", "on 3 March"
 */
char *
fr_site_row_describe_day (gint64 seconds)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (seconds);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (GDateTime) yesterday = g_date_time_add_days (now, -1);
  g_autofree char *day = NULL;
  g_autofree char *today = g_date_time_format (now, "%F");
  g_autofree char *before = g_date_time_format (yesterday, "%F");

  if (then == NULL)
    return g_strdup (_ ("long ago"));

  day = g_date_time_format (then, "%F");
  if (g_str_equal (day, today))
    /* Translators: for g_date_time_format(): the time of something that happened today */
    return g_date_time_format (then, _ ("today, %H:%M"));
  if (g_str_equal (day, before))
    return g_strdup (_ ("yesterday"));
  if (g_date_time_get_year (then) == g_date_time_get_year (now))
    /* Translators: for g_date_time_format(): a day of this year, "on 3 March" */
    return g_date_time_format (then, _ ("on %-e %B"));

  /* Translators: for g_date_time_format(): a day of another year, "on 3 March 2025" */
  return g_date_time_format (then, _ ("on %-e %B %Y"));
}

static void
describe (FrSiteRow *self)
{
  g_autofree char *text = NULL;

  if (self->narrow)
    /* Translators: the state of a mirror, and its place: "Ready · This computer" */
    text = g_strdup_printf (_ ("%s · %s"), self->words, self->place);
  else
    text = g_strdup (self->place_and_day);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_widget_set_visible (self->badge, !self->narrow);
}

static void
fr_site_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, FR_SITE_ROW (object)->narrow);
}

static void
fr_site_row_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  FrSiteRow *self = FR_SITE_ROW (object);

  self->narrow = g_value_get_boolean (value);
  if (self->words != NULL)
    describe (self);
}

static void
fr_site_row_dispose (GObject *object)
{
  g_clear_object (&FR_SITE_ROW (object)->work);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_SITE_ROW);

  G_OBJECT_CLASS (fr_site_row_parent_class)->dispose (object);
}

static void
fr_site_row_finalize (GObject *object)
{
  FrSiteRow *self = FR_SITE_ROW (object);

  g_free (self->words);
  g_free (self->place);
  g_free (self->place_and_day);

  G_OBJECT_CLASS (fr_site_row_parent_class)->finalize (object);
}

static void
fr_site_row_class_init (FrSiteRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_site_row_get_property;
  object_class->set_property = fr_site_row_set_property;
  object_class->dispose = fr_site_row_dispose;
  object_class->finalize = fr_site_row_finalize;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-site-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FrSiteRow, chip);
  gtk_widget_class_bind_template_child (widget_class, FrSiteRow, badge);
  gtk_widget_class_bind_template_child (widget_class, FrSiteRow, badge_icon);
  gtk_widget_class_bind_template_child (widget_class, FrSiteRow, badge_words);
  gtk_widget_class_bind_template_child (widget_class, FrSiteRow, button);
  gtk_widget_class_bind_template_child (widget_class, FrSiteRow, menu_button);
}

static void
fr_site_row_init (FrSiteRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_item (GMenu *menu, const char *label, const char *action, const char *name)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "s", name);
  g_menu_append_item (menu, item);
}

static void
fill_menu (FrSiteRow *self, const char *name)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) looks_section = g_menu_new ();
  g_autoptr (GMenu) end_section = g_menu_new ();

  add_item (looks_section, _ ("_Information"), "win.show-information", name);
  add_item (looks_section, _ ("Save _Report…"), "win.save-report", name);
  add_item (end_section, _ ("_Dispose…"), "win.dispose", name);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (looks_section));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (end_section));
  gtk_menu_button_set_menu_model (self->menu_button, G_MENU_MODEL (menu));
}

static void
show_state (FrSiteRow *self, const FrSiteInfo *info, gboolean watched)
{
  guint at = G_N_ELEMENTS (looks) - 1;
  g_autofree char *label = NULL;

  for (guint i = G_N_ELEMENTS (looks); i > 0; i--)
    if (g_strcmp0 (looks[i - 1].state, info->state) == 0 && (watched || !looks[i - 1].watched))
      at = i - 1;

  self->words = g_strdup (_ (looks[at].words));
  gtk_label_set_text (self->badge_words, self->words);
  gtk_image_set_from_icon_name (self->badge_icon, looks[at].icon);
  gtk_widget_add_css_class (self->badge, looks[at].css_class);
  gtk_button_set_label (self->button, _ (looks[at].label));
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", info->name);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), looks[at].action);
  /* Translators: the name of a mirror; for screen readers */
  label = g_strdup_printf (_ ("More about %s"), info->name);
  fr_spoken_name_menu (self->menu_button, label);
}

/* A data centre has a city, for those who do not know it by heart. */
static char *
dup_centre (const char *id)
{
  g_autoptr (GDateTime) as_of = NULL;
  g_autoptr (GPtrArray) centres = fr_centres_load (&as_of);
  const FrCentre *centre = fr_centres_find (centres, id);

  if (centre == NULL || centre->city == NULL)
    return g_strdup (id);

  /* Translators: a city, and the name of a data centre there: "Frankfurt (EU6)" */
  return g_strdup_printf (_ ("%s (%s)"), centre->city, id);
}

/* "My own server, 198.51.100.2" of "ssh://admin@198.51.100.2:22". */
static char *
dup_own_place (const FrSiteInfo *info)
{
  g_autoptr (GString) hosts = g_string_new (NULL);
  g_auto (GStrv) endpoints = g_strsplit (info->endpoint != NULL ? info->endpoint : "", " ", -1);

  for (guint i = 0; endpoints[i] != NULL; i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (endpoints[i], G_URI_FLAGS_NONE, NULL);

      if (uri != NULL && g_uri_get_host (uri) != NULL)
        g_string_append_printf (hosts, "%s%s", hosts->len > 0 ? _ (", ") : "",
                                g_uri_get_host (uri));
    }
  if (hosts->len == 0)
    return g_strdup (_ ("My own server"));

  /* Translators: %s is the name or the address of a server */
  return g_strdup_printf (_ ("My own server, %s"), hosts->str);
}

static void
find_place (FrSiteRow *self, const FrSiteInfo *info)
{
  g_autofree char *day = fr_site_row_describe_day (info->created);
  const char *icon = "network-server-symbolic";

  if (g_strcmp0 (info->location, FR_DRAFT_HERE) == 0)
    {
      icon = "computer-symbolic";
      self->place = g_strdup (_ ("This computer"));
    }
  else if (g_strcmp0 (info->location, FR_DRAFT_OWN) == 0)
    {
      icon = "network-workgroup-symbolic";
      self->place = dup_own_place (info);
    }
  else if (info->location != NULL)
    self->place = dup_centre (info->location);
  else
    {
      icon = "network-workgroup-symbolic";
      self->place = g_strdup (_ ("Place unknown"));
    }
  if (info->created > 0)
    /* Translators: a place, and when the mirror was made: "This computer · made today, 14:05" */
    self->place_and_day = g_strdup_printf (_ ("%s · made %s"), self->place, day);
  else
    self->place_and_day = g_strdup (self->place);
  gtk_image_set_from_icon_name (self->chip, icon);
}

static void
show_progress (FrSiteRow *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->work));

  gtk_progress_bar_set_fraction (
    self->bar, n > 0 ? (double) fr_deployment_get_n_done (self->work) / n : 0);
}

/* The bar stands under the second line, where the row keeps its words. */
static GtkWidget *
find_words (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (GTK_IS_BOX (widget) && gtk_widget_has_css_class (widget, "title"))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_words (child);

  return found;
}

static void
follow (FrSiteRow *self, FrDeployment *work)
{
  GtkWidget *words = find_words (GTK_WIDGET (self));
  GtkWidget *bar = gtk_progress_bar_new ();

  self->work = g_object_ref (work);
  self->bar = GTK_PROGRESS_BAR (bar);
  gtk_widget_set_margin_top (bar, 6);
  gtk_widget_set_margin_bottom (bar, 2);
  gtk_accessible_update_property (GTK_ACCESSIBLE (bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress"), -1);
  if (words != NULL)
    gtk_box_append (GTK_BOX (words), bar);
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (self), bar);
  g_signal_connect_object (work, "notify::n-done", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (work, "items-changed", G_CALLBACK (show_progress), self,
                           G_CONNECT_SWAPPED);
  show_progress (self);
}

/**
 * fr_site_row_new:
 * @work: (nullable): what one of our windows does with it now
 */
GtkWidget *
fr_site_row_new (const FrSiteInfo *info, FrDeployment *work)
{
  FrSiteRow *self = g_object_new (FR_TYPE_SITE_ROW, NULL);

  g_return_val_if_fail (info->name != NULL, NULL);

  find_place (self, info);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), info->name);
  fill_menu (self, info->name);
  show_state (self, info, work != NULL);
  describe (self);
  if (work != NULL)
    follow (self, work);

  return GTK_WIDGET (self);
}
