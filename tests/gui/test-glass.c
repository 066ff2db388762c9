/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <gst/gst.h>

#include "fr-figure.h"
#include "fr-settings.h"
#include "glass-stage.h"
#include "test-camera.h"

static guint
count_shown (GlassStage *fixture)
{
  return fr_video_paintable_count (fixture->page->mirror);
}

static const char *
get_answer (GlassStage *fixture)
{
  static char *answer;

  g_clear_pointer (&answer, g_free);
  g_object_get (fixture->page, "answer", &answer, NULL);

  return answer;
}

static void
test_look (GlassStage *fixture, gconstpointer data)
{
  guint before;
  gint64 started;
  GdkTexture *texture;

  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (count_shown (fixture) > 10 && fr_video_paintable_count (fixture->page->own) > 5);
  texture = fr_video_paintable_get_texture (fixture->page->mirror);
  g_assert_cmpint (gdk_texture_get_width (texture), ==,
                   gtk_widget_get_width (
                     GTK_WIDGET (fr_video_pair_get_mirror (fixture->page->pair))));
  WAIT_FOR (g_strcmp0 (get_answer (fixture), "The hat fits") == 0);
  g_assert_cmpuint (test_server_count_objects (fixture->server), >, 0);

  fr_page_apply (FR_PAGE (fixture->page));
  g_assert_cmpint (fixture->page->state, ==, FR_GLASS_STOPPED);
  g_assert_cmpstr (get_answer (fixture), ==, "Stopped");
  WAIT_FOR (test_server_count_objects (fixture->server) == 0);
  g_assert_nonnull (fr_video_paintable_get_texture (fixture->page->mirror));

  before = count_shown (fixture);
  started = g_get_monotonic_time ();
  fr_page_apply (FR_PAGE (fixture->page));
  WAIT_FOR (fr_video_paintable_get_first (fixture->page->mirror) > 0);
  g_test_message ("first picture %d ms after Start",
                  (int) ((fr_video_paintable_get_first (fixture->page->mirror) - started) / 1000));
  WAIT_FOR (count_shown (fixture) > before + 10);

  fr_page_leave (FR_PAGE (fixture->page));
  WAIT_FOR (test_server_count_objects (fixture->server) == 0);
}

/* A window that goes away, without any good-bye of the page. */
static void
test_close (GlassStage *fixture, gconstpointer data)
{
  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (count_shown (fixture) > 3);
  glass_stage_close (fixture);
  WAIT_FOR (test_server_count_objects (fixture->server) == 0);
}

/* At once, while nothing has come back yet. */
static void
test_impatient (GlassStage *fixture, gconstpointer data)
{
  for (guint i = 0; i < 8; i++)
    {
      gint64 end = g_get_monotonic_time () + i * 15000;

      fr_page_enter (FR_PAGE (fixture->page));
      while (g_get_monotonic_time () < end)
        g_main_context_iteration (NULL, FALSE);
      fr_page_leave (FR_PAGE (fixture->page));
    }
  glass_stage_close (fixture);
  for (guint i = 0; i < 100; i++)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (5000);
    }
  WAIT_FOR (test_server_count_objects (fixture->server) == 0);
}

static void
test_server_dies (GlassStage *fixture, gconstpointer data)
{
  gboolean failed;

  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (count_shown (fixture) > 3);
  g_clear_pointer (&fixture->server, test_server_free);
  WAIT_FOR (fixture->page->state == FR_GLASS_FAILED);
  g_object_get (fixture->page, "failed", &failed, NULL);
  g_assert_true (failed);
  g_assert_cmpstr (get_answer (fixture), ==, "No picture");
  g_assert_cmpstr (fixture->page->headline, ==, "No picture, because the server has gone away");
  g_assert_true (gtk_widget_get_mapped (fixture->page->failure));
}

