import type { Words } from '../en';

export const problem: Words['problem'] = {
  internal: {
    what: 'In Duebook ist etwas schiefgegangen. Es wurde nichts verändert.',
    remedy:
      'Versuchen Sie es noch einmal. Geschieht es wieder, prüfen Sie das Buch unter Einrichtung und notieren Sie die Kennung.',
  },
  bad_request: { what: 'Das Buch hat die Anfrage nicht verstanden. Es wurde nichts verändert.', remedy: '{{detail}}' },
  host_unreachable: {
    what: 'Das Buch antwortet nicht.',
    remedy: 'Schließen Sie das Fenster und öffnen Sie es wieder. Was gespeichert war, ist erhalten. ({{detail}})',
  },
  disk_full: {
    what: 'Die Platte ist voll. Es wurde nichts verändert.',
    remedy: 'Schaffen Sie Platz und versuchen Sie es noch einmal. {{path}}',
  },
  book_damaged: {
    what: 'Das Buch ist beschädigt.',
    remedy: 'Lassen Sie es, wie es ist, und öffnen Sie die letzte Sicherung. {{path}} {{detail}}',
  },
  book_busy: {
    what: 'Das Buch ist mit anderer Arbeit beschäftigt.',
    remedy: 'Warten Sie einen Augenblick und versuchen Sie es noch einmal.',
  },
  book_read_only: {
    what: 'In das Buch kann nicht geschrieben werden.',
    remedy: 'Prüfen Sie die Rechte der Datei oder kopieren Sie sie in einen eigenen Ordner.',
  },
  book_in_use: { what: 'Das Buch ist schon bei {{desk}} geöffnet.', remedy: 'Schließen Sie es zuerst dort. {{path}}' },
  book_newer: {
    what: 'Ein neueres Duebook hat dieses Buch geschrieben (Fassung {{version}}, bekannt ist {{newest}}). Es blieb, wie es ist.',
    remedy: 'Installieren Sie das neuere Duebook.',
  },
  not_a_book: {
    what: 'Diese Datei ist kein Buch.',
    remedy: 'Ein Buch endet auf .duebook. Für einen Export öffnen Sie ein Buch und gehen zu Import. {{path}}',
  },
  upgrade_failed: {
    what: 'Das Buch ließ sich nicht auf den neuen Stand bringen und blieb, wie es war.',
    remedy: 'Daneben liegt eine Sicherung. ({{detail}})',
  },
  shared_folder: {
    what: 'Das Buch liegt in einem synchronisierten oder Netzordner ({{name}}).',
    remedy: 'Verschieben Sie es in einen Ordner auf diesem Rechner. {{path}}',
  },
  file_exists: {
    what: 'Eine Datei dieses Namens gibt es schon. Sie wurde nicht angerührt.',
    remedy: 'Wählen Sie einen anderen Namen. {{path}}',
  },
  folder_not_found: { what: 'Den Ordner gibt es nicht.', remedy: 'Wählen Sie einen vorhandenen Ordner. {{path}}' },
  file_not_found: { what: 'Die Datei ist nicht mehr da.', remedy: 'Wählen Sie sie noch einmal. {{path}}' },
  file_not_permitted: {
    what: 'Die Datei darf nicht gelesen oder geschrieben werden.',
    remedy: 'Prüfen Sie ihre Rechte oder wählen Sie einen anderen Ort. {{path}}',
  },
  file_unreadable: {
    what: 'Die Datei ließ sich nicht lesen oder schreiben.',
    remedy: 'Prüfen Sie die Platte und versuchen Sie es noch einmal. {{path}} {{detail}}',
  },
  cancelled: { what: 'Abgebrochen. Es wurde nichts verändert.', remedy: 'Sie können jederzeit neu beginnen.' },
  company_name_missing: {
    what: 'Die Firma hat noch keinen Namen.',
    remedy: 'Geben Sie ihn so ein, wie er auf Briefen stehen soll.',
  },
  unknown_country: {
    what: 'Das Land „{{country}}“ ist nicht bekannt.',
    remedy: 'Nehmen Sie die zwei Buchstaben nach ISO 3166, etwa DE oder US.',
  },
  unknown_currency: {
    what: 'Die Währung „{{currency}}“ ist nicht bekannt.',
    remedy: 'Nehmen Sie die drei Buchstaben nach ISO 4217, etwa EUR oder USD.',
  },
  company_currency_fixed: {
    what: 'Die Währung der Bücher bleibt {{currency}}.',
    remedy: 'Legen Sie für eine andere Währung ein neues Buch an.',
  },
  iban_invalid: {
    what: 'Die IBAN {{iban}} enthält einen Tippfehler: Ihre Prüfziffern passen nicht.',
    remedy: 'Vergleichen Sie sie mit Ihrem Kontoauszug.',
  },
  unknown_choice: {
    what: '„{{value}}“ kann hier nicht gewählt werden.',
    remedy: 'Wählen Sie einen der angebotenen Werte.',
  },
  no_worked_day: { what: 'Mindestens ein Tag der Woche muss ein Arbeitstag sein.', remedy: 'Haken Sie einen Tag an.' },
  logo_too_large: {
    what: 'Das Logo hat {{bytes}} Bytes; {{limit_bytes}} sind die Grenze, weil es in jedem Brief steht.',
    remedy: 'Speichern Sie es kleiner.',
  },
  logo_not_a_picture: {
    what: 'Das Logo ist weder PNG noch JPEG.',
    remedy: 'Speichern Sie es als eines davon und wählen Sie es noch einmal.',
  },
};
