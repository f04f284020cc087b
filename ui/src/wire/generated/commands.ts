// Written from the command list in Rust; do not edit.
export type Refusal = { code: string; args: Record<string, unknown>; trace_id: string };
export type SheetFormat = 'csv' | 'xlsx';
export type Nothing = {  };
export type SortOrder = 'ascending' | 'descending';
export type Sort = { column: string; order: SortOrder };
export type Filter = { column: string; test: FilterTest; value: string };
export type FilterTest = 'contains' | 'equals' | 'at_least' | 'at_most';
export type PageRequest = { handle: number; offset: number; limit: number };
export type Role = 'credit_manager' | 'credit_clerk' | 'collections_manager' | 'collections_agent' | 'finance_approver' | 'viewer';
export type User = { id: number; code: string; name: string; os_account: string | null; roles: Array<Role>; agent: boolean; approval_ceiling_minor: number | null; waiver_ceiling_minor: number | null; substitute: string | null; email: string; phone: string; has_pin: boolean; active: boolean };
export type SaveUser = { user: User; pin: string | null };
export type UserList = { users: Array<User> };
export type NewCompany = { name: string; country: string; currency: string; language: string | null };
export type Company = { name: string; country: string; currency: string; language: string; street: string; postal_code: string; city: string; region: string; phone: string; email: string; web: string; vat_id: string; register_text: string; bank_holder: string; bank_name: string; iban: string; bic: string; page_size: string; envelope_window: string; default_terms: string | null; worked_weekdays: string };
export type LogoUpload = { base64: string };
export type LogoFile = { path: string };
export type Logo = { media_type: string | null; base64: string };
export type CreateBook = { path: string; company: NewCompany; sample: Size | null };
export type OpenBookRequest = { path: string; anyway: boolean };
export type SwitchUser = { user: string; pin: string };
export type RecentBook = { path: string; company: string };
export type BookInfo = { path: string; company: string; currency: string; language: string; shared_place: string | null; customers: number; transactions: number; facts_to: string | null };
export type DeskState = { book: BookInfo | null; user: User | null; os_account: string; recent: Array<RecentBook>; today: string; version: string };
export type Size = 'small' | 'medium' | 'large';
export type CheckFault = { code: string; args: Record<string, unknown> };
export type CheckReport = { ok: boolean; faults: Array<CheckFault>; acts: number; facts: number; head_hash: string };
export type BackupRequest = { path: string };
export type BackupDone = { path: string; bytes: number };
export type AuditRequest = { before: number | null };
export type AuditRow = { act: number; at: string; user: string; command: string; object: string; key: string; changes: Record<string, unknown>; reason: string | null; hash: string };
export type AuditPage = { rows: Array<AuditRow> };
export type TermsRow = { id: string; description: string; terms: Terms };
export type TermsList = { terms: Array<TermsRow> };
export type ClosedDay = { day: string; name: string; kind: string };
export type CompanyCalendar = { worked_weekdays: string; closed: Array<ClosedDay> };
export type RateRow = { rate_type: string; from: string; to: string; valid_from: string; rate: string };
export type RateList = { rates: Array<RateRow> };
export type PostLetters = { run_id: number | null; letter_ids: Array<number>; posting_on: string | null; folder: string | null };
export type LettersPosted = { letter_on: string; letters: number; totals: Array<LetterTotal>; dropped: number; changed: number; changes: Array<LetterChange>; unprintable: Array<UnprintableLetter>; missing_glyphs: string; files: Array<string> };
export type UnprintableLetter = { letter_id: number; account: string; name: string; code: string; detail: string };
export type CreateLetters = { letter_on: string | null } & LetterQuestion;
export type LetterPreview = { letter_on: string; letters_count: number; skipped_count: number; totals: Array<LetterTotal>; reasons: Array<SkipCount>; letters: Array<PreviewLetter>; skipped: Array<LetterSkip> };
export type SkipCount = { reason: SkipReason; count: number };
export type PreviewLetter = { customer_id: number; account: string; name: string; currency: string; code: Code; items_count: number; oldest_days_overdue: number; fee_minor: number; total_minor: number };
export type LetterSkip = { customer_id: number; account: string; name: string; currency: string; reason: SkipReason; overdue_minor: number; checks: Array<Check> };
export type SetLetterCode = { transaction_id: number; code: Code; on: string | null; reason: string };
export type LetterSequence = { id: string; description: string; fee_terms: string | null; lines: Array<LetterLine>; texts: Array<LetterText> };
export type LetterLine = { currency: string; code: string; description: string; fee_minor: number; minimum_minor: number; grace_days: number; blocks: Blocks; fee_account: string; tax_group: string };
export type LetterText = { code: string; language: string; subject: string; opening: string; closing: string };
export type LetterSequences = { sequences: Array<LetterSequence>; placeholders: Array<string> };
export type LetterRun = { run_id: number; letter_on: string; created_on: string; created_at: string; question: LetterQuestion; counts: LetterCounts; totals: Array<LetterTotal>; reasons: Array<SkipCount>; default_posting_on: string };
export type LetterCounts = { created: number; posted: number; cancelled: number; replaced: number; dropped: number; skipped: number };
export type LetterTotal = { currency: string; code: Code; letters: number; items_minor: number; fee_minor: number; total_minor: number };
export type LetterRuns = { runs: Array<LetterRun> };
export type LetterRunRequest = { run_id: number };
export type LetterRunDetail = { run: LetterRun; skipped: Array<LetterSkip> };
export type LetterQuestion = { types: Array<ItemType>; code: Code | null; profile: string | null; accounts: Array<string>; groups: Array<string> };
export type LetterListRequest = { run_id: number | null; account: string | null; status: Array<string>; code: Code | null; printed: boolean | null; search: string; sort: Sort | null };
export type LetterListing = { handle: number; count: number; totals: Array<LetterTotal> };
export type LetterRow = { letter_id: number; run_id: number; letter_no: string | null; status: string; letter_on: string; customer_id: number; account: string; name: string; currency: string; code: Code; items_count: number; oldest_days_overdue: number; items_minor: number; fee_minor: number; total_minor: number; pages: number | null; printed: boolean };
export type LetterPage = { rows: Array<LetterRow> };
export type PostingProfile = { id: string; description: string; letters: boolean; lines: Array<PostingProfileLine> };
export type PostingProfileLine = { applies_to: ProfileApplies; key: string; sequence: string | null };
export type ProfileApplies = 'table' | 'group' | 'all';
export type PostingProfiles = { profiles: Array<PostingProfile> };
export type ExportLetters = { run_id: number | null; letter_ids: Array<number>; folder: string; what: LetterFiles; order: LetterOrder };
export type LetterFiles = 'both' | 'single' | 'print_file';
export type LetterOrder = 'customer' | 'postal_code';
export type LettersExported = { letters: number; files: Array<string> };
export type CancelLetters = { letter_ids: Array<number>; reason: string; cancelled_on: string | null };
export type LettersCancelled = { drafts: number; posted: number; fees: number; unblocked: number };
export type LetterChange = { letter_id: number; account: string; name: string; currency: string; dropped: SkipReason | null; before_minor: number; after_minor: number; items: Array<LetterItemChange> };
export type LetterItemChange = { document_no: string; before_minor: number; after_minor: number };
export type LetterRequest = { letter_id: number };
export type LetterPageRequest = { letter_id: number; page: number; width_px: number };
export type Letter = { letter_id: number; run_id: number; letter_no: string | null; status: string; customer_id: number; account: string; name: string; currency: string; code: Code; letter_on: string; items_minor: number; fee_minor: number; total_minor: number; previous_code: Code | null; previous_on: string | null; note: string; address: Array<string> | null; pages: number | null; sha256: string | null; prints: number; drop_reason: SkipReason | null; cancelled_on: string | null; cancel_reason: string | null; checks: Array<Check>; items: Array<LetterRowItem> };
export type LetterRowItem = { transaction_id: number; kind: string; document_no: string; document_on: string; due_on: string; days_overdue: number; amount_minor: number; open_minor: number; claimed_minor: number; code: Code | null; previous_code: Code | null; previous_on: string | null; removed: boolean };
export type ExplainLetters = { account: string; letter_on: string | null };
export type LettersExplained = { letter_on: string; sequence: string | null; decisions: Array<LetterDecision> };
export type LetterDecision = { currency: string; code: Code | null; skip: SkipReason | null; overdue_minor: number; total_minor: number | null; checks: Array<Check>; transactions: Array<number>; left_out: Array<LeftOut> };
export type EditLetter = { letter_id: number; note: string; address: Array<string> | null };
export type RemoveLetterItem = { letter_id: number; transaction_id: number; to: LetterItemTo };
export type LetterItemTo = 'remove' | 'restore';
export type LetterCodeEvent = 'posting' | 'printout';
export type LetterParameters = { profile: string; update_code_at: LetterCodeEvent; ignore_credits_for_code: boolean; exclude_disputed: boolean; skip_not_positive: boolean; pay_within_days: number };
export type BalanceRequest = { account: string; as_of: string | null; definition: string | null; by: AgeBy };
export type CurrencyBalance = { currency: string; total_minor: number; overdue_minor: number; undisputed_overdue_minor: number; unapplied_minor: number; disputed_minor: number; open_count: number; oldest_days_overdue: number | null; period_minor: Array<number> };
export type PaymentMonth = { month: string; settlements: number; settled_minor: number; mean_days_late: number };
export type Balance = { as_of: string; periods: Array<Period>; balances: Array<CurrencyBalance>; payments: Array<PaymentMonth>; last_payment_on: string | null };
export type TransactionsShown = 'open' | 'all';
export type TransactionsRequest = { account: string; as_of: string | null; show: TransactionsShown; definition: string | null; by: AgeBy };
export type TransactionRow = { transaction_id: number; kind: Kind; document_no: string; transaction_on: string; document_on: string; due_on: string; due_given: boolean; days_overdue: number; currency: string; amount_minor: number; open_minor: number; disputed_minor: number; disputed_flag: boolean; period: string | null; text: string | null; order_no: string | null };
export type Transactions = { as_of: string; rows: Array<TransactionRow> };
export type SettlementsRequest = { transaction_id: number };
export type SettlementRow = { kind: string; document_no: string; accounting_on: string; effective_on: string; recorded_at: string; amount_minor: number; currency: string };
export type Settlements = { rows: Array<SettlementRow> };
export type CustomerRequest = { account: string };
export type Address = { addition: string; street: string; postal_code: string; city: string; region: string; country: string | null };
export type Contact = { purpose: string; name: string; email: string; phone: string };
export type Customer = { customer_id: number; account: string; card: Card };
export type Card = { name: string; language: string | null; currency: string | null; group: string | null; region: string | null; segment: string | null; salesperson: string | null; terms: string | null; credit_rating: string | null; credit_limit_minor: number | null; agent: string | null; delivery_hold: string; exclude_from_letters: boolean; exclude_from_interest: boolean; customer_since: string | null; notes: string; address: Address; contacts: Array<Contact> };
export type CustomerUpdate = { account: string; card: Card };
export type CustomersListListRequest = { as_of: string | null; search: string; sort: Sort | null };
export type CustomersListListing = { handle: number; count: number };
export type CustomersListRow = { customer_id: number; account: string; name: string; city: string; country: string | null; language: string | null; group: string | null; currency: string; credit_limit_minor: number | null; delivery_hold: string; balances: Array<[string, number, number]> };
export type CustomersListPage = { rows: Array<CustomersListRow> };
export type SearchRequest = { text: string };
export type Hit = { customer_id: number; account: string; name: string; document_no: string | null };
export type Found = { hits: Array<Hit> };
export type AgingParameters = { default_definition: string | null };
export type Definitions = { definitions: Array<Definition>; default_definition: string };
export type SaveDefinition = { definition: Definition; make_default: boolean };
export type AgingListListRequest = { definition: string | null; as_of: string | null; by: AgeBy; search: string; filters: Array<Filter>; sort: Sort | null };
export type AgingListListing = { handle: number; count: number; definition: string; periods: Array<Period>; totals: Array<RunTotal>; as_of: [string, string] | null; stored: boolean };
export type AgingListRow = { customer_id: number; account: string; name: string; currency: string; as_of: string; total_minor: number; overdue_minor: number; unapplied_minor: number; disputed_minor: number; disputed_count: number; open_count: number; oldest_days_overdue: number | null; oldest_period: number | null; period_minor: Array<number> };
export type AgingListPage = { rows: Array<AgingListRow> };
export type ExportRequest = { handle: number; path: string; format: SheetFormat; headings: Array<string> };
export type ExportDone = { path: string; rows: number };
export type RunRequest = { definition: string | null; as_of: string | null; by: AgeBy; credits_in: CreditsIn; known_on: string | null; accounts: Array<string> };
export type RunDone = { run_id: number; as_of: string; rows: number };
export type RunsRequest = { definition: string | null };
export type RunTotal = { currency: string; total_minor: number; overdue_minor: number; period_minor: Array<number> };
export type RunRow = { run_id: number; as_of: string; ran_at: string; by: AgeBy; covers_all: boolean; rows: number; periods: Array<Period>; totals: Array<RunTotal> };
export type Runs = { definition: string; runs: Array<RunRow> };
export type TableRequest = { definition: string | null; as_of: string | null; by: AgeBy; credits_in: CreditsIn; known_on: string | null; account: string | null };
export type TablePeriod = { id: string; label: string };
export type TableRow = { account: string; name: string; currency: string; total_minor: number; period_minor: Array<number>; unapplied_minor: number; open_count: number; oldest_days_overdue: number | null };
export type TableTotal = { currency: string; total_minor: number; period_minor: Array<number> };
export type AgingTable = { as_of: string; definition: string; by: AgeBy; periods: Array<TablePeriod>; rows: Array<TableRow>; totals: Array<TableTotal> };
export type RecogniseRequest = { path: string; options: Options | null };
export type Recognised = { recognition: Recognition; options: Options; remembered: boolean };
export type ImportRequest = { files: Array<ImportFile>; as_of: string | null };
export type ImportFile = { path: string; options: Options | null };
export type ImportCounts = { read: number; new: number; changed: number; unchanged: number; rejected: number };
export type RejectedRow = { file: string; line: number; column: number | null; heading: string | null; code: string; args: Record<string, unknown>; value: string; raw: Array<string> };
export type RowChange = 'new' | 'changed';
export type PreviewRow = { file: string; line: number; change: RowChange; record: string; key: string; account: string; amount_minor: number | null; currency: string | null; fields: Array<[string, string, string]> };
export type ImportPreview = { counts: Array<ImportCounts>; rows: Array<PreviewRow>; rejected: Array<RejectedRow>; customers_in_passing: number; new_amounts: Array<[string, number, number]> };
export type ImportDone = { batches: Array<Batch>; rejected: Array<RejectedRow>; facts_to: string | null };
export type Batch = { id: number; at: string; user: string; file_name: string; kind: string; counts: ImportCounts; facts_to: string | null };
export type Batches = { batches: Array<Batch> };
export type BatchRequest = { batch_id: number };
export type Rejections = { rows: Array<RejectedRow> };
export type Terms = { months: number; days: number; from: TermsFrom };
export type TermsFrom = 'document_day' | 'end_of_month';
export type Kind = 'invoice' | 'credit_note' | 'payment' | 'refund' | 'interest_note' | 'letter_fee' | 'other';
export type AgeBy = 'due' | 'document' | 'transaction';
export type CreditsIn = 'own_period' | 'first_period';
export type Money = { minor: number; currency: string };
export type SkipReason = 'customer_excluded' | 'no_sequence' | 'currency_not_in_sequence' | 'balance_not_positive' | 'only_letter_fees' | 'disputed' | 'at_collection' | 'type_not_selected' | 'nothing_left' | 'last_code_reached' | 'other_code' | 'grace_days' | 'minimum_not_reached';
export type LeftOut = { transaction_id: number; due_on: string; reason: LeftOutReason };
export type LeftOutReason = 'not_on_draft' | 'type_not_selected' | 'at_collection' | 'disputed' | 'grace_days';
export type Check = { rule: Rule; met: boolean; measured: Figure; threshold: Figure };
export type Rule = 'excluded' | 'sequence' | 'balance' | 'items' | 'code' | 'grace' | 'minimum';
export type Figure = { kind: 'nothing' } | { kind: 'amount'; value: number } | { kind: 'day'; value: string } | { kind: 'code'; value: Code } | { kind: 'count'; value: number };
export type Code = 'letter_1' | 'letter_2' | 'letter_3' | 'letter_4' | 'collection';
export type Blocks = 'nothing' | 'deliveries';
export type ItemType = 'invoice' | 'credit_note' | 'payment' | 'interest' | 'letter_fee';
export type Interval = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'unlimited';
export type Direction = 'forward' | 'backward';
export type PeriodLine = { id: string; label: string; unit: number; interval: Interval; length_days: number; indicator: string };
export type Definition = { id: string; description: string; direction: Direction; lines: Array<PeriodLine> };
export type Period = { id: string; label: string; from: string | null; to: string | null; number: number; indicator: string };
export type DateOrder = 'dmy' | 'mdy' | 'ymd';
export type DecimalMark = 'point' | 'comma';
export type FileKind = 'customers' | 'transactions' | 'settlements';
export type Shape = 'text' | 'day' | 'amount' | 'minor' | 'flag';
export type FieldX = string;
export type ColumnRef = { index: number; heading: string };
export type IntakeError = { file: string; line: number | null; column: unknown /*Box<ColumnRef>*/ | null; fault: FaultFault };
export type Content = 'old_workbook' | 'zip' | 'picture' | 'html' | 'xml' | 'binary';
export type FaultFault = { code: 'not_found' } | { code: 'is_a_folder' } | { code: 'empty_file' } | { code: 'is_a_pdf' } | { code: 'wrong_content'; args: { found: Content } } | { code: 'broken_workbook'; args: { detail: string } } | { code: 'encrypted_workbook' } | { code: 'workbook_too_large'; args: { bytes: unknown /*u6*/ } } | { code: 'limit' } | { code: 'sheets' } | { code: 'needed' } | { code: 'headings' };
export type Rejected = { file: string; line: number; column: ColumnRef | null; code: RejectCode; value: string; raw: Array<string> };
export type RejectCode = { code: 'not_a_date' } | { code: 'ambiguous_date' } | { code: 'due_before_document'; args: { document_date: string; due_date: string } } | { code: 'not_a_number' } | { code: 'ambiguous_number' } | { code: 'too_many_decimals'; args: { digits: number } } | { code: 'amount_too_large' } | { code: 'amount_not_positive' } | { code: 'unknown_currency' } | { code: 'currency_contradiction'; args: { currency: string } } | { code: 'missing_value'; args: { field: Field } } | { code: 'unknown_document_type' } | { code: 'not_a_flag' } | { code: 'cell_too_long'; args: { chars: number; limit: number } } | { code: 'too_few_columns'; args: { found: number; needed: number } } | { code: 'too_many_cells'; args: { found: number; expected: number } };
export type Progress = { bytes_read: number; bytes_total: number; rows: number };
export type DocumentKind = 'invoice' | 'credit_note' | 'payment' | 'refund' | 'fee' | 'interest';
export type Options = { kind: FileKind | null; delimiter: string | null; encoding: string | null; date_order: DateOrder | null; decimal_mark: DecimalMark | null; columns: Array<ColumnChoice> | null; sheet: string | null; header_row: number | null };
export type ColumnChoice = { column: number; field: Field | null };
export type Format = 'delimited' | 'workbook';
export type Recognition = { file: string; kind: FileKind; format: Format; encoding: string | null; delimiter: string | null; sheet: string | null; sheets: Array<string>; header_row: number; columns: Array<RecognisedColumn>; date_order: DateOrder | null; decimal_mark: DecimalMark | null; evidence: Array<Evidence>; two_way_dates: Array<TwoWayDates>; ambiguities: Array<Ambiguity>; defaults: Array<DefaultTaken>; row_count: number; signature: string; sample_rows: Array<SampleRow> };
export type RecognisedColumn = { index: number; heading: string; field: Field | null; samples: Array<string>; type_guess: TypeGuess };
export type TypeGuess = 'blank' | 'day' | 'whole' | 'amount' | 'flag' | 'text';
export type Evidence = { code: EvidenceCode; count: number; examples: Array<Example> };
export type EvidenceCode = 'encoding_mark' | 'encoding_valid' | 'encoding_guessed' | 'only_day_first' | 'only_month_first' | 'year_first_or_dots' | 'only_point' | 'only_comma' | 'date_order_given' | 'decimal_mark_given';
export type Example = { line: number; column: number; value: string; readings: Array<string> };
export type TwoWayDates = { column: number; heading: string; count: number; differing: number };
export type Question = 'date_order' | 'decimal_mark';
export type Ambiguity = { question: Question; count: number; examples: Array<Example>; contradiction: Array<Evidence> };
export type DefaultCode = 'book_currency' | 'document_date_plus_terms' | 'sign_of_amount' | 'open' | 'company_language' | 'company_terms' | 'company_group' | 'not_set' | 'customer_number';
export type DefaultTaken = { field: Field; default: DefaultCode; rows: number };
export type SampleRow = { line: number; raw: Array<string>; typed: Array<TypedValue> };
export type TypedValue = { type: 'left_out' } | { type: 'blank' } | { type: 'text'; value: string } | { type: 'day'; value: string } | { type: 'amount'; value: string } | { type: 'flag'; value: boolean } | { type: 'refused'; value: RejectCode };
export type Field = 'customer_key' | 'customer_no' | 'customer_name' | 'document_key' | 'document_no' | 'document_type' | 'document_date' | 'transaction_date' | 'due_date' | 'amount' | 'amount_minor' | 'open_amount' | 'open_amount_minor' | 'paid' | 'currency' | 'settled_date' | 'disputed_flag' | 'reference' | 'order_no' | 'language' | 'street' | 'postal_code' | 'city' | 'country' | 'email' | 'phone' | 'contact_name' | 'terms' | 'credit_limit' | 'credit_limit_minor' | 'customer_group' | 'region' | 'segment' | 'salesperson' | 'debit_key' | 'credit_key' | 'settlement_key' | 'settlement_date' | 'dimension' | 'posting_profile' | 'bank_account' | 'cash_discount' | 'cash_discount_date' | 'tax_code' | 'tax_amount' | 'reminder_level' | 'hold' | 'information';

