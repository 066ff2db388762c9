/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be chosen about servers beyond their presets, and what is said when it is wrong. */

#include <glib/gstdio.h>
#include <string.h>

#include "form-stage.h"
#include "fr-credentials-page.h"
#include "fr-disks.h"
#include "fr-heads.h"
#include "fr-key-file.h"
#include "fr-key-group.h"
#include "fr-plan-check.h"
#include "fr-size.h"
#include "fr-sizing-page.h"
#include "fr-visitors.h"

/* Whatever the pages allow, the plan must be one. */
static void
assert_sound (FormStage *stage)
{
  g_autofree char *text = fr_draft_render (fr_making_get_draft (stage->making));
  g_autoptr (GPtrArray) findings = fr_plan_check (text, "fittings.yaml", NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *line = fr_finding_describe (findings->pdata[i], "fittings.yaml");

      g_test_message ("%s", line);
    }
  g_assert_null (fr_findings_get_error (findings));
}

static gboolean
is_visible (FormStage *stage, const char *id)
{
  return gtk_widget_get_visible (form_stage_find (stage, id));
}

/* In a row of a disk. */
static gpointer
find_in (FormStage *stage, const char *row, const char *id)
{
  FormStage part = *stage;
  GtkWidget *menu;

  part.page = form_stage_find (stage, row);
  if (g_str_equal (id, "remove_button") || g_str_equal (id, "edit_button"))
    return form_stage_find (&part, id);

  menu = form_stage_find (&part, "edit_button");
  part.page = (gpointer) gtk_menu_button_get_popover (GTK_MENU_BUTTON (menu));

  return form_stage_find (&part, id);
}

static void
test_disks (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);
  FrDraft *draft = fr_making_get_draft (making);
  g_autofree char *answer = NULL;

  adw_expander_row_set_expanded (form_stage_find (stage, "expander"), TRUE);
  g_assert_true (is_visible (stage, "disk_1_row"));
  g_assert_false (is_visible (stage, "disk_2_row"));
  adw_action_row_activate (form_stage_find (stage, "add_disk_row"));
  g_assert_true (is_visible (stage, "disk_2_row"));
  gtk_spin_button_set_value (find_in (stage, "disk_2_row", "size_spin"), 100);
  gtk_drop_down_set_selected (find_in (stage, "disk_2_row", "speed_drop"), 2);
  form_stage_assert_draft (stage, "disks", "10 standard, 100 economy");
  assert_sound (stage);
  g_assert_cmpstr (adw_preferences_row_get_title (form_stage_find (stage, "disk_2_row")), ==,
                   "Disk 2 · 100 GB · Economy");
  g_assert_cmpuint (fr_size_of_draft (draft).disk, ==, 110);
  g_assert_true (is_visible (stage, "own_box"));
  g_object_get (stage->page, "answer", &answer, NULL);
  g_assert_cmpstr (answer, ==, "2 vCPU, 4 GB, +110 GB");

  /* The first goes, and the second takes its place; Undo knows both. */
  g_signal_emit_by_name (find_in (stage, "disk_1_row", "remove_button"), "clicked");
  form_stage_assert_draft (stage, "disks", NULL);
  form_stage_assert_draft (stage, "disk-speed", "economy");
  g_assert_cmpuint (fr_size_of_draft (draft).disk, ==, 100);
  g_assert_false (is_visible (stage, "disk_2_row"));
  g_signal_emit_by_name (form_stage_find (stage, "undo_button"), "clicked");
  form_stage_assert_draft (stage, "disks", "10 standard, 100 economy");
  g_assert_false (is_visible (stage, "undo_button"));

  /* As many as there are rows. */
  for (guint i = 2; i < FR_DISKS_MOST; i++)
    adw_action_row_activate (form_stage_find (stage, "add_disk_row"));
  g_assert_false (is_visible (stage, "add_disk_row"));
  assert_sound (stage);
  form_stage_shape (stage, 796, 1900);
  form_stage_picture (stage, "03-sizing-disks");

  /* A preset has one. */
  gtk_toggle_button_set_active (form_stage_find (stage, "classic_card"), TRUE);
  form_stage_assert_draft (stage, "disks", NULL);
  g_assert_cmpuint (fr_size_of_draft (draft).disk, ==, 50);
  g_assert_false (is_visible (stage, "disk_2_row"));
}

