from xl_addin.api import Workbook as Workbook
from xl_addin.api import open as open  # noqa: A004 - the library's own word for it, as in PIL and fitz
from xl_addin.model.errors import Stop as Stop

__all__ = ["Stop", "Workbook", "__version__", "open"]
__version__: str
