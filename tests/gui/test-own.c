/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The page that asks how a server of one's own is reached, against Debian's sshd and nobody. */
#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "form-stage.h"
#include "fr-credentials-page.h"
#include "fr-login.h"
#include "fr-plan-check.h"
#include "fr-server-form.h"
#include "fr-trust-group.h"
#include "test-host.h"

#define OTHER "SHA256:pYr0w2m7c4HkJ8eT1xqfVZ9bL6uNsA3dGhXoK5iRvQE"

static TestWorld world;

static FrMaking *
make_own (void)
{
  FrMaking *making = fr_making_new ();

  g_object_set (fr_making_get_draft (making), "location-id", FR_DRAFT_OWN, NULL);
  fr_making_set_text (making, "place", "My own server");
  fr_making_set_kind (making, FR_KIND_SERVER);

  return making;
}

/* The page for clouds has fields of the same names. */
static gpointer
find (FormStage *stage, const char *id)
{
  FormStage form = *stage;

  if (FR_IS_CREDENTIALS_PAGE (stage->page))
    form.page = form_stage_find (stage, "form");

  return form_stage_find (&form, id);
}

static void
type (FormStage *stage, const char *row, const char *text)
{
  gtk_editable_set_text (find (stage, row), text);
}

static void
assert_text (FormStage *stage, const char *property, const char *wanted)
{
  g_autofree char *text = fr_making_dup_text (stage->making, property);

  g_assert_cmpstr (text, ==, wanted);
}

static gboolean
is_visible (FormStage *stage, const char *id)
{
  return gtk_widget_get_visible (find (stage, id));
}

static const char *
get_result (FormStage *stage)
{
  return adw_preferences_row_get_title (find (stage, "result_row"));
}

static const char *
get_why (FormStage *stage)
{
  return adw_action_row_get_subtitle (find (stage, "result_row"));
}

static void
press (FormStage *stage, const char *button)
{
  g_signal_emit_by_name (find (stage, button), "clicked");
}

/* The host of these tests, and who signs in with a password. */
static void
fill (FormStage *stage, const char *password)
{
  adw_combo_row_set_selected (find (stage, "method_row"), 1);
  gtk_spin_button_set_value (find (stage, "port_spin"), 2222);
  type (stage, "host_row", world.address);
  type (stage, "password_row", password);
}

static gboolean
has_world (void)
{
  if (world.host != NULL)
    return TRUE;

  g_test_skip ("this machine cannot carry a host");

  return FALSE;
}

static void
test_fields (void)
{
  static const struct
  {
    const char *row;
    const char *note;
    const char *bad;
    const char *said;
    const char *good;
  } cases[] = {
    { "host_row", "host_note", "ssh://mirror", "leave out ssh://", "mirror" },
    { "host_row", "host_note", "admin@mirror", "name of the user", "mirror.example.org" },
    { "host_row", "host_note", "mirror:2222", "port has a field", "mirror" },
    { "host_row", "host_note", "2001:db8::1", "IPv6", "198.51.100.2" },
    { "host_row", "host_note", "198.51.100", "four numbers", "198.51.100.3" },
    { "host_row", "host_note", "198.51.100.256", "four numbers", "198.51.100.25" },
    { "host_row", "host_note", "two words", "letters from a to z", "two-words" },
    { "host_row", "host_note", "-mirror", "letters from a to z", "m" },
    { "host_row", "host_note", "mirror-", "letters from a to z", "mirror-1" },
    { "host_row", "host_note", "mirror..org", "letters from a to z", "mirror.org" },
    { "host_row", "host_note", "spiegel.müller", "letters from a to z", "xn--mller-kva" },
    { "host_row", "host_note", "a;reboot", "letters from a to z", "a" },
    { "host_row", "host_note", "$(id)", "letters from a to z", "b" },
    { "user_row", "user_note", "", "who signs in", "root" },
    { "user_row", "user_note", "2nd", "begins with a letter", "second" },
    { "user_row", "user_note", "two words", "letters, digits", "_apt" },
    { "user_row", "user_note", "-oProxyCommand", "begins with a letter", "admin" },
    { "user_row", "user_note", "a23456789012345678901234567890123", "32 characters", "a.b-c" },
  };
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);

  form_stage_assert_reason (stage, "Type the name or the address");
  g_assert_false (is_visible (stage, "host_note"));
  form_stage_picture (stage, "02-credentials-server-empty");
  type (stage, "host_row", "mirror");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *note;

      g_test_message ("%s: %s", cases[i].row, cases[i].bad);
      type (stage, cases[i].row, cases[i].bad);
      form_stage_assert_reason (stage, "Correct the name");
      g_assert_true (is_visible (stage, cases[i].note));
      note = gtk_label_get_label (GTK_LABEL (gtk_widget_get_last_child (
        gtk_widget_get_first_child (find (stage, cases[i].note)))));
      g_assert_nonnull (strstr (note, cases[i].said));
      type (stage, cases[i].row, cases[i].good);
      g_assert_false (is_visible (stage, cases[i].note));
      if (g_str_equal (cases[i].row, "host_row"))
        form_stage_assert_draft (stage, "host", cases[i].good);
      else
        form_stage_assert_draft (stage, "user", cases[i].good);
    }
}

