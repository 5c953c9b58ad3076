//! How well one witness explains another: the log odds that a copyist with `parent` before him wrote `child`.
//!
//! In: a family (witnesses that share text) with its alignments. Out: for every ordered pair of witnesses with shared
//! text, a weight and the evidence it rests on; and for each witness the weight of having its text from outside the
//! collection. The reasoning is that of textual criticism (Maas 1957; parsimony over the variants):
//!
//! - a copyist makes new readings cheaply (private changes), but hits on a reading of *another* witness only by chance,
//!   so a parent whose wording would have to be "restored" is a poor one;
//! - he leaves out freely, but whole passages that other witnesses have are not added without a second source;
//! - nobody copies what comes out later; and who is credited is believed.
//!
//! A single witness of a reading of the child proves nothing where it may be a copy of the child itself.
//!
//! When nothing tells two directions apart, the weights are equal: no coin is tossed here.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::model::{Evidence, Span};

use super::align::Stretch;
use super::credits::{Credit, Reach};
use super::lineage::Collection;
use super::passages::Pair;
use super::witness::Witness;

/// Costs and gains in nats.
mod weight {
    /// A reading that no other witness has.
    pub const PRIVATE: f64 = 0.12;
    /// A reading that the others have and the parent lacks.
    pub const RESTORED: f64 = 1.2;
    /// By how much more a name or a number weighs: copyists reword, but leave facts alone.
    pub const FACT: f64 = 3.0;
    /// A passage of the tradition that the parent lacks: it must come from a second source.
    pub const SECOND_SOURCE: f64 = 5.0;
    /// ... and each word of it.
    pub const SECOND_SOURCE_WORD: f64 = 0.03;
    /// A passage of the tradition that the child leaves out.
    pub const OMISSION: f64 = 1.5;
    /// A passage of the parent's own that the child leaves out.
    pub const OWN_OMITTED: f64 = 0.2;
    /// Passages that stand in another order.
    pub const REORDERED: f64 = 1.5;
    /// A headline cut short or led by a new word; and one made whole again.
    pub const TITLE_CUT: f64 = 0.8;
    pub const TITLE_RESTORED: f64 = 3.0;
    pub const TITLE_NEW: f64 = 1.2;
    /// A headline that no relative has, of a page whose source is unseen.
    pub const TITLE_OUTSIDE: f64 = 0.5;
    /// Coming out before the parent.
    pub const TOO_EARLY: f64 = 12.0;
    /// ... where the parent says that it was changed later: the copy may be of its first form.
    pub const UPDATED: f64 = 3.0;
    /// The order in time cannot be told.
    pub const TIME_UNKNOWN: f64 = 1.5;
    /// The child credits the parent's outlet.
    pub const CREDITED: f64 = 7.0;
    /// By how much less a credit weighs that goes to a page at hand, and stands in the parent too: it may have come along.
    pub const INHERITED: f64 = 1.5;
    /// The child's credit goes to somebody else, whom the parent does not credit either: it cannot have the name from there.
    pub const UNCREDITED: f64 = 4.0;
    /// The same for the source of a sentence, which a copyist may know from elsewhere.
    pub const UNCREDITED_SENTENCE: f64 = 2.0;
    /// The child's credit goes to a page that nobody collected, and stands in the parent too.
    pub const CREDIT_INHERITED: f64 = 0.5;
    /// The parent says within a shared passage that it found this out itself, and the child does not: and the other way round.
    pub const OWN_REPORT: f64 = 6.0;
    /// Others of the family credit the parent, or it is of an agency: it is the one that is copied.
    pub const OFTEN_CREDITED: f64 = 1.5;
}

/// Words of a passage that can be missed.
const BLOCK: usize = 6;

/// A witness of a family and what is known of each of its words.
pub struct Member {
    /// Index among all witnesses.
    pub at: u32,
    pub credits: Vec<Credit>,
    /// Publishers it credits whose page is among those it shares text with.
    here: HashSet<String>,
    is_known_publisher: bool,
    pub outlet: Option<String>,
    /// Where it says that it found something out itself.
    own: Vec<Span>,
    is_updated: bool,
    /// For each word: in how many other witnesses it stands, and how many have text where it could stand.
    equal: Vec<u16>,
    covered: Vec<u16>,
    /// In how many of them it stands that did not come out before for certain: they may have it from here.
    below: Vec<u16>,
    /// (member, stretches seen from here).
    pub neighbours: Vec<(usize, Vec<Stretch>)>,
}