static void
test_limits (void)
{
  char *speeds[] = { (char *) "STANDARD", (char *) "PROVISIONEDIOPS", NULL };
  g_autoptr (FrLimits) limits = fr_limits_new ("EU6", 4, 8, 20, 40, speeds);
  g_autoptr (FrLimits) silent = fr_limits_new ("EU6", 0, 0, 0, 0, NULL);
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);

  g_assert_cmpuint (silent->cpu, ==, fr_limits_get_usual ()->cpu);
  g_assert_cmpuint (silent->least_disk, ==, fr_limits_get_usual ()->least_disk);
  g_assert_true (fr_limits_has_speed (silent, "economy"));
  g_assert_cmpuint (g_strv_length (limits->disk_speeds), ==, 1);

  gtk_toggle_button_set_active (form_stage_find (stage, "classic_card"), TRUE);
  form_stage_assert_reason (stage, NULL);
  fr_making_set_limits (making, limits);
  form_stage_assert_reason (stage, "fewer processors");
  gtk_spin_button_set_value (form_stage_find (stage, "cpu_spin"), 4);
  form_stage_assert_reason (stage, "Change the disk");
  form_stage_shape (stage, 796, 1300);
  form_stage_picture (stage, "03-sizing-limits");
  gtk_spin_button_set_value (find_in (stage, "disk_1_row", "size_spin"), 30);
  form_stage_assert_reason (stage, NULL);
  assert_sound (stage);
  g_assert_nonnull (strstr (adw_action_row_get_subtitle (form_stage_find (stage, "cpu_row")),
                            "this data centre allows 1 to 4"));

  /* Another data centre has not said anything. */
  g_object_set (fr_making_get_draft (making), "location-id", "EU7", NULL);
  gtk_toggle_button_set_active (form_stage_find (stage, "many_card"), TRUE);
  form_stage_assert_reason (stage, NULL);
}

static void
test_visitors (void)
{
  static const struct
  {
    const char *typed;
    const char *read; /* or NULL */
    const char *why;
  } cases[] = {
    { "198.51.100.0/24", "198.51.100.0/24", NULL },
    { " 198.51.100.7,  10.0.0.0/8 ", "198.51.100.7 10.0.0.0/8", NULL },
    { "2001:db8::/32 ::1", "2001:db8::/32 ::1", NULL },
    { "0.0.0.0/0", "0.0.0.0/0", NULL },
    { "198.51.100.7/24", NULL, "write 198.51.100.0/24" },
    { "10.1.2.3/9", NULL, "write 10.0.0.0/9" },
    { "2001:db8::1/32", NULL, "write 2001:db8::/32" },
    { "198.51.100.0/33", NULL, "no address and no network" },
    { "198.51.100", NULL, "no address and no network" },
    { "lab.example", NULL, "no address and no network" },
    { "any; }", NULL, "no address and no network" },
    { "10.0.0.0/8 all", NULL, "“all” is no" },
    { "10.0.0.0/-1", NULL, "no address and no network" },
    { "", NULL, "Nobody could connect" },
    { " , ", NULL, "Nobody could connect" },
  };
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);

  g_assert_false (is_visible (stage, "networks_row"));
  adw_combo_row_set_selected (form_stage_find (stage, "visitors_row"), 1);
  g_assert_true (is_visible (stage, "networks_row"));
  form_stage_assert_reason (stage, "which networks");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *why = NULL;
      g_autofree char *read = fr_visitors_read (cases[i].typed, &why);

      g_test_message ("%s", cases[i].typed);
      g_assert_cmpstr (read, ==, cases[i].read);
      g_assert_true ((why == NULL) == (cases[i].why == NULL));
      if (why != NULL)
        g_assert_nonnull (strstr (why, cases[i].why));
      gtk_editable_set_text (form_stage_find (stage, "networks_row"), cases[i].typed);
      form_stage_assert_reason (stage, cases[i].read != NULL ? NULL : "which networks");
      g_assert_true (is_visible (stage, "networks_note") ==
                     (cases[i].read == NULL && *cases[i].typed != '\0'));
      if (read == NULL)
        continue;
      form_stage_assert_draft (stage, "visitors", read);
      assert_sound (stage);
    }

  /* Another setting takes nothing away; "anyone" takes all of it. */
  gtk_editable_set_text (form_stage_find (stage, "networks_row"), "10.0.0.0/33");
  gtk_spin_button_set_value (form_stage_find (stage, "cpu_spin"), 3);
  g_assert_cmpstr (gtk_editable_get_text (form_stage_find (stage, "networks_row")), ==,
                   "10.0.0.0/33");
  form_stage_shape (stage, 796, 1500);
  form_stage_picture (stage, "03-sizing-visitors");
  adw_combo_row_set_selected (form_stage_find (stage, "visitors_row"), 0);
  form_stage_assert_draft (stage, "visitors", FR_VISITORS_ANY);
  g_assert_false (is_visible (stage, "networks_row"));
  g_assert_false (is_visible (stage, "networks_note"));
  form_stage_assert_reason (stage, NULL);
}