static void
test_signed_in (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = NULL;
  g_autofree char *answer = NULL;
  g_autofree char *text = NULL;
  g_autofree char *key = NULL;
  g_autoptr (GPtrArray) findings = NULL;

  if (!has_world ())
    return;

  stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  fill (stage, TEST_PASSWORD);
  form_stage_assert_reason (stage, "Check the server");
  press (stage, "check_button");
  form_stage_wait (is_visible (stage, "print_row"));
  g_assert_cmpstr (get_result (stage), ==, "The server answers");
  form_stage_assert_reason (stage, "Trust the fingerprint");
  form_stage_assert_draft (stage, "host-key", NULL);
  assert_text (stage, "login-password", NULL);

  press (stage, "trust_button");
  form_stage_wait (g_str_equal (get_result (stage), "Signed in"));
  form_stage_assert_reason (stage, NULL);
  g_assert_true (is_visible (stage, "trusted_badge"));
  g_assert_false (is_visible (stage, "trust_button"));
  g_assert_false (is_visible (stage, "typed_row"));
  form_stage_assert_draft (stage, "host", world.address);
  form_stage_assert_draft (stage, "user", "root");
  assert_text (stage, "login-password", TEST_PASSWORD);
  assert_text (stage, "server-password", NULL);
  g_assert_nonnull (fr_making_get_machine (making));
  g_assert_cmpuint (fr_making_get_machine (making)->cpus, >, 0);
  g_object_get (stage->page, "answer", &answer, NULL);
  g_assert_true (g_str_has_prefix (answer, "root@127."));

  /* The plan has all of it but the password, and nothing to complain about. */
  text = fr_draft_render (fr_making_get_draft (making));
  g_object_get (fr_making_get_draft (making), "host-key", &key, NULL);
  g_assert_true (fr_login_is_print (key));
  g_assert_nonnull (strstr (text, key));
  g_assert_null (strstr (text, TEST_PASSWORD));
  findings = fr_plan_check (text, "fittings.yaml", NULL);
  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *line = fr_finding_describe (findings->pdata[i], "fittings.yaml");

      g_test_message ("%s", line);
    }
  g_assert_null (fr_findings_get_error (findings));
  form_stage_next (stage);

  /* Another port is another server. */
  gtk_spin_button_set_value (find (stage, "port_spin"), 2223);
  g_assert_null (fr_making_get_machine (making));
  assert_text (stage, "login-password", NULL);
  form_stage_assert_draft (stage, "host-key", NULL);
  form_stage_assert_reason (stage, "Check the server");
}

static void
test_refused (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = NULL;

  if (!has_world ())
    return;

  stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  fill (stage, "wrong");
  press (stage, "check_button");
  form_stage_wait (is_visible (stage, "print_row"));
  press (stage, "trust_button");
  form_stage_wait (g_str_equal (get_result (stage), "Not signed in"));
  g_assert_nonnull (strstr (get_why (stage), "Code: credentials"));
  g_assert_null (strstr (get_why (stage), "wrong"));
  assert_text (stage, "login-password", NULL);
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "02-credentials-server-refused");

  /* The same is not tried again; another one is. */
  form_stage_assert_reason (stage, "Correct how you sign in");
  g_assert_false (gtk_widget_is_sensitive (find (stage, "check_button")));
  type (stage, "password_row", TEST_PASSWORD);
  form_stage_assert_reason (stage, NULL);
  form_stage_next (stage);
  assert_text (stage, "login-password", TEST_PASSWORD);
}

