/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-sizing-page.h"

#include <glib/gi18n-lib.h>

#include "fr-heads.h"
#include "fr-job.h"
#include "fr-name.h"
#include "fr-site.h"
#include "fr-size-card.h"
#include "fr-size-settings.h"

#define N_CARDS 3

/**
 * FrSizingPage:
 *
 * How big the mirror is to be: one of three sizes, or any other; and for how many people that
 * is. On this computer no size is bigger than the computer; a server of one's own is as big as it
 * is.
 */
struct _FrSizingPage
{
  FrPage parent_instance;

  GtkLabel *title_label;
  GtkLabel *lead_label;
  GtkWidget *sizes_box;
  GtkBox *cards_box;
  FrSizeCard *try_card;
  FrSizeCard *classic_card;
  FrSizeCard *many_card;
  GtkWidget *own_box;
  GtkLabel *own_label;
  GtkLabel *people_label;
  GtkLabel *sentence_label;
  FrHeads *heads;
  GtkLabel *measure_label;
  FrSizeSettings *settings;

  gboolean here;    /* for which the size was chosen */
  gboolean own;     /* a server that is there already */
  char *name;       /* that we gave the deployment   */
  gboolean listing; /* the names that are taken */
  gboolean listed;
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (FrSizingPage, fr_sizing_page, FR_TYPE_PAGE)

static FrDraft *
get_draft (FrSizingPage *self)
{
  return fr_making_get_draft (fr_page_get_making (FR_PAGE (self)));
}

static FrSizeCard *
get_card (FrSizingPage *self, guint index)
{
  FrSizeCard *cards[N_CARDS] = { self->try_card, self->classic_card, self->many_card };

  return cards[index];
}

static int
find_preset (const FrSize *size, gboolean here, const char *liked)
{
  const char *const *presets = fr_draft_list_presets ();
  int found = -1;

  for (int i = 0; i < N_CARDS; i++)
    {
      FrSize preset = fr_size_of_preset (presets[i], here, NULL);

      if (!fr_size_equal (&preset, size))
        continue;
      /* Cut to this computer, two of them may be the same. */
      if (found < 0 || g_strcmp0 (presets[i], liked) == 0)
        found = i;
    }

  return found;
}

static void
apply_preset (FrSizingPage *self, const char *preset)
{
  FrDraft *draft = get_draft (self);
  FrSize size = fr_size_of_preset (preset, self->here, NULL);

  self->updating = TRUE;
  g_object_set (draft, "preset", preset, NULL);
  self->updating = FALSE;
  fr_size_apply (&size, draft);
}

/* How many people a server has room for is known since somebody has signed in there. */
static void
show_room (FrSizingPage *self)
{
  const FrMachine *machine = fr_making_get_machine (fr_page_get_making (FR_PAGE (self)));
  guint people = machine != NULL ? fr_machine_count_people (machine) : 0;
  g_autofree char *number = people > 0 ? g_strdup_printf ("%'u", people) : g_strdup ("?");
  g_autofree char *size = machine != NULL ? fr_machine_describe_size (machine) : NULL;
  g_autofree char *answer = machine != NULL ? fr_machine_describe_briefly (machine)
                                            : g_strdup (_ ("As big as your server"));
  g_autofree char *measure = NULL;

  if (size != NULL)
    /* Translators: %s is what a server has, such as “4 processors · 7.6 GB memory” */
    measure = g_strdup_printf (_ ("Your server has %s. Measured: one mirror of 640 × 480 at 30 "
                                  "pictures a second keeps 0.65 of a core busy."),
                               size);
  else
    measure = g_strdup (_ ("Measured: one mirror of 640 × 480 at 30 pictures a second keeps 0.65 "
                           "of a core busy."));
  gtk_label_set_label (self->people_label, number);
  gtk_label_set_label (self->sentence_label,
                       people > 0 ? ngettext ("person can look into the mirror at once",
                                              "people can look into the mirror at once", people)
                                  : _ ("What your server has is known when you have signed in"));
  gtk_label_set_label (self->measure_label, measure);
  gtk_widget_set_visible (GTK_WIDGET (self->heads), people > 0);
  fr_heads_set_count (self->heads, people);
  fr_page_set_answer (FR_PAGE (self), answer);
}

static void
show_people (FrSizingPage *self, const FrSize *size)
{
  guint people = fr_size_count_people (size, self->here);
  FrSize machine = fr_size_of_machine ();
  g_autofree char *number = g_strdup_printf ("%'u", people);
  g_autofree char *measure = NULL;

  if (self->here)
    measure =
      g_strdup_printf (ngettext ("This computer has %u processor. Measured: one mirror of "
                                 "640 × 480 at 30 pictures a second keeps 0.65 of a core busy.",
                                 "This computer has %u processors. Measured: one mirror of "
                                 "640 × 480 at 30 pictures a second keeps 0.65 of a core busy.",
                                 machine.cpu),
                       machine.cpu);
  else
    measure = g_strdup (_ ("Measured: one mirror of 640 × 480 at 30 pictures a second keeps 0.65 "
                           "of a core busy."));
  gtk_label_set_label (self->people_label, number);
  gtk_label_set_label (self->sentence_label,
                       ngettext ("person can look into the mirror at once",
                                 "people can look into the mirror at once", people));
  gtk_label_set_label (self->measure_label, measure);
  gtk_widget_set_visible (GTK_WIDGET (self->heads), TRUE);
  fr_heads_set_count (self->heads, people);
}

static void
show_cards (FrSizingPage *self)
{
  static const char *const headings[N_CARDS] = { N_ ("Try out"), N_ ("Classic"),
                                                 N_ ("Many mirrors") };
  static const char *const subtitles[N_CARDS] = { N_ ("Quick and small"),
                                                  N_ ("The usual size of a Kurento plan"),
                                                  N_ ("For a class or a show") };

  for (guint i = 0; i < N_CARDS; i++)
    {
      gboolean cut;
      FrSize size = fr_size_of_preset (fr_draft_list_presets ()[i], self->here, &cut);

      fr_size_card_set_words (get_card (self, i), _ (headings[i]),
                              cut ? _ ("Cut to what this computer has") : _ (subtitles[i]));
      fr_size_card_set_size (get_card (self, i), &size, self->here);
    }
}

static void
show_chosen (FrSizingPage *self, const FrSize *size)
{
  g_autofree char *liked = NULL;
  g_autofree char *words = fr_size_describe (size);
  g_autofree char *own = g_strdup_printf (_ ("Your own size: %s"), words);
  int chosen;

  g_object_get (get_draft (self), "preset", &liked, NULL);
  chosen = find_preset (size, self->here, liked);
  self->updating = TRUE;
  for (int i = 0; i < N_CARDS; i++)
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (get_card (self, i)), i == chosen);
  self->updating = FALSE;
  gtk_label_set_label (self->own_label, own);
  gtk_widget_set_visible (self->own_box, chosen < 0);
  fr_page_set_answer (FR_PAGE (self), words);
}

