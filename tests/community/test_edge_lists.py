"""Lists of ties as tools and spreadsheets write them: the same ring of three in all of them."""

from pathlib import Path

import pytest

from sim.community.files import TiesFile, read_ties
from sim.errors import ScenarioError

RING = {(0, 1), (1, 2), (0, 2)}
UMLAUTS = "Quelle;Ziel\nMüller;Ben\nBen;Çem\nÇem;Müller\n"


def read(folder: Path, text: str | bytes, name: str = "ties.csv") -> TiesFile:
    """What is read from a file with this content."""
    file = folder / name
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_ties(file, 100)


def ties_of(found: TiesFile) -> set[tuple[int, int]]:
    """The ties that were read."""
    return set(zip(found.pairs[0].tolist(), found.pairs[1].tolist(), strict=True))


def refused(folder: Path, text: str | bytes, name: str = "ties.csv") -> str:
    """What is said of a file that is not read."""
    with pytest.raises(ScenarioError) as wrong:
        read(folder, text, name)
    return str(wrong.value)


# -- columns -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("weight,source,target\n1,11,12\n3,12,13\n2,13,11\n", "weight-first.csv"),
        ('"","from","to"\n"1",11,12\n"2",12,13\n"3",13,11\n', "r-write-csv.csv"),
        ('"from" "to"\n"1" 11 12\n"2" 12 13\n"3" 13 11\n', "r-write-table.txt"),
        (",source,target\n0,11,12\n1,12,13\n2,13,11\n", "pandas.csv"),
        (",0,1\n0,11,12\n1,12,13\n2,13,11\n", "pandas-without-names.csv"),
        ('"","V1","V2"\n"1",11,12\n"2",12,13\n"3",13,11\n', "r-matrix.csv"),
        ("Source,Target,Type,Id,Label,timeset,Weight\n"
         "1,2,Undirected,0,,,1.0\n2,3,Undirected,1,,,2\n3,1,Directed,2,,,1\n", "gephi.csv"),
        (":START_ID,:END_ID,:TYPE\n1,2,K\n2,3,K\n3,1,K\n", "neo4j.csv"),
        ("Vertex 1,Vertex 2,Width\nann,ben,1\nben,cem,1\ncem,ann,1\n", "nodexl.csv"),
        ("id,name,friend\n1,Ann,2\n2,Ben,3\n3,Cem,1\n", "ids-of-friends.csv"),
        ("tweet_id,source_user,target_user,text\n"
         '1,ann,ben,hi\n2,ben,cem,"a, b"\n3,cem,ann,"x\ny"\n', "mentions.csv"),
        ("source_name,target_id,target_name,source_id\n"
         "Ann,2,Ben,1\nBen,3,Cem,2\nCem,1,Ann,3\n", "names-and-ids.csv"),
        ("source_label,source,target_label,target\n"
         "man,ann,man,ben\nman,ben,man,cem\nman,cem,man,ann\n", "labels-before-people.csv"),
        ("from_name,to_name,from_id,to_id\n"
         "Kim,Kim,1,2\nKim,Lou,2,3\nLou,Kim,3,1\n", "two-of-one-name.csv"),
        ("created_at;user;mentioned_user\nMo;ann;ben\nTu;ben;cem\nWe;cem;ann\n", "posts.csv"),
        ("follower_id,friend_id\nann,ben\nben,cem\ncem,ann\n", "followers.csv"),
        ("Konto;Kontakt\nann;ben\nben;cem\ncem;ann\n", "german-accounts.csv"),
        ('source,target,note\nann,ben,"a\nb"\nben,cem,"a\n\n#c, ""d"""\ncem,ann,"a\nb"\n',
         "broken-cells-in-every-row.csv"),
        ("user,friend\nann,ben\nben,cem\ncem,ann\n", "user-friend.csv"),
        ("Quelle;Ziel\nann;ben\nben;cem\ncem;ann\n", "german.csv"),
        ("Absender;Empfänger;Anzahl\nann;ben;1\nben;cem;2\ncem;ann;3\n", "german-mails.csv"),
        ("Origine;Destination\nann;ben\nben;cem\ncem;ann\n", "french.csv"),
        ("Friends of the page\nas of Monday\n\nfrom,to\nann,ben\nben,cem\ncem,ann\n", "title.csv"),
        ("from,to\n1,2\n2,3\nfrom,to\n3,1\n", "joined.csv"),
        ("kunde,bekannter\n1,2\n2,3\n3,1\n", "unknown-words-over-numbers.csv"),
        ("0,11,12\n1,12,13\n2,13,11\n", "row-numbers-without-heading.csv"),
        ("0.5 11 12\n0.7 12 13\n0.1 13 11\n", "decimals-first-without-heading.txt"),
        ("source,target,\n1,2,\n2,3,\n3,1,\n", "separators-at-the-end.csv"),
        ("source,target\n1,2,\n2,3,\n3,1,\n", "separators-at-the-end-of-the-rows.csv"),
        ("source,target,weight\n1,2,1\n2,3,1\n3,1,1\n,,\n,,\n", "rows-of-nothing.csv"),
        ("# weight source target\n5 a b\n2 b c\n1 c a\n", "heading-in-a-comment.txt"),
        ("3 3\n1 2\n2 3\n3 1\n", "numbers-of-people-and-ties-first.txt"),
    ],
)  # fmt: skip
def test_the_people_are_found_whatever_stands_beside_them(
    tmp_path: Path, text: str, name: str
) -> None:
    found = read(tmp_path, text, name)
    assert ties_of(found) == RING
    assert found.people == 3


