"""WHAT AN ANALYST TAKES AWAY: one file is one frame, rows with described columns. The folder is the list."""

import importlib
import pkgutil
from functools import cache

from xl_addin.frames.frame import FrameShape
from xl_addin.model.errors import DesignError

_NOT_FRAMES = ("frame",)


@cache
def frame_names() -> tuple[str, ...]:
    """The names of all frames, in the order of the alphabet; none of them is imported."""
    files = (info.name for info in pkgutil.iter_modules(__path__))
    return tuple(sorted(name for name in files if name not in _NOT_FRAMES))


@cache
def frame_shape(name: str) -> FrameShape:
    """What one frame holds, as its file declares it.

    Raises:
        DesignError: the file declares no frame, or several.
    """
    module = importlib.import_module(f"{__name__}.{name}")
    shapes = [value for value in vars(module).values() if isinstance(value, FrameShape)]
    if len(shapes) != 1:
        raise DesignError(f"frames/{name}.py declares {len(shapes)} frames instead of one")
    return shapes[0]