impl Member {
    /// The publishers to whom the whole article is credited.
    pub fn article_credits(&self) -> impl Iterator<Item = &Credit> {
        self.credits.iter().filter(|credit| credit.reach == Reach::Article && !credit.key.is_empty())
    }

    /// The credit to a publisher none of whose pages has this text.
    fn absent_credit(&self) -> Option<&Credit> {
        self.article_credits().find(|credit| !self.here.contains(&credit.key))
    }
}

/// Witnesses that hang together by shared text.
pub struct Family<'w> {
    pub members: Vec<Member>,
    /// How many members credit a publisher with their whole text, by its key.
    credited: HashMap<String, usize>,
    /// How many members have a headline.
    titles: HashMap<&'w [u32], usize>,
    /// Whether some member credits a publisher that is no member.
    owes: bool,
    pub witnesses: &'w [Witness<'w>],
}

/// How one witness may have come from another.
#[derive(Clone, Debug)]
pub struct Descent {
    pub weight: f64,
    /// What time and credits say, which holds for any part of the text.
    pub circumstance: f64,
    pub evidence: Vec<Evidence>,
}

impl<'w> Family<'w> {
    pub fn new(members: &[u32], pairs: &[&Pair], collection: &Collection<'w>) -> Family<'w> {
        let &Collection { witnesses, credits, outlets, heads, own, updated } = collection;
        let place: HashMap<u32, usize> = members.iter().enumerate().map(|(place, &at)| (at, place)).collect();
        let mut members: Vec<Member> = members
            .iter()
            .map(|&at| {
                let words = witnesses[at as usize].words.len();
                Member {
                    at,
                    credits: credits[at as usize].clone(),
                    here: HashSet::new(),
                    is_known_publisher: heads[at as usize].is_known_publisher,
                    outlet: outlets[at as usize].clone(),
                    own: own[at as usize].clone(),
                    is_updated: updated[at as usize],
                    equal: vec![0; words],
                    covered: vec![0; words],
                    below: vec![0; words],
                    neighbours: Vec::new(),
                }
            })
            .collect();
        for pair in pairs {
            let (Some(&a), Some(&b)) = (place.get(&pair.a), place.get(&pair.b)) else { continue };
            let published = |at: u32| witnesses[at as usize].published;
            for (mine, other, at, there) in [(a, b, pair.a, pair.b), (b, a, pair.b, pair.a)] {
                let stretches = pair.seen_from(at);
                let (ours, theirs) = (published(at), published(there));
                let is_below = u16::from(!theirs.is_before(ours));
                let member = &mut members[mine];
                for stretch in &stretches {
                    for run in &stretch.runs {
                        let run = run.a as usize..(run.a + run.len) as usize;
                        member.below[run.clone()].iter_mut().for_each(|count| *count = count.saturating_add(is_below));
                        member.equal[run].iter_mut().for_each(|count| *count = count.saturating_add(1));
                    }
                    member.covered[stretch.a()].iter_mut().for_each(|count| *count = count.saturating_add(1));
                }
                member.neighbours.push((other, stretches));
            }
        }
        // An outlet that no list knows is known when a relative credits the name that the page has at its head.
        let named: Vec<Option<String>> = members
            .iter()
            .map(|member| {
                let of_others = member.neighbours.iter().flat_map(|&(other, _)| &members[other].credits);
                let mut keys = of_others.map(|credit| credit.key.as_str()).filter(|key| !key.is_empty());
                let head = &heads[member.at as usize];
                member.outlet.clone().or_else(|| keys.find(|key| head.is_of(key)).map(str::to_owned))
            })
            .collect();
        members.iter_mut().zip(named).for_each(|(member, outlet)| member.outlet = outlet);
        let outlet_of: Vec<Option<String>> = members.iter().map(|member| member.outlet.clone()).collect();
        for member in &mut members {
            member.neighbours.sort_by_key(|&(other, _)| other);
            let outlets: BTreeSet<&str> =
                member.neighbours.iter().filter_map(|&(other, _)| outlet_of[other].as_deref()).collect();
            // The initials of an outlet are those of the page at hand before those of any other that has them.
            for credit in &mut member.credits {
                let mut of_initials = outlets.iter().filter(|outlet| credit.is_initials_of(outlet));
                if let Some(outlet) = of_initials.next().filter(|_| !outlets.contains(credit.key.as_str())) {
                    credit.key = (*outlet).to_owned();
                }
            }
            // A byline may name an outlet that no list knows, but whose page is at hand.
            let head = &heads[member.at as usize];
            let unnamed = outlets.iter().filter(|&&key| {
                member.outlet.as_deref() != Some(key) && member.credits.iter().all(|credit| credit.key != key)
            });
            let mut named: Vec<Credit> = unnamed.filter_map(|key| head.credit_to(key)).collect();
            named.sort_by_key(|credit| credit.span);
            member.credits.extend(named);
            let here = member.article_credits().map(|credit| &credit.key).filter(|key| outlets.contains(key.as_str()));
            member.here = here.cloned().collect();
        }
        let mut credited: HashMap<String, usize> = HashMap::new();
        let mut titles: HashMap<&[u32], usize> = HashMap::new();
        for member in &members {
            let mut keys: Vec<&str> = member.article_credits().map(|credit| credit.key.as_str()).collect();
            keys.sort_unstable();
            keys.dedup();
            keys.into_iter().for_each(|key| *credited.entry(key.to_owned()).or_default() += 1);
            *titles.entry(witnesses[member.at as usize].title.as_slice()).or_default() += 1;
        }
        let owes = members.iter().any(|member| member.absent_credit().is_some());
        Family { members, credited, titles, owes, witnesses }
    }

    /// The credit of a member to a publisher whose article nobody collected.
    pub fn absent_credit(&self, member: usize) -> Option<&Credit> {
        self.members[member].absent_credit()
    }

    /// Whether some member credits a publisher whose article nobody collected.
    pub fn owes(&self) -> bool {
        self.owes
    }

    /// Whether others of the family credit this member's outlet.
    pub fn is_credited(&self, member: usize) -> bool {
        let Some(outlet) = &self.members[member].outlet else { return false };
        let own = self.members[member].article_credits().any(|credit| credit.key == *outlet);
        self.credited.get(outlet).copied().unwrap_or(0) > usize::from(own)
    }

    /// Whether a member says within some stretches, of which it is the given side, that it found something out itself.
    fn reports(&self, member: usize, stretches: &[Stretch], side: &dyn Fn(&Stretch) -> std::ops::Range<usize>) -> bool {
        let (witness, own) = (self.witness(member), &self.members[member].own);
        let sentences = |stretch: &Stretch| witness.span(witness.whole_sentences(side(stretch)));
        !own.is_empty() && stretches.iter().map(sentences).any(|shared| own.iter().any(|&own| shared.overlaps(own)))
    }

    /// What it costs a member that the text is somebody else's although it says in words that others share that it found
    /// something out itself.
    pub fn own_report(&self, member: usize) -> f64 {
        let mut shared = self.members[member].neighbours.iter();
        let says_so = shared.any(|(_, stretches)| self.reports(member, stretches, &Stretch::a));
        if says_so { weight::OWN_REPORT } else { 0.0 }
    }

    /// What a member shares with another one, seen from the first.
    pub fn stretches(&self, member: usize, other: usize) -> &[Stretch] {
        let neighbours = &self.members[member].neighbours;
        let found = neighbours.binary_search_by_key(&other, |&(neighbour, _)| neighbour);
        found.map_or(&[], |at| &neighbours[at].1)
    }

    pub fn witness(&self, member: usize) -> &'w Witness<'w> {
        &self.witnesses[self.members[member].at as usize]
    }

    /// How `child` may have come from its neighbour `parent`; `stretches` are seen from the child.
    pub fn descent(&self, parent: usize, child: usize, stretches: &[Stretch]) -> Descent {
        let mut evidence = vec![Evidence::SharedPassage];
        let text = self.text(parent, child, stretches);
        let mut weight = -text.cost;
        if text.private > 0 && text.private > text.restored {
            evidence.push(Evidence::PrivateChange);
        }
        if text.slips > 0 {
            evidence.push(Evidence::SharedSlip);
        }
        if text.reordered {
            evidence.push(Evidence::QuoteOrder);
        }
        weight -= self.title(parent, child);
        let (older, newer) = (self.witness(parent).published, self.witness(child).published);
        let time = if newer.is_before(older) && self.members[parent].is_updated {
            weight::UPDATED
        } else if newer.is_before(older) {
            weight::TOO_EARLY
        } else if older.is_before(newer) {
            evidence.push(Evidence::TimeOrder);
            0.0
        } else {
            weight::TIME_UNKNOWN
        };
        weight -= time;
        let credit = self.credit(parent, child, stretches, &mut evidence);
        weight += credit;
        if text.omitted > 0 && text.added == 0 {
            evidence.push(Evidence::Length);
        }
        evidence.sort_unstable();
        evidence.dedup();
        Descent { weight, circumstance: credit - time, evidence }
    }

    /// What it costs to have `child`'s wording from `parent`'s, word by word of the child.
    pub fn costs(&self, parent: usize, child: usize) -> Vec<f32> {
        self.text(parent, child, self.stretches(child, parent)).at
    }

    /// What it costs to have `child`'s wording from `parent`'s.
    fn text(&self, parent: usize, child: usize, stretches: &[Stretch]) -> TextCost {
        let (ours, theirs) = (&self.members[child], &self.members[parent]);
        let mut out = TextCost { at: vec![0.0; ours.equal.len() + 1], ..TextCost::default() };
        let mut covered = vec![false; ours.equal.len()];
        let mut covered_there = vec![false; theirs.equal.len()];
        for stretch in stretches {
            covered[stretch.a()].fill(true);
            covered_there[stretch.b()].fill(true);
            for (mine, other) in stretch.gaps() {
                let with_child = if mine.is_empty() {
                    mean(&theirs.covered, &other) - mean(&theirs.equal, &other) - 1.0
                } else {
                    mean(&ours.equal, &mine) - mean(&ours.below, &mine).min(1.0)
                };
                let with_parent = if other.is_empty() {
                    mean(&ours.covered, &mine) - mean(&ours.equal, &mine) - 1.0
                } else {
                    mean(&theirs.equal, &other)
                };
                let (with_child, with_parent) = (with_child.max(0.0), with_parent.max(0.0));
                let sum = with_child + with_parent;
                let share = if sum > 0.0 { with_child / sum } else { 0.0 };
                let fact = if self.is_fact(child, &mine) || self.is_fact(parent, &other) { weight::FACT } else { 1.0 };
                let cost = fact * (weight::PRIVATE + (weight::RESTORED - weight::PRIVATE) * share);
                out.cost += cost;
                out.at[mine.start] += cost as f32;
                if with_child < 0.5 && with_parent >= 1.0 {
                    out.private += 1;
                } else if share > 0.5 {
                    out.restored += 1;
                }
            }
            // Readings that only these two have, where at least two others have another wording.
            for run in &stretch.runs {
                let run = run.a as usize..(run.a + run.len) as usize;
                out.slips += ours.equal[run.clone()]
                    .iter()
                    .zip(&ours.covered[run])
                    .filter(|&(&equal, &covered)| equal == 1 && covered >= 3)
                    .count();
            }
        }
        for block in blocks(&covered) {
            let attested = self.attested(child, &block);
            if attested >= BLOCK {
                let cost = weight::SECOND_SOURCE + weight::SECOND_SOURCE_WORD * attested as f64;
                out.cost += cost;
                out.added += 1;
                let each = (cost / block.len() as f64) as f32;
                out.at[block].iter_mut().for_each(|at| *at += each);
            }
        }
        for block in blocks(&covered_there) {
            let attested = self.attested(parent, &block);
            if attested >= BLOCK {
                out.cost += weight::OMISSION;
                out.omitted += 1;
            } else if block.len() >= 2 * BLOCK {
                out.cost += weight::OWN_OMITTED;
            }
        }
        let order: Vec<usize> = stretches.iter().map(|stretch| stretch.b().start).collect();
        let back = order.windows(2).filter(|pair| pair[0] > pair[1]).count();
        out.cost += weight::REORDERED * back as f64;
        out.reordered = back > 0;
        out
    }

    /// What the headline says: copyists cut it, and rarely make it whole again.
    fn title(&self, parent: usize, child: usize) -> f64 {
        let (theirs, ours) = (&self.witness(parent).title, &self.witness(child).title);
        if theirs == ours || theirs.is_empty() || ours.is_empty() {
            return 0.0;
        }
        let holds = |long: &[u32], short: &[u32]| long.windows(short.len()).any(|part| part == short);
        // The parent's headline is another one, so it is not among these.
        let shared_by_others = |title: &[u32]| self.titles.get(title).copied().unwrap_or(0) > 1;
        if holds(theirs, ours) {
            // Cut at the end is the usual cut; a lead word ("Report:") that is gone again is a restoration.
            if theirs.starts_with(ours) { weight::TITLE_CUT } else { weight::TITLE_NEW }
        } else if holds(ours, theirs) {
            if ours.ends_with(theirs) { weight::TITLE_CUT } else { weight::TITLE_RESTORED }
        } else if shared_by_others(ours) {
            weight::TITLE_RESTORED
        } else {
            weight::TITLE_NEW
        }
    }

    fn credit(&self, parent: usize, child: usize, stretches: &[Stretch], evidence: &mut Vec<Evidence>) -> f64 {
        let (theirs, ours) = (&self.members[parent], &self.members[child]);
        let named = |member: &Member, key: &str, reach: Option<Reach>| {
            member.credits.iter().any(|credit| credit.key == key && reach.is_none_or(|reach| credit.reach == reach))
        };
        let (mut gain, mut dateline) = (0.0, false);
        if let Some(outlet) = &theirs.outlet {
            if named(ours, outlet, None) {
                dateline |= ours.credits.iter().any(|credit| credit.key == *outlet && credit.is_dateline);
                gain += weight::CREDITED * if named(ours, outlet, Some(Reach::Article)) { 1.0 } else { 0.5 };
                evidence.push(Evidence::ExplicitCredit);
            }
            if self.credited.contains_key(outlet) || theirs.is_known_publisher && !ours.is_known_publisher {
                gain += weight::OFTEN_CREDITED;
            }
        }
        for credit in ours.article_credits() {
            if theirs.outlet.as_ref() == Some(&credit.key) {
                continue;
            }
            if named(theirs, &credit.key, None) {
                dateline |= credit.is_dateline;
                // The credit came along with the text; where the credited page is here, it explains as much as that page.
                let is_here = ours.here.contains(&credit.key);
                gain += if is_here { weight::CREDITED - weight::INHERITED } else { -weight::CREDIT_INHERITED };
                evidence.push(Evidence::ExplicitCredit);
            } else {
                gain -= weight::UNCREDITED;
            }
        }
        let lacks = |member: &Member, credit: &Credit| {
            !credit.key.is_empty() && !named(member, &credit.key, None) && member.outlet.as_ref() != Some(&credit.key)
        };
        // Within the passages they share, who names the source of a sentence did not find the name where it is not.
        let in_passages = |member: usize, words: &dyn Fn(&Stretch) -> std::ops::Range<usize>, credit: &Credit| {
            let witness = self.witness(member);
            let holds = |stretch| witness.span(witness.whole_sentences(words(stretch))).overlaps(credit.span);
            credit.reach == Reach::Sentence && stretches.iter().any(holds)
        };
        let added = ours.credits.iter().any(|credit| lacks(theirs, credit) && in_passages(child, &Stretch::a, credit));
        gain -= if added { weight::UNCREDITED_SENTENCE } else { 0.0 };
        let (reported_there, reported_here) =
            (self.reports(parent, stretches, &Stretch::b), self.reports(child, stretches, &Stretch::a));
        if reported_there != reported_here {
            gain += weight::OWN_REPORT * if reported_there { 1.0 } else { -1.0 };
        }
        let stripped = theirs.credits.iter().any(|credit| {
            lacks(ours, credit) && (credit.reach == Reach::Article || in_passages(parent, &Stretch::b, credit))
        });
        let stripped = stripped || reported_there && !reported_here;
        if dateline {
            evidence.push(Evidence::Dateline);
        }
        if stripped {
            evidence.push(Evidence::StrippedCredit);
        }
        gain
    }

    /// The weight of having the text from outside: from a source with the wording of the majority.
    pub fn outside_odds(&self, child: usize) -> f64 {
        let ours = &self.members[child];
        let mut cost = 0.0;
        let mut at = 0;
        while at < ours.equal.len() {
            let minority = |at: usize| ours.covered[at] > 0 && ours.equal[at] * 2 < ours.covered[at];
            if !minority(at) {
                at += 1;
                continue;
            }
            let start = at;
            while at < ours.equal.len() && minority(at) {
                at += 1;
            }
            let run = start..at;
            let share = mean(&ours.equal, &run) / mean(&ours.covered, &run).max(1.0);
            let fact = if self.is_fact(child, &run) { weight::FACT } else { 1.0 };
            cost += fact * (weight::PRIVATE + (weight::RESTORED - weight::PRIVATE) * share);
        }
        let (mut omission, mut deletions, mut reordered) = (0.0f64, 0.0, f64::INFINITY);
        for (other, stretches) in &ours.neighbours {
            let theirs = &self.members[*other];
            let mut covered = vec![false; theirs.equal.len()];
            stretches.iter().for_each(|stretch| covered[stretch.b()].fill(true));
            let missed = blocks(&covered).filter(|block| self.attested(*other, block) >= BLOCK).count();
            omission += weight::OMISSION * missed as f64;
            let dropped = stretches.iter().flat_map(Stretch::gaps).filter(|(mine, other)| {
                mine.is_empty() && mean(&theirs.equal, other) * 2.0 > mean(&theirs.covered, other)
            });
            deletions += weight::PRIVATE * dropped.count() as f64;
            let order: Vec<usize> = stretches.iter().map(|stretch| stretch.b().start).collect();
            let back = order.windows(2).filter(|pair| pair[0] > pair[1]).count();
            reordered = reordered.min(weight::REORDERED * back as f64);
        }
        let neighbours = ours.neighbours.len().max(1) as f64;
        let title = &self.witness(child).title;
        if !title.is_empty() && self.titles.get(title.as_slice()).copied().unwrap_or(0) < 2 {
            cost += weight::TITLE_OUTSIDE;
        }
        -(cost + (omission + deletions) / neighbours + if reordered.is_finite() { reordered } else { 0.0 })
    }

    /// The parts of a stretch around the gaps in which the member's reading is its own or a minority's: two runs each.
    pub fn parts_against(&self, member: usize, stretch: &Stretch) -> Vec<Stretch> {
        let ours = &self.members[member];
        let is_own = |words: &std::ops::Range<usize>| {
            // Of two witnesses nobody can tell which is the one that changed it.
            let witnesses = mean(&ours.covered, words);
            !words.is_empty() && witnesses >= 2.0 && mean(&ours.equal, words) * 2.0 < witnesses
        };
        let gaps = stretch.gaps().enumerate().filter(|(_, (mine, _))| is_own(mine));
        gaps.map(|(at, _)| Stretch { runs: stretch.runs[at..at + 2].to_vec() }).collect()
    }

    /// Words of a range that others of the family have too; the furniture of a site, which its pages share, is none of them.
    fn attested(&self, member: usize, words: &std::ops::Range<usize>) -> usize {
        let (equal, witness) = (&self.members[member].equal, self.witness(member));
        words.clone().filter(|&at| equal[at] > 0 && !witness.words[at].is_of_label()).count()
    }

    fn is_fact(&self, member: usize, words: &std::ops::Range<usize>) -> bool {
        let witness = self.witness(member);
        witness.words[words.clone()].iter().any(|word| word.is_number() || word.is_name())
    }
}

#[derive(Default)]
struct TextCost {
    cost: f64,
    /// What of the cost arises at each word of the child.
    at: Vec<f32>,
    private: usize,
    restored: usize,
    slips: usize,
    added: usize,
    omitted: usize,
    reordered: bool,
}

fn mean(counts: &[u16], range: &std::ops::Range<usize>) -> f64 {
    let sum: u64 = counts[range.clone()].iter().map(|&count| u64::from(count)).sum();
    sum as f64 / range.len().max(1) as f64
}

/// The ranges that are not covered.
fn blocks(covered: &[bool]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < covered.len() && covered[at] {
            at += 1;
        }
        let start = at;
        while at < covered.len() && !covered[at] {
            at += 1;
        }
        (start < at).then_some(start..at)
    })
}
