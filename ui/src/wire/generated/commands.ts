// Written from the command list in Rust; do not edit.
import type { AccountStatus } from "./AccountStatus";
import type { ActivateVersion } from "./ActivateVersion";
import type { ActivitiesAdded } from "./ActivitiesAdded";
import type { ActivitiesDone } from "./ActivitiesDone";
import type { ActivitiesRequest } from "./ActivitiesRequest";
import type { ActivitiesWithdrawn } from "./ActivitiesWithdrawn";
import type { ActivityListing } from "./ActivityListing";
import type { ActivityPage } from "./ActivityPage";
import type { ActivityPhases } from "./ActivityPhases";
import type { ActivityRow } from "./ActivityRow";
import type { AddActivities } from "./AddActivities";
import type { AddActivity } from "./AddActivity";
import type { AddCompany } from "./AddCompany";
import type { AddCountrySequence } from "./AddCountrySequence";
import type { AddEvent } from "./AddEvent";
import type { AdjustInterest } from "./AdjustInterest";
import type { AdjustInterestOfEach } from "./AdjustInterestOfEach";
import type { AdjustmentAsked } from "./AdjustmentAsked";
import type { AdmitClaim } from "./AdmitClaim";
import type { Agencies } from "./Agencies";
import type { Agency } from "./Agency";
import type { Agent } from "./Agent";
import type { AgentRequest } from "./AgentRequest";
import type { Agents } from "./Agents";
import type { AgingListRequest } from "./AgingListRequest";
import type { AgingListing } from "./AgingListing";
import type { AgingPage } from "./AgingPage";
import type { AgingTable } from "./AgingTable";
import type { ApplicationFile } from "./ApplicationFile";
import type { ApplicationProposal } from "./ApplicationProposal";
import type { ApplicationRequest } from "./ApplicationRequest";
import type { ApprovalMatrix } from "./ApprovalMatrix";
import type { AskReimbursements } from "./AskReimbursements";
import type { AssignHolds } from "./AssignHolds";
import type { AttachCopies } from "./AttachCopies";
import type { AttachDocument } from "./AttachDocument";
import type { AttachToCase } from "./AttachToCase";
import type { AttachToDispute } from "./AttachToDispute";
import type { AuditPage } from "./AuditPage";
import type { AuditRequest } from "./AuditRequest";
import type { AutomaticDone } from "./AutomaticDone";
import type { AutomaticGenerated } from "./AutomaticGenerated";
import type { AutomaticLimit } from "./AutomaticLimit";
import type { AutomaticLimitId } from "./AutomaticLimitId";
import type { AutomaticRequest } from "./AutomaticRequest";
import type { Backtest } from "./Backtest";
import type { BacktestRequest } from "./BacktestRequest";
import type { BackupDone } from "./BackupDone";
import type { BackupList } from "./BackupList";
import type { BackupRequest } from "./BackupRequest";
import type { BackupSettings } from "./BackupSettings";
import type { Balance } from "./Balance";
import type { BalanceRequest } from "./BalanceRequest";
import type { BankAccounts } from "./BankAccounts";
import type { BankFilesRead } from "./BankFilesRead";
import type { BankImportRequest } from "./BankImportRequest";
import type { BankImportUndone } from "./BankImportUndone";
import type { BankImported } from "./BankImported";
import type { BankLine } from "./BankLine";
import type { BankLineChanged } from "./BankLineChanged";
import type { BankLineConfirmed } from "./BankLineConfirmed";
import type { BankLineListing } from "./BankLineListing";
import type { BankLinePage } from "./BankLinePage";
import type { BankLineRequest } from "./BankLineRequest";
import type { BankLineUndone } from "./BankLineUndone";
import type { BankLinesRequest } from "./BankLinesRequest";
import type { BankParameters } from "./BankParameters";
import type { BankReturns } from "./BankReturns";
import type { BankStatements } from "./BankStatements";
import type { BankStatementsRequest } from "./BankStatementsRequest";
import type { BatchRequest } from "./BatchRequest";
import type { Batches } from "./Batches";
import type { CancelLetters } from "./CancelLetters";
import type { CancelNotes } from "./CancelNotes";
import type { CaseCategories } from "./CaseCategories";
import type { CaseCategory } from "./CaseCategory";
import type { CaseCollections } from "./CaseCollections";
import type { CaseDocumentRequest } from "./CaseDocumentRequest";
import type { CaseFile } from "./CaseFile";
import type { CaseListing } from "./CaseListing";
import type { CasePage } from "./CasePage";
import type { CaseRequest } from "./CaseRequest";
import type { CaseTransactionsRequest } from "./CaseTransactionsRequest";
import type { CaseWithdrawn } from "./CaseWithdrawn";
import type { CasesDone } from "./CasesDone";
import type { CasesOpened } from "./CasesOpened";
import type { CasesRequest } from "./CasesRequest";
import type { CategoryRequest } from "./CategoryRequest";
import type { ChangeStatus } from "./ChangeStatus";
import type { ChangeStop } from "./ChangeStop";
import type { ChargesGroup } from "./ChargesGroup";
import type { ChargesGroupName } from "./ChargesGroupName";
import type { ChargesGroups } from "./ChargesGroups";
import type { CheckExplained } from "./CheckExplained";
import type { CheckOrder } from "./CheckOrder";
import type { CheckOrders } from "./CheckOrders";
import type { CheckPromise } from "./CheckPromise";
import type { CheckReport } from "./CheckReport";
import type { Checkpoints } from "./Checkpoints";
import type { ChooseCompany } from "./ChooseCompany";
import type { ChooseInterestCode } from "./ChooseInterestCode";
import type { ClaimRequest } from "./ClaimRequest";
import type { ClearInstrument } from "./ClearInstrument";
import type { CloseActivities } from "./CloseActivities";
import type { CloseCases } from "./CloseCases";
import type { CloseDispute } from "./CloseDispute";
import type { CloseInsolvency } from "./CloseInsolvency";
import type { CodeName } from "./CodeName";
import type { CollectionsHistory } from "./CollectionsHistory";
import type { CollectionsHistoryRequest } from "./CollectionsHistoryRequest";
import type { CollectionsOf } from "./CollectionsOf";
import type { CollectionsOfCase } from "./CollectionsOfCase";
import type { CollectionsReason } from "./CollectionsReason";
import type { CollectionsReasonName } from "./CollectionsReasonName";
import type { CollectionsReasons } from "./CollectionsReasons";
import type { Companies } from "./Companies";
import type { CompaniesOf } from "./CompaniesOf";
import type { Company } from "./Company";
import type { CompanyCalendar } from "./CompanyCalendar";
import type { ComposeMail } from "./ComposeMail";
import type { ComposedMail } from "./ComposedMail";
import type { ConfirmBankLine } from "./ConfirmBankLine";
import type { CopiedDocuments } from "./CopiedDocuments";
import type { CopiesAttached } from "./CopiesAttached";
import type { CopiesOfCustomer } from "./CopiesOfCustomer";
import type { CopiesOfDocuments } from "./CopiesOfDocuments";
import type { CopiesPreview } from "./CopiesPreview";
import type { CopiesPreviewRequest } from "./CopiesPreviewRequest";
import type { CopyRequest } from "./CopyRequest";
import type { CopyVersions } from "./CopyVersions";
import type { CountrySequences } from "./CountrySequences";
import type { CoverType } from "./CoverType";
import type { CoverTypeRequest } from "./CoverTypeRequest";
import type { CoverTypes } from "./CoverTypes";
import type { CoverageListing } from "./CoverageListing";
import type { CoveragePage } from "./CoveragePage";
import type { CoverageRequest } from "./CoverageRequest";
import type { CreateBook } from "./CreateBook";
import type { CreateJournal } from "./CreateJournal";
import type { CreateLetters } from "./CreateLetters";
import type { CreditApplications } from "./CreditApplications";
import type { CreditExposure } from "./CreditExposure";
import type { CreditFile } from "./CreditFile";
import type { CreditGroup } from "./CreditGroup";
import type { CreditParameters } from "./CreditParameters";
import type { CreditPolicies } from "./CreditPolicies";
import type { CreditReason } from "./CreditReason";
import type { CreditRequest } from "./CreditRequest";
import type { CreditSetup } from "./CreditSetup";
import type { CreditStatistics } from "./CreditStatistics";
import type { CreditTask } from "./CreditTask";
import type { CreditTasks } from "./CreditTasks";
import type { Customer } from "./Customer";
import type { CustomerCollections } from "./CustomerCollections";
import type { CustomerListRequest } from "./CustomerListRequest";
import type { CustomerListing } from "./CustomerListing";
import type { CustomerPage } from "./CustomerPage";
import type { CustomerRequest } from "./CustomerRequest";
import type { CustomerRuleRequest } from "./CustomerRuleRequest";
import type { CustomerRuleRow } from "./CustomerRuleRow";
import type { CustomerRules } from "./CustomerRules";
import type { CustomerRulesApplied } from "./CustomerRulesApplied";
import type { CustomerScore } from "./CustomerScore";
import type { CustomerTeam } from "./CustomerTeam";
import type { CustomerTotals } from "./CustomerTotals";
import type { CustomerTotalsRequest } from "./CustomerTotalsRequest";
import type { CustomerUpdate } from "./CustomerUpdate";
import type { DecideApplication } from "./DecideApplication";
import type { DecideHolds } from "./DecideHolds";
import type { DecideJournal } from "./DecideJournal";
import type { DecideLine } from "./DecideLine";
import type { DecideWriteOff } from "./DecideWriteOff";
import type { DefinitionPreview } from "./DefinitionPreview";
import type { Definitions } from "./Definitions";
import type { DeleteLetterSequence } from "./DeleteLetterSequence";
import type { DeleteLine } from "./DeleteLine";
import type { DeletePolicy } from "./DeletePolicy";
import type { DeleteStatistics } from "./DeleteStatistics";
import type { DeleteVersion } from "./DeleteVersion";
import type { DeskState } from "./DeskState";
import type { DisputeDocumentRequest } from "./DisputeDocumentRequest";
import type { DisputeListing } from "./DisputeListing";
import type { DisputePage } from "./DisputePage";
import type { DisputeParts } from "./DisputeParts";
import type { DisputePartsRequest } from "./DisputePartsRequest";
import type { DisputeRequest } from "./DisputeRequest";
import type { DisputesChanged } from "./DisputesChanged";
import type { DisputesRequest } from "./DisputesRequest";
import type { Dividend } from "./Dividend";
import type { DividendPosted } from "./DividendPosted";
import type { DividendPreview } from "./DividendPreview";
import type { DocumentLines } from "./DocumentLines";
import type { DocumentLinesRequest } from "./DocumentLinesRequest";
import type { DraftLetterMails } from "./DraftLetterMails";
import type { DraftMail } from "./DraftMail";
import type { DueJobs } from "./DueJobs";
import type { DutiesDone } from "./DutiesDone";
import type { EInvoicesRequest } from "./EInvoicesRequest";
import type { EditLetter } from "./EditLetter";
import type { EndStop } from "./EndStop";
import type { EndSuspension } from "./EndSuspension";
import type { EnterRate } from "./EnterRate";
import type { EvaluateHolds } from "./EvaluateHolds";
import type { ExactPosted } from "./ExactPosted";
import type { ExcludeOrder } from "./ExcludeOrder";
import type { ExplainLetters } from "./ExplainLetters";
import type { ExportApplications } from "./ExportApplications";
import type { ExportDone } from "./ExportDone";
import type { ExportJournal } from "./ExportJournal";
import type { ExportJournalAgain } from "./ExportJournalAgain";
import type { ExportLetters } from "./ExportLetters";
import type { ExportLimitation } from "./ExportLimitation";
import type { ExportList } from "./ExportList";
import type { ExportReimbursements } from "./ExportReimbursements";
import type { ExportTurnover } from "./ExportTurnover";
import type { ExposureItems } from "./ExposureItems";
import type { ExposureItemsRequest } from "./ExposureItemsRequest";
import type { ExposureRequest } from "./ExposureRequest";
import type { ExtensionRequest } from "./ExtensionRequest";
import type { ExtensionWarnings } from "./ExtensionWarnings";
import type { FileClaim } from "./FileClaim";
import type { FirstLimit } from "./FirstLimit";
import type { ForceHolds } from "./ForceHolds";
import type { ForewarningDone } from "./ForewarningDone";
import type { ForewarningRequest } from "./ForewarningRequest";
import type { Found } from "./Found";
import type { GenerateAutomatic } from "./GenerateAutomatic";
import type { GenerateLines } from "./GenerateLines";
import type { HandOver } from "./HandOver";
import type { HandOverProposals } from "./HandOverProposals";
import type { HandOverStep } from "./HandOverStep";
import type { HandOvers } from "./HandOvers";
import type { HandOversRequest } from "./HandOversRequest";
import type { HoldExplained } from "./HoldExplained";
import type { HoldHistory } from "./HoldHistory";
import type { HoldListing } from "./HoldListing";
import type { HoldPage } from "./HoldPage";
import type { HoldParameters } from "./HoldParameters";
import type { HoldPolicy } from "./HoldPolicy";
import type { HoldRequest } from "./HoldRequest";
import type { HoldRule } from "./HoldRule";
import type { HoldsAssigned } from "./HoldsAssigned";
import type { HoldsDecided } from "./HoldsDecided";
import type { HoldsEvaluated } from "./HoldsEvaluated";
import type { HoldsForced } from "./HoldsForced";
import type { HoldsRechecked } from "./HoldsRechecked";
import type { HoldsRequest } from "./HoldsRequest";
import type { HolidaysAsked } from "./HolidaysAsked";
import type { ImportDone } from "./ImportDone";
import type { ImportHistory } from "./ImportHistory";
import type { ImportHistoryRequest } from "./ImportHistoryRequest";
import type { ImportPreview } from "./ImportPreview";
import type { ImportRequest } from "./ImportRequest";
import type { Insolvencies } from "./Insolvencies";
import type { InsolvenciesOf } from "./InsolvenciesOf";
import type { InsolvencyList } from "./InsolvencyList";
import type { InstrumentCleared } from "./InstrumentCleared";
import type { InstrumentRow } from "./InstrumentRow";
import type { Instruments } from "./Instruments";
import type { InstrumentsRequest } from "./InstrumentsRequest";
import type { Insurers } from "./Insurers";
import type { InterestAdjusted } from "./InterestAdjusted";
import type { InterestAdjustedEach } from "./InterestAdjustedEach";
import type { InterestChoice } from "./InterestChoice";
import type { InterestCodes } from "./InterestCodes";
import type { InterestNoteList } from "./InterestNoteList";
import type { InterestNoteListRequest } from "./InterestNoteListRequest";
import type { InterestNoteOf } from "./InterestNoteOf";
import type { InterestNotePageOf } from "./InterestNotePageOf";
import type { InterestNotePages } from "./InterestNotePages";
import type { InterestNoteRows } from "./InterestNoteRows";
import type { InterestNoteShown } from "./InterestNoteShown";
import type { InterestNotesCancelled } from "./InterestNotesCancelled";
import type { InterestNotesPosted } from "./InterestNotesPosted";
import type { InterestNotesPrinted } from "./InterestNotesPrinted";
import type { InterestNotesReversed } from "./InterestNotesReversed";
import type { InterestParameters } from "./InterestParameters";
import type { InterestPreview } from "./InterestPreview";
import type { InterestQuestion } from "./InterestQuestion";
import type { InterestReinstatedEach } from "./InterestReinstatedEach";
import type { InterestRun } from "./InterestRun";
import type { InterestSkips } from "./InterestSkips";
import type { InterestSkipsOf } from "./InterestSkipsOf";
import type { JournalEntry } from "./JournalEntry";
import type { JournalEntryAsked } from "./JournalEntryAsked";
import type { JournalExportPreview } from "./JournalExportPreview";
import type { JournalExports } from "./JournalExports";
import type { JournalListRequest } from "./JournalListRequest";
import type { JournalListing } from "./JournalListing";
import type { JournalPage } from "./JournalPage";
import type { JournalParameters } from "./JournalParameters";
import type { JournalRequest } from "./JournalRequest";
import type { JournalWritten } from "./JournalWritten";
import type { LawyersFile } from "./LawyersFile";
import type { LawyersFileWritten } from "./LawyersFileWritten";
import type { LedgerAccount } from "./LedgerAccount";
import type { LedgerAccounts } from "./LedgerAccounts";
import type { LedgerPeriodList } from "./LedgerPeriodList";
import type { Letter } from "./Letter";
import type { LetterCalendar } from "./LetterCalendar";
import type { LetterCalendarPage } from "./LetterCalendarPage";
import type { LetterCalendarRequest } from "./LetterCalendarRequest";
import type { LetterExportPlan } from "./LetterExportPlan";
import type { LetterFile } from "./LetterFile";
import type { LetterListRequest } from "./LetterListRequest";
import type { LetterListing } from "./LetterListing";
import type { LetterMailPlan } from "./LetterMailPlan";
import type { LetterMails } from "./LetterMails";
import type { LetterPage } from "./LetterPage";
import type { LetterPageRequest } from "./LetterPageRequest";
import type { LetterParameters } from "./LetterParameters";
import type { LetterPreview } from "./LetterPreview";
import type { LetterRequest } from "./LetterRequest";
import type { LetterRun } from "./LetterRun";
import type { LetterRunDetail } from "./LetterRunDetail";
import type { LetterRunRequest } from "./LetterRunRequest";
import type { LetterRuns } from "./LetterRuns";
import type { LetterRunsRequest } from "./LetterRunsRequest";
import type { LetterSequence } from "./LetterSequence";
import type { LetterSequences } from "./LetterSequences";
import type { LettersCancelled } from "./LettersCancelled";
import type { LettersExplained } from "./LettersExplained";
import type { LettersExported } from "./LettersExported";
import type { LettersMailed } from "./LettersMailed";
import type { LettersPosted } from "./LettersPosted";
import type { LimitJournal } from "./LimitJournal";
import type { LimitJournals } from "./LimitJournals";
import type { LimitationOf } from "./LimitationOf";
import type { LimitationParameters } from "./LimitationParameters";
import type { LimitationPeriod } from "./LimitationPeriod";
import type { LimitationRequest } from "./LimitationRequest";
import type { LimitationSetup } from "./LimitationSetup";
import type { LimitationWarned } from "./LimitationWarned";
import type { Limitations } from "./Limitations";
import type { LinesGenerated } from "./LinesGenerated";
import type { LinkProspect } from "./LinkProspect";
import type { LogMail } from "./LogMail";
import type { Logo } from "./Logo";
import type { LogoFile } from "./LogoFile";
import type { LogoUpload } from "./LogoUpload";
import type { LostCoverRequest } from "./LostCoverRequest";
import type { LostCovers } from "./LostCovers";
import type { MailServerSetup } from "./MailServerSetup";
import type { MailServerTested } from "./MailServerTested";
import type { MailSetup } from "./MailSetup";
import type { MailTemplates } from "./MailTemplates";
import type { MailTextPreview } from "./MailTextPreview";
import type { MakeStatements } from "./MakeStatements";
import type { NightlyDone } from "./NightlyDone";
import type { NightlyParameters } from "./NightlyParameters";
import type { NoteActivity } from "./NoteActivity";
import type { NoteHold } from "./NoteHold";
import type { Nothing } from "./Nothing";
import type { OfferedPools } from "./OfferedPools";
import type { OpenBookRequest } from "./OpenBookRequest";
import type { OpenCase } from "./OpenCase";
import type { OpenCases } from "./OpenCases";
import type { OpenDisputes } from "./OpenDisputes";
import type { OpenItems } from "./OpenItems";
import type { OpenItemsRequest } from "./OpenItemsRequest";
import type { OrderCheckRequest } from "./OrderCheckRequest";
import type { OrderChecked } from "./OrderChecked";
import type { OrderComment } from "./OrderComment";
import type { OrderDetail } from "./OrderDetail";
import type { OrderFiles } from "./OrderFiles";
import type { OrderFolder } from "./OrderFolder";
import type { OrderLimit } from "./OrderLimit";
import type { OrderListPage } from "./OrderListPage";
import type { OrderListing } from "./OrderListing";
import type { OrderRequest } from "./OrderRequest";
import type { OrdersAnswered } from "./OrdersAnswered";
import type { OrdersChecked } from "./OrdersChecked";
import type { OrdersRequest } from "./OrdersRequest";
import type { PageRequest } from "./PageRequest";
import type { PartyBalance } from "./PartyBalance";
import type { PasteRiskValues } from "./PasteRiskValues";
import type { Payee } from "./Payee";
import type { PayeeRequest } from "./PayeeRequest";
import type { PaymentReturned } from "./PaymentReturned";
import type { PeriodOf } from "./PeriodOf";
import type { PlanLetterExport } from "./PlanLetterExport";
import type { PlanLetterMails } from "./PlanLetterMails";
import type { Pool } from "./Pool";
import type { PoolPreview } from "./PoolPreview";
import type { PoolRequest } from "./PoolRequest";
import type { Pools } from "./Pools";
import type { PoolsOfCustomer } from "./PoolsOfCustomer";
import type { PoolsOfRequest } from "./PoolsOfRequest";
import type { PostDividend } from "./PostDividend";
import type { PostInterestNotes } from "./PostInterestNotes";
import type { PostLetters } from "./PostLetters";
import type { PostSmallBalances } from "./PostSmallBalances";
import type { Posting } from "./Posting";
import type { PostingProfile } from "./PostingProfile";
import type { PostingProfiles } from "./PostingProfiles";
import type { PrepareHandOver } from "./PrepareHandOver";
import type { PreviewDefinition } from "./PreviewDefinition";
import type { PreviewLetterText } from "./PreviewLetterText";
import type { PreviewMailText } from "./PreviewMailText";
import type { PreviewRows } from "./PreviewRows";
import type { PreviewRowsRequest } from "./PreviewRowsRequest";
import type { PreviewSummary } from "./PreviewSummary";
import type { PrintCoverage } from "./PrintCoverage";
import type { PrintInterestNotes } from "./PrintInterestNotes";
import type { PrintLetters } from "./PrintLetters";
import type { PromiseChanged } from "./PromiseChanged";
import type { PromiseChecked } from "./PromiseChecked";
import type { PromiseListing } from "./PromiseListing";
import type { PromisePage } from "./PromisePage";
import type { PromiseParameters } from "./PromiseParameters";
import type { PromiseRecorded } from "./PromiseRecorded";
import type { PromiseRequest } from "./PromiseRequest";
import type { PromisesRequest } from "./PromisesRequest";
import type { ProposalRequest } from "./ProposalRequest";
import type { ProposalsMade } from "./ProposalsMade";
import type { ProposeFirst } from "./ProposeFirst";
import type { ProposeForApplication } from "./ProposeForApplication";
import type { Prospect } from "./Prospect";
import type { Prospects } from "./Prospects";
import type { PublicHolidays } from "./PublicHolidays";
import type { RankRows } from "./RankRows";
import type { RateList } from "./RateList";
import type { RateRow } from "./RateRow";
import type { RateTable } from "./RateTable";
import type { ReasonName } from "./ReasonName";
import type { RecogniseRequest } from "./RecogniseRequest";
import type { Recognised } from "./Recognised";
import type { RecordInsolvency } from "./RecordInsolvency";
import type { RecordInstrument } from "./RecordInstrument";
import type { RecordPromise } from "./RecordPromise";
import type { RecoverBook } from "./RecoverBook";
import type { RecoverWriteOff } from "./RecoverWriteOff";
import type { RecoverableAsked } from "./RecoverableAsked";
import type { Recoverables } from "./Recoverables";
import type { RecoveryPreview } from "./RecoveryPreview";
import type { RehearseUndo } from "./RehearseUndo";
import type { ReimbursementParameters } from "./ReimbursementParameters";
import type { ReimbursementRun } from "./ReimbursementRun";
import type { ReimbursementRunId } from "./ReimbursementRunId";
import type { ReimbursementRuns } from "./ReimbursementRuns";
import type { ReimbursementStep } from "./ReimbursementStep";
import type { Reimbursements } from "./Reimbursements";
import type { ReimbursementsPosted } from "./ReimbursementsPosted";
import type { ReimbursementsRequest } from "./ReimbursementsRequest";
import type { ReinstateInterestOfEach } from "./ReinstateInterestOfEach";
import type { RejectWriteOffs } from "./RejectWriteOffs";
import type { Rejections } from "./Rejections";
import type { RejectionsExport } from "./RejectionsExport";
import type { RejectionsExported } from "./RejectionsExported";
import type { ReleaseHolds } from "./ReleaseHolds";
import type { ReleaseSlip } from "./ReleaseSlip";
import type { ReleaseSlipRequest } from "./ReleaseSlipRequest";
import type { ReleaseWorkflow } from "./ReleaseWorkflow";
import type { RemoveLetterItem } from "./RemoveLetterItem";
import type { RenameCustomer } from "./RenameCustomer";
import type { ReopenActivities } from "./ReopenActivities";
import type { ReopenCases } from "./ReopenCases";
import type { ReportOpened } from "./ReportOpened";
import type { ReportPageRequest } from "./ReportPageRequest";
import type { ReportPages } from "./ReportPages";
import type { ReportParameters } from "./ReportParameters";
import type { ReportRequest } from "./ReportRequest";
import type { ReturnBankLine } from "./ReturnBankLine";
import type { ReturnInstrument } from "./ReturnInstrument";
import type { ReturnLostCover } from "./ReturnLostCover";
import type { ReturnPayment } from "./ReturnPayment";
import type { ReturnPaymentsAsked } from "./ReturnPaymentsAsked";
import type { ReturnUndone } from "./ReturnUndone";
import type { ReturnablePayments } from "./ReturnablePayments";
import type { ReturnedPayments } from "./ReturnedPayments";
import type { ReturnsParameters } from "./ReturnsParameters";
import type { ReturnsRequest } from "./ReturnsRequest";
import type { ReverseInterestNotes } from "./ReverseInterestNotes";
import type { RiskCode } from "./RiskCode";
import type { RiskCounts } from "./RiskCounts";
import type { RiskGroup } from "./RiskGroup";
import type { RiskSetup } from "./RiskSetup";
import type { RiskValues } from "./RiskValues";
import type { RiskValuesPasted } from "./RiskValuesPasted";
import type { RiskValuesRequest } from "./RiskValuesRequest";
import type { RuleRequest } from "./RuleRequest";
import type { RuleSequence } from "./RuleSequence";
import type { RuleTestRequest } from "./RuleTestRequest";
import type { RuleTested } from "./RuleTested";
import type { RunDone } from "./RunDone";
import type { RunNightly } from "./RunNightly";
import type { RunRequest } from "./RunRequest";
import type { Runs } from "./Runs";
import type { RunsRequest } from "./RunsRequest";
import type { SameParties } from "./SameParties";
import type { SaveActivity } from "./SaveActivity";
import type { SaveApplication } from "./SaveApplication";
import type { SaveBankAccount } from "./SaveBankAccount";
import type { SaveCase } from "./SaveCase";
import type { SaveCaseDocument } from "./SaveCaseDocument";
import type { SaveCopy } from "./SaveCopy";
import type { SaveCredit } from "./SaveCredit";
import type { SaveDefinition } from "./SaveDefinition";
import type { SaveDisputeDocument } from "./SaveDisputeDocument";
import type { SaveDocument } from "./SaveDocument";
import type { SaveInterestCode } from "./SaveInterestCode";
import type { SaveLine } from "./SaveLine";
import type { SaveMailServer } from "./SaveMailServer";
import type { SaveMatrix } from "./SaveMatrix";
import type { SaveOrder } from "./SaveOrder";
import type { SavePolicy } from "./SavePolicy";
import type { SaveRiskValue } from "./SaveRiskValue";
import type { SaveUser } from "./SaveUser";
import type { SaveVersion } from "./SaveVersion";
import type { SavedCopy } from "./SavedCopy";
import type { ScoreListRequest } from "./ScoreListRequest";
import type { ScoreListing } from "./ScoreListing";
import type { ScorePage } from "./ScorePage";
import type { ScoreRequest } from "./ScoreRequest";
import type { ScoresUpdated } from "./ScoresUpdated";
import type { ScoringRow } from "./ScoringRow";
import type { SearchRequest } from "./SearchRequest";
import type { SendLetterMails } from "./SendLetterMails";
import type { SendMail } from "./SendMail";
import type { SetBankLineState } from "./SetBankLineState";
import type { SetLetterCode } from "./SetLetterCode";
import type { SetLimit } from "./SetLimit";
import type { SetParty } from "./SetParty";
import type { SetStatus } from "./SetStatus";
import type { SetStop } from "./SetStop";
import type { SettleRequest } from "./SettleRequest";
import type { SettlementHistory } from "./SettlementHistory";
import type { SettlementHistoryRequest } from "./SettlementHistoryRequest";
import type { SettlementParameters } from "./SettlementParameters";
import type { SettlementPosted } from "./SettlementPosted";
import type { SettlementUndone } from "./SettlementUndone";
import type { Settlements } from "./Settlements";
import type { SettlementsRequest } from "./SettlementsRequest";
import type { SharedGroup } from "./SharedGroup";
import type { SharedGroups } from "./SharedGroups";
import type { SharedHistory } from "./SharedHistory";
import type { SharedMember } from "./SharedMember";
import type { SkipListRequest } from "./SkipListRequest";
import type { SkipListing } from "./SkipListing";
import type { SkipPage } from "./SkipPage";
import type { SmallBalanceItems } from "./SmallBalanceItems";
import type { SmallBalanceItemsPage } from "./SmallBalanceItemsPage";
import type { SmallBalanceItemsRequest } from "./SmallBalanceItemsRequest";
import type { SmallBalanceListing } from "./SmallBalanceListing";
import type { SmallBalancePage } from "./SmallBalancePage";
import type { SmallBalanceRuns } from "./SmallBalanceRuns";
import type { SmallBalanceTerms } from "./SmallBalanceTerms";
import type { SmallBalancesPosted } from "./SmallBalancesPosted";
import type { SmallBalancesRequest } from "./SmallBalancesRequest";
import type { SmallBalancesSum } from "./SmallBalancesSum";
import type { SmallBalancesUndone } from "./SmallBalancesUndone";
import type { SnoozeCustomer } from "./SnoozeCustomer";
import type { SortFiles } from "./SortFiles";
import type { SortedFiles } from "./SortedFiles";
import type { StatementsMade } from "./StatementsMade";
import type { StatisticInputs } from "./StatisticInputs";
import type { StatisticInputsRequest } from "./StatisticInputsRequest";
import type { StatisticsDeleted } from "./StatisticsDeleted";
import type { StatisticsParameters } from "./StatisticsParameters";
import type { StatisticsRequest } from "./StatisticsRequest";
import type { StatisticsState } from "./StatisticsState";
import type { StatusChanged } from "./StatusChanged";
import type { Stops } from "./Stops";
import type { StopsOf } from "./StopsOf";
import type { StopsOver } from "./StopsOver";
import type { StopsRequest } from "./StopsRequest";
import type { StoreRun } from "./StoreRun";
import type { StoredId } from "./StoredId";
import type { StoredIds } from "./StoredIds";
import type { StoredRequest } from "./StoredRequest";
import type { StoredRun } from "./StoredRun";
import type { StoredRuns } from "./StoredRuns";
import type { SummaryPreview } from "./SummaryPreview";
import type { SummaryRequest } from "./SummaryRequest";
import type { SummarySetup } from "./SummarySetup";
import type { SummaryTemplates } from "./SummaryTemplates";
import type { SummaryText } from "./SummaryText";
import type { SwitchUser } from "./SwitchUser";
import type { TableRequest } from "./TableRequest";
import type { TakeLostCover } from "./TakeLostCover";
import type { TaskRequest } from "./TaskRequest";
import type { TasksRequest } from "./TasksRequest";
import type { TaxRates } from "./TaxRates";
import type { TeamRequest } from "./TeamRequest";
import type { TermsList } from "./TermsList";
import type { TermsRow } from "./TermsRow";
import type { TestMailServer } from "./TestMailServer";
import type { Timeline } from "./Timeline";
import type { TimelineRequest } from "./TimelineRequest";
import type { Today } from "./Today";
import type { TodayRequest } from "./TodayRequest";
import type { TogetherRequest } from "./TogetherRequest";
import type { Transactions } from "./Transactions";
import type { TransactionsRequest } from "./TransactionsRequest";
import type { Trend } from "./Trend";
import type { TrendRequest } from "./TrendRequest";
import type { Turnover } from "./Turnover";
import type { TurnoverRequest } from "./TurnoverRequest";
import type { UndoBankImport } from "./UndoBankImport";
import type { UndoBankLine } from "./UndoBankLine";
import type { UndoCheck } from "./UndoCheck";
import type { UndoCheckRequest } from "./UndoCheckRequest";
import type { UndoDisputes } from "./UndoDisputes";
import type { UndoDone } from "./UndoDone";
import type { UndoImport } from "./UndoImport";
import type { UndoOutlook } from "./UndoOutlook";
import type { UndoRecovery } from "./UndoRecovery";
import type { UndoReturn } from "./UndoReturn";
import type { UndoSettlement } from "./UndoSettlement";
import type { UndoSmallBalances } from "./UndoSmallBalances";
import type { UndoStatus } from "./UndoStatus";
import type { UndoStops } from "./UndoStops";
import type { UndoWriteOff } from "./UndoWriteOff";
import type { UndoableActs } from "./UndoableActs";
import type { UnmatchedListing } from "./UnmatchedListing";
import type { UnmatchedPage } from "./UnmatchedPage";
import type { UnmatchedRequest } from "./UnmatchedRequest";
import type { UpdateDisputes } from "./UpdateDisputes";
import type { UpdateScores } from "./UpdateScores";
import type { User } from "./User";
import type { UserCompanies } from "./UserCompanies";
import type { UserList } from "./UserList";
import type { View } from "./View";
import type { ViewName } from "./ViewName";
import type { ViewedDisputeDocument } from "./ViewedDisputeDocument";
import type { ViewedDocument } from "./ViewedDocument";
import type { Views } from "./Views";
import type { WaitingApplied } from "./WaitingApplied";
import type { WaitingFiles } from "./WaitingFiles";
import type { WakeCustomer } from "./WakeCustomer";
import type { WatchedFolder } from "./WatchedFolder";
import type { WithdrawActivities } from "./WithdrawActivities";
import type { WithdrawCase } from "./WithdrawCase";
import type { WithdrawCases } from "./WithdrawCases";
import type { WithdrawEntry } from "./WithdrawEntry";
import type { WithdrawEvent } from "./WithdrawEvent";
import type { WorklistListing } from "./WorklistListing";
import type { WorklistPage } from "./WorklistPage";
import type { WorklistParameters } from "./WorklistParameters";
import type { WorklistRequest } from "./WorklistRequest";
import type { WriteCalendar } from "./WriteCalendar";
import type { WriteCases } from "./WriteCases";
import type { WriteData } from "./WriteData";
import type { WriteList } from "./WriteList";
import type { WriteOff } from "./WriteOff";
import type { WriteOffAsked } from "./WriteOffAsked";
import type { WriteOffEach } from "./WriteOffEach";
import type { WriteOffListing } from "./WriteOffListing";
import type { WriteOffPage } from "./WriteOffPage";
import type { WriteOffParameters } from "./WriteOffParameters";
import type { WriteOffPreview } from "./WriteOffPreview";
import type { WriteOffReason } from "./WriteOffReason";
import type { WriteOffReasonName } from "./WriteOffReasonName";
import type { WriteOffReasons } from "./WriteOffReasons";
import type { WriteOffRequest } from "./WriteOffRequest";
import type { WriteOffsOfEach } from "./WriteOffsOfEach";
import type { WriteOffsRejected } from "./WriteOffsRejected";
import type { WriteOffsRequest } from "./WriteOffsRequest";
import type { WriteReport } from "./WriteReport";
import type { WriteStatements } from "./WriteStatements";

