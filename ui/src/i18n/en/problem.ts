/** The words of every refusal: what happened and what was kept, then what to do. Codes as Rust gives them. */
export const problem = {
  internal: {
    what: 'Something went wrong inside Duebook. Nothing was changed.',
    remedy: 'Try again. If it happens again, check the book under Setup and keep the reference.',
  },
  bad_request: { what: 'The book did not understand the request. Nothing was changed.', remedy: '{{detail}}' },
  host_unreachable: {
    what: 'The book does not answer.',
    remedy: 'Close the window and open it again. What was saved is kept. ({{detail}})',
  },
  disk_full: { what: 'The disk is full. Nothing was changed.', remedy: 'Free some space and try again. {{path}}' },
  book_damaged: {
    what: 'The book is damaged.',
    remedy: 'Leave it as it is, and open the last backup. {{path}} {{detail}}',
  },
  book_busy: { what: 'The book is busy with other work.', remedy: 'Wait a moment and try again.' },
  book_read_only: {
    what: 'The book cannot be written.',
    remedy: 'Check the rights of the file, or copy it to a folder of your own.',
  },
  book_in_use: { what: 'The book is already open at {{desk}}.', remedy: 'Close it there first. {{path}}' },
  book_newer: {
    what: 'A newer Duebook wrote this book (version {{version}}, this one knows {{newest}}). It was left as it is.',
    remedy: 'Install the newer Duebook.',
  },
  not_a_book: {
    what: 'This file is no book.',
    remedy: 'A book ends in .duebook. To read an export, open a book and go to Import. {{path}}',
  },
  upgrade_failed: {
    what: 'The book could not be upgraded and was left as it was.',
    remedy: 'A backup lies beside it. ({{detail}})',
  },
  shared_folder: {
    what: 'The book lies in a synced or network folder ({{name}}).',
    remedy: 'Move it to a folder on this machine. {{path}}',
  },
  file_exists: {
    what: 'There is already a file of this name. It was not touched.',
    remedy: 'Choose another name. {{path}}',
  },
  folder_not_found: { what: 'The folder does not exist.', remedy: 'Choose an existing folder. {{path}}' },
  file_not_found: { what: 'The file is not there any more.', remedy: 'Choose it again. {{path}}' },
  file_not_permitted: {
    what: 'The file may not be read or written.',
    remedy: 'Check its rights, or choose another place. {{path}}',
  },
  file_unreadable: {
    what: 'The file could not be read or written.',
    remedy: 'Check the disk and try again. {{path}} {{detail}}',
  },
  cancelled: { what: 'Cancelled. Nothing was changed.', remedy: 'Start it again whenever you like.' },
  company_name_missing: { what: 'The company has no name yet.', remedy: 'Type the name as it shall stand on letters.' },
  unknown_country: {
    what: 'The country “{{country}}” is not known.',
    remedy: 'Use the two letters of ISO 3166, such as DE or US.',
  },
  unknown_currency: {
    what: 'The currency “{{currency}}” is not known.',
    remedy: 'Use the three letters of ISO 4217, such as EUR or USD.',
  },
  company_currency_fixed: {
    what: 'The currency of the books stays {{currency}}.',
    remedy: 'Make a new book for another currency.',
  },
  iban_invalid: {
    what: 'The IBAN {{iban}} has a typing error: its check digits do not fit.',
    remedy: 'Compare it with your bank statement.',
  },
  unknown_choice: { what: '“{{value}}” cannot be chosen here.', remedy: 'Choose one of the values offered.' },
  no_worked_day: { what: 'At least one day of the week must be worked.', remedy: 'Tick a day.' },
  logo_too_large: {
    what: 'The logo has {{bytes}} bytes; {{limit_bytes}} are the limit, because it stands in every letter.',
    remedy: 'Save it smaller.',
  },
  logo_not_a_picture: {
    what: 'The logo is neither PNG nor JPEG.',
    remedy: 'Save it as one of these and choose it again.',
  },
};
