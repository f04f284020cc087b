import type { JSX } from 'react';
import { AgingPage } from '../features/aging/aging-page';
import { BankPage } from '../features/bank/bank-page';
import { StatementsPage } from '../features/bank/statements-page';
import { BookPage } from '../features/book/book-page';
import { CompanyPage } from '../features/company/company-page';
import { CreditPage } from '../features/credit/credit-page';
import { CreditSetupPage } from '../features/credit/setup-page';
import { CreditTasksPage } from '../features/credit_tasks/tasks-page';
import { CustomerPage } from '../features/customers/customer-page';
import { CustomersPage } from '../features/customers/customers-page';
import { DefinitionsPage } from '../features/definitions/definitions-page';
import { ImportHistoryPage } from '../features/import/history-page';
import { ImportPage } from '../features/import/import-page';
import { InsurersPage } from '../features/insurers/insurers-page';
import { NewRunPage } from '../features/letters/new-run-page';
import { LetterRunPage } from '../features/letters/run-page';
import { LetterRunsPage } from '../features/letters/runs-page';
import { JournalPage } from '../features/limits/journal-page';
import { LimitsPage } from '../features/limits/limits-page';
import { HoldPage } from '../features/orders/hold-page';
import { HoldsPage } from '../features/orders/holds-page';
import { OrderPage } from '../features/orders/order-page';
import { OrdersPage } from '../features/orders/orders-page';
import { ProfilesPage } from '../features/profiles/profiles-page';
import { RatesPage } from '../features/rates/rates-page';
import { RiskPage } from '../features/risk/risk-page';
import { RiskSetupPage } from '../features/risk/setup-page';
import { SequencesPage } from '../features/sequences/sequences-page';
import { SettlementRulesPage } from '../features/settlement/rules-page';
import { SettlePage } from '../features/settlement/settle-page';
import { SmallBalancesPage } from '../features/settlement/small-balances-page';
import { UnmatchedPage } from '../features/settlement/unmatched-page';
import { TermsPage } from '../features/terms/terms-page';
import { UsersPage } from '../features/users/users-page';

type PageRoute = { path: string; component: () => JSX.Element | null };

/** Every page of the window by its address. */
export const PAGES: readonly PageRoute[] = [
  { path: '/aging', component: AgingPage },
  { path: '/customers', component: CustomersPage },
  { path: '/customers/$account', component: CustomerPage },
  { path: '/letters', component: LetterRunsPage },
  { path: '/letters/new', component: NewRunPage },
  { path: '/letters/$run', component: LetterRunPage },
  { path: '/bank', component: BankPage },
  { path: '/bank/statements', component: StatementsPage },
  { path: '/unmatched', component: UnmatchedPage },
  { path: '/small-balances', component: SmallBalancesPage },
  { path: '/settle/$account', component: SettlePage },
  { path: '/settlement-rules', component: SettlementRulesPage },
  { path: '/import', component: ImportPage },
  { path: '/imports', component: ImportHistoryPage },
  { path: '/definitions', component: DefinitionsPage },
  { path: '/sequences', component: SequencesPage },
  { path: '/profiles', component: ProfilesPage },
  { path: '/terms', component: TermsPage },
  { path: '/rates', component: RatesPage },
  { path: '/credit/$account', component: CreditPage },
  { path: '/credit-setup', component: CreditSetupPage },
  { path: '/credit-tasks', component: CreditTasksPage },
  { path: '/risk', component: RiskPage },
  { path: '/risk-setup', component: RiskSetupPage },
  { path: '/insurers', component: InsurersPage },
  { path: '/limits', component: LimitsPage },
  { path: '/limits/$journal', component: JournalPage },
  { path: '/orders', component: OrdersPage },
  { path: '/orders/$order', component: OrderPage },
  { path: '/holds', component: HoldsPage },
  { path: '/holds/$hold', component: HoldPage },
  { path: '/company', component: CompanyPage },
  { path: '/users', component: UsersPage },
  { path: '/book', component: BookPage },
];
