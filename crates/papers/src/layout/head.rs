//! What stands on a page before and around the text: letterhead, window, information block, footer, page numbers.

use super::flow::baseline;
use super::frame::{Frame, SideTop, mm, times};
use super::letter::Setting;
use super::sheet::{Block, HAIR, INK, MUTED, Mark};
use super::tail::account_number;
use crate::language::Word;
use crate::typeset::{Begins, Style};
use crate::{EdgeMarks, Edition, PaperError};

const NAME: Style = Style::semibold(15.0);
const SENDER: Style = Style::regular(8.0);
const SENDER_LEADING: f32 = 11.0;
const RETURN: Style = Style::regular(6.5);
const LABEL: Style = Style::regular(8.0);
const VALUE: Style = Style::regular(8.5);
const INFO_LEADING: f32 = 12.5;
const FOOTER: Style = Style::regular(6.8);
const FOOTER_LEADING: f32 = 9.2;
const PAGE: Style = Style::regular(8.0);
const NAME_LEADING: f32 = 18.0;
/// The logo's largest width; its height is what the frame leaves above the window.
const LOGO_WIDTH: f32 = mm(62.0);

/// Everything of page 1 that does not flow. Returns where the text may begin.
pub(super) fn first_page(
    setting: &Setting<'_>,
    frame: &Frame,
    block: &mut Block,
) -> Result<f32, PaperError> {
    if setting.paper.edge_marks == EdgeMarks::Printed {
        edge_marks(frame, block);
    }
    let head_end = letterhead(setting, frame, block);
    window(setting, frame, block)?;
    let info_end = information(setting, frame, block, head_end);
    footer(setting, frame, block);
    Ok(frame.body_top.max(info_end + mm(8.46)))
}

fn edge_marks(frame: &Frame, block: &mut Block) {
    for mark in &frame.edge_marks {
        block.rule(mm(5.0), mark.y, mark.length, 0.4, MUTED);
    }
}

/// Logo or name on the left, the address of the sender on the right; where the window is on the right, below them.
fn letterhead(setting: &Setting<'_>, frame: &Frame, block: &mut Block) -> f32 {
    let sender = setting.paper.sender;
    let mut lines: Vec<&str> = Vec::new();
    let mut brand_end = frame.head_top;
    if let Some(logo) = &sender.logo {
        // Both sides are at most a few thousand pixels, where f32 is exact.
        #[allow(clippy::cast_precision_loss)]
        let (width, height) = (logo.width_px as f32, logo.height_px as f32);
        let scale = (LOGO_WIDTH / width).min(frame.brand_height / height);
        let (width, height) = (width * scale, height * scale);
        block.marks.push(Mark::Logo {
            x: frame.left,
            y: frame.head_top,
            width,
            height,
        });
        brand_end += height;
        lines.push(&sender.name);
    } else {
        let room = match frame.side.begins {
            SideTop::Beside => frame.side.left - frame.left - mm(6.0),
            SideTop::Below => frame.text_width(),
        };
        let runs = setting.type_.fitted(&sender.name, NAME, 12.0, room);
        for run in runs.into_iter().take(3) {
            // The window begins below; a third line of a very long name is left out rather than shown in it.
            if brand_end + NAME_LEADING > frame.head_top + frame.brand_height {
                break;
            }
            let y = brand_end + baseline(SENDER_LEADING, SENDER.size) + 3.0;
            block.text(frame.left, y, setting.accent, run);
            brand_end += NAME_LEADING;
        }
    }
    lines.extend(sender.address.iter().map(String::as_str));
    let has_address = !lines.is_empty();
    let reach = [&sender.phone, &sender.email, &sender.web];
    let side = frame.side;
    let mut y = match side.begins {
        SideTop::Beside => frame.head_top,
        SideTop::Below => brand_end + mm(3.0),
    };
    let width = side.right - side.left;
    for (index, line) in lines.into_iter().enumerate() {
        let style = if index == 0 && sender.logo.is_some() {
            Style::semibold(SENDER.size)
        } else {
            SENDER
        };
        for run in setting.type_.fitted(line, style, 6.5, width) {
            block.text(
                side.left,
                y + baseline(SENDER_LEADING, SENDER.size),
                MUTED,
                run,
            );
            y += SENDER_LEADING;
        }
    }
    if has_address {
        y += 3.0;
    }
    for line in reach.into_iter().filter(|line| !line.is_empty()) {
        for run in setting.type_.fitted(line, SENDER, 6.5, width) {
            block.text(
                side.left,
                y + baseline(SENDER_LEADING, SENDER.size),
                MUTED,
                run,
            );
            y += SENDER_LEADING;
        }
    }
    y
}

