"""What can be compared: files, folders, revisions – and what is wrong when it cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from diff.repositories import MakeRepository, git
from styrgraf.diff import diff, open_sides
from styrgraf.errors import StyrgrafError

MEMO = "data/arenden/STK-2023-822-tjansteskrivelse.trig"
CHANGE = ('"satsning på chefs- och ledarskapsutveckling"@sv', '"chefssatsningen"@sv')


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own for temporary files, to see what is left there."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def fails(old: str, new: str | None, root: Path | None, *words: str) -> None:
    with pytest.raises(StyrgrafError) as caught, open_sides(old, new, root):
        pass
    for word in words:
        assert word in str(caught.value)


def changed(old: str, new: str | None, root: Path | None = None) -> int:
    with open_sides(old, new, root) as (before, after):
        return len(diff(before, after).facts)


def test_revisions_folders_and_files_say_the_same(repository: MakeRepository, tmp_path: Path, temporary: Path) -> None:
    repo = repository()
    old = tmp_path / "old"
    shutil.copytree(repo.folder / "data", old / "data")
    repo.edit(MEMO, CHANGE)
    work = str(repo.folder)
    assert changed("HEAD", None, repo.folder) == 1
    assert changed(str(old), work) == 1
    assert changed(str(old / MEMO), str(repo.folder / MEMO)) == 1
    assert changed(f"HEAD:{MEMO}", str(repo.folder / MEMO), repo.folder) == 1
    repo.commit()
    git(repo.folder, "tag", "v1.0")
    for name in ("HEAD~1", "main~1", "main^", git(repo.folder, "rev-parse", "HEAD~1").strip()):
        assert changed(name, "v1.0", repo.folder) == 1, name
    assert changed("main~1..main", None, repo.folder) == 1
    assert changed("HEAD", None, repo.folder) == 0
    assert list(temporary.iterdir()) == []


def test_what_a_branch_changed_since_it_parted(repository: MakeRepository) -> None:
    repo = repository()
    git(repo.folder, "checkout", "-q", "-b", "change")
    repo.edit(MEMO, CHANGE)
    repo.commit()
    git(repo.folder, "checkout", "-q", "main")
    repo.edit(MEMO, ("sg:value 11 .\n  <unit/malmo-stad", "sg:value 12 .\n  <unit/malmo-stad"))
    repo.commit()
    assert changed("main", "change", repo.folder) == 2
    with open_sides("main...change", None, repo.folder) as (before, after):
        (fact,) = diff(before, after).facts
    assert str(fact.new) == "chefssatsningen"


def test_a_graph_below_the_top_of_the_repository(repository: MakeRepository) -> None:
    repo = repository()
    below = repo.folder / "graphs" / "malmö"
    below.mkdir(parents=True)
    git(repo.folder, "mv", "data", str(below / "data"))
    repo.commit()
    repo.edit(f"graphs/malmö/{MEMO}", CHANGE)
    assert changed("HEAD", None, below) == 1


def test_the_repository_around_the_current_folder(repository: MakeRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = repository()
    repo.edit(MEMO, CHANGE)
    monkeypatch.chdir(repo.folder / "data")
    assert changed("HEAD", None) == 1


def test_a_hook_of_another_repository(
    repository: MakeRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = repository()
    repo.edit(MEMO, CHANGE)
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert changed("HEAD", None, repo.folder) == 1


def test_the_work_tree_and_the_index_are_left_alone(repository: MakeRepository) -> None:
    repo = repository()
    repo.edit(MEMO, CHANGE)
    (repo.folder / "untracked").write_text("x", encoding="utf-8")
    index = (repo.folder / ".git" / "index").read_bytes()
    status = git(repo.folder, "status", "--porcelain")
    changed("HEAD", None, repo.folder)
    assert git(repo.folder, "status", "--porcelain") == status
    assert (repo.folder / ".git" / "index").read_bytes() == index


def test_the_vocabulary_of_a_revision_is_its_own(repository: MakeRepository) -> None:
    repo = repository("ontology")
    shutil.rmtree(repo.folder / "ontology" / "rules")
    repo.commit()
    with open_sides("HEAD~1", "HEAD", repo.folder) as (before, after):
        assert before.graph.derived
        assert not after.graph.derived
        found = diff(before, after)
    assert found.facts == ()
    assert not found.is_empty
    assert found.effects.underived


def test_a_turtle_file_is_vocabulary(tmp_path: Path) -> None:
    head = "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix sg: <https://w3id.org/styrgraf/ns#> .\n"
    for name, label in (("a", "belopp"), ("b", "summa")):
        (tmp_path / f"{name}.ttl").write_text(f'{head}sg:amount rdfs:label "{label}"@sv .', encoding="utf-8")
    with open_sides(str(tmp_path / "a.ttl"), str(tmp_path / "b.ttl")) as (before, after):
        (fact,) = diff(before, after).facts
    assert (fact.layer, str(fact.old), str(fact.new)) == ("vocabulary", "belopp", "summa")


# Bad input


def test_a_name_that_means_nothing(repository: MakeRepository) -> None:
    repo = repository()
    for name in ("nonsense", "HEAD~99", "main:data/none.trig", "", "--output=x", "-p", "a\0b", "x" * 5000, "no..such"):
        fails(name, None, repo.folder, "git revision" if name != "no..such" else "no")
    assert not (repo.folder / "x").exists()


def test_a_name_is_never_run(repository: MakeRepository, tmp_path: Path) -> None:
    repo = repository()
    evil = f"HEAD; touch {tmp_path / 'run'}"
    fails(evil, None, repo.folder, "no git revision")
    fails(f"$(touch {tmp_path / 'run'})", None, repo.folder)
    fails(f"--upload-pack=touch {tmp_path / 'run'}...HEAD", None, repo.folder)
    assert not (tmp_path / "run").exists()


def test_a_name_that_means_two_things(repository: MakeRepository, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = repository()
    git(repo.folder, "branch", "data")
    monkeypatch.chdir(repo.folder)
    fails("data", None, None, "both a folder and a git revision", "./data", "refs/heads/data")
    assert changed("refs/heads/data", None) == 0


def test_a_revision_without_data(repository: MakeRepository) -> None:
    repo = repository()
    shutil.rmtree(repo.folder / "data")
    (repo.folder / "a").write_text("a", encoding="utf-8")
    repo.commit()
    fails("HEAD", "HEAD~1", repo.folder, "HEAD: the folder has no data")


def test_a_syntax_error_is_told_as_the_revision_names_it(repository: MakeRepository, temporary: Path) -> None:
    repo = repository()
    (repo.folder / MEMO).write_text("<a> { <b> <c>\n", encoding="utf-8")
    repo.commit()
    fails("HEAD", "HEAD~1", repo.folder, f"HEAD:{MEMO}:")
    fails(f"HEAD:{MEMO}", f"HEAD~1:{MEMO}", repo.folder, f"HEAD:{MEMO}:")
    assert list(temporary.iterdir()) == []


def test_a_link_in_a_revision(repository: MakeRepository) -> None:
    repo = repository()
    (repo.folder / "data" / "link.trig").symlink_to("/etc/passwd")
    repo.commit()
    fails("HEAD", "HEAD~1", repo.folder, "data/link.trig is a link")


def test_no_repository_and_no_git(tmp_path: Path, texts_root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "root"
    shutil.copytree(texts_root, root)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    fails("main", None, root, "no git repository here")
    monkeypatch.setenv("PATH", str(tmp_path))
    fails("main", None, root, "git is not installed")
    # Files and folders need no git.
    assert changed(str(root), str(texts_root), root) == 0
    assert changed(str(root / MEMO), str(texts_root / MEMO)) == 0


def test_files_and_folders_are_not_mixed(repository: MakeRepository, tmp_path: Path) -> None:
    repo = repository()
    memo = str(repo.folder / MEMO)
    fails(memo, None, repo.folder, "nothing to compare it with")
    fails(memo, str(repo.folder), repo.folder, "is a file and", " a folder")
    text = tmp_path / "a.txt"
    text.write_text("a", encoding="utf-8")
    fails(str(text), memo, repo.folder, "not the name of an RDF file")
    fails("HEAD", None, tmp_path / "none", "there is no such folder")


def test_a_name_that_is_not_utf_8(repository: MakeRepository) -> None:
    fails(os.fsdecode(b"\xff\xfe"), None, repository().folder, "no git revision")


def test_a_shallow_clone_says_what_to_do(repository: MakeRepository, tmp_path: Path) -> None:
    repo = repository()
    repo.commit()
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repo.folder}", str(clone)], check=True)
    fails("HEAD~1", None, clone, "--unshallow")
