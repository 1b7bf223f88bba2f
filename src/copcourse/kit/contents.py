"""What is in a kit."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from copcourse.content import Course, ModuleContent
from copcourse.errors import ContentError
from copcourse.exporting.site import site_files, worker
from copcourse.handouts.records import Paper
from copcourse.handouts.writing import handout_files, module_numbers
from copcourse.kit.country import chosen_code, country_first
from copcourse.kit.packing import check_place, pack, put
from copcourse.kit.start import PAGES, START, UNPACKED, start_page
from copcourse.reading import read_course


def write(
    root: Path,
    modules: Sequence[str],
    country: str,
    out: Path,
    paper: Paper = "a4",
    pdf: bool = False,
) -> list[str]:
    """Write a kit with the course under ``root`` to the file ``out``; the names of its files.

    ``modules`` are the slugs of those that the start page and the handouts are for, none for all;
    the site always holds the whole course. ``country`` is an ISO code of two letters. Raises
    ContentError for an unknown module, what is no code, or pages that are not built, and
    ExportError where the zip or a PDF cannot be written; nothing is left half-written.
    """
    out = out.absolute()
    check_place(out)
    files = kit_files(root, modules, country, paper, pdf)
    put(pack(files, f"workshop-{country.lower()}"), out)
    return list(files)


def kit_files(
    root: Path, modules: Sequence[str], country: str, paper: Paper = "a4", pdf: bool = False
) -> dict[str, bytes]:
    """Every file of a kit by its path in the kit's folder. Raises ContentError and ExportError."""
    course = read_course(root)
    code = chosen_code(course.help, country)
    numbers = module_numbers(course, modules or [module.slug for module in course.modules])
    chosen = [module for module in course.modules if module.slug in numbers]
    _check_built(root, chosen)
    site = _site(root, course, code)
    sheets = handout_files(root, list(numbers), code, paper, pdf)
    return {
        START: start_page(course, chosen, code).encode(),
        **{f"site/{name}": data for name, data in site.items()},
        **{f"handouts/{name}": data for name, data in sheets.items()},
    }


def _site(root: Path, course: Course, code: str) -> dict[str, bytes]:
    """The site for a stick: without what only a web host reads, and with the country first."""
    made = {name: data for name, data in site_files(root).items() if not name.startswith(".")}
    made = country_first(made, course, code)
    made[UNPACKED.removeprefix("site/")] = b".packed { display: none; }\n"
    del made["offline.js"]
    # It names the files and their edition, so that a kit's site may also go on the web.
    return {**made, "offline.js": worker(made).encode()}


def _check_built(root: Path, modules: Sequence[ModuleContent]) -> None:
    for module in modules:
        for page in PAGES.values():
            if not (root / module.slug / f"{page}.ipynb").is_file():
                fault = f"its page {page} is not built yet"
                raise ContentError(fault, "Run copcourse build.", file=root / module.slug)
