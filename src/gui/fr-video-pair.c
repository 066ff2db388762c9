/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-video-pair.h"

#define GAP 12
#define NARROW 480 /* below it one picture lies in the other */
#define INSET_WIDTH 92
#define INSET_HEIGHT 69
#define INSET_MARGIN 10

/**
 * FrVideoPair:
 *
 * Our own picture and that in the mirror, side by side; where there is no room for it our own lies
 * small in a corner of the other. In place of the mirror it can say why there is none.
 */
struct _FrVideoPair
{
  GtkWidget parent_instance;

  FrVideoView *own;
  FrVideoView *mirror;
  GtkWidget *card;
  GtkImage *card_icon;
  GtkLabel *card_title;
  GtkLabel *card_text;
  GtkButton *cure_button;
  gboolean narrow;
  guint idle;
};

typedef enum
{
  PROP_NARROW = 1,
  N_PROPERTIES,
} Properties;

enum
{
  CURE,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrVideoPair, fr_video_pair, GTK_TYPE_WIDGET)

static int
measure_card (FrVideoPair *self, GtkOrientation orientation, int for_size)
{
  int least = 0;

  if (gtk_widget_get_visible (self->card))
    gtk_widget_measure (self->card, orientation, for_size, &least, NULL, NULL, NULL);

  return least;
}

static GtkSizeRequestMode
fr_video_pair_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
fr_video_pair_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  FrVideoPair *self = FR_VIDEO_PAIR (widget);
  int width = for_size;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MAX (2 * INSET_WIDTH, measure_card (self, GTK_ORIENTATION_HORIZONTAL, -1));
      *natural = 740;
      return;
    }

  if (width >= NARROW)
    width = (width - GAP) / 2;
  *minimum = *natural = MAX (MAX (width, 2 * INSET_WIDTH) * 3 / 4,
                             measure_card (self, GTK_ORIENTATION_VERTICAL, width));
}

static gboolean
tell_narrow_cb (gpointer data)
{
  FrVideoPair *self = data;

  self->idle = 0;
  /* There is no room for a tag in the small one. */
  fr_video_view_set_tagged (self->own, !self->narrow);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NARROW]);

  return G_SOURCE_REMOVE;
}

/* Whoever listens changes the layout, which must not happen in the middle of one. */
static void
set_narrow (FrVideoPair *self, gboolean narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, tell_narrow_cb, self, NULL);
}

static void
allocate (GtkWidget *child, int x, int y, int width, int height)
{
  GtkAllocation place = { x, y, width, height };

  if (gtk_widget_should_layout (child))
    gtk_widget_size_allocate (child, &place, -1);
}

static void
fr_video_pair_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  FrVideoPair *self = FR_VIDEO_PAIR (widget);
  gboolean reversed = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  gboolean narrow = width < NARROW;
  int half = narrow ? width : (width - GAP) / 2;
  int other = narrow || reversed ? 0 : width - half;

  allocate (GTK_WIDGET (self->mirror), other, 0, half, half * 3 / 4);
  allocate (self->card, other, 0, half, height);
  if (narrow)
    allocate (GTK_WIDGET (self->own), reversed ? INSET_MARGIN : width - INSET_WIDTH - INSET_MARGIN,
              INSET_MARGIN, INSET_WIDTH, INSET_HEIGHT);
  else
    allocate (GTK_WIDGET (self->own), reversed ? width - half : 0, 0, half, half * 3 / 4);
  set_narrow (self, narrow);
}

/* In one another: the own picture lies on top, and gives way to a reason. */
static void
fr_video_pair_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  FrVideoPair *self = FR_VIDEO_PAIR (widget);
  gboolean failed = gtk_widget_get_visible (self->card);

  gtk_widget_snapshot_child (widget, failed ? self->card : GTK_WIDGET (self->mirror), snapshot);
  if (!failed || !self->narrow)
    gtk_widget_snapshot_child (widget, GTK_WIDGET (self->own), snapshot);
}

static void
cure_cb (FrVideoPair *self)
{
  g_signal_emit (self, signals[CURE], 0);
}