/* What the server's owner has told is typed, and compared letter by letter. */
static void
test_typed (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = NULL;
  g_autofree char *print = NULL;
  g_autofree char *most = NULL;

  if (!has_world ())
    return;

  stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  fill (stage, TEST_PASSWORD);
  press (stage, "check_button");
  form_stage_wait (is_visible (stage, "print_row"));
  print = g_strdup (fr_trust_group_get_print (find (stage, "trust")));
  most = g_strndup (print, strlen (print) - 1);

  type (stage, "typed_row", OTHER);
  g_assert_true (is_visible (stage, "typed_note"));
  form_stage_assert_reason (stage, "Explain the other fingerprint");
  g_assert_false (gtk_widget_get_sensitive (find (stage, "trust_button")));
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "02-credentials-server-typed");
  type (stage, "typed_row", most);
  g_assert_false (is_visible (stage, "typed_note"));
  form_stage_assert_reason (stage, "Trust the fingerprint");
  g_assert_true (gtk_widget_get_sensitive (find (stage, "trust_button")));
  type (stage, "typed_row", print + strlen ("SHA256:"));
  form_stage_wait (g_str_equal (get_result (stage), "Signed in"));
  form_stage_assert_draft (stage, "host-key", print);
}

/* One click is not enough for another key than the trusted one. */
static void
test_changed (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = NULL;
  g_autofree char *print = NULL;

  if (!has_world ())
    return;

  g_object_set (fr_making_get_draft (making), "host", world.address, "ssh-port", 2222, "user",
                "root", "host-key", OTHER, NULL);
  stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  adw_combo_row_set_selected (find (stage, "method_row"), 1);
  type (stage, "password_row", TEST_PASSWORD);
  g_assert_true (is_visible (stage, "trusted_badge"));
  form_stage_assert_reason (stage, NULL);

  fr_page_apply (stage->page);
  form_stage_wait (is_visible (stage, "changed_row"));
  g_assert_cmpuint (stage->n_next, ==, 0);
  g_assert_false (is_visible (stage, "trust_button"));
  g_assert_false (is_visible (stage, "trusted_badge"));
  form_stage_assert_reason (stage, "Type the new fingerprint");
  assert_text (stage, "login-password", NULL);
  form_stage_shape (stage, 796, 960);
  form_stage_picture (stage, "02-credentials-server-changed");
  print = g_strdup (fr_trust_group_get_print (find (stage, "trust")));
  g_assert_cmpstr (print, !=, OTHER);
  type (stage, "typed_row", print);
  form_stage_wait (g_str_equal (get_result (stage), "Signed in"));
  form_stage_assert_draft (stage, "host-key", print);
}

/* A plan that was opened comes back as it was. */
static void
test_opened (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = NULL;
  guint port;

  g_object_set (fr_making_get_draft (making), "host", "mirror.lab.example", "ssh-port", 2200,
                "user", "ubuntu", "host-key", OTHER, NULL);
  stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  form_stage_assert_draft (stage, "host", "mirror.lab.example");
  form_stage_assert_draft (stage, "user", "ubuntu");
  form_stage_assert_draft (stage, "host-key", OTHER);
  g_object_get (fr_making_get_draft (making), "ssh-port", &port, NULL);
  g_assert_cmpuint (port, ==, 2200);
  g_assert_cmpstr (gtk_editable_get_text (find (stage, "host_row")), ==,
                   "mirror.lab.example");

  /* There and back: what was trusted for that address still is. */
  type (stage, "host_row", "other.lab.example");
  form_stage_assert_draft (stage, "host-key", NULL);
  type (stage, "host_row", "mirror.lab.example");
  form_stage_assert_draft (stage, "host-key", OTHER);
}

static void
test_nobody (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);

  adw_combo_row_set_selected (find (stage, "method_row"), 1);
  gtk_spin_button_set_value (find (stage, "port_spin"), 1);
  type (stage, "host_row", "127.0.0.1");
  type (stage, "password_row", "secret");
  press (stage, "check_button");
  form_stage_wait (g_str_equal (get_result (stage), "The server does not answer"));
  g_assert_nonnull (strstr (get_why (stage), "Code: "));
  g_assert_true (gtk_widget_is_sensitive (find (stage, "check_button")));
  form_stage_assert_reason (stage, "Check the server");
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "02-credentials-server-nobody");
}

