/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-key-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-dialogs.h"
#include "fr-field-note.h"
#include "fr-job.h"
#include "fr-key-file.h"

/**
 * FrKeyGroup:
 *
 * Whose keys open new servers: the one that is made for the deployment, and on request one that
 * the user has. Of that, only the public half is read; it goes into the draft.
 */
struct _FrKeyGroup
{
  AdwPreferencesGroup parent_instance;

  GtkCheckButton *made_check;
  GtkCheckButton *own_check;
  AdwActionRow *own_row;
  GtkWidget *choose_button;
  FrFieldNote *note;

  FrDraft *draft;
  char *key; /* the line; NULL: none chosen, or none in the file */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (FrKeyGroup, fr_key_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_own (FrKeyGroup *self)
{
  return gtk_check_button_get_active (self->own_check);
}

/* "ssh-ed25519 · me@here": nobody reads what is between. */
static char *
describe (const char *key)
{
  g_auto (GStrv) words = g_strsplit (key, " ", 3);

  if (g_strv_length (words) < 3)
    return g_strdup (words[0]);

  return g_strdup_printf ("%s · %s", words[0], words[2]);
}

static void
tell (FrKeyGroup *self)
{
  g_autofree char *words =
    self->key != NULL ? describe (self->key)
                      : g_strdup (_ ("The public half, like id_ed25519.pub: for your own ssh"));
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_action_row_set_subtitle (self->own_row, escaped);
  g_object_set (self->draft, "public-key", is_own (self) ? self->key : NULL, NULL);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
toggled_cb (FrKeyGroup *self)
{
  if (self->draft == NULL)
    return;

  if (!is_own (self))
    fr_field_note_say (self->note, GTK_WIDGET (self->own_row), NULL);
  tell (self);
}

static void
read_cb (gpointer owner, gpointer result, const GError *error)
{
  FrKeyGroup *self = owner;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_free (self->key);
  self->key = g_strdup (result);
  fr_field_note_say (self->note, GTK_WIDGET (self->own_row), error != NULL ? error->message : NULL);
  gtk_check_button_set_active (self->own_check, TRUE);
  tell (self);
}

/**
 * fr_key_group_choose:
 * @file: where the public half of a key should be; is read by a worker
 */
void
fr_key_group_choose (FrKeyGroup *self, GFile *file)
{
  g_return_if_fail (FR_IS_KEY_GROUP (self) && self->draft != NULL);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  fr_job_run (self, fr_key_file_read_public, g_file_get_path (file), g_free, g_free, read_cb,
              self->cancellable);
}

static void
chosen_cb (gpointer owner, GFile *file)
{
  fr_key_group_choose (owner, file);
}

static void
choose_cb (FrKeyGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    fr_dialogs_open_key (GTK_WINDOW (root), _ ("Choose a Public Key"), self, chosen_cb);
}

static void
fr_key_group_dispose (GObject *object)
{
  FrKeyGroup *self = FR_KEY_GROUP (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->draft);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_KEY_GROUP);

  G_OBJECT_CLASS (fr_key_group_parent_class)->dispose (object);
}

static void
fr_key_group_finalize (GObject *object)
{
  g_free (FR_KEY_GROUP (object)->key);

  G_OBJECT_CLASS (fr_key_group_parent_class)->finalize (object);
}

static void
fr_key_group_class_init (FrKeyGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_key_group_dispose;
  object_class->finalize = fr_key_group_finalize;

  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_KEY_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);

  g_type_ensure (FR_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-key-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FrKeyGroup, made_check);
  gtk_widget_class_bind_template_child (widget_class, FrKeyGroup, own_check);
  gtk_widget_class_bind_template_child (widget_class, FrKeyGroup, own_row);
  gtk_widget_class_bind_template_child (widget_class, FrKeyGroup, choose_button);
  gtk_widget_class_bind_template_child (widget_class, FrKeyGroup, note);
  gtk_widget_class_bind_template_callback (widget_class, toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
}

static void
fr_key_group_init (FrKeyGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_key_group_set_draft:
 * @draft: gets the public key
 */
void
fr_key_group_set_draft (FrKeyGroup *self, FrDraft *draft)
{
  g_return_if_fail (FR_IS_KEY_GROUP (self) && self->draft == NULL);

  g_object_get (draft, "public-key", &self->key, NULL);
  gtk_check_button_set_active (self->key != NULL ? self->own_check : self->made_check, TRUE);
  self->draft = g_object_ref (draft);
  tell (self);
}

/**
 * fr_key_group_get_problem:
 * @where: (out): what to correct
 *
 * Returns: (transfer none) (nullable): what is to be done before one can go on
 */
const char *
fr_key_group_get_problem (FrKeyGroup *self, GtkWidget **where)
{
  g_return_val_if_fail (FR_IS_KEY_GROUP (self), NULL);

  *where = self->choose_button;

  return is_own (self) && self->key == NULL ? _ ("Choose your public key to go on") : NULL;
}
