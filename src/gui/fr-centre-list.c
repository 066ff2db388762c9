/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-centre-list.h"

#include <glib/gi18n-lib.h>

#include "fr-centre-address.h"
#include "fr-centres.h"
#include "fr-endpoint.h"
#include "fr-field-note.h"
#include "fr-plan-words.h"

#define SHOW_SPINNER_MS 500

/**
 * FrCentreList:
 *
 * The data centres of the Managed Cloud Platform by region, to search in and to choose one of,
 * and the address of another cloud of that kind. Says "changed" when the choice is another one.
 */
struct _FrCentreList
{
  GtkBox parent_instance;

  GtkSpinner *spinner;
  GtkLabel *age_label;
  GtkSearchEntry *search_entry;
  GtkWidget *nothing_box;
  GtkLabel *nothing_label;
  GtkBox *groups_box;
  GtkCheckButton *other_check;
  GtkEditable *address_row;
  FrFieldNote *address_note;
  GtkEditable *id_row;
  FrFieldNote *id_note;

  GPtrArray *centres; /* of FrCentre */
  GPtrArray *rows;    /* of GtkWidget, by the place of their centre in that array */
  char *chosen;       /* id, also while another cloud is chosen */
  char *problem;
  GtkWidget *where; /* of the problem */
  GCancellable *cancellable;
  char *asked; /* as whom the cloud has been asked for its list */
  guint n_waiting;
  guint spinner_id;
  gboolean building;
};

G_DEFINE_FINAL_TYPE (FrCentreList, fr_centre_list, GTK_TYPE_BOX)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
examine (FrCentreList *self)
{
  const char *address = gtk_editable_get_text (self->address_row);
  const char *id = gtk_editable_get_text (self->id_row);
  gboolean other = gtk_check_button_get_active (self->other_check);
  const char *wrong_address = NULL;
  const char *wrong_id = NULL;
  g_autofree char *host = NULL;

  if (other && *address != '\0')
    host = fr_centre_address_read (address, &wrong_address);
  if (other && *id != '\0' && !fr_centre_address_is_id (id))
    wrong_id = _ ("An id has letters and digits only, like EU6.");
  fr_field_note_say (self->address_note, GTK_WIDGET (self->address_row), wrong_address);
  fr_field_note_say (self->id_note, GTK_WIDGET (self->id_row), wrong_id);

  g_clear_pointer (&self->problem, g_free);
  if (other && host == NULL)
    self->problem = g_strdup (*address == '\0' ? _ ("Type the address of the cloud to go on")
                                               : _ ("Correct the address of the cloud to go on"));
  else if (other && !fr_centre_address_is_id (id))
    self->problem = g_strdup (_ ("Type the id of the data centre to go on"));
  else if (!other && fr_centres_find (self->centres, self->chosen) == NULL)
    self->problem = g_strdup (_ ("Choose a data centre to go on"));
  if (other)
    self->where = GTK_WIDGET (host == NULL ? self->address_row : self->id_row);
  else
    self->where = GTK_WIDGET (self->search_entry);
}

static void
tell (FrCentreList *self)
{
  examine (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
toggled_cb (FrCentreList *self, GtkCheckButton *check)
{
  const char *id = g_object_get_data (G_OBJECT (check), "id");

  if (self->building || !gtk_check_button_get_active (check))
    return;

  if (id != NULL)
    {
      g_free (self->chosen);
      self->chosen = g_strdup (id);
    }
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->address_row));
  tell (self);
}

static void
edited_cb (FrCentreList *self)
{
  if (!self->building && self->centres != NULL)
    tell (self);
}

static void
filter_cb (FrCentreList *self)
{
  const char *words = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  g_autofree char *nothing = g_strdup_printf (_ ("No data centre with “%s”"), words);
  gboolean any = FALSE;

  for (GtkWidget *group = gtk_widget_get_first_child (GTK_WIDGET (self->groups_box)); group != NULL;
       group = gtk_widget_get_next_sibling (group))
    gtk_widget_set_visible (group, FALSE);
  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = g_ptr_array_index (self->rows, i);
      gboolean match = fr_centre_match (g_ptr_array_index (self->centres, i), words);

      gtk_widget_set_visible (row, match);
      if (match)
        gtk_widget_set_visible (gtk_widget_get_ancestor (row, ADW_TYPE_PREFERENCES_GROUP), TRUE);
      any |= match;
    }
  gtk_label_set_label (self->nothing_label, nothing);
  gtk_widget_set_visible (self->nothing_box, !any);
}

