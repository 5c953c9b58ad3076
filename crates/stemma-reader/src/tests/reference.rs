//! The model as its description says it, in plain loops over the sections of the file: products of whole numbers are exact, all else is
//! worked out in 64 bits. Slow, and written without a look at the fast paths.

use super::model::Model;

pub(super) struct Reference<'m>(pub(super) &'m Model);

type Rows = Vec<Vec<f64>>;

impl Reference<'_> {
    fn floats(&self, name: &str) -> Vec<f64> {
        let bytes = &self.0.sections[name];
        bytes.chunks_exact(4).map(|four| f64::from(f32::from_le_bytes(four.try_into().unwrap()))).collect()
    }

    fn normalise(&self, rows: &mut Rows, name: &str) {
        let (scale, shift) = (self.floats(&format!("{name}.g")), self.floats(&format!("{name}.b")));
        for row in rows {
            let count = row.len() as f64;
            let mean = row.iter().sum::<f64>() / count;
            let variance = row.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / count;
            for (at, number) in row.iter_mut().enumerate() {
                *number = (*number - mean) / (variance + 1e-12).sqrt() * scale[at] + shift[at];
            }
        }
    }

    fn product(&self, rows: &Rows, name: &str) -> Rows {
        let weights = &self.0.sections[&format!("{name}.w")];
        let (scales, bias) = (self.floats(&format!("{name}.s")), self.floats(&format!("{name}.b")));
        let of_row = |row: &Vec<f64>| {
            let scale = row.iter().fold(0.0, |most: f64, number| most.max(number.abs())) / 127.0;
            let whole: Vec<i64> = row.iter().map(|number| (number / scale).round_ties_even() as i64).collect();
            let outputs = weights.chunks_exact(row.len()).zip(scales.iter().zip(&bias));
            let output = |(weights, (of_output, bias)): (&[u8], (&f64, &f64))| {
                let sum: i64 = whole.iter().zip(weights).map(|(x, weight)| x * i64::from(*weight as i8)).sum();
                sum as f64 * scale * of_output + bias
            };
            outputs.map(output).collect()
        };
        rows.iter().map(of_row).collect()
    }

    fn embed(&self, id: u32, position: usize) -> Vec<f64> {
        let width = self.0.config.width;
        let positions = self.floats("embed.pos");
        let blocks = &self.0.sections["embed.q4"][id as usize * width / 32 * 18..][..width / 32 * 18];
        let mut row = Vec::new();
        for block in blocks.chunks_exact(18) {
            let bits = u16::from_le_bytes([block[0], block[1]]);
            let scale = (1.0 + f64::from(bits & 1023) / 1024.0) * 2.0_f64.powi(i32::from(bits >> 10) - 15);
            row.extend(block[2..].iter().map(|byte| scale * (f64::from(byte & 15) - 8.0)));
            row.extend(block[2..].iter().map(|byte| scale * (f64::from(byte >> 4) - 8.0)));
        }
        row.iter().zip(&positions[position * width..]).map(|(word, position)| word + position).collect()
    }

    /// The vectors of all pieces.
    pub(super) fn encode(&self, ids: &[u32]) -> Rows {
        let config = self.0.config;
        let of_head = config.width / config.heads;
        let mut x: Rows = ids.iter().enumerate().map(|(position, id)| self.embed(*id, position)).collect();
        self.normalise(&mut x, "embed.norm");
        for layer in 0..config.layers {
            let all = self.product(&x, &format!("l{layer}.qkv"));
            let mut means = vec![vec![0.0; config.width]; x.len()];
            for head in 0..config.heads {
                let at = |part: usize| part * config.width + head * of_head;
                for (row, query) in all.iter().enumerate() {
                    let score = |key: &Vec<f64>| {
                        (0..of_head).map(|d| query[at(0) + d] * key[at(1) + d]).sum::<f64>() / (of_head as f64).sqrt()
                    };
                    let shares = softmax(&all.iter().map(score).collect::<Vec<_>>());
                    for (share, value) in shares.iter().zip(&all) {
                        for d in 0..of_head {
                            means[row][at(0) + d] += share * value[at(2) + d];
                        }
                    }
                }
            }
            add(&mut x, &self.product(&means, &format!("l{layer}.out")));
            self.normalise(&mut x, &format!("l{layer}.norm1"));
            let mut middle = self.product(&x, &format!("l{layer}.up"));
            middle.iter_mut().flatten().for_each(|number| *number = gelu(*number));
            add(&mut x, &self.product(&middle, &format!("l{layer}.down")));
            self.normalise(&mut x, &format!("l{layer}.norm2"));
        }
        x
    }

    fn linear(&self, name: &str, x: &[f64]) -> Vec<f64> {
        self.floats(name).chunks_exact(x.len()).map(|row| row.iter().zip(x).map(|(w, x)| w * x).sum()).collect()
    }

    pub(super) fn probabilities(&self, head: &str, x: &[f64]) -> Vec<f64> {
        let mut logits = self.linear(&format!("head.{head}.w"), x);
        logits.iter_mut().zip(self.floats(&format!("head.{head}.b"))).for_each(|(logit, bias)| *logit += bias);
        softmax(&logits)
    }

    /// For each role outside, begins, goes on.
    pub(super) fn pair(&self, trigger: &[f64], word: &[f64], distance: usize, relation: usize) -> Vec<Vec<f64>> {
        let hidden = self.0.config.hidden;
        let (a, b) = (self.linear("pair.a", trigger), self.linear("pair.b", word));
        let (p, q) = (self.linear("pair.p", trigger), self.linear("pair.q", word));
        let (bias, distances, parts) =
            (self.floats("pair.bias"), self.floats("pair.distance"), self.floats("pair.part"));
        let z = |at: usize| {
            let tables = distances[distance * hidden + at] + parts[relation * hidden + at];
            gelu(a[at] + b[at] + p[at] * q[at] + bias[at] + tables)
        };
        let mut logits = self.linear("pair.out.w", &(0..hidden).map(z).collect::<Vec<_>>());
        logits.iter_mut().zip(self.floats("pair.out.b")).for_each(|(logit, bias)| *logit += bias);
        logits.chunks_exact(3).map(softmax).collect()
    }

    pub(super) fn same(&self, one: &[f64], other: &[f64], distance: usize) -> f64 {
        let hidden = self.0.config.hidden;
        let of = |name: &str| (self.linear(name, one), self.linear(name, other));
        let (a, p, q) = (of("same.a"), of("same.p"), of("same.q"));
        let (bias, distances) = (self.floats("same.bias"), self.floats("same.distance"));
        let z = |at: usize| {
            let crossed = p.0[at] * q.1[at] + p.1[at] * q.0[at];
            gelu(a.0[at] + a.1[at] + crossed + bias[at] + distances[distance * hidden + at])
        };
        let logit =
            self.linear("same.out.w", &(0..hidden).map(z).collect::<Vec<_>>())[0] + self.floats("same.out.b")[0];
        1.0 / (1.0 + (-logit).exp())
    }
}

fn add(x: &mut Rows, more: &Rows) {
    for (x, more) in x.iter_mut().zip(more) {
        x.iter_mut().zip(more).for_each(|(x, more)| *x += more);
    }
}

fn softmax(logits: &[f64]) -> Vec<f64> {
    let greatest = logits.iter().copied().fold(f64::MIN, f64::max);
    let powers: Vec<f64> = logits.iter().map(|logit| (logit - greatest).exp()).collect();
    let sum: f64 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

pub(crate) fn gelu(x: f64) -> f64 {
    x * (1.0 + erf(x / std::f64::consts::SQRT_2)) / 2.0
}

/// By its power series, which is exact enough where the function is not yet flat.
fn erf(x: f64) -> f64 {
    if x.abs() > 4.5 {
        return x.signum();
    }
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        term *= -x * x / f64::from(n);
        sum += term / f64::from(2 * n + 1);
    }
    sum * std::f64::consts::FRAC_2_SQRT_PI
}
