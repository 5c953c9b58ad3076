"""What scripts/formats checks: that programs of others read in our files what the tables in CSV say.

    formats.py page FOLDER     writes a page whose words try to break every file
    formats.py ids             of events as JSON: some ids, each with the place that it gets
    formats.py check FOLDER    checks FOLDER/plain, FOLDER/radius and FOLDER/again (plain once more); ends with 1 where something is wrong
"""
import csv
import importlib
import importlib.metadata
import json
import os
import pathlib
import shutil
import subprocess
import sys

import codebooks

csv.field_size_limit(1 << 30)

# Types of columns by their names, as docs/formats.md gives them; all others are texts.
WHOLE = {"killed_low", "killed_best", "killed_high", "articles", "origins_min", "origins_max", "grade", "disagreements", "words", "edits",
         "days", "facts_changed", "child_start", "child_end", "parent_start", "parent_end", "low", "best", "high", "start", "end", "origin",
         "events"}
REAL = {"lat", "lon", "radius_km", "confidence", "p", "one_text", "share"}
DAY = {"from", "to", "as_of", "day", "child_day", "parent_day", "date_from", "date_to"}
YES = {"parent_is_unseen"}
TABLES = ["events", "tolls", "copies", "changes", "claims", "pages", "control", "corrections"]
SPOTS = {"exact", "area", "inferred"}
WIDE = {"unit", "country"}
# The name of a place that is said of an event, beside the line of the date and beside the pole.
NAMES = ['=1+1 "Suva" \u200f\u202eن', "<b>Ross & Sons</b>", "@Longyear ';--"]
POINTS = [(-17.0, 179.998), (-89.999, 12.0), (78.2, 15.6)]


def write_page(folder):
    text = ("=cmd|' /C calc'!A0 \"Herald\" \u202eSUDAN\u202c <script>alert(1)</script> & ن\n\n2023-06-05\n\n"
            "KHARTOUM - Shelling killed 12 people in Omdurman on Sunday, \"=SUM(A1)\" said a doctor, \u200fa witness and @others.\n"
            "Soldiers captured the town of Kutum on Saturday, residents said.\n")
    (pathlib.Path(folder) / "hostile.txt").write_text(text, encoding="utf-8")


def write_ids():
    rows = json.load(sys.stdin)
    for row, name, (lat, lon) in zip(rows, NAMES, POINTS):
        print(row["id"], f"{name} @ {lat},{lon}")


class Checks:
    def __init__(self):
        self.held, self.failed, self.skipped, self.program = 0, [], [], ""

    def that(self, claim, holds, seen=""):
        if holds:
            self.held += 1
        else:
            self.failed.append(f"{self.program}: {claim}" + (f": {seen}" if seen != "" else ""))

    def same(self, claim, seen, expected):
        self.that(claim, seen == expected, f"{seen!r:.300} and not {expected!r:.300}")

    def run(self, check, needs, *arguments):
        """Runs a check with the modules or programs that it needs, or says loudly that it cannot."""
        found = []
        for name in needs:
            try:
                found.append(program(name) if name in PROGRAMS else importlib.import_module(name))
            except ImportError:
                found.append(None)
            if found[-1] is None:
                self.skipped.append(name)
                print(f"formats: SKIPPED {check.__name__}: {name} is missing", file=sys.stderr)
                return
        versions = ", ".join(f"{name} {version(name)}".strip() for name in needs)
        self.program = f"{check.__name__} ({versions})" if needs else check.__name__
        before = self.held
        try:
            check(self, *found, *arguments)
        except Exception as error:  # What a program of others thinks of our files is what we are after.
            self.failed.append(f"{self.program}: {type(error).__name__}: {error}")
        print(f"{self.program}: {self.held - before} held")


def program(name):
    """The path of a program; validate_gpkg is one of Python's that needs the system's GDAL."""
    if name != "validate_gpkg":
        return shutil.which(name)
    scripts = pathlib.Path(os.environ.get("GDAL_SCRIPTS", "")) / "osgeo_utils" / "samples" / "validate_gpkg.py"
    has_gdal = subprocess.run(["/usr/bin/python3", "-c", "import osgeo"], capture_output=True).returncode == 0
    return "/usr/bin/python3" if scripts.exists() and has_gdal else None


