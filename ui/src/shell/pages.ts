import type { Icon } from '@tabler/icons-react';
import {
  IconAdjustmentsHorizontal,
  IconArrowBackUp,
  IconArrowsExchange,
  IconBriefcase,
  IconBuilding,
  IconBuildingBank,
  IconCalendarDue,
  IconCalendarEvent,
  IconCashBanknote,
  IconChartHistogram,
  IconChecklist,
  IconCoins,
  IconDatabase,
  IconDatabaseCog,
  IconEraser,
  IconExchange,
  IconFileImport,
  IconFilter,
  IconFolders,
  IconGauge,
  IconGavel,
  IconHandStop,
  IconHeartHandshake,
  IconHistory,
  IconListCheck,
  IconListDetails,
  IconListNumbers,
  IconMail,
  IconMailbox,
  IconMailCog,
  IconMessage2Question,
  IconMessageQuestion,
  IconNotebook,
  IconPercentage,
  IconPhone,
  IconReceiptOff,
  IconReceiptTax,
  IconRoute,
  IconScale,
  IconShieldCheck,
  IconShieldCog,
  IconShoppingCart,
  IconStairsUp,
  IconSun,
  IconTrendingUp,
  IconUmbrella,
  IconUserExclamation,
  IconUserPlus,
  IconUsers,
  IconUsersGroup,
} from '@tabler/icons-react';
import { PAGES } from './routes';

export type PageId =
  | 'today'
  | 'pools'
  | 'aging'
  | 'activities'
  | 'cases'
  | 'agingRuns'
  | 'promises'
  | 'disputes'
  | 'handOvers'
  | 'customers'
  | 'limits'
  | 'orders'
  | 'holds'
  | 'creditTasks'
  | 'risk'
  | 'insurers'
  | 'coverage'
  | 'applications'
  | 'letters'
  | 'letterJournal'
  | 'letterCalendar'
  | 'interest'
  | 'bank'
  | 'unmatched'
  | 'smallBalances'
  | 'returns'
  | 'reimbursements'
  | 'writeOffs'
  | 'journal'
  | 'ledgerAccounts'
  | 'settlementRules'
  | 'import'
  | 'importHistory'
  | 'definitions'
  | 'sequences'
  | 'profiles'
  | 'interestCodes'
  | 'referenceRates'
  | 'terms'
  | 'rates'
  | 'creditSetup'
  | 'reasons'
  | 'mailTexts'
  | 'riskSetup'
  | 'tasks'
  | 'rules'
  | 'customerRules'
  | 'company'
  | 'users'
  | 'book';

export type RailPage = { id: PageId; path: string; keys: string; icon: Icon };
export type RailGroup = {
  id: 'today' | 'collections' | 'credit' | 'letters' | 'money' | 'setup';
  pages: readonly RailPage[];
};