static void
test_nobody (GlassStage *fixture, gconstpointer data)
{
  fr_mirror_page_set_address (fixture->page, "ws://127.0.0.1:9/kurento", NULL);
  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (fixture->page->state == FR_GLASS_FAILED);
  g_assert_cmpstr (fixture->page->headline, ==, "No picture, because the server does not answer");

  /* It answers now. */
  fr_mirror_place_free (g_steal_pointer (&fixture->page->place));
  fr_mirror_page_set_address (fixture->page, fixture->uri, NULL);
  fr_page_apply (FR_PAGE (fixture->page));
  WAIT_FOR (count_shown (fixture) > 3);
}

/* The server is another one than it was. */
static void
test_certificate (GlassStage *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), "both.pem", NULL);
  g_autofree char *command = g_strdup_printf (
    "sh -c 'openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 "
    "-subj /CN=mirror -keyout \"%s.key\" -out \"%s\" 2>&1 && cat \"%s.key\" >>\"%s\"'",
    path, path, path, path);
  g_autofree char *output = NULL;
  g_autofree char *uri = NULL;
  int status = 1;

  if (!g_spawn_command_line_sync (command, &output, NULL, &status, NULL) || status != 0)
    {
      g_test_skip ("openssl is not installed");
      return;
    }

  test_server_free (fixture->server);
  fixture->server = test_server_new (path);
  uri = g_strdup_printf ("wss://127.0.0.1:%u/kurento",
                         test_server_get_secure_port (fixture->server));
  fr_mirror_page_set_address (fixture->page, uri,
                              "0000000000000000000000000000000000000000000000000000000000000000");
  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (fixture->page->state == FR_GLASS_FAILED);
  g_assert_cmpstr (fixture->page->headline, ==,
                   "No picture, because the certificate has changed");
  g_assert_cmpuint (test_server_count_objects (fixture->server), ==, 0);
}

static void
test_no_deployment (GlassStage *fixture, gconstpointer data)
{
  fr_mirror_page_set_address (fixture->page, NULL, NULL);
  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (fixture->page->state == FR_GLASS_FAILED);
  g_assert_cmpstr (fixture->page->headline, ==, "No picture, because there is no mirror");
}

static void
test_camera_gone (GlassStage *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = fr_settings_open ();

  /* As it was chosen the last time, in a schema that knows of it. */
  g_assert_nonnull (settings);
  g_settings_set_string (settings, "mirror-source", "camera:Nothing of that name");
  fr_page_enter (FR_PAGE (fixture->page));
  g_settings_reset (settings, "mirror-source");
  WAIT_FOR (fixture->page->state == FR_GLASS_FAILED);
  g_assert_cmpint (fixture->page->cure, ==, FR_CURE_SOURCE);
  g_signal_emit_by_name (fixture->page->pair, "cure");
  WAIT_FOR (count_shown (fixture) > 3);
  WAIT_FOR (test_server_count_objects (fixture->server) > 0);
}

/* In the middle of a look: the page says so, the server lets go, and the test face is there. */
static void
test_camera_unplugged (GlassStage *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = fr_settings_open ();
  guint before;

  g_assert_nonnull (settings);
  g_settings_set_string (settings, "mirror-source", TEST_CAMERA);
  fr_page_enter (FR_PAGE (fixture->page));
  g_settings_reset (settings, "mirror-source");
  WAIT_FOR (count_shown (fixture) > 10);
  g_assert_true (test_camera_is_open ());
  test_camera_unplug (TEST_CAMERA_FAILS);
  WAIT_FOR (fixture->page->state == FR_GLASS_FAILED);
  g_assert_cmpstr (fixture->page->headline, ==, "No picture, because the camera has gone");
  g_assert_cmpint (fixture->page->cure, ==, FR_CURE_SOURCE);
  g_assert_true (gtk_widget_get_mapped (fixture->page->failure));
  g_assert_false (test_camera_is_open ());
  WAIT_FOR (test_server_count_objects (fixture->server) == 0);

  before = count_shown (fixture);
  g_signal_emit_by_name (fixture->page->pair, "cure");
  WAIT_FOR (count_shown (fixture) > before + 3);
  WAIT_FOR (g_strcmp0 (get_answer (fixture), "The hat fits") == 0);
}