def version(name):
    """What a program or a package says that it is."""
    if name == "ogrinfo":
        return subprocess.run([name, "--version"], capture_output=True, text=True).stdout.split(",")[0].strip()
    if name == "validate_gpkg":
        found = next(pathlib.Path(os.environ["GDAL_SCRIPTS"]).glob("gdal_utils-*.dist-info"), None)
        return f"of {found.stem}" if found else ""
    try:
        return importlib.metadata.version({"hxl": "libhxl"}.get(name, name.split(".")[0].replace("_", "-")))
    except importlib.metadata.PackageNotFoundError:
        return ""


PROGRAMS = {"ogrinfo", "validate_gpkg", "geoparquet-validator"}


def table(folder, name):
    with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def bare(cell):
    """A cell of the CSV without the apostrophe that keeps it from being a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {*"=+-@"} else cell


def expected(name, cell):
    """What a typed file has for a cell of the CSV."""
    if cell == "":
        return None
    if name in WHOLE:
        return int(cell)
    if name in REAL:
        return float(cell)
    return {"true": True, "false": False}[cell] if name in YES else cell


def plainest(value):
    """A value as the CSV tells it: days as texts, and texts without the signs that CSV shows by pictures."""
    if value is None or value != value:
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value


def is_same(name, seen, cell):
    seen, wanted = plainest(seen), expected(name, cell)
    if wanted is None or seen is None:
        return wanted is seen
    if isinstance(wanted, (int, float)):
        return abs(seen - wanted) <= 1e-9 * max(1, abs(wanted))
    # Signs that steer a terminal are told by pictures or numbers in CSV, and only there; a tab is a space.
    is_told_so = "\\u{" in wanted or any("\u2400" <= letter < "\u2440" for letter in wanted)
    return is_told_so or str(seen).replace("\t", " ") == bare(wanted).replace("\t", " ")


def same_rows(checks, what, names, rows, folder, table_name):
    wanted = table(folder, table_name)
    checks.same(f"{what}: rows", len(rows), len(wanted))
    if not wanted:
        return
    checks.same(f"{what}: columns", names, list(wanted[0]))
    for seen, row in zip(rows, wanted):
        wrong = [name for name, value in zip(names, seen) if not is_same(name, value, row[name])]
        checks.that(f"{what}: cells of {row.get('id')}", not wrong, [(name, dict(zip(names, seen))[name], row[name]) for name in wrong])


def pyarrow_reads_parquet(checks, pyarrow, folder):
    import pyarrow.parquet as parquet
    for name in TABLES:
        read = parquet.read_table(folder / f"{name}.parquet")
        for field in read.schema:
            kind = ("int64" if field.name in WHOLE else "double" if field.name in REAL else "date32[day]" if field.name in DAY
                    else "bool" if field.name in YES else "string")
            checks.same(f"{name}.{field.name}: type", str(field.type), kind)
        rows = [list(row.values()) for row in read.to_pylist()]
        same_rows(checks, name, read.column_names, rows, folder, name)


def pandas_and_polars_agree(checks, pandas, polars, folder):
    for name in TABLES:
        one, other = pandas.read_parquet(folder / f"{name}.parquet"), polars.read_parquet(folder / f"{name}.parquet")
        checks.same(f"{name}: shape", tuple(one.shape), tuple(other.shape))
        for column in one.columns:
            checks.same(f"{name}.{column}: nulls", int(one[column].isna().sum()), other[column].null_count())
    events = polars.read_parquet(folder / "events.parquet")
    checks.same("events.from", str(events["from"].dtype), "Date")
    checks.that("killed_best can be reckoned with", events["killed_best"].sum() > 0)


def openpyxl_reads_the_workbook(checks, openpyxl, folder):
    book = openpyxl.load_workbook(folder / "stemma.xlsx")
    checks.same("sheets", book.sheetnames, TABLES)
    for name in TABLES:
        sheet = book[name]
        cells = [cell for row in sheet.iter_rows() for cell in row]
        checks.that(f"{name}: no formula", all(cell.data_type != "f" for cell in cells))
        checks.that(f"{name}: no link", all(cell.hyperlink is None for cell in cells))
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        same_rows(checks, name, rows[0], rows[1:], folder, name)
        for column, title in enumerate(rows[0]):
            days = [row[column] for row in rows[1:] if row[column] is not None]
            if title in DAY:
                checks.that(f"{name}.{title}: days", all(hasattr(day, "isoformat") for day in days))


def calamine_reads_the_workbook(checks, calamine, folder):
    book = calamine.CalamineWorkbook.from_path(str(folder / "stemma.xlsx"))
    checks.same("sheets", book.sheet_names, TABLES)
    for name in TABLES:
        rows = book.get_sheet_by_name(name).to_python()
        same_rows(checks, name, rows[0], [[None if cell == "" else cell for cell in row] for row in rows[1:]], folder, name)


def words_of_people_survive(checks, pyarrow, openpyxl, folder):
    """The reason that was given with a fix, and the names of places."""
    import pyarrow.parquet as parquet
    reason = '=HYPERLINK("x") "said" \u202eback\t\u200f'.strip()
    named = parquet.read_table(folder / "events.parquet")["place"].to_pylist()
    said = parquet.read_table(folder / "corrections.parquet")["why"].to_pylist()
    checks.that("a reason in Parquet", any(text.strip() == reason for text in said), said)
    checks.that("names of places in Parquet", set(NAMES) <= set(named), [name for name in NAMES if name not in named])
    book = openpyxl.load_workbook(folder / "stemma.xlsx")
    column = [cell.value for cell in book["events"]["F"]]
    checks.that("names of places in the workbook", set(NAMES) <= set(column), [name for name in NAMES if name not in column])
    properties = [feature["properties"] for feature in json.loads((folder / "events.geojson").read_text())["features"]]
    checks.that("names of places in GeoJSON", set(NAMES) <= {row["place"] for row in properties})


def ogr(ogrinfo, path, *options, layer=None):
    which = [str(path), layer] if layer else ["-al", str(path)]
    done = subprocess.run([ogrinfo, "-ro", *options, *which], capture_output=True, text=True, errors="replace")
    return done.stdout + done.stderr


def blocks(text):
    """What ogrinfo says of each layer."""
    return {block.split("\n", 1)[0].strip(): block for block in ("\n" + text).split("\nLayer name: ")[1:]}


def field(block, name):
    return next((line.split(":", 1)[1].strip() for line in block.splitlines() if line.startswith(f"{name}: ")), None)


def gdal_reads_the_geopackage(checks, ogrinfo, folder, radius):
    layers = blocks(ogr(ogrinfo, folder / "events.gpkg", "-so"))
    wanted = table(folder, "events")
    of = lambda kinds: [row for row in wanted if row["lat"] and row["precision"] in kinds]
    counts = {"events_points": len(of(SPOTS)), "events_areas": len(of(WIDE)),
              "events_without_place": sum(not row["lat"] for row in wanted), "control": len(table(folder, "control")),
              "pages": len(table(folder, "pages"))}
    checks.that("every kind of place is among the examples", all(counts.values()), counts)
    if radius:
        counts["events_radius"] = sum(bool(row["radius_km"]) for row in of(SPOTS))
    checks.same("layers", set(layers), set(counts))
    for name, count in counts.items():
        block = layers[name]
        checks.same(f"{name}: features", field(block, "Feature Count"), str(count))
        shape = {"events_without_place": "None", "pages": "None", "events_points": "Point", "control": "Point"}.get(name, "Multi Polygon")
        checks.same(f"{name}: geometry", field(block, "Geometry"), shape)
        if shape != "None":
            checks.that(f"{name}: WGS 84", 'ID["EPSG",4326]' in block or 'AUTHORITY["EPSG","4326"]' in block)
        if name.startswith("events"):
            for column, kind in [("date_from", "Date"), ("date_to", "Date"), ("killed_best", "Integer64"), ("lat", "Real"), ("place", "String")]:
                checks.that(f"{name}.{column}: {kind}", (field(block, column) or "").startswith(kind), field(block, column))
    points = of(SPOTS)
    west, south = min(float(row["lon"]) for row in points), min(float(row["lat"]) for row in points)
    checks.that("extent", field(layers["events_points"], "Extent").startswith(f"({west:.6f}, {south:.6f})"), field(layers["events_points"], "Extent"))
    found = ogr(ogrinfo, folder / "events.gpkg", "-so", "-spat", "179", "-18", "180", "-16", layer="events_points")
    checks.that("the index finds the place beside the line of the date", field(blocks(found)["events_points"], "Feature Count") == "1")
    day = next(row["from"] for row in points if row["from"])
    found = blocks(ogr(ogrinfo, folder / "events.gpkg", "-so", "-where", f"date_from <= '{day}' AND date_to >= '{day}'", layer="events_points"))
    on_day = sum(row["from"] <= day <= row["to"] for row in points if row["from"] and row["to"])
    checks.same("a slider of time finds the events of a day", field(found.get("events_points", ""), "Feature Count"), str(on_day))


def gdal_reads_geojson_and_kml(checks, ogrinfo, folder):
    wanted = table(folder, "events")
    block = next(iter(blocks(ogr(ogrinfo, folder / "events.geojson", "-so")).values()))
    checks.same("GeoJSON: features", field(block, "Feature Count"), str(len(wanted)))
    for column, kind in [("date_from", "Date"), ("killed_best", "Integer"), ("lat", "Real"), ("place", "String")]:
        checks.that(f"GeoJSON: {column}: {kind}", (field(block, column) or "").startswith(kind), field(block, column))
    layers = blocks(ogr(ogrinfo, folder / "events.kml"))
    placed = [row for row in wanted if row["lat"]]
    checks.same("KML: features", sum(int(field(layer, "Feature Count")) for layer in layers.values()), len(placed))
    # Kinds of one name share a folder.
    checks.same("KML: folders", len(layers), (folder / "events.kml").read_text().count("<Folder>"))
    checks.that("KML: folders by kind", 10 < len(layers) <= len({row["kind"] for row in placed}), len(layers))
    begins = sum(layer.count("begin (DateTime) = ") - layer.count("begin (DateTime) = (null)") for layer in layers.values())
    checks.same("KML: days", begins, sum(bool(row["from"]) for row in placed))


def gdal_finds_a_geopackage_by_its_standard(checks, python, folder):
    scripts = pathlib.Path(os.environ.get("GDAL_SCRIPTS", ""))
    done = subprocess.run([python, "-m", "osgeo_utils.samples.validate_gpkg", "-k", "--extra", str(folder / "events.gpkg")],
                          capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(scripts)})
    checks.that("validate_gpkg", done.returncode == 0 and not done.stdout.strip(), done.stdout + done.stderr)


def pyogrio_reads_sound_shapes(checks, pyogrio, shapely, folder, radius):
    import pandas
    areas = 0
    for layer in ["events_points", "events_areas", *(["events_radius"] if radius else [])]:
        read = pyogrio.read_dataframe(folder / "events.gpkg", layer=layer)
        shapes = read.geometry.dropna()
        areas += int((shapes.geom_type == "MultiPolygon").sum())
        checks.that(f"{layer}: valid", bool(shapely.is_valid(shapes.values).all()))
        checks.that(f"{layer}: within the world", bool(((shapes.bounds.abs() <= [180, 90, 180, 90]).all()).all()))
        checks.that(f"{layer}: days are days", pandas.api.types.is_datetime64_any_dtype(read["date_from"]))
        checks.same(f"{layer}: CRS", read.crs.to_epsg(), 4326)
    checks.that("there are areas", areas > 0)
    read = pyogrio.read_dataframe(folder / "events.geojson")
    checks.same("GeoJSON: CRS", read.crs.to_epsg(), 4326)
    checks.same("GeoJSON: without a geometry", int(read.geometry.isna().sum()), sum(not row["lat"] for row in table(folder, "events")))
    checks.that("GeoJSON: valid", bool(shapely.is_valid(read.geometry.dropna().values).all()))
    if radius:
        beside = read[read["place"] == NAMES[0]].geometry.iloc[0]
        checks.same("the area beside the line of the date is two", (beside.geom_type, len(getattr(beside, "geoms", []))), ("MultiPolygon", 2))


def geopandas_reads_geoparquet(checks, geopandas, shapely, folder, radius):
    read = geopandas.read_parquet(folder / "events.geo.parquet")
    wanted = table(folder, "events")
    checks.same("rows", len(read), len(wanted))
    checks.same("CRS", str(read.crs), "OGC:CRS84")
    checks.same("without a place", int(read.geometry.isna().sum()), sum(not row["lat"] for row in wanted))
    checks.that("points", set(read.geometry.dropna().geom_type) == {"Point"})
    checks.that("points are at lat and lon", bool(((read.geometry.x - read["lon"]).abs().dropna() < 1e-5).all()))
    if radius:
        shapes = read["area"].dropna()
        checks.same("areas", len(shapes), sum(bool(row["lat"] and row["radius_km"]) for row in wanted))
        checks.that("areas are valid", bool(shapely.is_valid(shapes.values).all()))


def geoparquet_validator_finds_nothing(checks, validator, folder):
    done = subprocess.run([validator, "check", str(folder / "events.geo.parquet")], capture_output=True, text=True)
    checks.that("geoparquet-validator check", done.returncode == 0, done.stdout + done.stderr)


def kml_has_the_schema(checks, etree, fastkml, folder):
    schema = pathlib.Path(fastkml.__file__).parent / "schema" / "ogckml22.xsd"
    checker = etree.XMLSchema(etree.parse(str(schema)))
    document = etree.parse(str(folder / "events.kml"))
    checks.that("KML 2.2", checker.validate(document), checker.error_log)
    spans = document.findall(".//{*}TimeSpan")
    checks.that("there are days", len(spans) > 0)


def one_store_gives_the_same_bytes(checks, one, other):
    files = lambda folder: sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    names = files(one)
    checks.same("files", files(other), names)
    differ = [name for name in names if (one / name).read_bytes() != (other / name).read_bytes()]
    checks.that("two exports of one store", not differ, differ)


def check(folder):
    work, checks = pathlib.Path(folder), Checks()
    checks.run(one_store_gives_the_same_bytes, [], work / "plain", work / "again")
    for name in ["plain", "radius"]:
        at, radius = work / name, name == "radius"
        if not radius:
            checks.run(pyarrow_reads_parquet, ["pyarrow"], at)
            checks.run(pandas_and_polars_agree, ["pandas", "polars"], at)
            checks.run(openpyxl_reads_the_workbook, ["openpyxl"], at)
            checks.run(calamine_reads_the_workbook, ["python_calamine"], at)
            checks.run(words_of_people_survive, ["pyarrow", "openpyxl"], at)
            codebooks.check(checks, at, pathlib.Path(__file__).resolve().parent.parent.parent)
        checks.run(gdal_reads_the_geopackage, ["ogrinfo"], at, radius)
        checks.run(gdal_reads_geojson_and_kml, ["ogrinfo"], at)
        checks.run(gdal_finds_a_geopackage_by_its_standard, ["validate_gpkg"], at)
        checks.run(pyogrio_reads_sound_shapes, ["pyogrio", "shapely"], at, radius)
        checks.run(geopandas_reads_geoparquet, ["geopandas", "shapely"], at, radius)
        checks.run(geoparquet_validator_finds_nothing, ["geoparquet-validator"], at)
        checks.run(kml_has_the_schema, ["lxml.etree", "fastkml"], at)
    for failure in checks.failed:
        print(f"formats: {failure}", file=sys.stderr)
    print(f"{checks.held} checks held, {len(checks.failed)} did not; {len(checks.skipped)} were skipped")
    sys.exit(bool(checks.failed))


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["page", folder]:
            write_page(folder)
        case ["ids"]:
            write_ids()
        case ["check", folder]:
            check(folder)
        case _:
            sys.exit(__doc__)
