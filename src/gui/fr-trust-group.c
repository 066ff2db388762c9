/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "fr-trust-group.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fr-field-note.h"
#include "fr-login.h"

#define SHOW_SPINNER_MS 500
#define PREFIX "SHA256:"

/**
 * FrTrustGroup:
 *
 * Whether a server of one's own is the right one: its fingerprint, which somebody has to trust
 * first, and what came of signing in. A key that is not the trusted one cannot be trusted by one
 * click: its fingerprint has to be typed.
 */
struct _FrTrustGroup
{
  AdwPreferencesGroup parent_instance;

  AdwActionRow *changed_row;
  AdwPreferencesRow *print_row;
  GtkWidget *trust_button;
  GtkWidget *trusted_badge;
  GtkEditable *typed_row;
  FrFieldNote *typed_note;
  AdwActionRow *result_row;
  GtkStack *result_stack;
  GtkWidget *result_image;
  GtkWidget *spinner;
  GtkButton *check_button;
  AdwActionRow *warning_row;
  GtkImage *warning_image;

  char *kind;       /* of the key, "ED25519"; NULL: not known                  */
  char *print;      /* that the server has, or that was trusted before; or NULL */
  char *trusted;    /* or NULL                                                 */
  gboolean doubted; /* somebody was told another fingerprint */
  guint spinner_id;
};

G_DEFINE_FINAL_TYPE (FrTrustGroup, fr_trust_group, ADW_TYPE_PREFERENCES_GROUP)

enum
{
  CHANGED,
  DOUBTED,
  CHECK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static gboolean
is_trusted (FrTrustGroup *self)
{
  return self->print != NULL && g_strcmp0 (self->print, self->trusted) == 0;
}

static gboolean
is_changed (FrTrustGroup *self)
{
  return self->print != NULL && self->trusted != NULL && !is_trusted (self);
}

/* As it is called by ssh-keygen and by people: "Ed25519". */
static const char *
name_kind (FrTrustGroup *self)
{
  static const char *const kinds[][3] = {
    { "ED25519", "Ed25519", "ed25519" },
    { "ECDSA", "ECDSA", "ecdsa" },
    { "RSA", "RSA", "rsa" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (self->kind != NULL && g_ascii_strcasecmp (self->kind, kinds[i][0]) == 0)
      return kinds[i][1];

  return self->kind != NULL ? self->kind : "SSH";
}

static void
show_hint (FrTrustGroup *self)
{
  g_autofree char *kind = g_ascii_strdown (self->kind != NULL ? self->kind : "ed25519", -1);
  g_autofree char *command = g_strdup_printf ("ssh-keygen -lf /etc/ssh/ssh_host_%s_key.pub", kind);
  /* Translators: a command for a shell */
  g_autofree char *words = g_strdup_printf (_ ("To see the same on the server: %s"), command);
  g_autofree char *escaped = g_markup_escape_text (words, -1);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (self), escaped);
}

static void
show_print (FrTrustGroup *self)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->print_row), self->print != NULL);
  if (self->print == NULL)
    return;

  /* Translators: the kind of a key, such as Ed25519 */
  subtitle = g_strdup_printf (is_trusted (self)
                                ? _ ("%s · another key will not be accepted from now on")
                                : _ ("%s · compare this with what the server’s owner tells you"),
                              name_kind (self));
  title = g_markup_printf_escaped ("<span font_family=\"monospace\" size=\"small\" "
                                   "insert_hyphens=\"false\">%s</span>",
                                   self->print);
  adw_preferences_row_set_title (self->print_row, title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->print_row), subtitle);
  gtk_widget_set_visible (self->trust_button, !is_trusted (self) && !is_changed (self));
  gtk_widget_set_visible (self->trusted_badge, is_trusted (self));
}

static void
show_changed (FrTrustGroup *self)
{
  g_autofree char *words = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->changed_row), is_changed (self));
  if (!is_changed (self))
    return;

  /* Translators: %s is a fingerprint */
  words = g_strdup_printf (_ ("Trusted was %s. Either the server has been installed anew, or "
                              "somebody stands between you and it. Ask its owner, and type the new "
                              "fingerprint to trust it."),
                           self->trusted);
  adw_action_row_set_subtitle (self->changed_row, words);
}

/* The focus goes on before what has it goes away. */
static void
move_focus (FrTrustGroup *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && (focus == self->trust_button ||
                        gtk_widget_is_ancestor (focus, GTK_WIDGET (self->typed_row))))
    gtk_widget_grab_focus (GTK_WIDGET (self->check_button));
}

/* One click is not enough against what somebody was told. */
static void
doubt (FrTrustGroup *self, gboolean doubted)
{
  if (self->doubted == doubted)
    return;

  self->doubted = doubted;
  gtk_widget_set_sensitive (self->trust_button, !doubted);
  g_signal_emit (self, signals[DOUBTED], 0);
}

