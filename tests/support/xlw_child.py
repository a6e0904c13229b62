"""What xlwings' starter does on a person's computer, for LibreOffice: a Python of its own that finds the running
program and its open workbooks, and runs what the add-in gave it.

    python -m tests.support.xlw_child PIPE SOURCE RESULT

RESULT is where everything that was shown goes, as JSON, once the source has run.
"""

import json
import sys
from pathlib import Path

from tests.support import xlw_engine
from tests.support.office import Office, bridge


def main(pipe: str, source: str, result: str) -> None:
    """Attach, run, tell."""
    app = xlw_engine.start(attached(pipe))
    app.impl.books.adopt()
    exec(source, {})  # as the starter does; the source is the add-in's constant
    told = Path(result).with_suffix(".part")
    told.write_text(json.dumps(app.impl.seen), encoding="utf-8")
    told.replace(result)


def attached(pipe: str) -> Office:
    """A LibreOffice that somebody else started, and will stop."""
    local = bridge().getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    office = Office()
    office.ctx = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
    office.desktop = office.service("com.sun.star.frame.Desktop")
    return office


if __name__ == "__main__":
    main(*sys.argv[1:])
