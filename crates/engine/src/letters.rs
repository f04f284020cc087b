//! Collection letters (spec 22): who gets which letter on a day, and why the others get none.
