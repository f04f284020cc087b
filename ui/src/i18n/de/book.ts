import type { Words } from '../en';

export const book: Words['book'] = {
  about: 'Wo das Buch liegt, ob es heil ist, und wer was darin getan hat.',
  file: 'Die Datei',
  fileAbout: 'Alles steht in dieser einen Datei.',
  path: 'Ort',
  company: 'Firma',
  currency: 'Währung',
  customers: 'Kunden',
  transactions: 'Posten',
  factsTo: 'Stand der Daten',
  sharedPlace:
    'Dieses Buch liegt in einem synchronisierten oder Netzordner ({{place}}). Nur dieser Arbeitsplatz darf es offen haben. Sicherer ist ein Ordner auf diesem Rechner.',
  check: 'Prüfen',
  checkAbout:
    'Vergleicht die Datei, jeden Bezug, jeden Saldo, jede gebuchte Tatsache und die Protokollkette mit dem, was geschrieben wurde.',
  checkNow: 'Buch prüfen',
  whole:
    'Das Buch ist heil: {{facts}} Tatsachen in {{acts}} Handlungen sind, wie sie geschrieben wurden. Das Ende der Kette:',
  faults:
    'Das Buch ist nicht, wie es geschrieben wurde. Arbeiten Sie nicht damit weiter; öffnen Sie die letzte Sicherung. Die ersten Fehler:',
  fault: {
    file_damaged: 'Die Datei ist beschädigt: {{detail}}',
    reference_broken: 'Ein Bezug ist gebrochen: Zeile {{row}} von {{table}} nennt eine fehlende Zeile von {{parent}}.',
    balance_wrong: 'Der offene Betrag von {{document_no}} folgt nicht aus den Tatsachen.',
    audit_row_missing: 'Im Protokoll fehlt die Handlung vor {{act}}.',
    audit_seal_missing: 'Die Handlung {{act}} vom {{at}} hat ihr Siegel verloren.',
    audit_chain_broken: 'Die Protokollkette ist bei Handlung {{act}} vom {{at}} gebrochen ({{command}}).',
    audit_row_changed: 'Die Protokollzeile der Handlung {{act}} vom {{at}} wurde verändert ({{command}}).',
    facts_changed: 'Gebuchte Tatsachen der Handlung {{act}} wurden verändert.',
    facts_without_act: 'Es gibt Tatsachen ohne ihre Handlung ({{act}}).',
    document_changed: 'Das gespeicherte Dokument {{file_name}} wurde verändert.',
  },
  backup: 'Sichern',
  backupAbout: 'Eine Kopie des Buchs, wie es jetzt ist; es bleibt dabei offen.',
  backupNow: 'Sichern nach …',
  backupDone: 'Kopiert nach {{path}} ({{bytes}} Bytes).',
  audit: 'Protokoll',
  at: 'Wann',
  user: 'Benutzer',
  command: 'Handlung',
  object: 'An',
  changes: 'Was sich änderte',
  reason: 'Grund',
  older: 'Ältere Handlungen zeigen',
};