const ORDER: readonly RailGroup[] = [
  { id: 'today', pages: [{ id: 'today', path: '/today', keys: 'g 0', icon: IconSun }] },
  {
    id: 'collections',
    pages: [
      { id: 'aging', path: '/aging', keys: 'g a', icon: IconListDetails },
      { id: 'activities', path: '/activities', keys: 'g 7', icon: IconPhone },
      { id: 'cases', path: '/cases', keys: 'g 8', icon: IconFolders },
      { id: 'promises', path: '/promises', keys: 'g 5', icon: IconHeartHandshake },
      { id: 'disputes', path: '/disputes', keys: 'g 6', icon: IconMessageQuestion },
      { id: 'handOvers', path: '/hand-overs', keys: '', icon: IconBriefcase },
      { id: 'agingRuns', path: '/aging-runs', keys: '', icon: IconDatabase },
    ],
  },
  {
    id: 'credit',
    pages: [
      { id: 'customers', path: '/customers', keys: 'g c', icon: IconUsersGroup },
      { id: 'orders', path: '/orders', keys: 'g n', icon: IconShoppingCart },
      { id: 'holds', path: '/holds', keys: 'g v', icon: IconHandStop },
      { id: 'limits', path: '/limits', keys: 'g j', icon: IconScale },
      { id: 'applications', path: '/applications', keys: 'g q', icon: IconUserPlus },
      { id: 'creditTasks', path: '/credit-tasks', keys: 'g y', icon: IconChecklist },
      { id: 'risk', path: '/risk', keys: 'g x', icon: IconGauge },
      { id: 'insurers', path: '/insurers', keys: 'g 2', icon: IconShieldCheck },
      { id: 'coverage', path: '/coverage', keys: '', icon: IconUmbrella },
    ],
  },
  {
    id: 'letters',
    pages: [
      { id: 'letters', path: '/letters', keys: 'g l', icon: IconMail },
      { id: 'letterJournal', path: '/letter-journal', keys: '', icon: IconMailbox },
      { id: 'letterCalendar', path: '/letter-calendar', keys: '', icon: IconCalendarEvent },
      { id: 'interest', path: '/interest', keys: 'g %', icon: IconPercentage },
    ],
  },
  {
    id: 'money',
    pages: [
      { id: 'bank', path: '/bank', keys: 'g k', icon: IconBuildingBank },
      { id: 'unmatched', path: '/unmatched', keys: 'g o', icon: IconCoins },
      { id: 'smallBalances', path: '/small-balances', keys: 'g w', icon: IconEraser },
      { id: 'returns', path: '/returned-payments', keys: '', icon: IconArrowBackUp },
      { id: 'reimbursements', path: '/reimbursements', keys: '', icon: IconCashBanknote },
      { id: 'writeOffs', path: '/write-offs', keys: '', icon: IconReceiptOff },
      { id: 'journal', path: '/journal', keys: '', icon: IconNotebook },
    ],
  },
  {
    id: 'setup',
    pages: [
      { id: 'import', path: '/import', keys: 'g i', icon: IconFileImport },
      { id: 'importHistory', path: '/imports', keys: 'g h', icon: IconHistory },
      { id: 'definitions', path: '/definitions', keys: 'g d', icon: IconChartHistogram },
      { id: 'sequences', path: '/sequences', keys: 'g s', icon: IconStairsUp },
      { id: 'profiles', path: '/profiles', keys: 'g p', icon: IconRoute },
      { id: 'interestCodes', path: '/interest-codes', keys: '', icon: IconReceiptTax },
      { id: 'referenceRates', path: '/reference-rates', keys: '', icon: IconTrendingUp },
      { id: 'settlementRules', path: '/settlement-rules', keys: 'g t', icon: IconArrowsExchange },
      { id: 'ledgerAccounts', path: '/ledger-accounts', keys: '', icon: IconListNumbers },
      { id: 'terms', path: '/terms', keys: 'g m', icon: IconCalendarDue },
      { id: 'rates', path: '/rates', keys: 'g r', icon: IconExchange },
      { id: 'creditSetup', path: '/credit-setup', keys: 'g e', icon: IconShieldCog },
      { id: 'reasons', path: '/reasons', keys: '', icon: IconMessage2Question },
      { id: 'mailTexts', path: '/mail-texts', keys: '', icon: IconMailCog },
      { id: 'riskSetup', path: '/risk-setup', keys: 'g z', icon: IconAdjustmentsHorizontal },
      { id: 'tasks', path: '/tasks', keys: 'g 1', icon: IconListCheck },
      { id: 'rules', path: '/rules', keys: 'g 3', icon: IconGavel },
      { id: 'customerRules', path: '/customer-rules', keys: 'g 4', icon: IconUserExclamation },
      { id: 'pools', path: '/pools', keys: 'g 9', icon: IconFilter },
      { id: 'company', path: '/company', keys: 'g f', icon: IconBuilding },
      { id: 'users', path: '/users', keys: 'g u', icon: IconUsers },
      { id: 'book', path: '/book', keys: 'g b', icon: IconDatabaseCog },
    ],
  },
];

/** The pages of the rail in the order of the day. Only what has a page is shown: no button leads nowhere. */
export const RAIL: readonly RailGroup[] = ORDER.map((group) => ({
  ...group,
  pages: group.pages.filter((page) => PAGES.some((route) => route.path === page.path)),
})).filter((group) => group.pages.length > 0);

/** Pages that the palette finds though they have no place in the rail: another page leads to each. */
export const BESIDE: readonly { id: 'ruleTest' | 'stops' | 'limitation' | 'agingReport'; path: string }[] = [
  { id: 'ruleTest', path: '/rule-test' },
  { id: 'stops', path: '/stops' },
  { id: 'limitation', path: '/limitation' },
  { id: 'agingReport', path: '/aging/report' },
];

/** Pages that show the book as it stood on a past day. */
const OF_THE_DAY: readonly string[] = ['/aging', '/aging/report', '/customers', '/coverage', '/stops'];

/** Pages whose figures and documents are of a past day, and what is done about them of today. */
const PARTLY = /^\/(customers|credit)\/[^/]+$/;

/** How much of a page is of the day that is chosen: every other list is of today whatever day that is. */
export function pastOf(path: string): 'whole' | 'part' | 'none' {
  if (OF_THE_DAY.includes(path)) return 'whole';
  return PARTLY.test(path) ? 'part' : 'none';
}