static void
clear_cb (FrCentreList *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  filter_cb (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

static GtkWidget *
make_row (FrCentreList *self, const FrCentre *centre)
{
  g_autofree char *words = fr_centre_describe (centre);
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW, "title", words, NULL);
  GtkWidget *check = g_object_new (GTK_TYPE_CHECK_BUTTON, "group", self->other_check,
                                   "valign", GTK_ALIGN_CENTER, NULL);
  GtkWidget *id = g_object_new (GTK_TYPE_LABEL, "label", centre->id, "selectable", FALSE, NULL);

  gtk_widget_add_css_class (id, "monospace");
  gtk_widget_add_css_class (id, "quiet");
  gtk_widget_set_direction (id, GTK_TEXT_DIR_LTR);
  g_object_set_data_full (G_OBJECT (check), "id", g_strdup (centre->id), g_free);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                               !gtk_check_button_get_active (self->other_check) &&
                                 g_strcmp0 (centre->id, self->chosen) == 0);
  g_signal_connect_object (check, "toggled", G_CALLBACK (toggled_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), id);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);

  return row;
}

static void
build (FrCentreList *self)
{
  GtkWidget *child, *group = NULL;
  const char *region = NULL;

  self->building = TRUE;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups_box))) != NULL)
    gtk_box_remove (self->groups_box, child);
  g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->centres->len; i++)
    {
      const FrCentre *centre = g_ptr_array_index (self->centres, i);
      GtkWidget *row = make_row (self, centre);

      if (g_strcmp0 (region, centre->region) != 0)
        {
          group = g_object_new (ADW_TYPE_PREFERENCES_GROUP, "title",
                                fr_centres_name_region (centre->region), NULL);
          gtk_box_append (self->groups_box, group);
          region = centre->region;
        }
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      g_ptr_array_add (self->rows, row);
    }
  self->building = FALSE;
  filter_cb (self);
}

static gboolean
spinner_cb (gpointer data)
{
  FrCentreList *self = data;

  self->spinner_id = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), TRUE);
  gtk_spinner_start (self->spinner);

  return G_SOURCE_REMOVE;
}

static void
stop_waiting (FrCentreList *self)
{
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_spinner_stop (self->spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), FALSE);
}

/* A region that does not answer keeps what the shipped list says of it. */
static void
fetched_cb (gpointer owner, gpointer result, const GError *error)
{
  FrCentreList *self = owner;
  GPtrArray *fresh = result;

  if (error != NULL)
    g_debug ("no fresh list of data centres: %s", error->message);
  else if (fresh->len > 0)
    {
      const FrCentre *first = g_ptr_array_index (fresh, 0);

      fr_centres_merge (self->centres, first->region, fresh);
      gtk_label_set_label (self->age_label, _ ("As the cloud tells it now"));
      build (self);
      tell (self);
    }
  if (self->n_waiting > 0 && --self->n_waiting == 0)
    stop_waiting (self);
}

static void
fr_centre_list_dispose (GObject *object)
{
  FrCentreList *self = FR_CENTRE_LIST (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_CENTRE_LIST);

  G_OBJECT_CLASS (fr_centre_list_parent_class)->dispose (object);
}

static void
fr_centre_list_finalize (GObject *object)
{
  FrCentreList *self = FR_CENTRE_LIST (object);

  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->centres, g_ptr_array_unref);
  g_free (self->chosen);
  g_free (self->problem);
  g_free (self->asked);

  G_OBJECT_CLASS (fr_centre_list_parent_class)->finalize (object);
}

static void
fr_centre_list_class_init (FrCentreListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_centre_list_dispose;
  object_class->finalize = fr_centre_list_finalize;

  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_CENTRE_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  g_type_ensure (FR_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-centre-list.ui");
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, spinner);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, age_label);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, search_entry);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, nothing_box);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, nothing_label);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, groups_box);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, other_check);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, address_row);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, address_note);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, id_row);
  gtk_widget_class_bind_template_child (widget_class, FrCentreList, id_note);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, clear_cb);
}

static void
fr_centre_list_init (FrCentreList *self)
{
  g_autoptr (GDateTime) as_of = NULL;
  g_autofree char *date = NULL;
  g_autofree char *age = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->address_row), GTK_TEXT_DIR_LTR);

  self->rows = g_ptr_array_new ();
  self->centres = fr_centres_load (&as_of);
  self->chosen = g_strdup (((const FrCentre *) g_ptr_array_index (self->centres, 0))->id);
  /* Translators: the age of a list, as month and year; see strftime(3). */
  date = g_date_time_format (as_of, _ ("%B %Y"));
  age = g_strdup_printf (_ ("As of %s; refreshed when you sign in"), date);
  gtk_label_set_label (self->age_label, age);
  build (self);
  examine (self);
}

