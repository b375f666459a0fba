"""Builds the documentation site into `build/site/`: `python -m tools.site`.

The pages are those of `docs/`, the README and the pages beside it; the reference has a page for
each room of the package, with a picture of the example that shows what is drawn there. Nothing on
the site needs a network: open `build/site/index.html`.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = ROOT / "build" / "docs"
BESIDE = ("CHANGELOG.md", "CONTRIBUTING.md", "LICENSE", "LICENSES.md")
"""Pages that lie beside the README."""
LINK = re.compile(r"(\]\()(\.\./|docs/)(?!\.)")
"""The start of a link that is right in the repository: on the site all pages lie in one folder."""
ROOMS = ("datasets", "run", "train", "geometry", "analysis", "look")
STAGE = ("paint", "text", "plot", "panels", "motion", "scenes", "inspector")
ALONE = ("recipe", "presets", "activations", "errors")
"""Modules of the package that are no room."""


def stage_pages() -> None:
    """Lay all pages into one folder, with the links between them set right."""
    shutil.rmtree(PAGES, ignore_errors=True)
    shutil.copytree(ROOT / "docs", PAGES)
    shutil.copytree(ROOT / "media" / "gallery", PAGES / "media" / "gallery")
    shutil.copy(ROOT / "README.md", PAGES / "index.md")
    for name in BESIDE:
        shutil.copy(ROOT / name, PAGES / Path(name).with_suffix(".md"))
    for page in PAGES.glob("*.md"):
        text = LINK.sub(r"\1", page.read_text(encoding="utf-8"))
        text = text.replace("](README.md)", "](index.md)").replace("](LICENSE)", "](LICENSE.md)")
        page.write_text(text, encoding="utf-8")


def modules_of(package: Path) -> Iterator[str]:
    """Name the modules of a room, those of the rooms in it among them."""
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if not any(part.startswith("_") for part in parts):
            yield ".".join(parts)


def pictures() -> dict[str, list[str]]:
    """Return, for each module of the stage, the stills of the examples that import from it."""
    found: dict[str, list[str]] = {}
    homes = {
        alias.name: node.module
        for node in ast.walk(_parsed(ROOT / "detangle" / "stage" / "__init__.py"))
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    for example in sorted((ROOT / "docs" / "examples").glob("*.py")):
        tree = _parsed(example)
        name = next(node.name for node in tree.body if isinstance(node, ast.ClassDef))
        for still in sorted((ROOT / "media" / "gallery").glob(f"{name}-dark-*.png"))[:1]:
            for module in {homes[used] for used in _imported(tree) if used in homes}:
                found.setdefault(module, []).append(still.name)
    return found


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "detangle.stage":
            yield from (alias.name for alias in node.names)


def write_reference() -> None:
    """Write a page of reference for each room, which mkdocstrings fills from the docstrings."""
    folder, shown = PAGES / "reference", pictures()
    folder.mkdir()
    for room in (*ROOMS, *(f"stage.{name}" for name in STAGE)):
        package = ROOT / "detangle" / Path(*room.split("."))
        if not package.is_dir():
            continue
        about = ast.get_docstring(_parsed(package / "__init__.py")) or ""
        lines = [f"# detangle.{room}", "", about, ""]
        for module in modules_of(package):
            lines += [f"## {module.removeprefix(f'detangle.{room}.')}", ""]
            lines += [f"![An example](../media/gallery/{n})\n" for n in shown.get(module, ())]
            lines += [f"::: {module}", ""]
        (folder / f"{room}.md").write_text("\n".join(lines), encoding="utf-8")
    lines = ["# Recipes, presets, activations", ""]
    lines += [f"## {name}\n\n::: detangle.{name}\n" for name in ALONE]
    (folder / "package.md").write_text("\n".join(lines), encoding="utf-8")


def main() -> None:
    """Build the site."""
    stage_pages()
    write_reference()
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--clean"]
    subprocess.run(command, cwd=ROOT, check=True)
    sys.stdout.write("==> build/site/index.html\n")


if __name__ == "__main__":
    main()
