/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-source-picker.h"

#include <glib/gi18n-lib.h>

#define CAMERA "camera:"
#define FILE "file" /* not a source: asks for one */

/**
 * FrSourcePicker:
 *
 * Where the picture comes from: the drawn face, a camera, or a file.
 */
struct _FrSourcePicker
{
  GtkWidget parent_instance;

  GtkDropDown *drop_down;
  FrCameras *cameras;
  GPtrArray *wishes; /* by position in the list; see fr_source_new() */
  char *wish;
  char *path; /* of the file that was chosen */
  GtkFileChooserNative *chooser;
  gboolean filling;
};

enum
{
  CHOSEN,
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (FrSourcePicker, fr_source_picker, GTK_TYPE_WIDGET)

static void
add (FrSourcePicker *self, GtkStringList *list, const char *label, const char *wish)
{
  gtk_string_list_append (list, label);
  g_ptr_array_add (self->wishes, g_strdup (wish));
}

static guint
find_wish (FrSourcePicker *self)
{
  guint position;

  return g_ptr_array_find_with_equal_func (self->wishes, self->wish, g_str_equal, &position)
           ? position
           : GTK_INVALID_LIST_POSITION;
}

static void
add_cameras (FrSourcePicker *self, GtkStringList *list)
{
  const char *const *names = fr_cameras_get_names (self->cameras);

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *wish = g_strconcat (CAMERA, names[i], NULL);

      add (self, list, names[i], wish);
    }
  if (names[0] == NULL && fr_cameras_get_portal (self->cameras))
    add (self, list, _ ("Camera"), FR_SOURCE_PORTAL);
}

/* A camera that was chosen and has gone stays in the list until another is chosen: starting it
 * says what is wrong. */
static void
fill (FrSourcePicker *self)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  g_autofree char *name = NULL;

  g_ptr_array_set_size (self->wishes, 0);
  add (self, list, _ ("Test face"), FR_SOURCE_FACE);
  add_cameras (self, list);
  if (self->path != NULL)
    {
      name = g_filename_display_basename (self->path);
      add (self, list, name, self->path);
    }
  if (find_wish (self) == GTK_INVALID_LIST_POSITION)
    add (self, list,
         g_str_has_prefix (self->wish, CAMERA) ? self->wish + strlen (CAMERA) : _ ("Camera"),
         self->wish);
  add (self, list, _ ("A file…"), FILE);

  self->filling = TRUE;
  gtk_drop_down_set_model (self->drop_down, G_LIST_MODEL (list));
  gtk_drop_down_set_selected (self->drop_down, find_wish (self));
  self->filling = FALSE;
}