/**
 * fr_centre_list_choose:
 * @id: of a data centre
 * @api_host: (nullable): of another cloud of this kind
 */
void
fr_centre_list_choose (FrCentreList *self, const char *id, const char *api_host)
{
  g_return_if_fail (FR_IS_CENTRE_LIST (self) && id != NULL);

  if (api_host == NULL || fr_centres_find (self->centres, id) != NULL)
    {
      g_free (self->chosen);
      self->chosen = g_strdup (id);
    }
  self->building = TRUE;
  if (api_host != NULL)
    {
      gtk_editable_set_text (self->address_row, api_host);
      gtk_editable_set_text (self->id_row, id);
    }
  gtk_check_button_set_active (self->other_check, api_host != NULL);
  self->building = FALSE;
  build (self);
  tell (self);
}

static void
ask (FrCentreList *self, const FrCentre *centre, const char *user, const char *password)
{
  g_autofree char *endpoint = fr_endpoint_find_named (centre->id, NULL);

  self->n_waiting++;
  fr_centres_ask (self, endpoint, centre->region, user, password, fetched_cb, self->cancellable);
}

/**
 * fr_centre_list_refresh:
 * @user: of an account that has been let in
 * @password: likewise
 *
 * Asks each region for its data centres, once for each account; nobody while another cloud is
 * chosen, whose account it is.
 */
void
fr_centre_list_refresh (FrCentreList *self, const char *user, const char *password)
{
  const char *region = NULL;

  g_return_if_fail (FR_IS_CENTRE_LIST (self) && user != NULL && password != NULL);

  if (gtk_check_button_get_active (self->other_check) || g_strcmp0 (self->asked, user) == 0)
    return;

  g_free (self->asked);
  self->asked = g_strdup (user);
  if (self->cancellable == NULL)
    self->cancellable = g_cancellable_new ();
  if (self->spinner_id == 0)
    self->spinner_id = g_timeout_add (SHOW_SPINNER_MS, spinner_cb, self);
  for (guint i = 0; i < self->centres->len; i++)
    {
      const FrCentre *centre = g_ptr_array_index (self->centres, i);

      if (g_strcmp0 (region, centre->region) != 0)
        ask (self, centre, user, password);
      region = centre->region;
    }
}

/**
 * fr_centre_list_dup_id:
 *
 * Returns: (transfer full): of the data centre that is chosen
 */
char *
fr_centre_list_dup_id (FrCentreList *self)
{
  g_return_val_if_fail (FR_IS_CENTRE_LIST (self), NULL);

  return g_strdup (gtk_check_button_get_active (self->other_check)
                     ? gtk_editable_get_text (self->id_row)
                     : self->chosen);
}

/**
 * fr_centre_list_dup_api_host:
 *
 * Returns: (transfer full) (nullable): what a plan must say, for those data centres alone whose
 *   id does not tell where their API is
 */
char *
fr_centre_list_dup_api_host (FrCentreList *self)
{
  g_autofree char *endpoint = NULL;
  const char *why;

  g_return_val_if_fail (FR_IS_CENTRE_LIST (self), NULL);

  if (gtk_check_button_get_active (self->other_check))
    return fr_centre_address_read (gtk_editable_get_text (self->address_row), &why);
  if (fr_plan_words_contain (fr_plan_words_locations, self->chosen))
    return NULL;

  endpoint = fr_endpoint_find_named (self->chosen, NULL);
  return endpoint != NULL ? fr_centre_address_read (endpoint, &why) : NULL;
}

/**
 * fr_centre_list_dup_place:
 *
 * Returns: (transfer full): the choice for people: "Frankfurt (EU6)"
 */
char *
fr_centre_list_dup_place (FrCentreList *self)
{
  g_autofree char *id = fr_centre_list_dup_id (self);
  g_autofree char *host = fr_centre_list_dup_api_host (self);
  const FrCentre *centre = fr_centres_find (self->centres, id);

  if (gtk_check_button_get_active (self->other_check))
    return host != NULL ? g_strdup_printf ("%s (%s)", host, id) : g_strdup (_ ("Another cloud"));

  return centre != NULL && centre->city != NULL ? g_strdup_printf ("%s (%s)", centre->city, id)
                                                : g_strdup (id);
}

/**
 * fr_centre_list_get_problem:
 * @where: (out): what to correct
 *
 * Returns: (transfer none) (nullable): what is missing before one can go on
 */
const char *
fr_centre_list_get_problem (FrCentreList *self, GtkWidget **where)
{
  g_return_val_if_fail (FR_IS_CENTRE_LIST (self), NULL);

  *where = self->where;

  return self->problem;
}
