//! Items that belong together.

/// Disjoint sets; the name of a set is its least member.
pub struct Groups {
    parent: Vec<usize>,
}

impl Groups {
    pub fn new(count: usize) -> Groups {
        Groups { parent: (0..count).collect() }
    }

    pub fn find(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    /// For each member the name of its set.
    pub fn roots(&mut self) -> Vec<usize> {
        (0..self.parent.len()).map(|at| self.find(at)).collect()
    }

    pub fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b)] = a.min(b);
    }
}