/* Closed, or turned to another address, in the middle of it: nobody misses the answer. */
static void
test_closed (void)
{
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = NULL;

  if (!has_world ())
    return;

  stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  fill (stage, TEST_PASSWORD);
  press (stage, "check_button");
  type (stage, "host_row", "127.0.0.1");
  form_stage_wait (g_str_equal (get_result (stage), "Not checked yet"));
  g_assert_false (is_visible (stage, "print_row"));
  type (stage, "host_row", world.address);
  press (stage, "check_button");
}

/* The key that ssh would take is chosen already; a bad one is spoken of below its row. */
static void
test_key_row (void)
{
  g_autofree char *folder = g_build_filename (g_get_home_dir (), ".ssh", NULL);
  g_autofree char *path = g_build_filename (folder, "id_ed25519", NULL);
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "ssh-ed25519 AAAA me\n", -1, NULL));
  stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  type (stage, "host_row", "mirror.lab.example");
  type (stage, "user_row", "ubuntu");
  g_assert_cmpuint (adw_combo_row_get_selected (find (stage, "method_row")), ==, 0);
  g_assert_cmpstr (adw_action_row_get_subtitle (find (stage, "key_row")), ==, path);
  form_stage_wait (is_visible (stage, "key_note"));
  form_stage_assert_reason (stage, "Choose another key file");
  g_assert_true (is_visible (stage, "sudo_row"));
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "02-credentials-server-key");
  adw_combo_row_set_selected (find (stage, "method_row"), 1);
  g_assert_false (is_visible (stage, "key_note"));
  form_stage_assert_reason (stage, "Type the password");
  type (stage, "user_row", "root");
  g_assert_false (is_visible (stage, "sudo_row"));
  adw_combo_row_set_selected (find (stage, "method_row"), 0);
  g_assert_false (is_visible (stage, "password_row"));
  g_remove (path);
}

/* What the page looks like, in the sizes and directions that people use. */
static void
test_pictures (void)
{
  static const FrMachine machine = { .system = (char *) "Ubuntu 24.04.1 LTS",
                                     .architecture = (char *) "x86_64",
                                     .cpus = 4,
                                     .memory = G_GUINT64_CONSTANT (8123456789),
                                     .disk_free = G_GUINT64_CONSTANT (31123456789) };
  g_autofree char *words = fr_machine_describe (&machine);
  g_autoptr (FrMaking) making = make_own ();
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  FrTrustGroup *trust = find (stage, "trust");

  g_assert_cmpstr (words, ==,
                   "Ubuntu 24.04.1 LTS · x86_64\n4 processors · 8.1 GB memory · 31.1 GB free");
  g_assert_cmpuint (fr_machine_count_people (&machine), ==, 6);
  g_assert_null (fr_machine_dup_warning (&machine));
  type (stage, "host_row", "mirror.lab.example");
  type (stage, "user_row", "ubuntu");
  adw_combo_row_set_selected (find (stage, "method_row"), 1);
  type (stage, "password_row", "some words");
  fr_trust_group_set_scan (trust, "ED25519 " OTHER);
  fr_trust_group_say (trust, FR_TRUST_WELL, "The server answers",
                      "On port 22; signing in waits for your trust", "Chec_k Again");
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "02-credentials-server");
  form_stage_shape (stage, 360, 1300);
  form_stage_picture (stage, "narrow-02-credentials-server");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_RTL);
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "rtl-02-credentials-server");
  gtk_widget_set_default_direction (GTK_TEXT_DIR_LTR);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "dark-02-credentials-server");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_LIGHT);
}

int
main (int argc, char **argv)
{
  g_autofree char *why_not = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  form_stage_prepare (&argc, &argv);
  if (!test_world_init (&world, NULL, &why_not))
    g_test_message ("no host: %s", why_not);
  else
    {
      fr_local_host_start (world.host, &error);
      g_assert_no_error (error);
    }

  g_test_add_func ("/own/fields", test_fields);
  g_test_add_func ("/own/signed-in", test_signed_in);
  g_test_add_func ("/own/refused", test_refused);
  g_test_add_func ("/own/typed", test_typed);
  g_test_add_func ("/own/changed", test_changed);
  g_test_add_func ("/own/opened", test_opened);
  g_test_add_func ("/own/nobody", test_nobody);
  g_test_add_func ("/own/closed", test_closed);
  g_test_add_func ("/own/key-row", test_key_row);
  g_test_add_func ("/own/pictures", test_pictures);

  status = g_test_run ();
  if (world.host != NULL)
    test_world_clear (&world);

  return status;
}
