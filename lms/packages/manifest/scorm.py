"""imsmanifest.xml of SCORM 1.2 and SCORM 2004: its parts in order."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from lms.core.errors import RuleBroken
from lms.core.i18n import _
from lms.elearning.exchange.xml import attribute, name_of, parse
from lms.packages.manifest.shape import Part, Structure
from lms.packages.manifest.tree import activity_tree

_MOST_BYTES = 10_000_000
_MOST_PARTS = 500
_OUTSIDE = re.compile(r"^([a-z][a-z0-9+.-]*:|//|/)", re.IGNORECASE)


@dataclass(frozen=True)
class _Resource:
    href: str
    is_sco: bool


def read(manifest: Path) -> Structure:
    """Return what a SCORM package is made of."""
    if manifest.stat().st_size > _MOST_BYTES:
        raise RuleBroken(_("imsmanifest.xml terlalu besar."))
    root = parse(manifest.read_bytes())
    if name_of(root) != "manifest":
        raise RuleBroken(_("imsmanifest.xml tidak berisi manifest."))
    edition = _edition(root)
    resources = dict(_resources(root))
    organization = _organization(root)
    if organization is None and any("imsqti" in one.get("type", "") for one in root.iter()):
        raise RuleBroken(_("Ini paket soal QTI. Masukkan lewat Impor soal di Bank soal."))
    if organization is None:
        raise RuleBroken(_("imsmanifest.xml tidak memuat susunan (organization)."))
    remarks: list[str] = []
    parts = list(_parts(organization, resources, manifest.parent, remarks))
    if not parts:
        raise RuleBroken(_("Paket ini tidak memuat bagian yang dapat dibuka.") + _why(remarks))
    if len(parts) > _MOST_PARTS:
        raise RuleBroken(_("Paket ini memuat lebih dari %(most)s bagian.", most=_MOST_PARTS))
    standard = "scorm12" if edition == "1.2" else "scorm2004"
    title = _text(organization, "title") or parts[0].title
    tree = activity_tree(organization, root) if standard == "scorm2004" else None
    return Structure(standard, edition, title[:200], parts, remarks, tree)


def _why(remarks: list[str]) -> str:
    return f" {remarks[0]}" if remarks else ""


def _edition(root: Element) -> str:
    """Return "1.2" or the edition of 2004; what no schema version says, the namespaces tell."""
    version = next((one.text or "" for one in root.iter() if name_of(one) == "schemaversion"), "")
    version = " ".join(version.split())
    if version == "1.2":
        return version
    if version in ("CAM 1.3", "2004") or version.startswith("2004 "):
        return "2004 2nd Edition" if version == "CAM 1.3" else version
    if "cc" in version.casefold() or _is_cartridge(root):
        raise RuleBroken(
            _(
                "Ini IMS Common Cartridge, bukan SCORM. Masukkan lewat Impor bahan di "
                "halaman paket angkatan."
            )
        )
    spaces = " ".join({str(one.tag) for one in root.iter()} | _keys(root))
    if "adlcp_v1p3" in spaces:
        return "2004 3rd Edition"
    if "adlcp_rootv1p2" in spaces or version in ("", "1.1"):
        return "1.2"
    raise RuleBroken(_('Versi manifest "%(version)s" tidak dikenal.', version=version[:40]))


def _is_cartridge(root: Element) -> bool:
    return "imsccv1p" in str(root.tag)


def _keys(root: Element) -> set[str]:
    return {key for one in root.iter() for key in one.attrib}


def _resources(root: Element) -> Iterator[tuple[str, _Resource]]:
    base = attribute(root, "base")
    for listing in (one for one in root if name_of(one) == "resources"):
        below = base + attribute(listing, "base")
        for one in listing:
            href = attribute(one, "href").strip()
            if name_of(one) != "resource" or not href:
                continue
            kind = attribute(one, "scormtype").casefold()
            path = href if _OUTSIDE.match(href) else below + attribute(one, "base") + href
            yield attribute(one, "identifier"), _Resource(path, kind == "sco")


def _organization(root: Element) -> Element | None:
    listing = next((one for one in root if name_of(one) == "organizations"), None)
    if listing is None:
        return None
    all_of_them = [one for one in listing if name_of(one) == "organization"]
    wanted = attribute(listing, "default")
    named = (one for one in all_of_them if attribute(one, "identifier") == wanted)
    return next(named, all_of_them[0] if all_of_them else None)


def _parts(
    above: Element, resources: dict[str, _Resource], folder: Path, remarks: list[str],
    depth: int = 0,
) -> Iterator[Part]:  # fmt: skip
    for item in above:
        if name_of(item) != "item" or attribute(item, "isvisible").casefold() == "false":
            continue
        found = resources.get(attribute(item, "identifierref"))
        title = _text(item, "title") or attribute(item, "identifier")
        if found is not None:
            part = _part(item, found, title, folder, remarks, depth)
            if part is not None:
                yield part
        yield from _parts(item, resources, folder, remarks, depth + 1)


def _part(
    item: Element, resource: _Resource, title: str, folder: Path, remarks: list[str], depth: int
) -> Part | None:
    if _OUTSIDE.match(resource.href):
        remarks.append(_('"%(title)s" menunjuk ke alamat luar dan tidak ikut.', title=title[:80]))
        return None
    path = unquote(re.split(r"[?#]", resource.href, maxsplit=1)[0])
    if ".." in path.split("/") or not (folder / path).is_file():
        remarks.append(
            _('Berkas "%(path)s" dari "%(title)s" tidak ada dalam paket.', path=path[:80],
              title=title[:80])
        )  # fmt: skip
        return None
    return Part(
        key=attribute(item, "identifier")[:200],
        title=title[:200],
        href=_with_parameters(resource.href, attribute(item, "parameters")),
        kind="sco" if resource.is_sco else "asset",
        depth=depth,
        mastery=_mastery(item),
        launch_data=_text(item, "datafromlms")[:4000],
        time_limit=_text(item, "maxtimeallowed")[:40] or _limit(item),
        time_action=_text(item, "timelimitaction")[:40],
        threshold=_threshold(item),
    )


def _with_parameters(href: str, parameters: str) -> str:
    """Join a path and the parameters of an item as SCORM 2004 says (CAM 3.4.1.1)."""
    parameters = parameters.strip()
    while parameters[:1] in ("?", "&"):
        parameters = parameters[1:]
    if not parameters:
        return href
    if parameters.startswith("#"):
        return href if "#" in href else href + parameters
    return f"{href}{'&' if '?' in href else '?'}{parameters}"


def _text(above: Element, name: str) -> str:
    """Return the text of a direct child."""
    found = next((one for one in above if name_of(one) == name), None)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _mastery(item: Element) -> str:
    """Return the mark at which an item is passed, out of 100; "" when it says none."""
    plain = _text(item, "masteryscore")
    if plain:
        return plain if re.fullmatch(r"\d{1,3}(\.\d+)?", plain) and float(plain) <= 100 else ""
    for objective in (one for one in item.iter() if name_of(one) == "primaryobjective"):
        if attribute(objective, "satisfiedbymeasure").casefold() != "true":
            continue
        measure = _text(objective, "minnormalizedmeasure") or "1.0"
        if re.fullmatch(r"-?\d(\.\d+)?", measure):
            return f"{max(0.0, float(measure)) * 100:g}"
    return ""


def _limit(item: Element) -> str:
    for one in item.iter():
        if name_of(one) == "limitconditions":
            return attribute(one, "attemptabsolutedurationlimit")[:40]
    return ""


def _threshold(item: Element) -> str:
    found = next((one for one in item if name_of(one) == "completionthreshold"), None)
    if found is None:
        return ""
    value = attribute(found, "minprogressmeasure") or (found.text or "").strip()
    by_measure = attribute(found, "completedbymeasure").casefold() != "false"
    return value if by_measure and re.fullmatch(r"[01](\.\d+)?", value) else ""
