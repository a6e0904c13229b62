"""Write the generated pages anew: python -m xl_addin.help."""

from pathlib import Path

from xl_addin.help.generate import pages


def main() -> None:
    """Write every generated page beside this file."""
    for name, text in pages().items():
        (Path(__file__).parent / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