/* Without a hat, and without a face. */
static void
test_verdicts (GlassStage *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_home_dir (), "gray.png", NULL);
  guint8 gray[3 * 4] = { 128, 128, 128, 0, 128, 128, 128, 0, 128, 128, 128, 0 };
  g_autoptr (GBytes) bytes = g_bytes_new (gray, sizeof gray);
  g_autoptr (GdkTexture) texture =
    gdk_memory_texture_new (1, 3, GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, bytes, 4);

  fixture->page->hat = "/nowhere/hat.png";
  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (g_strcmp0 (get_answer (fixture), "The picture comes, but no hat") == 0);

  g_assert_true (gdk_texture_save_to_png (texture, path));
  fr_source_picker_set_wish (fixture->page->picker, path);
  g_signal_emit_by_name (fixture->page->picker, "chosen");
  WAIT_FOR (
    g_strcmp0 (get_answer (fixture), "The picture comes, but no hat: is a face in it?") == 0);
}

static void
toast_cb (FrPage *page, const char *text, char **kept)
{
  g_free (*kept);
  *kept = g_strdup (text);
}

static void
test_snapshot (GlassStage *fixture, gconstpointer data)
{
  g_autofree char *toast = NULL;
  g_autoptr (GDir) folder = NULL;
  const char *name;

  g_signal_connect (fixture->page, "toast", G_CALLBACK (toast_cb), &toast);
  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (count_shown (fixture) > 3);
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->page), "mirror.snap", NULL));
  WAIT_FOR (toast != NULL);
  g_assert_true (g_str_has_prefix (toast, "Saved among your pictures"));
  folder = g_dir_open (g_get_home_dir (), 0, NULL);
  name = g_dir_read_name (folder);
  g_assert_nonnull (name);
}

static void
test_full_screen (GlassStage *fixture, gconstpointer data)
{
  guint before;
  GListModel *windows = gtk_window_get_toplevels ();

  fr_page_enter (FR_PAGE (fixture->page));
  WAIT_FOR (count_shown (fixture) > 3);
  g_assert_true (
    gtk_widget_activate_action (GTK_WIDGET (fixture->page), "mirror.fill-screen", NULL));
  g_assert_cmpuint (g_list_model_get_n_items (windows), ==, 2);
  before = count_shown (fixture);
  WAIT_FOR (count_shown (fixture) > before + 5);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (GTK_WIDGET (window) != fixture->window)
        gtk_window_close (window);
    }
  WAIT_FOR (g_list_model_get_n_items (windows) == 1);
  before = count_shown (fixture);
  WAIT_FOR (count_shown (fixture) > before + 5);
}

static void
wait_ms (guint ms)
{
  gint64 end = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < end)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
}

/* Pictures for the eye, when somebody names a folder for them. */
static void
shoot (GlassStage *fixture, const char *name)
{
  g_autofree char *path = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  GskRenderNode *node = NULL;

  if (g_getenv ("FR_PICTURES") == NULL)
    return;

  /* Between two frames there may be none. */
  while (node == NULL)
    {
      g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (fixture->window);
      g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();

      wait_ms (5);
      gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                              gdk_paintable_get_intrinsic_height (paintable));
      node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
    }
  texture = gsk_renderer_render_texture (
    gtk_native_get_renderer (GTK_NATIVE (fixture->window)), node, NULL);
  gsk_render_node_unref (node);
  g_mkdir_with_parents (g_getenv ("FR_PICTURES"), 0755);
  path = g_strdup_printf ("%s/mirror-%s.png", g_getenv ("FR_PICTURES"), name);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

static void
resize (GlassStage *fixture, int width, int height)
{
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  wait_ms (600);
}

