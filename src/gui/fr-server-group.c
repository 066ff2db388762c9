/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-server-group.h"

#include <glib/gi18n-lib.h>

#include "fr-field-note.h"
#include "fr-login.h"

/**
 * FrServerGroup:
 *
 * Which server of one's own, and who signs in there: what is typed, and what is wrong with it.
 */
struct _FrServerGroup
{
  AdwPreferencesGroup parent_instance;

  GtkEditable *host_row;
  FrFieldNote *host_note;
  GtkAdjustment *port;
  GtkEditable *user_row;
  FrFieldNote *user_note;

  gboolean filling;
};

G_DEFINE_FINAL_TYPE (FrServerGroup, fr_server_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  SETTLED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Nobody is told that a field is empty before having been there. */
static void
examine (FrServerGroup *self)
{
  const char *host = gtk_editable_get_text (self->host_row);
  const char *user = gtk_editable_get_text (self->user_row);

  fr_field_note_say (self->host_note, GTK_WIDGET (self->host_row),
                     *host != '\0' ? fr_login_get_host_problem (host) : NULL);
  fr_field_note_say (self->user_note, GTK_WIDGET (self->user_row),
                     fr_login_get_user_problem (user));
}

static void
edited_cb (FrServerGroup *self)
{
  if (self->filling || self->host_note == NULL || self->user_note == NULL)
    return;

  examine (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
settled_cb (FrServerGroup *self)
{
  if (fr_login_get_host_problem (gtk_editable_get_text (self->host_row)) == NULL)
    g_signal_emit (self, signals[SETTLED], 0);
}

static void
fr_server_group_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_SERVER_GROUP);

  G_OBJECT_CLASS (fr_server_group_parent_class)->dispose (object);
}

static void
fr_server_group_class_init (FrServerGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_server_group_dispose;

  /**
   * FrServerGroup::changed:
   *
   * What is typed is something else.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_SERVER_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  /**
   * FrServerGroup::settled:
   *
   * Somebody has typed the address of a server, and has gone on.
   */
  signals[SETTLED] = g_signal_new ("settled", FR_TYPE_SERVER_GROUP, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (FR_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-server-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FrServerGroup, host_row);
  gtk_widget_class_bind_template_child (widget_class, FrServerGroup, host_note);
  gtk_widget_class_bind_template_child (widget_class, FrServerGroup, port);
  gtk_widget_class_bind_template_child (widget_class, FrServerGroup, user_row);
  gtk_widget_class_bind_template_child (widget_class, FrServerGroup, user_note);
  gtk_widget_class_bind_template_callback (widget_class, edited_cb);
  gtk_widget_class_bind_template_callback (widget_class, settled_cb);
}

static void
fr_server_group_init (FrServerGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->host_row), GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->user_row), GTK_TEXT_DIR_LTR);
}

/**
 * fr_server_group_set:
 * @host: (nullable):
 * @user: (nullable):
 *
 * Fills the fields, and tells nobody.
 */
void
fr_server_group_set (FrServerGroup *self, const char *host, guint port, const char *user)
{
  g_return_if_fail (FR_IS_SERVER_GROUP (self));

  self->filling = TRUE;
  gtk_editable_set_text (self->host_row, host != NULL ? host : "");
  gtk_adjustment_set_value (self->port, port);
  gtk_editable_set_text (self->user_row, user != NULL ? user : "");
  self->filling = FALSE;
  examine (self);
}

/**
 * fr_server_group_get_host:
 *
 * Returns: (transfer none): what is typed; may be empty, or wrong
 */
const char *
fr_server_group_get_host (FrServerGroup *self)
{
  g_return_val_if_fail (FR_IS_SERVER_GROUP (self), NULL);

  return gtk_editable_get_text (self->host_row);
}

guint
fr_server_group_get_port (FrServerGroup *self)
{
  g_return_val_if_fail (FR_IS_SERVER_GROUP (self), 0);

  return (guint) gtk_adjustment_get_value (self->port);
}

/**
 * fr_server_group_get_user:
 *
 * Returns: (transfer none): what is typed; may be empty, or wrong
 */
const char *
fr_server_group_get_user (FrServerGroup *self)
{
  g_return_val_if_fail (FR_IS_SERVER_GROUP (self), NULL);

  return gtk_editable_get_text (self->user_row);
}

/**
 * fr_server_group_get_problem:
 * @where: (out): what to correct
 *
 * Returns: (transfer none) (nullable): what is to be done before one can go on
 */
const char *
fr_server_group_get_problem (FrServerGroup *self, GtkWidget **where)
{
  const char *host;

  g_return_val_if_fail (FR_IS_SERVER_GROUP (self), NULL);

  host = gtk_editable_get_text (self->host_row);
  *where = GTK_WIDGET (self->host_row);
  if (*host == '\0')
    return _ ("Type the name or the address of your server to go on");
  if (fr_login_get_host_problem (host) != NULL)
    return _ ("Correct the name or the address of the server to go on");

  *where = GTK_WIDGET (self->user_row);
  if (fr_login_get_user_problem (gtk_editable_get_text (self->user_row)) != NULL)
    return _ ("Correct the name of the user to go on");

  return NULL;
}

/**
 * fr_server_group_get_other:
 * @where: (out): what to correct
 *
 * Returns: (transfer none): what is to be done when no mirror can be built on this server
 */
const char *
fr_server_group_get_other (FrServerGroup *self, GtkWidget **where)
{
  g_return_val_if_fail (FR_IS_SERVER_GROUP (self), NULL);

  *where = GTK_WIDGET (self->host_row);

  return _ ("Choose another server to go on");
}