/// Return address and recipient, as large as the window allows.
fn window(setting: &Setting<'_>, frame: &Frame, block: &mut Block) -> Result<(), PaperError> {
    let (paper, area) = (setting.paper, frame.address);
    if let Some(y) = frame.return_line {
        let mut parts = vec![paper.sender.name.as_str()];
        parts.extend(paper.sender.address.iter().map(String::as_str));
        let text = parts.join(" · ");
        let natural = setting.type_.line(&text, RETURN);
        // One line, smaller where it is long; below 4.5 points nobody could read it, and it is cut.
        let size = (RETURN.size * (area.width / natural.width.max(1.0)).min(1.0)).max(4.5);
        if let Some(run) = setting
            .type_
            .wrapped(&text, RETURN.sized(size), area.width)
            .into_iter()
            .next()
        {
            block.text(area.x, y, MUTED, run);
        }
        block.rule(area.x, y + 2.6, area.width, 0.4, HAIR);
    }
    let too_long = |lines, room| PaperError::AddressTooLong {
        letter_no: paper.number.to_owned(),
        lines,
        room,
    };
    if paper.recipient.len() > MOST_LINES {
        return Err(too_long(paper.recipient.len(), MOST_LINES));
    }
    let mut needed = (0, 0);
    for size in [10.0_f32, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0] {
        let leading = size * 1.26;
        let runs: Vec<_> = paper
            .recipient
            .iter()
            .flat_map(|line| {
                setting
                    .type_
                    .wrapped(line, Style::regular(size), area.width)
            })
            .collect();
        let height = times(runs.len()) * leading;
        // The window holds a dozen lines at most.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let room = (area.height / leading) as usize;
        // A smaller size is better than a broken line, down to 8 points; then a broken line is better.
        let is_broken = runs.len() > paper.recipient.len();
        needed = (runs.len(), room);
        if height > area.height || (is_broken && size > 8.0) {
            continue;
        }
        // A window without return line shows the address in its middle, where it stays when the sheet slides.
        let mut y = if frame.return_line.is_some() {
            area.y
        } else {
            area.y + (area.height - height) / 2.0
        };
        // An address stands as a block: at the right where most of its lines begin there.
        let turned = runs
            .iter()
            .filter(|run| run.begins == Begins::Right)
            .count();
        let is_turned = turned * 2 > runs.len();
        for run in runs {
            let at = y + baseline(leading, size);
            if is_turned {
                block.text_right(area.right(), at, INK, run);
            } else {
                block.text(area.x, at, INK, run);
            }
            y += leading;
        }
        return Ok(());
    }
    Err(too_long(needed.0, needed.1))
}

/// Lines of an address (DIN 5008; postal services elsewhere want no more either).
const MOST_LINES: usize = 6;

/// Letter number, date, account and who to ask.
fn information(setting: &Setting<'_>, frame: &Frame, block: &mut Block, head_end: f32) -> f32 {
    let (paper, words) = (setting.paper, &setting.language.words);
    let day = setting.language.long_day(paper.on);
    let date = match paper.place {
        Some(place) if !place.is_empty() => format!("{place}, {day}"),
        _ => day,
    };
    let mut rows: Vec<(Word, &str)> = vec![
        (paper.number_word, paper.number),
        (Word::Date, &date),
        (Word::Account, paper.account),
    ];
    if let Some(name) = paper.contact_name
        && !paper.recipient.iter().any(|line| line.contains(name))
    {
        rows.push((Word::Attention, name));
    }
    if let Some(agent) = paper.agent {
        rows.extend([
            (Word::Contact, agent.name.as_str()),
            (Word::Phone, &agent.phone),
            (Word::Email, &agent.email),
        ]);
    }
    rows.retain(|(_, value)| !value.is_empty());
    let labels: Vec<_> = rows
        .iter()
        .map(|(word, _)| setting.type_.line(words.get(*word), LABEL))
        .collect();
    let side = frame.side;
    let value_x = side.left + labels.iter().map(|run| run.width).fold(0.0, f32::max) + 9.0;
    let mut y = frame.info_top.max(head_end + mm(3.0));
    for (label, (_, value)) in labels.into_iter().zip(rows) {
        block.text(
            side.left,
            y + baseline(INFO_LEADING, VALUE.size),
            MUTED,
            label,
        );
        for run in setting
            .type_
            .fitted(value, VALUE, 6.0, side.right - value_x)
        {
            block.text(value_x, y + baseline(INFO_LEADING, VALUE.size), INK, run);
            y += INFO_LEADING;
        }
    }
    y
}

