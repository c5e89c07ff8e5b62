"""Keep the files a version was published from: to compare, to export, to go on writing."""

import hashlib

from lms.authoring.files import ProgrammeFolder
from lms.authoring.models import SourceBlob, VersionFile
from lms.catalogue.models import ProgrammeVersion
from lms.core.db import add_all_missing


def keep_files(version: ProgrammeVersion, folder: ProgrammeFolder) -> None:
    """Keep every published file of a version byte for byte; kept again it changes nothing."""
    root = folder.path.parent
    contents = {path.relative_to(root).as_posix(): path.read_bytes() for path in folder.files()}
    hashes = {path: hashlib.sha256(content).hexdigest() for path, content in contents.items()}
    add_all_missing(
        SourceBlob, ["hash"],
        [{"hash": hashes[path], "content": content} for path, content in contents.items()],
    )  # fmt: skip
    add_all_missing(
        VersionFile, ["version_id", "path"],
        [{"version_id": version.id, "path": path, "hash": one} for path, one in hashes.items()],
    )  # fmt: skip
