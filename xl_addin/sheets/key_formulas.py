"""Parts of the formulas that find keys of names in the ledger; `ladder.live_keys` is their twin in Python."""

from xl_addin.model.text import unwild


def key_of_name(kind: str, text: str) -> str:
    """The key the ledger has for a name; an error where it has none.

    `text` is the name as MATCH looks for it; of a level, the key of its track, a bar, and its title.
    """
    return f'INDEX(tblKeys[Key],MATCH("{kind}|"&{text},tblKeys[Find],0))'


def provisional(text: str) -> str:
    """A name as it stands in a key until the next command: no sign in it stands for others where formulas count keys.

    `ladder.live_keys` says the same.
    """
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"~","_"),"*","_"),"?","_")'


def name_at_place(kind: str, text: str) -> str:
    """The name that stood at a place when a command last looked, "" where there was none."""
    return f'IFERROR(INDEX(tblKeys[Name],MATCH("{kind}|"&{text},tblKeys[Place],0))&"","")'


def row_key(kind: str, table: str, name: str, key_cell: str, old_name: str, row: str) -> str:
    """The key of a row: its key cell under its own name; else the name's; else the cell's, if its old name is gone.

    `kind` is as in the ledger; the others are headers of `table`, of the name as it stands, the key cell, the name
    the key had, and the number of the row.
    """
    own, cell, old = f"[@{name}]", f"[@{key_cell}]", f"[@{old_name}]"
    is_alone = f'{cell}<>"",SUMPRODUCT(--({table}[{key_cell}]={cell}))=1'
    is_gone = f'{old}<>"",SUMPRODUCT(--({table}[{name}]={old}))=0'
    return (
        f'IF({own}="","",IF(AND({is_alone},{old}={own}),{cell},'
        f'IF(SUMPRODUCT(--({table}[{name}]={own}))>1,"twice:"&{provisional(own)}&"#"&[@{row}],'
        f"IFERROR({key_of_name(kind, unwild(own))},"
        f'IF(AND({is_alone},{is_gone}),{cell},"new:"&{provisional(own)})))))'
    )


def row_of(table: str, header: str) -> str:
    """What stands in a column of the table people fill, in the row this row is about; "" where it ends."""
    return f'IFERROR(TRIM(INDEX({table}[{header}],[@Row])&""),"")'