static void
show (FrTrustGroup *self)
{
  gboolean open = self->print != NULL && !is_trusted (self);

  if (!open)
    move_focus (self);
  show_hint (self);
  show_print (self);
  show_changed (self);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->typed_row),
                                 is_changed (self) ? _ ("Type the _new fingerprint")
                                                   : _ ("Or t_ype what you were told"));
  gtk_widget_set_visible (GTK_WIDGET (self->typed_row), open);
  if (!open)
    {
      gtk_editable_set_text (self->typed_row, "");
      doubt (self, FALSE);
      fr_field_note_say (self->typed_note, GTK_WIDGET (self->typed_row), NULL);
    }
}

static void
trust (FrTrustGroup *self)
{
  g_free (self->trusted);
  self->trusted = g_strdup (self->print);
  show (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
trust_cb (FrTrustGroup *self)
{
  if (self->print != NULL && !is_changed (self) && !self->doubted)
    trust (self);
}

static void
typed_cb (FrTrustGroup *self)
{
  g_autofree char *typed = NULL;
  g_autofree char *whole = NULL;
  gboolean same;

  if (self->print == NULL || is_trusted (self))
    return;

  typed = g_strstrip (g_strdup (gtk_editable_get_text (self->typed_row)));
  same = fr_login_may_become (typed, self->print);
  fr_field_note_say (self->typed_note, GTK_WIDGET (self->typed_row),
                     same ? NULL
                          : _ ("The server’s fingerprint is another one: look for the difference, "
                               "and do not go on before it is explained."));
  doubt (self, !same);
  whole = g_str_has_prefix (typed, PREFIX) ? g_strdup (typed) : g_strconcat (PREFIX, typed, NULL);
  if (g_str_equal (whole, self->print))
    trust (self);
}

static void
copy_cb (FrTrustGroup *self)
{
  if (self->print != NULL)
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), self->print);
}

static void
check_cb (FrTrustGroup *self)
{
  g_signal_emit (self, signals[CHECK], 0);
}

static gboolean
spinner_cb (gpointer data)
{
  FrTrustGroup *self = data;

  self->spinner_id = 0;
  gtk_spinner_start (GTK_SPINNER (self->spinner));
  gtk_stack_set_visible_child (self->result_stack, self->spinner);

  return G_SOURCE_REMOVE;
}

static void
spin (FrTrustGroup *self, gboolean busy)
{
  g_clear_handle_id (&self->spinner_id, g_source_remove);
  if (busy)
    {
      self->spinner_id = g_timeout_add (SHOW_SPINNER_MS, spinner_cb, self);
      return;
    }

  gtk_spinner_stop (GTK_SPINNER (self->spinner));
  gtk_stack_set_visible_child (self->result_stack, self->result_image);
}

static void
fr_trust_group_dispose (GObject *object)
{
  FrTrustGroup *self = FR_TRUST_GROUP (object);

  g_clear_handle_id (&self->spinner_id, g_source_remove);
  g_clear_pointer (&self->print, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), FR_TYPE_TRUST_GROUP);

  G_OBJECT_CLASS (fr_trust_group_parent_class)->dispose (object);
}

static void
fr_trust_group_finalize (GObject *object)
{
  FrTrustGroup *self = FR_TRUST_GROUP (object);

  g_free (self->kind);
  g_free (self->trusted);

  G_OBJECT_CLASS (fr_trust_group_parent_class)->finalize (object);
}

static void
fr_trust_group_class_init (FrTrustGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = fr_trust_group_dispose;
  object_class->finalize = fr_trust_group_finalize;

  /**
   * FrTrustGroup::changed:
   *
   * A fingerprint has just been trusted.
   */
  signals[CHANGED] = g_signal_new ("changed", FR_TYPE_TRUST_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * FrTrustGroup::doubted:
   *
   * The fingerprint that is typed has become another one than the server's, or is none no more.
   */
  signals[DOUBTED] = g_signal_new ("doubted", FR_TYPE_TRUST_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  /**
   * FrTrustGroup::check:
   *
   * The server is to be asked, or signed in to.
   */
  signals[CHECK] = g_signal_new ("check", FR_TYPE_TRUST_GROUP, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  g_type_ensure (FR_TYPE_FIELD_NOTE);
  gtk_widget_class_set_template_from_resource (widget_class, FR_RESOURCES "fr-trust-group.ui");
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, changed_row);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, print_row);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, trust_button);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, trusted_badge);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, typed_row);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, typed_note);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, result_row);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, result_stack);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, result_image);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, spinner);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, check_button);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, warning_row);
  gtk_widget_class_bind_template_child (widget_class, FrTrustGroup, warning_image);
  gtk_widget_class_bind_template_callback (widget_class, trust_cb);
  gtk_widget_class_bind_template_callback (widget_class, typed_cb);
  gtk_widget_class_bind_template_callback (widget_class, copy_cb);
  gtk_widget_class_bind_template_callback (widget_class, check_cb);
}

static void
fr_trust_group_init (FrTrustGroup *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_set_direction (GTK_WIDGET (self->typed_row), GTK_TEXT_DIR_LTR);
  show (self);
}

/**
 * fr_trust_group_expect:
 * @print: (nullable): the fingerprint that is trusted already; %NULL: none, and none is known
 *
 * Another server: what was known of the last one is forgotten.
 */
