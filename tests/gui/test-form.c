/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The pages that ask where and how big, and the whole way of those who type nothing. */

#include "form-stage.h"
#include "fr-centre-list.h"
#include "fr-centres.h"
#include "fr-credentials-page.h"
#include "fr-heads.h"
#include "fr-location-page.h"
#include "fr-name.h"
#include "fr-plan-check.h"
#include "fr-size.h"
#include "fr-sizing-page.h"

static char *
dup_draft_text (FrMaking *making, const char *property)
{
  char *text = NULL;

  g_object_get (fr_making_get_draft (making), property, &text, NULL);

  return text;
}

static void
assert_draft_text (FrMaking *making, const char *property, const char *wanted)
{
  g_autofree char *text = dup_draft_text (making, property);

  g_assert_cmpstr (text, ==, wanted);
}

static void
assert_reason (FormStage *stage, const char *part)
{
  g_autofree char *reason = NULL;
  g_autoptr (GtkWidget) where = NULL;

  g_object_get (stage->page, "reason", &reason, "where", &where, NULL);
  if (part == NULL)
    {
      g_assert_cmpstr (reason, ==, NULL);
      g_assert_true (fr_page_get_complete (stage->page));
      return;
    }

  g_assert_false (fr_page_get_complete (stage->page));
  g_assert_nonnull (reason);
  g_assert_nonnull (strstr (reason, part));
  g_assert_nonnull (where);
}

static void
assert_silent (FrMaking *making)
{
  g_autofree char *text = fr_draft_render (fr_making_get_draft (making));
  g_autoptr (GPtrArray) findings = fr_plan_check (text, "fittings.yaml", NULL);

  for (guint i = 0; i < findings->len; i++)
    {
      g_autofree char *line = fr_finding_describe (findings->pdata[i], "fittings.yaml");

      g_test_message ("%s", line);
    }
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
test_location_here (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);
  g_autofree char *host = NULL;
  g_autofree char *subnet = NULL;

  form_stage_picture (stage, "01-location");
  assert_reason (stage, NULL);
  form_stage_next (stage);
  assert_draft_text (stage->making, "location-id", FR_DRAFT_HERE);
  host = dup_draft_text (stage->making, "api-host");
  subnet = dup_draft_text (stage->making, "subnet");
  g_assert_true (g_str_has_prefix (host, "127.0.0.1:"));
  g_assert_true (g_str_has_prefix (subnet, "127."));
  assert_silent (stage->making);
  form_stage_shape (stage, 360, 560);
  form_stage_picture (stage, "narrow-01-location");
}

static void
test_location_cloud (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);
  g_autofree char *answer = NULL;

  form_stage_next (stage);
  gtk_check_button_set_active (form_stage_find (stage, "cloud_check"), TRUE);
  form_stage_picture (stage, "01-location-cloud");
  g_assert_cmpint (fr_making_get_kind (stage->making), ==, FR_KIND_CLOUD);
  assert_draft_text (stage->making, "location-id", "EU6");
  assert_draft_text (stage->making, "api-host", NULL);
  assert_draft_text (stage->making, "subnet", "10.77.0.0/24");
  g_object_get (stage->page, "answer", &answer, NULL);
  g_assert_cmpstr (answer, ==, "Frankfurt (EU6)");

  /* There and back: each place finds its own network again. */
  gtk_check_button_set_active (form_stage_find (stage, "here_check"), TRUE);
  assert_silent (stage->making);
  gtk_check_button_set_active (form_stage_find (stage, "cloud_check"), TRUE);
  assert_draft_text (stage->making, "subnet", "10.77.0.0/24");
  form_stage_shape (stage, 360, 560);
  form_stage_picture (stage, "narrow-01-location-cloud");
}

static guint
count_visible_rows (GtkWidget *widget)
{
  guint count = ADW_IS_ACTION_ROW (widget) && gtk_widget_get_mapped (widget) ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    count += count_visible_rows (child);

  return count;
}

static void
search (FormStage *stage, const char *words, guint rows)
{
  gtk_editable_set_text (form_stage_find (stage, "search_entry"), words);
  form_stage_wait (count_visible_rows (form_stage_find (stage, "groups_box")) == rows);
  g_assert_true (gtk_widget_get_visible (form_stage_find (stage, "nothing_box")) == (rows == 0));
}

