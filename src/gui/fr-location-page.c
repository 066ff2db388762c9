/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-location-page.h"

#include <glib/gi18n-lib.h>

#include "fr-centre-list.h"
#include "fr-draft.h"
#include "fr-duration.h"
#include "fr-error.h"
#include "fr-job.h"
#include "fr-local-here.h"
#include "fr-sign-in.h"

/**
 * FrLocationPage:
 *
 * Where the mirror is to live. What a place asks for is written into the draft at once, except
 * the addresses of this computer's world, which a worker looks up.
 */
struct _FrLocationPage
{
  FrPage parent_instance;

  AdwActionRow *here_row;
  GtkCheckButton *here_check;
  GtkWidget *here_chip;
  GtkLabel *here_badge;
  AdwActionRow *cloud_row;
  GtkCheckButton *cloud_check;
  GtkWidget *cloud_chip;
  GtkLabel *cloud_badge;
  AdwActionRow *server_row;
  GtkCheckButton *server_check;
  GtkWidget *server_chip;
  GtkLabel *server_badge;
  GtkWidget *hint_box;
  GtkWidget *error_box;
  GtkLabel *error_label;
  GtkLabel *code_label;
  FrCentreList *centre_list;

  char *here_host;
  char *here_subnet;
  char *cloud_subnet;
  gboolean looking; /* for what is here */
  gboolean ready;   /* what is chosen is what somebody wants */
};

G_DEFINE_FINAL_TYPE (FrLocationPage, fr_location_page, FR_TYPE_PAGE)

typedef struct
{
  char *host;
  char *subnet;
} Here;

static void
here_free (gpointer data)
{
  Here *here = data;

  g_free (here->host);
  g_free (here->subnet);
  g_free (here);
}

static FrDraft *
get_draft (FrLocationPage *self)
{
  return fr_making_get_draft (fr_page_get_making (FR_PAGE (self)));
}

static void
set_chip (GtkWidget *chip, GtkCheckButton *check)
{
  if (gtk_check_button_get_active (check))
    gtk_widget_add_css_class (chip, "accent");
  else
    gtk_widget_remove_css_class (chip, "accent");
}

static void
settle_here (FrLocationPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));
  FrDraft *draft = get_draft (self);

  if (!fr_draft_is_here (draft) && !fr_draft_is_own (draft))
    {
      g_free (self->cloud_subnet);
      g_object_get (draft, "subnet", &self->cloud_subnet, NULL);
    }
  g_object_set (draft, "location-id", FR_DRAFT_HERE, "api-host", self->here_host, NULL);
  if (self->here_subnet != NULL)
    g_object_set (draft, "subnet", self->here_subnet, NULL);
  fr_making_set_kind (making, FR_KIND_HERE);
  fr_making_set_text (making, "place", _ ("This computer"));
  fr_page_set_complete (FR_PAGE (self), TRUE, NULL, NULL);
}

static void
settle_cloud (FrLocationPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));
  FrDraft *draft = get_draft (self);
  g_autofree char *id = fr_centre_list_dup_id (self->centre_list);
  g_autofree char *host = fr_centre_list_dup_api_host (self->centre_list);
  g_autofree char *place = fr_centre_list_dup_place (self->centre_list);
  gboolean was_here = fr_draft_is_here (draft) || fr_draft_is_own (draft);
  GtkWidget *where = NULL;
  const char *problem = fr_centre_list_get_problem (self->centre_list, &where);

  g_object_set (draft, "location-id", id, "api-host", host, NULL);
  if (was_here && self->cloud_subnet != NULL)
    g_object_set (draft, "subnet", self->cloud_subnet, NULL);
  fr_making_set_kind (making, FR_KIND_CLOUD);
  fr_making_set_text (making, "place", place);
  fr_page_set_complete (FR_PAGE (self), problem == NULL, problem, where);
}

/* Which server, and how it is reached, is asked on the next page. */
static void
settle_server (FrLocationPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));

  g_object_set (get_draft (self), "location-id", FR_DRAFT_OWN, "api-host", NULL, NULL);
  fr_making_set_kind (making, FR_KIND_SERVER);
  fr_making_set_text (making, "place", _ ("My own server"));
  fr_page_set_complete (FR_PAGE (self), TRUE, NULL, NULL);
}

