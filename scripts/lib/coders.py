"""Writes the tables of tests/compare as two coders would have written them.

In: `happenings/*.txt`, made by hand: places, parties, and one line for each happening with what either coder took down and how hard
the two are to bring together; `polecat.txt`, the same for a third table. Out: a table of ACLED's 31 columns, one of UCDP GED's 49, one
of POLECAT's 40, and the truth about each row. Only what makes no pair hard or easy (sources, notes, ids, times of change) is drawn
here, from a seed. Refuses a line it cannot read, a place or party that is not declared, and dead that do not add up.
"""
import csv
import datetime
import hashlib
import random
import re

ACLED = """event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2
inter2 interaction civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale
notes fatalities tags timestamp""".split()
GED = """id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name
side_a_dset_id side_a_new_id side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date
source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country
country_id region event_clarity date_prec date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob""".split()
POLECAT = ["Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts", "Actor Name", "Actor Country", "Actor COW",
           "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
           "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID",
           "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
           "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version"]

BATTLE, REMOTE, CIVIL, PROTEST, RIOT, STRATEGIC = ("Battles", "Explosions/Remote violence", "Violence against civilians", "Protests", "Riots",
                                                   "Strategic developments")
# The words of the hand-made lines: ACLED's two types, what the note says was done, what a headline says.
KINDS = {
    "clash": (BATTLE, "Armed clash", ["{1} clashed with {2}", "{1} attacked positions of {2}", "an exchange of fire between {1} and {2} was reported"]),
    "gov-regain": (BATTLE, "Government regains territory", ["{1} took back the area from {2}"]),
    "nsa-takes": (BATTLE, "Non-state actor overtakes territory", ["{1} took control after fighting {2}"]),
    "air": (REMOTE, "Air/drone strike", ["aircraft of {1} bombed {2}", "{1} carried out airstrikes on {2}"]),
    "drone": (REMOTE, "Air/drone strike", ["a drone of {1} struck {2}"]),
    "shell": (REMOTE, "Shelling/artillery/missile attack", ["{1} shelled {2}", "shells fired by {1} hit {2}"]),
    "ied": (REMOTE, "Remote explosive/landmine/IED", ["a bomb laid by {1} hit {2}", "an explosive device of {1} went off near {2}"]),
    "grenade": (REMOTE, "Grenade", ["{1} threw a grenade at {2}"]),
    "suicide": (REMOTE, "Suicide bomb", ["suicide bombers of {1} attacked {2}"]),
    "attack": (CIVIL, "Attack", ["{1} attacked {2}", "{1} shot at {2}"]),
    "abduct": (CIVIL, "Abduction/forced disappearance", ["{1} took away {2}"]),
    "mob": (RIOT, "Mob violence", ["a mob attacked {2}"]),
    "riot": (RIOT, "Violent demonstration", ["demonstrators threw stones and burnt tyres"]),
    "protest": (PROTEST, "Peaceful protest", ["people demonstrated against the insecurity"]),
    "loot": (STRATEGIC, "Looting/property destruction", ["{1} looted houses of {2}"]),
    "arrests": (STRATEGIC, "Arrests", ["{1} arrested several {2}"]),
    "transfer": (STRATEGIC, "Non-violent transfer of territory", ["{1} withdrew before {2}"]),
    "disrupted": (STRATEGIC, "Disrupted weapons use", ["{1} shot down drones of {2}"]),
}
INTER = {1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters", 6: "Protesters", 7: "Civilians",
         8: "External/Other forces"}
INTENSITY = {"ASSAULT": (-9.3, 4), "THREATEN": (-6.5, 3), "CONSULT": (2.1, 1), "ACCUSE": (-3.0, 3), "MOBILIZE": (-7.6, 4), "PROTEST": (-6.9, 4),
             "RETREAT": (5.0, 2), "SANCTION": (-7.0, 4), "AID": (7.0, 2)}