static void
test_location_server (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);
  g_autofree char *answer = NULL;

  g_assert_true (gtk_widget_is_sensitive (form_stage_find (stage, "server_check")));
  gtk_check_button_set_active (form_stage_find (stage, "server_check"), TRUE);
  g_assert_cmpint (fr_making_get_kind (stage->making), ==, FR_KIND_SERVER);
  form_stage_assert_draft (stage, "location-id", FR_DRAFT_OWN);
  form_stage_assert_draft (stage, "api-host", NULL);
  g_assert_false (gtk_widget_get_visible (form_stage_find (stage, "centre_list")));
  g_assert_false (gtk_widget_get_visible (form_stage_find (stage, "hint_box")));
  g_object_get (stage->page, "answer", &answer, NULL);
  g_assert_cmpstr (answer, ==, "My own server");
  form_stage_picture (stage, "01-location-server");
  form_stage_next (stage);
}

static void
test_location_search (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);

  gtk_check_button_set_active (form_stage_find (stage, "cloud_check"), TRUE);
  form_stage_wait (count_visible_rows (form_stage_find (stage, "groups_box")) == 13);
  search (stage, "par", 0);
  form_stage_picture (stage, "01-location-no-match");
  search (stage, "frank", 1);
  search (stage, "ap", 3);
  search (stage, "NA12", 1);
  search (stage, "germany", 1);
  search (stage, "“%s” \\ <b>", 0);
  search (stage, "", 13);
}

static void
test_location_other (void)
{
  static const struct
  {
    const char *address;
    const char *host;
  } cases[] = {
    { "api.example.com", "api.example.com" },
    { " https://api.example.com:8443/ ", "api.example.com:8443" },
    { "127.0.0.1:8443", "127.0.0.1:8443" },
    { "http://api.example.com", NULL },
    { "somebody:secret@api.example.com", NULL },
    { "https://api.example.com/oec", NULL },
    { "two words", NULL },
    { "quo\"te", NULL },
    { "::", NULL },
    { "https://", NULL },
  };
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);

  gtk_check_button_set_active (form_stage_find (stage, "cloud_check"), TRUE);
  gtk_check_button_set_active (form_stage_find (stage, "other_check"), TRUE);
  assert_reason (stage, "Type the address");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].address);
      gtk_editable_set_text (form_stage_find (stage, "address_row"), cases[i].address);
      assert_reason (stage, cases[i].host != NULL ? NULL : "Correct the address");
      g_assert_true (gtk_widget_get_visible (form_stage_find (stage, "address_note")) ==
                     (cases[i].host == NULL));
      if (cases[i].host == NULL)
        continue;
      assert_draft_text (stage->making, "api-host", cases[i].host);
      assert_silent (stage->making);
    }
  gtk_editable_set_text (form_stage_find (stage, "address_row"), "api.example.com/");
  gtk_editable_set_text (form_stage_find (stage, "id_row"), "no good");
  form_stage_shape (stage, 796, 1800);
  form_stage_picture (stage, "01-location-other");
  assert_reason (stage, "Type the id");
  gtk_editable_set_text (form_stage_find (stage, "id_row"), "XX1");
  assert_reason (stage, NULL);
  assert_draft_text (stage->making, "location-id", "XX1");
}

static void
test_sizing_cloud (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);
  g_autofree char *answer = NULL;

  gtk_toggle_button_set_active (form_stage_find (stage, "classic_card"), TRUE);
  g_assert_cmpuint (fr_heads_get_count (form_stage_find (stage, "heads")), ==, 12);
  g_object_get (stage->page, "answer", &answer, NULL);
  g_assert_cmpstr (answer, ==, "8 vCPU, 8 GB, +50 GB");
  form_stage_picture (stage, "03-sizing");
  adw_expander_row_set_expanded (form_stage_find (stage, "expander"), TRUE);
  form_stage_shape (stage, 796, 1500);
  form_stage_picture (stage, "03-sizing-settings");
  form_stage_shape (stage, 360, 560);
  form_stage_picture (stage, "narrow-03-sizing");
  form_stage_next (stage);
}

