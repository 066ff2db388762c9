#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The Flatpak manifest: checked against what it may ask for, and turned into one for this machine.

manifest.py check MANIFEST
    prints what is wrong, a line each
manifest.py local MANIFEST SOURCE ARCHIVES STATE
    prints the manifest that builds SOURCE; the archives of its libraries are looked for among
    Debian's source archives in the folder ARCHIVES and laid out in STATE for flatpak-builder
"""

import hashlib
import json
import pathlib
import re
import shutil
import sys

import yaml

# No more than this: everything else comes by portals.
PERMISSIONS = {
    "--share=network",
    "--share=ipc",
    "--socket=wayland",
    "--socket=fallback-x11",
    "--device=dri",
}


def archives(manifest):
    """Yields every source that is fetched, with the name of its module."""
    for module in manifest["modules"]:
        for source in module["sources"]:
            if source["type"] != "dir":
                yield module["name"], source


def check(manifest, name):
    """Yields what is wrong."""
    if manifest["id"] != name:
        yield f"the id is {manifest['id']}, the file {name}"
    for permission in set(manifest["finish-args"]) ^ PERMISSIONS:
        yield f"{permission} is asked for, or no longer"
    for module, source in archives(manifest):
        if not source.get("url", "").startswith("https://"):
            yield f"{module}: its source does not come over HTTPS"
        if not re.fullmatch("[0-9a-f]{64}", str(source.get("sha256", ""))):
            yield f"{module}: its source is not pinned"
    for module in manifest["modules"]:
        if "--share=network" in module.get("build-options", {}).get("build-args", []):
            yield f"{module['name']}: is built with the network"


def digest(path):
    """Returns the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def localize(manifest, source, folder, state):
    """Points every source at something that is here."""
    here = {digest(path): path for path in folder.glob("*.orig.tar.*") if path.suffix != ".asc"}
    for module, archive in archives(manifest):
        base = archive["url"].rsplit("/", 1)[1]
        if archive["sha256"] in here:
            place = state / "downloads" / archive["sha256"]
            place.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(here[archive["sha256"]], place / base)
            continue
        # Debian leaves out of some archives what is not free, so that their sums differ.
        version = re.search(r"\d+(\.\d+)+", base).group()
        found = list(folder.glob(f"{module}_{version}*.orig.tar.*"))
        if len(found) != 1:
            sys.exit(f"Debian has no source archive of {module} {version}")
        print(f"# {module}: built from {found[0].name}, not from {base}", file=sys.stderr)
        archive.pop("url")
        archive["path"] = str(found[0])
        archive["sha256"] = digest(found[0])
    # Debian's build tools would choose a folder of their own for libraries.
    manifest["build-options"] = {"libdir": "/app/lib"}
    manifest["modules"][-1]["sources"] = [{"type": "dir", "path": str(source)}]
    return manifest


def main():
    """Runs one of the two commands."""
    path = pathlib.Path(sys.argv[2])
    manifest = yaml.safe_load(path.read_text(encoding="utf-8"))
    if sys.argv[1] == "check":
        problems = list(check(manifest, path.stem))
        print("\n".join(problems))
        sys.exit(bool(problems))
    folders = [pathlib.Path(word).resolve() for word in sys.argv[3:6]]
    json.dump(localize(manifest, *folders), sys.stdout, indent=2)


main()
