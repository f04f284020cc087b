import type { Words } from '../en';

export const terms: Words['terms'] = {
  about: 'Wann eine Rechnung fällig ist, wenn ihre Datei es nicht sagt.',
  add: 'Neue Bedingung',
  edit: 'Bedingung {{id}}',
  emptyTitle: 'Noch keine Zahlungsbedingungen',
  emptyText:
    'Sie kommen mit einem Import, der sie nennt, oder entstehen hier. Ohne sie ist eine Rechnung ohne Fälligkeit sofort fällig.',
  id: 'Kürzel',
  idHint: 'Wie in Ihrer Buchhaltung, zum Beispiel N30',
  idTaken: 'Diese Bedingung gibt es schon. Zum Ändern bitte öffnen.',
  description: 'Name',
  rule: 'Fällig',
  months: 'Monate',
  days: 'Tage',
  from: 'Gezählt ab',
  fromName: { document_day: 'Belegtag', end_of_month: 'Ende seines Monats' },
  monthsAfter_one: '{{count}} Monat',
  monthsAfter_other: '{{count}} Monate',
  daysAfter_one: '{{count}} Tag',
  daysAfter_other: '{{count}} Tage',
  after: '{{parts}} ab {{from}}',
  atOnce: 'Sofort, {{from}}',
};