void
fr_trust_group_expect (FrTrustGroup *self, const char *print)
{
  g_return_if_fail (FR_IS_TRUST_GROUP (self));

  g_clear_pointer (&self->kind, g_free);
  g_free (self->trusted);
  g_free (self->print);
  self->trusted = g_strdup (print);
  self->print = g_strdup (print);
  show (self);
}

/**
 * fr_trust_group_set_scan:
 * @scan: what the server has told, "ED25519 SHA256:…"
 */
void
fr_trust_group_set_scan (FrTrustGroup *self, const char *scan)
{
  const char *space;

  g_return_if_fail (FR_IS_TRUST_GROUP (self) && scan != NULL);

  space = strchr (scan, ' ');
  g_free (self->kind);
  g_free (self->print);
  self->kind = space != NULL ? g_strndup (scan, (gsize) (space - scan)) : NULL;
  self->print = g_strdup (space != NULL ? space + 1 : scan);
  show (self);
}

/**
 * fr_trust_group_get_print:
 *
 * Returns: (transfer none) (nullable): the fingerprint that the server has, as far as is known
 */
const char *
fr_trust_group_get_print (FrTrustGroup *self)
{
  g_return_val_if_fail (FR_IS_TRUST_GROUP (self), NULL);

  return self->print;
}

/**
 * fr_trust_group_get_trusted:
 *
 * Returns: (transfer none) (nullable): the fingerprint of the server, when it is trusted
 */
const char *
fr_trust_group_get_trusted (FrTrustGroup *self)
{
  g_return_val_if_fail (FR_IS_TRUST_GROUP (self), NULL);

  return is_trusted (self) ? self->trusted : NULL;
}

/**
 * fr_trust_group_say:
 * @title: what has come of it
 * @subtitle: more about that
 * @label: (nullable): of the button, with a mnemonic; %NULL: it is switched off
 */
void
fr_trust_group_say (FrTrustGroup *self, FrTrustState state, const char *title,
                    const char *subtitle, const char *label)
{
  static const struct
  {
    const char *icon;
    const char *css_class;
  } looks[] = {
    [FR_TRUST_TO_COME] = { "content-loading-symbolic", NULL },
    [FR_TRUST_BUSY] = { "content-loading-symbolic", NULL },
    [FR_TRUST_WELL] = { "object-select-symbolic", "success" },
    [FR_TRUST_WRONG] = { "dialog-error-symbolic", "error" },
  };
  g_autofree char *escaped = NULL;

  g_return_if_fail (FR_IS_TRUST_GROUP (self));

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (looks[i].css_class != NULL)
      gtk_widget_remove_css_class (self->result_image, looks[i].css_class);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->result_image), looks[state].icon);
  if (looks[state].css_class != NULL)
    gtk_widget_add_css_class (self->result_image, looks[state].css_class);
  spin (self, state == FR_TRUST_BUSY);
  escaped = g_markup_escape_text (subtitle, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->result_row), title);
  adw_action_row_set_subtitle (self->result_row, escaped);
  if (label != NULL)
    gtk_button_set_label (self->check_button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button), label != NULL);
}

/**
 * fr_trust_group_warn:
 * @unfit: whether no mirror can be built there; else it may be taken all the same
 * @words: (nullable): what speaks against the server
 */
void
fr_trust_group_warn (FrTrustGroup *self, gboolean unfit, const char *words)
{
  g_autofree char *escaped = g_markup_escape_text (words != NULL ? words : "", -1);

  g_return_if_fail (FR_IS_TRUST_GROUP (self));

  gtk_image_set_from_icon_name (self->warning_image, unfit ? "dialog-error-symbolic"
                                                           : "dialog-warning-symbolic");
  gtk_widget_remove_css_class (GTK_WIDGET (self->warning_image), unfit ? "warning" : "error");
  gtk_widget_add_css_class (GTK_WIDGET (self->warning_image), unfit ? "error" : "warning");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->warning_row),
                                 unfit ? _ ("A mirror cannot be built there")
                                       : _ ("You can go on, but…"));
  adw_action_row_set_subtitle (self->warning_row, escaped);
  gtk_widget_set_visible (GTK_WIDGET (self->warning_row), words != NULL);
}

/**
 * fr_trust_group_get_problem:
 * @where: (out): what to do it with
 *
 * Returns: (transfer none) (nullable): what is to be done before one can go on
 */
const char *
fr_trust_group_get_problem (FrTrustGroup *self, GtkWidget **where)
{
  g_return_val_if_fail (FR_IS_TRUST_GROUP (self), NULL);

  *where = GTK_WIDGET (self->check_button);
  if (self->print == NULL)
    return _ ("Check the server to go on: it has to tell its fingerprint");
  *where = is_changed (self) ? GTK_WIDGET (self->typed_row) : self->trust_button;
  if (is_changed (self))
    return _ ("Type the new fingerprint to go on");
  if (self->doubted)
    {
      *where = GTK_WIDGET (self->typed_row);
      return _ ("Explain the other fingerprint to go on");
    }
  if (!is_trusted (self))
    return _ ("Trust the fingerprint to go on");

  return NULL;
}
