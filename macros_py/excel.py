"""xlwings without what it would bring along: it imports pandas where that is installed, ten times itself.

Nor does it get at its `pro` package, which is not under a free licence.
"""

import importlib
import sys
from types import ModuleType

_LEFT_OUT = ("numpy", "pandas", "matplotlib", "plotly", "xlwings.pro")


def xlwings() -> ModuleType:
    """The xlwings package. All that it misses is the way to data frames, arrays and plots, which we do not go."""
    absent = [name for name in _LEFT_OUT if name not in sys.modules]
    # None in sys.modules makes an import of that name fail at once (Python's reference, 5.3.1); xlwings is ready for it
    sys.modules.update(dict.fromkeys(absent))  # type: ignore[arg-type]
    try:
        return importlib.import_module("xlwings")
    finally:
        for name in absent:
            sys.modules.pop(name, None)
