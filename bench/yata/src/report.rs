//! Times a function over the bars and prints what the other side of the comparison prints too.

use std::hint::black_box;
use std::time::{Duration, Instant};

pub const SAMPLES: usize = 10;
/// As on the other side.
const KEPT: usize = 250;
const PER_ROUND: Duration = Duration::from_millis(30);

/// How often each function is timed, and which are wanted (all, where empty).
pub struct Report {
    pub rounds: usize,
    pub only: Vec<String>,
    pub functions: Vec<String>,
}

fn list(values: &[f64]) -> String {
    let texts: Vec<String> = values.iter().map(|value| format!("{:?}", value)).collect();
    format!("[{}]", texts.join(", "))
}

/// The time of one update, over as many passes as fill a round. Each value is kept for a while.
fn ns_per_update<I, S, const N: usize>(
    inputs: &[I],
    make: &impl Fn(&I) -> S,
    next: &impl Fn(&mut S, &I) -> [f64; N],
) -> f64 {
    let mut results = [[0.0; N]; KEPT];
    let mut spent = Duration::ZERO;
    let mut passes = 0;
    while spent < PER_ROUND {
        let mut state = make(&inputs[0]);
        let begin = Instant::now();
        for some in inputs.chunks(KEPT) {
            for (input, result) in some.iter().zip(results.iter_mut()) {
                *result = next(&mut state, input);
            }
            black_box(&results);
        }
        spent += begin.elapsed();
        passes += 1;
    }
    spent.as_nanos() as f64 / inputs.len() as f64 / passes as f64
}

impl Report {
    /// `name` is the indicator of ours with its parameters; `outputs` are ours that `next` gives, and by what its values
    /// are multiplied to be the same.
    pub fn add<I, S, const N: usize>(
        &mut self,
        name: &str,
        outputs: [(&str, f64); N],
        inputs: &[I],
        make: impl Fn(&I) -> S,
        next: impl Fn(&mut S, &I) -> [f64; N],
    ) {
        if !self.only.is_empty() && !self.only.iter().any(|wanted| wanted == name) {
            return;
        }
        let times: Vec<f64> = (0..self.rounds).map(|_| ns_per_update(inputs, &make, &next)).collect();
        let step = inputs.len() / (2 * SAMPLES);
        let mut samples = vec![Vec::new(); N];
        let mut state = make(&inputs[0]);
        for (bar, input) in inputs.iter().enumerate() {
            let values = next(&mut state, input);
            if bar >= inputs.len() / 2 && bar % step == 0 {
                for i in 0..N {
                    samples[i].push(values[i] * outputs[i].1);
                }
            }
        }
        let values: Vec<String> = (0..N)
            .map(|i| format!("\"{}\": {}", outputs[i].0, list(&samples[i])))
            .collect();
        self.functions.push(format!(
            "{{\"name\": \"{}\", \"ns\": {}, \"values\": {{{}}}}}",
            name,
            list(&times),
            values.join(", ")
        ));
    }

    pub fn print(&self) {
        println!("{{\"functions\": [{}]}}", self.functions.join(", "));
    }
}
