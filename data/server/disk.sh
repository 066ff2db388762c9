#!/bin/sh
# The root volume grows over the disks that were added, where there is one
set -eu
. /root/mirror/lib.sh
root=$(findmnt -n -o SOURCE /)
group=$(lvs --noheadings -o vg_name "$root" 2>/dev/null | tr -d ' ') || true
if [ -z "$group" ]; then
  say "the system is on no logical volume, nothing to grow"
  exit 0
fi

# Whole disks with nothing on them: no partition, no volume, no file system
is_empty() { [ "$(lsblk -no NAME "$1" | wc -l)" -eq 1 ] && [ -z "$(wipefs -n "$1")" ]; }
added=
fixed=$(lsblk -dnpo NAME,TYPE,RM,RO | awk '$2 == "disk" && $3 == 0 && $4 == 0 { print $1 }')
for disk in $fixed; do
  case $disk in /dev/zram* | /dev/fd*) continue ;; esac
  is_empty "$disk" || continue
  pvcreate -q "$disk"
  vgextend -q "$group" "$disk"
  added="$added $disk"
done

if [ "$(vgs --noheadings -o vg_free_count "$group" | tr -d ' ')" -gt 0 ]; then
  lvextend -r -l +100%FREE "$root"
  say "the volume of / has grown over${added:- what was free}"
else
  say "the volume of / has all there is"
fi
