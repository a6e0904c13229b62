"""VBA projects read by oletools, which knows nothing of how ours are written."""

import warnings
from pathlib import Path

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it still calls its parser by names that are going out of use
    from oletools.olevba import VBA_Parser, decompress_stream


def modules_in(path: Path) -> dict[str, str]:
    """Name -> source text of every module in a workbook or a `vbaProject.bin`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        parser = VBA_Parser(str(path))
        try:
            return {name.partition(".")[0]: code for _, _, name, code in parser.extract_macros()}
        finally:
            parser.close()


def decompressed(data: bytes) -> bytes:
    """What a CompressedContainer holds."""
    return bytes(decompress_stream(bytearray(data)))
