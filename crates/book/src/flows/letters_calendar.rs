//! `letters.calendar`: the letters of the days ahead; promises say until when they spare, letters what goes out.

use crate::letters::calendar::{self, LetterCalendar, LetterCalendarRequest};
use crate::promises::list::Shown;
use crate::refusal::Refusal;
use crate::session::Session;

/// `letters.calendar`
pub fn open(
    session: &mut Session<'_>,
    request: LetterCalendarRequest,
) -> Result<LetterCalendar, Refusal> {
    let promises = Shown::on(session.connection(), session.today)?;
    calendar::open(session, &request, |promised_on| {
        promises.last_day(promised_on)
    })
}