static void
settle_cb (FrLocationPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));
  gboolean here = gtk_check_button_get_active (self->here_check);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *place = NULL;

  if (!self->ready)
    return;

  before = fr_sign_in_dup_endpoint (get_draft (self));
  if (here)
    settle_here (self);
  else if (gtk_check_button_get_active (self->server_check))
    settle_server (self);
  else
    settle_cloud (self);
  after = fr_sign_in_dup_endpoint (get_draft (self));
  /* A password is for those who have let it in, and for nobody else. */
  if (g_strcmp0 (before, after) != 0)
    {
      fr_making_set_text (making, "user", NULL);
      fr_making_set_text (making, "password", NULL);
    }
  place = fr_making_dup_text (making, "place");
  fr_page_set_answer (FR_PAGE (self), place);
  gtk_widget_set_visible (self->hint_box, here);
  if (!here)
    gtk_widget_set_visible (self->error_box, FALSE);
}

static void
refresh (FrLocationPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));
  g_autofree char *user = fr_making_dup_text (making, "user");
  g_autofree char *password = fr_making_dup_text (making, "password");

  if (fr_making_get_kind (making) == FR_KIND_CLOUD && user != NULL && password != NULL)
    fr_centre_list_refresh (self->centre_list, user, password);
}

static void
toggled_cb (FrLocationPage *self, GtkCheckButton *check)
{
  set_chip (self->here_chip, self->here_check);
  set_chip (self->cloud_chip, self->cloud_check);
  set_chip (self->server_chip, self->server_check);
  if (!gtk_check_button_get_active (check))
    return;

  settle_cb (self);
  if (self->ready)
    refresh (self);
}

/* There is no room for badges in one column: their words begin the second line instead. */
static void
lay_out (FrLocationPage *self)
{
  struct
  {
    AdwActionRow *row;
    GtkLabel *badge;
  } rows[] = {
    { self->here_row, self->here_badge },
    { self->cloud_row, self->cloud_badge },
    { self->server_row, self->server_badge },
  };
  gboolean narrow;

  g_object_get (self, "narrow", &narrow, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char *words = g_object_get_data (G_OBJECT (rows[i].row), "words");
      g_autofree char *both = NULL;

      if (words == NULL)
        {
          words = adw_action_row_get_subtitle (rows[i].row);
          g_object_set_data_full (G_OBJECT (rows[i].row), "words", g_strdup (words), g_free);
          words = g_object_get_data (G_OBJECT (rows[i].row), "words");
        }
      both = g_strdup_printf ("%s · %s", gtk_label_get_label (rows[i].badge), words);
      adw_action_row_set_subtitle (rows[i].row, narrow ? both : words);
    }
}

static gpointer
look (gpointer data, GCancellable *cancellable, GError **error)
{
  Here *here = g_new0 (Here, 1);

  if (fr_local_here_describe (&here->host, &here->subnet, error))
    return here;

  here_free (here);

  return NULL;
}

static void
show_error (FrLocationPage *self, const GError *error)
{
  gtk_widget_set_visible (self->error_box,
                          error != NULL && gtk_check_button_get_active (self->here_check));
  if (error == NULL)
    return;

  gtk_label_set_label (self->error_label, error->message);
  gtk_label_set_label (self->code_label, fr_error_get_code (error));
}

static void
looked_cb (gpointer owner, gpointer result, const GError *error)
{
  FrLocationPage *self = owner;
  Here *here = result;
  gboolean applying;

  self->looking = FALSE;
  show_error (self, error);
  if (here != NULL)
    {
      g_free (self->here_host);
      g_free (self->here_subnet);
      self->here_host = g_steal_pointer (&here->host);
      self->here_subnet = g_steal_pointer (&here->subnet);
      settle_cb (self);
    }
  g_object_get (self, "applying", &applying, NULL);
  if (applying)
    fr_page_applied (FR_PAGE (self), error);
}

static void
start_looking (FrLocationPage *self)
{
  if (self->looking || self->here_host != NULL)
    return;

  self->looking = TRUE;
  fr_job_run (self, look, NULL, NULL, here_free, looked_cb, NULL);
}

static void
fr_location_page_enter (FrPage *page)
{
  FrLocationPage *self = FR_LOCATION_PAGE (page);

  if (gtk_check_button_get_active (self->here_check))
    start_looking (self);
  refresh (self);
}