static void
test_words (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = NULL;

  g_object_set (fr_making_get_draft (making), "kurento", "7.0.1", "visitors", "10.0.0.0/8", NULL);
  stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);
  g_assert_cmpuint (adw_combo_row_get_selected (form_stage_find (stage, "kurento_row")), ==, 3);
  g_assert_cmpuint (adw_combo_row_get_selected (form_stage_find (stage, "visitors_row")), ==, 1);
  adw_combo_row_set_selected (form_stage_find (stage, "cpu_speed_row"), 1);
  form_stage_assert_draft (stage, "cpu-speed", "highperformance");
  form_stage_assert_draft (stage, "kurento", "7.0.1");
  adw_combo_row_set_selected (form_stage_find (stage, "kurento_row"), 1);
  form_stage_assert_draft (stage, "kurento", "7.2.0");
  form_stage_assert_draft (stage, "visitors", "10.0.0.0/8");
  assert_sound (stage);
}

/* A server that is there already is as big as it is. */
static void
test_own (void)
{
  static const FrMachine machine = { .system = (char *) "Debian GNU/Linux 12 (bookworm)",
                                     .architecture = (char *) "amd64",
                                     .cpus = 4,
                                     .memory = G_GUINT64_CONSTANT (8123456789) };
  static const char *const hidden[] = { "sizes_box", "nodes_row", "cpu_row", "cpu_speed_row",
                                        "memory_row", "disk_1_row", "add_disk_row",
                                        "appliance_row", "monitoring_row", "subnet_row",
                                        "ssh_port_row" };
  g_autoptr (FrMaking) making = fr_making_new ();
  g_autoptr (FormStage) stage = NULL;
  g_autofree char *answer = NULL;

  g_object_set (fr_making_get_draft (making), "location-id", FR_DRAFT_OWN, "host",
                "198.51.100.2", NULL);
  fr_making_set_kind (making, FR_KIND_SERVER);
  stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);
  for (guint i = 0; i < G_N_ELEMENTS (hidden); i++)
    g_assert_false (is_visible (stage, hidden[i]));
  g_assert_false (is_visible (stage, "heads"));
  form_stage_picture (stage, "03-sizing-server-unknown");

  fr_making_set_machine (making, &machine);
  g_assert_cmpuint (fr_heads_get_count (form_stage_find (stage, "heads")), ==, 6);
  g_assert_true (is_visible (stage, "heads"));
  g_object_get (stage->page, "answer", &answer, NULL);
  g_assert_true (g_str_has_prefix (answer, "4 processors"));
  adw_expander_row_set_expanded (form_stage_find (stage, "expander"), TRUE);
  form_stage_shape (stage, 796, 1000);
  form_stage_picture (stage, "03-sizing-server");
  form_stage_shape (stage, 360, 1200);
  form_stage_picture (stage, "narrow-03-sizing-server");
  adw_combo_row_set_selected (form_stage_find (stage, "visitors_row"), 1);
  gtk_editable_set_text (form_stage_find (stage, "networks_row"), "10.0.0.0/8");
  form_stage_assert_draft (stage, "visitors", "10.0.0.0/8");
  form_stage_next (stage);
  assert_sound (stage);

  /* There and back. */
  g_object_set (fr_making_get_draft (making), "location-id", "EU6", NULL);
  g_assert_true (is_visible (stage, "sizes_box"));
  g_assert_true (is_visible (stage, "disk_1_row"));
  form_stage_assert_draft (stage, "visitors", "10.0.0.0/8");
}

/* The public half of a key of one's own goes into the plan; any other file is refused. */
static void
test_public_key (void)
{
  static const char *const line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@here";
  g_autofree char *path = g_build_filename (g_get_home_dir (), "mine.pub", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_CREDENTIALS_PAGE, making);
  FormStage part = *stage;
  FrKeyGroup *group = form_stage_find (stage, "key");

  part.page = (gpointer) group;
  gtk_editable_set_text (form_stage_find (stage, "user_row"), "somebody");
  gtk_editable_set_text (form_stage_find (stage, "password_row"), "some words");
  form_stage_assert_reason (stage, NULL);
  gtk_check_button_set_active (form_stage_find (&part, "own_check"), TRUE);
  form_stage_assert_reason (stage, "Choose your public key");
  g_assert_true (g_file_set_contents (path, "-----BEGIN OPENSSH PRIVATE KEY-----\n", -1, NULL));
  fr_key_group_choose (group, file);
  form_stage_wait (gtk_widget_get_visible (form_stage_find (&part, "note")));
  form_stage_assert_reason (stage, "Choose your public key");
  form_stage_shape (stage, 796, 900);
  form_stage_picture (stage, "02-credentials-cloud-key");
  g_assert_true (g_file_set_contents (path, line, -1, NULL));
  fr_key_group_choose (group, file);
  form_stage_wait (!gtk_widget_get_visible (form_stage_find (&part, "note")));
  form_stage_assert_reason (stage, NULL);
  form_stage_assert_draft (stage, "public-key", line);
  assert_sound (stage);
  gtk_check_button_set_active (form_stage_find (&part, "made_check"), TRUE);
  form_stage_assert_draft (stage, "public-key", NULL);
  gtk_check_button_set_active (form_stage_find (&part, "own_check"), TRUE);
  form_stage_assert_draft (stage, "public-key", line);
  g_remove (path);
}

