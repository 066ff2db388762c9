/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "fr-cause.h"
#include "fr-progress.h"
#include "fr-step-item.h"

/* What is told after each of these lines; as recorded on Debian 12, and shortened. */
static const struct
{
  const char *line;
  const char *words;
} lines[] = {
  { "cloud-init: init-local\n", NULL },
  { "Cloud-init v. 22.4.2 running 'init' at Mon, 30 Nov 2026 02:00:00 +0000.\n", NULL },
  { "cloud-init: module write-files\n", "writing the files of the plan" },
  { "cloud-init: module keyboard\n", "module “keyboard” of cloud-init" },
  { "cloud-init: module package-update-upgrade-install\n",
    "bringing its packages up to date, and installing those of the plan" },
  /* Indexes are not packages. */
  { "Get:1 http://mirror.example/debian bookworm InRelease [151 kB]\n",
    "bringing its packages up to date, and installing those of the plan" },
  { "0 upgraded, 3 newly installed, 0 to remove and 7 not upgraded.\n",
    "bringing its packages up to date, and installing those of the plan" },
  { "Get:1 http://mirror.example/debian bookworm/main amd64 curl amd64 7.88 [315 kB]\n",
    "fetching packages: 1 of 3" },
  { "Get:2 http://mirror.example/debian bookworm/main amd64 gnupg all 2.2 [846 kB]\nGet:3 x\n",
    "fetching packages: 3 of 3" },
  { "Get:4 http://mirror.example/debian bookworm/main amd64 again\n",
    "fetching packages: 3 of 3" },
  { "Unpacking curl (7.88) ...\nUnpacking gnupg (2.2) ...\n", "unpacking packages: 2 of 3" },
  { "Setting up curl (7.88) ...\n", "setting up packages: 1 of 3" },
  { "Setting up gnupg (2.2) ...\nSetting up dirmngr (2.2) ...\n",
    "bringing its packages up to date, and installing those of the plan" },
  { "cloud-init: module scripts-user\n", "running the commands of the plan" },
  { "cloud-init: command 3-kurento.sh\n", "running “3-kurento.sh”" },
  { "2 upgraded, 3 newly installed, 0 to remove and 0 not upgraded.\nGet:2 x\n",
    "fetching packages: 2 of 5" },
  /* It was all fetched before. */
  { "0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\nGet:1 x\n",
    "running “3-kurento.sh”" },
  { "Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend...\n",
    "waiting for another program that installs packages" },
  { "Reading package lists...\n\n", "running “3-kurento.sh”" },
  { "99999999999 upgraded, 1 newly installed\n", "running “3-kurento.sh”" },
  { "", "running “3-kurento.sh”" },
};

static void
test_progress (void)
{
  g_autoptr (FrProgress) progress = fr_progress_new ();
  g_autofree char *before = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      gboolean changed = fr_progress_hear (progress, lines[i].line, strlen (lines[i].line));
      const char *words = fr_progress_get_words (progress);

      g_test_message ("%s", lines[i].line);
      g_assert_cmpstr (words, ==, lines[i].words);
      g_assert_cmpint (changed, ==, g_strcmp0 (before, words) != 0);
      g_free (before);
      before = g_strdup (words);
    }
}

/* The cause is not the last line. */
static const struct
{
  const char *output;
  const char *cause;
  const char *cure; /* a part of it */
} causes[] = {
  { "E: The repository 'http://mirror/nowhere noble Release' does not have a Release file.\n"
    "mirror: Kurento does not come from http://mirror/nowhere noble\n",
    "E: The repository 'http://mirror/nowhere noble Release' does not have a Release file",
    "no package repository" },
  { "Err:1 http://deb/debian bookworm/main amd64 curl\n"
    "  Could not connect to deb:80 (198.51.100.1), connection timed out\n"
    "E: Failed to fetch http://deb/curl.deb  Could not connect to deb:80\n"
    "E: Unable to fetch some archives, maybe run apt-get update?\nagain in a moment\n",
    "E: Failed to fetch http://deb/curl.deb  Could not connect to deb:80", "package mirror" },
  { "E: Sub-process /usr/bin/dpkg returned an error code (1)\n"
    "dpkg: error processing archive x (--unpack):\n cannot copy: No space left on device\n"
    "E: Sub-process /usr/bin/dpkg returned an error code (1)\n",
    "cannot copy: No space left on device", "disk is full" },
  { "dpkg: error processing package a (--configure):\n a.postinst returned 1\n"
    "E: Sub-process /usr/bin/dpkg returned an error code (1)\n",
    "dpkg: error processing package a (--configure):", NULL },
  { "one\ncurl: (22) The requested URL returned error: 404\n\n"
    "W: Some index files failed to download.\ncloud-init: module scripts-user\n",
    "curl: (22) The requested URL returned error: 404", NULL },
  { "Cloud-init v. 22.4.2 finished at Mon\n\n", "", NULL },
  { "", "", NULL },
  { "caf\xe9\n", "caf\xef\xbf\xbd", NULL },
};

static void
test_cause (void)
{
  g_autoptr (GString) far = g_string_new ("E: that was long ago\n");
  g_autofree char *late = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autofree char *cause = fr_cause_find (causes[i].output);
      const char *cure = fr_cause_find_cure (cause);

      g_assert_cmpstr (cause, ==, causes[i].cause);
      if (causes[i].cure != NULL)
        g_assert_nonnull (strstr (cure, causes[i].cure));
      else
        g_assert_null (cure);
    }

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (far, "line %u\n", i);
  late = fr_cause_find (far->str);
  g_assert_cmpstr (late, ==, "line 99");
}

/* A row says what its step is at while it runs, and nothing of it afterwards. */
static void
test_row (void)
{
  const FrSiteStep step = { .id = (char *) "cloud-init:web-01", .kind = (char *) "cloud-init" };
  g_autoptr (FrStepItem) item = fr_step_item_new (&step);

  fr_step_item_tell (item, "too early");
  g_assert_null (fr_step_item_get_note (item));
  fr_step_item_begin (item, 1);
  fr_step_item_tell (item, "fetching packages: 1 of 3");
  g_assert_cmpstr (fr_step_item_get_note (item), ==, "fetching packages: 1 of 3");
  fr_step_item_tell (item, NULL);
  g_assert_null (fr_step_item_get_note (item));
  fr_step_item_tell (item, "fetching packages: 2 of 3");
  fr_step_item_end (item, FR_STEP_DONE, 2, NULL);
  g_assert_null (fr_step_item_get_note (item));
  fr_step_item_tell (item, "too late");
  g_assert_null (fr_step_item_get_note (item));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/progress/lines", test_progress);
  g_test_add_func ("/deploy/progress/cause", test_cause);
  g_test_add_func ("/deploy/progress/row", test_row);

  return g_test_run ();
}
