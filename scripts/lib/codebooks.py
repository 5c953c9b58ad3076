"""What scripts/formats checks of the tables of codebooks: that pandas, polars and libhxl read in them what events.csv of the same export says.

A row leads to its event by its id: the same day, country, point and number of dead must stand in both. None of these programs is ours, so a
column that is no number, a cell that ends too early or a line that breaks shows here.
"""
import collections
import csv
import datetime

FIRST_DAYS = {1: 0, 2: 6, 3: 30}
# Columns of UCDP GED that are numbers, of 49.
GED_NUMBERS = ["id", "year", "type_of_violence", "where_prec", "latitude", "longitude", "priogrid_gid", "country_id", "event_clarity", "date_prec",
               "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low"]


def by_id(folder):
    with open(folder / "events.csv", newline="", encoding="utf-8") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def event_of(events, number):
    """Codebooks that have numbers for ids have that of the event."""
    return events[f"e-{int(number):012x}"]


def day(cell):
    return datetime.date.fromisoformat(str(cell)[:10])


def whole(cell):
    return None if cell is None or cell != cell or cell == "" else int(cell)


def is_at(event, lat, lon):
    return all(abs(float(event[name]) - float(value)) < 1e-6 for name, value in [("lat", lat), ("lon", lon)])


def is_within(event, one):
    return day(event["from"]) <= one <= day(event["to"])


def numeric(pandas, frame, columns):
    return [name for name in columns if not pandas.api.types.is_numeric_dtype(frame[name])]