def test_people_named_like_numbered_columns_are_people(tmp_path: Path) -> None:
    assert read(tmp_path, "n1,n2\nn2,n3\nn4,n5\n").people == 5
    assert read(tmp_path, "u,v\nv,w\nw,u\n").people == 3


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("kunde,bekannter,seit\nAnn,Ben,1\nBen,Cem,2\n", ":1:1", "none of them says who is tied"),
        ("Id,Label,timeset\n1,Ann,\n2,Ben,\n", ":1:1", "call the two columns of people source"),
        (",Ann,Ben\nAnn,0,yes\nBen,no,0\n", ":1:1", "begins a matrix of ties"),
        ("source,target,weight\nAnn,Ben,1\nBen,Cem, Jr.,2\n", ":3:1", "quote names that hold"),
        ("1,2,1,100\n2,3,1,101\n", ":1:1", "name the columns in a first line"),
        ("Ann\nBen\n", ":1:1", "names one person only"),
        ('from,to,note\nAnn,Ben,"a\nb"\nBen,Cem,"a\nb"\nDan\n', ":6:1", "names one person only"),
        ("0.5,0.7\n0.7,0.9\n", ":1:1", '"0.5" is no whole number'),
        ('"1,234",2\n2,"1,234"\n', ":1:1", '"1,234" is no whole number'),
        ("from,to\n1.23457E+18,1.23457E+18\n", ":2:1", "lost its last digits in a spreadsheet"),
        ('"Ann,Ben\nBen,Cem\n', ":1:1", "quote mark that does not fit"),
        ('a,b\nAnn,"Ben" B\n', ":2:1", "quote mark that does not fit"),
    ],
)
def test_columns_that_cannot_be_told_are_asked_for(
    tmp_path: Path, text: str, place: str, said: str
) -> None:
    shown = refused(tmp_path, text)
    assert shown.startswith(f"{tmp_path / 'ties.csv'}{place}: ")
    assert said in shown


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "kunde,bekannter\nAnn,Ben\nBen,Cem\nCem,Ann\n",
            'line 1 is taken for a tie between "kunde"',
        ),
        ("0,1,1\n1,2,2\n2,0,1\n", "if it holds numbers of rows, name the columns"),
        ("11,12,5\n12,13,2\n13,11,1\n", "the first two columns name the people"),
        ("foo,bar,weight\n1,2,5\n2,1,4\n", '"foo" and "bar" as no others are left'),
        ("1,11\n2,12\n3,13\n", "nobody stands in both columns"),
        ("Ann,NA\nNA,Ben\n", '"NA" is taken as the name of a person'),
    ],
)
def test_a_doubtful_reading_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert said in "; ".join(read(tmp_path, text).notes)