static void
update_cb (FrSizingPage *self)
{
  FrSize size;
  GtkWidget *where = NULL;
  const char *problem;

  if (self->updating || fr_page_get_making (FR_PAGE (self)) == NULL)
    return;

  size = fr_size_of_draft (get_draft (self));
  problem = fr_size_settings_get_problem (self->settings, &where);
  if (self->own)
    show_room (self);
  else
    {
      show_people (self, &size);
      show_chosen (self, &size);
    }
  if (problem != NULL)
    fr_size_settings_open (self->settings);
  fr_page_set_complete (FR_PAGE (self), problem == NULL, problem, where);
}

static void
chosen_cb (FrSizingPage *self, GtkToggleButton *button)
{
  if (self->updating || !gtk_toggle_button_get_active (button))
    return;

  for (guint i = 0; i < N_CARDS; i++)
    if (GTK_TOGGLE_BUTTON (get_card (self, i)) == button)
      apply_preset (self, fr_draft_list_presets ()[i]);
  update_cb (self);
}

static void
show_words (FrSizingPage *self)
{
  gtk_label_set_label (self->title_label,
                       self->own ? _ ("How should it be set up?") : _ ("How big should it be?"));
  gtk_label_set_label (self->lead_label,
                       self->own
                         ? _ ("Your server stays as big as it is; everything else can be changed.")
                         : _ ("Start with a preset; every part of it can be changed."));
  gtk_widget_set_visible (self->sizes_box, !self->own);
}

static void
machine_cb (FrSizingPage *self)
{
  if (self->own)
    update_cb (self);
}

static void
limits_cb (FrSizingPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));

  fr_size_settings_set_limits (self->settings, fr_making_get_limits (making));
}

/* A preset stays that preset in another place; a size of one's own stays what it is, unless it
 * does not fit there. */
static void
place_cb (FrSizingPage *self)
{
  FrDraft *draft = get_draft (self);
  gboolean here = fr_draft_is_here (draft);
  gboolean moved = self->own != fr_draft_is_own (draft);
  FrSize size = fr_size_of_draft (draft);
  g_autofree char *liked = NULL;
  int chosen;

  self->own = fr_draft_is_own (draft);
  if (moved)
    {
      show_words (self);
      update_cb (self);
    }
  if (here == self->here)
    return;

  g_object_get (draft, "preset", &liked, NULL);
  chosen = find_preset (&size, self->here, liked);
  self->here = here;
  if (chosen >= 0)
    apply_preset (self, fr_draft_list_presets ()[chosen]);
  else if (here)
    {
      FrSize machine = fr_size_of_machine ();

      size.cpu = MIN (size.cpu, machine.cpu);
      size.memory = MIN (size.memory, machine.memory);
      g_object_set (draft, "cpu", size.cpu, "memory", size.memory, NULL);
    }
  show_cards (self);
  update_cb (self);
}

