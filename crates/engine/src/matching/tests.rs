mod cases;
mod oracle;

use std::collections::BTreeMap;

use super::noise::{Market, Noise, Score, lines, table};
use super::*;

const SEED: u64 = 20_261_126;

fn judged(market: &Market, index: &Index, count: usize) -> (BTreeMap<Noise, Score>, Vec<String>) {
    let mut scores: BTreeMap<Noise, Score> = BTreeMap::new();
    let mut wrong = Vec::new();
    for noisy in lines(market, SEED, count) {
        let proposals = index.propose(&noisy.line(), &Policy::default());
        let score = scores.entry(noisy.noise).or_default();
        score.lines += 1;
        let is_right = |proposal: &Proposal| {
            let mut ids: Vec<i64> = proposal
                .shares
                .iter()
                .map(|share| share.document_id)
                .collect();
            ids.sort_unstable();
            ids == noisy.meant && (!ids.is_empty() || proposal.customer_id == noisy.customer_id)
        };
        let exact = |proposal: &&Proposal| proposal.confidence == Confidence::Exact;
        let first_right = proposals.first().is_some_and(is_right);
        score.right_first += u32::from(first_right);
        score.exact += u32::from(proposals.first().as_ref().is_some_and(exact));
        let wrong_exact = proposals.iter().filter(exact).any(|p| !is_right(p));
        score.wrong_exact += u32::from(wrong_exact);
        if !first_right || wrong_exact {
            wrong.push(format!("{noisy:?}\n   {:?}", proposals.first()));
        }
    }
    (scores, wrong)
}

#[test]
fn a_noisy_bank_file_is_read_right_and_nothing_wrong_is_exact() {
    let market = Market::new(SEED, 2_000, 24_000);
    assert!(market.invoices.len() >= 20_000);
    let index = market.index();
    let (scores, wrong) = judged(&market, &index, 10_000);
    println!("{}", table(&scores));
    if std::env::var_os("SHOW_WRONG").is_some() {
        println!("{}", wrong.join("\n"));
    }
    let sum = |figure: fn(&Score) -> u32| scores.values().map(figure).sum::<u32>();
    assert_eq!(sum(|score| score.lines), 10_000);
    assert_eq!(sum(|score| score.wrong_exact), 0);
    assert!(sum(|score| score.right_first) >= 9_500);
}
