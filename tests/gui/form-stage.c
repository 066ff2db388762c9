/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "form-stage.h"

#include <locale.h>

#include "fr-gui-resources.h"
#include "log-stage.h"

/**
 * form_stage_prepare:
 *
 * GTK, libadwaita and our style, for all tests of the program.
 */
void
form_stage_prepare (int *argc, char ***argv)
{
  g_autoptr (GtkCssProvider) provider = NULL;

  setlocale (LC_ALL, "");
  g_test_init (argc, argv, NULL);
  log_stage_prepare ();
  g_resources_register (fr_gui_get_resource ());
  adw_init ();

  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, "/io/github/fittingroom/FittingRoom/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE,
                "gtk-font-name", "Cantarell 11", NULL);
}

static void
go_next_cb (FormStage *self)
{
  self->n_next++;
}

/**
 * form_stage_settle:
 *
 * Lets the main loop run for some time.
 */
void
form_stage_settle (guint milliseconds)
{
  gint64 until = g_get_monotonic_time () + milliseconds * 1000;

  do
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_usleep (1000);
    }
  while (g_get_monotonic_time () < until);
}

/**
 * form_stage_make_cloud:
 * @api_host: (nullable): where its API is
 *
 * Returns: (transfer full): a mirror that is to live in Frankfurt
 */
FrMaking *
form_stage_make_cloud (const char *api_host)
{
  FrMaking *making = fr_making_new ();

  g_object_set (fr_making_get_draft (making), "location-id", "EU6", "api-host", api_host, NULL);
  fr_making_set_text (making, "place", "Frankfurt (EU6)");
  fr_making_set_kind (making, FR_KIND_CLOUD);

  return making;
}

/**
 * form_stage_new:
 * @type: of a page
 * @making: (nullable): what it is about; by itself a new one
 *
 * Shows a page, and enters it.
 */
FormStage *
form_stage_new (GType type, FrMaking *making)
{
  FormStage *self = g_new0 (FormStage, 1);

  self->making = making != NULL ? g_object_ref (making) : fr_making_new ();
  self->page = g_object_new (type, "making", self->making, NULL);
  self->window = g_object_new (ADW_TYPE_WINDOW, "default-width", 796, "default-height", 650,
                               "content", self->page, NULL);
  g_signal_connect_swapped (self->page, "go-next", G_CALLBACK (go_next_cb), self);
  gtk_window_present (GTK_WINDOW (self->window));
  fr_page_enter (self->page);
  form_stage_settle (50);

  return self;
}

/**
 * form_stage_free:
 *
 * Closes the window; the page must be gone with it, if not at once: a worker may hold it a little.
 */
void
form_stage_free (FormStage *self)
{
  FrPage *page = self->page;

  fr_page_leave (self->page);
  g_signal_handlers_disconnect_by_data (self->page, self);
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &page);
  gtk_window_destroy (GTK_WINDOW (self->window));
  form_stage_settle (100);
  form_stage_wait (page == NULL);
  g_clear_object (&self->making);
  g_free (self);
}

/**
 * form_stage_shape:
 *
 * Gives the page another size; one below 600 is narrow.
 */
void
form_stage_shape (FormStage *self, int width, int height)
{
  fr_page_set_narrow (self->page, width < 600);
  if (width < 600)
    gtk_widget_add_css_class (self->window, "narrow");
  else
    gtk_widget_remove_css_class (self->window, "narrow");
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, height);
  form_stage_settle (150);
}

/* Nothing as long as the window has not been drawn. */
static GskRenderNode *
draw (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));

  return gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
}

/**
 * form_stage_picture:
 * @name: of a file in the folder that FR_PICTURES names
 *
 * Keeps what the window looks like now, for people.
 */
void
form_stage_picture (FormStage *self, const char *name)
{
  const char *folder = g_getenv ("FR_PICTURES");
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *path = NULL;
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (self->window));

  if (folder == NULL)
    return;

  for (guint i = 0; node == NULL && i < 100; i++)
    {
      form_stage_settle (100);
      node = draw (self->window);
    }
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  g_mkdir_with_parents (folder, 0755);
  path = g_strdup_printf ("%s/form-%s.png", folder, name);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static gpointer
find (GtkWidget *widget, const char *id)
{
  gpointer found = NULL;

  if (g_strcmp0 (gtk_buildable_get_buildable_id (GTK_BUILDABLE (widget)), id) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, id);

  return found;
}

/**
 * form_stage_find:
 * @id: of a widget in the page's template, or in one of its widgets'
 *
 * Returns: (transfer none): the widget
 */
gpointer
form_stage_find (FormStage *self, const char *id)
{
  gpointer found = find (GTK_WIDGET (self->page), id);

  if (found == NULL)
    g_error ("there is no widget “%s”", id);

  return found;
}

/**
 * form_stage_next:
 *
 * Presses Next, and waits until the page has gone on.
 */
void
form_stage_next (FormStage *self)
{
  guint before = self->n_next;

  g_assert_true (fr_page_get_complete (self->page));
  fr_page_apply (self->page);
  form_stage_wait (self->n_next == before + 1);
}

/* Next is off, with a reason that has @part in it; without @part it is on. */
void
form_stage_assert_reason (FormStage *self, const char *part)
{
  g_autofree char *reason = NULL;
  g_autoptr (GtkWidget) where = NULL;

  g_object_get (self->page, "reason", &reason, "where", &where, NULL);
  g_test_message ("reason: %s", reason != NULL ? reason : "none");
  g_assert_true (fr_page_get_complete (self->page) == (part == NULL));
  if (part == NULL)
    return;

  g_assert_nonnull (where);
  g_assert_nonnull (strstr (reason, part));
}

void
form_stage_assert_draft (FormStage *self, const char *property, const char *wanted)
{
  g_autofree char *text = NULL;

  g_object_get (fr_making_get_draft (self->making), property, &text, NULL);
  g_assert_cmpstr (text, ==, wanted);
}
