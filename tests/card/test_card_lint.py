"""The lint: what the Hub takes without a word and reads wrongly is an error here."""

from __future__ import annotations

import pytest

from dataset_tools.release.card_lint import lint_data, lint_text, lint_values, terms
from dataset_tools.release.hub_card import front_matter

GOOD = {
    "license": "cc-by-4.0",
    "language": ["zh", "en"],
    "pretty_name": "River notes",
    "task_categories": ["text-classification"],
    "size_categories": ["n<1K"],
    "tags": ["minutes"],
}


def keys(problems) -> list[tuple[str, str]]:
    return [(problem.level, problem.key) for problem in problems]


def test_a_good_card_has_no_problem():
    assert lint_values(GOOD) == []
    problems, values = lint_text("---\nlicense: mit\n---\n# A\n")
    assert problems == []
    assert values == {"license": "mit"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("\ufeff---\nlicense: mit\n---\n", "byte order mark"),
        ("\n---\nlicense: mit\n---\n", "text stands before"),
        ("# Title\n---\nlicense: mit\n---\n", "text stands before"),
        ("# Title\n", "there is no front matter"),
        ("---\nlicense: mit\n", "text stands before"),
        ("---\nlicense: [\n---\n", "not YAML"),
        ("---\n- a\n---\n", "holds no keys"),
        ("---\nlicense: mit\nlicense: odbl\n---\n", "stands 2 times"),
    ],
)
def test_front_matter_that_the_hub_does_not_read_is_an_error(text, words):
    problems, _ = lint_text(text)
    assert any(words in problem.message for problem in problems), problems
    assert all(problem.level == "error" for problem in problems)


@pytest.mark.parametrize(
    ("changes", "key", "words"),
    [
        ({"licens": "mit"}, "licens", "did you mean 'license'?"),
        ({"license": "cc-by-4"}, "license", "did you mean 'cc-by"),
        ({"license": "CC-BY-4.0"}, "license", "did you mean 'cc-by-4.0'?"),
        ({"license": None}, "license", ""),
        ({"language": [False]}, "language", "put it in quotes"),
        ({"language": ["zh-Hans"]}, "language", "write 'zh'"),
        ({"language": ["chinese"]}, "language", "no code of ISO 639"),
        ({"language": ["xq9"]}, "language", "no code of ISO 639"),
        ({"language": [12]}, "language", "put it in quotes"),
        ({"size_categories": ["n<1k"]}, "size_categories", "did you mean 'n<1K'?"),
        ({"task_categories": ["text-clasification"]}, "task_categories", "'text-classification'"),
        ({"pretty_name": 2024}, "pretty_name", "put it in quotes"),
        ({"tags": ["a", 1]}, "tags", "put it in quotes"),
        ({"multilinguality": ["monolingual", "two"]}, "multilinguality", "not one of the Hub's"),
    ],
)
def test_a_wrong_value_is_an_error_that_names_the_nearest_right_one(changes, key, words):
    values = {name: value for name, value in {**GOOD, **changes}.items() if value is not None}
    problems = lint_values(values)
    assert ("error", key) in keys(problems)
    assert any(words in problem.message for problem in problems), problems


@pytest.mark.parametrize(
    "changes",
    [
        {"language": ["no"]},
        {"language": ["multilingual"]},
        {"language": ["yue", "cmn"]},
        {"license": ["mit", "cc-by-4.0"]},
        {"license": "other", "license_name": "own-terms", "license_link": "LICENSE"},
        {"viewer": False},
        {"tags": ["no", "1"]},
    ],
)
def test_a_value_that_the_hub_knows_is_no_problem(changes):
    assert lint_values({**GOOD, **changes}) == []


def test_license_other_without_a_name_and_a_word_for_a_list_only_warn():
    problems = lint_values({**GOOD, "license": "other", "language": "zh"})
    assert keys(problems) == [("warn", "license_name"), ("warn", "language")]


def test_the_lists_are_sorted_and_hold_each_word_once():
    for words in (terms()["keys"], terms()["licenses"], terms()["task_categories"]):
        assert len(set(words)) == len(words)
    assert sorted(terms()["licenses"]) == terms()["licenses"]


def test_the_card_of_a_release_agrees_with_its_data(evil, hostile):
    folder, manifest = evil
    statistics = hostile.statistics_of(folder, manifest)
    values = front_matter((folder / "README.md").read_text(encoding="utf-8"))
    assert lint_values(values) == []
    assert lint_data(values, manifest, statistics.tables) == []


def change(values, path, value):
    """A deep copy with one place changed."""
    import copy

    result = copy.deepcopy(values)
    place = result
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return result


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("configs", 1), None, "configs"),
        (("configs", 0, "config_name"), "article", "configs"),
        (("configs", 0, "default"), None, "configs"),
        (("configs", 0, "data_files", 0, "path"), "data/articles/*.parquet", "configs"),
        (("configs", 0, "data_files", 0, "path"), "data/articles/none-*.parquet", "configs"),
        (("configs", 0, "data_files", 0, "split"), "dev", "configs"),
        (("configs", 0, "datafiles"), [], "configs"),
        (("dataset_info", 0, "splits", 0, "num_examples"), 17, "dataset_info"),
        (("dataset_info", 0, "splits", 0, "num_bytes"), 17, "dataset_info"),
        (("dataset_info", 0, "features", 0, "dtype"), "int64", "dataset_info"),
        (("dataset_info", 0, "download_size"), 1, "dataset_info"),
        (("dataset_info", 0, "splits", 0), None, "dataset_info"),
        (("dataset_info", 0), None, "dataset_info"),
        (("size_categories",), ["1K<n<10K"], "size_categories"),
    ],
)
def test_a_card_that_disagrees_with_the_data_is_an_error(evil, hostile, path, value, key):
    folder, manifest = evil
    statistics = hostile.statistics_of(folder, manifest)
    values = front_matter((folder / "README.md").read_text(encoding="utf-8"))
    problems = lint_data(change(values, path, value), manifest, statistics.tables)
    assert ("error", key) in keys(problems)
