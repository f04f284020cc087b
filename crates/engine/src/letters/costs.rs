//! What collecting a debt costs where the law has a scale for it.

/// Steps of the Dutch scale (Besluit vergoeding voor buitengerechtelijke incassokosten, article 2): how wide a step is in euro
/// cents, and the share of it in tenths of a percent.
const BIK_STEPS: [(i64, i64); 4] = [
    (250_000, 150),
    (250_000, 100),
    (500_000, 50),
    (19_000_000, 10),
];

/// Share of what lies above the steps, in tenths of a percent.
const BIK_ABOVE: i64 = 5;

/// The least, in euro cents.
const BIK_LEAST: i64 = 4_000;

/// The most, in euro cents.
const BIK_MOST: i64 = 677_500;

/// Whole in tenths of a percent.
const WHOLE: i64 = 1_000;

/// What a Dutch creditor may ask for collecting a debt, euro cents; nothing for no debt. `principal_minor` is the sum of the
/// invoices in euro cents.
pub fn bik_costs(principal_minor: i64) -> i64 {
    if principal_minor <= 0 {
        return 0;
    }
    let mut rest = principal_minor;
    // Thousandths of a cent, rounded once at the end.
    let mut costs: i128 = 0;
    for (width, share) in BIK_STEPS {
        let part = rest.min(width);
        costs += i128::from(part) * i128::from(share);
        rest -= part;
    }
    costs += i128::from(rest) * i128::from(BIK_ABOVE);
    let whole = i128::from(WHOLE);
    let rounded = (costs + whole / 2) / whole;
    i64::try_from(rounded)
        .unwrap_or(BIK_MOST)
        .clamp(BIK_LEAST, BIK_MOST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The figures of the table that the Dutch courts publish with the scale.
    #[test]
    fn the_dutch_scale() {
        for (principal, costs) in [
            (0, 0),
            (-5_000, 0),
            (1_000, 4_000),
            (26_666, 4_000),
            (26_670, 4_001),
            (100_000, 15_000),
            (250_000, 37_500),
            (500_000, 62_500),
            (1_000_000, 87_500),
            (20_000_000, 277_500),
            (100_000_000, 677_500),
            (i64::MAX, 677_500),
        ] {
            assert_eq!(bik_costs(principal), costs, "{principal}");
        }
    }
}
