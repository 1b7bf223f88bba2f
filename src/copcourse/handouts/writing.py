"""All handouts of some modules, and their index, as files in one folder."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from copcourse.content import Course
from copcourse.errors import ContentError
from copcourse.handouts.folder import put
from copcourse.handouts.pdf import make_pdfs
from copcourse.handouts.records import Handout, Paper
from copcourse.handouts.rendering import Press, make_press
from copcourse.handouts.sheets import course_handouts, keys_page, module_handouts
from copcourse.helplines import Help
from copcourse.reading import read_course, read_quizzes

KEYS = "keys-for-the-educator.html"


def write(
    root: Path,
    modules: Sequence[str],
    country: str,
    out: Path,
    paper: Paper = "a4",
    pdf: bool = False,
    with_keys: bool = False,
) -> list[str]:
    """Write the handouts of modules under ``root`` into ``out``; the names of the files.

    ``modules`` are slugs, ``country`` is an ISO code of two letters. Raises ContentError for an
    unknown module or what is no code, ExportError where the folder or a PDF cannot be written,
    KeyMissing where keys are asked for and are not here.
    """
    files = handout_files(root, modules, country, paper, pdf, with_keys)
    put(files, out)
    return list(files)


def handout_files(
    root: Path,
    modules: Sequence[str],
    country: str,
    paper: Paper = "a4",
    pdf: bool = False,
    with_keys: bool = False,
) -> dict[str, bytes]:
    """The same files by name, with their bytes. Raises what `write` does."""
    course = read_course(root)
    country = country_code(country)
    press = make_press(course, country, paper)
    numbers = module_numbers(course, modules)
    made = [
        *course_handouts(press),
        *(
            handout
            for module in course.modules
            if module.slug in numbers
            for handout in module_handouts(press, module, numbers[module.slug])
        ),
    ]
    files = {f"{one.name}.html": one.html.encode() for one in made}
    if with_keys:
        files[KEYS] = keys_page(press, read_quizzes(root), list(numbers)).encode()
    if pdf:
        files |= make_pdfs({f"{one.name}.pdf": one.html for one in made})
    files["index.html"] = _index(press, made, numbers, pdf=pdf).encode()
    return files


def country_code(country: str) -> str:
    """A country's code in capitals. Raises ContentError for what is none."""
    if not re.fullmatch(r"[A-Za-z]{2}", country):
        fault = f"{country!r} is not a country's code"
        raise ContentError(fault, "Give its two letters, such as IE for Ireland.")
    return country.upper()


def country_note(known: Help, country: str) -> str:
    """What a country's help list lacks, as a sentence for the terminal; empty when complete."""
    code = country_code(country)
    if code not in known.countries:
        listed = ", ".join(sorted(known.countries))
        return (
            f"{code} is not in the help list, so its sheet has what serves anywhere, and lines to "
            f"fill in. Listed: {listed}."
        )
    if missing := known.missing(code):
        lacks = ", ".join(one.replace("-", " ") for one in missing)
        return f"The help list has no entry of {code} for: {lacks}. The sheet says so."
    return ""


def module_numbers(course: Course, modules: Sequence[str]) -> dict[str, int]:
    """The place of each named module in the course. Raises ContentError for an unknown one."""
    places = {module.slug: number for number, module in enumerate(course.modules, 1)}
    if unknown := [slug for slug in modules if slug not in places]:
        raise ContentError(
            f"there is no module {unknown[0]!r}", f"Name some of {', '.join(places)}."
        )
    return {slug: number for slug, number in places.items() if slug in modules}


def _index(press: Press, made: list[Handout], numbers: dict[str, int], *, pdf: bool) -> str:
    titles = {m.slug: m.text.title for m in press.course.modules}
    t = press.said["handouts"]
    groups = [(t["for_all"], [one for one in made if not one.module])]
    for slug, number in numbers.items():
        name = t["module"].format(module=number, title=titles[slug])
        groups.append((name, [one for one in made if one.module == number]))
    return press.page("index", title=t["index"], heading=t["index"], groups=groups, pdf=pdf)
