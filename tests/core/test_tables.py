"""Tables that leave the house: no cell acts as a formula, NIPs keep all their digits."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from lms.core.tables import write_csv, write_xlsx

HOSTILE = ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("cell", HOSTILE)
def test_csv_cells_are_harmless(cell: str) -> None:
    line = write_csv(["nama"], [[cell]]).decode("utf-8-sig").splitlines()[1]
    assert line.strip('"').startswith("'")


@pytest.mark.parametrize("cell", HOSTILE)
def test_xlsx_cells_stay_text(cell: str) -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(write_xlsx(["nama"], [[cell]])))
    assert str(book.get_sheet_by_index(0).to_python()[1][0]).strip() == cell.strip()


def test_a_nip_keeps_its_digits() -> None:
    nip = "199807152025042003"
    book = CalamineWorkbook.from_filelike(BytesIO(write_xlsx(["nip"], [[nip]])))
    assert book.get_sheet_by_index(0).to_python()[1][0] == nip
