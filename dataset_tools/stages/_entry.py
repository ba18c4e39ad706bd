"""The door to a raw folder: only regular files inside it are opened."""

from __future__ import annotations

import os
import stat

from dataset_tools.core.record import Problem

_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)


def enter(path: str, top: str) -> tuple[int, int] | Problem:
    """An open descriptor and the size of a regular file; a problem for anything else."""
    try:
        found = os.lstat(path)
        if stat.S_ISLNK(found.st_mode):
            path, problem = _followed(path, top)
            if problem is not None:
                return problem
            found = os.lstat(path)
        if not stat.S_ISREG(found.st_mode):
            return _special(found.st_mode)
        descriptor = os.open(path, _FLAGS | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return Problem("read", "vanished", "it was listed, but is not there any more")
    except PermissionError:
        return Problem("read", "no_permission", "no permission to read it")
    except (OSError, ValueError) as error:
        return Problem("read", "unreadable", f"cannot be opened: {error}"[:200])
    return descriptor, found.st_size


def _followed(path: str, top: str) -> tuple[str, Problem | None]:
    """Where a link leads, and the problem where it leads out, in a circle or to a folder."""
    target = os.path.realpath(path)
    inside = os.path.realpath(top)
    if target != inside and not target.startswith(inside.rstrip("/") + "/"):
        return target, Problem("read", "outside_root", "a link that leads out of the raw folder")
    if os.path.islink(target) or not os.path.exists(target):  # noqa: PTH110, PTH114
        return target, Problem("read", "broken_link", "a link that leads nowhere or in a circle")
    if os.path.isdir(target):  # noqa: PTH112
        return target, Problem("read", "link_to_folder", "a link to a folder is not followed")
    return target, None


def _special(mode: int) -> Problem:
    if stat.S_ISDIR(mode):
        return Problem("read", "no_permission", "no permission to list this folder")
    kinds = {stat.S_IFIFO: "a FIFO", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device"}
    kind = kinds.get(stat.S_IFMT(mode), "a device")
    return Problem("read", "special_file", f"{kind} is never opened")
