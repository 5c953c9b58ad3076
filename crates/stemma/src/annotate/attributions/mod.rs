//! Reported speech: who said it, with which words, and what was said.
//!
//! Reads cue words on the parse (verbs with a clause, an infinitive or an object; "according to"; nouns such as
//! "claim") and quotation marks. It keeps the words as they stand; who the speaker is beyond those words, and through
//! whom the words came, is worked out in `chain` from names and references, with abstention.

mod chain;
pub mod quotes;
#[cfg(test)]
mod tests;

use super::names::Names;
use super::{Context, Syntax, grammar};
use crate::model::{Attribution, ReportKind, Span};

/// An attribution while its spans are still tokens.
struct Found {
    /// Heads of the phrases that name the source.
    sources: Vec<usize>,
    cue: Vec<usize>,
    /// The verb or noun that reports.
    word: usize,
    content: Vec<Span>,
}

/// Finds the attributions of an article, in text order.
pub fn find(context: &Context<'_>, names: &Names) -> Vec<Attribution> {
    let syntax = context.syntax;
    let quoted = quotes::find(context);
    let mut found = Vec::new();
    for sentence in syntax
        .sentences
        .iter()
        .filter(|sentence| sentence.kind.is_article_text() || sentence.kind == crate::model::BlockKind::Title)
    {
        for index in sentence.tokens.clone() {
            let token = &syntax.tokens[index];
            let hit = preposition(context, index).or_else(|| match token.pos {
                "VERB" | "AUX" => verb(context, index),
                "NOUN" => noun(context, index),
                _ => None,
            });
            found.extend(hit);
        }
    }
    let mut attributions: Vec<(usize, Attribution)> = Vec::new();
    for entry in found {
        let source = entry
            .sources
            .iter()
            .map(|&head| source_span(syntax, head))
            .filter(|span| !entry.content.iter().any(|content| content.overlaps(*span)))
            .collect();
        let content = quotes::widen(&entry.content, &quoted);
        let cue = entry.cue.iter().map(|&at| syntax.tokens[at].span).reduce(Span::cover).into_iter().collect();
        let kind = kind_of(&content, &quoted);
        let attribution = Attribution { source, cue, content, kind, speaker: None, carriers: Vec::new() };
        attributions.push((entry.word, attribution));
    }
    quotes::continue_speech(context, &quoted, &mut attributions);
    attributions
        .sort_by_key(|(_, attribution)| (attribution.content.first().copied(), attribution.cue.first().copied()));
    attributions.dedup_by(|(_, a), (_, b)| a.content == b.content && a.source == b.source);
    chain::resolve(context, names, &mut attributions);
    attributions.into_iter().map(|(_, attribution)| attribution).collect()
}

/// A phrase with its appositions, without relative clauses that run on: "Nicholas Heras, a researcher at …".
fn source_span(syntax: &Syntax, head: usize) -> Span {
    let (mut span, mut open) = (syntax.tokens[head].span, vec![head]);
    while let Some(next) = open.pop() {
        span = span.cover(syntax.tokens[next].span);
        open.extend(
            syntax
                .children(next)
                .filter(|&child| !matches!(syntax.tokens[child].dep, "relcl" | "punct" | "conj" | "cc" | "advcl")),
        );
    }
    // A finite verb inside means that the parse drew in another clause: the bare name is safer.
    let finite = |at: usize| matches!(syntax.tokens[at].tag, "VBD" | "VBZ" | "VBP" | "MD");
    if syntax.tokens_in(span).any(finite) {
        let plain = syntax.children(head).filter(|&child| {
            child < head && matches!(syntax.tokens[child].dep, "det" | "amod" | "compound" | "nummod" | "poss" | "nmod")
        });
        return plain.map(|child| syntax.tokens[child].span).fold(syntax.tokens[head].span, Span::cover);
    }
    span
}