export interface CommandMap {
  "desk.state": { request: Nothing; response: DeskState };
  "book.create": { request: CreateBook; response: DeskState };
  "book.open": { request: OpenBookRequest; response: DeskState };
  "book.recover": { request: RecoverBook; response: DeskState };
  "book.close": { request: Nothing; response: DeskState };
  "session.switch": { request: SwitchUser; response: DeskState };
  "company.get": { request: Nothing; response: Company };
  "company.update": { request: Company; response: Company };
  "company.logo": { request: Nothing; response: Logo };
  "company.set_logo": { request: LogoUpload; response: Logo };
  "company.set_logo_file": { request: LogoFile; response: Logo };
  "companies.list": { request: Nothing; response: Companies };
  "companies.add": { request: AddCompany; response: Companies };
  "companies.choose": { request: ChooseCompany; response: Companies };
  "companies.of_user": { request: CompaniesOf; response: UserCompanies };
  "companies.restrict": { request: UserCompanies; response: UserCompanies };
  "companies.set_party": { request: SetParty; response: SetParty };
  "terms.list": { request: Nothing; response: TermsList };
  "terms.save": { request: TermsRow; response: TermsList };
  "calendar.get": { request: Nothing; response: CompanyCalendar };
  "calendar.holidays": { request: HolidaysAsked; response: PublicHolidays };
  "calendar.save": { request: CompanyCalendar; response: CompanyCalendar };
  "rates.list": { request: Nothing; response: RateList };
  "rates.save": { request: RateRow; response: RateList };
  "views.list": { request: Nothing; response: Views };
  "views.save": { request: View; response: Views };
  "views.delete": { request: ViewName; response: Views };
  "lists.write": { request: WriteList; response: ExportDone };
  "users.list": { request: Nothing; response: UserList };
  "users.save": { request: SaveUser; response: User };
  "book.check": { request: Nothing; response: CheckReport };
  "book.backup": { request: BackupRequest; response: BackupDone };
  "backups.settings": { request: Nothing; response: BackupSettings };
  "backups.settings_save": { request: BackupSettings; response: BackupSettings };
  "backups.list": { request: Nothing; response: BackupList };
  "backups.take": { request: Nothing; response: BackupList };
  "audit.list": { request: AuditRequest; response: AuditPage };
  "import.recognise": { request: RecogniseRequest; response: Recognised };
  "import.preview": { request: ImportRequest; response: ImportPreview };
  "import.run": { request: ImportRequest; response: ImportDone };
  "import.batches": { request: Nothing; response: Batches };
  "import.preview_rows": { request: PreviewRowsRequest; response: PreviewRows };
  "import.history": { request: ImportHistoryRequest; response: ImportHistory };
  "import.undo_check": { request: BatchRequest; response: UndoCheck };
  "import.undo": { request: UndoImport; response: UndoDone };
  "import.rejections": { request: BatchRequest; response: Rejections };
  "import.sort": { request: SortFiles; response: SortedFiles };
  "einvoices.preview": { request: EInvoicesRequest; response: ImportPreview };
  "einvoices.run": { request: EInvoicesRequest; response: ImportDone };
  "copies.preview": { request: CopiesPreviewRequest; response: CopiesPreview };
  "copies.attach": { request: AttachCopies; response: CopiesAttached };
  "copies.list": { request: CopyRequest; response: CopyVersions };
  "copies.get": { request: CopyRequest; response: ArrayBuffer };
  "copies.of_customer": { request: CopiesOfCustomer; response: CopiedDocuments };
  "copies.of_documents": { request: CopiesOfDocuments; response: CopiedDocuments };
  "copies.view": { request: CopyRequest; response: SavedCopy };
  "copies.save": { request: SaveCopy; response: SavedCopy };
  "import.rejections_export": { request: RejectionsExport; response: RejectionsExported };
  "import.watch_get": { request: Nothing; response: WatchedFolder };
  "import.watch_set": { request: WatchedFolder; response: WatchedFolder };
  "import.waiting": { request: Nothing; response: WaitingFiles };
  "aging.definitions": { request: Nothing; response: Definitions };
  "aging.save_definition": { request: SaveDefinition; response: Definitions };
  "aging.preview_definition": { request: PreviewDefinition; response: DefinitionPreview };
  "aging.ledger_periods": { request: Nothing; response: LedgerPeriodList };
  "aging.ledger_periods_save": { request: LedgerPeriodList; response: LedgerPeriodList };
  "aging.trend": { request: TrendRequest; response: Trend };
  "aging.report": { request: ReportParameters; response: ReportOpened };
  "aging.report_pages": { request: ReportRequest; response: ReportPages };
  "aging.report_page": { request: ReportPageRequest; response: ArrayBuffer };
  "aging.report_write": { request: WriteReport; response: ExportDone };
  "aging.store": { request: StoreRun; response: StoredRun };
  "aging.stored": { request: StoredRequest; response: StoredRuns };
  "aging.stored_open": { request: StoredId; response: ReportOpened };
  "aging.stored_delete": { request: StoredIds; response: StoredRuns };
  "aging.table": { request: TableRequest; response: AgingTable };
  "aging.run": { request: RunRequest; response: RunDone };
  "aging.runs": { request: RunsRequest; response: Runs };
  "aging.list": { request: AgingListRequest; response: AgingListing };
  "aging.page": { request: PageRequest; response: AgingPage };
  "aging.export": { request: ExportList; response: ExportDone };
  "customers.list": { request: CustomerListRequest; response: CustomerListing };
  "customers.page": { request: PageRequest; response: CustomerPage };
  "customers.totals": { request: CustomerTotalsRequest; response: CustomerTotals };
  "customers.export": { request: ExportList; response: ExportDone };
  "customers.search": { request: SearchRequest; response: Found };
  "customers.get": { request: CustomerRequest; response: Customer };
  "customers.rename": { request: RenameCustomer; response: Customer };
  "customers.update": { request: CustomerUpdate; response: Customer };
  "customers.balance": { request: BalanceRequest; response: Balance };
  "customers.team": { request: TeamRequest; response: CustomerTeam };
  "customers.together": { request: TogetherRequest; response: PartyBalance };
  "documents.lines": { request: DocumentLinesRequest; response: DocumentLines };
  "customers.transactions": { request: TransactionsRequest; response: Transactions };
  "customers.settlements": { request: SettlementsRequest; response: Settlements };
  "interest.codes": { request: Nothing; response: InterestCodes };
  "interest.code_save": { request: SaveInterestCode; response: InterestCodes };
  "interest.version_save": { request: SaveVersion; response: InterestCodes };
  "interest.version_activate": { request: ActivateVersion; response: InterestCodes };
  "interest.version_delete": { request: DeleteVersion; response: InterestCodes };
  "interest.rates": { request: Nothing; response: RateTable };
  "interest.rate_enter": { request: EnterRate; response: RateTable };
  "interest.parameters": { request: Nothing; response: InterestParameters };
  "interest.parameters_save": { request: InterestParameters; response: InterestParameters };
  "interest.choose": { request: ChooseInterestCode; response: InterestChoice };
  "interest.preview": { request: InterestQuestion; response: InterestPreview };
  "interest.skips": { request: InterestSkipsOf; response: InterestSkips };
  "interest.create": { request: InterestQuestion; response: InterestRun };
  "interest.notes": { request: InterestNoteListRequest; response: InterestNoteList };
  "interest.page": { request: PageRequest; response: InterestNoteRows };
  "interest.list_export": { request: ExportList; response: ExportDone };
  "interest.show": { request: InterestNoteOf; response: InterestNoteShown };
  "interest.print": { request: PrintInterestNotes; response: InterestNotesPrinted };
  "interest.document": { request: InterestNoteOf; response: ArrayBuffer };
  "interest.view": { request: InterestNoteOf; response: SavedCopy };
  "interest.pages": { request: InterestNoteOf; response: InterestNotePages };
  "interest.page_image": { request: InterestNotePageOf; response: ArrayBuffer };
  "interest.post_preview": { request: PostInterestNotes; response: InterestNotesPosted };
  "interest.adjustments": { request: AdjustInterestOfEach; response: InterestAdjustedEach };
  "interest.adjust_each": { request: AdjustInterestOfEach; response: InterestAdjustedEach };
  "interest.reinstate_each": { request: ReinstateInterestOfEach; response: InterestReinstatedEach };
  "interest.cancel": { request: CancelNotes; response: InterestNotesCancelled };
  "interest.post": { request: PostInterestNotes; response: InterestNotesPosted };
  "interest.adjustment": { request: AdjustmentAsked; response: InterestAdjusted };
  "interest.waive": { request: AdjustInterest; response: InterestAdjusted };
  "interest.reinstate": { request: AdjustInterest; response: InterestAdjusted };
  "interest.reverse": { request: AdjustInterest; response: InterestAdjusted };
  "interest.reverse_notes": { request: ReverseInterestNotes; response: InterestNotesReversed };
  "letters.sequences": { request: Nothing; response: LetterSequences };
  "letters.sequence_save": { request: LetterSequence; response: LetterSequences };
  "taxes.rates": { request: Nothing; response: TaxRates };
  "taxes.save": { request: TaxRates; response: TaxRates };
  "letters.sequence_delete": { request: DeleteLetterSequence; response: LetterSequences };
  "letters.text_preview": { request: PreviewLetterText; response: ArrayBuffer };
  "letters.sequence_countries": { request: Nothing; response: CountrySequences };
  "letters.sequence_add": { request: AddCountrySequence; response: LetterSequences };
  "letters.profiles": { request: Nothing; response: PostingProfiles };
  "letters.profile_save": { request: PostingProfile; response: PostingProfiles };
  "letters.parameters": { request: Nothing; response: LetterParameters };
  "letters.parameters_save": { request: LetterParameters; response: LetterParameters };
  "letters.preview": { request: CreateLetters; response: LetterPreview };
  "letters.explain": { request: ExplainLetters; response: LettersExplained };
  "letters.calendar": { request: LetterCalendarRequest; response: LetterCalendar };
  "letters.calendar_page": { request: PageRequest; response: LetterCalendarPage };
  "letters.calendar_export": { request: ExportList; response: ExportDone };
  "letters.create": { request: CreateLetters; response: LetterRun };
  "letters.runs": { request: LetterRunsRequest; response: LetterRuns };
  "letters.run": { request: LetterRunRequest; response: LetterRunDetail };
  "letters.list": { request: LetterListRequest; response: LetterListing };
  "letters.page": { request: PageRequest; response: LetterPage };
  "letters.list_export": { request: ExportList; response: ExportDone };
  "letters.skips": { request: SkipListRequest; response: SkipListing };
  "letters.skips_page": { request: PageRequest; response: SkipPage };
  "letters.skips_export": { request: ExportList; response: ExportDone };
  "letters.forewarning": { request: ForewarningRequest; response: ForewarningDone };
  "letters.letter": { request: LetterRequest; response: Letter };
  "letters.document": { request: LetterRequest; response: ArrayBuffer };
  "letters.view": { request: LetterRequest; response: LetterFile };
  "letters.page_image": { request: LetterPageRequest; response: ArrayBuffer };
  "letters.edit": { request: EditLetter; response: Letter };
  "letters.remove_item": { request: RemoveLetterItem; response: Letter };
  "letters.post": { request: PostLetters; response: LettersPosted };
  "letters.print": { request: PrintLetters; response: LettersPosted };
  "letters.export": { request: ExportLetters; response: LettersExported };
  "letters.export_plan": { request: PlanLetterExport; response: LetterExportPlan };
  "letters.mail_plan": { request: PlanLetterMails; response: LetterMailPlan };
  "letters.mail_drafts": { request: DraftLetterMails; response: LettersMailed };
  "letters.mail_send": { request: SendLetterMails; response: LettersMailed };
  "letters.mails": { request: LetterRequest; response: LetterMails };
  "letters.cancel": { request: CancelLetters; response: LettersCancelled };
  "bank.accounts": { request: Nothing; response: BankAccounts };
  "bank.account_save": { request: SaveBankAccount; response: BankAccounts };
  "bank.parameters": { request: Nothing; response: BankParameters };
  "bank.parameters_save": { request: BankParameters; response: BankParameters };
  "bank.preview": { request: BankImportRequest; response: BankFilesRead };
  "bank.import": { request: BankImportRequest; response: BankImported };
  "bank.undo_import": { request: UndoBankImport; response: BankImportUndone };
  "bank.statements": { request: BankStatementsRequest; response: BankStatements };
  "bank.lines": { request: BankLinesRequest; response: BankLineListing };
  "bank.page": { request: PageRequest; response: BankLinePage };
  "bank.line": { request: BankLineRequest; response: BankLine };
  "bank.propose": { request: Nothing; response: ProposalsMade };
  "bank.confirm_preview": { request: ConfirmBankLine; response: Posting };
  "bank.confirm": { request: ConfirmBankLine; response: BankLineConfirmed };
  "bank.confirm_exact": { request: Nothing; response: ExactPosted };
  "bank.set_aside": { request: SetBankLineState; response: BankLineChanged };
  "bank.reopen": { request: SetBankLineState; response: BankLineChanged };
  "bank.undo": { request: UndoBankLine; response: BankLineUndone };
  "bank.return_preview": { request: ReturnBankLine; response: PaymentReturned };
  "bank.return_payments": { request: ReturnPaymentsAsked; response: ReturnablePayments };
  "bank.return": { request: ReturnBankLine; response: PaymentReturned };
  "bank.returns": { request: Nothing; response: BankReturns };
  "undo.rehearse": { request: RehearseUndo; response: UndoOutlook };
  "undo.list": { request: Nothing; response: UndoableActs };
  "undo.check": { request: UndoCheckRequest; response: UndoOutlook };
  "settlement.open_items": { request: OpenItemsRequest; response: OpenItems };
  "settlement.preview": { request: SettleRequest; response: Posting };
  "settlement.post": { request: SettleRequest; response: SettlementPosted };
  "settlement.undo": { request: UndoSettlement; response: SettlementUndone };
  "settlement.history": { request: SettlementHistoryRequest; response: SettlementHistory };
  "settlement.automatic": { request: AutomaticRequest; response: AutomaticDone };
  "settlement.small_balance_terms": { request: Nothing; response: SmallBalanceTerms };
  "settlement.small_balances": { request: SmallBalancesRequest; response: SmallBalanceListing };
  "settlement.small_balances_page": { request: PageRequest; response: SmallBalancePage };
  "settlement.small_balances_sum": { request: PostSmallBalances; response: SmallBalancesSum };
  "settlement.small_balances_post": { request: PostSmallBalances; response: SmallBalancesPosted };
  "settlement.small_balances_undo": { request: UndoSmallBalances; response: SmallBalancesUndone };
  "settlement.small_balance_runs": { request: Nothing; response: SmallBalanceRuns };
  "settlement.small_balance_items": { request: SmallBalanceItemsRequest; response: SmallBalanceItems };
  "settlement.small_balance_items_page": { request: PageRequest; response: SmallBalanceItemsPage };
  "settlement.parameters": { request: Nothing; response: SettlementParameters };
  "settlement.parameters_save": { request: SettlementParameters; response: SettlementParameters };
  "credit.parameters": { request: Nothing; response: CreditParameters };
  "credit.parameters_save": { request: CreditParameters; response: CreditParameters };
  "credit.setup": { request: Nothing; response: CreditSetup };
  "credit.reason_save": { request: CreditReason; response: CreditSetup };
  "credit.reason_delete": { request: ReasonName; response: CreditSetup };
  "credit.group_save": { request: CreditGroup; response: CreditSetup };
  "credit.group_delete": { request: CodeName; response: CreditSetup };
  "credit.status_save": { request: AccountStatus; response: CreditSetup };
  "credit.status_delete": { request: CodeName; response: CreditSetup };
  "credit.get": { request: CreditRequest; response: CreditFile };
  "credit.save": { request: SaveCredit; response: CreditFile };
  "credit.set_limit": { request: SetLimit; response: CreditFile };
  "credit.set_status": { request: SetStatus; response: CreditFile };
  "credit.exposure": { request: ExposureRequest; response: CreditExposure };
  "credit.exposure_items": { request: ExposureItemsRequest; response: ExposureItems };
  "credit.policies": { request: CreditRequest; response: CreditPolicies };
  "credit.policy_save": { request: SavePolicy; response: CreditPolicies };
  "credit.policy_delete": { request: DeletePolicy; response: CreditPolicies };
  "credit.cover_types": { request: Nothing; response: CoverTypes };
  "credit.cover_type_delete": { request: CoverTypeRequest; response: CoverTypes };
  "credit.cover_type_save": { request: CoverType; response: CoverType };
  "credit.shared": { request: Nothing; response: SharedGroups };
  "credit.shared_history": { request: CodeName; response: SharedHistory };
  "credit.shared_parties": { request: CodeName; response: SameParties };
  "credit.shared_save": { request: SharedGroup; response: SharedGroups };
  "credit.shared_join": { request: SharedMember; response: SharedGroups };
  "credit.shared_leave": { request: SharedMember; response: SharedGroups };
  "limits.list": { request: Nothing; response: LimitJournals };
  "limits.get": { request: JournalRequest; response: LimitJournal };
  "limits.create": { request: CreateJournal; response: LimitJournal };
  "limits.line_save": { request: SaveLine; response: LimitJournal };
  "limits.line_delete": { request: DeleteLine; response: LimitJournal };
  "limits.generate": { request: GenerateLines; response: LinesGenerated };
  "limits.generate_automatic": { request: GenerateAutomatic; response: AutomaticGenerated };
  "limits.submit": { request: JournalRequest; response: LimitJournal };
  "limits.recall": { request: JournalRequest; response: LimitJournal };
  "orders.list": { request: OrdersRequest; response: OrderListing };
  "orders.page": { request: PageRequest; response: OrderListPage };
  "orders.export": { request: ExportList; response: ExportDone };
  "orders.get": { request: OrderRequest; response: OrderDetail };
  "orders.save": { request: SaveOrder; response: OrderDetail };
  "orders.cancel": { request: OrderComment; response: OrderDetail };
  "orders.reopen": { request: OrderComment; response: OrderDetail };
  "orders.exclude": { request: ExcludeOrder; response: OrderDetail };
  "orders.check": { request: CheckOrder; response: OrderChecked };
  "orders.try": { request: CheckOrder; response: OrderChecked };
  "orders.check_limit": { request: CheckOrder; response: OrderLimit };
  "orders.check_all": { request: CheckOrders; response: OrdersChecked };
  "orders.folder": { request: Nothing; response: OrderFolder };
  "orders.folder_set": { request: OrderFolder; response: OrderFolder };
  "orders.waiting": { request: Nothing; response: OrderFiles };
  "orders.answer": { request: Nothing; response: OrdersAnswered };
  "orders.release_slip": { request: ReleaseSlipRequest; response: ReleaseSlip };
  "orders.explain": { request: OrderCheckRequest; response: CheckExplained };
  "holds.list": { request: HoldsRequest; response: HoldListing };
  "holds.page": { request: PageRequest; response: HoldPage };
  "holds.export": { request: ExportList; response: ExportDone };
  "holds.write": { request: WriteData; response: ExportDone };
  "holds.explain": { request: HoldRequest; response: HoldExplained };
  "holds.release": { request: ReleaseHolds; response: HoldsDecided };
  "holds.reject": { request: DecideHolds; response: HoldsDecided };
  "holds.cancel": { request: DecideHolds; response: HoldsDecided };
  "holds.approve": { request: DecideHolds; response: HoldsDecided };
  "holds.decline": { request: DecideHolds; response: HoldsDecided };
  "holds.recall": { request: DecideHolds; response: HoldsDecided };
  "holds.undo": { request: DecideHolds; response: HoldsDecided };
  "holds.force": { request: ForceHolds; response: HoldsForced };
  "holds.evaluate": { request: EvaluateHolds; response: HoldsEvaluated };
  "holds.check_changed": { request: Nothing; response: HoldsRechecked };
  "holds.note": { request: NoteHold; response: HoldHistory };
  "holds.assign": { request: AssignHolds; response: HoldsAssigned };
  "holds.workflow": { request: Nothing; response: ReleaseWorkflow };
  "holds.workflow_save": { request: ReleaseWorkflow; response: ReleaseWorkflow };
  "rules.get": { request: Nothing; response: HoldPolicy };
  "rules.save": { request: HoldRule; response: HoldPolicy };
  "rules.delete": { request: RuleRequest; response: HoldPolicy };
  "rules.checkpoints_save": { request: Checkpoints; response: HoldPolicy };
  "rules.parameters_save": { request: HoldParameters; response: HoldPolicy };
  "rules.ranks_save": { request: RankRows; response: HoldPolicy };
  "rules.sequence_save": { request: RuleSequence; response: HoldPolicy };
  "rules.test": { request: RuleTestRequest; response: RuleTested };
  "customer_rules.list": { request: Nothing; response: CustomerRules };
  "customer_rules.save": { request: CustomerRuleRow; response: CustomerRules };
  "customer_rules.delete": { request: CustomerRuleRequest; response: CustomerRules };
  "customer_rules.apply": { request: Nothing; response: CustomerRulesApplied };
  "customer_rules.accept": { request: ProposalRequest; response: CustomerRules };
  "customer_rules.decline": { request: ProposalRequest; response: CustomerRules };
  "credit.status_export": { request: WriteData; response: ExportDone };
  "limits.approve": { request: DecideJournal; response: LimitJournal };
  "limits.reject": { request: DecideJournal; response: LimitJournal };
  "limits.line_approve": { request: DecideLine; response: LimitJournal };
  "limits.line_reject": { request: DecideLine; response: LimitJournal };
  "limits.undo": { request: JournalRequest; response: LimitJournal };
  "limits.matrix": { request: Nothing; response: ApprovalMatrix };
  "limits.matrix_save": { request: SaveMatrix; response: ApprovalMatrix };
  "limits.propose_first": { request: ProposeFirst; response: FirstLimit };
  "credit.lost_cover": { request: LostCoverRequest; response: LostCovers };
  "credit.lost_cover_take": { request: TakeLostCover; response: LostCovers };
  "credit.lost_cover_back": { request: ReturnLostCover; response: LostCovers };
  "credit.coverage": { request: CoverageRequest; response: CoverageListing };
  "credit.coverage_page": { request: PageRequest; response: CoveragePage };
  "credit.coverage_export": { request: ExportList; response: ExportDone };
  "credit.coverage_print": { request: PrintCoverage; response: ExportDone };
  "credit.extension_check": { request: ExtensionRequest; response: ExtensionWarnings };
  "insurers.list": { request: Nothing; response: Insurers };
  "insurers.turnover": { request: TurnoverRequest; response: Turnover };
  "insurers.declare": { request: TurnoverRequest; response: Insurers };
  "insurers.export": { request: ExportTurnover; response: ExportDone };
  "prospects.list": { request: Nothing; response: Prospects };
  "prospects.save": { request: Prospect; response: Prospects };
  "prospects.link": { request: LinkProspect; response: Prospects };
  "applications.list": { request: Nothing; response: CreditApplications };
  "applications.get": { request: ApplicationRequest; response: ApplicationFile };
  "applications.propose": { request: ProposeForApplication; response: ApplicationProposal };
  "applications.save": { request: SaveApplication; response: ApplicationFile };
  "applications.attach": { request: AttachDocument; response: ApplicationFile };
  "applications.document_save": { request: SaveDocument; response: ExportDone };
  "applications.submit": { request: ApplicationRequest; response: ApplicationFile };
  "applications.withdraw": { request: ApplicationRequest; response: ApplicationFile };
  "applications.decide": { request: DecideApplication; response: ApplicationFile };
  "applications.export": { request: ExportApplications; response: ExportDone };
  "tasks.list": { request: TasksRequest; response: CreditTasks };
  "tasks.done": { request: TaskRequest; response: CreditTask };
  "tasks.reopen": { request: TaskRequest; response: CreditTask };
  "tasks.run": { request: Nothing; response: DutiesDone };
  "activities.list": { request: ActivitiesRequest; response: ActivityListing };
  "activities.page": { request: PageRequest; response: ActivityPage };
  "activities.phases": { request: Nothing; response: ActivityPhases };
  "activities.export": { request: ExportList; response: ExportDone };
  "activities.add": { request: AddActivity; response: ActivityRow };
  "activities.add_many": { request: AddActivities; response: ActivitiesAdded };
  "activities.note": { request: NoteActivity; response: ActivityRow };
  "activities.save": { request: SaveActivity; response: ActivityRow };
  "activities.close": { request: CloseActivities; response: ActivitiesDone };
  "activities.reopen": { request: ReopenActivities; response: ActivitiesDone };
  "activities.withdraw": { request: WithdrawActivities; response: ActivitiesWithdrawn };
  "activities.calendar": { request: WriteCalendar; response: ExportDone };
  "cases.list": { request: CasesRequest; response: CaseListing };
  "cases.page": { request: PageRequest; response: CasePage };
  "cases.export": { request: ExportList; response: ExportDone };
  "cases.write": { request: WriteCases; response: ExportDone };
  "cases.get": { request: CaseRequest; response: CaseFile };
  "cases.open": { request: OpenCase; response: CaseFile };
  "cases.open_many": { request: OpenCases; response: CasesOpened };
  "cases.save": { request: SaveCase; response: CaseFile };
  "cases.withdraw": { request: WithdrawCase; response: CaseWithdrawn };
  "cases.withdraw_many": { request: WithdrawCases; response: CaseWithdrawn };
  "cases.assign": { request: CaseTransactionsRequest; response: CaseFile };
  "cases.unassign": { request: CaseTransactionsRequest; response: CaseFile };
  "cases.close": { request: CloseCases; response: CasesDone };
  "cases.reopen": { request: ReopenCases; response: CasesDone };
  "cases.attach": { request: AttachToCase; response: CaseFile };
  "cases.detach": { request: CaseDocumentRequest; response: CaseFile };
  "cases.document_view": { request: CaseDocumentRequest; response: ViewedDocument };
  "cases.document_save": { request: SaveCaseDocument; response: ExportDone };
  "cases.categories": { request: Nothing; response: CaseCategories };
  "cases.category_save": { request: CaseCategory; response: CaseCategories };
  "cases.category_delete": { request: CategoryRequest; response: CaseCategories };
  "customers.timeline": { request: TimelineRequest; response: Timeline };
  "customers.summary": { request: SummaryRequest; response: SummaryText };
  "customers.summary_preview": { request: PreviewSummary; response: SummaryPreview };
  "customers.summary_templates": { request: Nothing; response: SummarySetup };
  "customers.summary_templates_save": { request: SummaryTemplates; response: SummarySetup };
  "statements.make": { request: MakeStatements; response: StatementsMade };
  "statements.write": { request: WriteStatements; response: ExportDone };
  "mail.compose": { request: ComposeMail; response: ComposedMail };
  "mail.draft": { request: DraftMail; response: ExportDone };
  "mail.log": { request: LogMail; response: ActivityRow };
  "mail.preview": { request: PreviewMailText; response: MailTextPreview };
  "mail.send": { request: SendMail; response: ActivityRow };
  "mail.server": { request: Nothing; response: MailServerSetup };
  "mail.server_save": { request: SaveMailServer; response: MailServerSetup };
  "mail.server_test": { request: TestMailServer; response: MailServerTested };
  "mail.templates": { request: Nothing; response: MailSetup };
  "mail.templates_save": { request: MailTemplates; response: MailSetup };
  "limits.post": { request: JournalRequest; response: LimitJournal };
  "limits.apply_waiting": { request: Nothing; response: WaitingApplied };
  "statistics.parameters": { request: Nothing; response: StatisticsParameters };
  "statistics.parameters_save": { request: StatisticsParameters; response: StatisticsParameters };
  "statistics.state": { request: Nothing; response: StatisticsState };
  "statistics.calculate": { request: Nothing; response: StatisticsState };
  "statistics.delete": { request: DeleteStatistics; response: StatisticsDeleted };
  "statistics.get": { request: StatisticsRequest; response: CreditStatistics };
  "statistics.inputs": { request: StatisticInputsRequest; response: StatisticInputs };
  "risk.setup": { request: Nothing; response: RiskSetup };
  "risk.scoring_save": { request: ScoringRow; response: RiskSetup };
  "risk.scoring_delete": { request: RiskCode; response: RiskSetup };
  "risk.group_save": { request: RiskGroup; response: RiskSetup };
  "risk.group_delete": { request: RiskCode; response: RiskSetup };
  "risk.values": { request: RiskValuesRequest; response: RiskValues };
  "risk.value_save": { request: SaveRiskValue; response: RiskValues };
  "risk.values_paste": { request: PasteRiskValues; response: RiskValuesPasted };
  "risk.update": { request: UpdateScores; response: ScoresUpdated };
  "risk.list": { request: ScoreListRequest; response: ScoreListing };
  "risk.page": { request: PageRequest; response: ScorePage };
  "risk.export": { request: ExportList; response: ExportDone };
  "risk.counts": { request: Nothing; response: RiskCounts };
  "risk.customer": { request: ScoreRequest; response: CustomerScore };
  "risk.automatic_save": { request: AutomaticLimit; response: RiskSetup };
  "risk.automatic_delete": { request: AutomaticLimitId; response: RiskSetup };
  "risk.backtest": { request: BacktestRequest; response: Backtest };
  "nightly.due": { request: Nothing; response: DueJobs };
  "nightly.run": { request: RunNightly; response: NightlyDone };
  "nightly.log": { request: Nothing; response: NightlyDone };
  "nightly.parameters": { request: Nothing; response: NightlyParameters };
  "nightly.parameters_save": { request: NightlyParameters; response: NightlyParameters };
  "payments.unmatched": { request: UnmatchedRequest; response: UnmatchedListing };
  "payments.return_preview": { request: ReturnPayment; response: PaymentReturned };
  "payments.return": { request: ReturnPayment; response: PaymentReturned };
  "payments.return_undo": { request: UndoReturn; response: ReturnUndone };
  "returns.list": { request: ReturnsRequest; response: ReturnedPayments };
  "returns.parameters": { request: Nothing; response: ReturnsParameters };
  "returns.parameters_save": { request: ReturnsParameters; response: ReturnsParameters };
  "charges.groups": { request: Nothing; response: ChargesGroups };
  "charges.group_save": { request: ChargesGroup; response: ChargesGroups };
  "charges.group_delete": { request: ChargesGroupName; response: ChargesGroups };
  "reimbursements.parameters": { request: Nothing; response: ReimbursementParameters };
  "reimbursements.parameters_save": { request: ReimbursementParameters; response: ReimbursementParameters };
  "reimbursements.payee": { request: PayeeRequest; response: Payee };
  "reimbursements.payee_save": { request: Payee; response: Payee };
  "reimbursements.preview": { request: AskReimbursements; response: ReimbursementRun };
  "reimbursements.propose": { request: AskReimbursements; response: ReimbursementRun };
  "reimbursements.runs": { request: Nothing; response: ReimbursementRuns };
  "reimbursements.run": { request: ReimbursementRunId; response: ReimbursementRun };
  "reimbursements.list": { request: ReimbursementsRequest; response: Reimbursements };
  "reimbursements.approve_preview": { request: ReimbursementStep; response: ReimbursementsPosted };
  "reimbursements.approve": { request: ReimbursementStep; response: ReimbursementsPosted };
  "reimbursements.reject": { request: ReimbursementStep; response: Reimbursements };
  "reimbursements.export": { request: ExportReimbursements; response: ExportDone };
  "reimbursements.paid": { request: ReimbursementStep; response: Reimbursements };
  "reimbursements.back": { request: ReimbursementStep; response: ReimbursementsPosted };
  "reimbursements.reverse": { request: ReimbursementStep; response: ReimbursementsPosted };
  "payments.page": { request: PageRequest; response: UnmatchedPage };
  "instruments.list": { request: InstrumentsRequest; response: Instruments };
  "instruments.record": { request: RecordInstrument; response: InstrumentRow };
  "instruments.clear": { request: ClearInstrument; response: InstrumentCleared };
  "instruments.return": { request: ReturnInstrument; response: InstrumentRow };
  "stops.list": { request: StopsRequest; response: Stops };
  "stops.of_customer": { request: StopsOf; response: Stops };
  "stops.set": { request: SetStop; response: Stops };
  "stops.extend": { request: ChangeStop; response: Stops };
  "stops.end": { request: EndStop; response: Stops };
  "stops.undo": { request: UndoStops; response: Stops };
  "stops.over": { request: Nothing; response: StopsOver };
  "insolvency.list": { request: Nothing; response: InsolvencyList };
  "insolvency.of_customer": { request: InsolvenciesOf; response: Insolvencies };
  "insolvency.record": { request: RecordInsolvency; response: Insolvencies };
  "insolvency.close": { request: CloseInsolvency; response: Insolvencies };
  "insolvency.file_claim": { request: FileClaim; response: Insolvencies };
  "insolvency.admit": { request: AdmitClaim; response: Insolvencies };
  "insolvency.dividend_preview": { request: Dividend; response: DividendPreview };
  "insolvency.dividend": { request: Dividend; response: Insolvencies };
  "insolvency.post_dividend": { request: PostDividend; response: DividendPosted };
  "insolvency.withdraw": { request: WithdrawEntry; response: Insolvencies };
  "insolvency.claim": { request: ClaimRequest; response: ExportDone };
  "limitation.setup": { request: Nothing; response: LimitationSetup };
  "limitation.period_save": { request: LimitationPeriod; response: LimitationSetup };
  "limitation.period_delete": { request: PeriodOf; response: LimitationSetup };
  "limitation.parameters_save": { request: LimitationParameters; response: LimitationSetup };
  "limitation.list": { request: LimitationRequest; response: Limitations };
  "limitation.of_customer": { request: LimitationOf; response: Limitations };
  "limitation.export": { request: ExportLimitation; response: ExportDone };
  "limitation.event_add": { request: AddEvent; response: Limitations };
  "limitation.suspension_end": { request: EndSuspension; response: Limitations };
  "limitation.event_withdraw": { request: WithdrawEvent; response: Limitations };
  "limitation.warn": { request: Nothing; response: LimitationWarned };
  "letters.set_code": { request: SetLetterCode; response: Nothing };
  "pools.list": { request: Nothing; response: Pools };
  "pools.save": { request: Pool; response: Pools };
  "pools.delete": { request: PoolRequest; response: Pools };
  "pools.preview": { request: Pool; response: PoolPreview };
  "pools.offered": { request: Nothing; response: OfferedPools };
  "pools.of_customer": { request: PoolsOfRequest; response: PoolsOfCustomer };
  "today.get": { request: TodayRequest; response: Today };
  "worklist.list": { request: WorklistRequest; response: WorklistListing };
  "worklist.page": { request: PageRequest; response: WorklistPage };
  "worklist.snooze": { request: SnoozeCustomer; response: Nothing };
  "worklist.wake": { request: WakeCustomer; response: Nothing };
  "worklist.parameters": { request: Nothing; response: WorklistParameters };
  "worklist.parameters_save": { request: WorklistParameters; response: WorklistParameters };
  "agents.list": { request: Nothing; response: Agents };
  "agents.save": { request: Agent; response: Agents };
  "agents.remove": { request: AgentRequest; response: Agents };
  "promises.list": { request: PromisesRequest; response: PromiseListing };
  "promises.page": { request: PageRequest; response: PromisePage };
  "promises.export": { request: ExportList; response: ExportDone };
  "promises.check": { request: CheckPromise; response: PromiseChecked };
  "promises.record": { request: RecordPromise; response: PromiseRecorded };
  "promises.cancel": { request: PromiseRequest; response: PromiseChanged };
  "promises.undo": { request: PromiseRequest; response: PromiseChanged };
  "promises.restore": { request: PromiseRequest; response: PromiseChanged };
  "promises.parameters": { request: Nothing; response: PromiseParameters };
  "promises.parameters_save": { request: PromiseParameters; response: PromiseParameters };
  "journal.accounts": { request: Nothing; response: LedgerAccounts };
  "journal.account_save": { request: LedgerAccount; response: LedgerAccounts };
  "journal.parameters_save": { request: JournalParameters; response: LedgerAccounts };
  "journal.list": { request: JournalListRequest; response: JournalListing };
  "journal.page": { request: PageRequest; response: JournalPage };
  "journal.list_export": { request: ExportList; response: ExportDone };
  "journal.show": { request: JournalEntryAsked; response: JournalEntry };
  "journal.export_preview": { request: ExportJournal; response: JournalExportPreview };
  "journal.export": { request: ExportJournal; response: JournalWritten };
  "journal.exports": { request: Nothing; response: JournalExports };
  "journal.export_again": { request: ExportJournalAgain; response: JournalWritten };
  "write_offs.reasons": { request: Nothing; response: WriteOffReasons };
  "write_offs.reason_save": { request: WriteOffReason; response: WriteOffReasons };
  "write_offs.reason_delete": { request: WriteOffReasonName; response: WriteOffReasons };
  "write_offs.parameters": { request: Nothing; response: WriteOffParameters };
  "write_offs.parameters_save": { request: WriteOffParameters; response: WriteOffParameters };
  "write_offs.list": { request: WriteOffsRequest; response: WriteOffListing };
  "write_offs.page": { request: PageRequest; response: WriteOffPage };
  "write_offs.export": { request: ExportList; response: ExportDone };
  "write_offs.show": { request: WriteOffAsked; response: WriteOff };
  "write_offs.preview": { request: WriteOffRequest; response: WriteOffPreview };
  "write_offs.preview_each": { request: WriteOffEach; response: WriteOffsOfEach };
  "write_offs.propose": { request: WriteOffRequest; response: WriteOff };
  "write_offs.propose_each": { request: WriteOffEach; response: WriteOffsOfEach };
  "write_offs.approve": { request: DecideWriteOff; response: WriteOff };
  "write_offs.reject": { request: DecideWriteOff; response: WriteOff };
  "write_offs.reject_each": { request: RejectWriteOffs; response: WriteOffsRejected };
  "write_offs.post": { request: WriteOffAsked; response: WriteOff };
  "write_offs.undo": { request: UndoWriteOff; response: WriteOff };
  "write_offs.recover_preview": { request: RecoverWriteOff; response: RecoveryPreview };
  "write_offs.recoverable": { request: RecoverableAsked; response: Recoverables };
  "write_offs.recover": { request: RecoverWriteOff; response: WriteOff };
  "write_offs.recovery_undo": { request: UndoRecovery; response: WriteOff };
  "hand_overs.agencies": { request: Nothing; response: Agencies };
  "hand_overs.agency_save": { request: Agency; response: Agencies };
  "hand_overs.list": { request: HandOversRequest; response: HandOvers };
  "hand_overs.proposals": { request: Nothing; response: HandOverProposals };
  "hand_overs.file": { request: LawyersFile; response: LawyersFileWritten };
  "hand_overs.prepare": { request: PrepareHandOver; response: HandOver };
  "hand_overs.send": { request: HandOverStep; response: HandOver };
  "hand_overs.recall": { request: HandOverStep; response: HandOver };
  "hand_overs.close": { request: HandOverStep; response: HandOver };
  "hand_overs.back": { request: HandOverStep; response: HandOver };
  "disputes.list": { request: DisputesRequest; response: DisputeListing };
  "disputes.page": { request: PageRequest; response: DisputePage };
  "disputes.export": { request: ExportList; response: ExportDone };
  "disputes.write": { request: WriteData; response: ExportDone };
  "disputes.open": { request: OpenDisputes; response: DisputesChanged };
  "disputes.update": { request: UpdateDisputes; response: DisputesChanged };
  "disputes.close": { request: CloseDispute; response: DisputesChanged };
  "disputes.reopen": { request: DisputeRequest; response: DisputesChanged };
  "disputes.undo": { request: UndoDisputes; response: DisputesChanged };
  "disputes.parts": { request: DisputePartsRequest; response: DisputeParts };
  "disputes.attach": { request: AttachToDispute; response: DisputeParts };
  "disputes.detach": { request: DisputeDocumentRequest; response: DisputeParts };
  "disputes.document_view": { request: DisputeDocumentRequest; response: ViewedDisputeDocument };
  "disputes.document_save": { request: SaveDisputeDocument; response: ExportDone };
  "collections.case": { request: CollectionsOfCase; response: CaseCollections };
  "collections.customer": { request: CollectionsOf; response: CustomerCollections };
  "collections.history": { request: CollectionsHistoryRequest; response: CollectionsHistory };
  "collections.reasons": { request: Nothing; response: CollectionsReasons };
  "collections.reason_save": { request: CollectionsReason; response: CollectionsReasons };
  "collections.reason_delete": { request: CollectionsReasonName; response: CollectionsReasons };
  "collections.change_status": { request: ChangeStatus; response: StatusChanged };
  "collections.undo": { request: UndoStatus; response: StatusChanged };
}

