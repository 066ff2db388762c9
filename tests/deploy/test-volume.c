/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "fr-volume.h"

#define HELD "block PATH=\"/dev/mapper/x\" TYPE=\"crypt\" FSTYPE=\"\" PKNAME=\"sdb\"\n"
#define DISK(name, size, more)                                                      \
  "block PATH=\"/dev/" name "\" TYPE=\"disk\" SIZE=\"" size "\" " more " RO=\"0\" " \
  "RM=\"0\"\n"
#define EMPTY "FSTYPE=\"\" PTTYPE=\"\" MOUNTPOINT=\"\" PKNAME=\"\""
#define G10 "10737418240"
#define G50 "53687091200"

/* A system disk with a partition table, whose second partition is the physical volume. */
static const char usual[] =
  "root /dev/mapper/vg-root ext4 9000000000\n"
  "lv vg|/dev/mapper/vg-root|9663676416\n"
  "pv /dev/sda2|vg|0\n"
  "block PATH=\"/dev/sda\" TYPE=\"disk\" SIZE=\"10737418240\" FSTYPE=\"\" PTTYPE=\"dos\" "
  "MOUNTPOINT=\"\" PKNAME=\"\" RO=\"0\" RM=\"0\"\n"
  "block PATH=\"/dev/sda2\" TYPE=\"part\" SIZE=\"9999999999\" FSTYPE=\"LVM2_member\" "
  "PTTYPE=\"dos\" MOUNTPOINT=\"\" PKNAME=\"sda\" RO=\"0\" RM=\"0\"\n";

static const struct
{
  const char *name;
  gboolean usual;
  const char *printed;
  guint sizes[3];
  const char *group;
  const char *fresh;
  const char *grow;
  gboolean resize;
  guint missing;
} cases[] = {
  {
    .name = "a blank disk of the size",
    .usual = TRUE,
    .printed = DISK ("sdb", G50, EMPTY),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "/dev/sdb",
    .grow = "/dev/sdb",
  },
  {
    .name = "of another size",
    .usual = TRUE,
    .printed = DISK ("sdb", G10, EMPTY),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "",
    .missing = 50,
  },
  {
    .name = "one of the two",
    .usual = TRUE,
    .printed = DISK ("sdb", G50, EMPTY) DISK ("sdc", G10, EMPTY),
    .sizes = { 10 },
    .group = "vg",
    .fresh = "/dev/sdc",
    .grow = "/dev/sdc",
  },
  {
    .name = "both",
    .usual = TRUE,
    .printed = DISK ("sdb", G50, EMPTY) DISK ("sdc", G10, EMPTY),
    .sizes = { 10, 50 },
    .group = "vg",
    .fresh = "/dev/sdc /dev/sdb",
    .grow = "/dev/sdc /dev/sdb",
  },
  {
    .name = "two of a size",
    .usual = TRUE,
    .printed = DISK ("sdb", G50, EMPTY) DISK ("sdc", G50, EMPTY),
    .sizes = { 50, 50 },
    .group = "vg",
    .fresh = "/dev/sdb /dev/sdc",
    .grow = "/dev/sdb /dev/sdc",
  },
  {
    .name = "no more than the plan adds",
    .usual = TRUE,
    .printed = DISK ("sdb", G50, EMPTY) DISK ("sdc", G50, EMPTY),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "/dev/sdb",
    .grow = "/dev/sdb",
  },
  {
    .name = "somebody's file system",
    .usual = TRUE,
    .printed = DISK ("sdb", G50, "FSTYPE=\"ext4\" PTTYPE=\"\" MOUNTPOINT=\"\" PKNAME=\"\""),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "",
    .missing = 50,
  },
  {
    .name = "somebody's partition table",
    .usual = TRUE,
    .printed = DISK ("sdb", G50, "FSTYPE=\"\" PTTYPE=\"gpt\" MOUNTPOINT=\"\" PKNAME=\"\""),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "",
    .missing = 50,
  },
  {
    .name = "a disk that something holds",
    .usual = TRUE,
    .printed =
      DISK ("sdb", G50, EMPTY) HELD,
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "",
    .missing = 50,
  },
  {
    .name = "a disk of another group",
    .usual = TRUE,
    .printed = "pv /dev/sdb|other|0\n" DISK ("sdb", G50, EMPTY),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "",
    .missing = 50,
  },
  {
    .name = "added, and not given to the volume yet",
    .usual = TRUE,
    .printed = "pv /dev/sdb|vg|53682896896\n" DISK ("sdb", G50, EMPTY),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "/dev/sdb",
  },
  {
    .name = "all done",
    .usual = TRUE,
    .printed = "pv /dev/sdb|vg|0\n" DISK ("sdb", G50, EMPTY),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "",
  },
  {
    .name = "the file system was left behind",
    .printed =
      "root /dev/mapper/vg-root xfs 2000000000\n"
      "lv vg|/dev/mapper/vg-root|63350767616\n"
      "pv /dev/sda2|vg|0\npv /dev/sdb|vg|0\n" DISK ("sdb", G50, EMPTY),
    .sizes = { 50 },
    .group = "vg",
    .fresh = "",
    .grow = "",
    .resize = TRUE,
  },
  {
    .name = "whole disks of the same size, the first was there before",
    .printed =
      "root /dev/mapper/vg-root ext4 9000000000\n"
      "lv vg|/dev/mapper/vg-root|9663676416\n"
      "pv /dev/vda|vg|0\n" DISK ("vda", G10, EMPTY) DISK ("vdb", G10, EMPTY),
    .sizes = { 10 },
    .group = "vg",
    .fresh = "/dev/vdb",
    .grow = "/dev/vdb",
  },
  {
    .name = "no volume group",
    .printed = "root /dev/sda1 ext4 9000000000\n" DISK ("sdb", G50, EMPTY),
    .sizes = { 50 },
    .fresh = "",
    .grow = "",
  },
  {
    .name = "nothing",
    .printed = "",
    .sizes = { 50 },
    .fresh = "",
    .grow = "",
  },
};

static char *
join (GPtrArray *list)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < list->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", (char *) g_ptr_array_index (list, i));

  return g_string_free (text, FALSE);
}

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      guint n = cases[i].sizes[1] > 0 ? 2 : 1;
      g_autofree char *text =
        g_strconcat (cases[i].usual ? usual : "", cases[i].printed, NULL);
      g_autoptr (FrVolumeWork) work = fr_volume_read (text, cases[i].sizes, n);
      g_autofree char *fresh = join (work->fresh);
      g_autofree char *grow = join (work->grow);

      g_test_message ("%s", cases[i].name);
      g_assert_cmpstr (work->group, ==, cases[i].group);
      g_assert_cmpstr (fresh, ==, cases[i].fresh);
      g_assert_cmpstr (grow, ==, cases[i].grow);
      g_assert_cmpint (work->resize, ==, cases[i].resize);
      g_assert_cmpuint (work->missing_gb, ==, cases[i].missing);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/deploy/volume/cases", test_cases);

  return g_test_run ();
}