def pandas_and_polars_read_acled(checks, pandas, polars, folder, countries):
    events, outlets = by_id(folder), collections.defaultdict(set)
    # The same is told of articles by another codebook.
    with open(folder / "polecat.tsv", newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            outlets[row["Event ID"].rsplit("-", 1)[0]] |= {row["Source"]} - {""}
    for name, is_in_words in [("acled.csv", True), ("acled-numbers.csv", False)]:
        frame = pandas.read_csv(folder / name, parse_dates=["event_date"])
        other = polars.read_csv(folder / name, try_parse_dates=True, infer_schema_length=None)
        checks.that(f"{name}: there are rows", len(frame) > 20, len(frame))
        checks.same(f"{name}: columns", frame.shape[1], 31)
        checks.same(f"{name}: polars sees the same", (other.height, other.columns), (len(frame), list(frame.columns)))
        checks.same(f"{name}: days in polars", str(other["event_date"].dtype), "Date")
        checks.that(f"{name}: days", pandas.api.types.is_datetime64_any_dtype(frame["event_date"]))
        numbers = ["year", "time_precision", "iso", "latitude", "longitude", "geo_precision", "fatalities"]
        numbers += [] if is_in_words else ["inter1", "inter2", "interaction"]
        checks.same(f"{name}: columns of numbers that are none", numeric(pandas, frame, numbers), [])
        checks.that(f"{name}: ids are one each", frame["event_id_cnty"].is_unique)
        checks.that(f"{name}: years", bool((frame["event_date"].dt.year == frame["year"]).all()))
        for row in frame.to_dict("records"):
            event = event_of(events, row["event_id_cnty"][3:])
            known = f"{name}: {row['event_id_cnty']}"
            one = row["event_date"].date()
            checks.same(f"{known}: country", (row["event_id_cnty"][:3], int(row["iso"])), (event["country"], countries[event["country"]]))
            checks.that(f"{known}: day", is_within(event, one), (one, event["from"], event["to"]))
            checks.that(f"{known}: precision of the day", (day(event["to"]) - day(event["from"])).days <= FIRST_DAYS[row["time_precision"]])
            checks.that(f"{known}: point", is_at(event, row["latitude"], row["longitude"]))
            checks.same(f"{known}: place", row["location"], event["place"])
            # The conservative count is no greater than the best one, and known where one is.
            dead, best = whole(row["fatalities"]), whole(event["killed_best"])
            checks.that(f"{known}: deaths", dead is None or best is not None and dead <= best or not event["killed_best"], (dead, best))
            for actor in ["actor1", "actor2"]:
                checks.that(f"{known}: one {actor}", ";" not in str(row[actor]), row[actor])
            checks.that(f"{known}: somebody did it", isinstance(row["actor1"], str) and row["actor1"] != "")
            classes = [row["inter1"], row["inter2"]]
            has_second = isinstance(row["actor2"], str)
            checks.same(f"{known}: classes go with actors", [cell == cell for cell in classes], [True, has_second])
            if not is_in_words:
                codes = sorted(int(cell) for cell in classes if cell == cell)
                checks.same(f"{known}: interaction", int(row["interaction"]), codes[0] * 10 + (codes[1] if len(codes) > 1 else 0))
            printed = set(row["source"].split("; ")) if row["source"] == row["source"] else set()
            checks.same(f"{known}: who printed it", printed, outlets[event["id"]])


def pandas_reads_ged(checks, pandas, folder, gw):
    events = by_id(folder)
    frame = pandas.read_csv(folder / "ucdp-ged.csv", parse_dates=["date_start", "date_end"])
    checks.that("there are rows", len(frame) > 0)
    checks.same("columns", frame.shape[1], 49)
    checks.same("columns of numbers that are none", numeric(pandas, frame, GED_NUMBERS), [])
    checks.that("low <= best <= high", bool(((frame["low"] <= frame["best"]) & (frame["best"] <= frame["high"])).all()))
    sides = frame[["deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"]].sum(axis=1)
    checks.that("the dead of the sides are the best figure", bool((sides == frame["best"]).all()))
    checks.that("somebody died", bool((frame["high"] > 0).all()))
    for row in frame.to_dict("records"):
        event, known = event_of(events, row["id"]), f"{row['id']}"
        checks.same(f"{known}: relid", row["relid"], event["id"])
        checks.same(f"{known}: days", (str(row["date_start"].date()), str(row["date_end"].date())), (event["from"], event["to"]))
        checks.same(f"{known}: country", int(row["country_id"]), gw[event["country"]])
        checks.that(f"{known}: point", is_at(event, row["latitude"], row["longitude"]))
        west = f"POINT ({row['longitude']:g} {row['latitude']:g})"
        checks.that(f"{known}: geometry", row["geom_wkt"].startswith("POINT (") and len(row["geom_wkt"]) >= len(west) - 4, row["geom_wkt"])
        checks.same(f"{known}: cell", row["priogrid_gid"], int((row["latitude"] + 90) * 2) * 720 + int((row["longitude"] + 180) * 2) + 1)
        checks.same(f"{known}: best", row["best"], whole(event["killed_best"]) if event["killed_best"] else row["best"])
        checks.same(f"{known}: dyad", row["dyad_name"], f"{row['side_a']} - {row['side_b']}")
        checks.same(f"{known}: sources", row["number_of_sources"], int(event["origins_min"]))
        lists = [str(row[name]).count(";") for name in ["source_office", "source_date"] if row[name] == row[name]]
        checks.that(f"{known}: lists of sources are of one length", len(set(lists)) <= 1, lists)


def pandas_reads_polecat(checks, pandas, folder):
    events = by_id(folder)
    # As those who read it do: no sign quotes a cell.
    frame = pandas.read_csv(folder / "polecat.tsv", sep="\t", quoting=csv.QUOTE_NONE, parse_dates=["Event Date", "Publication Date"])
    checks.same("columns", frame.shape[1], 40)
    checks.that("there are rows", len(frame) > 20)
    checks.same("columns of numbers that are none", numeric(pandas, frame, ["Intensity", "Quad Code", "Latitude", "Longitude"]), [])
    of_event = collections.Counter()
    for row in frame.to_dict("records"):
        event = events[row["Event ID"].rsplit("-", 1)[0]]
        of_event[event["id"]] += 1
        known = row["Event ID"]
        checks.same(f"{known}: type", row["Event Type"], event["plover"])
        checks.same(f"{known}: country", row["Country"] if row["Country"] == row["Country"] else "", event["country"])
        if event["from"]:
            checks.same(f"{known}: day", str(row["Event Date"].date()), event["from"])
        if event["lat"]:
            checks.that(f"{known}: point", is_at(event, row["Latitude"], row["Longitude"]))
        checks.that(f"{known}: class", row["Quad Code"] in (1, 2, 3, 4))
    wrong = {id: (rows, events[id]["articles"]) for id, rows in of_event.items() if rows != int(events[id]["articles"])}
    checks.that("a row an event and article", not wrong, wrong)


def polars_reads_plover(checks, polars, folder):
    events = by_id(folder)
    frame = polars.read_ndjson(folder / "plover.jsonl", infer_schema_length=None)
    checks.that("there are records", frame.height > 20)
    for name, kind in [("id", "String"), ("date", "String"), ("quad_code", "Int64"), ("event_scale", "Float64")]:
        checks.same(f"{name}: type", str(frame[name].dtype), kind)
    for name in ["actor", "recipient", "event", "mode", "context", "cite_info"]:
        checks.that(f"{name}: a list", str(frame[name].dtype).startswith("List("), frame[name].dtype)
    for row in frame.to_dicts():
        event, known = events[row["id"]], row["id"]
        checks.same(f"{known}: event", row["event"], [event["plover"]])
        checks.same(f"{known}: mode", row["mode"], [event["mode"]] if event["mode"] else [])
        checks.same(f"{known}: days", (row["date"] or "", row["enddate"] or row["date"] or ""), (event["from"], event["to"]))
        place = row["event_loc"] or {"country": None, "latitude": None, "longitude": None}
        checks.same(f"{known}: country", place["country"] or "", event["country"])
        if event["lat"]:
            checks.that(f"{known}: point", is_at(event, place["latitude"], place["longitude"]))
        dead = (row["size"] or {}).get("dead")
        checks.that(f"{known}: deaths", dead is None or not event["killed_best"] or dead == int(event["killed_best"]), (dead, event["killed_best"]))
        checks.same(f"{known}: articles", len(row["cite_info"]), int(event["articles"]))


def pandas_reads_gdelt(checks, pandas, folder, fips):
    events = by_id(folder)
    heads = {"SQLDATE": 1, "MonthYear": 2, "Year": 3, "FractionDate": 4, "Actor1CountryCode": 7, "Actor1Type1Code": 12, "EventCode": 26, "EventRootCode": 28,
             "QuadClass": 29, "GoldsteinScale": 30, "NumSources": 32, "NumArticles": 33, "ActionGeo_Type": 51, "ActionGeo_CountryCode": 53,
             "ActionGeo_Lat": 56, "ActionGeo_Long": 57, "SOURCEURL": 60}
    codes = {heads["EventCode"]: str, heads["EventRootCode"]: str, heads["SQLDATE"]: str, heads["MonthYear"]: str}
    frame = pandas.read_csv(folder / "gdelt.export.CSV", sep="\t", header=None, quoting=csv.QUOTE_NONE, dtype=codes)
    checks.same("events: columns", frame.shape[1], 61)
    checks.that("events: there are rows", len(frame) > 20)
    checks.same("events: columns of numbers that are none",
                numeric(pandas, frame, [0, *(heads[name] for name in ["Year", "FractionDate", "QuadClass", "GoldsteinScale", "ActionGeo_Lat", "ActionGeo_Long"])]), [])
    types = {"COP", "GOV", "INS", "JUD", "MIL", "OPP", "REB", "SEP", "SPY", "UAF", "AGR", "BUS", "CRM", "CVL", "DEV", "EDU", "ELI", "ENV", "HLH", "HRI",
             "LAB", "LEG", "MED", "REF", "MOD", "RAD", "IGO", "IMG", "INT", "MNC", "NGM", "NGO", "UIS", "SET"}
    seen = {kind for kind in frame[heads["Actor1Type1Code"]].dropna()}
    checks.that("events: types of CAMEO", seen <= types and seen, seen - types)
    for row in frame.itertuples(index=False):
        cell = {name: row[at] for name, at in heads.items()}
        event, known = event_of(events, row[0]), f"events: {row[0]}"
        checks.same(f"{known}: day", cell["SQLDATE"], event["from"].replace("-", ""))
        checks.same(f"{known}: month and year", (cell["MonthYear"], str(cell["Year"])), (cell["SQLDATE"][:6], cell["SQLDATE"][:4]))
        checks.that(f"{known}: fraction", int(cell["FractionDate"]) - cell["Year"] in (0, 1), cell["FractionDate"])
        checks.same(f"{known}: root", cell["EventRootCode"], cell["EventCode"][:2])
        checks.same(f"{known}: articles and origins", (cell["NumArticles"], cell["NumSources"]), (int(event["articles"]), int(event["origins_min"])))
        if event["lat"]:
            checks.that(f"{known}: point", is_at(event, cell["ActionGeo_Lat"], cell["ActionGeo_Long"]))
            wide = {"country": {1}, "unit": {2, 5}}.get(event["precision"], {3, 4})
            checks.that(f"{known}: type of the place", cell["ActionGeo_Type"] in wide, (cell["ActionGeo_Type"], event["precision"]))
            checks.same(f"{known}: country", cell["ActionGeo_CountryCode"] if cell["ActionGeo_CountryCode"] == cell["ActionGeo_CountryCode"] else "",
                        fips.get(event["country"], ""))
    mentions = pandas.read_csv(folder / "gdelt.mentions.CSV", sep="\t", header=None, quoting=csv.QUOTE_NONE, dtype={1: str, 2: str})
    checks.same("mentions: columns", mentions.shape[1], 16)
    checks.that("mentions: of events that are there", set(mentions[0]) <= set(frame[0]))
    counted = mentions[0].value_counts()
    wrong = [number for number in frame[0] if counted.get(number, 0) != int(event_of(events, number)["articles"])]
    checks.that("mentions: a row an event and article", not wrong, wrong)
    checks.that("mentions: instants", all(len(cell) == 14 and cell.isdigit() for cell in mentions[1]))


def pandas_reads_viina(checks, pandas, folder):
    frame = pandas.read_csv(folder / "viina-control.csv", dtype={"date": str})
    held = pandas.read_csv(folder / "control.csv")
    checks.that("there are rows", len(frame) > 0)
    checks.same("columns of numbers that are none", numeric(pandas, frame, ["latitude", "longitude"]), [])
    days = pandas.to_datetime(frame["date"], format="%Y%m%d", errors="coerce")
    checks.that("days", bool(days.notna().all()))
    bounds = collections.defaultdict(list)
    for row in held.to_dict("records"):
        told = [row[name] for name in ["from", "to", "as_of"] if row[name] == row[name]]
        bounds[tuple(str(row[name]) for name in ["place", "holder", "status"])].extend(told)
    # Of an entry for which no page says a day there is no row.
    seen = {tuple(map(str, one)) for one in frame[["place", "holder", "status"]].itertuples(index=False)}
    checks.same("who held what", seen, {entry for entry, told in bounds.items() if told})
    for row, one in zip(frame.itertuples(), days):
        told = bounds[(str(row.place), str(row.holder), str(row.status))]
        checks.that(f"{row.place}: {one.date()} is told", min(told) <= str(one.date()) <= max(told), told)


def pandas_reads_airwars(checks, pandas, folder):
    events = by_id(folder)
    frame = pandas.read_csv(folder / "airwars.csv", parse_dates=["date"])
    figures = [name for name in frame.columns if name.endswith(("_min", "_max"))]
    checks.that("there are rows", len(frame) > 0)
    checks.same("columns of numbers that are none", numeric(pandas, frame, ["latitude", "longitude", *figures]), [])
    checks.that("grades", set(frame["grading"]) <= {"confirmed", "fair", "weak", "contested", "discounted"})
    for row in frame.to_dict("records"):
        event, known = events[row["unique_reference_code"]], row["unique_reference_code"]
        checks.same(f"{known}: grade", row["grading"], event["airwars"])
        checks.same(f"{known}: day", str(row["date"].date()), event["from"])
        for who in ["civilians_killed", "civilians_injured", "militants_killed"]:
            low, high = row[f"{who}_min"], row[f"{who}_max"]
            checks.that(f"{known}: {who}", low != low or high != high or low <= high, (low, high))
        killed = {whole(row[name]) for name in ["civilians_killed_min", "militants_killed_min"]} - {None}
        if event["killed_low"]:
            checks.that(f"{known}: deaths", int(event["killed_low"]) in killed, (killed, event["killed_low"]))


# What the schema of libhxl asks by itself, and what a table of events owes to whoever reads it.
HXL_RULES = [
    ["#valid_tag", "#valid_datatype", "#valid_required+min", "#valid_value+min", "#valid_value+max", "#valid_severity", "#description"],
    ["#event+code", "", "1", "", "", "error", "an event has an id"],
    ["#event+type", "", "1", "", "", "error", "an event is of a kind"],
    ["#date", "date", "", "", "", "error", "a day is a day"],
    ["#affected", "number", "", "0", "", "error", "people are counted"],
    ["#geo+lat", "number", "", "-90", "90", "error", "a latitude"],
    ["#geo+lon", "number", "", "-180", "180", "error", "a longitude"],
    ["#meta+sources", "number", "", "1", "", "error", "origins are counted"],
]


def libhxl_reads_and_validates_hxl(checks, hxl, folder):
    events = by_id(folder)
    source = hxl.data(str(folder / "hxl.csv"), hxl.InputOptions(allow_local=True))
    checks.same("columns", len(source.columns), 19)
    checks.that("every column has a tag", all(column.tag for column in source.columns))
    for name, schema in [("the schema of libhxl", None), ("types and bounds", hxl.data(HXL_RULES))]:
        found = []
        again = hxl.data(str(folder / "hxl.csv"), hxl.InputOptions(allow_local=True))
        valid = hxl.schema(schema, callback=found.append).validate(again)
        errors = [error for error in found if error.rule.severity == "error"]
        checks.that(f"{name}: valid", valid or not errors, [error.message for error in errors][:3])
    # A schema that finds nothing anywhere would be no check.
    with open(folder / "hxl.csv", newline="", encoding="utf-8") as file:
        broken = list(csv.reader(file))
    broken[2][[column.display_tag for column in source.columns].index("#date+start")] = "yesterday or so"
    found = []
    hxl.schema(hxl.data(HXL_RULES), callback=found.append).validate(hxl.data(broken))
    checks.that("a day that is none is found", bool(found))
    rows = 0
    for row in source:
        rows += 1
        event, known = events[row.get("#event+code")], row.get("#event+code")
        checks.same(f"{known}: days", (row.get("#date+start") or "", row.get("#date+end") or ""), (event["from"], event["to"]))
        checks.same(f"{known}: country and place", (row.get("#country+code") or "", row.get("#loc+name") or ""), (event["country"], event["place"]))
        if event["lat"]:
            checks.that(f"{known}: point", is_at(event, row.get("#geo+lat"), row.get("#geo+lon")))
        best = row.get("#affected+killed-min-max")
        checks.same(f"{known}: deaths", best or "", event["killed_best"] or best or "")
        checks.same(f"{known}: origins", row.get("#meta+sources+independent"), event["origins_min"])
    checks.that("there are rows", rows > 20, rows)


def codes(root, column):
    """A column of data/codes/countries.tsv by alpha3."""
    with open(root / "data" / "codes" / "countries.tsv", encoding="utf-8") as file:
        table = [line.rstrip("\n").split("\t") for line in file if line.strip() and not line.startswith("#")]
    at = table[0].index(column)
    return {row[0]: row[at] for row in table[1:] if row[at]}


def check(checks, folder, root):
    iso = {alpha3: int(number) for alpha3, number in codes(root, "numeric").items()}
    gw = {alpha3: int(number) for alpha3, number in codes(root, "gw").items()}
    checks.run(pandas_and_polars_read_acled, ["pandas", "polars"], folder, iso)
    checks.run(pandas_reads_ged, ["pandas"], folder, gw)
    checks.run(pandas_reads_polecat, ["pandas"], folder)
    checks.run(polars_reads_plover, ["polars"], folder)
    checks.run(pandas_reads_gdelt, ["pandas"], folder, codes(root, "fips"))
    checks.run(pandas_reads_viina, ["pandas"], folder)
    checks.run(pandas_reads_airwars, ["pandas"], folder)
    checks.run(libhxl_reads_and_validates_hxl, ["hxl"], folder)