/* Wide and narrow, light and dark, running, stopped and failed: nothing complains. */
static void
test_sizes (GlassStage *fixture, gconstpointer data)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  guint seconds = g_getenv ("FR_PICTURES") != NULL ? 8 : 2;

  WAIT_FOR (g_strcmp0 (get_answer (fixture), "The hat fits") == 0);
  wait_ms (seconds * 1000);
  shoot (fixture, "wide");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_DARK);
  wait_ms (400);
  shoot (fixture, "dark");
  adw_style_manager_set_color_scheme (style, ADW_COLOR_SCHEME_FORCE_LIGHT);

  resize (fixture, 360, 640);
  WAIT_FOR (fr_video_pair_get_narrow (fixture->page->pair));
  wait_ms (1200);
  shoot (fixture, "narrow");
  fr_page_apply (FR_PAGE (fixture->page));
  wait_ms (300);
  shoot (fixture, "narrow-stopped");
  resize (fixture, 360, 294);
  shoot (fixture, "smallest");
  resize (fixture, 1024, 768);
  WAIT_FOR (!fr_video_pair_get_narrow (fixture->page->pair));
  shoot (fixture, "stopped");

  gtk_widget_set_direction (fixture->window, GTK_TEXT_DIR_RTL);
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  fr_page_apply (FR_PAGE (fixture->page));
  WAIT_FOR (fr_video_paintable_get_first (fixture->page->mirror) > 0);
  wait_ms (3500);
  shoot (fixture, "rtl");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);

  g_clear_pointer (&fixture->server, test_server_free);
  WAIT_FOR (fixture->page->state == FR_GLASS_FAILED);
  wait_ms (300);
  shoot (fixture, "no-picture");
  resize (fixture, 360, 640);
  shoot (fixture, "narrow-no-picture");
}

static void
load_style (void)
{
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (provider, "/io/github/fittingroom/FittingRoom/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (),
                                              GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

int
main (int argc, char *argv[])
{
  g_autofree char *home = g_dir_make_tmp ("fr-glass-XXXXXX", NULL);

  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_CONFIG_HOME", home, TRUE);
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  adw_init ();
  gst_init (&argc, &argv);
  test_camera_install ();

  load_style ();

  g_test_add ("/glass/look", GlassStage, NULL, glass_stage_set_up, test_look,
              glass_stage_tear_down);
  g_test_add ("/glass/close", GlassStage, NULL, glass_stage_set_up, test_close,
              glass_stage_tear_down);
  g_test_add ("/glass/impatient", GlassStage, NULL, glass_stage_set_up, test_impatient,
              glass_stage_tear_down);
  g_test_add ("/glass/server-dies", GlassStage, NULL, glass_stage_set_up, test_server_dies,
              glass_stage_tear_down);
  g_test_add ("/glass/nobody", GlassStage, NULL, glass_stage_set_up, test_nobody,
              glass_stage_tear_down);
  g_test_add ("/glass/certificate", GlassStage, NULL, glass_stage_set_up, test_certificate,
              glass_stage_tear_down);
  g_test_add ("/glass/no-deployment", GlassStage, NULL, glass_stage_set_up, test_no_deployment,
              glass_stage_tear_down);
  g_test_add ("/glass/camera-gone", GlassStage, NULL, glass_stage_set_up, test_camera_gone,
              glass_stage_tear_down);
  g_test_add ("/glass/camera-unplugged", GlassStage, NULL, glass_stage_set_up,
              test_camera_unplugged, glass_stage_tear_down);
  g_test_add ("/glass/verdicts", GlassStage, NULL, glass_stage_set_up, test_verdicts,
              glass_stage_tear_down);
  g_test_add ("/glass/snapshot", GlassStage, NULL, glass_stage_set_up, test_snapshot,
              glass_stage_tear_down);
  g_test_add ("/glass/full-screen", GlassStage, NULL, glass_stage_set_up, test_full_screen,
              glass_stage_tear_down);
  g_test_add ("/glass/sizes", GlassStage, NULL, glass_stage_set_up_wizard, test_sizes,
              glass_stage_tear_down);

  return g_test_run ();
}