PAPERS = {"sudan": ["Sudan Tribune", "Radio Dabanga", "Darfur 24"], "congo": ["Radio Okapi", "Actualite.cd", "Kivu Security Tracker"],
          "ukraine": ["Ministry of Defence of Ukraine", "Institute for the Study of War", "Suspilne Media"], "myanmar": ["Irrawaddy", "Mizzima", "Khit Thit Media"],
          "sahel": ["Whatsapp", "MaliJet", "Lefaso"], "syria": ["SOHR", "SNHR", "SANA"], "colombia": ["El Tiempo", "Caracol Radio", "La Opinion (Colombia)"],
          "yemen": ["Yemen Press Agency", "Al Masdar", "South24"]}
WIRES = ["Agence France Presse", "Reuters News", "Associated Press Newswires", "BBC Monitoring"]


class Broken(Exception):
    """A line that cannot be read; its text says which."""


def seeded(*words):
    return random.Random(int.from_bytes(hashlib.sha256("|".join(map(str, words)).encode()).digest()[:8], "big"))


def number(*words, low=1, high=1000):
    return seeded(*words).randint(low, high)


def point(text):
    return tuple(float(part) for part in text.split(","))


class Theatre:
    def __init__(self, path):
        self.actors, self.places, self.countries, self.lines = {}, {}, {}, []
        for at, line in enumerate(open(path, encoding="utf-8"), 1):
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            word, _, rest = line.partition(" ")
            cells = [cell.strip() for cell in rest.split("|")]
            cells += [""] * (9 - len(cells))
            if word == "theatre":
                self.name, home, self.year = cells[0], cells[1], int(cells[2])
                self.home = home
                rest = rest.split("|")
                self.countries[home] = [cell.strip() for cell in rest[3:10]]
            elif word == "country":
                self.countries[cells[0]] = cells[1:8]
            elif word == "actor":
                self.actors[cells[0]] = {"acled": cells[1], "inter": int(cells[2]), "ucdp": cells[3], "gw": cells[4], "key": cells[0]}
            elif word == "place":
                self.places[cells[0]] = {"a_name": cells[1], "a": point(cells[2]), "admin1": cells[3], "admin2": cells[4], "b_name": cells[5],
                                         "b": point(cells[6]) if cells[6] else None, "adm_1": cells[7], "rest": cells[8:]}
            elif word in "=~AB":
                self.lines.append((f"{path.name}:{at}", word, cells))
            else:
                raise Broken(f"{path.name}:{at}: begins with {word}")
        for key, place in self.places.items():
            rest = [cell for cell in place["rest"] if cell]
            place["country"] = rest.pop() if rest and rest[-1] in self.countries else self.home
            place["adm_2"] = rest[0] if rest else ""
            if place["b"] is None:
                # Two gazetteers seldom agree on the point of a town to the last kilometre.
                draw = seeded("point", self.name, key)
                place["b"] = (round(place["a"][0] + draw.uniform(-0.012, 0.012), 4), round(place["a"][1] + draw.uniform(-0.012, 0.012), 4))

    def look(self, table, key, where):
        if key not in table:
            raise Broken(f"{where}: {key} is not declared")
        return table[key]

    def day(self, text, where):
        try:
            return datetime.date(self.year, int(text[:2]), int(text[3:5]))
        except ValueError:
            raise Broken(f"{where}: {text} is no day") from None

    def parties(self, text, where):
        return [self.look(self.actors, key, where) for key in text.split(">")]

    def read_a(self, text, where):
        detail = re.search(r'"([^"]*)"', text)
        words = re.sub(r'"[^"]*"', "", text).split()
        row = {"text": text, "day": self.day(words[0], where), "place": self.look(self.places, words[1], where), "place_key": words[1],
               "kind": words[2], "parties": self.parties(words[3], where), "dead": int(words[4]), "detail": detail.group(1) if detail else "",
               "time": 1, "geo": 1, "point": None}
        for word in words[5:]:
            if word[0] == "t":
                row["time"] = int(word[1])
            elif word[0] == "g":
                row["geo"] = int(word[1])
            elif word[0] == "@":
                row["point"] = point(word[1:])
            else:
                raise Broken(f"{where}: {word}?")
        self.look(KINDS, row["kind"], where)
        return row

    def read_b(self, text, where):
        detail = re.search(r'"([^"]*)"', text)
        words = re.sub(r'"[^"]*"', "", text).split()
        first, _, last = words[0].partition("..")
        row = {"text": text, "first": self.day(first, where), "last": self.day(last or first, where), "place": self.look(self.places, words[1], where),
               "place_key": words[1], "type": int(words[2]), "parties": self.parties(words[3], where), "dead": [int(part) for part in words[4].split("/")],
               "detail": detail.group(1) if detail else "", "where_prec": 1, "clarity": 1, "point": None, "low": None, "high": None}
        for word in words[5:]:
            if word[0] == "w":
                row["where_prec"] = int(word[1])
            elif word.startswith("cl"):
                row["clarity"] = int(word[2])
            elif word[0] == "@":
                row["point"] = point(word[1:])
            elif word[0] == "!":
                row["low"], row["high"] = map(int, word[1:].split("-"))
            else:
                raise Broken(f"{where}: {word}?")
        best = sum(row["dead"])
        if len(row["dead"]) != 4 or best < 1:
            raise Broken(f"{where}: the dead are four numbers, not all nothing")
        row["best"], row["low"], row["high"] = best, best if row["low"] is None else row["low"], best if row["high"] is None else row["high"]
        if not row["low"] <= best <= row["high"]:
            raise Broken(f"{where}: {best} is not between {row['low']} and {row['high']}")
        return row


