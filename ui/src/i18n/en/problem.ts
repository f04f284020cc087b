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
  book_damaged_backed_up: {
    what: 'The book is damaged. Its newest good backup is of {{backup_on}}.',
    remedy:
      'Leave the damaged file as it is, and open the backup as a new book; what was done after {{backup_on}} is to be done again there. {{backup}} {{detail}}',
  },
  book_is_backup: {
    what: 'This file is a backup. It stays what it is, so that one can come back to it.',
    remedy: 'Open it as a new book. {{path}}',
  },
  backup_damaged: {
    what: 'This backup is damaged. No new book was made.',
    remedy: 'Take an older one. {{path}} {{detail}}',
  },
  no_good_backup: {
    what: 'There is no good backup of this book where Duebook puts them.',
    remedy: 'If you have a backup elsewhere, open it as a new book. {{path}}',
  },
  backup_folder_missing: {
    what: 'The folder for backups is not there ({{path}}). The backup was put beside the book.',
    remedy: 'Connect the disk, or choose another folder under Setup, Check and backup. {{taken}}',
  },
  sequence_country_unknown: {
    what: 'There is no ready-made sequence for {{country}}.',
    remedy: 'There is one for: {{known}}. Change one of these, or the shipped one.',
  },
  hand_over_status_not_allowed: {
    what: 'You may not change account statuses. Nothing was handed over.',
    remedy: 'Hand over without a status, or ask somebody who decides about credit.',
  },
  sequence_used: {
    what: 'The sequence {{sequence}} is in use: posting profiles {{profiles}}, letters {{letters}}. It stays.',
    remedy: 'Take it out of the profiles; a sequence by which letters were made stays, so that they keep their texts.',
  },
  letter_hand_over_not_last: {
    what: '{{code}} is not the last letter for {{currency}}, and only that one proposes a hand-over.',
    remedy: 'Set the mark on the last one.',
  },
  sequence_exists: {
    what: 'The book has a sequence {{sequence}} already.',
    remedy: 'Change that one.',
  },
  undo_nothing_left: {
    what: 'There is nothing left of this to take back.',
    remedy: 'Look at the list again; it may have been taken back already.',
  },
  undo_waive_again: {
    what: 'This was claimed again by a debit of its own.',
    remedy: 'Waive it again on its interest note.',
  },
  undo_charge_again: {
    what: 'This was taken off by a credit note.',
    remedy: 'Make a new interest run: it charges the same days again.',
  },
  undo_journal_exported: {
    what: 'The accounting package has these entries.',
    remedy: 'Take back what they posted: a correction follows with the next export.',
  },
  undo_payables_exported: {
    what: 'Accounts payable have this request.',
    remedy: 'Choose Give back by a new entry on the page Reimbursements.',
  },
  undo_propose_again: {
    what: 'This was given back or rejected.',
    remedy: 'Propose it anew.',
  },
  undo_one_by_one: {
    what: 'These are {{count}} postings of their own.',
    remedy: 'Take each back where it is shown: under Bank, or on the Settle page of its customer.',
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
  holiday_region_unknown: {
    what: '“{{region}}” is no region of {{country}} with holidays of its own.',
    remedy: 'Choose one of the regions offered.',
  },
  invoice_account_self: {
    what: 'An account cannot be billed for itself by another one.',
    remedy: 'Leave the invoice account empty: the customer is billed itself.',
  },
  invoice_account_chain: {
    what: '{{account}} cannot be the invoice account here: it has an invoice account itself, or this customer is one for others.',
    remedy: 'Choose the account that is billed in the end.',
  },
  no_worked_day: { what: 'At least one day of the week must be worked.', remedy: 'Tick a day.' },
  logo_too_large: {
    what: 'The logo has {{bytes}} bytes; {{limit_bytes}} are the limit, because it stands in every letter.',
    remedy: 'Save it smaller.',
  },
  logo_not_a_picture: {
    what: 'The logo is neither PNG nor JPEG.',
    remedy: 'Save it as one of these and choose it again.',
  },
  account_not_bound: {
    what: 'No user of this book belongs to the account {{os_account}}.',
    remedy: 'Switch to a user with a PIN, or let a manager bind your account under Users.',
  },
  address_lines_wrong: {
    what: 'The address has too many or too long lines.',
    remedy: 'Use at most {{limit}} short lines.',
  },
  aging_definition_invalid: { what: 'These periods do not fit together.', remedy: '{{detail}}' },
  ambiguous: { what: 'The file can be read in two ways.', remedy: 'Answer the open questions on the page before.' },
  answers_with_bytes: {
    what: 'The window asked in the wrong way ({{command}}). Nothing was changed.',
    remedy: 'This is a fault of Duebook: please report it.',
  },
  answers_with_json: {
    what: 'The window asked in the wrong way ({{command}}). Nothing was changed.',
    remedy: 'This is a fault of Duebook: please report it.',
  },
  broken_workbook: {
    what: '{{file}} is an Excel file that cannot be opened. Nothing was imported.',
    remedy: 'Open it in Excel, save it again as .xlsx, and try that file. ({{detail}})',
  },
  cancelled_before_letter: {
    what: 'A letter cannot be cancelled from {{cancelled_on}}, before its own day {{letter_on}}.',
    remedy: 'Choose the day of the letter {{letter_no}} or a later one.',
  },
  changed_since_recognised: {
    what: 'The file was changed while you looked at it. Nothing was imported.',
    remedy: 'Choose it again, so that you see what is in it now.',
  },
  account_unchanged: {
    what: 'The customer has the number {{account}} already.',
    remedy: 'Type another one.',
  },
  account_taken: {
    what: 'The number {{account}} is that of {{name}}.',
    remedy: 'Type another one.',
  },
  absence_ends_first: {
    what: 'The absence would end on {{to_on}}, before it begins on {{from_on}}.',
    remedy: 'Correct one of the days.',
  },
  credit_task_is_proposal: {
    what: 'A proposed status is not ticked off.',
    remedy: 'Accept or decline the proposal; that ends the task.',
  },
  cover_type_used: {
    what: 'The type {{code}} stands in policies: {{count}}.',
    remedy: 'Give those policies another type first.',
  },
  credit_limit_by_adjustment: {
    what: 'A credit limit is not changed here.',
    remedy: 'Limits change by adjustment, so that every change has its reason.',
  },
  document_exists: {
    what: 'There is already a document {{document_no}}. Nothing was changed.',
    remedy: 'Check the file: the number may stand for two documents.',
  },
  email_invalid: { what: 'This is no e-mail address.', remedy: 'It needs a name, an @ and a domain.' },
  empty_file: {
    what: '{{file}} is empty. Nothing was imported.',
    remedy: 'Export it again and check that it has rows.',
  },
  encrypted_workbook: {
    what: '{{file}} is protected by a password. Nothing was imported.',
    remedy: 'Open it in Excel, remove the password and save it.',
  },
  file_not_written: {
    what: 'The file could not be written.',
    remedy: 'Close it if another program has it open, or choose another place. ({{detail}})',
  },
  filter_invalid: {
    what: 'The filter on {{column}} cannot be understood: {{value}}.',
    remedy: 'Remove the filter and add it again.',
  },
  import_ambiguous: {
    what: 'The file can be read in two ways. Nothing was imported.',
    remedy: 'Answer the {{questions}} open questions first.',
  },
  import_kind_unsupported: {
    what: '{{file}} was recognised, but an import cannot take these rows yet. Nothing was imported.',
    remedy: 'Leave the file out, or correct what its rows are.',
  },
  import_no_files: { what: 'No file was chosen.', remedy: 'Drop a file or choose one.' },
  rejected_source_gone: {
    what: '{{count}} rejected invoices are no longer where they were imported from: {{source}}. Nothing was written.',
    remedy: 'The book does not keep what it refuses. Put the file or folder back to its place, then save again.',
  },
  import_nothing_usable: {
    what: 'Not one row of {{file}} could be taken. Nothing was imported.',
    remedy: 'Look at the reasons in the preview and correct how the file is read.',
  },
  is_a_folder: { what: '{{file}} is a folder.', remedy: 'Choose a file in it.' },
  is_a_pdf: {
    what: '{{file}} is a PDF, whatever its name says. Nothing was imported.',
    remedy: 'Export the list as CSV or Excel instead.',
  },
  item_not_on_letter: {
    what: 'This document is not on the letter.',
    remedy: 'Open the letter again to see what is on it now.',
  },
  job_id_taken: { what: 'The same work is already running.', remedy: 'Wait until it has ended.' },
  kind_not_opened: {
    what: 'Duebook only opens papers and lists. {{path}} is something else.',
    remedy: 'Open it with the program that it belongs to.',
  },
  last_user_manager: {
    what: '{{user}} is the last one who may manage users.',
    remedy: 'Give somebody else that right first.',
  },
  letter_amount_negative: {
    what: 'A fee or a minimum is below zero ({{code}}, {{currency}}).',
    remedy: 'Type zero or more.',
  },
  letter_code_gap: {
    what: 'The sequence leaves out a letter before {{code}} ({{currency}}).',
    remedy: 'Start with letter 1 and leave none out; only Collection may follow any.',
  },
  letter_code_twice: { what: '{{code}} stands twice for {{currency}}.', remedy: 'Remove one of them.' },
  letter_codes_too_many: {
    what: 'A sequence has at most {{limit}} letters per currency.',
    remedy: 'Remove one for {{currency}}.',
  },
  letter_fee_settled: {
    what: 'The letter {{letter_no}} cannot be cancelled: its fee has been paid.',
    remedy: 'Credit the fee in your accounting instead.',
  },
  printing_needs_posting: {
    what: 'Here letters count as sent when they are posted, so they are printed after it.',
    remedy: 'Post the letters first, or let them count from the first printing in the rules of every run.',
  },
  letter_not_open: {
    what: 'The letter is {{status}} and cannot be changed any more.',
    remedy: 'Open the run again to see where it stands.',
  },
  letter_sequence_empty: { what: 'A sequence needs at least one letter.', remedy: 'Add letter 1.' },
  letter_text_missing: { what: 'There is no text for {{code}}.', remedy: 'Write one in at least one language.' },
  letter_address_too_long: {
    what: 'The address of the letter has {{lines}} lines, and the window of the envelope holds {{room}}.',
    remedy: 'Shorten the address in the review of the letter or on the card of the customer.',
  },
  letter_glyphs_missing: {
    what: 'No font has these signs of the letter: {{characters}}',
    remedy: 'Write them in other letters, or install a font that has them.',
  },
  letter_code_too_long: {
    what: 'The payment code of the letter holds more than its standard takes.',
    remedy: 'Shorten the names in it, or switch codes off in the rules of every run.',
  },
  letter_bill_needs_a4: { what: 'The payment part of a QR-bill needs A4.', remedy: 'Choose A4 in the company set-up.' },
  letter_language_unknown: {
    what: 'There are no formats for the language {{language}}.',
    remedy: 'Choose another language on the card of the customer.',
  },
  letter_text_twice: {
    what: 'There are two texts of {{code}} in the language {{language}}.',
    remedy: 'Keep one of them.',
  },
  letter_gap_too_short: {
    what: '{{code}} of the sequence {{sequence}} goes out after {{days}} days; the letter before grants the days that the country asks for.',
    remedy: 'Wait at least {{least}} days.',
  },
  print_file_too_large: { what: 'The print file is too large for one PDF.', remedy: 'Print fewer letters at once.' },
  posting_after_today: { what: 'Letters cannot be posted on {{posting_on}}.', remedy: 'The latest day is {{latest}}.' },
  cancelled_after_today: {
    what: 'Letters cannot be cancelled on {{cancelled_on}}, a day ahead.',
    remedy: 'The latest day is {{latest}}.',
  },
  profile_customer_unknown: {
    what: 'Line {{line}}: no customer has the account {{account}}.',
    remedy: 'Correct the account, or remove the line.',
  },
  unknown_tax_code: {
    what: 'There is no tax code {{tax_code}}.',
    remedy: 'Enter it with its rate under Tax on fees, or choose another.',
  },
  tax_rate_twice: { what: 'The tax code {{tax_code}} has two rates from {{from_on}} on.', remedy: 'Keep one of them.' },
  tax_code_used: { what: 'A letter charges the tax code {{tax_code}}.', remedy: 'Take it off the letters first.' },
  letter_unprintable: { what: 'The letter cannot be printed.', remedy: '{{detail}}' },
  letter_would_drop: {
    what: 'Without this document there would be no letter ({{reason}}). Nothing was changed.',
    remedy: 'Cancel the letter instead.',
  },
  listing_closed: { what: 'The list was closed meanwhile.', remedy: 'It is opened again.' },
  missing_columns: {
    what: '{{file}} lacks columns that are needed. Nothing was imported.',
    remedy: 'Map the columns by hand, or export the file with them. Found: {{headings}}.',
  },
  negative_amount: { what: 'The amount must not be below zero.', remedy: 'Type zero or more, or leave it empty.' },
  no_aging_definition: { what: 'There are no periods of age.', remedy: 'Make a definition first.' },
  no_book_open: { what: 'No book is open.', remedy: 'Open one first.' },
  no_known_columns: {
    what: 'No heading of {{file}} is known. Nothing was imported.',
    remedy: 'Check the row of the headings and the delimiter, or map the columns by hand. Found: {{headings}}.',
  },
  letters_sources_old: {
    what: 'The newest bank file (to {{bank_to}}) and the newest open items (to {{items_to}}) are both older than {{days}} working days.',
    remedy: 'Import the bank file first, or say why letters are made all the same.',
  },
  no_posted_letters: { what: 'There are no posted letters to print.', remedy: 'Post the letters first.' },
  no_such_sheet: { what: 'The workbook has no sheet {{sheet}}.', remedy: 'Choose one of: {{sheets}}.' },
  not_permitted: { what: '{{user}} may not do this.', remedy: 'Switch to a user with the right, or ask a manager.' },
  not_shown: { what: 'The file could not be shown.', remedy: 'Open it from its folder: {{path}} ({{detail}})' },
  path_not_text: { what: 'The name of this file cannot be read.', remedy: 'Rename it with plain letters.' },
  pin_not_set: { what: '{{user}} has no PIN.', remedy: 'A manager sets one under Users.' },
  pin_too_short: { what: 'The PIN is too short.', remedy: 'It needs at least {{shortest}} characters.' },
  pin_wrong: { what: 'The PIN of {{user}} is another one.', remedy: 'Type it again.' },
  posting_before_letter: {
    what: 'The letters of {{letter_on}} cannot be posted on {{posting_on}}.',
    remedy: 'Choose their own day or a later one.',
  },
  profile_line_twice: {
    what: 'Two lines of the profile {{profile}} name the same: {{key}}.',
    remedy: 'Keep one of them.',
  },
  profile_key_wrong: {
    what: 'A line of the profile {{profile}} names nobody: {{key}}.',
    remedy: 'Name an account or a group, or let it apply to all.',
  },
  rate_invalid: { what: '{{value}} is no exchange rate.', remedy: 'Type a number above zero.' },
  rate_same_currency: { what: 'A rate from {{currency}} to itself is not needed.', remedy: 'Choose two currencies.' },
  reason_missing: { what: 'A reason is needed.', remedy: 'Write why; it stands in the audit log.' },
  record_too_long: {
    what: 'One row of {{file}} goes on and on, from line {{line}}. Nothing was imported.',
    remedy: 'Most likely a quotation mark is not closed there.',
  },
  sample_unavailable: { what: 'The sample book of this size could not be made.', remedy: 'Choose another size.' },
  settlement_exists: {
    what: 'This settlement is already there. Nothing was changed.',
    remedy: 'Check the file for double rows.',
  },
  sheet_too_long: {
    what: 'An Excel sheet takes at most {{limit}} rows. Nothing was written.',
    remedy: 'Filter the list, or write it as CSV.',
  },
  sort_invalid: { what: 'The list cannot be sorted by {{column}}.', remedy: 'Sort it by another column.' },
  discount_percent_invalid: {
    what: '{{value}} % is no cash discount.',
    remedy: 'Enter more than 0 and at most 100, or leave the percent blank.',
  },
  terms_too_long: { what: 'These terms of payment are too long.', remedy: 'Use fewer days or months.' },
  too_many_views: {
    what: 'You have {{limit}} saved views; more do not fit.',
    remedy: 'Delete one that you no longer need.',
  },
  too_many_columns: {
    what: '{{file}} has {{found}} columns; {{limit}} are the limit. Nothing was imported.',
    remedy: 'Export only the columns that matter.',
  },
  unknown_aging_definition: { what: 'There are no periods named {{definition}}.', remedy: 'Choose others.' },
  unknown_column: { what: 'The list has no column {{column}}.', remedy: 'Sort it by another one.' },
  unknown_command: {
    what: 'Duebook does not know “{{command}}”. Nothing was changed.',
    remedy: 'This is a fault of Duebook: please report it.',
  },
  unknown_customer: { what: 'There is no customer {{account}}.', remedy: 'Search by name instead.' },
  unknown_delimiter: { what: '“{{delimiter}}” cannot part cells.', remedy: 'Choose another delimiter.' },
  unknown_encoding: { what: 'Nobody knows the encoding {{label}}.', remedy: 'Choose one from the list.' },
  unknown_aging_run: {
    what: 'This run is no longer in the history.',
    remedy: 'Open another one, or update the figures.',
  },
  unknown_letter: { what: 'This letter does not exist any more.', remedy: 'Open the run again.' },
  unknown_letter_code: { what: 'There is no letter {{code}}.', remedy: 'Choose one of the five.' },
  unknown_letter_run: { what: 'This letter run does not exist.', remedy: 'Open it from the list of runs.' },
  unknown_letter_sequence: { what: 'There is no sequence {{sequence}}.', remedy: 'Choose another one.' },
  unknown_profile: { what: 'There is no posting profile {{profile}}.', remedy: 'Choose another one.' },
  unknown_terms: { what: 'There are no terms of payment {{terms}}.', remedy: 'Choose others.' },
  unknown_transaction: { what: 'This document does not exist.', remedy: 'Open the customer again.' },
  unknown_user: { what: 'There is no user {{user}}.', remedy: 'Choose another one.' },
  unreadable: {
    what: '{{file}} is no text in {{encoding}}. Nothing was imported.',
    remedy: 'Choose another encoding.',
  },
  user_code_invalid: {
    what: 'A short name has letters, digits, dots and dashes only.',
    remedy: 'Leave out blanks and other signs.',
  },
  user_exists: { what: '{{user}} already has this.', remedy: 'Choose another one.' },
  user_inactive: { what: '{{user}} may not work in this book any more.', remedy: 'Choose another user.' },
  value_missing: { what: 'Something is missing here.', remedy: 'Fill in this field.' },
  value_too_large: { what: 'The value is too large.', remedy: 'At most {{limit}}.' },
  value_too_long: { what: 'The text is too long.', remedy: 'At most {{limit}} characters.' },
  work_lost: { what: 'The work ended without an answer. Nothing was changed.', remedy: 'Try again. ({{detail}})' },
  workbook_too_large: {
    what: '{{file}} would unpack to {{bytes}} bytes; {{limit}} are the limit. Nothing was imported.',
    remedy: 'Export fewer rows, or take CSV.',
  },
  wrong_content: {
    what: '{{file}} is no table ({{found}}). Nothing was imported.',
    remedy: 'Export it as CSV or as .xlsx.',
  },
  day_out_of_range: { what: 'This day is outside the calendar.', remedy: 'Choose a day between 1900 and 9999.' },
  amount_not_positive: { what: 'The amount must be more than zero.', remedy: 'Type a positive amount.' },
  automatic_settlement_off: {
    what: 'Automatic settlement is switched off.',
    remedy: 'Switch it on under Setup, or settle on the customer page.',
  },
  bank_account_exists: { what: 'There is already a bank account {{number}}.', remedy: 'Change that one instead.' },
  bank_account_not_in_file: {
    what: '{{file}} does not say for which account a statement is (line {{line}}). Nothing was imported.',
    remedy: 'Ask the bank for a complete file.',
  },
  bank_account_number_missing: {
    what: 'The bank account has no number.',
    remedy: 'Type the IBAN, or the number as the bank writes it.',
  },
  bank_line_not_covered: {
    what: 'The amounts do not add up to the bank line. Nothing was posted.',
    remedy: 'Mark documents or an account for the whole amount.',
  },
  bank_line_not_open: {
    what: 'This bank line does not wait any more. Nothing was changed.',
    remedy: 'Open it from the list again.',
  },
  bank_line_not_posted: { what: 'Nothing is posted from this bank line.', remedy: 'Open it from the list again.' },
  bank_lines_posted: {
    what: 'Payments stand on lines of this bank file: {{documents}}. Nothing was undone.',
    remedy: 'Undo these payments first.',
  },
  bank_share_wrong_sign: {
    what: 'The share of one customer goes the other way than the bank line. Nothing was posted.',
    remedy: 'Take the credit of this customer out of the payment.',
  },
  cleared_before_received: {
    what: '{{number}} was received on {{received_on}} and cannot be cleared before.',
    remedy: 'Choose a later day.',
  },
  discount_not_granted: {
    what: '{{document_no}} grants no such discount on this day. Nothing was posted.',
    remedy: 'Take it as a small difference, or leave it open.',
  },
  exchange_rate_missing: {
    what: 'There is no exchange rate for {{currency}} on this day. Nothing was posted.',
    remedy: 'Enter one under Setup.',
  },
  instrument_not_uncleared: {
    what: '{{number}} is cleared or returned already.',
    remedy: 'Look at all cheques and bills.',
  },
  instrument_number_missing: { what: 'The paper has no number.', remedy: 'Type the number that stands on it.' },
  nothing_to_settle: {
    what: 'Nothing marked can be settled. Nothing was posted.',
    remedy: 'Mark a debit and a credit of the same currency.',
  },
  no_small_balances: {
    what: 'No rest is left to close. Nothing was posted.',
    remedy: 'Raise a threshold, or take rests that you left open.',
  },
  posting_day_to_come: {
    what: '{{day}} has not come yet. Nothing was posted.',
    remedy: 'Choose today or an earlier day.',
  },
  priority_list_empty: {
    what: 'The priority list is on but has no level.',
    remedy: 'Add a level, or switch the list off.',
  },
  settle_not_of_account: {
    what: '{{document_no}} is not of account {{account}} in {{currency}}. Nothing was posted.',
    remedy: 'Open the customer again.',
  },
  settle_not_positive: {
    what: 'The amount for {{document_no}} must be more than zero. Nothing was posted.',
    remedy: 'Type a positive amount.',
  },
  settle_other_currency: {
    what: '{{document_no}} is in {{currency}}, the credit in {{other}}. Nothing was posted.',
    remedy: 'Settle it by hand with both amounts.',
  },
  settle_other_customer: {
    what: '{{document_no}} is of account {{account}}, the credit of {{other}}. Nothing was posted.',
    remedy: 'Settle documents of one customer only.',
  },
  settle_over_open: {
    what: 'More was asked of {{document_no}} than is open. Nothing was posted.',
    remedy: 'Look at what is open now, and try again.',
  },
  settle_same_currency: {
    what: '{{document_no}} and the credit have the same currency: there is nothing to exchange.',
    remedy: 'Mark them as usual.',
  },
  returns_switched_off: {
    what: 'Returned payments are switched off. Nothing was changed.',
    remedy: 'Switch them on in the set-up of returns, on the page Returned payments.',
  },
  return_not_a_payment: {
    what: '{{document_no}} is no payment: only a payment can come back. Nothing was changed.',
    remedy: 'Mark the payment that the bank returned.',
  },
  return_without_bank_account: {
    what: '{{document_no}} names no bank account, so that no bank can return it. Nothing was changed.',
    remedy: 'Undo its settlement instead, or import it with its bank account.',
  },
  return_account_forbids: {
    what: 'Payments on {{bank_account}} cannot come back, as it is set up. Nothing was changed.',
    remedy: 'Allow it in the bank account, on the page Bank statements.',
  },
  return_twice: {
    what: '{{document_no}} came back on {{returned_on}} already; a payment comes back once. Nothing was changed.',
    remedy: 'Look at it on the page Returned payments.',
  },
  return_payment_taken_back: {
    what: 'The posting of {{document_no}} was taken back; there is nothing to return. Nothing was changed.',
    remedy: 'Confirm its bank line first, if it did come in.',
  },
  return_before_payment: {
    what: 'The payment is of {{paid_on}} and cannot come back on {{returned_on}}.',
    remedy: 'Type a day from then on.',
  },
  return_of_recovery: {
    what: '{{document_no}} was taken as a recovery of the write-off {{number}}, with {{amount}}.',
    remedy: 'Take the recovery back first, on the page of the write-off; then mark the payment as returned.',
  },
  return_of_reimbursement: {
    what: '{{amount}} of {{document_no}} are about to be paid back with the reimbursement {{number}}.',
    remedy: 'Take the approval of the reimbursement back first; then mark the payment as returned.',
  },
  return_of_dividend: {
    what: '{{document_no}} was posted as a dividend of the insolvency {{number}}, with {{amount}}.',
    remedy: 'Take the posting of the dividend back first; then mark the payment as returned.',
  },
  return_in_future: {
    what: '{{returned_on}} is still to come.',
    remedy: 'Type today or a day before.',
  },
  payment_was_returned: {
    what: '{{document_no}} came back on {{returned_on}}. Nothing was undone.',
    remedy: 'Take the return back first, on the page Returned payments.',
  },
  return_undone: {
    what: 'This return is taken back already.',
    remedy: 'Open the list again.',
  },
  unknown_return: {
    what: 'There is no such return.',
    remedy: 'Open the list again.',
  },
  bank_line_not_returned: {
    what: 'This bank line gives no payment back, or did so already. Nothing was changed.',
    remedy: 'Open it from the list again.',
  },
  return_payment_unknown: {
    what: 'No payment of the book fits this line. Nothing was changed.',
    remedy: 'Return the payment on the page of its customer, then set the line aside.',
  },
  return_payment_not_posted: {
    what: 'The line that brought this payment is not posted. Nothing was changed.',
    remedy: 'Confirm that line first, or set both aside.',
  },
  return_other_currency: {
    what: '{{document_no}} is in {{currency}}, the line of the bank in {{other}}. Nothing was changed.',
    remedy: 'Return the payment on the page of its customer.',
  },
  return_of_a_part: {
    what: 'The bank took back less than the payment. Nothing was changed.',
    remedy: 'Enter the part as a refund: set the line aside and pay out by hand.',
  },
  charges_key_of_all: {
    what: 'A line for all customers names none.',
    remedy: 'Leave the field empty, or choose for whom it holds.',
  },
  charges_amount_needs_currency: {
    what: 'An amount needs its currency.',
    remedy: 'Type the currency, or take a percentage.',
  },
  charges_amount_or_percent: {
    what: 'A line charges either an amount above zero or 0.01 to 100 percent.',
    remedy: 'Type one of them.',
  },
  charges_group_used: {
    what: '{{code}} is on the bank accounts {{bank_accounts}}. Nothing was deleted.',
    remedy: 'Take it off there first.',
  },
  unknown_charges_group: {
    what: 'There is no charges group {{code}}.',
    remedy: 'Choose one of the list, or add it first.',
  },
  journal_unbalanced: {
    what: 'The lines of {{document_no}} do not add up to nothing. Nothing was written.',
    remedy: 'This is a fault of Duebook; report it with the trace.',
  },
  unknown_journal_entry: {
    what: 'There is no such entry in the journal.',
    remedy: 'Open the list again.',
  },
  journal_entry_corrected: {
    what: 'The journal entry {{number}} was taken back already. Nothing was changed.',
    remedy: 'Look at the entries of the document.',
  },
  reimbursement_nothing: {
    what: 'Nothing can be paid back. Nothing was written.',
    remedy: 'The preview says for each credit why it is left out.',
  },
  reimbursement_currency_twice: {
    what: 'There are two minimums for {{currency}}.',
    remedy: 'Keep one of them.',
  },
  unknown_reimbursement: {
    what: 'There is no such reimbursement.',
    remedy: 'Open the list again.',
  },
  unknown_reimbursement_run: {
    what: 'There is no such run.',
    remedy: 'Open the list again.',
  },
  reimbursement_none_marked: {
    what: 'No reimbursement is marked.',
    remedy: 'Mark at least one.',
  },
  reimbursement_step: {
    what: '{{number}} cannot take this step from where it stands. Nothing was changed.',
    remedy: 'Open it and look at the steps that it offers.',
  },
  reimbursement_above_ceiling: {
    what: '{{number}} is above your approval ceiling. Nothing was posted.',
    remedy: 'Ask somebody with a higher one to approve it.',
  },
  reimbursement_changed: {
    what: '{{document_no}} is not as open any more as {{number}} proposed, or is disputed. Nothing was posted.',
    remedy: 'Reject the proposal and run again.',
  },
  reimbursement_without_bank_details: {
    what: '{{number}} for {{name}} ({{account}}) goes to a one-time vendor without a bank account. Nothing was exported.',
    remedy: 'Take the approval back, reject it, type the IBAN on the page of the customer, and propose it again.',
  },
  reimbursement_no_step_back: {
    what: '{{number}} has no step that can be taken back. Nothing was changed.',
    remedy: 'What was exported is given back by a new entry.',
  },
  reimbursement_twice: {
    what: '{{document_no}} stands in {{number}} by now. Nothing was changed.',
    remedy: 'Reject that one first.',
  },
  settlement_of_reimbursement: {
    what: 'This settlement belongs to the reimbursement {{number}}. Nothing was undone.',
    remedy: 'Take the reimbursement back instead, on the page Reimbursements.',
  },
  settled_since: {
    what: '{{document_no}} was settled with something else since ({{settled_on}}). Nothing was undone.',
    remedy: 'Undo that settlement first.',
  },
  settlement_already_undone: { what: 'This settlement is undone already.', remedy: 'Open the history again.' },
  small_balances_undone: { what: 'This run is taken back already.', remedy: 'Open the earlier runs again.' },
  threshold_negative: { what: 'The threshold for {{currency}} is negative.', remedy: 'Type zero or more.' },
  threshold_twice: { what: 'There are two thresholds for {{currency}}.', remedy: 'Keep one of them.' },
  tolerance_negative: { what: 'The tolerance for {{currency}} is negative.', remedy: 'Type zero or more.' },
  tolerance_twice: { what: 'There are two tolerances for {{currency}}.', remedy: 'Keep one of them.' },
  unknown_bank_account: { what: 'There is no bank account {{number}}.', remedy: 'Choose another one.' },
  unknown_bank_line: { what: 'This bank line does not exist any more.', remedy: 'Open the list again.' },
  unknown_instrument: { what: 'This paper does not exist.', remedy: 'Open the list again.' },
  unknown_small_balance_run: {
    what: 'There is no such run of small balances.',
    remedy: 'Open the earlier runs again.',
  },
  unknown_proposal: {
    what: 'This proposal does not stand any more. Nothing was posted.',
    remedy: 'Look at the line again.',
  },
  unknown_settlement: { what: 'This settlement does not exist.', remedy: 'Open the history again.' },
  archive_broken: {
    what: 'The ZIP {{file}} cannot be read. Nothing was imported.',
    remedy: 'Fetch it again. ({{entry}} {{detail}})',
  },
  archive_unsafe_path: {
    what: 'The ZIP {{file}} has a name that leads out of it ({{entry}}). Nothing of it was read.',
    remedy: 'Ask where the file comes from.',
  },
  archive_encrypted: {
    what: 'The ZIP {{file}} is behind a password. Nothing was imported.',
    remedy: 'Unpack it first.',
  },
  archive_too_many_entries: {
    what: 'The ZIP {{file}} has {{found}} files; {{limit}} are the limit. Nothing was imported.',
    remedy: 'Split it.',
  },
  archive_too_large: {
    what: 'The ZIP {{file}} unpacks to more than {{limit}} bytes ({{entry}}). Nothing was imported.',
    remedy: 'Split it.',
  },
  archive_bomb: {
    what: '{{entry}} in the ZIP {{file}} is packed more densely than real data is. Nothing was imported.',
    remedy: 'Ask where the file comes from.',
  },
  archive_unknown_method: {
    what: '{{entry}} in the ZIP {{file}} is packed in an unknown way ({{method}}). Nothing was imported.',
    remedy: 'Pack it as an ordinary ZIP.',
  },
  xml_broken: {
    what: '{{file}} is damaged (line {{line}}). Nothing was imported.',
    remedy: 'Fetch it again. ({{detail}})',
  },
  xml_doctype: {
    what: '{{file}} has a document type, which bank files never have. Nothing was imported.',
    remedy: 'Ask where the file comes from.',
  },
  xml_entity: {
    what: '{{file}} has an unknown entity {{name}} (line {{line}}). Nothing was imported.',
    remedy: 'Ask where the file comes from.',
  },
  xml_too_deep: {
    what: '{{file}} nests more than {{limit}} elements. Nothing was imported.',
    remedy: 'Ask where the file comes from.',
  },
  xml_text_too_long: {
    what: 'A text in {{file}} has more than {{limit}} bytes. Nothing was imported.',
    remedy: 'Ask where the file comes from.',
  },
  xml_too_many_parts: {
    what: '{{element}} in {{file}} has more than {{limit}} parts. Nothing was imported.',
    remedy: 'Ask the bank for single entries.',
  },
  xml_cut_short: {
    what: '{{file}} ends in the middle ({{element}}). Nothing was imported.',
    remedy: 'Fetch it again.',
  },
  not_a_bank_file: {
    what: '{{file}} is no bank file that Duebook knows. Nothing was imported.',
    remedy: 'Export it as camt or MT940.',
  },
  bank_value: {
    what: '{{file}} has a value that cannot be taken: {{value}} in {{element}} (line {{line}}). Nothing was imported.',
    remedy: 'Ask the bank for a right file.',
  },
  bank_value_missing: {
    what: '{{file}} lacks {{element}} (line {{line}}). Nothing was imported.',
    remedy: 'Ask the bank for a complete file.',
  },
  bank_account_not_chosen: {
    what: '{{file}} does not say for which account it is. Nothing was imported.',
    remedy: 'Choose the bank account, and import it again.',
  },
  import_has_later_work: {
    what: 'Later work stands on this import ({{count}} records: {{names}}). Nothing was undone.',
    remedy: 'Undo what is listed first, the newest before the others.',
  },
  import_undone_already: {
    what: 'This import was already undone by {{user}}.',
    remedy: 'Import the file again if you want it back.',
  },
  import_undone_elsewhere: {
    what: 'A bank file is not undone here. Nothing was changed.',
    remedy: 'Undo it under Bank.',
  },
  unknown_batch: {
    what: 'There is no import with the number {{batch_id}}.',
    remedy: 'Choose one from the history.',
  },
  whole_list_older: {
    what: '{{file}} is a list of {{as_of}}, and a newer one of {{newest}} is in the book. Nothing was imported.',
    remedy: 'Import it without taking it as the whole list, or check its day.',
  },
  whole_list_without_open: {
    what: '{{file}} does not say what is open, so it cannot be the whole list of open items.',
    remedy: 'Choose the column with the open amount, or import it as documents.',
  },
  import_is_bank_file: {
    what: '{{file}} holds lines of a bank account. Nothing was imported.',
    remedy: 'Drop it again: bank files are read under Bank.',
  },
  copy_missing: {
    what: 'This document has no copy.',
    remedy: 'Drop a folder or a ZIP of PDFs on the import page.',
  },
  copy_too_large: {
    what: '{{file}} is too large to be kept. Nothing was attached.',
    remedy: 'Save the PDF smaller.',
  },
  unknown_document: {
    what: 'The document is not in the book any more. Nothing was changed.',
    remedy: 'Look at the preview again.',
  },
  detail_written_twice: {
    what: 'The details of one document were written twice in one act. Nothing was changed.',
    remedy: 'This is a fault of Duebook: please report it.',
  },
  bank_import_not_there: {
    what: 'This bank import is not there any more. Nothing was changed.',
    remedy: 'Open the list of statements again.',
  },
  credit_limit_below_zero: {
    what: 'A limit is not below zero. Nothing was changed.',
    remedy: 'Type 0 for no credit, or leave it empty for not set.',
  },
  approval_row_empty: {
    what: 'Row {{row}} of the approvals matches nothing.',
    remedy: 'Its upper bound must be above its lower one.',
  },
  approval_row_role: {
    what: 'Row {{row}} names a role that approves nothing.',
    remedy: 'Choose clerk, credit manager or finance.',
  },
  approval_row_order: {
    what: 'Row {{row}} gives two roles the same place.',
    remedy: 'Give each role a place of its own.',
  },
  credit_setup_used: {
    what: '{{code}} is used and stays.',
    remedy: 'Rename it instead, so that what used it can still be read.',
  },
  unknown_credit_reason: {
    what: 'There is no such reason for this.',
    remedy: 'Choose another one, or add it under Reasons.',
  },
  unknown_credit_group: {
    what: 'There is no credit management group {{code}}.',
    remedy: 'Choose another one, or add it under Credit setup.',
  },
  unknown_account_status: {
    what: 'There is no account status {{code}}.',
    remedy: 'Choose another one, or add it under Credit setup.',
  },
  identification_missing: {
    what: 'With this limit the customer must be identified. Nothing was changed.',
    remedy: 'Enter the government identification first.',
  },
  customer_closed: {
    what: '{{account}} is closed and gets no new limit.',
    remedy: 'Change its account status first.',
  },
  status_unchanged: {
    what: 'The customer has this status already.',
    remedy: 'Choose another one.',
  },
  amounts_rate_missing: {
    what: 'There is no exchange rate from {{currency}} to {{into}} on {{day}}, so the amounts cannot be shown in {{into}}.',
    remedy: 'Enter it under Exchange rates, or show each amount in the currency of its document.',
  },
  exposure_rate_missing: {
    what: 'There is no exchange rate for {{currency}} on this day, so the exposure is not known.',
    remedy: 'Enter it under Exchange rates.',
  },
  exposure_out_of_range: {
    what: 'An amount in {{currency}} is too large to be added up.',
    remedy: 'Check the exchange rate and the documents.',
  },
  limit_line_two_targets: {
    what: 'A line names a customer or a group, not both. Nothing was changed.',
    remedy: 'Leave one of them empty.',
  },
  limit_line_no_target: {
    what: 'The line names no customer and no group.',
    remedy: 'Choose one.',
  },
  limit_line_no_expiry: {
    what: 'A new limit needs the day until which it holds.',
    remedy: 'Enter it.',
  },
  limit_line_ends_first: {
    what: 'The limit would end on {{to_on}}, before it begins on {{from_on}}.',
    remedy: 'Correct one of the days.',
  },
  limit_line_overlaps: {
    what: 'Another temporary limit of this customer or group holds from {{from_on}} to {{to_on}}.',
    remedy: 'Choose days outside of it.',
  },
  limit_must_be_submitted: {
    what: 'Adjustments need approval: a draft is not posted.',
    remedy: 'Submit it first.',
  },
  limit_no_workflow: {
    what: 'Adjustments need no approval in this book.',
    remedy: 'Post the journal.',
  },
  limit_journal_posted: {
    what: 'The journal is posted and stays as it is.',
    remedy: 'Make a new journal with the old values.',
  },
  limit_journal_state: {
    what: 'This cannot be done with a journal that is {{state}}.',
    remedy: 'Look at the journal again: somebody may have decided meanwhile.',
  },
  limit_preparer_decides: {
    what: 'Whoever prepared a journal does not decide about it.',
    remedy: 'Ask somebody else to approve it.',
  },
  limit_role_missing: {
    what: 'Your roles do not allow this.',
    remedy: 'Ask a credit manager.',
  },
  limit_nothing_to_approve: {
    what: 'Nothing is left to approve.',
    remedy: 'Look at the journal again.',
  },
  limit_signed_already: {
    what: 'You have approved this journal already.',
    remedy: 'The next approval is somebody else’s.',
  },
  limit_next_role: {
    what: 'The next approval is that of another role: {{role}}.',
    remedy: 'Ask somebody who has it.',
  },
  interest_rate_unknown: {
    what: 'The {{reference}} is not known for {{half_year}}, only until {{known_until}}. Nothing was calculated beyond that, and nothing was written.',
    remedy: 'Enter it with its source under Reference rates, or calculate up to an earlier day.',
  },
  interest_out_of_range: {
    what: 'The interest is larger than an amount can be. Nothing was written.',
    remedy: 'Look at the rate of the interest code and at the amounts.',
  },
  interest_no_notes: {
    what: 'There are no such notes.',
    remedy: 'Open the list of interest notes again and mark some.',
  },
  interest_note_not_open: {
    what: 'One of the notes is posted or cancelled already. Nothing was changed.',
    remedy: 'Mark only notes that are created or printed.',
  },
  interest_note_not_printed: {
    what: 'A note is printed before it is posted, and one of these is not. Nothing was posted.',
    remedy: 'Print it first, or change that under Interest codes, Interest parameters.',
  },
  interest_note_not_posted: {
    what: 'Only what a posted note charges can be waived, reinstated or reversed.',
    remedy: 'Post the note first, or cancel it.',
  },
  interest_note_is_credit: {
    what: '{{note_no}} is interest that is owed to the customer; there is nothing to waive.',
    remedy: 'Reverse it if it is wrong.',
  },
  interest_nothing_to_waive: {
    what: 'There is nothing unpaid left to waive of {{note_no}}.',
    remedy: 'Tick “also what is paid already” if the customer is to have that back.',
  },
  interest_nothing_of_customer: {
    what: '{{account}} has no posted interest that this could be done with.',
    remedy: 'Look at the interest notes of the customer.',
  },
  interest_nothing_to_reinstate: {
    what: 'Nothing of it is waived.',
    remedy: 'Only what was waived of {{note_no}} can be claimed again.',
  },
  interest_nothing_to_reverse: {
    what: 'Nothing is left of it that could be reversed.',
    remedy: 'Look at the adjustments of {{note_no}}.',
  },
  interest_above_ceiling: {
    what: '{{amount}} is above your waiver ceiling of {{ceiling}}. Nothing was waived.',
    remedy: 'Waive less, or ask somebody with a higher ceiling.',
  },
  interest_to_future: {
    what: 'Notes cannot be made up to {{to_on}}: that day is still to come.',
    remedy: 'Make them up to today at the latest; a calculation may look further.',
  },
  interest_insolvent_since: {
    what: 'Note {{note_no}} charges days after {{opened_on}}, when an insolvency was opened.',
    remedy: 'Calculate interest again: the note is then made up to the day before. Nothing was posted.',
  },
  interest_yearly_only: {
    what: 'A yearly rate counts every day: amounts, and ranges by days or months, say nothing then.',
    remedy: 'Choose a percentage without ranges or with ranges by amount, or charge by intervals.',
  },
  interest_reference_and_mode: {
    what: 'A rate that follows needs a reference rate, and a fixed one has none.',
    remedy: 'Choose the reference rate, or enter the fixed rate without one.',
  },
  interest_day: {
    what: '{{on}} is not possible: the day lies between {{first}} and {{today}}.',
    remedy: 'Choose a day in between.',
  },
  interest_fee_alone: {
    what: 'A fee is not reversed alone.',
    remedy: 'Reverse the whole note, or waive the fee.',
  },
  interest_newer_first: {
    what: 'There is a newer note, posted on {{newest_on}}. The newest is reversed first.',
    remedy: 'Reverse that one, then this one.',
  },
  interest_days_crossed: {
    what: '{{from_on}} is after {{to_on}}.',
    remedy: 'Choose a first day that is not after the last one.',
  },
  interest_version_order: {
    what: 'A version of {{code}} begins on {{newest_on}}; this one would not come in order.',
    remedy: 'Choose a day after that, and before the next version.',
  },
  interest_version_used: {
    what: 'The version of {{code}} from {{from_on}} has made notes ({{notes}}) and stays as it is.',
    remedy: 'Make a new version for other terms; texts may change.',
  },
  interest_version_charged: {
    what: 'By the version before, {{code}} has charged up to {{charged_to}} already.',
    remedy: 'Let this version begin after that day.',
  },
  interest_version_not_newest: {
    what: 'Only the newest version of {{code}} can be deleted.',
    remedy: 'Delete the newer ones first.',
  },
  interest_version_not_future: {
    what: 'This version of {{code}} begins on {{from_on}}: only one that begins later can be activated early.',
    remedy: 'Make a new version instead.',
  },
  interest_code_used: {
    what: '{{code}} is named by lines of posting profiles ({{profiles}}) and documents ({{documents}}).',
    remedy: 'Take it out there first. Nothing was deleted.',
  },
  unknown_interest_code: {
    what: 'There is no interest code {{code}}.',
    remedy: 'Choose another one, or set it up under Interest codes.',
  },
  unknown_interest_version: {
    what: 'This version is not there any more.',
    remedy: 'Open the interest codes again.',
  },
  unknown_interest_note: {
    what: 'This interest note is not there.',
    remedy: 'Open the list of interest notes again.',
  },
  unknown_interest_waiver: {
    what: 'There is no such waiver.',
    remedy: 'Open the note again and look at its history.',
  },
  unknown_interest_item: {
    what: 'The note has no such document.',
    remedy: 'Open the note again and choose one of its documents.',
  },
  unknown_interest_pack: {
    what: 'There is no law {{pack}}.',
    remedy: 'Choose one of the laws offered.',
  },
  interest_nothing_charged: {
    what: 'By this version {{code}} would charge nothing, and pay nothing.',
    remedy: 'Set a rate, an amount, a law or a fee.',
  },
  interest_no_interval: {
    what: 'An interval needs at least one day or month.',
    remedy: 'Type how long it is, or count by days.',
  },
  interest_first_range: {
    what: 'The first range of {{currency}} does not begin with 0.',
    remedy: 'Let it begin with 0.',
  },
  interest_ranges_order: {
    what: 'The ranges of {{currency}} do not ascend.',
    remedy: 'Each begins above the one before it.',
  },
  interest_ranges_missing: {
    what: 'Ranges are asked for, and there are none. {{currency}}',
    remedy: 'Add a currency with its ranges, or choose no range.',
  },
  interest_maximum_below_minimum: {
    what: 'The maximum in {{currency}} is below the minimum.',
    remedy: 'Raise it, or leave it empty.',
  },
  interest_currency_twice: {
    what: '{{currency}} is there twice.',
    remedy: 'Take one of the two away.',
  },
  interest_rate_implausible: {
    what: '{{value}} is no plausible rate.',
    remedy: 'Type per cent a year, with at most four decimals, such as 1.27.',
  },
  limit_above_ceiling: {
    what: 'The amount is above your approval ceiling.',
    remedy: 'Ask somebody with a higher one.',
  },
  limit_nobody_approves: {
    what: 'Nobody in this book can approve this as {{role}}.',
    remedy: 'Give another user the role under Users, or switch approval off under Credit setup.',
  },
  approval_row_overlaps: {
    what: 'Row {{row}} and row {{other}} ask the same role about the same amounts.',
    remedy: 'Let one begin where the other ends, or remove one.',
  },
  limit_approver_left: {
    what: '{{user}}, who would approve this as {{role}}, has left, and nobody stands in.',
    remedy: 'Name a substitute or give another user the role under Users.',
  },
  limit_undo_not_posted: {
    what: 'Only a posted journal is taken back; this one is {{state}}.',
    remedy: 'Recall it, or change its lines.',
  },
  limit_undone_already: {
    what: 'Journal {{number}} takes this one back already.',
    remedy: 'Open that one.',
  },
  limit_line_of_undo: {
    what: 'A journal that takes another one back holds the old values and gets no other lines.',
    remedy: 'Begin a new journal for other values.',
  },
  unknown_shared_group: {
    what: 'There is no customer credit group {{code}}.',
    remedy: 'Choose another one, or add it under Credit setup.',
  },
  shared_currency_used: {
    what: 'Limits of this group stand in {{currency}}, so the group keeps it. Nothing was changed.',
    remedy: 'Make a new group for the other currency.',
  },
  unknown_credit_task: { what: 'This task is not there.', remedy: 'Open the list of tasks again.' },
  credit_task_state: {
    what: 'The task is {{state}} already.',
    remedy: 'Open the list of tasks again.',
  },
  credit_task_later: {
    what: '{{on}} has not come yet.',
    remedy: 'Give the day on which it was done.',
  },
  turnover_period_runs: {
    what: 'The period runs until {{to_on}}; its turnover is not known yet. Nothing was kept.',
    remedy: 'Declare it when the period is over.',
  },
  unknown_turnover: { what: 'This declaration is not there.', remedy: 'Open the list of declarations again.' },
  unknown_prospect: { what: 'This prospect is not there.', remedy: 'Open the list again.' },
  unknown_application: { what: 'This application is not there.', remedy: 'Open the list again.' },
  unknown_application_document: { what: 'This document is not there.', remedy: 'Open the application again.' },
  prospect_is_customer: {
    what: 'The prospect is this customer already. Nothing was changed.',
    remedy: 'Change the customer itself.',
  },
  prospect_account_taken: {
    what: 'Account {{account}} is another customer’s.',
    remedy: 'Type another one, or link the prospect with that customer first.',
  },
  prospect_customer_used: {
    what: 'Account {{account}} has documents, limits or policies by now and cannot go. Nothing was changed.',
    remedy: 'Keep both, or give the account to the same customer in the accounting package.',
  },
  application_state: {
    what: 'This cannot be done with an application that is {{state}}.',
    remedy: 'Look at the application again: somebody may have decided meanwhile.',
  },
  application_valid_before: {
    what: '{{valid_until}} is over already.',
    remedy: 'Choose a day from today on.',
  },
  limit_journal_empty: {
    what: 'The journal has no lines.',
    remedy: 'Add one first.',
  },
  unknown_limit_journal: {
    what: 'This journal is not there.',
    remedy: 'Open the list of journals again.',
  },
  unknown_limit_line: {
    what: 'This line is not there any more.',
    remedy: 'Open the journal again.',
  },
  policy_coverage_not_allowed: {
    what: 'A guarantee has no coverage type.',
    remedy: 'Leave it empty, or make it an insurance.',
  },
  policy_value_negative: {
    what: 'The value of a policy is not negative.',
    remedy: 'Type it without a sign.',
  },
  unknown_cover_type: {
    what: 'There is no coverage type {{code}}.',
    remedy: 'Choose another one, or add it first.',
  },
  customer_in_other_group: {
    what: '{{account}} shares the limit of group {{group}} already.',
    remedy: 'Take it out of that group first.',
  },
  order_at_no_step: {
    what: 'Order {{order_no}} stands at “{{step}}”: it is not checked, held or changed there.',
    remedy: 'A quotation is checked once it is an order, and a closed order is finished.',
  },
  order_not_possible: {
    what: 'Order {{order_no}} is {{state}}: this is not possible now.',
    remedy: 'Open it again first, or look at its history.',
  },
  unknown_order: {
    what: 'There is no order {{order_no}}.',
    remedy: 'Check the number; an order that was never checked or imported must be typed with its customer and amount.',
  },
  unknown_check: {
    what: 'This check is not in the book.',
    remedy: 'Open the order again.',
  },
  unknown_hold: {
    what: 'This hold is not in the book.',
    remedy: 'Open the list again.',
  },
  unknown_rule: {
    what: 'This rule is not there any more.',
    remedy: 'Open the page again.',
  },
  unknown_code: {
    what: '“{{code}}” is not set up in this book.',
    remedy: 'Choose one of the list, or set it up first.',
  },
  number_of_other_customer: {
    what: 'The number {{number}} belongs to an order of customer {{account}}.',
    remedy: 'Use another number, or check the customer.',
  },
  prepaid_negative: {
    what: 'A prepaid amount cannot be negative.',
    remedy: 'Enter it without a sign.',
  },
  order_is_in_book: {
    what: 'Order {{order_no}} is kept here with {{amount_minor}} {{currency}}: another amount was sent for its check.',
    remedy: 'Change the order first, or send its number only.',
  },
  order_amount_too_large: {
    what: 'The amount of the order is too large.',
    remedy: 'Correct it: more than ten million millions cannot be added up.',
  },
  order_tax_above_amount: {
    what: 'The tax is more than the whole amount.',
    remedy: 'The amount is with tax; correct one of the two.',
  },
  order_open_above_amount: {
    what: 'More is open than the order is worth.',
    remedy: 'What is open lies between 0 and the amount.',
  },
  order_lines_differ: {
    what: 'The lines do not add up to the amount of the order.',
    remedy: 'Correct a line or the amount; both are with tax.',
  },
  order_is_held: {
    what: 'Order {{order_no}} is on hold.',
    remedy: 'Cancel it from the hold list, where its reason is kept.',
  },
  nothing_chosen: {
    what: 'Nothing was chosen.',
    remedy: 'Choose rows, or give a filter.',
  },
  hold_decided: {
    what: '{{by}} decided about this hold already ({{state}}).',
    remedy: 'Your decision was not taken. Open the list again.',
  },
  hold_not_possible: {
    what: 'This is not possible while the order is {{state}}.',
    remedy: 'Open the order and look at its history.',
  },
  hold_reason_missing: {
    what: 'A reason is missing.',
    remedy: 'Choose one of the list; for one click the parameters of holds must name it.',
  },
  hold_reason_other_kind: {
    what: 'This reason is for something else.',
    remedy: 'Choose one that is for this decision.',
  },
  hold_review_past: {
    what: 'The review day {{day}} is over.',
    remedy: 'Choose a day from today on.',
  },
  hold_forced_no_workflow: {
    what: 'A hold by hand is not sent for approval.',
    remedy: 'Release it by hand.',
  },
  shared_limit_by_adjustment: {
    what: 'A limit of this size needs an approval.',
    remedy:
      'Save group {{group}} with a limit of 0, and give it its limit by an adjustment, which asks for the approval.',
  },
  hold_request_of_other: {
    what: '{{user}} has asked for the decision about order {{order_no}}.',
    remedy: 'Whoever asked takes the request back, or a credit manager.',
  },
  hold_no_workflow: {
    what: 'No workflow is active.',
    remedy: 'Decide at once, or switch the workflow on under Rules.',
  },
  hold_approval_pending: {
    what: 'It waits for approval.',
    remedy: 'Wait, or take the request back first.',
  },
  hold_approval_other: {
    what: 'What was approved is something else.',
    remedy: 'Do what was approved, or take the request back first.',
  },
  order_not_released: {
    what: 'Order {{order_no}} is not released.',
    remedy: 'Release it first; a slip is printed of a released order.',
  },
  hold_forced_already: {
    what: 'The order is held by hand already.',
    remedy: 'Nothing more is to be done.',
  },
  hold_superseded: {
    what: 'Order {{order_no}} was held again since.',
    remedy: 'Decide about the newer hold.',
  },
  proposal_gone: {
    what: 'Nothing is proposed for customer {{account}} any more.',
    remedy: 'Open the page again.',
  },
  rank_twice: {
    what: '“{{code}}” stands in the list twice.',
    remedy: 'Give each one rank.',
  },
  rule_repeats: {
    what: 'Rule {{rule}} says the same as rule {{other}}.',
    remedy: 'Change one of them, or switch it off.',
  },
  rule_contradicts: {
    what: 'Rule {{rule}} contradicts rule {{other}}: the same question, and another answer.',
    remedy: 'Change one of them, or give them different periods.',
  },
  rule_release_on_blocking: {
    what: 'Only an exclusion can release orders.',
    remedy: 'Make it an exclusion, or take the mark away.',
  },
  rule_value_not_used: {
    what: 'This kind of rule has no use for one of the values.',
    remedy: 'Empty the field: {{field}}.',
  },
  rule_value_range: {
    what: '{{value}} is not between 0 and {{most}}.',
    remedy: 'Correct the value.',
  },
  rule_value_type: {
    what: 'This kind of rule does not compare in this unit.',
    remedy: 'Choose the unit of the kind.',
  },
  checkpoint_twice: {
    what: 'A step has two rows.',
    remedy: 'Keep one.',
  },
  checkpoint_grace_without_tick: {
    what: 'Days of grace stand at a step that is not checked.',
    remedy: 'Tick the step, or empty its days.',
  },
  checkpoint_grace_missing: {
    what: 'As soon as one ticked step has days of grace, every ticked step needs some.',
    remedy: 'Fill in the days, or empty them all. A step that only warns needs none.',
  },
  statistics_needed: {
    what: 'Until {{until_on}} would cut into the months that figures need.',
    remedy: 'Delete until {{latest_on}} at the latest, or take fewer months in the parameters.',
  },
  order_folders_differ: {
    what: 'Orders come from one folder and decisions go to another.',
    remedy: 'Choose two different folders.',
  },
  order_file_unread: {
    what: 'The order file could not be read: {{path}}.',
    remedy: 'Correct it at line {{line}}, column {{column}}: {{detail}}',
  },
  amount_unread: {
    what: '“{{value}}” is no amount in {{currency}}.',
    remedy: 'Write digits, a point and the decimals of the currency: 1500.00.',
  },
  scoring_table_empty: {
    what: 'There is no line.',
    remedy: 'Add at least one.',
  },
  scoring_needs_ranges: {
    what: 'This figure is a number and needs ranges.',
    remedy: 'Choose ranges.',
  },
  scoring_needs_list: {
    what: 'This attribute needs a list of values.',
    remedy: 'Choose a list.',
  },
  scoring_equal_from: {
    what: 'Two lines begin at {{from}}.',
    remedy: 'Let each begin at a value of its own; a line ends where the next one begins.',
  },
  scoring_equal_value: {
    what: 'The value {{value}} is listed twice.',
    remedy: 'Leave one of them; capital and small letters are the same.',
  },
  scoring_weight_negative: {
    what: 'A weight is not negative.',
    remedy: 'Type it without a sign; 0 leaves the group out.',
  },
  risk_group_equal_from: {
    what: 'Another risk group begins at {{from}}.',
    remedy: 'Let each begin at a score of its own.',
  },
  unknown_scoring_group: {
    what: 'There is no scoring group {{code}}.',
    remedy: 'Choose another one, or add it first.',
  },
  unknown_risk_group: {
    what: 'There is no risk group {{code}}.',
    remedy: 'Choose another one, or add it first.',
  },
  scoring_value_by_rule: {
    what: 'The values of {{code}} are calculated and not entered.',
    remedy: 'Choose a scoring group of the type “User defined”.',
  },
  scoring_value_no_number: {
    what: '{{value}} is no number.',
    remedy: 'Type a number with up to four decimals; the scoring group has ranges.',
  },
  scoring_line_without_value: {
    what: 'Line {{line}} has no account and value.',
    remedy: 'Put a tab, a semicolon or a comma between them.',
  },
  scoring_account_twice: {
    what: '{{account}} stands twice, again in line {{line}}.',
    remedy: 'Leave one of the lines.',
  },
  score_out_of_range: {
    what: 'A score is too large to be kept.',
    remedy: 'Lower the scores or weights of the set-up.',
  },
  risk_not_set_up: {
    what: 'There is no scoring group yet.',
    remedy: 'Add one in the set-up of risk.',
  },
  automatic_equal_revenue: {
    what: 'The risk group has a limit for this revenue and currency already.',
    remedy: 'Change that one, or take another revenue.',
  },
  automatic_text_by_order: {
    what: 'Line {{line}} compares a text by more or less.',
    remedy: 'Compare a text by = or ≠.',
  },
  automatic_limit_negative: {
    what: 'A limit and a revenue are not negative.',
    remedy: 'Type them without a sign.',
  },
  unknown_automatic_limit: {
    what: 'These automatic limits are not there any more.',
    remedy: 'Open the set-up again.',
  },
  unknown_job: {
    what: 'There is no task {{job}}.',
    remedy: 'See the list of tasks.',
  },
  unknown_activity: {
    what: 'This activity is not there any more. Nothing was changed.',
    remedy: 'Open the list again.',
  },
  activity_automatic: { what: '{{number}} was noted by the book itself and stays.', remedy: 'Close it instead.' },
  activity_ends_before_start: { what: 'It would end before it begins.', remedy: 'Choose an end after {{starts_on}}.' },
  activity_time_invalid: { what: '“{{value}}” is no time of the day.', remedy: 'Type it as 09:30.' },
  activity_reminder_late: { what: 'The reminder would come after the end.', remedy: 'Choose a day until {{ends_on}}.' },
  activity_closed_later: { what: 'Nothing is done on {{on}} yet.', remedy: 'Choose today or an earlier day.' },
  calendar_empty: {
    what: 'There is no task and no appointment among the chosen ones. No file was written.',
    remedy: 'Choose tasks or appointments.',
  },
  unknown_case: {
    what: 'This case is not there any more. Nothing was changed.',
    remedy: 'Open the list of cases again.',
  },
  case_closed: { what: '{{number}} is closed. Nothing was changed.', remedy: 'Reopen it first.' },
  unknown_case_category: { what: 'There is no category {{category}}.', remedy: 'Choose another one.' },
  case_category_used: {
    what: '{{category}} stays: {{number}} has it.',
    remedy: 'Give its cases another category first.',
  },
  case_has_later_work: {
    what: '{{number}} stays: something was done in it since it was opened.',
    remedy: 'Close it instead.',
  },
  case_status_by_act: { what: 'A case is closed and reopened by an act of its own.', remedy: 'Use Close or Reopen.' },
  transaction_in_other_case: {
    what: '{{document_no}} is in {{number}}, which is open. Nothing was changed.',
    remedy: 'Take it out there first, or use that case.',
  },
  transaction_of_other_customer: {
    what: 'The document belongs to another customer than {{number}}. Nothing was changed.',
    remedy: 'Choose documents of the same customer.',
  },
  case_has_open_transactions: {
    what: '{{number}} has open transactions: {{count}}. It was not closed.',
    remedy: 'Confirm that it is to be closed all the same.',
  },
  attachment_too_large: {
    what: '{{file}} is no file that a book can keep: at most {{most}} bytes. Nothing was attached.',
    remedy: 'Save it smaller, or note where it is as the external reference.',
  },
  attachment_there: { what: '{{file}} is attached already.', remedy: 'Nothing is to be done.' },
  unknown_dispute_document: { what: 'This document is not there any more.', remedy: 'Open the dispute again.' },
  unknown_case_document: { what: 'This document is not there any more.', remedy: 'Open the case again.' },
  mail_text_missing: { what: 'There is no text for this mail.', remedy: 'Add one to the mail texts.' },
  text_placeholder_unknown: {
    what: 'Line {{line}}, column {{column}}: there is no placeholder “{{name}}”.',
    remedy: 'Use one of these: {{known}}.',
  },
  text_not_understood: {
    what: 'Line {{line}}, column {{column}}: {{detail}}.',
    remedy: 'Look for a brace or a condition that is not closed.',
  },
  text_not_written: { what: 'The text cannot be used: {{detail}}', remedy: 'Correct it.' },
  collections_reason_used: {
    what: '{{code}} stands in disputes ({{disputes}}) and changes of status ({{changes}}), and stays.',
    remedy: 'Rename it instead, so that they can still be read.',
  },
  credit_reason_of_book: {
    what: '{{code}} is given by the book itself, or by a rule or parameter, and stays.',
    remedy: 'Rename it, or choose another reason in the rules and parameters first.',
  },
  summary_text_twice: {
    what: 'There are two summary texts for {{language}}, or one without a language.',
    remedy: 'Keep one of them.',
  },
  run_interrupted: {
    what: 'The run was interrupted before it ended; nothing of it was stored.',
    remedy: 'Run it again.',
  },
  mail_text_twice: {
    what: 'There are two texts for {{language}}, or one without a language.',
    remedy: 'Keep one of them.',
  },
  mail_recipient_unknown: {
    what: '{{email}} is no contact of the customer of letter {{letter_no}}. Nothing went out.',
    remedy: 'Choose one of its contacts, or add one on the page of the customer.',
  },
  mail_no_own_address: {
    what: '{{user}} has no e-mail address, and a mail comes from one’s own mailbox. No draft was written.',
    remedy: 'Add the address on the page Users.',
  },
  mail_server_missing: {
    what: 'No mail server is set up. Nothing was sent.',
    remedy: 'Set one up on the page Mail texts, or write drafts for your mail program.',
  },
  mail_refused: {
    what: 'The server refused the mail to {{address}}. {{detail}}',
    remedy: 'Nothing was sent. Look at the address, or open a draft for your mail program.',
  },
  mail_uncertain: {
    what: 'The line went dead before the server said whether it took the mail to {{address}}. {{detail}}',
    remedy: 'Look into the mailbox before you send it again. Where it went out, note it on the page of the customer.',
  },
  mail_server_unreachable: {
    what: 'The mail server does not answer. {{detail}}',
    remedy: 'Nothing was sent. Look at its name, its port and its security on the page Mail texts.',
  },
  mail_tls_refused: {
    what: '{{host}} offers no protected way (TLS). {{detail}}',
    remedy: 'Nothing was sent. Choose the other security, or ask whoever runs the server.',
  },
  mail_sign_in_refused: {
    what: '{{host}} does not let {{user}} in. {{detail}}',
    remedy: 'Nothing was sent. Look at user name and password.',
  },
  mail_password_missing: {
    what: 'The password of {{user}} at {{host}} is in no key store of this machine. Nothing was sent.',
    remedy: 'Type it when you send; it is not kept in the book.',
  },
  mail_password_in_the_open: {
    what: 'Without TLS everybody on the way could read the password.',
    remedy: 'Choose STARTTLS or TLS; none is for a server on this machine.',
  },
  unknown_agency: {
    what: '{{code}} is no agency that takes new items. Nothing was handed over.',
    remedy: 'Choose another, or add it on the page Hand-overs.',
  },
  unknown_hand_over: { what: 'There is no such hand-over.', remedy: 'Open the list again.' },
  hand_over_not_open: {
    what: 'One of the chosen documents claims nothing that is open. Nothing was handed over.',
    remedy: 'Choose open invoices only.',
  },
  hand_over_nothing_overdue: { what: 'Nothing of this customer is overdue.', remedy: 'Choose the items to hand over.' },
  write_off_account_missing: {
    what: 'There is no account for write-offs {{profile}}. Nothing was written.',
    remedy: 'Set up the account Write-offs under Ledger accounts, or one on the posting profile.',
  },
  write_off_tax_account_missing: {
    what: 'There is no account for sales tax {{tax_code}}. Nothing was written.',
    remedy: 'Set it up under Ledger accounts, or write off without separate tax.',
  },
  write_off_tax: {
    what: 'The tax of {{document_no}} ({{tax}}) is no part of its amount ({{amount}}), so that what is open has no share of it.',
    remedy: 'Correct the document in the accounting package and import it again, or write off without separate tax.',
  },
  lost_cover_none: {
    what: 'No cover of this policy is lost that was not taken off already.',
    remedy: 'Look at the list of lost cover again.',
  },
  lost_cover_not_taken: {
    what: 'This cover is not taken off, or was put back already.',
    remedy: 'Look at the list of lost cover again.',
  },
  lost_cover_policy_gone: {
    what: 'The policy from which this cover was taken is not there any more.',
    remedy: 'Enter the policy anew with the value that it has.',
  },
  write_off_nothing: {
    what: 'Nothing of {{account}} is open that could be written off.',
    remedy: 'Choose documents that are open.',
  },
  write_off_not_open: {
    what: 'One of the documents is not open any more.',
    remedy: 'Look at the list again and mark what is open.',
  },
  write_off_day: {
    what: '{{on}} is not possible: the day lies between {{first}} and {{today}}.',
    remedy: 'Choose a day in between.',
  },
  write_off_twice: {
    what: '{{document_no}} is already in {{number}}.',
    remedy: 'Post or reject that one first, or leave the document out.',
  },
  write_off_customer_line: {
    what: 'The lines of the customer were changed.',
    remedy: 'They are what is open of the marked documents; mark others instead.',
  },
  write_off_line_account: {
    what: 'Line {{line}} has no account.',
    remedy: 'Give it one, or remove the line.',
  },
  write_off_line_amount: {
    what: 'Line {{line}} has no amount.',
    remedy: 'Give it one, or remove the line.',
  },
  write_off_line_tax: {
    what: 'Line {{line}} has a tax code where it should have none, or lacks one.',
    remedy: 'Begin again with the lines as they came out.',
  },
  write_off_unbalanced: {
    what: 'Debits and credits in {{currency}} are apart by {{off}}. Nothing was written.',
    remedy: 'Correct the amounts, or begin again with the lines as they came out.',
  },
  write_off_changed: {
    what: 'Of {{document_no}} {{open}} is open now; when {{number}} was proposed it was {{then}}. Nothing was posted.',
    remedy: 'Reject the proposal and make a new one.',
  },
  write_off_not_approved: {
    what: '{{number}} waits for its approval.',
    remedy: 'Ask somebody who may approve it.',
  },
  write_off_step: {
    what: 'This cannot be done with {{number}} any more.',
    remedy: 'Look at it again: somebody may have decided meanwhile.',
  },
  write_off_not_posted: {
    what: '{{number}} is not posted.',
    remedy: 'Only money on something that was written off is a recovery.',
  },
  write_off_nobody_approves: {
    what: 'Nobody in this book can approve this as {{role}}. Nothing was written.',
    remedy: 'Give another user the role under Users, or change the approval of write-offs.',
  },
  write_off_recovered: {
    what: 'Something came in on {{number}} already.',
    remedy: 'Take the recoveries back first.',
  },
  write_off_reason_used: {
    what: 'The reason {{code}} is used by {{write_offs}} write-offs or proposed by the set-up.',
    remedy: 'It stays; give it other words, or choose another one to be proposed.',
  },
  unknown_write_off_reason: {
    what: 'There is no reason {{code}} for write-offs.',
    remedy: 'Choose one of the list, or add it.',
  },
  unknown_write_off: {
    what: 'This write-off is not there.',
    remedy: 'Look at the list again.',
  },
  unknown_recovery: {
    what: 'This recovery is not there.',
    remedy: 'Look at the write-off again.',
  },
  recovery_undone: {
    what: 'This recovery of {{number}} was taken back already.',
    remedy: 'Look at the write-off again.',
  },
  recovery_no_credit: {
    what: '{{document_no}} is no open credit of the customer of {{number}}.',
    remedy: 'Mark a payment or another credit that is open.',
  },
  recovery_amount: {
    what: 'This amount is not possible: of {{number}} {{left}} is left, and of {{document_no}} {{open}} is open.',
    remedy: 'Give an amount above nothing and not above either.',
  },
  recovery_account_missing: {
    what: 'There is no account for recoveries. Nothing was written.',
    remedy: 'Set up the account Recoveries under Ledger accounts.',
  },
  settlement_of_write_off: {
    what: 'This settlement belongs to {{number}}.',
    remedy: 'Take the write-off back, or its recovery; the settlement goes with it.',
  },
  amount_out_of_range: {
    what: 'The amounts are too large to be added up.',
    remedy: 'Write fewer documents off at once.',
  },
  journal_nothing_to_export: {
    what: 'Every entry of this time is exported already, or there is none.',
    remedy: 'Choose another time, or write an earlier file again.',
  },
  journal_accounts_missing: {
    what: '{{count}} lines have no account: {{account_roles}} {{keys}}. Nothing was exported or marked.',
    remedy: 'Set these accounts up under Ledger accounts and export again.',
  },
  unknown_journal_export: {
    what: 'This file of the journal is not there.',
    remedy: 'Look at the list of files again.',
  },
  journal_dimension_twice: {
    what: '{{name}} stands for both cost centres.',
    remedy: 'Choose another dimension for one of them, or leave one empty.',
  },
  journal_tax_key: {
    what: 'The key {{key}} of tax code {{tax_code}} cannot be one of DATEV.',
    remedy: 'Give a tax code and a key of at most {{digits}} digits.',
  },
  ledger_account_key: {
    what: 'This account has no key.',
    remedy: 'Only banks, charges, sales taxes and interest have several accounts.',
  },
  ledger_account_interest_code: {
    what: 'There is no interest code {{code}}, so nothing would be posted to this account.',
    remedy: 'Choose a code of the page Interest codes, or leave it empty for all codes.',
  },
  ledger_account_invalid: {
    what: '“{{account}}” is no account of a ledger.',
    remedy: 'Letters, digits and . - / _ are possible, at most {{limit}} of them.',
  },
  value_outside: {
    what: 'This number is not possible here.',
    remedy: 'Choose one between {{first}} and {{last}}.',
  },
  extf_years: {
    what: 'The entries from {{first_on}} to {{last_on}} are of two fiscal years, and DATEV takes one. Nothing was exported.',
    remedy: 'Export each year for itself.',
  },
  extf_accounts: {
    what: 'DATEV does not take these accounts: {{examples}}. Nothing was exported.',
    remedy:
      'Ledger accounts are numbers of {{digits}} digits, customers have one digit more and begin with 1 to 6. Correct them, or choose another format.',
  },
  extf_currency: {
    what: 'DATEV has two decimals, and {{currency}} has more. Nothing was exported.',
    remedy: 'Choose another format.',
  },
  hand_over_twice: {
    what: '{{document_no}} is with an agency already, as {{number}}.',
    remedy: 'Recall that hand-over first, or leave the document out.',
  },
  hand_over_step: {
    what: '{{number}} is {{status}} and cannot become {{next}}.',
    remedy: 'Take the last step back first.',
  },
  hand_over_no_step_back: { what: '{{number}} has no step to take back.', remedy: 'Recall it with a reason.' },
  lawyers_file_not_written: { what: 'The file could not be written. {{detail}}', remedy: 'Nothing was written.' },
  value_invalid: { what: 'This value is not possible here.', remedy: 'Correct it; nothing was saved.' },
  mail_not_written: { what: 'The draft could not be written. {{detail}}', remedy: 'Nothing was sent.' },
  mail_address_invalid: {
    what: '“{{address}}” is no address to which a mail can go.',
    remedy: 'Correct it here or on the customer’s card.',
  },
  stop_ends_first: {
    what: 'A stop cannot end on {{until_on}}, before it begins.',
    remedy: 'Take {{earliest_on}} or a later day.',
  },
  stop_on_credit: {
    what: '{{document_no}} is a credit: nothing is claimed with it.',
    remedy: 'Stop the invoices, or the customer as a whole.',
  },
  stop_not_later: {
    what: 'The stop holds through {{until_on}} already.',
    remedy: 'Take a later day, or end it.',
  },
  stop_changed_since: {
    what: 'Something was done with the stop since.',
    remedy: 'Take that back first, or end or extend the stop on the page of the customer.',
  },
  stop_ended_before: {
    what: 'The stop was ended on {{changed_on}}: the days since then were without it.',
    remedy: 'Set a new one.',
  },
  stop_over: {
    what: 'The stop was over after {{until_on}}.',
    remedy: 'Set a new one.',
  },
  unknown_stop: {
    what: 'This stop is not in the book.',
    remedy: 'Open the list again.',
  },
  unknown_insolvency: {
    what: 'This insolvency is not in the book.',
    remedy: 'Open the customer again.',
  },
  insolvency_open: {
    what: 'An insolvency of {{opened_on}} is recorded already and not over.',
    remedy: 'Correct that one, or close it first.',
  },
  insolvency_deadline_first: {
    what: 'The claim cannot be due on {{file_by_on}}, before the opening on {{opened_on}}.',
    remedy: 'Look at both days again.',
  },
  insolvency_filed_already: {
    what: 'The claim was filed as of this opening day.',
    remedy: 'Withdraw the filing first, then correct the day.',
  },
  insolvency_closed_first: {
    what: 'The insolvency was closed before this day.',
    remedy: 'Take an earlier opening day.',
  },
  insolvency_closed: {
    what: 'The insolvency is over since {{closed_on}}.',
    remedy: 'Nothing can be entered for it any more.',
  },
  insolvency_close_day: {
    what: 'It can be over from {{opened_on}} to {{today}}.',
    remedy: 'Take a day in between.',
  },
  insolvency_entry_day: {
    what: 'The day must be from {{opened_on}} to {{today}}.',
    remedy: 'Take a day in between.',
  },
  insolvency_nothing_to_file: {
    what: 'No item before the opening is open and not filed yet.',
    remedy: 'Look at the items before the opening.',
  },
  insolvency_nothing_filed: {
    what: 'Nothing is filed in {{currency}}.',
    remedy: 'Note the claim as filed first.',
  },
  insolvency_above_filed: {
    what: 'That is more than what was filed.',
    remedy: 'Take an amount up to what was filed.',
  },
  insolvency_withdrawn: {
    what: 'This entry is withdrawn already.',
    remedy: 'Look at the history.',
  },
  insolvency_no_dividend: {
    what: 'This entry is no dividend, or it was withdrawn.',
    remedy: 'Open the insolvency again.',
  },
  insolvency_dividend_posted: {
    what: 'This dividend is posted.',
    remedy: 'Take its posting back first, in the Undo drawer or under Settle.',
  },
  insolvency_payment_too_small: {
    what: '{{document_no}} has {{open}} left, and the dividend is {{amount}}. Nothing was posted.',
    remedy: 'Choose another payment, or note the dividend with what came.',
  },
  insolvency_rests_on_claim: {
    what: 'What was admitted or distributed rests on this filing.',
    remedy: 'Withdraw that first.',
  },
  unknown_limitation_period: {
    what: 'There is no period for {{country}}.',
    remedy: 'Open the list again.',
  },
  unknown_limitation_event: {
    what: 'This event is not in the book.',
    remedy: 'Open the item again.',
  },
  limitation_length: {
    what: 'A period has 1 to {{most}} months.',
    remedy: 'Look at the number again.',
  },
  limitation_warning: {
    what: 'A warning comes at most {{most}} days before.',
    remedy: 'Take fewer days.',
  },
  limitation_event_later: {
    what: 'An event cannot be of a later day than today.',
    remedy: 'Note it when it has happened.',
  },
  ledger_period_backwards: {
    what: 'Ledger period {{number}} ends before it begins.',
    remedy: 'Write the first day before the last.',
  },
  ledger_period_not_consecutive: {
    what: 'Ledger period {{number}} does not begin the day after the one before it ends.',
    remedy: 'Close the gap or the overlap; every day lies in one period.',
  },
  statement_too_many_periods: {
    what: 'A statement has room for {{most}} periods, and this definition has more.',
    remedy: 'Choose a shorter definition, or save the statement as a table.',
  },
  statement_days_reversed: {
    what: 'The statement would end on {{to}} and begin on {{from}}.',
    remedy: 'Write the first day before the last.',
  },
  statement_nothing: {
    what: 'There is nothing to put on a statement: nothing is open on {{to}}, and nothing came in the period.',
    remedy: 'Choose another period, or customers with a balance.',
  },
  statement_does_not_add_up: {
    what: 'A statement does not add up, so nothing was written. {{detail}}',
    remedy: 'Check the book (Setup, Book); if the check finds nothing, send us its report.',
  },
  aging_report_too_many_periods: {
    what: 'Paper has room for {{most}} periods, and this definition has {{count}}.',
    remedy: 'Choose a shorter definition, or save the report as a table.',
  },
  report_unprintable: {
    what: 'The report cannot be printed: {{detail}}.',
    remedy: 'Save it as a table instead.',
  },
  unknown_stored_run: {
    what: 'This stored run is not there any more.',
    remedy: 'Open the list of stored runs again.',
  },
  report_format_unknown: {
    what: '{{path}} does not say whether it is a PDF or a table.',
    remedy: 'End its name in .pdf, .xlsx or .csv.',
  },
  pool_row_invalid: {
    what: 'Row {{row}} of the pool cannot be meant like that.',
    remedy: 'Give it a value that fits its comparison; of two values the smaller comes first.',
  },
  too_many_pool_rows: { what: 'A pool has at most {{limit}} rows.', remedy: 'Put several values into one row.' },
  pool_rank_invalid: { what: 'The rank {{rank}} is too small.', remedy: 'Ranks begin with 1.' },
  pool_exists: { what: 'There is a pool {{pool}} already.', remedy: 'Take another short name.' },
  unknown_pool: { what: 'You have no pool {{pool}}.', remedy: 'Choose one of the list.' },
  pool_used: { what: '{{agents}} agents work the pool {{pool}}.', remedy: 'Take it away from them first.' },
  pool_used_by_run: {
    what: 'The stored run {{run}} asks for the pool {{pool}} every night.',
    remedy: 'Take the run off the list of stored runs first.',
  },
  pool_not_for_aging: {
    what: 'The pool {{pool}} is not of the type Aging snapshot.',
    remedy: 'Choose one that is, or change its type on the page Pools.',
  },
  default_pool_not_worked: {
    what: 'The agent does not work the pool {{pool}}.',
    remedy: 'Choose the first pool among those of the agent.',
  },
  customer_of_other_company: {
    what: 'This belongs to another company of the book; nothing was changed.',
    remedy: 'Work in that company first: its name is offered in the title bar.',
  },
  needs_all_companies: {
    what: 'This is about all companies of the book, and you see some of them.',
    remedy: 'Ask somebody who sees all companies.',
  },
  unknown_company: {
    what: 'There is no company “{{company}}” that you may see.',
    remedy: 'Use the code as it stands on the page Company.',
  },
  company_code_taken: { what: 'Another company has the code {{code}}.', remedy: 'Choose another one.' },
  own_companies: {
    what: 'Nobody takes companies away from oneself.',
    remedy: 'Another user with the right may do it.',
  },
  party_taken: {
    what: 'The customer {{account}} of this company is the party {{party}} already.',
    remedy: 'A party has one customer in each company. Merge the two in your accounting, or use another word.',
  },
  bank_account_of_other_company: {
    what: 'The bank account {{number}} belongs to another company of the book.',
    remedy: 'Work in that company and import the file there.',
  },
  aging_rate_missing: {
    what: 'There is no exchange rate from {{from}} to {{to}} on {{on}}.',
    remedy: 'Enter it on the page Exchange rates and start again.',
  },
  customer_not_in_pools: {
    what: 'This is about a customer of other pools than yours; nothing was changed.',
    remedy: 'Ask the agent of that customer, or a manager for another pool.',
  },
  needs_all_customers: {
    what: 'This is about all customers, and you see those of your pools.',
    remedy: 'Ask somebody who sees all customers.',
  },
  weight_too_large: { what: 'The weight {{weight}} is too large.', remedy: 'Weights go from 0 to {{limit}}.' },
  snooze_day_invalid: {
    what: 'A customer is put off to a day after today, within a year.',
    remedy: 'Type a later day, such as +7.',
  },
  not_snoozed: { what: '{{account}} was not put off.', remedy: 'It is on your list already.' },
  promise_without_lines: {
    what: 'Nothing was chosen to be promised.',
    remedy: 'Choose at least one document.',
  },
  promise_in_past: {
    what: 'A promise cannot be of a day that is past ({{promised_on}}).',
    remedy: 'Take today or a later day.',
  },
  promise_without_amount: {
    what: '{{document_no}} has no amount to be promised.',
    remedy: 'Type an amount above 0, or leave the document out.',
  },
  promise_above_open: {
    what: 'More was promised for {{document_no}} than is open of it: {{open}}.',
    remedy: 'Type no more than that, over all instalments.',
  },
  promise_above_undisputed: {
    what: 'Of {{document_no}} {{disputed}} are disputed, so that {{undisputed}} of {{open}} can be promised.',
    remedy: 'Type no more than that, or close the dispute first.',
  },
  promise_on_credit: {
    what: '{{document_no}} is a credit: nobody promises to pay it.',
    remedy: 'Choose invoices only.',
  },
  promise_line_twice: {
    what: '{{document_no}} is promised twice for {{promised_on}}.',
    remedy: 'Put both amounts into one line, or take another day.',
  },
  promise_of_two_customers: {
    what: 'These documents belong to different customers.',
    remedy: 'Record a promise for each customer.',
  },
  promise_beyond_extension: {
    what: '{{party}} (policy {{policy_no}}) allows at most {{longest_days}} days after the due day; {{document_no}} would be paid after {{days}}. The cover could be lost.',
    remedy: 'Agree on {{latest_on}} at the latest, ask the insurer, or confirm that it was seen.',
  },
  promise_consent_needed: {
    what: 'This promise goes beyond what may be agreed without a manager.',
    remedy: 'A manager consents to it, with a PIN at this desk.',
  },
  promise_consent_of_manager: {
    what: '{{user}} is no manager of collections or credit.',
    remedy: 'Ask a manager to consent.',
  },
  promise_over: {
    what: 'Promise {{number}} has ended, or another one stands in its place.',
    remedy: 'Open the list of promises again.',
  },
  promise_runs: {
    what: 'Promise {{number}} was not called off.',
    remedy: 'There is nothing to bring back.',
  },
  unknown_promise: {
    what: 'This promise is not there any more.',
    remedy: 'Open the list of promises again.',
  },
  promise_parameter_too_large: {
    what: 'This is more than {{most}}.',
    remedy: 'Type a smaller number.',
  },
  follow_up_in_past: {
    what: 'A follow-up cannot be of a day that is past ({{follow_up_on}}).',
    remedy: 'Take today or a later day.',
  },
  dispute_row_twice: {
    what: '{{document_no}} was chosen twice.',
    remedy: 'Name each document once, with all that is disputed of it.',
  },
  dispute_without_rows: {
    what: 'Nothing was chosen to be disputed.',
    remedy: 'Choose at least one document.',
  },
  dispute_on_credit: {
    what: '{{document_no}} is a credit and cannot be disputed.',
    remedy: 'Choose invoices only.',
  },
  dispute_nothing_open: {
    what: 'Nothing is open of {{document_no}}.',
    remedy: 'What is paid is not disputed; note it as an activity.',
  },
  dispute_without_amount: {
    what: '{{document_no}} has no amount to be disputed.',
    remedy: 'Type an amount above 0.',
  },
  dispute_above_open: {
    what: 'More was disputed of {{document_no}} than is open and not disputed yet: {{left}}.',
    remedy: 'Type no more than that.',
  },
  dispute_line_invalid: {
    what: 'Line {{line}} of {{document_no}} cannot be disputed: a line has a number of its own and an amount above 0.',
    remedy: 'Correct the line.',
  },
  dispute_line_unknown: {
    what: '{{document_no}} has no line {{line}}: its file names {{lines}}.',
    remedy: 'Choose a line of the invoice.',
  },
  dispute_line_above: {
    what: 'Line {{line}} of {{document_no}} is {{amount}}.',
    remedy: 'Type no more than that.',
  },
  dispute_lines_differ: {
    what: 'The lines of {{document_no}} add up to {{sum}}, not to the disputed amount.',
    remedy: 'Correct a line, or leave the amount empty.',
  },
  dispute_since_invalid: {
    what: '{{document_no}} of {{document_on}} cannot be in dispute since {{since}}.',
    remedy: 'Take a day between that of the document and today.',
  },
  dispute_due_in_past: {
    what: 'A dispute cannot be due on a day that is past ({{due_on}}).',
    remedy: 'Take today or a later day.',
  },
  dispute_without_reason: {
    what: 'A dispute needs a reason.',
    remedy: 'Choose one.',
  },
  dispute_without_outcome: {
    what: 'Closing a dispute means saying what came of it.',
    remedy: 'Choose resolved, credit issued or customer withdrew.',
  },
  dispute_credit_without_amount: {
    what: 'A credit was issued, but not how much.',
    remedy: 'Type the amount of the credit.',
  },
  dispute_credit_too_large: {
    what: 'The credit is more than what was disputed of {{document_no}}.',
    remedy: 'Type no more than the disputed amount.',
  },
  dispute_closed: {
    what: 'This dispute about {{document_no}} is closed already.',
    remedy: 'Reopen it first.',
  },
  dispute_open: {
    what: 'This dispute about {{document_no}} is open.',
    remedy: 'There is nothing to reopen.',
  },
  unknown_dispute: {
    what: 'This dispute is not there any more.',
    remedy: 'Open the list of disputes again.',
  },
  unknown_collections_reason: {
    what: 'There is no reason {{code}}.',
    remedy: 'Choose another one.',
  },
  unknown_case_of_customer: {
    what: 'The customer has no case {{number}}.',
    remedy: 'Type the number of a case of this customer, or leave it empty.',
  },
  reason_code_invalid: {
    what: 'A reason needs a code of 1 to 20 characters.',
    remedy: 'Type a shorter one.',
  },
  status_without_rows: {
    what: 'Nothing was chosen.',
    remedy: 'Choose at least one document.',
  },
  status_needs_promise: {
    what: 'Promised needs the day of the promise.',
    remedy: 'Type by when {{document_no}} is to be paid.',
  },
  status_of_credit: {
    what: '{{document_no}} is a credit: it is neither disputed nor promised.',
    remedy: 'Choose invoices only.',
  },
  status_has_dispute: {
    what: '{{document_no}} is disputed.',
    remedy: 'Close its dispute on the page Disputes and say what came of it.',
  },
  status_changed_since: {
    what: '{{document_no}} was changed again since.',
    remedy: 'Take the later change back first.',
  },
};
