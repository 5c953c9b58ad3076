use serde::Deserialize;

use super::*;
use crate::lexicon::actors::Actors;
use crate::lexicon::agencies::Agencies;

fn ours() -> Lists<'static> {
    Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] }
}

#[test]
fn every_list_of_ours_has_its_place_in_the_catalogue() {
    for (path, _) in stemma_data::LISTS.iter().filter(|(path, _)| *path != "sources.toml") {
        assert!(ListKind::of(path).is_some(), "{path} is not in the catalogue");
    }
    for list in &CATALOGUE {
        assert!(stemma_data::LISTS.iter().any(|(path, _)| list.takes(path)), "there is no list {}", list.path);
    }
}

#[test]
fn lists_that_nobody_changes_are_written_as_they_were() {
    let listed = stemma_data::LISTS.iter().filter(|(path, _)| *path != "sources.toml");
    let empty = |(path, _): &(&str, &str)| OwnList {
        path: (*path).into(),
        name: (*path).into(),
        text: "# nothing of our own\r\n".into(),
        ..OwnList::default()
    };
    let copy = |(path, text): &(&str, &str)| OwnList {
        path: (*path).into(),
        name: (*path).into(),
        text: text.replace('\n', "\r\n"),
        ..OwnList::default()
    };
    let own: Vec<OwnList> = listed.clone().map(empty).collect();
    let joined = join(stemma_data::LISTS, &own).unwrap();
    assert_eq!(joined.changes, []);
    let copies: Vec<OwnList> = listed.map(copy).collect();
    assert_eq!(join(stemma_data::LISTS, &copies).unwrap().changes, [], "a copy of ours changes nothing");
    let (before, after) = (ours(), joined.lists(&[]));
    for (path, text) in stemma_data::LISTS {
        if path.ends_with(".tsv") {
            assert_eq!(after.text(path).unwrap(), *text);
        } else if !path.starts_with("actors/") {
            let (before, after): (toml::Table, toml::Table) = (before.toml(path).unwrap(), after.toml(path).unwrap());
            assert_eq!(before, after, "{path}");
        }
    }
    let agencies = Agencies::compile(&before).unwrap();
    let [before, after] = [before, after].map(|lists| Actors::compile(&lists, &agencies).unwrap());
    assert_eq!(before.all().len(), after.all().len());
    for actor in before.all() {
        assert_eq!(after.get(&actor.id), Some(actor));
    }
}

#[test]
fn rules_of_events_have_names_of_their_own() {
    for path in ["events/verbs.toml", "events/nouns.toml"] {
        let list: toml::Table = ours().toml(path).unwrap();
        let name = |rule: &toml::Value| {
            let text = |value: &toml::Value| value.as_str().expect("it is a text").to_owned();
            rule.get("id").map_or_else(|| format!("{}/{}", text(&rule["kind"]), text(&rule["words"][0])), text)
        };
        let mut names: Vec<String> = list["rule"].as_array().unwrap().iter().map(name).collect();
        names.sort();
        let twice: Vec<&[String]> = names.windows(2).filter(|pair| pair[0] == pair[1]).collect();
        assert!(twice.is_empty(), "{path}: give these rules an id: {twice:?}");
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

/// Files of a user, and what comes of them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    claim: String,
    files: Vec<(String, String)>,
    /// Each as "file:line effect entry".
    #[serde(default)]
    changes: Vec<String>,
    /// Words that a list then holds, or no longer: "events/verbs.toml | words".
    #[serde(default)]
    holds: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    /// Each as "file:line words of the message", line 0 for none.
    #[serde(default)]
    faults: Vec<String>,
}

fn check(case: &Case) -> Result<(), String> {
    let own: Vec<OwnList> = case
        .files
        .iter()
        .map(|(path, text)| OwnList {
            path: path.clone(),
            name: path.clone(),
            text: text.clone(),
            ..OwnList::default()
        })
        .collect();
    let found = join(stemma_data::LISTS, &own).and_then(|joined| {
        let compiled = crate::pipeline::compile(&joined.lists(stemma_data::GAZETTEER)).err();
        compiled.map_or(Ok(()), |error| Err(vec![joined.fault(error)])).map(|()| joined)
    });
    let joined = match found {
        Ok(joined) => joined,
        Err(faults) => {
            let place = |fault: &Fault| format!("{}:{} ", fault.name, fault.line.unwrap_or(0));
            let is_wanted = |(fault, wanted): (&Fault, &String)| {
                wanted.strip_prefix(&place(fault)).is_some_and(|words| fault.message.contains(words))
            };
            let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
            let all = faults.len() == case.faults.len() && faults.iter().zip(&case.faults).all(is_wanted);
            return if all { Ok(()) } else { Err(format!("{shown:#?}")) };
        }
    };
    if !case.faults.is_empty() {
        return Err("no fault was found".into());
    }
    let shown = |change: &Change| {
        let effect = format!("{:?}", change.effect).to_lowercase();
        format!("{}:{} {effect} {}", joined.names[change.file], change.line, change.entry)
    };
    let changes: Vec<String> = joined.changes.iter().map(shown).collect();
    if changes != case.changes {
        return Err(format!("{changes:#?}"));
    }
    let lists = joined.lists(&[]);
    for (lines, wanted) in [(&case.holds, true), (&case.lacks, false)] {
        for line in lines {
            let (list, words) = line.split_once(" | ").expect("list | words");
            if lists.text(list).expect("the list is there").contains(words) != wanted {
                return Err(format!("{list} holds {words:?}: {}", !wanted));
            }
        }
    }
    Ok(())
}

#[test]
fn files_of_a_user_add_replace_extend_remove_and_are_refused_with_their_line() {
    let cases: Cases = toml::from_str(include_str!("cases/join.toml")).expect("the case file is TOML");
    let failed: Vec<String> = cases
        .case
        .iter()
        .filter_map(|case| check(case).err().map(|found| format!("{}: {found}", case.claim)))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn a_list_that_was_emptied_can_be_added_to_again() {
    let ours = [("relate/credits.toml", "publisher = [{ names = [\"Old Press\"] }]")];
    let own =
        |text: &str| OwnList { path: ours[0].0.into(), name: "mine".into(), text: text.into(), ..OwnList::default() };
    let emptied = own("[remove]\npublisher = [\"Old Press\"]");
    let joined = join(&ours, &[emptied, own("publisher = [{ names = [\"New Press\"] }]")]).unwrap();
    assert_eq!(joined.lists(&[]).text(ours[0].0).unwrap(), "publisher = [\n{ names = [\"New Press\"] },\n]\n");
}

#[test]
fn long_lists_of_removals_that_do_not_fit_are_refused_in_time() {
    let names: String = (0..40_000).map(|number| format!("\"no-such-{number}\",\n")).collect();
    let rows: String = (0..40_000).map(|number| format!("remove\tno such {number}\n")).collect();
    let own = |path: &str, text: String| OwnList { path: path.into(), name: path.into(), text, ..OwnList::default() };
    let own = [
        own("actors/mine.toml", format!("[remove]\nactors = [\n{names}]")),
        own("clean/function-words.toml", format!("[remove.words]\nen = [\n{names}]")),
        own("places/supplement.tsv", rows),
    ];
    let start = std::time::Instant::now();
    assert_eq!(join(stemma_data::LISTS, &own).unwrap_err().len(), 120_000);
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}
