"""``dataset-tools push``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dataset_tools.cli.app import app

if TYPE_CHECKING:
    from dataset_tools.release.hub import PushResult

_SHOWN = ("add", "replace", "delete", "foreign")


@app.command("push")
def push(
    repo: Annotated[str, typer.Argument(metavar="NS/NAME", help="The dataset repository.")],
    *,
    release: Annotated[str, typer.Option(help="1.0.0, latest, or a folder.")] = "latest",
    out: Annotated[Path, typer.Option(help="The folder of the releases.")] = Path("processed"),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show the plan; send nothing that changes anything.")
    ] = False,
    pr: Annotated[
        bool, typer.Option("--pr", help="Open a pull request instead; the tag follows its merge.")
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help="Make it private; refuse a public repository.")
    ] = False,
    overwrite: Annotated[
        Literal["nothing", "card", "all"],
        typer.Option(help="Which changes made by hand on the Hub may be lost."),
    ] = "nothing",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Brings a release to the Hugging Face Hub: one commit and one tag, both read back.

    \b
    Examples:
      dataset-tools push NAMESPACE/NAME --dry-run
      dataset-tools push NAMESPACE/NAME --private
      dataset-tools push NAMESPACE/NAME --release 1.2.0 --pr --json

    The login comes from HF_TOKEN or from `hf auth login`. Running it again is safe at any time.
    """
    from dataset_tools.cli.hub import quiet_client
    from dataset_tools.cli.output import note, print_json
    from dataset_tools.release.releases import resolve

    folder = resolve(release, out)
    with quiet_client():
        from dataset_tools.release.hub import push as send

        result = send(
            folder,
            repo,
            dry_run=dry_run,
            pr=pr,
            private=private or None,
            overwrite=overwrite,
        )
    if as_json:
        print_json(result.as_dict())
        return
    flags = {"--out": str(out) * (out != Path("processed")), "--overwrite": overwrite}
    again = [f"dataset-tools push {repo} --release {result.release}"]
    again += [f"{name} {value}" for name, value in flags.items() if value not in ("", "nothing")]
    again += ["--pr"] * (pr and dry_run) + ["--private"] * private
    _print(result)
    note("\n" + _next(result, " ".join(again)))


def _print(result: PushResult) -> None:
    from dataset_tools.cli.hub import size
    from dataset_tools.cli.output import print_table, print_text

    plan = result.plan
    rows = [
        (step.action, step.path, size(step.bytes if step.bytes is not None else step.was))
        for action in _SHOWN
        for step in plan.steps
        if step.action == action
    ]
    same = plan.paths("unchanged")
    if same:
        total = sum(step.bytes or 0 for step in plan.steps if step.action == "unchanged")
        rows.append(("unchanged", f"{len(same)} files", size(total)))
    print_table(("action", "file", "size"), rows)
    facts = [
        (
            "repository",
            result.url + (" (to be made)" if result.creates and not result.commit else ""),
        ),
        (
            "visibility",
            {True: "private", False: "public", None: "as the Hub decides"}[result.private],
        ),
        ("head", result.head or "-"),
        ("tag", result.tag or "after the merge"),
        ("upload", size(plan.bytes_to_upload)),
        ("commit", result.commit or "-"),
        ("pull request", result.pull_request or "-"),
        ("status", result.status.replace("_", " ")),
    ]
    print_text("\n")
    width = max(len(name) for name, _ in facts)
    print_text("".join(f"{name:<{width}}  {value}\n" for name, value in facts if value != "-"))


def _next(result: PushResult, again: str) -> str:
    """The next command a person will want; ``again`` is this one, without ``--dry-run``."""
    if result.status == "planned":
        return f"next: {again}"
    if result.pull_request:
        return f"next: merge {result.pull_request}, then set the tag: {again}"
    address = f"hf://datasets/{result.repo}@{result.tag}"
    load = f'load_dataset("{result.repo}", revision="{result.tag}")'
    return f"next: {load}\n      dataset-tools verify {address}"