fn kind_of(content: &[Span], quoted: &[Span]) -> ReportKind {
    let inside = |span: &Span| quoted.iter().any(|quote| quote.start <= span.start + 2 && span.end <= quote.end + 2);
    if !content.is_empty() && content.iter().all(inside) {
        ReportKind::Direct
    } else if content.iter().any(|span| quoted.iter().any(|quote| quote.overlaps(*span))) {
        ReportKind::Mixed
    } else {
        ReportKind::Indirect
    }
}

/// The words that report: the verb with its auxiliaries, particle and negation.
fn cue_of(syntax: &Syntax, verb: usize) -> Vec<usize> {
    let mut cue: Vec<usize> = syntax
        .children(verb)
        .filter(|&child| {
            matches!(syntax.tokens[child].dep, "aux" | "auxpass" | "neg" | "prt")
                && child + 4 > verb
                && child < verb + 2
        })
        .collect();
    cue.push(verb);
    cue.sort_unstable();
    cue
}

fn verb(context: &Context<'_>, index: usize) -> Option<Found> {
    let syntax = context.syntax;
    let words = &context.lexicon.reporting;
    let token = &syntax.tokens[index];
    if matches!(token.dep, "amod" | "aux" | "auxpass" | "compound") {
        return None;
    }
    let lemma = token.lemma.to_lowercase();
    let frame = grammar::verb_frame(syntax, index);
    let mut sources = frame.subjects.clone();
    let mut content: Vec<Span> = Vec::new();
    let mut taken = None;
    if words.clause.contains(&lemma) {
        taken = clause_below(syntax, index);
        content.extend(taken.map(|clause| clause_span(syntax, clause, index)));
        if content.is_empty() {
            content.extend(quote_beside(context, index));
        }
    }
    if content.is_empty() && words.infinitive.contains(&lemma) {
        content.extend(infinitive_below(syntax, index));
    }
    if content.is_empty() && words.object.contains(&lemma) && !grammar::is_passive(syntax, index) {
        let object = syntax.child(index, &["dobj"]).filter(|&object| object > index)?;
        let mut span = syntax.subtree_span(object);
        // "accused him of hiding", "described them as rebels"
        for child in syntax.children(index).filter(|&child| {
            child > object
                && matches!(syntax.tokens[child].dep, "prep" | "oprd")
                && matches!(syntax.tokens[child].lemma.as_str(), "of" | "as" | "for")
        }) {
            span = span.cover(syntax.subtree_span(child));
        }
        content.push(span);
    }
    if content.is_empty() {
        return None;
    }
    // "…," read the daily report: an inverted subject is taken for an object by the parser.
    if sources.is_empty() || sources.iter().all(|&source| Some(source) == taken) {
        let behind = syntax
            .child(index, &["dobj", "attr", "nsubj"])
            .filter(|&child| child > index && content.iter().all(|span| span.end <= syntax.tokens[index].span.start));
        sources = behind.into_iter().collect();
    }
    if grammar::is_passive(syntax, index) && frame.subjects.is_empty() {
        // "is believed to", "was reported": nobody is named.
        sources.clear();
    }
    sources.retain(|&source| {
        !matches!(syntax.tokens[source].lemma.as_str(), "it" | "there" | "what" | "which")
            || syntax.tokens[source].tag == "PRP" && lemma == "read"
            || syntax.tokens[source].tag == "PRP"
                && syntax.tokens[source].lemma == "it"
                && syntax.child(index, &["expl"]).is_none()
                && !grammar::is_passive(syntax, index)
    });
    if sources.is_empty()
        && !grammar::is_passive(syntax, index)
        && !matches!(token.dep, "ROOT" | "ccomp" | "advcl" | "conj" | "acl")
    {
        return None;
    }
    // What happened is told by "found the body", "saw the car" as a deed, not as a report, unless a clause follows.
    Some(Found { sources, cue: cue_of(syntax, index), word: index, content })
}

/// The clause that says what was said.
fn clause_below(syntax: &Syntax, verb: usize) -> Option<usize> {
    let own = syntax.children(verb).find(|&child| syntax.tokens[child].dep == "ccomp" && grammar_clause(syntax, child));
    own.or_else(|| {
        // "Rebels took the town, officials said": some parses hang the report from the clause.
        let token = &syntax.tokens[verb];
        (token.dep == "parataxis" && token.head != verb).then_some(token.head)
    })
}

