"""Pages to what html-validate finds wrong in them: whether browsers need to guess."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

from node_programs import node_program


def html_faults(pages: Iterable[Path]) -> list[str]:
    """Files of HTML to what breaks the standard in them, each with its file and line."""
    program = node_program("html-validate") / "bin" / "html-validate.mjs"
    node = shutil.which("node")
    assert node is not None
    told = subprocess.run(
        [node, program, "--preset", "standard", "--formatter", "json", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout, told.stderr
    return [
        f"{Path(one['filePath']).name}:{found['line']}: {found['ruleId']}: {found['message']}"
        for one in json.loads(told.stdout)
        for found in one["messages"]
    ]