static void
fr_video_pair_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  g_value_set_boolean (value, FR_VIDEO_PAIR (object)->narrow);
}

static void
fr_video_pair_dispose (GObject *object)
{
  FrVideoPair *self = FR_VIDEO_PAIR (object);

  g_clear_handle_id (&self->idle, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_VIDEO_PAIR);

  G_OBJECT_CLASS (fr_video_pair_parent_class)->dispose (object);
}

static void
fr_video_pair_class_init (FrVideoPairClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = fr_video_pair_get_property;
  object_class->dispose = fr_video_pair_dispose;

  widget_class->get_request_mode = fr_video_pair_get_request_mode;
  widget_class->measure = fr_video_pair_measure;
  widget_class->size_allocate = fr_video_pair_size_allocate;
  widget_class->snapshot = fr_video_pair_snapshot;

  /**
   * FrVideoPair:narrow:
   *
   * Whether one picture lies in the other.
   */
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * FrVideoPair::cure:
   *
   * The button beside the reason was pressed.
   */
  signals[CURE] = g_signal_new ("cure", FR_TYPE_VIDEO_PAIR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);

  g_type_ensure (FR_TYPE_VIDEO_VIEW);
  gtk_widget_class_set_css_name (widget_class, "videopair");
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-video-pair.ui");
  gtk_widget_class_bind_template_child (widget_class, FrVideoPair, own);
  gtk_widget_class_bind_template_child (widget_class, FrVideoPair, mirror);
  gtk_widget_class_bind_template_child (widget_class, FrVideoPair, card);
  gtk_widget_class_bind_template_child (widget_class, FrVideoPair, card_icon);
  gtk_widget_class_bind_template_child (widget_class, FrVideoPair, card_title);
  gtk_widget_class_bind_template_child (widget_class, FrVideoPair, card_text);
  gtk_widget_class_bind_template_child (widget_class, FrVideoPair, cure_button);
  gtk_widget_class_bind_template_callback (widget_class, cure_cb);
}

static void
fr_video_pair_init (FrVideoPair *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * fr_video_pair_get_own:
 *
 * Returns: (transfer none): our own picture
 */
FrVideoView *
fr_video_pair_get_own (FrVideoPair *self)
{
  g_return_val_if_fail (FR_IS_VIDEO_PAIR (self), NULL);

  return self->own;
}

/**
 * fr_video_pair_get_mirror:
 *
 * Returns: (transfer none): the picture that comes back
 */
FrVideoView *
fr_video_pair_get_mirror (FrVideoPair *self)
{
  g_return_val_if_fail (FR_IS_VIDEO_PAIR (self), NULL);

  return self->mirror;
}

/**
 * fr_video_pair_get_narrow:
 *
 * Returns: whether one picture lies in the other
 */
gboolean
fr_video_pair_get_narrow (FrVideoPair *self)
{
  g_return_val_if_fail (FR_IS_VIDEO_PAIR (self), FALSE);

  return self->narrow;
}

/**
 * fr_video_pair_fail:
 * @icon: name of an icon
 * @title: "No picture, because …"
 * @text: what is known about it
 * @cure: (nullable): what the button says that helps, with a mnemonic
 */
void
fr_video_pair_fail (FrVideoPair *self, const char *icon, const char *title, const char *text,
                    const char *cure)
{
  g_return_if_fail (FR_IS_VIDEO_PAIR (self));

  gtk_image_set_from_icon_name (self->card_icon, icon);
  gtk_label_set_label (self->card_title, title);
  gtk_label_set_label (self->card_text, text);
  if (cure != NULL)
    gtk_button_set_label (self->cure_button, cure);
  gtk_widget_set_visible (GTK_WIDGET (self->cure_button), cure != NULL);
  gtk_widget_set_visible (self->card, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->mirror), FALSE);
}

/**
 * fr_video_pair_mend:
 *
 * Shows the mirror again.
 */
void
fr_video_pair_mend (FrVideoPair *self)
{
  g_return_if_fail (FR_IS_VIDEO_PAIR (self));

  gtk_widget_set_visible (self->card, FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self->mirror), TRUE);
}