fn grammar_clause(syntax: &Syntax, head: usize) -> bool {
    grammar::is_verb(syntax, head)
        || syntax.child(head, &["nsubj", "cop", "attr", "mark"]).is_some()
        || syntax.subtree(head).len() > 3
}

/// The words of the clause, without those of the report that stands inside or around it.
fn clause_span(syntax: &Syntax, clause: usize, verb: usize) -> Span {
    let tokens = syntax.subtree(clause);
    let inside: Vec<usize> = tokens.into_iter().filter(|&at| (at < verb) == (clause < verb) && at != verb).collect();
    let words: Vec<usize> = inside.iter().copied().filter(|&at| syntax.tokens[at].pos != "SPACE").collect();
    words.iter().map(|&at| syntax.tokens[at].span).reduce(Span::cover).unwrap_or(syntax.tokens[clause].span)
}

/// A quotation in the same sentence, when the parse found no clause for the verb of saying.
fn quote_beside(context: &Context<'_>, verb: usize) -> Option<Span> {
    let syntax = context.syntax;
    let lemma = syntax.tokens[verb].lemma.as_str();
    if !matches!(
        lemma,
        "say"
            | "tell"
            | "add"
            | "write"
            | "reply"
            | "continue"
            | "read"
            | "ask"
            | "explain"
            | "note"
            | "state"
            | "tweet"
            | "conclude"
            | "declare"
            | "respond"
    ) {
        return None;
    }
    let sentence = &syntax.sentences[syntax.tokens[verb].sentence];
    let is_mark = |at: &usize| matches!(syntax.tokens[*at].tag, "``" | "''");
    let marks: Vec<usize> = sentence.tokens.clone().filter(is_mark).collect();
    let (first, last) = (*marks.first()?, *marks.last()?);
    let span = syntax.tokens[first].span.cover(syntax.tokens[last].span);
    (first < last && !span.contains(syntax.tokens[verb].span) && span.len() > 12).then_some(span)
}

/// "vowed to fight on", "called on all men to report": who is asked and what for.
fn infinitive_below(syntax: &Syntax, verb: usize) -> Option<Span> {
    let infinitive = syntax.children(verb).find(|&child| {
        matches!(syntax.tokens[child].dep, "xcomp" | "ccomp" | "advcl")
            && child > verb
            && syntax.children(child).any(|inner| syntax.tokens[inner].tag == "TO")
    });
    let asked = syntax.children(verb).find(|&child| {
        child > verb
            && (syntax.tokens[child].dep == "dobj"
                || (syntax.tokens[child].dep == "prep"
                    && matches!(syntax.tokens[child].lemma.as_str(), "on" | "for" | "upon")))
    });
    let asked_span = asked.map(|child| match syntax.tokens[child].dep {
        "prep" => {
            syntax.child(child, &["pobj"]).map_or(syntax.subtree_span(child), |object| syntax.subtree_span(object))
        }
        _ => syntax.subtree_span(child),
    });
    match (infinitive, asked_span) {
        (Some(infinitive), Some(asked)) => Some(asked.cover(syntax.subtree_span(infinitive))),
        (Some(infinitive), None) => Some(syntax.subtree_span(infinitive)),
        (None, Some(asked))
            if syntax.tokens[verb].lemma == "call"
                && asked.len() > 3
                && asked_is_prepositional(syntax, asked, verb) =>
        {
            Some(asked)
        }
        _ => None,
    }
}

fn asked_is_prepositional(syntax: &Syntax, asked: Span, verb: usize) -> bool {
    syntax.children(verb).any(|child| syntax.tokens[child].dep == "prep" && syntax.subtree_span(child).contains(asked))
}