/// Company, ways to reach it, bank and register in columns below a hairline.
fn footer(setting: &Setting<'_>, frame: &Frame, block: &mut Block) {
    let (sender, words) = (setting.paper.sender, &setting.language.words);
    let mut columns: Vec<Vec<String>> = Vec::new();
    columns.push(
        [&sender.name]
            .into_iter()
            .chain(&sender.address)
            .cloned()
            .collect(),
    );
    columns.push(vec![
        sender.phone.clone(),
        sender.email.clone(),
        sender.web.clone(),
    ]);
    if let Some(bank) = &sender.bank {
        let labelled = |word, value: &str| {
            if value.is_empty() {
                String::new()
            } else {
                format!("{} {value}", words.get(word))
            }
        };
        let (account_word, account) = account_number(&bank.iban);
        columns.push(vec![
            bank.bank_name.clone(),
            labelled(account_word, &account),
            labelled(Word::Bic, &bank.bic),
        ]);
    }
    let mut legal: Vec<String> = sender.register.lines().map(str::to_owned).collect();
    if !sender.vat_id.is_empty() {
        legal.push(format!("{} {}", words.get(Word::Vat), sender.vat_id));
    }
    columns.push(legal);
    for column in &mut columns {
        column.retain(|line| !line.trim().is_empty());
    }
    columns.retain(|column| !column.is_empty());
    let top = frame.height - mm(25.0);
    block.rule(frame.left, top, frame.text_width(), 0.4, HAIR);
    let step = (frame.text_width() + 12.0) / times(columns.len().max(1));
    let mut x = frame.left;
    for column in columns {
        let runs = column
            .iter()
            .flat_map(|line| setting.type_.fitted(line, FOOTER, 5.6, step - 12.0));
        let mut y = top + 6.0;
        // Below six lines the sheet ends.
        for run in runs.take(6) {
            block.text(x, y + baseline(FOOTER_LEADING, FOOTER.size), MUTED, run);
            y += FOOTER_LEADING;
        }
        x += step;
    }
}

/// "Page x of y" of one page.
pub(super) fn page_number(
    setting: &Setting<'_>,
    frame: &Frame,
    page: usize,
    pages: usize,
) -> Block {
    let y = if page == 1 {
        frame.height - mm(26.7)
    } else {
        frame.height - mm(14.0)
    };
    numbered(setting, frame, y, (page, pages))
}

/// "Page x of y" of a page above the payment part that stands at its foot.
pub(super) fn page_number_above(
    setting: &Setting<'_>,
    frame: &Frame,
    top: f32,
    of: (usize, usize),
) -> Block {
    numbered(setting, frame, top - mm(2.0), of)
}

fn numbered(setting: &Setting<'_>, frame: &Frame, y: f32, (page, pages): (usize, usize)) -> Block {
    let mut block = Block::default();
    block.text_right(
        frame.right,
        y,
        MUTED,
        setting
            .type_
            .line(&setting.language.page_of(page, pages), PAGE),
    );
    block
}

/// The short head of further pages: who it is to, which letter it belongs to, and that it is a copy.
pub(super) fn further_page(setting: &Setting<'_>, frame: &Frame) -> Block {
    let (paper, words) = (setting.paper, &setting.language.words);
    let mut block = Block::default();
    let y = mm(19.0);
    // A paper without a number has only its name.
    let named = format!("{} {}", words.get(paper.number_word), paper.number);
    let day = setting.language.long_day(paper.on);
    let mut reference = format!("{} · {day}", named.trim_end());
    if paper.edition == Edition::Copy {
        reference.push_str(" · ");
        reference.push_str(words.get(Word::Copy));
    }
    let reference = setting.type_.line(&reference, PAGE);
    let room = frame.text_width() - reference.width - 12.0;
    block.text_right(frame.right, y, MUTED, reference);
    let name = paper.recipient.first().map_or("", String::as_str);
    if let Some(run) = setting
        .type_
        .fitted(name, Style::semibold(PAGE.size), 6.0, room)
        .into_iter()
        .next()
    {
        block.text(frame.left, y, INK, run);
    }
    block.rule(frame.left, y + 5.5, frame.text_width(), 0.4, HAIR);
    block
}