def acled_row(theatre, row, used):
    iso, region, country, prefix = (lambda c: (c[0], c[2], c[1], c[6]))(theatre.countries[row["place"]["country"]])
    main, sub, phrases = KINDS[row["kind"]]
    draw = seeded("a", theatre.name, row["text"])
    parties = [dict(party) for party in row["parties"]]
    if row["kind"] in ("mob", "riot"):
        parties[0]["acled"], parties[0]["inter"] = re.sub(r"^\w+", "Rioters", parties[0]["acled"]), 5
    if row["kind"] == "protest" and len(parties) == 2:
        sub = "Excessive force against protesters"
    if row["kind"] == "protest" and len(parties) == 2:
        phrases = ["{2} opened fire on a demonstration"]
    ordered = sorted(party["inter"] for party in parties)
    interaction = INTER[ordered[0]] + " only" if len(ordered) == 1 else "-".join(INTER[code] for code in (ordered if ordered != [7, 8] else [8, 7]))
    names = [party["acled"].split(":")[0].split(" (")[0] for party in parties]
    if row["kind"] in ("shell", "air", "ied", "drone") and len(names) == 2 and parties[1]["inter"] == 7:
        names[1] = draw.choice(["a residential area", "civilians", "houses"])
    elif len(names) == 2 and parties[1]["inter"] == 7:
        names[1] = draw.choice(["civilians", "residents", "villagers"])
    phrase = draw.choice(phrases).replace("{1}", names[0]).replace("{2}", names[-1])
    dead = row["dead"]
    told = {0: draw.choice(["No fatalities were reported.", "Casualties unknown.", "The number of casualties was not reported."])}.get(
        dead, draw.choice([f"{dead} fatalities.", f"{dead} people were killed.", f"At least {dead} dead."]) if dead > 1 else "1 fatality.")
    detail = f" ({row['detail']})" if row["detail"] else ""
    place, seat = row["place"], row["point"] or row["place"]["a"]
    told_on = {1: f"On {row['day'].day} {row['day']:%B %Y}", 2: f"Around {row['day'].day} {row['day']:%B %Y} (during the week)",
               3: f"In {row['day']:%B %Y}"}[row["time"]]
    sources = draw.sample(PAPERS[theatre.name], draw.randint(1, 2))
    while True:
        key = f"{prefix}{draw.randint(1000, 39999)}"
        if key not in used:
            used.add(key)
            break
    civilian = main == CIVIL or sub == "Excessive force against protesters" or (main in (REMOTE, RIOT) and parties[-1]["inter"] == 7 and len(parties) == 2)
    disorder = {PROTEST: "Demonstrations", STRATEGIC: "Strategic developments"}.get(main, "Political violence")
    disorder = {"Excessive force against protesters": "Political violence; Demonstrations", "Violent demonstration": "Demonstrations"}.get(sub, disorder)
    return {"event_id_cnty": key, "event_date": row["day"].isoformat(), "year": row["day"].year, "time_precision": row["time"], "disorder_type": disorder,
            "event_type": main, "sub_event_type": sub, "actor1": parties[0]["acled"], "inter1": INTER[parties[0]["inter"]],
            "actor2": parties[1]["acled"] if len(parties) > 1 else "", "inter2": INTER[parties[1]["inter"]] if len(parties) > 1 else "",
            "interaction": interaction, "civilian_targeting": "Civilian targeting" if civilian else "", "iso": iso, "region": region, "country": country,
            "admin1": place["admin1"], "admin2": place["admin2"], "admin3": "", "location": place["a_name"], "latitude": f"{seat[0]:.4f}",
            "longitude": f"{seat[1]:.4f}", "geo_precision": row["geo"], "source": "; ".join(sources),
            "source_scale": draw.choice(["National", "Subnational", "Local partner-National", "International", "New media-National"]),
            "notes": f"{told_on}, {phrase} in {place['a_name']}{detail}{', ' + place['admin1'] if place['admin1'] != place['a_name'] else ''}. {told}",
            "fatalities": dead, "tags": "crowd size=no report" if main in (PROTEST, RIOT) else "",
            "timestamp": 1700000000 + draw.randint(0, 40000000), "assoc_actor_1": "", "assoc_actor_2": ""}


