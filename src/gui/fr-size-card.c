/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-size-card.h"

#include <glib/gi18n-lib.h>

/**
 * FrSizeCard:
 *
 * One size among others: what it is for, what it has, for how many people. The chosen one has a
 * ring and a tick.
 */
struct _FrSizeCard
{
  GtkToggleButton parent_instance;

  GtkLabel *heading_label;
  GtkLabel *subtitle_label;
  GtkLabel *size_label;
  GtkLabel *people_label;
  GtkLabel *brief_label;
  GtkWidget *people_box;
};

G_DEFINE_FINAL_TYPE (FrSizeCard, fr_size_card, GTK_TYPE_TOGGLE_BUTTON)

static void
fr_size_card_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_SIZE_CARD);

  G_OBJECT_CLASS (fr_size_card_parent_class)->dispose (object);
}

static void
fr_size_card_class_init (FrSizeCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_size_card_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-size-card.ui");
  gtk_widget_class_bind_template_child (widget_class, FrSizeCard, heading_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizeCard, subtitle_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizeCard, size_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizeCard, people_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizeCard, brief_label);
  gtk_widget_class_bind_template_child (widget_class, FrSizeCard, people_box);
}

static void
fr_size_card_init (FrSizeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static char *
describe_in_lines (const FrSize *size)
{
  g_autofree char *each = NULL;

  if (size->nodes == 1)
    each = g_strdup_printf (_ ("%u vCPU\n%u GB memory"), size->cpu, size->memory);
  else
    each = g_strdup_printf (_ ("%u servers, each with\n%u vCPU, %u GB memory"), size->nodes,
                            size->cpu, size->memory);
  if (size->disk == 0)
    return g_steal_pointer (&each);

  /* Translators: the lines above, and the disk that is added. */
  return g_strdup_printf (_ ("%s\n+%u GB disk"), each, size->disk);
}

/**
 * fr_size_card_set_size:
 * @here: whether this computer does the work
 */
void
fr_size_card_set_size (FrSizeCard *self, const FrSize *size, gboolean here)
{
  g_autofree char *lines = NULL;
  g_autofree char *people = NULL;
  g_autofree char *processors = NULL;
  g_autofree char *brief = NULL;
  guint count;

  g_return_if_fail (FR_IS_SIZE_CARD (self));

  count = fr_size_count_people (size, here);
  lines = describe_in_lines (size);
  people = g_strdup_printf (ngettext ("About %u person", "About %u people", count), count);
  processors = fr_size_describe_briefly (size);
  /* Translators: for how many people, and with how many processors. */
  brief = g_strdup_printf (_ ("%s · %s"), people, processors);
  gtk_label_set_label (self->size_label, lines);
  gtk_label_set_label (self->people_label, people);
  gtk_label_set_label (self->brief_label, brief);
}

/**
 * fr_size_card_set_words:
 * @heading: its name
 * @subtitle: what it is for
 */
void
fr_size_card_set_words (FrSizeCard *self, const char *heading, const char *subtitle)
{
  g_return_if_fail (FR_IS_SIZE_CARD (self));

  gtk_label_set_label (self->heading_label, heading);
  gtk_label_set_label (self->subtitle_label, subtitle);
}

/**
 * fr_size_card_set_narrow:
 * @narrow: whether it is one line of several
 */
void
fr_size_card_set_narrow (FrSizeCard *self, gboolean narrow)
{
  g_return_if_fail (FR_IS_SIZE_CARD (self));

  gtk_widget_set_visible (GTK_WIDGET (self->subtitle_label), !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->size_label), !narrow);
  gtk_widget_set_visible (self->people_box, !narrow);
  gtk_widget_set_visible (GTK_WIDGET (self->brief_label), narrow);
}
