//! Whether the figures of a document agree with each other.

use super::model::{EInvoice, EInvoiceWarning};

/// All disagreements. Sums cannot overflow: an amount has at most 15 digits, and a document a bounded number of lines.
pub(super) fn check(invoice: &EInvoice) -> Vec<EInvoiceWarning> {
    let totals = &invoice.totals;
    let mut warnings = Vec::new();
    let lines_sum: i64 = invoice.lines.iter().map(|line| line.net_minor).sum();
    let stated_lines = totals.lines_minor.unwrap_or(totals.net_minor);
    if !invoice.lines.is_empty() && lines_sum != stated_lines {
        warnings.push(EInvoiceWarning::LinesSum {
            expected_minor: lines_sum,
            found_minor: stated_lines,
        });
    }
    if let Some(lines) = totals.lines_minor {
        let net = lines - totals.allowances_minor + totals.charges_minor;
        if net != totals.net_minor {
            warnings.push(EInvoiceWarning::NetOfLines {
                expected_minor: net,
                found_minor: totals.net_minor,
            });
        }
    }
    let taxes: i64 = invoice.taxes.iter().map(|tax| tax.amount_minor).sum();
    if !invoice.taxes.is_empty() && taxes != totals.tax_minor {
        warnings.push(EInvoiceWarning::TaxSum {
            expected_minor: taxes,
            found_minor: totals.tax_minor,
        });
    }
    let gross = totals.net_minor + totals.tax_minor;
    if gross != totals.gross_minor {
        warnings.push(EInvoiceWarning::Gross {
            expected_minor: gross,
            found_minor: totals.gross_minor,
        });
    }
    let payable = totals.gross_minor - totals.prepaid_minor + totals.rounding_minor;
    if payable != totals.payable_minor {
        warnings.push(EInvoiceWarning::Payable {
            expected_minor: payable,
            found_minor: totals.payable_minor,
        });
    }
    if invoice.due_on.is_some_and(|due| due < invoice.issue_on) {
        warnings.push(EInvoiceWarning::DueBeforeIssue);
    }
    warnings
}