def priogrid(lat, lon):
    return int((lat + 90) // 0.5) * 720 + int((lon + 180) // 0.5) + 1


def ged_row(theatre, row, used):
    country = theatre.countries[row["place"]["country"]]
    draw = seeded("b", theatre.name, row["text"])
    side_a, side_b = (party["ucdp"] for party in row["parties"])
    state = row["type"] == 1
    dyad = f"{side_a} - {side_b}"
    conflict = (f"{country[3]}: Government" if side_a.endswith(f"{country[3]}") or "Government of" not in side_b else dyad) if state else dyad
    days = (row["last"] - row["first"]).days + 1
    place, seat = row["place"], row["point"] or row["place"]["b"]
    best = row["best"]
    short = place["b_name"]
    what = {1: ["clashes", "fighting", "attack"], 2: ["clash between groups", "fighting"], 3: ["attack on civilians", "killing"]}[row["type"]]
    detail = row["detail"] or draw.choice(what)
    headline = draw.choice([f"{best} killed: {detail}, {short}", f"{detail.capitalize()} leaves {best} dead near {short}", f"{short}: {detail}, {best} dead"])
    reported = row["last"] + datetime.timedelta(days=draw.randint(0, 2))
    office = draw.choice(WIRES)
    while True:
        key = draw.randint(310000, 559999)
        if key not in used:
            used.add(key)
            break
    ids = {name: number("ucdp", name, low=100, high=9000) for name in (side_a, side_b, dyad, conflict)}
    return {"id": key, "relid": f"{country[6]}-{row['first'].year}-{row['type']}-{ids[conflict]}-{draw.randint(1, 900)}", "year": row["first"].year,
            "active_year": "True", "code_status": "Clear", "type_of_violence": row["type"], "conflict_dset_id": ids[conflict],
            "conflict_new_id": ids[conflict] + 10000, "conflict_name": conflict, "dyad_dset_id": ids[dyad], "dyad_new_id": ids[dyad] + 10000, "dyad_name": dyad,
            "side_a_dset_id": ids[side_a], "side_a_new_id": ids[side_a], "side_a": side_a, "side_b_dset_id": ids[side_b], "side_b_new_id": ids[side_b],
            "side_b": side_b, "number_of_sources": draw.choice([-1, 1, 1, 2, 3]), "source_article": f'"{office},{reported},{headline}"', "source_office": office,
            "source_date": reported.isoformat(), "source_headline": headline, "source_original": draw.choice(["", "residents", "local officials", "army", "hospital"]),
            "where_prec": row["where_prec"], "where_coordinates": short, "where_description": f"{short} ({row['detail']})" if row["detail"] else short,
            "adm_1": place["adm_1"], "adm_2": place["adm_2"], "latitude": f"{seat[0]:.6f}", "longitude": f"{seat[1]:.6f}",
            "geom_wkt": f"POINT ({seat[1]:.6f} {seat[0]:.6f})", "priogrid_gid": priogrid(*seat), "country": country[3], "country_id": country[4],
            "region": country[5], "event_clarity": row["clarity"], "date_prec": 1 if days == 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5,
            "date_start": f"{row['first']} 00:00:00.000", "date_end": f"{row['last']} 00:00:00.000", "deaths_a": row["dead"][0], "deaths_b": row["dead"][1],
            "deaths_civilians": row["dead"][2], "deaths_unknown": row["dead"][3], "best": best, "high": row["high"], "low": row["low"],
            "gwnoa": row["parties"][0]["gw"] if state else "", "gwnob": row["parties"][1]["gw"] if state else ""}


def polecat_row(theatre, cells, where, used):
    day_key, place_key, what = cells[2].split()
    place, day = theatre.look(theatre.places, place_key, where), theatre.day(day_key, where)
    event, _, mode = what.partition("/")
    sides = [[part.strip() for part in side.split(",")] for side in cells[3].split(">")]
    draw = seeded("c", *cells)
    intensity, quad = INTENSITY[event]
    country = theatre.countries[place["country"]]
    key = f"{day:%Y%m%d}-{draw.randint(1000, 9999)}-{draw.getrandbits(48):012x}-{event}_{mode or 'none'}"
    if key in used:
        raise Broken(f"{where}: the id comes twice")
    used.add(key)
    row = dict.fromkeys(POLECAT, "")
    row.update({"Event ID": key, "Event Date": day.isoformat(), "Event Type": event, "Event Mode": mode, "Intensity": intensity, "Quad Code": quad,
                "Contexts": "military" if event == "ASSAULT" else "", "Placename": place["b_name"], "City": place["a_name"], "District": place["admin2"],
                "Province": place["admin1"], "Country": country[1], "Latitude": f"{place['b'][0]:.5f}", "Longitude": f"{place['b'][1]:.5f}",
                "Raw Placename": place["a_name"].split(" -")[0], "Feature Type": "P", "Source": draw.choice(["Xinhua News Agency", "AFP English", "BBC Monitoring: International Reports"]),
                "Publication Date": (day + datetime.timedelta(days=draw.randint(0, 1))).isoformat(), "Story Locations": f"{place['a_name']};{country[1]}",
                "Language": draw.choice(["en", "en", "fr", "ar"]), "Version": "NGEC_coder-Vers001-Run-001"})
    for side, head in zip(sides, ("Actor", "Recipient")):
        name, land, sector = side
        row.update({f"{head} Name": name, f"{head} Country": land, f"Primary {head} Sector": sector, f"{head} Sectors": sector, f"{head} Name Raw": name.lower()})
    return row


def write(folder):
    """Writes the tables, the truth, and the taxonomy of parties."""
    theatres = {theatre.name: theatre for theatre in (Theatre(path) for path in sorted((folder / "happenings").glob("*.txt")))}
    used, a_rows, b_rows, truth, found = set(), [], [], [], {}
    for theatre in theatres.values():
        near_a = near_b = ""
        for where, mark, cells in theatre.lines:
            hardness = cells[0]
            a_id = b_id = ""
            if mark in "=~A":
                row = theatre.read_a(cells[1], where)
                made = acled_row(theatre, row, used)
                a_id = made["event_id_cnty"]
                a_rows.append(made)
                found.setdefault((theatre.name, f"{row['day']:%m-%d}", row["place_key"], row["kind"]), a_id)
            if mark in "=~B":
                row = theatre.read_b(cells[1] if mark == "B" else cells[2], where)
                made = ged_row(theatre, row, used)
                b_id = str(made["id"])
                b_rows.append(made)
            why = cells[3] if mark in "=~" else cells[2]
            verdict = {"=": "pair", "~": "disputed"}.get(mark, "alone")
            if mark in "=~":
                near_a, near_b = a_id, b_id
            near = {"A": near_b, "B": near_a}.get(mark, "")
            truth.append([a_id, b_id, verdict, hardness, theatre.name, near, why])
    used_c, c_rows, truth_c = set(), [], []
    for at, line in enumerate(open(folder / "polecat.txt", encoding="utf-8"), 1):
        if line[0] not in "=C":
            continue
        where = f"polecat.txt:{at}"
        cells = [cell.strip() for cell in line[1:].split("|")]
        name, *key = cells[1].split()
        a_id = found.get((name, *key)) if line[0] == "=" else ""
        if a_id is None:
            raise Broken(f"{where}: no row {cells[1]}")
        made = polecat_row(theatres[name], cells, where, used_c)
        c_rows.append(made)
        truth_c.append([a_id, made["Event ID"], "pair" if a_id else "alone", cells[0], name, "", cells[4] if len(cells) > 4 else ""])
    a_rows.sort(key=lambda row: (row["event_date"], row["event_id_cnty"]))
    b_rows.sort(key=lambda row: row["id"])
    c_rows.sort(key=lambda row: row["Event ID"])
    for name, heads, rows, delimiter in (("a-acled.csv", ACLED, a_rows, ","), ("b-ged.csv", GED, b_rows, ","), ("c-polecat.tsv", POLECAT, c_rows, "\t")):
        with open(folder / name, "w", encoding="utf-8", newline="") as out:
            table = csv.DictWriter(out, heads, delimiter=delimiter, lineterminator="\n")
            table.writeheader()
            table.writerows(rows)
    for name, other, rows in (("truth.tsv", "id_b", truth), ("truth-c.tsv", "id_c", truth_c)):
        with open(folder / name, "w", encoding="utf-8") as out:
            print("id_a", other, "verdict", "hardness", "theatre", "near", "why", sep="\t", file=out)
            for row in rows:
                print(*row, sep="\t", file=out)
    write_parties(folder / "taxonomies" / "actor.tsv", theatres.values(), c_rows)


def write_parties(path, theatres, c_rows):
    """Which names of the three tables mean one party, and of what sort it is: what a user of MELTT has to know and to write himself."""
    sorts = {1: "state", 8: "state", 2: "rebels", 3: "militia", 4: "militia", 5: "crowd", 6: "crowd", 7: "civilians"}
    sectors = {"MIL": "state", "COP": "state", "GOV": "state", "SPY": "state", "REB": "rebels", "CVL": "civilians", "REF": "civilians"}
    levels = {}
    for theatre in theatres:
        for party in theatre.actors.values():
            sort = sorts[party["inter"]]
            broad = "unarmed" if sort in ("crowd", "civilians") else "armed"
            levels["acled", party["acled"]] = (party["ucdp"] or party["acled"], sort, broad)
            if party["inter"] == 6:
                levels["acled", re.sub(r"^\w+", "Rioters", party["acled"])] = ("Rioters", sort, broad)
            if party["acled"].startswith("Civilians"):
                levels["acled", re.sub(r"^\w+", "Rioters", party["acled"])] = ("Rioters", "crowd", "unarmed")
            if party["ucdp"]:
                state = party["ucdp"].startswith("Government of")
                levels.setdefault(("ged", party["ucdp"]), (party["ucdp"], "state" if state else sort, broad))
    for row in c_rows:
        for head, primary in (("Actor", "Primary Actor Sector"), ("Recipient", "Primary Recipient Sector")):
            sort = sectors.get(row[primary], "others")
            levels["polecat", row[f"{head} Name"]] = (row[f"{head} Name"], sort, "unarmed" if sort == "civilians" else "armed")
    with open(path, "w", encoding="utf-8") as out:
        print("# Parties of three tables: which names mean one, then of what sort it is, then armed or not. Written by `scripts/matching --write`.", file=out)
        print("table", "base", "level1", "level2", "level3", sep="\t", file=out)
        for (table, base), three in sorted(levels.items()):
            print(table, base, *three, sep="\t", file=out)
