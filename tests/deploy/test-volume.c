/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "fr-volume.h"

#define GB "000000000"
#define DISK(name, size, more)                                                      \
  "block PATH=\"/dev/" name "\" TYPE=\"disk\" SIZE=\"" size "\" " more " RO=\"0\" " \
  "RM=\"0\"\n"
#define EMPTY "FSTYPE=\"\" PTTYPE=\"\" MOUNTPOINT=\"\" PKNAME=\"\""
#define G10 "10737418240"
#define G50 "53687091200"

/* A system disk with a partition table, whose second partition is the physical volume. */
#define USUAL                                                                                                                                                                            \
  "root /dev/mapper/vg-root ext4 9000000000\n"                                                                                                                                           \
  "lv vg|/dev/mapper/vg-root|9663676416\n"                                                                                                                                               \
  "pv /dev/sda2|vg|0\n" DISK ("sda", G10, "FSTYPE=\"\" PTTYPE=\"dos\" MOUNTPOINT=\"\" PKNAME=\"\"") "block PATH=\"/dev/sda2\" TYPE=\"part\" SIZE=\"9999999999\" FSTYPE=\"LVM2_member\" " \
                                                                                                    "PTTYPE=\"dos\" MOUNTPOINT=\"\" PKNAME=\"sda\" RO=\"0\" RM=\"0\"\n"

static const struct
{
  const char *name;
  const char *printed;
  guint sizes[3];
  const char *group;
  const char *fresh;
  const char *grow;
  gboolean resize;
  guint missing;
} cases[] = {
  { "a blank disk of the size", USUAL DISK ("sdb", G50, EMPTY), { 50 }, "vg", "/dev/sdb", "/dev/sdb", FALSE, 0 },
  { "of another size", USUAL DISK ("sdb", G10, EMPTY), { 50 }, "vg", "", "", FALSE, 50 },
  { "one of the two", USUAL DISK ("sdb", G50, EMPTY) DISK ("sdc", G10, EMPTY), { 10 }, "vg", "/dev/sdc", "/dev/sdc", FALSE, 0 },
  { "both", USUAL DISK ("sdb", G50, EMPTY) DISK ("sdc", G10, EMPTY), { 10, 50 }, "vg", "/dev/sdc /dev/sdb", "/dev/sdc /dev/sdb", FALSE, 0 },
  { "two of a size", USUAL DISK ("sdb", G50, EMPTY) DISK ("sdc", G50, EMPTY), { 50, 50 }, "vg", "/dev/sdb /dev/sdc", "/dev/sdb /dev/sdc", FALSE, 0 },
  { "no more than the plan adds", USUAL DISK ("sdb", G50, EMPTY) DISK ("sdc", G50, EMPTY), { 50 }, "vg", "/dev/sdb", "/dev/sdb", FALSE, 0 },
  { "somebody's file system",
    USUAL DISK ("sdb", G50, "FSTYPE=\"ext4\" PTTYPE=\"\" MOUNTPOINT=\"\" PKNAME=\"\""),
    { 50 },
    "vg",
    "",
    "",
    FALSE,
    50 },
  { "somebody's partition table",
    USUAL DISK ("sdb", G50, "FSTYPE=\"\" PTTYPE=\"gpt\" MOUNTPOINT=\"\" PKNAME=\"\""),
    { 50 },
    "vg",
    "",
    "",
    FALSE,
    50 },
  { "a disk that something holds",
    USUAL DISK ("sdb", G50, EMPTY) "block PATH=\"/dev/mapper/x\" TYPE=\"crypt\" SIZE=\"1\" "
                                   "FSTYPE=\"\" PTTYPE=\"\" MOUNTPOINT=\"\" PKNAME=\"sdb\" "
                                   "RO=\"0\" RM=\"0\"\n",
    { 50 },
    "vg",
    "",
    "",
    FALSE,
    50 },
  { "a disk of another group", USUAL "pv /dev/sdb|other|0\n" DISK ("sdb", G50, EMPTY), { 50 }, "vg", "", "", FALSE, 50 },
  { "added, and not given to the volume yet",
    USUAL "pv /dev/sdb|vg|53682896896\n" DISK ("sdb", G50, EMPTY),
    { 50 },
    "vg",
    "",
    "/dev/sdb",
    FALSE,
    0 },
  { "all done", USUAL "pv /dev/sdb|vg|0\n" DISK ("sdb", G50, EMPTY), { 50 }, "vg", "", "", FALSE, 0 },
  { "the file system was left behind",
    "root /dev/mapper/vg-root xfs 2000000000\nlv vg|/dev/mapper/vg-root|63350767616\n"
    "pv /dev/sda2|vg|0\npv /dev/sdb|vg|0\n" DISK ("sdb", G50, EMPTY),
    { 50 },
    "vg",
    "",
    "",
    TRUE,
    0 },
  { "whole disks of the same size, the first was there before",
    "root /dev/mapper/vg-root ext4 9000000000\nlv vg|/dev/mapper/vg-root|9663676416\n"
    "pv /dev/vda|vg|0\n" DISK ("vda", G10, EMPTY) DISK ("vdb", G10, EMPTY),
    { 10 },
    "vg",
    "/dev/vdb",
    "/dev/vdb",
    FALSE,
    0 },
  { "no volume group", "root /dev/sda1 ext4 9000000000\n" DISK ("sdb", G50, EMPTY), { 50 }, NULL, "", "", FALSE, 0 },
  { "nothing", "", { 50 }, NULL, "", "", FALSE, 0 },
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
      g_autoptr (FrVolumeWork) work = fr_volume_read (cases[i].printed, cases[i].sizes, n);
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
