/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-dispose-proof.h"

#include <glib/gi18n-lib.h>

#include "fr-step-words.h"

/**
 * FrDisposeProof:
 *
 * That nothing is left of a deployment: what was removed and looked for again, and what was left
 * alone.
 */
struct _FrDisposeProof
{
  AdwBin parent_instance;

  FrDeployment *deployment;
  char *plan_path;
  GtkLabel *head;
  GtkLabel *title;
  GtkLabel *hint;
  GtkLabel *words;
  GtkListBox *removed;
  GtkWidget *still_box;
  GtkListBox *still;
};

G_DEFINE_FINAL_TYPE (FrDisposeProof, fr_dispose_proof, ADW_TYPE_BIN)

static void
fr_dispose_proof_dispose (GObject *object)
{
  FrDisposeProof *self = FR_DISPOSE_PROOF (object);

  g_clear_object (&self->deployment);
  g_clear_pointer (&self->plan_path, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_DISPOSE_PROOF);

  G_OBJECT_CLASS (fr_dispose_proof_parent_class)->dispose (object);
}

static void
fr_dispose_proof_class_init (FrDisposeProofClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_dispose_proof_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-dispose-proof.ui");
  gtk_widget_class_bind_template_child (widget_class, FrDisposeProof, head);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeProof, title);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeProof, hint);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeProof, words);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeProof, removed);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeProof, still);
  gtk_widget_class_bind_template_child (widget_class, FrDisposeProof, still_box);
}

static void
fr_dispose_proof_init (FrDisposeProof *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
open_plan_cb (FrDisposeProof *self)
{
  g_autoptr (GFile) file = g_file_new_for_path (self->plan_path);
  g_autofree char *uri = g_file_get_uri (file);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.open-uri", "s", uri);
}

static void
empty (GtkListBox *list)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
}

static AdwActionRow *
add_row (GtkListBox *list, const char *icon, const char *title, const char *subtitle,
         const char *state)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  g_autofree char *escaped = g_markup_escape_text (title, -1);
  g_autofree char *below = g_markup_escape_text (subtitle, -1);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), escaped);
  adw_action_row_set_subtitle (row, below);
  adw_action_row_set_subtitle_lines (row, 0);
  adw_action_row_add_prefix (row, image);
  gtk_list_box_append (list, GTK_WIDGET (row));
  if (state != NULL)
    {
      GtkWidget *label = gtk_label_new (state);

      gtk_widget_add_css_class (image, "success");
      gtk_widget_add_css_class (label, "quiet");
      adw_action_row_add_suffix (row, label);
    }

  return row;
}

static guint
count (FrDisposeProof *self, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->deployment)); i++)
    {
      g_autoptr (FrStepItem) item = g_list_model_get_item (G_LIST_MODEL (self->deployment), i);

      n += g_str_equal (fr_step_item_get_kind (item), kind) ? 1 : 0;
    }

  return n;
}

static void
add_gone (FrDisposeProof *self, const char *title)
{
  add_row (self->removed, "object-select-symbolic", title, "", _ ("none left"));
}

/* The server stays: what was changed there is as it was. */
static void
add_taken_back (FrDisposeProof *self)
{
  static const char *const titles[] = {
    N_ ("Packages and services of the mirror"),
    N_ ("Files of the mirror, and lines in others"),
    N_ ("Our SSH key, and that passwords are refused"),
    N_ ("The list of changes itself"),
  };

  empty (self->removed);
  for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
    add_row (self->removed, "object-select-symbolic", _ (titles[i]), "", _ ("taken back"));
}

static void
add_removed (FrDisposeProof *self)
{
  guint servers = count (self, "server");
  guint rules = count (self, "rule");
  g_autofree char *server_words = g_strdup_printf (
    ngettext ("%u server and its disks", "%u servers and their disks", servers), servers);
  g_autofree char *rule_words =
    g_strdup_printf (ngettext ("Address translation and %u firewall rule",
                               "Address translation and %u firewall rules", rules),
                     rules);

  empty (self->removed);
  if (servers > 0)
    add_gone (self, server_words);
  if (rules > 0)
    add_gone (self, rule_words);
  if (count (self, "address") > 0)
    add_gone (self, _ ("Public addresses"));
  add_gone (self, _ ("Network and network domain"));
}

static void
add_still (FrDisposeProof *self)
{
  GPtrArray *kept = fr_deployment_get_kept (self->deployment);
  AdwActionRow *row;
  GtkWidget *button;

  empty (self->still);
  for (guint i = 0; kept != NULL && i < kept->len; i++)
    {
      g_autofree char *title =
        g_strdup_printf (_ ("Network domain “%s”"), (char *) g_ptr_array_index (kept, i));

      add_row (self->still, "network-workgroup-symbolic", title,
               _ ("Not made by this mirror, so it was left alone"), NULL);
    }
  if (self->plan_path == NULL)
    return;

  row = add_row (self->still, "text-x-generic-symbolic", _ ("The plan"), self->plan_path, NULL);
  button = gtk_button_new_with_mnemonic (_ ("_Open"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", G_CALLBACK (open_plan_cb), self, G_CONNECT_SWAPPED);
  adw_action_row_add_suffix (row, button);
}

/**
 * fr_dispose_proof_show:
 * @deployment: that is gone
 * @plan_path: (nullable): of its plan, which stays
 */
void
fr_dispose_proof_show (FrDisposeProof *self, FrDeployment *deployment, const char *plan_path)
{
  gboolean own = fr_deployment_is_own (deployment);
  GDateTime *ended = fr_deployment_get_ended (deployment);
  g_autofree char *time = ended != NULL ? g_date_time_format (ended, "%H:%M") : g_strdup ("");
  g_autofree char *title =
    g_strdup_printf (_ ("%s is gone"), fr_deployment_get_name (deployment));
  g_autofree char *took = fr_words_dup_long_duration (fr_deployment_get_elapsed_ms (deployment));
  g_autofree char *hint = g_strdup_printf (_ ("Disposing took %s."), took);
  g_autofree char *words =
    g_strdup_printf (own ? _ ("Looked at the server again at %s: everything on its list has been "
                              "taken back.")
                         : _ ("Asked the cloud again at %s: everything that carried the mark of "
                              "this mirror is gone."),
                     time);

  g_return_if_fail (FR_IS_DISPOSE_PROOF (self) && FR_IS_DEPLOYMENT (deployment));

  g_set_object (&self->deployment, deployment);
  g_free (self->plan_path);
  self->plan_path = g_strdup (plan_path);
  gtk_label_set_label (self->title, title);
  gtk_label_set_label (self->hint, hint);
  gtk_label_set_label (self->words, words);
  gtk_label_set_label (self->head, own ? _ ("Your server is as it was before")
                                       : _ ("Nothing billable is left"));
  if (own)
    add_taken_back (self);
  else
    add_removed (self);
  add_still (self);
  gtk_widget_set_visible (self->still_box,
                          gtk_widget_get_first_child (GTK_WIDGET (self->still)) != NULL);
}