export type CommandName = keyof CommandMap;

/** Tags that a reading command provides; a reply names the tags that it invalidates. */
export const PROVIDES: Partial<Record<CommandName, readonly string[]>> = {
  "company.get": ["company"],
  "company.logo": ["company"],
  "companies.list": ["company"],
  "companies.of_user": ["users"],
  "terms.list": ["terms"],
  "calendar.get": ["calendar"],
  "calendar.holidays": ["company"],
  "rates.list": ["rates"],
  "views.list": ["views"],
  "users.list": ["users"],
  "backups.settings": ["backups"],
  "backups.list": ["backups"],
  "audit.list": ["audit"],
  "import.batches": ["imports"],
  "import.history": ["imports"],
  "import.undo_check": ["imports", "ledger"],
  "import.rejections": ["imports"],
  "copies.list": ["copies"],
  "copies.of_customer": ["copies"],
  "copies.of_documents": ["copies"],
  "import.watch_get": ["import_watch"],
  "import.waiting": ["import_watch", "imports"],
  "aging.definitions": ["aging"],
  "aging.ledger_periods": ["aging"],
  "aging.trend": ["aging"],
  "aging.stored": ["aging_reports"],
  "aging.runs": ["aging"],
  "aging.list": ["aging", "customers", "ledger", "activities", "promises", "letters", "pools", "users"],
  "customers.list": ["customers", "aging", "ledger", "credit", "orders", "rates", "pools", "users"],
  "customers.search": ["customers"],
  "customers.get": ["customers"],
  "customers.balance": ["ledger", "customers", "aging"],
  "customers.team": ["customers", "pools", "users", "credit", "ledger", "risk"],
  "customers.together": ["ledger", "customers", "aging", "company", "rates"],
  "documents.lines": ["ledger"],
  "customers.transactions": ["ledger", "cases"],
  "customers.settlements": ["ledger"],
  "interest.codes": ["interest_codes"],
  "interest.rates": ["interest_rates"],
  "interest.parameters": ["interest_parameters"],
  "interest.preview": ["interest", "interest_codes", "interest_rates", "interest_parameters", "ledger", "customers", "disputes", "stops", "insolvency"],
  "interest.skips": ["interest", "ledger"],
  "interest.notes": ["interest", "customers"],
  "interest.page": ["interest"],
  "interest.show": ["interest", "ledger", "customers"],
  "interest.pages": ["interest"],
  "interest.post_preview": ["interest", "journal", "ledger_accounts"],
  "interest.adjustments": ["interest", "journal", "ledger_accounts", "ledger"],
  "interest.adjustment": ["interest", "ledger", "ledger_accounts", "users", "rates"],
  "letters.sequences": ["letter_setup"],
  "taxes.rates": ["letter_setup"],
  "letters.text_preview": ["letter_setup"],
  "letters.sequence_countries": ["letter_setup"],
  "letters.profiles": ["letter_setup"],
  "letters.parameters": ["letter_setup"],
  "letters.explain": ["letters", "ledger", "customers"],
  "letters.calendar": ["letters", "ledger", "customers"],
  "letters.runs": ["letters"],
  "letters.run": ["letters"],
  "letters.list": ["letters", "ledger"],
  "letters.skips": ["letters"],
  "letters.letter": ["letters"],
  "letters.export_plan": ["letters", "ledger", "customers"],
  "letters.mail_plan": ["letters", "ledger", "customers", "users", "mail"],
  "letters.mails": ["letters"],
  "bank.accounts": ["bank"],
  "bank.parameters": ["bank_setup"],
  "bank.statements": ["bank"],
  "bank.lines": ["bank"],
  "bank.line": ["bank", "ledger"],
  "bank.return_preview": ["bank", "ledger"],
  "bank.return_payments": ["bank", "ledger", "returns"],
  "bank.returns": ["bank"],
  "undo.rehearse": ["imports", "bank", "ledger", "letters", "instruments", "interest", "write_offs", "reimbursements", "returns", "small_balances", "holds", "activities", "cases", "customers", "promises", "disputes", "hand_overs", "collections", "insolvency", "copies", "journal", "ledger_accounts", "stops"],
  "undo.list": ["imports", "bank", "ledger", "letters", "instruments", "interest", "write_offs", "reimbursements", "returns", "small_balances", "holds", "activities", "cases", "customers", "promises", "disputes", "hand_overs", "collections", "insolvency", "copies", "journal", "stops"],
  "undo.check": ["imports", "bank", "ledger", "letters", "instruments", "interest", "write_offs", "reimbursements", "returns", "small_balances", "holds", "activities", "cases", "customers", "promises", "disputes", "hand_overs", "collections", "insolvency", "copies", "journal", "ledger_accounts", "stops"],
  "settlement.open_items": ["ledger", "customers"],
  "settlement.history": ["ledger"],
  "settlement.small_balance_terms": ["small_balances"],
  "settlement.small_balances": ["ledger", "customers", "instruments"],
  "settlement.small_balances_sum": ["ledger"],
  "settlement.small_balance_runs": ["small_balances", "ledger"],
  "settlement.small_balance_items": ["small_balances", "ledger"],
  "settlement.parameters": ["settlement_setup"],
  "credit.parameters": ["credit_setup"],
  "credit.setup": ["credit_setup"],
  "credit.get": ["credit", "customers", "rates", "holds", "letters"],
  "credit.exposure": ["credit", "customers", "ledger", "rates", "instruments", "orders"],
  "credit.exposure_items": ["credit", "ledger", "rates"],
  "credit.policies": ["credit"],
  "credit.cover_types": ["credit"],
  "credit.shared": ["credit"],
  "credit.shared_history": ["credit"],
  "credit.shared_parties": ["credit", "customers"],
  "limits.list": ["limits"],
  "limits.get": ["limits", "credit", "customers", "credit_setup", "users"],
  "orders.list": ["orders", "holds"],
  "orders.get": ["orders", "holds"],
  "orders.try": ["orders", "holds", "credit", "customers", "ledger"],
  "orders.check_limit": ["orders", "holds", "credit", "customers", "ledger"],
  "orders.folder": ["order_folder"],
  "orders.waiting": ["order_folder"],
  "orders.explain": ["orders"],
  "holds.list": ["holds", "orders", "credit", "customers", "ledger"],
  "holds.explain": ["holds", "orders", "credit", "customers", "ledger"],
  "holds.workflow": ["rules"],
  "rules.get": ["rules", "credit_setup"],
  "rules.test": ["rules", "orders"],
  "customer_rules.list": ["rules", "credit"],
  "limits.matrix": ["credit_setup"],
  "credit.lost_cover": ["credit", "ledger", "tasks"],
  "credit.coverage": ["credit", "customers", "ledger", "rates", "orders", "tasks"],
  "insurers.list": ["credit", "insurers"],
  "insurers.turnover": ["credit", "ledger", "rates"],
  "prospects.list": ["prospects", "customers"],
  "applications.list": ["prospects"],
  "applications.get": ["prospects", "users", "credit_setup"],
  "applications.propose": ["prospects", "risk_setup"],
  "tasks.list": ["tasks", "customers"],
  "activities.list": ["activities", "cases", "customers", "pools", "ledger", "promises"],
  "activities.phases": ["activities"],
  "cases.list": ["cases", "activities", "customers", "ledger", "pools"],
  "cases.get": ["cases", "activities", "customers", "ledger"],
  "cases.categories": ["case_categories"],
  "customers.timeline": ["customers", "ledger", "letters", "activities", "holds", "limits"],
  "customers.summary": ["customers", "ledger", "credit", "rates", "mail"],
  "customers.summary_preview": ["customers", "ledger", "credit", "rates"],
  "customers.summary_templates": ["mail"],
  "mail.compose": ["customers", "ledger", "users", "mail"],
  "mail.preview": ["customers", "ledger", "users"],
  "mail.server": ["mail"],
  "mail.templates": ["mail"],
  "statistics.parameters": ["statistics_setup"],
  "statistics.state": ["statistics"],
  "statistics.get": ["statistics", "statistics_setup", "customers", "ledger", "rates"],
  "statistics.inputs": ["statistics", "statistics_setup", "customers", "ledger", "rates"],
  "risk.setup": ["risk_setup"],
  "risk.values": ["risk_setup", "risk_values"],
  "risk.list": ["risk", "risk_setup", "customers"],
  "risk.counts": ["risk", "risk_setup"],
  "risk.customer": ["risk", "customers"],
  "nightly.due": ["nightly", "statistics", "risk", "aging", "limits"],
  "nightly.log": ["nightly"],
  "nightly.parameters": ["nightly"],
  "payments.unmatched": ["ledger", "bank"],
  "payments.return_preview": ["ledger", "returns", "bank"],
  "returns.list": ["returns", "ledger"],
  "returns.parameters": ["returns_setup"],
  "charges.groups": ["returns_setup", "bank"],
  "reimbursements.parameters": ["reimbursement_setup"],
  "reimbursements.payee": ["reimbursements", "bank"],
  "reimbursements.preview": ["reimbursements", "ledger", "reimbursement_setup"],
  "reimbursements.runs": ["reimbursements"],
  "reimbursements.run": ["reimbursements"],
  "reimbursements.list": ["reimbursements"],
  "reimbursements.approve_preview": ["reimbursements", "ledger"],
  "instruments.list": ["instruments"],
  "stops.list": ["stops", "customers", "ledger"],
  "stops.of_customer": ["stops", "ledger"],
  "insolvency.list": ["insolvency", "customers"],
  "insolvency.of_customer": ["insolvency", "ledger"],
  "limitation.setup": ["limitation_setup"],
  "limitation.list": ["limitation", "ledger", "customers"],
  "limitation.of_customer": ["limitation", "ledger", "customers"],
  "pools.list": ["pools"],
  "pools.preview": ["pools", "customers", "ledger", "credit", "risk"],
  "pools.offered": ["pools", "users"],
  "pools.of_customer": ["pools", "customers", "ledger", "credit", "risk", "users"],
  "today.get": ["activities", "customers", "ledger", "credit", "risk", "pools", "holds", "limits", "prospects", "tasks", "bank", "promises", "disputes", "worklist", "write_offs", "reimbursements"],
  "worklist.list": ["worklist", "activities", "customers", "ledger", "credit", "pools", "rates", "promises", "disputes", "collections", "stops", "insolvency", "aging"],
  "worklist.parameters": ["worklist"],
  "agents.list": ["pools", "users"],
  "promises.list": ["promises", "ledger", "pools"],
  "promises.parameters": ["promise_setup"],
  "journal.accounts": ["ledger_accounts", "journal", "bank"],
  "journal.list": ["journal", "ledger", "customers"],
  "journal.show": ["journal", "ledger", "ledger_accounts"],
  "journal.export_preview": ["journal", "ledger", "ledger_accounts"],
  "journal.exports": ["journal"],
  "write_offs.reasons": ["write_off_setup"],
  "write_offs.parameters": ["write_off_setup"],
  "write_offs.list": ["write_offs", "customers"],
  "write_offs.show": ["write_offs", "write_off_setup", "users"],
  "write_offs.preview": ["ledger", "write_offs", "write_off_setup", "ledger_accounts", "rates"],
  "write_offs.preview_each": ["ledger", "write_offs", "write_off_setup", "ledger_accounts", "rates"],
  "write_offs.recover_preview": ["write_offs", "ledger", "ledger_accounts"],
  "write_offs.recoverable": ["write_offs", "ledger", "bank"],
  "hand_overs.agencies": ["hand_overs"],
  "hand_overs.list": ["hand_overs", "ledger"],
  "hand_overs.proposals": ["hand_overs", "letters", "letter_setup", "ledger"],
  "disputes.list": ["disputes", "ledger", "pools"],
  "disputes.parts": ["disputes"],
  "collections.case": ["promises", "disputes", "cases", "ledger"],
  "collections.customer": ["promises", "disputes", "ledger"],
  "collections.history": ["collections", "ledger"],
  "collections.reasons": ["collections_reasons"],
};

