/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-copy-row.h"

#include <glib/gi18n-lib.h>

#include "fr-dialogs.h"

/**
 * FrCopyRow:
 *
 * Something that is typed elsewhere: an address, a command, a fingerprint. It can be copied, and
 * opened when it is a link.
 */
struct _FrCopyRow
{
  AdwActionRow parent_instance;

  char *text;
  char *uri;
  GtkImage *icon;
  GtkLabel *number;
  GtkButton *copy;
  GtkButton *open;
};

enum
{
  COPIED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrCopyRow, fr_copy_row, ADW_TYPE_ACTION_ROW)

static void
copy_cb (FrCopyRow *self)
{
  g_autofree char *line = g_strdup (self->text);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)),
                          g_strdelimit (line, "\n", ':'));
  g_signal_emit (self, signals[COPIED], 0);
}

static void
open_cb (FrCopyRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root))
    fr_dialogs_show_uri (GTK_WINDOW (root), self->uri);
}

static void
fr_copy_row_dispose (GObject *object)
{
  FrCopyRow *self = FR_COPY_ROW (object);

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->uri, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_COPY_ROW);

  G_OBJECT_CLASS (fr_copy_row_parent_class)->dispose (object);
}

static void
fr_copy_row_class_init (FrCopyRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_copy_row_dispose;

  /**
   * FrCopyRow::copied:
   *
   * The text is in the clipboard.
   */
  signals[COPIED] = g_signal_new ("copied", FR_TYPE_COPY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-copy-row.ui");
  gtk_widget_class_bind_template_child (widget_class, FrCopyRow, icon);
  gtk_widget_class_bind_template_child (widget_class, FrCopyRow, number);
  gtk_widget_class_bind_template_child (widget_class, FrCopyRow, copy);
  gtk_widget_class_bind_template_child (widget_class, FrCopyRow, open);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_cb);
}

static void
fr_copy_row_init (FrCopyRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Each of several equal buttons says what it is about. */
static void
name_button (GtkButton *button, const char *format, const char *title)
{
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *words = g_strjoinv (title, parts);

  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
}

/**
 * fr_copy_row_new:
 * @title: what it is
 * @text: what is copied
 * @uri: (nullable): what is opened
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
fr_copy_row_new (const char *title, const char *text, const char *uri)
{
  FrCopyRow *self = g_object_new (FR_TYPE_COPY_ROW, NULL);
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped = g_markup_printf_escaped ("<tt>%s</tt>", text);

  self->text = g_strdup (text);
  self->uri = g_strdup (uri);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), escaped_title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->open), uri != NULL);
  /* Translators: %s is what is copied, such as “Sign in” */
  name_button (self->copy, _ ("Copy: %s"), title);
  /* Translators: %s is a link, such as “Open the mirror page” */
  name_button (self->open, _ ("Open: %s"), title);

  return GTK_WIDGET (self);
}

void
fr_copy_row_set_icon (FrCopyRow *self, const char *icon)
{
  g_return_if_fail (FR_IS_COPY_ROW (self));

  gtk_image_set_from_icon_name (self->icon, icon);
  gtk_widget_set_visible (GTK_WIDGET (self->icon), TRUE);
}

/**
 * fr_copy_row_set_number:
 * @number: of the row, when rows are done one after the other
 */
void
fr_copy_row_set_number (FrCopyRow *self, guint number)
{
  g_autofree char *words = g_strdup_printf ("%u", number);

  g_return_if_fail (FR_IS_COPY_ROW (self));

  gtk_label_set_label (self->number, words);
  gtk_widget_set_visible (GTK_WIDGET (self->number), TRUE);
}
