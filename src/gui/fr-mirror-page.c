/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-mirror-page.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "fr-mirror-page-private.h"
#include "fr-mirror-wish.h"
#include "fr-site.h"
#include "fr-wizard.h"

#define OWN_EVERY 2      /* 15 pictures a second of ourselves are enough */
#define HERE_PATIENCE 20 /* seconds; a mirror that was switched on must start */
#define SLOW_MS 500

/**
 * FrMirrorPage:
 *
 * The look into the mirror. It starts by itself when the page is entered, with the drawn face
 * unless a camera was allowed before, and lets go of the server when it is left.
 */
G_DEFINE_FINAL_TYPE (FrMirrorPage, fr_mirror_page, FR_TYPE_PAGE)

void
fr_mirror_page_set_state (FrMirrorPage *self, FrGlassState state)
{
  self->state = state;
  fr_mirror_page_show (self);
}

/* The page stays where it is: this is the answer to Next that says so. */
static void
stay (FrMirrorPage *self)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "");

  fr_page_applied (FR_PAGE (self), error);
}

static void
drop_look (FrMirrorPage *self)
{
  if (self->look == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->look, self);
  fr_mirror_look_close (self->look);
  g_clear_object (&self->look);
}

static gboolean
slow_cb (gpointer data)
{
  FrMirrorPage *self = data;

  self->slow = 0;
  fr_mirror_page_show_waiting (self);

  return G_SOURCE_REMOVE;
}

static void
look_changed_cb (FrMirrorPage *self)
{
  const FrMirrorNews *news = fr_mirror_look_get_news (self->look);

  if (news->state != FR_MIRROR_SESSION_CLOSED)
    {
      if (self->slow == 0)
        fr_mirror_page_show_waiting (self);
      return;
    }

  g_clear_handle_id (&self->slow, g_source_remove);
  if (news->error == NULL)
    {
      fr_mirror_page_stop (self);
      return;
    }

  fr_mirror_page_set_state (self, FR_GLASS_FAILED);
  fr_mirror_page_show_failure (self, news->error);
}

static void
look_figures_cb (FrMirrorPage *self)
{
  fr_mirror_page_show_figures (self);
}

static void
look_snapped_cb (FrMirrorPage *self, GBytes *i420)
{
  fr_mirror_page_write_snapshot (self, i420);
}