/// "according to X", "per X".
fn preposition(context: &Context<'_>, index: usize) -> Option<Found> {
    let syntax = context.syntax;
    let token = &syntax.tokens[index];
    let word = token.span.of(context.text).to_lowercase();
    let phrase =
        context.lexicon.reporting.prepositions.iter().find(|phrase| phrase.split(' ').next() == Some(word.as_str()))?;
    let mut at = index;
    let mut cue = vec![index];
    for wanted in phrase.split(' ').skip(1) {
        let next = at + 1;
        if !syntax.tokens.get(next)?.span.of(context.text).eq_ignore_ascii_case(wanted) {
            return None;
        }
        at = next;
        cue.push(next);
    }
    if cue.len() == 1 && token.dep != "prep" {
        return None;
    }
    let source = cue.iter().rev().find_map(|&word| syntax.child(word, &["pobj"]))?;
    // A count "per day" is no report.
    if cue.len() == 1 && !matches!(syntax.tokens[source].pos, "PROPN") {
        return None;
    }
    let sentence = &syntax.sentences[token.sentence];
    let around = syntax.subtree_span(index).cover(syntax.subtree_span(source));
    let mut content: Vec<Span> = Vec::new();
    let side = |tokens: std::ops::Range<usize>| {
        let words = tokens.filter(|&at| !matches!(syntax.tokens[at].pos, "PUNCT" | "SPACE"));
        words.map(|at| syntax.tokens[at].span).reduce(Span::cover)
    };
    let within = syntax.tokens_in(around);
    // In front of its clause it reports what follows; behind it, what stands before.
    let before = side(sentence.tokens.start..within.start.max(sentence.tokens.start));
    let after = side(within.end.min(sentence.tokens.end)..sentence.tokens.end);
    match (before, after) {
        (Some(before), Some(after)) if before.len() >= after.len() => content.push(before),
        (Some(before), Some(after)) if before.len() > 20 => content.extend([before, after]),
        (_, Some(after)) => content.push(after),
        (Some(before), None) => content.push(before),
        (None, None) => return None,
    }
    Some(Found { sources: vec![source], cue, word: index, content })
}

/// "claims that", "a report of the coalition striking", "its promise to withdraw".
fn noun(context: &Context<'_>, index: usize) -> Option<Found> {
    let syntax = context.syntax;
    let words = &context.lexicon.reporting;
    if !words.nouns.contains(&syntax.tokens[index].lemma.to_lowercase()) {
        return None;
    }
    let clause = syntax.children(index).find(|&child| {
        matches!(syntax.tokens[child].dep, "acl" | "ccomp" | "relcl")
            && child > index
            && (syntax
                .children(child)
                .any(|inner| syntax.tokens[inner].dep == "mark" || syntax.tokens[inner].tag == "TO"))
    });
    let of = syntax
        .children(index)
        .find(|&child| syntax.tokens[child].lemma == "of")
        .and_then(|of| syntax.child(of, &["pobj"]))
        .filter(|&object| syntax.child(object, &["acl"]).is_some());
    let content = syntax.subtree_span(clause.or(of)?);
    let mut sources: Vec<usize> = syntax.child(index, &["poss"]).into_iter().collect();
    sources.extend(
        syntax
            .children(index)
            .filter(|&child| matches!(syntax.tokens[child].lemma.as_str(), "by" | "from"))
            .flat_map(|by| grammar::prepositional_objects(syntax, by)),
    );
    // "said in a statement that": the statement is the speaker's, and the verb is what reports.
    let preposition = syntax.tokens[index].head;
    let verb = syntax.tokens[preposition].head;
    if syntax.tokens[index].dep == "pobj"
        && syntax.tokens[preposition].lemma == "in"
        && words.clause.contains(&syntax.tokens[verb].lemma.to_lowercase())
        && grammar::is_verb(syntax, verb)
        && sources.is_empty()
    {
        let sources = grammar::verb_frame(syntax, verb).subjects;
        return Some(Found { sources, cue: cue_of(syntax, verb), word: verb, content: vec![content] });
    }
    // "dismissed claims that": whose claims they are is not said.
    Some(Found { sources, cue: vec![index], word: index, content: vec![content] })
}
