import type { Words } from '../en';

export const firstStart: Words['firstStart'] = {
  title: 'Wer schuldet was, und was ist zu tun',
  lead: 'Duebook steht neben Ihrer Buchhaltung. Es liest einen Export Ihrer Rechnungen, zeigt zu jedem Tag, was fällig ist, und druckt die Mahnungen. Alles bleibt in einer Datei auf diesem Rechner.',
  look: 'Umsehen',
  lookText:
    'Ein Beispielbuch mit einem Jahr voller Kunden, Rechnungen und Zahlungen. Probieren Sie alles; nichts davon ist echt.',
  lookSmall: 'Beispielbuch öffnen',
  lookMore: 'Ein größeres',
  lookMedium: '10.000 Kunden, 100.000 Rechnungen',
  sampleCompany: 'Beispiel Handel GmbH',
  sampleFile: 'Duebook Beispiel',
  own: 'Mit meinen Daten beginnen',
  ownText:
    'Legen Sie ein neues Buch für Ihre Firma an und ziehen Sie dann einen Export der offenen Posten oder Rechnungen (CSV oder Excel) hinein.',
  ownButton: 'Neues Buch',
  open: 'Buch öffnen',
  openText: 'Mit einem Buch weitermachen, das auf diesem Rechner liegt.',
  openButton: 'Datei wählen',
  recent: 'Zuletzt geöffnete Bücher',
  making: 'Das Buch wird angelegt …',
  anyway: 'Trotzdem öffnen, als einziger Arbeitsplatz',
  anywayText:
    'Solange das Buch dort liegt, darf es nur ein Arbeitsplatz offen haben. Sicherer ist ein Ordner auf diesem Rechner.',
  company: 'Firma',
  companyHint: 'So, wie sie auf Briefen stehen soll.',
  country: 'Land',
  currency: 'Währung der Bücher',
  currencyHint: 'Sie kann später nicht geändert werden. Rechnungen dürfen andere Währungen haben.',
  placeHint:
    'Den Ort wählen Sie im nächsten Schritt. Nehmen Sie einen Ordner auf diesem Rechner, keinen synchronisierten und keinen Netzordner.',
  create: 'Buch anlegen',
};