static void
test_sizing_own (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);

  g_assert_true (gtk_toggle_button_get_active (form_stage_find (stage, "try_card")));
  gtk_spin_button_set_value (form_stage_find (stage, "cpu_spin"), 20);
  g_assert_cmpuint (fr_heads_get_count (form_stage_find (stage, "heads")), ==, 30);
  g_assert_false (gtk_toggle_button_get_active (form_stage_find (stage, "try_card")));
  g_assert_true (gtk_widget_get_visible (form_stage_find (stage, "own_box")));
  form_stage_picture (stage, "03-sizing-own");
  gtk_toggle_button_set_active (form_stage_find (stage, "many_card"), TRUE);
  g_assert_cmpuint (fr_heads_get_count (form_stage_find (stage, "heads")), ==, 48);
  g_assert_false (gtk_widget_get_visible (form_stage_find (stage, "own_box")));

  /* A disk that is removed can be brought back as it was. */
  g_signal_emit_by_name (form_stage_find (stage, "remove_button"), "clicked");
  g_assert_cmpuint (fr_size_of_draft (fr_making_get_draft (making)).disk, ==, 0);
  assert_silent (making);
  g_signal_emit_by_name (form_stage_find (stage, "undo_button"), "clicked");
  g_assert_cmpuint (fr_size_of_draft (fr_making_get_draft (making)).disk, ==, 100);
  assert_silent (making);
}

static void
test_sizing_moved (void)
{
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);
  FrDraft *draft = fr_making_get_draft (making);
  FrSize cut = fr_size_of_preset ("many", TRUE, NULL);
  FrSize whole = fr_size_of_preset ("many", FALSE, NULL);
  FrSize machine = fr_size_of_machine ();
  FrSize size;

  gtk_toggle_button_set_active (form_stage_find (stage, "many_card"), TRUE);
  g_object_set (draft, "location-id", FR_DRAFT_HERE, "api-host", "127.0.0.1:8443", "subnet",
                "127.91.7.0/24", NULL);
  size = fr_size_of_draft (draft);
  g_assert_true (fr_size_equal (&size, &cut));
  g_assert_cmpuint (size.cpu * size.nodes, <=, machine.cpu);
  form_stage_picture (stage, "03-sizing-here");
  assert_silent (making);
  g_object_set (draft, "location-id", "NA9", "api-host", NULL, NULL);
  size = fr_size_of_draft (draft);
  g_assert_true (fr_size_equal (&size, &whole));
}

/* What somebody may type, and the beginning of what is said of it. */
static void
test_sizing_bad (void)
{
  static const struct
  {
    const char *row;
    const char *note;
    const char *bad;
    const char *good;
  } cases[] = {
    { "name_row", "name_note", "", "studio" },
    { "name_row", "name_note", "Studio North", "studio-north" },
    { "name_row", "name_note", "2nd", "second" },
    { "name_row", "name_note", "a--b", "a-b" },
    { "name_row", "name_note", "café", "cafe" },
    { "name_row", "name_note", "-", "x" },
    { "name_row", "name_note", "{{ name }}", "a1" },
    { "name_row", "name_note", "a23456789-123456789-123456789-123456789-1", "mirror" },
    { "appliance_row", "appliance_note", "", "Ubuntu 24.04" },
    { "appliance_row", "appliance_note", "{{ x }}", "Ubuntu 24.04" },
    { "subnet_row", "subnet_note", "", "10.77.0.0/24" },
    { "subnet_row", "subnet_note", "10.77.0.0/8", "10.77.0.0/16" },
    { "subnet_row", "subnet_note", "10.77.0.3/24", "10.77.0.0/24" },
    { "subnet_row", "subnet_note", "8.8.8.0/24", "192.168.7.0/24" },
    { "subnet_row", "subnet_note", "somewhere", "10.77.0.0/24" },
  };
  g_autoptr (FrMaking) making = form_stage_make_cloud (NULL);
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_SIZING_PAGE, making);

  adw_expander_row_set_expanded (form_stage_find (stage, "expander"), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s: %s", cases[i].row, cases[i].bad);
      gtk_editable_set_text (form_stage_find (stage, cases[i].row), cases[i].bad);
      assert_reason (stage, "to go on");
      g_assert_true (gtk_widget_get_visible (form_stage_find (stage, cases[i].note)));
      gtk_editable_set_text (form_stage_find (stage, cases[i].row), cases[i].good);
      assert_reason (stage, NULL);
      g_assert_false (gtk_widget_get_visible (form_stage_find (stage, cases[i].note)));
      assert_silent (making);
    }

  gtk_spin_button_set_value (form_stage_find (stage, "page_port_spin"), 8433);
  assert_reason (stage, "ports");
  gtk_spin_button_set_value (form_stage_find (stage, "page_port_spin"), 8443);
  gtk_spin_button_set_value (form_stage_find (stage, "media_last_spin"), 30000);
  gtk_editable_set_text (form_stage_find (stage, "name_row"), "Studio North");
  form_stage_shape (stage, 796, 1700);
  form_stage_picture (stage, "03-sizing-bad");
  assert_reason (stage, "another name");
}

