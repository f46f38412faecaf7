"""Reading the cells of a file: what stands at its head, between cells, at the ends of lines."""

import io
import zipfile

import openpyxl
import pytest
import xlsxwriter

from survey.transfer import spreadsheets, table, unpacking
from survey.transfer.reading import read_table
from survey.transfer.table import UnreadableError

ROW = [2, ["Verkehr", "Zu voll, sehr; ja"]]
BOM = "\ufeff"
# Whatever programs write: the same two columns and the same row, in the line that is named.
SAME = {
    "semicolons": ('Thema;Begründung\nVerkehr;"Zu voll, sehr; ja"', 2),
    "commas": ('Thema,Begründung\nVerkehr,"Zu voll, sehr; ja"', 2),
    "tabs": ("Thema\tBegründung\nVerkehr\tZu voll, sehr; ja", 2),
    "pipes": ("Thema|Begründung\nVerkehr|Zu voll, sehr; ja", 2),
    "line ends of Windows": ('Thema;Begründung\r\nVerkehr;"Zu voll, sehr; ja"\r\n', 2),
    "line ends of old Macs": ('Thema;Begründung\rVerkehr;"Zu voll, sehr; ja"\r', 2),
    "byte order mark": (f'{BOM}"Thema";"Begründung"\nVerkehr;"Zu voll, sehr; ja"', 2),
    "two of them": (f'{BOM}{BOM}"Thema";"Begründung"\nVerkehr;"Zu voll, sehr; ja"', 2),
    "one that was misread": ('ï»¿"Thema";"Begründung"\nVerkehr;"Zu voll, sehr; ja"', 2),
    "both": (f'{BOM}ï»¿"Thema";"Begründung"\nVerkehr;"Zu voll, sehr; ja"', 2),
    "sep=": ('sep=;\r\nThema;Begründung\r\nVerkehr;"Zu voll, sehr; ja"', 3),
    "sep= quoted": ('"sep=,"\nThema,Begründung\nVerkehr,"Zu voll, sehr; ja"', 3),
    "SEP= of a tab": ("SEP=\t\nThema\tBegründung\nVerkehr\tZu voll, sehr; ja", 3),
    "sep= behind the mark": (f'{BOM}sep=;\nThema;Begründung\nVerkehr;"Zu voll, sehr; ja"', 3),
    "sep= of a sign of one's own": ("sep=^\nThema^Begründung\nVerkehr^Zu voll, sehr; ja", 3),
    "sep= filled up": ('sep=;;;\nThema;Begründung\nVerkehr;"Zu voll, sehr; ja"', 3),
    "separators at line ends": ('Thema;Begründung;;;\nVerkehr;"Zu voll, sehr; ja";;;\n;;;;', 2),
    "commas at line ends": ('Thema,Begründung,\nVerkehr,"Zu voll, sehr; ja",\n', 2),
    "empty lines first": ('\n\r\n;;\nThema;Begründung\nVerkehr;"Zu voll, sehr; ja"', 5),
    "blanks at line ends": ('Thema;Begründung; \nVerkehr;"Zu voll, sehr; ja"; ', 2),
    "a title": ('Umfrage 2026;\n\nThema;Begründung\nVerkehr;"Zu voll, sehr; ja"', 4),
    "blanks behind commas": ('"Thema", "Begründung"\n"Verkehr", "Zu voll, sehr; ja"', 2),
    "lines in quotes": ('"Thema,Begründung"\n"Verkehr,""Zu voll, sehr; ja"""', 2),
    "all in quotes": ('"Thema";"Begründung"\n"Verkehr";"Zu voll, sehr; ja"', 2),
    "an empty line between": ('Thema;Begründung\n\nVerkehr;"Zu voll, sehr; ja"', 3),
}
# Headers in quotes that contain separators.
QUOTED = [
    ('"Nr.; intern, alt";Thema;Begründung', ["Nr.; intern, alt", "Thema", "Begründung"]),
    ('"a,b,c,d,e,f";Thema;Begründung', ["a,b,c,d,e,f", "Thema", "Begründung"]),
    ('"a;b;c;d;e;f",Thema,Begründung', ["a;b;c;d;e;f", "Thema", "Begründung"]),
    ('Thema,"Wer; wie; was; wann"', ["Thema", "Wer; wie; was; wann"]),
    ('Thema;"Nr.\n(intern, alt, neu)"', ["Thema", "Nr.\n(intern, alt, neu)"]),
    ('Thema\t"a;b;c;d"', ["Thema", "a;b;c;d"]),
    ('Thema;"sagt ""ja, nein, doch"""', ["Thema", 'sagt "ja, nein, doch"']),
    ('"Thema";"a\tb\tc\td"', ["Thema", "a\tb\tc\td"]),
    ("Thema|a;b", ["Thema", "a;b"]),
    ('"Wie viele, etwa?";"Thema"', ["Wie viele, etwa?", "Thema"]),
    ('"x|y|z|w";Thema', ["x|y|z|w", "Thema"]),
    ('"1,5;2,5","Thema","Tag"', ["1,5;2,5", "Thema", "Tag"]),
]
BROKEN = {
    'Thema;reason\nVerkehr;"Zu voll\n': "Zeile 2, Spalte 2: Die Anführungszeichen um den Text, "
    "der mit „Zu voll“ anfängt",
    'Thema;reason\n"Verkehr;Zu voll\n': "Zeile 2, Spalte 1: ",
    'Thema;reason\nArbeit;gut\nVerkehr;"Zu "voll""\n': "Zeile 3, Spalte 2: ",
    'Thema;reason\nArbeit;"gut\nVerkehr;"voll"\n': "Zeile 2, Spalte 2: ",
    'Thema;reason\n"a";"b" c\n': "Zeile 2, Spalte 2: ",
    'Thema;reason\n"a" ;"b"\n': "Zeile 2, Spalte 1: ",
    'Thema;reason;day\n"a";"b";"c\n': "Zeile 2, Spalte 3: ",
    'Thema;reason\n"eins\nzwei";b\nc;"d\n': r"Zeile 3 \(im Texteditor 4\), Spalte 2: ",
    'Thema;"reason\n': "Zeile 1, Spalte 2: ",
    'Thema,reason\n"a","b"c","d"\n': "Zeile 2, Spalte 2: ",
    'sep=;\nThema;reason\na;"b\n': "Zeile 3, Spalte 2: ",
    '"Thema", "reason"\n"a", "b\n': "Zeile 2, Spalte 2: ",
    'Thema;reason\na;"b\\"c"\n': "Zeile 2, Spalte 2: ",
    'Thema\treason\n\t\t"x\n': "Zeile 2, Spalte 3: ",
    f'Thema;reason\na;"{"b" * 140_000}"\n': "Zeile 2: Ein Text hat mehr als 131.072 Zeichen. "
    "Möglich sind 4.000.",
    f'Thema;reason\na;"b{"b" * 140_000}\n': "Zeile 2, Spalte 2: ",
    '"Thema,reason"\n"a,""b"\n': "Zeile 2, Spalte 2: ",
}


