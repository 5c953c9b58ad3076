//! The dependency parser: greedy arc-eager transitions that also mark sentence starts. The scores of a text's tokens come in, one arc per
//! token goes out. A token without an arc is its own head. Non-projective arcs still carry the double label (`prep||dobj`) that `tree`
//! resolves.

use crate::Error;
use crate::sections::Sections;
use crate::transitions::{ActionNetwork, Space};

const FEATURES: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Shift,
    Reduce,
    Left,
    Right,
    Break,
}

/// A label of an arc: the relation, and for a lifted arc the relation of its true head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) relation: &'static str,
    pub(crate) head_relation: Option<&'static str>,
}

impl Label {
    pub(crate) const ROOT: Label = Label { relation: "ROOT", head_relation: None };
}

/// The head and label of a token; a root is its own head.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arc {
    pub(crate) head: u32,
    pub(crate) label: Label,
}

pub(crate) struct Parser {
    pub(crate) network: ActionNetwork,
    actions: Vec<(Kind, Label)>,
}

impl Parser {
    pub(crate) fn open(sections: &Sections) -> Result<Parser, Error> {
        let actions = sections.lines("parser.moves")?.into_iter().map(|name| {
            let (kind, label) = name.split_once('-').unwrap_or((name, ""));
            let kind = match kind {
                "S" => Kind::Shift,
                "D" => Kind::Reduce,
                "L" => Kind::Left,
                "R" => Kind::Right,
                "B" => Kind::Break,
                _ => return Err(Error::Format("unknown parser action")),
            };
            let label = match label.split_once("||") {
                Some((relation, head_relation)) => Label { relation, head_relation: Some(head_relation) },
                None => Label { relation: label, head_relation: None },
            };
            Ok((kind, label))
        });
        let actions = actions.collect::<Result<Vec<_>, _>>()?;
        Ok(Parser { network: ActionNetwork::open(sections, "parser", FEATURES, actions.len())?, actions })
    }

    pub(crate) fn parse(&self, projected: &[f32], tokens: usize, space: &mut Space) -> Vec<Arc> {
        let mut scorer = self.network.scorer(projected, space);
        let mut state = State::new(tokens);
        // Each token is shifted, put back at most a few times, and reduced; the limit only stops a model that is not ours.
        let mut steps = 32 * tokens + 32;
        while !state.is_final() && steps > 0 {
            steps -= 1;
            let scores = scorer.scores(&state.context());
            let valid = state.valid();
            let mut best: Option<usize> = None;
            for (action, (kind, _)) in self.actions.iter().enumerate() {
                if valid[*kind as usize] && best.is_none_or(|best| scores[action] > scores[best]) {
                    best = Some(action);
                }
            }
            let Some(best) = best else { break };
            let (kind, label) = self.actions[best];
            state.advance(kind, label);
        }
        state.arcs
    }
}

const NONE: u32 = u32::MAX;

/// Stack, buffer and arcs. The children of a head on one side form a chain from the last added to the first.
struct State {
    length: u32,
    stack: Vec<u32>,
    put_back: Vec<u32>,
    next: u32,
    arcs: Vec<Arc>,
    has_head: Vec<bool>,
    was_put_back: Vec<bool>,
    starts_sentence: Vec<bool>,
    last_left: Vec<u32>,
    last_right: Vec<u32>,
    previous_child: Vec<u32>,
}

impl State {
    fn new(tokens: usize) -> State {
        State {
            length: tokens as u32,
            stack: Vec::new(),
            put_back: Vec::new(),
            next: 0,
            arcs: (0..tokens as u32).map(|head| Arc { head, label: Label::ROOT }).collect(),
            has_head: vec![false; tokens],
            was_put_back: vec![false; tokens],
            starts_sentence: vec![false; tokens],
            last_left: vec![NONE; tokens],
            last_right: vec![NONE; tokens],
            previous_child: vec![NONE; tokens],
        }
    }

    fn stack(&self, depth: usize) -> Option<u32> {
        self.stack.len().checked_sub(depth + 1).map(|index| self.stack[index])
    }

    fn buffer(&self, depth: usize) -> Option<u32> {
        match self.put_back.len().checked_sub(depth + 1) {
            Some(index) => Some(self.put_back[index]),
            None => Some(self.next + (depth - self.put_back.len()) as u32).filter(|token| *token < self.length),
        }
    }

    fn buffer_length(&self) -> usize {
        (self.length - self.next) as usize + self.put_back.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_length() == 0
    }

    /// The tokens that the network sees.
    fn context(&self) -> [Option<u32>; FEATURES] {
        let (front, top) = (self.buffer(0), self.stack(0));
        let child =
            |head: Option<u32>, last: &[u32]| head.map(|head| last[head as usize]).filter(|child| *child != NONE);
        [
            front,
            self.buffer(1),
            top,
            self.stack(1),
            self.stack(2),
            child(front, &self.last_left),
            child(top, &self.last_left),
            child(top, &self.last_right),
        ]
    }

    /// Which kinds of action are possible, by the order of `Kind`.
    fn valid(&self) -> [bool; 5] {
        let (front, second) = (self.buffer(0), self.buffer(1));
        let starts = |token: Option<u32>| token.is_some_and(|token| self.starts_sentence[token as usize]);
        let has_stack = !self.stack.is_empty();
        let can_attach = has_stack && front.is_some() && !starts(front);
        let was_put_back = front.is_some_and(|front| self.was_put_back[front as usize]);
        [
            !has_stack || (second.is_some() && !starts(front) && !was_put_back),
            has_stack,
            can_attach,
            can_attach,
            matches!((front, second), (Some(front), Some(second)) if second == front + 1) && !starts(second),
        ]
    }

    fn advance(&mut self, kind: Kind, label: Label) {
        match kind {
            Kind::Shift => self.push(),
            Kind::Reduce => {
                let Some(top) = self.stack.pop() else { return };
                if !self.has_head[top as usize] && !self.stack.is_empty() {
                    self.was_put_back[top as usize] = true;
                    self.put_back.push(top);
                }
            }
            Kind::Left => {
                let (Some(front), Some(top)) = (self.buffer(0), self.stack.pop()) else {
                    return;
                };
                self.attach(front, top, label);
                self.was_put_back[front as usize] = false;
            }
            Kind::Right => {
                let (Some(front), Some(top)) = (self.buffer(0), self.stack(0)) else {
                    return;
                };
                self.attach(top, front, label);
                self.push();
            }
            Kind::Break => {
                if let Some(second) = self.buffer(1) {
                    self.starts_sentence[second as usize] = true;
                }
            }
        }
    }

    fn push(&mut self) {
        if let Some(front) = self.put_back.pop() {
            self.stack.push(front);
        } else if self.next < self.length {
            self.stack.push(self.next);
            self.next += 1;
        }
    }

    fn attach(&mut self, head: u32, child: u32, label: Label) {
        if self.has_head[child as usize] {
            self.detach(self.arcs[child as usize].head, child);
        }
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        self.previous_child[child as usize] = std::mem::replace(&mut last[head as usize], child);
        self.arcs[child as usize] = Arc { head, label };
        self.has_head[child as usize] = true;
    }

    fn detach(&mut self, head: u32, child: u32) {
        let last = if head > child { &mut self.last_left } else { &mut self.last_right };
        let after = self.previous_child[child as usize];
        let mut at = last[head as usize];
        if at == child {
            last[head as usize] = after;
            return;
        }
        while at != NONE {
            let previous = self.previous_child[at as usize];
            if previous == child {
                self.previous_child[at as usize] = after;
                return;
            }
            at = previous;
        }
    }
}