static void
test_name (void)
{
  const char *const taken[] = { "mirror", "mirror-2", NULL };
  g_autofree char *other = fr_name_propose ("mirror", taken);
  g_autofree char *same = fr_name_propose ("studio", taken);

  g_assert_cmpstr (other, ==, "mirror-3");
  g_assert_cmpstr (same, ==, "studio");
  g_assert_nonnull (fr_name_get_problem ("mirror-2", taken));
  g_assert_null (fr_name_get_problem (other, taken));
}

/* Next, Next, Next: on this computer nobody types anything. */
static void
test_way (void)
{
  const GType types[] = { FR_TYPE_LOCATION_PAGE, FR_TYPE_CREDENTIALS_PAGE, FR_TYPE_SIZING_PAGE };
  g_autoptr (FrMaking) making = fr_making_new ();
  g_autofree char *name = NULL;
  g_autofree char *place = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    {
      g_autoptr (FormStage) stage = form_stage_new (types[i], making);

      assert_reason (stage, NULL);
      form_stage_next (stage);
    }
  assert_silent (making);
  name = fr_making_dup_text (making, "name");
  place = fr_making_dup_text (making, "place");
  g_assert_cmpstr (name, ==, "mirror");
  g_assert_cmpstr (place, ==, "This computer");
}

/* Every size in every data centre, and here. */
static void
test_all (void)
{
  g_autoptr (FormStage) stage = form_stage_new (FR_TYPE_LOCATION_PAGE, NULL);
  g_autoptr (FormStage) sizing = form_stage_new (FR_TYPE_SIZING_PAGE, stage->making);
  static const char *const cards[] = { "try_card", "classic_card", "many_card" };
  g_autoptr (GDateTime) as_of = NULL;
  g_autoptr (GPtrArray) centres = fr_centres_load (&as_of);

  form_stage_next (stage);
  for (guint i = 0; i <= centres->len; i++)
    {
      if (i > 0)
        {
          const FrCentre *centre = g_ptr_array_index (centres, i - 1);

          gtk_check_button_set_active (form_stage_find (stage, "cloud_check"), TRUE);
          fr_centre_list_choose (form_stage_find (stage, "centre_list"), centre->id, NULL);
          assert_draft_text (stage->making, "location-id", centre->id);
        }
      for (guint j = 0; j < G_N_ELEMENTS (cards); j++)
        {
          gtk_toggle_button_set_active (form_stage_find (sizing, cards[j]), TRUE);
          assert_reason (sizing, NULL);
          assert_silent (stage->making);
        }
    }
}

int
main (int argc, char **argv)
{
  /* A desktop with nothing on it: no bus, so no keyring. */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  form_stage_prepare (&argc, &argv);

  g_test_add_func ("/form/location/here", test_location_here);
  g_test_add_func ("/form/location/cloud", test_location_cloud);
  g_test_add_func ("/form/location/server", test_location_server);
  g_test_add_func ("/form/location/search", test_location_search);
  g_test_add_func ("/form/location/other", test_location_other);
  g_test_add_func ("/form/sizing/cloud", test_sizing_cloud);
  g_test_add_func ("/form/sizing/own", test_sizing_own);
  g_test_add_func ("/form/sizing/moved", test_sizing_moved);
  g_test_add_func ("/form/sizing/bad", test_sizing_bad);
  g_test_add_func ("/form/name", test_name);
  g_test_add_func ("/form/way", test_way);
  g_test_add_func ("/form/all", test_all);

  return g_test_run ();
}