void
fr_mirror_page_look (FrMirrorPage *self, const char *source, int fd)
{
  g_autofree char *whole = NULL;
  FrMirrorWish wish;

  whole = self->place->name != NULL ? fr_site_add_key (self->place->name, self->place->uri)
                                    : g_strdup (self->place->uri);
  fr_mirror_wish_init (&wish, whole, self->place->pin);
  wish.hat = self->hat;
  wish.source = source;
  drop_look (self);
  fr_video_paintable_expect (self->own);
  fr_video_paintable_expect (self->mirror);
  self->look = fr_mirror_look_new (&wish, self->own, self->mirror, fd);
  g_signal_connect_object (self->look, "changed", G_CALLBACK (look_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->look, "figures", G_CALLBACK (look_figures_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->look, "snapped", G_CALLBACK (look_snapped_cb), self,
                           G_CONNECT_SWAPPED);
  fr_mirror_look_start (self->look, self->place->here ? HERE_PATIENCE : 0);
  fr_mirror_page_set_state (self, FR_GLASS_LOOKING);
}

/**
 * fr_mirror_page_start:
 *
 * For the parts of the page: looks, from wherever it is.
 */
void
fr_mirror_page_start (FrMirrorPage *self)
{
  if (!self->shown || self->state == FR_GLASS_FINDING)
    return;

  self->started_us = g_get_monotonic_time ();
  g_clear_handle_id (&self->slow, g_source_remove);
  self->slow = g_timeout_add (SLOW_MS, slow_cb, self);
  fr_mirror_page_set_state (self, FR_GLASS_FINDING);
  if (self->place == NULL)
    fr_mirror_page_find_place (self);
  fr_mirror_page_begin (self);
}

/**
 * fr_mirror_page_stop:
 *
 * For the parts of the page: the server may let go.
 */
void
fr_mirror_page_stop (FrMirrorPage *self)
{
  g_clear_handle_id (&self->slow, g_source_remove);
  drop_look (self);
  fr_mirror_page_set_state (self, FR_GLASS_STOPPED);
}

static void
first_cb (FrMirrorPage *self)
{
  gint64 first = fr_video_paintable_get_first (self->mirror);

  if (self->state != FR_GLASS_LOOKING || first == 0 || self->started_us == 0)
    return;

  g_debug ("the first picture came back after %d ms", (int) ((first - self->started_us) / 1000));
  self->started_us = 0;
  g_clear_handle_id (&self->slow, g_source_remove);
  fr_mirror_page_show (self);
}

static void
fr_mirror_page_enter (FrPage *page)
{
  FrMirrorPage *self = FR_MIRROR_PAGE (page);

  self->shown = TRUE;
  if (self->state == FR_GLASS_STOPPED)
    fr_mirror_page_recall_source (self);
  fr_cameras_find (fr_source_picker_get_cameras (self->picker));
  fr_mirror_page_warm (self);
  fr_mirror_page_start (self);
}

/* Lets go of everything that costs; shows nothing. */
static void
release (FrMirrorPage *self)
{
  self->shown = FALSE;
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->place, fr_mirror_place_free);
  g_clear_handle_id (&self->slow, g_source_remove);
  drop_look (self);
}

static void
fr_mirror_page_leave (FrPage *page)
{
  FrMirrorPage *self = FR_MIRROR_PAGE (page);

  /* Nobody sees it, and the verdict stays the answer of the page. */
  release (self);
  self->state = FR_GLASS_STOPPED;
}

static void
fr_mirror_page_apply (FrPage *page, GCancellable *cancellable)
{
  FrMirrorPage *self = FR_MIRROR_PAGE (page);

  if (self->state == FR_GLASS_FINDING || self->state == FR_GLASS_LOOKING)
    fr_mirror_page_stop (self);
  else
    fr_mirror_page_start (self);
  stay (self);
}

static void
chosen_cb (FrMirrorPage *self)
{
  fr_mirror_page_remember_source (self);
  fr_mirror_page_stop (self);
  fr_mirror_page_start (self);
}

static void
cameras_cb (FrMirrorPage *self)
{
  fr_mirror_page_show (self);
}

static void
use_camera_cb (FrMirrorPage *self)
{
  g_autofree char *camera = fr_source_picker_dup_camera (self->picker);

  if (camera == NULL)
    return;

  fr_source_picker_set_wish (self->picker, camera);
  chosen_cb (self);
}

static void
cure_cb (FrMirrorPage *self)
{
  GtkWidget *wizard = gtk_widget_get_ancestor (GTK_WIDGET (self), FR_TYPE_WIZARD);

  if (self->cure == FR_CURE_DEPLOYMENT && wizard != NULL)
    {
      fr_wizard_show_step (FR_WIZARD (wizard), FR_STEP_DEPLOYMENT);
      return;
    }

  if (self->cure == FR_CURE_SOURCE)
    fr_source_picker_set_wish (self->picker, FR_SOURCE_FACE);
  fr_mirror_page_start (self);
}

static void
narrow_cb (FrMirrorPage *self)
{
  fr_mirror_page_show (self);
}

static void
report_cb (FrMirrorPage *self)
{
  fr_mirror_page_save_report (self);
}

static void
fr_mirror_page_dispose (GObject *object)
{
  FrMirrorPage *self = FR_MIRROR_PAGE (object);

  release (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_MIRROR_PAGE);
  g_clear_object (&self->own);
  g_clear_object (&self->mirror);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (fr_mirror_page_parent_class)->dispose (object);
}

static void
fr_mirror_page_finalize (GObject *object)
{
  FrMirrorPage *self = FR_MIRROR_PAGE (object);

  g_free (self->address);
  g_free (self->pin);
  g_free (self->headline);

  G_OBJECT_CLASS (fr_mirror_page_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, pair);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, camera_row);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, verdict);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, verdict_icon);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, verdict_title);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, verdict_text);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, controls);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, source_label);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, picker);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, gap);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, snap_label);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, figures);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, fps);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, delay);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, rate);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, lost);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, failure);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, stages);
  gtk_widget_class_bind_template_child (widget_class, FrMirrorPage, code);
}

static void
fr_mirror_page_class_init (FrMirrorPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  FrPageClass *page_class = FR_PAGE_CLASS (klass);

  object_class->dispose = fr_mirror_page_dispose;
  object_class->finalize = fr_mirror_page_finalize;

  page_class->enter = fr_mirror_page_enter;
  page_class->leave = fr_mirror_page_leave;
  page_class->apply = fr_mirror_page_apply;

  g_type_ensure (FR_TYPE_VIDEO_PAIR);
  g_type_ensure (FR_TYPE_SOURCE_PICKER);
  g_type_ensure (FR_TYPE_FIGURE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-mirror-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, cure_cb);
  gtk_widget_class_bind_template_callback (widget_class, narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, use_camera_cb);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, cameras_cb);
  gtk_widget_class_bind_template_callback (widget_class, report_cb);
  fr_mirror_page_install_actions (widget_class);
}

static void
fr_mirror_page_init (FrMirrorPage *self)
{
  self->hat = FR_MIRROR_HAT_URI;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->own = fr_video_paintable_new (OWN_EVERY, TRUE);
  self->mirror = fr_video_paintable_new (1, FALSE);
  fr_video_view_set_paintable (fr_video_pair_get_own (self->pair), self->own);
  fr_video_view_set_paintable (fr_video_pair_get_mirror (self->pair), self->mirror);
  g_signal_connect_object (self->mirror, "invalidate-contents", G_CALLBACK (first_cb), self,
                           G_CONNECT_SWAPPED);
  fr_mirror_page_show (self);
}

/**
 * fr_mirror_page_set_address:
 * @address: (nullable): of a media server, instead of that of the window's deployment; see
 *   fr_mirror_make_uri()
 * @pin: (nullable): of its certificate, see fr_pin_read()
 *
 * Before the page is entered.
 */
void
fr_mirror_page_set_address (FrMirrorPage *self, const char *address, const char *pin)
{
  g_return_if_fail (FR_IS_MIRROR_PAGE (self));

  g_free (self->address);
  g_free (self->pin);
  self->address = g_strdup (address);
  self->pin = g_strdup (pin);
}