/* What is in a file is told by its content, not by its name. */
static void
test_keys (void)
{
  static const struct
  {
    const char *content;
    const char *private;
    const char *public;
  } cases[] = {
    { "", "no private SSH key", "no public SSH key" },
    { "hello\n", "no private SSH key", "no public SSH key" },
    { "ssh-ed25519 AAAAC3Nz me@here\n", "public half", NULL },
    { "ssh-ed25519 AAAAC3Nz a\nssh-ed25519 AAAAC3Nz b\n", "public half", "more than one key" },
    { "ssh-ed25519 AAAA \"quoted\"\n", "public half", "no public SSH key" },
    { "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n", "passphrase", "private half" },
    { "-----BEGIN OPENSSH PRIVATE KEY-----\n"
      "b3BlbnNzaC1rZXktdjEAAAAACmFlczI1Ni1jdHIAAAAGYmNyeXB0AAAAGAAAABDxw3J5cHRl\n",
      "passphrase", "private half" },
    { "-----BEGIN OPENSSH PRIVATE KEY-----\n"
      "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW\n",
      NULL, "private half" },
  };
  g_autofree char *path = g_build_filename (g_get_home_dir (), "some-key", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) private_error = NULL;
      g_autoptr (GError) public_error = NULL;
      g_autofree char *line = NULL;

      g_test_message ("%s", cases[i].content);
      g_assert_true (g_file_set_contents (path, cases[i].content, -1, NULL));
      g_assert_null (fr_key_file_check (path, NULL, &private_error));
      line = fr_key_file_read_public (path, NULL, &public_error);
      g_assert_true ((private_error == NULL) == (cases[i].private == NULL));
      g_assert_true ((public_error == NULL) == (cases[i].public == NULL));
      if (private_error != NULL)
        g_assert_nonnull (strstr (private_error->message, cases[i].private));
      if (public_error != NULL)
        g_assert_nonnull (strstr (public_error->message, cases[i].public));
      else
        g_assert_cmpstr (line, ==, "ssh-ed25519 AAAAC3Nz me@here");
    }
  g_remove (path);
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (fr_key_file_check (path, NULL, &error));
    g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  }
}

/* What speaks against a server is told; it may be taken all the same. */
static void
test_warnings (void)
{
  static const struct
  {
    FrMachine machine;
    const char *said; /* or NULL */
  } cases[] = {
    { { (char *) "Debian GNU/Linux 12", (char *) "x86_64", 2, 0, 0, FALSE, NULL }, NULL },
    { { (char *) "Ubuntu 22.04", (char *) "amd64", 2, 0, 0, TRUE, NULL }, NULL },
    { { NULL, NULL, 0, 0, 0, FALSE, NULL }, NULL },
    { { (char *) "Ubuntu 24.04", (char *) "aarch64", 4, 0, 0, FALSE, NULL }, "x86-64 only" },
    { { (char *) "Ubuntu 24.04", (char *) "x86_64", 1, 1 << 29, 0, FALSE, NULL }, "536.9 MB" },
    { { (char *) "Ubuntu 24.04", (char *) "x86_64", 1, 0, 1 << 30, FALSE, NULL }, "1.1 GB" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *warning = fr_machine_dup_warning (&cases[i].machine);

      g_test_message ("%s", warning != NULL ? warning : "no warning");
      g_assert_true ((warning == NULL) == (cases[i].said == NULL));
      if (warning != NULL)
        g_assert_nonnull (strstr (warning, cases[i].said));
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/knobs/disks", test_disks);
  g_test_add_func ("/knobs/limits", test_limits);
  g_test_add_func ("/knobs/visitors", test_visitors);
  g_test_add_func ("/knobs/words", test_words);
  g_test_add_func ("/knobs/own", test_own);
  g_test_add_func ("/knobs/public-key", test_public_key);
  g_test_add_func ("/knobs/keys", test_keys);
  g_test_add_func ("/knobs/warnings", test_warnings);

  return g_test_run ();
}
