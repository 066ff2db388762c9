/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fr-mark-popover.h"

#include "fr-finding-row.h"

/**
 * FrMarkPopover:
 *
 * What there is to say about one line, beside its mark.
 */
struct _FrMarkPopover
{
  GtkPopover parent_instance;

  GtkListBox *list;
};

enum
{
  FIX_FINDING,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrMarkPopover, fr_mark_popover, GTK_TYPE_POPOVER)

static void
fix_cb (FrMarkPopover *self, FrFindingRow *row)
{
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[FIX_FINDING], 0, fr_finding_row_get_finding (row));
}

static gboolean
unparent_cb (gpointer data)
{
  fr_mark_popover_remove (data);

  return G_SOURCE_REMOVE;
}

/* In an idle: whoever closed it may still be at work on it. */
static void
closed_cb (FrMarkPopover *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (self), g_object_unref);
}

static void
fr_mark_popover_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_MARK_POPOVER);

  G_OBJECT_CLASS (fr_mark_popover_parent_class)->dispose (object);
}

static void
fr_mark_popover_class_init (FrMarkPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = fr_mark_popover_dispose;

  /**
   * FrMarkPopover::fix-finding:
   * @finding: (type gpointer): a #FrFinding, to be mended
   */
  signals[FIX_FINDING] = g_signal_new ("fix-finding", FR_TYPE_MARK_POPOVER, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);

  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-mark-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, FrMarkPopover, list);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
}

static void
fr_mark_popover_init (FrMarkPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_mark_popover_new:
 * @findings: (element-type FrFinding): of the whole plan
 * @line: from 1
 */
GtkWidget *
fr_mark_popover_new (GPtrArray *findings, guint line)
{
  FrMarkPopover *self = g_object_new (FR_TYPE_MARK_POPOVER, NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      const FrFinding *finding = g_ptr_array_index (findings, i);
      FrFindingRow *row;

      if (finding->place.line != line)
        continue;
      row = fr_finding_row_new (finding, NULL, TRUE);
      g_signal_connect_object (row, "fix", G_CALLBACK (fix_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, GTK_WIDGET (row));
    }

  return GTK_WIDGET (self);
}

/**
 * fr_mark_popover_remove:
 *
 * Takes it away from where it was shown, if it still is there.
 */
void
fr_mark_popover_remove (FrMarkPopover *self)
{
  g_return_if_fail (FR_IS_MARK_POPOVER (self));

  if (gtk_widget_get_parent (GTK_WIDGET (self)) != NULL)
    gtk_widget_unparent (GTK_WIDGET (self));
}

/**
 * fr_mark_popover_show:
 * @parent: where it belongs to until it is closed or removed
 * @area: what it points to, in @parent
 */
void
fr_mark_popover_show (FrMarkPopover *self, GtkWidget *parent, const GdkRectangle *area)
{
  g_return_if_fail (FR_IS_MARK_POPOVER (self));

  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  gtk_popover_set_pointing_to (GTK_POPOVER (self), area);
  gtk_popover_popup (GTK_POPOVER (self));
}
