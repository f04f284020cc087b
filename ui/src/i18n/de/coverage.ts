import type { Words } from '../en';

export const coverage: Words['coverage'] = {
  title: 'Deckung und Obligo',
  about:
    'Limit, Deckung und Obligo jedes Kunden, was nicht versichert ist, und die Deckung, die eine versäumte Pflicht gekostet hat.',
  print: 'Als PDF drucken',
  which: 'Welche Kunden',
  showOnly: 'Zeigen: {{which}}',
  show: { all: 'Alle', covered: 'Mit Deckung', uncovered: 'Nicht versichert', lost: 'Verlorene Deckung' },
  limit: 'Limit',
  limitKind: { unlimited: 'unbegrenzt', not_set: 'nicht gesetzt', not_tested: 'nicht geprüft' },
  exposure_minor: 'Obligo',
  cover_minor: 'Deckung',
  insured_minor: 'Versichert',
  uninsured_minor: 'Nicht versichert',
  lost_minor: 'Verlorene Deckung',
  policies: 'Policen',
  endsOn: 'Erste endet am',
  emptyTitle: 'Niemand passt',
  emptyText: 'Hier stehen Kunden mit Obligo oder mit einer Police. Policen stehen in der Kreditakte des Kunden.',
};