/* A deployment that goes on, or a plan from a file, has a name of its own. */
static gboolean
may_name (FrSizingPage *self)
{
  FrMaking *making = fr_page_get_making (FR_PAGE (self));
  g_autofree char *name = fr_making_dup_text (making, "name");
  g_autofree char *path = fr_making_dup_text (making, "plan-path");

  return path == NULL && (name == NULL || g_strcmp0 (name, self->name) == 0);
}

static void
name_cb (FrSizingPage *self)
{
  g_autofree char *name = NULL;

  g_object_get (get_draft (self), "name", &name, NULL);
  if (!may_name (self) || fr_name_get_problem (name, NULL) != NULL)
    return;

  g_free (self->name);
  self->name = g_steal_pointer (&name);
  fr_making_set_text (fr_page_get_making (FR_PAGE (self)), "name", self->name);
}

static void
lay_out (FrSizingPage *self)
{
  gboolean narrow;

  g_object_get (self, "narrow", &narrow, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->cards_box),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  for (guint i = 0; i < N_CARDS; i++)
    fr_size_card_set_narrow (get_card (self, i), narrow);
}

static gpointer
list_names (gpointer data, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sites = fr_site_list ();
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < sites->len; i++)
    g_strv_builder_add (names, ((const FrSiteInfo *) g_ptr_array_index (sites, i))->name);

  return g_strv_builder_end (names);
}

static void
listed_cb (gpointer owner, gpointer result, const GError *error)
{
  FrSizingPage *self = owner;
  const char *const *names = result;
  g_autofree char *name = NULL;
  gboolean applying;

  self->listing = FALSE;
  self->listed = TRUE;
  g_object_get (get_draft (self), "name", &name, NULL);
  if (g_str_equal (name, "mirror") && may_name (self))
    {
      g_autofree char *proposal = fr_name_propose (name, names);

      g_object_set (get_draft (self), "name", proposal, NULL);
    }
  if (may_name (self))
    fr_size_settings_set_taken (self->settings, names);

  g_object_get (self, "applying", &applying, NULL);
  if (applying)
    fr_page_applied (FR_PAGE (self), NULL);
}

/* Once: later the list has the mirror that is being made. */
static void
start_listing (FrSizingPage *self)
{
  if (self->listing || self->listed)
    return;

  self->listing = TRUE;
  fr_job_run (self, list_names, NULL, NULL, (GDestroyNotify) g_strfreev, listed_cb, NULL);
}

static void
fr_sizing_page_enter (FrPage *page)
{
  start_listing (FR_SIZING_PAGE (page));
}

static void
fr_sizing_page_apply (FrPage *page, GCancellable *cancellable)
{
  FrSizingPage *self = FR_SIZING_PAGE (page);

  start_listing (self);
  if (self->listed)
    fr_page_applied (page, NULL);
}

static void
fr_sizing_page_constructed (GObject *object)
{
  FrSizingPage *self = FR_SIZING_PAGE (object);
  FrDraft *draft = get_draft (self);

  G_OBJECT_CLASS (fr_sizing_page_parent_class)->constructed (object);

  fr_size_settings_set_draft (self->settings, draft);
  g_signal_connect_object (draft, "notify::location-id", G_CALLBACK (place_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (draft, "notify::name", G_CALLBACK (name_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fr_page_get_making (FR_PAGE (self)), "notify::machine",
                           G_CALLBACK (machine_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fr_page_get_making (FR_PAGE (self)), "notify::limits",
                           G_CALLBACK (limits_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::narrow", G_CALLBACK (lay_out), NULL);
  limits_cb (self);
  show_words (self);
  place_cb (self);
  show_cards (self);
  lay_out (self);
  name_cb (self);
  update_cb (self);
}

static void
fr_sizing_page_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_SIZING_PAGE);

  G_OBJECT_CLASS (fr_sizing_page_parent_class)->dispose (object);
}

static void
fr_sizing_page_finalize (GObject *object)
{
  g_free (FR_SIZING_PAGE (object)->name);

  G_OBJECT_CLASS (fr_sizing_page_parent_class)->finalize (object);
}

static void
fr_sizing_page_class_init (FrSizingPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FrPageClass *page_class = FR_PAGE_CLASS (klass);

  object_class->constructed = fr_sizing_page_constructed;
  object_class->dispose = fr_sizing_page_dispose;
  object_class->finalize = fr_sizing_page_finalize;
  page_class->enter = fr_sizing_page_enter;
  page_class->apply = fr_sizing_page_apply;

  g_type_ensure (FR_TYPE_HEADS);
  g_type_ensure (FR_TYPE_SIZE_CARD);
  g_type_ensure (FR_TYPE_SIZE_SETTINGS);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-sizing-page.ui");
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, title_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, lead_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, sizes_box);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, cards_box);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, try_card);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, classic_card);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, many_card);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, own_box);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, own_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, people_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, heads);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, measure_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizingPage, settings);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_cb);
}

static void
fr_sizing_page_init (FrSizingPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
