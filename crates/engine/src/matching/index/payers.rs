//! Who pays: customers by the accounts that paid for them and by their names.

use std::cmp::Reverse;

use super::postings::{Postings, hash, hash_of_two};
use super::text::{Arena, Piece};
use super::{CustomerAt, place};
use crate::matching::Payer;
use crate::matching::names::{SAME, normal_name, similarity};
use crate::matching::text::squeeze;

/// Words of names that more customers have are no way to find one.
const COMMON_WORD: usize = 400;
/// How many names are compared letter by letter.
const COMPARED_NAMES: usize = 16;
/// The least likeness of a name, in thousandths.
const ALIKE: u32 = 750;
/// How many customers a name may lead to.
pub(in crate::matching) const LED_TO: usize = 8;
/// How many words of a name are put together in twos.
const PAIRED: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Payers {
    accounts: Postings<CustomerAt>,
    words: Postings<CustomerAt>,
    whole_names: Postings<CustomerAt>,
    arena: Arena,
    /// Ascending by customer.
    names: Vec<(CustomerAt, Piece)>,
}

impl Payers {
    /// Enters all payers; `customers` are the ids of the index, ascending.
    pub fn of(customers: &[i64], payers: &[Payer<'_>]) -> Self {
        let mut out = Self::default();
        // Most names are of three words, which make three more in twos.
        out.words.reserve(payers.len() * 6);
        out.whole_names.reserve(payers.len());
        out.names.reserve(payers.len());
        out.arena.reserve(payers.len() * 24);
        for payer in payers {
            let customer = place(customers.partition_point(|id| *id < payer.customer_id));
            out.add_account(customer, payer.account);
            out.add_name(customer, payer.name);
        }
        out.close();
        out
    }

    fn add_account(&mut self, customer: CustomerAt, account: &str) {
        let account = squeeze(account);
        if !account.is_empty() {
            self.accounts.push(hash(&account), customer);
        }
    }

    fn add_name(&mut self, customer: CustomerAt, name: &str) {
        let name = normal_name(name);
        if name.is_empty() {
            return;
        }
        for word in name.split(' ') {
            self.words.push(hash(word), customer);
        }
        each_pair(&name, |first, second| {
            self.words.push(hash_of_two(first, second), customer);
        });
        self.whole_names.push(hash(&name), customer);
        self.names.push((customer, self.arena.keep(&name)));
    }

    fn close(&mut self) {
        self.accounts.close();
        self.words.close();
        self.whole_names.close();
        self.names.sort_unstable_by_key(|name| name.0);
    }

    /// Customers for whom this account has paid.
    pub fn by_account(&self, account: &str) -> Vec<CustomerAt> {
        let account = squeeze(account);
        if account.is_empty() {
            return Vec::new();
        }
        self.accounts.get(&account).collect()
    }

    /// Customers with a name like this normal one, most alike first.
    pub fn by_name(&self, name: &str) -> Vec<(CustomerAt, u32)> {
        if name.is_empty() {
            return Vec::new();
        }
        // Hundreds of branches may go by one name: the same name is not compared with itself for each of them.
        let same = self.whole_names.get(name).take(LED_TO);
        let same: Vec<(CustomerAt, u32)> = same.map(|customer| (customer, SAME)).collect();
        if !same.is_empty() {
            return same;
        }
        let mut alike: Vec<(CustomerAt, u32)> = self
            .near(name)
            .into_iter()
            .map(|customer| (customer, self.likeness(customer, name)))
            .filter(|(_, per_mille)| *per_mille >= ALIKE)
            .collect();
        alike.sort_unstable_by_key(|(customer, per_mille)| (Reverse(*per_mille), *customer));
        alike.truncate(LED_TO);
        alike
    }

    /// The customers that share most letters in whole words with a name.
    fn near(&self, name: &str) -> Vec<CustomerAt> {
        let mut shared: Vec<(CustomerAt, usize)> = Vec::new();
        let mut share = |key: u64, letters: usize| {
            let before = shared.len();
            let owners = self.words.of_hash(key).take(COMMON_WORD + 1);
            shared.extend(owners.map(|customer| (customer, letters)));
            let is_common = shared.len() - before > COMMON_WORD;
            if is_common {
                shared.truncate(before);
            }
            is_common
        };
        let words = name.split(' ');
        let common = words.filter(|word| share(hash(word), word.len())).count();
        if common > 0 {
            each_pair(name, |first, second| {
                share(hash_of_two(first, second), first.len() + 1 + second.len());
            });
        }
        shared.sort_unstable();
        let mut sums: Vec<(Reverse<usize>, CustomerAt)> = shared
            .chunk_by(|a, b| a.0 == b.0)
            .map(|run| {
                let letters = run.iter().map(|(_, letters)| letters).sum();
                (Reverse(letters), run[0].0)
            })
            .collect();
        if sums.len() > COMPARED_NAMES {
            sums.select_nth_unstable(COMPARED_NAMES);
            sums.truncate(COMPARED_NAMES);
        }
        sums.into_iter().map(|(_, customer)| customer).collect()
    }

    /// Whether this normal name is one of the customer's.
    pub fn goes_by(&self, customer: CustomerAt, name: &str) -> bool {
        self.names_of(customer).any(|known| known == name)
    }

    fn names_of(&self, customer: CustomerAt) -> impl Iterator<Item = &str> {
        let first = self.names.partition_point(|known| known.0 < customer);
        self.names[first..]
            .iter()
            .take_while(move |known| known.0 == customer)
            .map(|(_, known)| self.arena.text(*known))
    }

    fn likeness(&self, customer: CustomerAt, name: &str) -> u32 {
        let names = self.names_of(customer);
        names
            .map(|known| similarity(known, name))
            .max()
            .unwrap_or(0)
    }
}

/// Every two of the first words of a name: where each alone is common, both together are not.
fn each_pair(name: &str, mut see: impl FnMut(&str, &str)) {
    for (at, first) in name.split(' ').take(PAIRED).enumerate() {
        for second in name.split(' ').take(PAIRED).skip(at + 1) {
            see(first, second);
        }
    }
}
