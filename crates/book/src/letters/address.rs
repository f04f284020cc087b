//! Addresses as lines, in the order of the country they go to (UPU S42 in the plain cases that letters need).

use super::country_names::country_name;

/// A structured postal address.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub name: &'a str,
    pub addition: &'a str,
    pub street: &'a str,
    pub postal_code: &'a str,
    pub city: &'a str,
    pub region: &'a str,
    /// ISO 3166-1 alpha-2; empty where unknown.
    pub country: &'a str,
}

/// The lines of an address, from the name to the country; the country only where it is not the sender's.
pub(super) fn lines(postal: &Place<'_>, sender_country: &str) -> Vec<String> {
    let country = postal.country.to_ascii_uppercase();
    let mut lines: Vec<String> = [postal.name, postal.addition, postal.street]
        .map(str::to_owned)
        .to_vec();
    match country.as_str() {
        "US" | "CA" | "AU" => lines.push(joined(&[postal.city, postal.region, postal.postal_code])),
        "GB" | "IE" => {
            lines.push(postal.city.to_uppercase());
            lines.push(postal.region.to_owned());
            lines.push(postal.postal_code.to_owned());
        }
        "IT" => {
            let province = if postal.region.is_empty() {
                String::new()
            } else {
                format!("({})", postal.region)
            };
            lines.push(joined(&[postal.postal_code, postal.city, &province]));
        }
        _ => lines.push(joined(&[postal.postal_code, postal.city])),
    }
    if !country.is_empty() && !country.eq_ignore_ascii_case(sender_country) {
        lines.push(country_name(&country).to_owned());
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

fn joined(parts: &[&str]) -> String {
    parts
        .iter()
        .filter(|part| !part.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_follow_their_country() {
        let postal = |country, region| Place {
            name: "Acme",
            addition: "",
            street: "1 High St",
            postal_code: "12345",
            city: "Town",
            region,
            country,
        };
        assert_eq!(
            lines(&postal("DE", "Hessen"), "DE"),
            ["Acme", "1 High St", "12345 Town"]
        );
        assert_eq!(
            lines(&postal("DE", ""), "AT"),
            ["Acme", "1 High St", "12345 Town", "GERMANY"]
        );
        assert_eq!(
            lines(&postal("US", "OR"), "US"),
            ["Acme", "1 High St", "Town OR 12345"]
        );
        assert_eq!(
            lines(&postal("GB", ""), "US"),
            ["Acme", "1 High St", "TOWN", "12345", "UNITED KINGDOM"]
        );
        assert_eq!(
            lines(&postal("IT", "MI"), "IT"),
            ["Acme", "1 High St", "12345 Town (MI)"]
        );
        assert_eq!(
            lines(
                &Place {
                    name: "Acme",
                    ..Place::default()
                },
                "DE"
            ),
            ["Acme"]
        );
    }
}