static void
cameras_cb (FrSourcePicker *self)
{
  fill (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
choose (FrSourcePicker *self, const char *wish)
{
  fr_source_picker_set_wish (self, wish);
  g_signal_emit (self, signals[CHOSEN], 0);
}

static void
response_cb (FrSourcePicker *self, int response)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (self->chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  gtk_native_dialog_hide (GTK_NATIVE_DIALOG (self->chooser));
  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    choose (self, path);
}

static void
ask_for_file (FrSourcePicker *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = NULL;

  if (self->chooser == NULL)
    {
      filter = gtk_file_filter_new ();
      gtk_file_filter_set_name (filter, _ ("Pictures and films"));
      gtk_file_filter_add_mime_type (filter, "image/*");
      gtk_file_filter_add_mime_type (filter, "video/*");
      self->chooser =
        gtk_file_chooser_native_new (_ ("Choose a Picture or a Film"),
                                     GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL,
                                     GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), _ ("_Cancel"));
      gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
      gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
      g_signal_connect_object (self->chooser, "response", G_CALLBACK (response_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
selected_cb (FrSourcePicker *self)
{
  guint position = gtk_drop_down_get_selected (self->drop_down);
  const char *wish;

  if (self->filling || position >= self->wishes->len)
    return;

  wish = g_ptr_array_index (self->wishes, position);
  if (g_str_equal (wish, FILE))
    {
      gtk_drop_down_set_selected (self->drop_down, find_wish (self));
      ask_for_file (self);
    }
  else if (!g_str_equal (wish, self->wish))
    choose (self, wish);
}

static void
fr_source_picker_dispose (GObject *object)
{
  FrSourcePicker *self = FR_SOURCE_PICKER (object);

  self->filling = TRUE;
  if (self->chooser != NULL)
    gtk_native_dialog_destroy (GTK_NATIVE_DIALOG (self->chooser));
  g_clear_object (&self->chooser);
  g_clear_object (&self->cameras);
  gtk_widget_dispose_template (GTK_WIDGET (self), FR_TYPE_SOURCE_PICKER);

  G_OBJECT_CLASS (fr_source_picker_parent_class)->dispose (object);
}

static void
fr_source_picker_finalize (GObject *object)
{
  FrSourcePicker *self = FR_SOURCE_PICKER (object);

  g_ptr_array_unref (self->wishes);
  g_free (self->wish);
  g_free (self->path);

  G_OBJECT_CLASS (fr_source_picker_parent_class)->finalize (object);
}

static void
fr_source_picker_class_init (FrSourcePickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_source_picker_dispose;
  object_class->finalize = fr_source_picker_finalize;

  /**
   * FrSourcePicker::chosen:
   *
   * The user wants another source.
   */
  signals[CHOSEN] = g_signal_new ("chosen", FR_TYPE_SOURCE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  /**
   * FrSourcePicker::changed:
   *
   * There are other cameras.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_SOURCE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-source-picker.ui");
  gtk_widget_class_bind_template_child (widget_class, FrSourcePicker, drop_down);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
}

static void
fr_source_picker_init (FrSourcePicker *self)
{
  self->wishes = g_ptr_array_new_with_free_func (g_free);
  self->wish = g_strdup (FR_SOURCE_FACE);
  self->cameras = fr_cameras_new ();
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  fill (self);
  g_signal_connect_object (self->cameras, "changed", G_CALLBACK (cameras_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * fr_source_picker_get_cameras:
 *
 * Returns: (transfer none): those that can be chosen
 */
FrCameras *
fr_source_picker_get_cameras (FrSourcePicker *self)
{
  g_return_val_if_fail (FR_IS_SOURCE_PICKER (self), NULL);

  return self->cameras;
}

/**
 * fr_source_picker_get_wish:
 *
 * Returns: (transfer none): for fr_source_new(), or %FR_SOURCE_PORTAL
 */
const char *
fr_source_picker_get_wish (FrSourcePicker *self)
{
  g_return_val_if_fail (FR_IS_SOURCE_PICKER (self), NULL);

  return self->wish;
}

/**
 * fr_source_picker_set_wish:
 * @wish: `face`, `camera:NAME`, %FR_SOURCE_PORTAL, or the path of a file
 */
void
fr_source_picker_set_wish (FrSourcePicker *self, const char *wish)
{
  char *copy = g_strdup (wish);

  g_return_if_fail (FR_IS_SOURCE_PICKER (self) && wish != NULL);

  g_free (self->wish);
  self->wish = copy;
  if (g_path_is_absolute (copy))
    {
      g_free (self->path);
      self->path = g_strdup (copy);
    }
  fill (self);
}

/**
 * fr_source_picker_dup_camera:
 *
 * Returns: (transfer full) (nullable): the wish for the first camera, when there is one
 */
char *
fr_source_picker_dup_camera (FrSourcePicker *self)
{
  const char *const *names;

  g_return_val_if_fail (FR_IS_SOURCE_PICKER (self), NULL);

  names = fr_cameras_get_names (self->cameras);
  if (names[0] != NULL)
    return g_strconcat (CAMERA, names[0], NULL);

  return fr_cameras_get_portal (self->cameras) ? g_strdup (FR_SOURCE_PORTAL) : NULL;
}