export interface CommandMap {
  "company.get": { request: Nothing; response: Company };
  "company.update": { request: Company; response: Company };
  "company.logo": { request: Nothing; response: Logo };
  "company.set_logo": { request: LogoUpload; response: Logo };
  "company.set_logo_file": { request: LogoFile; response: Logo };
  "terms.list": { request: Nothing; response: TermsList };
  "terms.save": { request: TermsRow; response: TermsList };
  "calendar.get": { request: Nothing; response: CompanyCalendar };
  "calendar.save": { request: CompanyCalendar; response: CompanyCalendar };
  "rates.list": { request: Nothing; response: RateList };
  "rates.save": { request: RateRow; response: RateList };
  "users.list": { request: Nothing; response: UserList };
  "users.save": { request: SaveUser; response: User };
  "book.check": { request: Nothing; response: CheckReport };
  "book.backup": { request: BackupRequest; response: BackupDone };
  "audit.list": { request: AuditRequest; response: AuditPage };
  "import.recognise": { request: RecogniseRequest; response: Recognised };
  "import.preview": { request: ImportRequest; response: ImportPreview };
  "import.run": { request: ImportRequest; response: ImportDone };
  "import.batches": { request: Nothing; response: Batches };
  "import.rejections": { request: BatchRequest; response: Rejections };
  "aging.definitions": { request: Nothing; response: Definitions };
  "aging.save_definition": { request: SaveDefinition; response: Definitions };
  "aging.table": { request: TableRequest; response: AgingTable };
  "aging.run": { request: RunRequest; response: RunDone };
  "aging.runs": { request: RunsRequest; response: Runs };
  "aging.list": { request: AgingListListRequest; response: AgingListListing };
  "aging.page": { request: PageRequest; response: AgingListPage };
  "aging.export": { request: ExportRequest; response: ExportDone };
  "customers.list": { request: CustomersListListRequest; response: CustomersListListing };
  "customers.page": { request: PageRequest; response: CustomersListPage };
  "customers.search": { request: SearchRequest; response: Found };
  "customers.get": { request: CustomerRequest; response: Customer };
  "customers.update": { request: CustomerUpdate; response: Customer };
  "customers.balance": { request: BalanceRequest; response: Balance };
  "customers.transactions": { request: TransactionsRequest; response: Transactions };
  "customers.settlements": { request: SettlementsRequest; response: Settlements };
  "letters.sequences": { request: Nothing; response: LetterSequences };
  "letters.sequence_save": { request: LetterSequence; response: LetterSequences };
  "letters.profiles": { request: Nothing; response: PostingProfiles };
  "letters.profile_save": { request: PostingProfile; response: PostingProfiles };
  "letters.parameters": { request: Nothing; response: LetterParameters };
  "letters.parameters_save": { request: LetterParameters; response: LetterParameters };
  "letters.preview": { request: CreateLetters; response: LetterPreview };
  "letters.explain": { request: ExplainLetters; response: LettersExplained };
  "letters.create": { request: CreateLetters; response: LetterRun };
  "letters.runs": { request: Nothing; response: LetterRuns };
  "letters.run": { request: LetterRunRequest; response: LetterRunDetail };
  "letters.list": { request: LetterListRequest; response: LetterListing };
  "letters.page": { request: PageRequest; response: LetterPage };
  "letters.letter": { request: LetterRequest; response: Letter };
  "letters.document": { request: LetterRequest; response: ArrayBuffer };
  "letters.page_image": { request: LetterPageRequest; response: ArrayBuffer };
  "letters.edit": { request: EditLetter; response: Letter };
  "letters.remove_item": { request: RemoveLetterItem; response: Letter };
  "letters.post": { request: PostLetters; response: LettersPosted };
  "letters.export": { request: ExportLetters; response: LettersExported };
  "letters.cancel": { request: CancelLetters; response: LettersCancelled };
  "letters.set_code": { request: SetLetterCode; response: Nothing };
  "desk.state": { request: Nothing; response: DeskState };
  "book.create": { request: CreateBook; response: DeskState };
  "book.open": { request: OpenBookRequest; response: DeskState };
  "book.close": { request: Nothing; response: DeskState };
  "session.switch": { request: SwitchUser; response: DeskState };
}
export type CommandName = keyof CommandMap;
export const PROVIDES: Partial<Record<CommandName, readonly string[]>> = {
  "company.get": ["company"],
  "company.logo": ["company"],
  "terms.list": ["terms"],
  "calendar.get": ["calendar"],
  "rates.list": ["rates"],
  "users.list": ["users"],
  "audit.list": ["audit"],
  "import.batches": ["imports"],
  "import.rejections": ["imports"],
  "aging.definitions": ["aging"],
  "aging.runs": ["aging"],
  "aging.list": ["aging", "customers", "ledger"],
  "customers.list": ["customers", "aging", "ledger"],
  "customers.search": ["customers"],
  "customers.get": ["customers"],
  "customers.balance": ["ledger", "customers", "aging"],
  "customers.transactions": ["ledger"],
  "customers.settlements": ["ledger"],
  "letters.sequences": ["letter_setup"],
  "letters.profiles": ["letter_setup"],
  "letters.parameters": ["letter_setup"],
  "letters.explain": ["letters", "ledger", "customers"],
  "letters.runs": ["letters"],
  "letters.run": ["letters"],
  "letters.list": ["letters"],
  "letters.letter": ["letters"],
};