/** Acts that can be taken back, each with the command that does it. */
export const UNDOS: ReadonlyArray<{ of: CommandName; by: CommandName }> = [
  { of: "import.run", by: "import.undo" },
  { of: "einvoices.run", by: "import.undo" },
  { of: "copies.attach", by: "import.undo" },
  { of: "bank.import", by: "bank.undo_import" },
  { of: "bank.confirm", by: "bank.undo" },
  { of: "bank.confirm_exact", by: "bank.undo" },
  { of: "bank.set_aside", by: "bank.reopen" },
  { of: "bank.return", by: "bank.undo" },
  { of: "payments.return", by: "payments.return_undo" },
  { of: "reimbursements.approve", by: "reimbursements.back" },
  { of: "reimbursements.propose", by: "reimbursements.reject" },
  { of: "reimbursements.export", by: "reimbursements.reverse" },
  { of: "reimbursements.reverse", by: "reimbursements.propose" },
  { of: "reimbursements.reject", by: "reimbursements.back" },
  { of: "reimbursements.paid", by: "reimbursements.back" },
  { of: "settlement.post", by: "settlement.undo" },
  { of: "settlement.automatic", by: "settlement.undo" },
  { of: "settlement.small_balances_post", by: "settlement.small_balances_undo" },
  { of: "letters.create", by: "letters.cancel" },
  { of: "letters.print", by: "letters.cancel" },
  { of: "letters.post", by: "letters.cancel" },
  { of: "interest.create", by: "interest.cancel" },
  { of: "interest.print", by: "interest.cancel" },
  { of: "interest.post", by: "interest.reverse_notes" },
  { of: "interest.waive", by: "interest.reinstate" },
  { of: "interest.adjust_each", by: "interest.reinstate_each" },
  { of: "interest.reinstate_each", by: "interest.waive" },
  { of: "interest.reinstate", by: "interest.waive" },
  { of: "interest.reverse", by: "interest.create" },
  { of: "interest.reverse_notes", by: "interest.create" },
  { of: "journal.export", by: "journal.export" },
  { of: "instruments.record", by: "instruments.return" },
  { of: "instruments.clear", by: "settlement.undo" },
  { of: "insolvency.post_dividend", by: "settlement.undo" },
  { of: "holds.release", by: "holds.undo" },
  { of: "holds.reject", by: "holds.undo" },
  { of: "holds.approve", by: "holds.undo" },
  { of: "holds.decline", by: "holds.undo" },
  { of: "activities.add", by: "activities.withdraw" },
  { of: "activities.note", by: "activities.withdraw" },
  { of: "activities.add_many", by: "activities.withdraw" },
  { of: "mail.log", by: "activities.withdraw" },
  { of: "activities.close", by: "activities.reopen" },
  { of: "cases.open", by: "cases.withdraw" },
  { of: "cases.open_many", by: "cases.withdraw_many" },
  { of: "cases.assign", by: "cases.unassign" },
  { of: "cases.close", by: "cases.reopen" },
  { of: "stops.set", by: "stops.undo" },
  { of: "stops.extend", by: "stops.undo" },
  { of: "stops.end", by: "stops.undo" },
  { of: "customers.rename", by: "customers.rename" },
  { of: "letters.remove_item", by: "letters.remove_item" },
  { of: "promises.record", by: "promises.undo" },
  { of: "promises.cancel", by: "promises.restore" },
  { of: "disputes.open", by: "disputes.undo" },
  { of: "disputes.close", by: "disputes.reopen" },
  { of: "hand_overs.prepare", by: "hand_overs.recall" },
  { of: "hand_overs.send", by: "hand_overs.back" },
  { of: "hand_overs.recall", by: "hand_overs.back" },
  { of: "hand_overs.close", by: "hand_overs.back" },
  { of: "write_offs.propose", by: "write_offs.reject" },
  { of: "write_offs.propose_each", by: "write_offs.reject_each" },
  { of: "write_offs.reject_each", by: "write_offs.propose_each" },
  { of: "write_offs.approve", by: "write_offs.reject" },
  { of: "write_offs.reject", by: "write_offs.propose" },
  { of: "write_offs.post", by: "write_offs.undo" },
  { of: "write_offs.recover", by: "write_offs.recovery_undo" },
  { of: "credit.lost_cover_take", by: "credit.lost_cover_back" },
  { of: "collections.change_status", by: "collections.undo" },
];

/** What the outlook of an undo may count. */
export const UNDO_FIGURES: readonly string[] = ["activities", "cases", "changed", "customers", "decided", "disputes", "drafts", "fees", "lines", "posted", "promise_lines", "put_back", "reinstated", "rejected", "reopened", "requested", "restored", "settlements", "tasks", "transactions"];