# -- separators, quotes and comments -------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("1\t2\t1,5\n2\t3\t0,7\n3\t1\t2,0\n", "decimal-commas.tsv"),
        ("Ann\tBen\t1,5\nBen\tCem\t0,7\nCem\tAnn\t2,0\n", "decimal-commas.csv"),
        ("Ann;Ben;1,5\nBen;Cem;0,7\nCem;Ann;2,0\n", "semicolons-and-decimal-commas.csv"),
        ("Ann Ben 1,5\nBen Cem 0,7\nCem Ann 2,0\n", "blanks-and-decimal-commas.txt"),
        ("1 2 1,5\n2 3 0,7\n3 1 2,0\n", "blanks-and-decimal-commas.csv"),
        ("Ann Lee,Ben Kay\nBen Kay,Cem Mo\nCem Mo,Ann Lee\n", "blanks-in-names.txt"),
        ("Ann Lee\tBen, Jr.\nBen, Jr.\tCem Mo\nCem Mo\tAnn Lee\n", "commas-in-names.txt"),
        ("source|target\nAnn, A|Ben\nBen|Cem; C\nCem; C|Ann, A\n", "bars.csv"),
        ('"Ann; A";"Ben"\n"Ben";"Cem"\n"Cem";"Ann; A"\n', "quoted-separators.csv"),
        ("'Ann, A','Ben'\n'Ben','Cem'\n'Cem','Ann, A'\n", "single-quotes.csv"),
        ('"Ann B" "Ben C"\n"Ben C" "Cem D"\n"Cem D" "Ann B"\n', "quoted-blanks.txt"),
        ("0\t1\n1 2\n2  0\n", "tabs-and-blanks.txt"),
        ("0 1 5\n1 2\n2 0 1\n", "a-weight-missing.txt"),
        ("sep=;\nAnn;Ben\nBen;Cem\nCem;Ann\n", "separator-told.csv"),
        ("0 1 {'weight': 2, 'since': 1999}\n1 2 {}\n2 0 {}\n", "networkx.edgelist"),
        ("0,1,{'weight': 2, 'since': 1999}\n1,2,{}\n2,0,{}\n", "networkx.csv"),
        ("# of 3\n# FromNodeId\tToNodeId\n10\t11\n11\t12\n12\t10\n", "snap.txt"),
        ("#a,#b\n#b,#c\n#c,#a\n", "hashtags-alone.csv"),
        ("#a,#b\n#b,c\nc,#a\n", "hashtags-first.csv"),
        ("#a #b\n#b #c\n#c #a\n", "hashtags.txt"),
        ("# a remark\n#a,#b\n#b,c\nc,#a\n", "a-comment-and-hashtags.csv"),
        ("1 2\n# part two\n2 3\n#3 9\n3 1\n", "comments-between.txt"),
        ("1 2 # old friends\n2 3\n3 1 1.5 # new\n", "remarks-behind.txt"),
        ("% sym\n1 2\n2 3\n3 1\n", "konect.edges"),
        (UMLAUTS.encode("cp1252"), "windows.csv"),
        (UMLAUTS.encode("utf-16"), "unicode-text.csv"),
        (UMLAUTS.encode("utf-16-le"), "unicode-text-without-mark.csv"),
        (UMLAUTS.encode("utf-32"), "utf-32.csv"),
        ("source,target\n表,ソ\nソ,能\n能,表\n".encode("cp932"), "shift-jis.csv"),
    ],
)  # fmt: skip
def test_any_dialect_is_read(tmp_path: Path, text: str | bytes, name: str) -> None:
    found = read(tmp_path, text, name)
    assert ties_of(found) == RING
    assert found.people == 3


# -- people --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "source,target\n11,12.0\n12,13.0\n13,11.0\n",
        "source;target\n11;12,0\n12;13,0\n13;11,0\n",
        "1e+05,2\n2,3\n3,100000\n",
        "007,8\n8,9\n9,7\n",
        "-7,8\n8,9\n9,-7.0\n",
        f"{'9' * 6000},8\n8,7\n7,{'9' * 6000}.0\n",
        "x11,12.0\n12,13\n13,x11\n",
        "Zoe\u0308,Ben\nBen,Cem\nCem,Zo\u00eb\n",
        " Ann ,Ben\nBen , Cem\nCem,Ann\u00a0\n",
    ],
)
def test_one_person_written_in_two_ways_is_one(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text).people == 3


@pytest.mark.parametrize("unseen", ["\ufeff", "\u200b", "\u200e", "\u202a"])
def test_marks_that_nobody_sees_make_no_other_people(tmp_path: Path, unseen: str) -> None:
    rows = f"Ann,Ben\n{unseen}Ben,Cem{unseen}\nCem,{unseen}Ann\n"
    found = read(tmp_path, f"from,to\n{rows}{unseen}from,to\n{rows}")
    assert ties_of(found) == RING
    assert found.people == 3


def test_a_file_of_comments_alone_says_so(tmp_path: Path) -> None:
    assert "3 lines are comments" in refused(tmp_path, "from,to\n% a,b\n% b,c\n% c,a\n")


def test_large_numbers_stay_apart(tmp_path: Path) -> None:
    text = "1234567890123456789,1234567890123456790\n18446744073709551615,18446744073709551614\n"
    assert read(tmp_path, text).people == 4


@pytest.mark.parametrize("empty", ["", "NA", "NaN", "null", "None", "#N/A"])
def test_rows_without_a_person_are_left_out_and_counted(tmp_path: Path, empty: str) -> None:
    found = read(tmp_path, f"source,target\n11,12\n12,{empty}\n{empty},13\n12,13\n13,11\n")
    assert ties_of(found) == RING
    said = "2 lines with an empty cell for a person (the first is line 3)"
    assert [str(left) for left in found.left_out] == [said]


def test_all_that_is_left_out_is_counted(tmp_path: Path) -> None:
    text = "my ties\n\nfrom,to\n1,2\n2,1\n2,2\nfrom,to\n3,\n2,3\n1,2\n"
    found = read(tmp_path, text)
    assert [str(left) for left in found.left_out] == [
        "1 line above the heading (line 1)",
        "1 line that repeats the heading (line 7)",
        "1 line with an empty cell for a person (line 8)",
        "1 tie of somebody to themselves",
        "2 ties between the same two people again",
    ]
    assert [left.is_loss for left in found.left_out] == [False, False, True, False, False]


def test_a_place_is_the_files_own_line(tmp_path: Path) -> None:
    text = '# a\n\nfrom,to,text\n1,2,"a\n\nb"\n\n# c\n2,3,x\n3,4,x,y\n'
    assert refused(tmp_path, text).startswith(f"{tmp_path / 'ties.csv'}:10:1: ")