/* Looking has begun long ago, mostly: then this ends at once. */
static void
fr_location_page_apply (FrPage *page, GCancellable *cancellable)
{
  FrLocationPage *self = FR_LOCATION_PAGE (page);

  if (!gtk_check_button_get_active (self->here_check) || self->here_host != NULL)
    fr_page_applied (page, NULL);
  else
    start_looking (self);
}

static void
fr_location_page_constructed (GObject *object)
{
  FrLocationPage *self = FR_LOCATION_PAGE (object);
  FrMaking *making = fr_page_get_making (FR_PAGE (self));

  G_OBJECT_CLASS (fr_location_page_parent_class)->constructed (object);

  if (making != NULL && fr_making_get_kind (making) == FR_KIND_CLOUD)
    {
      g_autofree char *id = NULL;
      g_autofree char *host = NULL;

      g_object_get (get_draft (self), "location-id", &id, "api-host", &host, NULL);
      fr_centre_list_choose (self->centre_list, id, host);
      gtk_check_button_set_active (self->cloud_check, TRUE);
    }
  else if (making != NULL && fr_making_get_kind (making) == FR_KIND_SERVER)
    gtk_check_button_set_active (self->server_check, TRUE);
  self->ready = TRUE;
  settle_cb (self);
  lay_out (self);
  g_signal_connect (self, "notify::narrow", G_CALLBACK (lay_out), NULL);
}

static void
fr_location_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_LOCATION_PAGE);

  G_OBJECT_CLASS (fr_location_page_parent_class)->dispose (object);
}

static void
fr_location_page_finalize (GObject *object)
{
  FrLocationPage *self = FR_LOCATION_PAGE (object);

  g_free (self->here_host);
  g_free (self->here_subnet);
  g_free (self->cloud_subnet);

  G_OBJECT_CLASS (fr_location_page_parent_class)->finalize (object);
}

static void
fr_location_page_class_init (FrLocationPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FrPageClass *page_class = FR_PAGE_CLASS (klass);

  object_class->constructed = fr_location_page_constructed;
  object_class->dispose = fr_location_page_dispose;
  object_class->finalize = fr_location_page_finalize;
  page_class->enter = fr_location_page_enter;
  page_class->apply = fr_location_page_apply;

  g_type_ensure (FR_TYPE_CENTRE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-location-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, here_row);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, here_check);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, here_chip);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, here_badge);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, cloud_row);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, cloud_check);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, cloud_chip);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, cloud_badge);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, server_row);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, server_check);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, server_chip);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, server_badge);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, hint_box);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, error_box);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, error_label);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, code_label);
  gtk_widget_class_bind_template_child (widget_class, FrLocationPage, centre_list);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, settle_cb);
}

/* What a place has taken before says more than what is usual. */
static void
learn_durations (FrLocationPage *self)
{
  const char *others[] = { FR_DRAFT_HERE, FR_DRAFT_OWN, NULL };

  g_signal_connect_object (self->here_badge, "notify::label", G_CALLBACK (lay_out), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->cloud_badge, "notify::label", G_CALLBACK (lay_out), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->server_badge, "notify::label", G_CALLBACK (lay_out), self,
                           G_CONNECT_SWAPPED);
  if (fr_local_here_get_obstacle () == NULL)
    fr_duration_learn (self->here_badge, FR_DRAFT_HERE, NULL);
  fr_duration_learn (self->cloud_badge, NULL, others);
  fr_duration_learn (self->server_badge, FR_DRAFT_OWN, NULL);
}

static void
fr_location_page_init (FrLocationPage *self)
{
  const char *obstacle = fr_local_here_get_obstacle ();

  gtk_widget_init_template (GTK_WIDGET (self));
  if (obstacle != NULL)
    {
      adw_action_row_set_subtitle (self->here_row, obstacle);
      gtk_label_set_label (self->here_badge, _ ("Not yet"));
    }
  learn_durations (self);
  gtk_widget_set_sensitive (GTK_WIDGET (self->here_row), obstacle == NULL);
  /* Last: nothing may be told before all is there. */
  gtk_check_button_set_active (obstacle == NULL ? self->here_check : self->cloud_check, TRUE);
}