def rows(data):
    return [
        list(row) for row in read_table(data if isinstance(data, bytes) else data.encode()).rows
    ]


@pytest.mark.parametrize(("written", "line"), SAME.values(), ids=SAME)
def test_whatever_programs_write_around_them_the_cells_are_the_same(written, line):
    assert rows(written)[0][1] == ["Thema", "Begründung"]
    assert rows(written)[1:] == [[line, ROW[1]]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
def test_the_encodings_of_the_usual_programs_are_read(encoding):
    assert rows(SAME["tabs"][0].encode(encoding))[1:] == [ROW]


@pytest.mark.parametrize(("header", "names"), QUOTED)
def test_separators_in_quoted_headers_separate_nothing(header, names):
    assert rows(header) == [[1, names]]


def test_a_title_above_the_header_is_told():
    read = read_table(SAME["a title"][0].encode())
    assert read.notes == [
        "Die Spaltennamen stehen in Zeile 3; was darüber steht, wird nicht gelesen."
    ]


@pytest.mark.parametrize(("written", "message"), BROKEN.items())
def test_a_broken_quote_is_told_with_line_and_column(written, message):
    with pytest.raises(UnreadableError, match=f"^{message}"):
        rows(written)


@pytest.mark.parametrize("written", ["", "\n\n", ";;;\n;;", BOM, "sep=;", "sep=;\n"])
def test_nothing_is_nothing(written):
    assert rows(written) == []


# Sheets


def workbook(*more):
    book = openpyxl.Workbook()
    for row in (["Thema", "Begründung"], ROW[1], *more):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(data, name, old, new):
    """Return a spreadsheet with something else in one of its parts."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as given,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for part in given.namelist():
            content = given.read(part)
            archive.writestr(part, content.replace(old, new) if part == name else content)
    return file.getvalue()


def with_rows(added):
    """Return a spreadsheet with further rows, given as XML."""
    return rewritten(
        workbook(), "xl/worksheets/sheet1.xml", b"</sheetData>", added + b"</sheetData>"
    )


def text_row(number, text=b"Mehr"):
    cell = b'<c t="inlineStr" r="A%d"><is><t>%s</t></is></c>' % (number, text)
    return b'<row r="%d">%s</row>' % (number, cell)


EMPTY = [
    b'<row r="%d"/>',
    b'<row r="%d" spans="1:6" ht="15" customHeight="1" x14ac:dyDescent="0.25"/>',
    b'<row r="%d"></row>',
    b'<row r="%d"><c r="A3" s="1"/><c r="B3" s="12"/></row>',
]


@pytest.mark.parametrize("number", [1_000_000_000, 2_000_000, 1_048_576])
def test_a_row_with_a_great_number_is_one_row(number, monkeypatch):
    counted = Counted(spreadsheets.rows_of_sheet)
    monkeypatch.setattr(spreadsheets, "rows_of_sheet", counted)
    assert rows(with_rows(text_row(number))) == [
        [1, ["Thema", "Begründung"]],
        ROW,
        [number, ["Mehr"]],
    ]
    assert counted.number == 3


class Counted:
    """Counts what a function yields."""

    def __init__(self, function):
        self.function, self.number = function, 0

    def __call__(self, *arguments):
        for each in self.function(*arguments):
            self.number += 1
            yield each


@pytest.mark.parametrize("empty", EMPTY)
def test_empty_rows_take_nothing(empty, monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_ELEMENTS", 1000)
    monkeypatch.setattr(unpacking, "PIECE", 1000)  # so that rows begin in one and end in another
    many = b"".join(empty % number for number in range(3, 20_000))
    many = many.replace(b"x14ac:", b"")
    assert rows(with_rows(many + text_row(20_000)))[2:] == [[20_000, ["Mehr"]]]


def test_pictures_are_passed_by():
    file = io.BytesIO(workbook())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG" * 1000)
    assert rows(file.getvalue())[1:] == [ROW]


def test_what_only_looks_like_an_empty_row_is_text():
    verbatim = b'<![CDATA[<row r="5"/>]]>'
    read = rows(with_rows(text_row(3, verbatim) + text_row(4)))
    assert read[2:] == [[3, ['<row r="5"/>']], [4, ["Mehr"]]]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", r"LibreOffice \(ODS\)"),
        (b"broken", "keine XLSX-Datei, die wir lesen"),
    ],
)
def test_what_is_no_xlsx_is_named(data, message):
    with pytest.raises(UnreadableError, match=message):
        rows(b"PK\x03\x04" + data)


# Limits: what is too much is refused with the number that holds


@pytest.mark.parametrize(
    ("limit", "most", "message"),
    [
        ("MOST_PASSED_BY", 1_000_000, "Ausgepackt ist sie größer als 1 MB."),
        ("MOST_UNPACKED", 1_000_000, "Ihre Zellen sind ausgepackt größer als 1 MB."),
        ("MOST_ELEMENTS", 5_000, "Sie hat mehr als 5.000 Zeilen, Zellen und Werte."),
        ("MOST_OF_A_ROW", 10, "Eine Zeile hat mehr als 10 Zellen und Werte."),
    ],
)
def test_what_would_fill_the_memory_is_not_unpacked(monkeypatch, limit, most, message):
    data = with_rows(b"".join(text_row(number, b"a" * 600) for number in range(3, 2000)))
    assert len(rows(data)) == 1999
    monkeypatch.setattr(unpacking, limit, most)
    with pytest.raises(UnreadableError) as refused:
        rows(data)
    said = str(refused.value).removeprefix("Die Datei wird nicht ausgepackt. ")
    assert said == f"{message} Bitte speichern Sie sie als CSV."


@pytest.mark.parametrize("long", [b"<!--%s-->", b"<?a %s?>", b'<row r="9" a="%s"/>'])
def test_what_is_long_and_no_cell_is_refused(long):
    with pytest.raises(UnreadableError, match="was kein Tabellenprogramm schreibt"):
        rows(with_rows(long % (b"a" * 200_000)))


def test_too_much_beside_the_cells_is_refused():
    data = rewritten(workbook(), "xl/styles.xml", b"<fonts", b" " * 2_000_000 + b"<fonts")
    with pytest.raises(UnreadableError, match="Neben den Zellen enthält sie mehr als 2 MB"):
        rows(data)


def test_declared_entities_are_refused():
    declared = b'<!DOCTYPE w [<!ENTITY a "a">]><workbook'
    with pytest.raises(UnreadableError, match=r"kein Tabellenprogramm schreibt \(DOCTYPE\)"):
        rows(rewritten(workbook(), "xl/workbook.xml", b"<workbook", declared))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("MOST_ROWS", "mehr als 2 Zeilen"),
        ("MOST_COLUMNS", "Zeile 3 hat mehr als 2 Spalten"),
        ("MOST_SIGNS", "haben mehr als 2 Zeichen"),
    ],
)
def test_too_many_rows_columns_and_signs_are_refused(monkeypatch, kind, limit, message):
    more = (["a", "b", "c"], ["d"], ["e"])
    every = (["Thema", "Begründung"], ["x", "y"], *more)
    as_csv = "\n".join(map(";".join, every)).encode()
    data = workbook(*more) if kind == "xlsx" else as_csv
    assert len(rows(data)) == 5
    monkeypatch.setattr(table, limit, 2)
    with pytest.raises(UnreadableError, match=message):
        rows(data)


def test_many_different_texts_of_a_sheet_are_no_long_row(monkeypatch):
    monkeypatch.setattr(unpacking, "MOST_OF_A_ROW", 20)
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:  # it keeps the texts apart from the cells
        sheet = book.add_worksheet()
        for number in range(30):
            sheet.write_row(number, 0, [f"Text {number}", f"Vorschlag {number}"])
    assert len(read_table(file.getvalue()).rows) == 30
