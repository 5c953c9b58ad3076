use super::*;

fn actors() -> Actors {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] };
    let agencies = Agencies::compile(&lists).unwrap();
    Actors::compile(&lists, &agencies).unwrap()
}

fn names(actors: &Actors, text: &str) -> Vec<(String, Vec<String>)> {
    let hits = actors.find(text, 0);
    let ids = |hit: &Hit| hit.actors.iter().map(|&at| actors.entry(at).id.clone()).collect();
    hits.iter().map(|hit| (hit.span.of(text).to_owned(), ids(hit))).collect()
}

#[test]
fn holds_the_forces_of_the_world() {
    let actors = actors();
    // Every country brings itself and its organs; the rest is written.
    let by_rule = actors.countries.all().len() * (1 + Organ::ALL.len());
    let written = actors.all().len().saturating_sub(by_rule);
    assert!(written >= 600, "{written}");
    for (id, name) in [
        ("tcd-military", "Chadian armed forces"),
        ("per-police", "Peruvian police"),
        ("isr-military", "Israel Defense Forces"),
        ("mmr-military", "Myanmar Armed Forces"),
        ("islamic-state", "Islamic State"),
    ] {
        assert_eq!(actors.get(id).map(|actor| actor.name.as_str()), Some(name), "{id}");
    }
    assert!(actors.is_state("tcd-military") && actors.is_state("syr") && !actors.is_state("islamic-state"));
}

#[test]
fn every_parent_is_known_and_no_chain_is_a_ring() {
    let actors = actors();
    for actor in actors.all() {
        assert!(!actor.name.is_empty(), "{} has no name", actor.id);
        if let Some(parent) = &actor.parent {
            assert!(actors.get(parent).is_some(), "{}: parent {parent} is not in the register", actor.id);
        }
        assert!(actors.parents(&actor.id).count() < 8, "{}: its parents form a ring", actor.id);
        if let (Some(start), Some(end)) = (actor.start, actor.end) {
            assert!(start <= end, "{}: ends before it begins", actor.id);
        }
        if let Some(country) = &actor.country {
            assert!(actors.countries.get(country).is_some(), "{}: country {country} is not in the table", actor.id);
        }
    }
}

#[test]
fn every_alignment_of_an_agency_is_in_the_register() {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] };
    let agencies = Agencies::compile(&lists).unwrap();
    let actors = actors();
    for agency in agencies.all() {
        if let Some(alignment) = &agency.alignment {
            assert!(actors.get(alignment).is_some(), "{}: {alignment} is not in the register", agency.id);
        }
    }
}

/// Names that several entries share are listed, so that a new clash is seen and judged.
#[test]
fn shared_names_are_those_that_were_judged() {
    let actors = actors();
    let known: Vec<&str> =
        include_str!("cases/shared_names.txt").lines().filter(|line| !line.starts_with('#')).collect();
    let found: Vec<String> =
        actors.ambiguous_names().into_iter().map(|(name, owners)| format!("{name}: {}", owners.join(" "))).collect();
    let new: Vec<&String> = found.iter().filter(|line| !known.contains(&line.as_str())).collect();
    assert!(new.is_empty(), "judge these and add them to cases/shared_names.txt: {new:#?}");
}

#[test]
fn finds_names_as_texts_write_them() {
    let actors = actors();
    let mut checked = 0;
    for line in include_str!("cases/finds.txt").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (text, wanted) = line.split_once(" => ").expect("text => name [id id]; name [id]");
        let found = names(&actors, text);
        let shown: Vec<String> = found.iter().map(|(name, ids)| format!("{name} [{}]", ids.join(" "))).collect();
        assert_eq!(shown.join("; "), wanted.trim(), "{text}");
        checked += 1;
    }
    assert!(checked > 10);
}

#[test]
fn a_user_file_extends_and_overrides() {
    let mut texts = stemma_data::LISTS.to_vec();
    texts.push((
        "actors/zz-own.toml",
        "[[set]]\nkind = \"armed_group\"\ncountry = \"SYR\"\nactors = [\n{ id = \"islamic-state\", aliases = [\"The Organisation\"] },\n{ id = \"new-one\", name = \"Falcons of Testing\" },\n]",
    ));
    let lists = Lists { texts, gazetteer: &[] };
    let agencies = Agencies::compile(&lists).unwrap();
    let actors = Actors::compile(&lists, &agencies).unwrap();
    assert_eq!(actors.get("islamic-state").unwrap().name, "Islamic State");
    assert_eq!(names(&actors, "Falcons of Testing met The Organisation").len(), 2);
}

#[test]
fn a_broken_file_says_its_name_and_what_is_wrong() {
    for (text, message) in [
        ("[[set]]\nactors = [{ id = \"x\", name = \"X\" }]", "kind is missing"),
        ("[[set]]\nkind = \"gang\"\nactors = [{ id = \"X x\", name = \"X\" }]", "use lower-case letters"),
        ("[[set]]\nkind = \"gang\"\ncountry = \"Chad\"\nactors = [{ id = \"x\", name = \"X\" }]", "alpha-3"),
    ] {
        let mut texts = stemma_data::LISTS.to_vec();
        texts.push(("actors/zz-own.toml", text));
        let lists = Lists { texts, gazetteer: &[] };
        let agencies = Agencies::compile(&lists).unwrap();
        let error = Actors::compile(&lists, &agencies).err().unwrap().to_string();
        assert!(error.contains("actors/zz-own.toml") && error.contains(message), "{error}");
    }
}
