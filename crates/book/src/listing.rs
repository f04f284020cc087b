//! Listings: an ordered result that stays put while somebody pages through it.
//!
//! A listing keeps the ordered ids of its rows; pages come by id, and an export takes the same handle. The whole ledger
//! never crosses to the page.

use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::marker::PhantomData;

use rusqlite::Connection;

use crate::refusal::Refusal;
use crate::session::Session;
use crate::wire::PageRequest;

/// Listings that may be open at once; the oldest is dropped.
const MOST_OPEN: usize = 16;

/// Rows that one page may have.
pub const LARGEST_PAGE: u64 = 1_000;

/// Open listings of a book.
#[derive(Debug, Default)]
pub struct Listings {
    next: u64,
    open: VecDeque<(u64, Box<dyn Any + Send>)>,
}

impl Listings {
    /// Keeps a listing and gives its handle.
    pub fn keep<L: Any + Send>(&mut self, listing: L) -> u64 {
        self.next += 1;
        if self.open.len() == MOST_OPEN {
            self.open.pop_front();
        }
        self.open.push_back((self.next, Box::new(listing)));
        self.next
    }

    /// The listing behind `handle`; a closed one is refused, and the window opens it anew.
    pub fn get<L: Any + Send>(&self, handle: u64) -> Result<&L, Refusal> {
        self.open
            .iter()
            .find(|(open, _)| *open == handle)
            .and_then(|(_, listing)| listing.downcast_ref())
            .ok_or_else(|| Refusal::new("listing_closed").with("handle", handle))
    }
}

/// A listing that keeps nothing but the ordered ids of its rows; the type of the rows tells one list from another.
#[derive(Debug)]
pub struct Ids<R> {
    ids: Vec<i64>,
    of: PhantomData<fn() -> R>,
}

impl<R: 'static> Ids<R> {
    /// The rows of a listing, in order.
    pub fn new(ids: Vec<i64>) -> Self {
        Self {
            ids,
            of: PhantomData,
        }
    }

    /// The ids, in order, for a list that reads the rows of a page together.
    pub fn ids(&self) -> &[i64] {
        &self.ids
    }

    /// Reads the rows of a page, each by `row`.
    pub fn page(
        session: &Session<'_>,
        request: PageRequest,
        row: impl Fn(&Connection, i64) -> Result<R, Refusal>,
    ) -> Result<Vec<R>, Refusal> {
        let listing = session.book.listings.get::<Self>(request.handle)?;
        slice(&listing.ids, request)
            .iter()
            .map(|id| row(session.connection(), *id))
            .collect()
    }
}

/// The part of `ids` that a page shows.
pub fn slice<T>(ids: &[T], page: PageRequest) -> &[T] {
    let length = ids.len();
    let start = usize::try_from(page.offset).unwrap_or(length).min(length);
    let limit = usize::try_from(page.limit.min(LARGEST_PAGE)).unwrap_or(0);
    &ids[start..start.saturating_add(limit).min(length)]
}

/// Rows that were read together, in the order of their `ids`. Ids and rows are the same: a row that is not there any more
/// is refused, because the page would show another in its place.
pub fn in_order<R>(
    mut rows: Vec<R>,
    ids: &[i64],
    id_of: impl Fn(&R) -> i64,
) -> Result<Vec<R>, Refusal> {
    let places: HashMap<i64, usize> = ids.iter().copied().zip(0..).collect();
    if rows.len() != ids.len() {
        return Err(Refusal::new("listing_closed"));
    }
    // Mostly they come in that order already, which this sort only confirms.
    rows.sort_by_key(|row| places.get(&id_of(row)).copied());
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_never_reach_past_the_end() {
        let ids = [1, 2, 3];
        let page = |offset, limit| {
            slice(
                &ids,
                PageRequest {
                    handle: 1,
                    offset,
                    limit,
                },
            )
            .to_vec()
        };
        assert_eq!(page(1, 10), [2, 3]);
        assert_eq!(page(3, 10), [0; 0]);
        assert_eq!(page(u64::MAX, u64::MAX), [0; 0]);
    }

    #[test]
    fn rows_stand_in_the_order_of_their_ids() {
        let rows = in_order(vec![(7, 'a'), (5, 'b'), (6, 'c')], &[5, 6, 7], |row| row.0).unwrap();
        assert_eq!(rows, [(5, 'b'), (6, 'c'), (7, 'a')]);
        let gone = in_order(vec![5, 7], &[5, 6, 7], |id| *id).unwrap_err();
        assert_eq!(gone.code, "listing_closed");
    }

    #[test]
    fn the_oldest_listing_closes_first() {
        let mut listings = Listings::default();
        let first = listings.keep(vec![1_i64]);
        for _ in 0..MOST_OPEN {
            listings.keep(vec![2_i64]);
        }
        assert_eq!(
            listings.get::<Vec<i64>>(first).unwrap_err().code,
            "listing_closed"
        );
    }
}
