import type { Words } from '../en';

export const job: Words['job'] = {
  state: {
    running: 'Läuft',
    done: 'Fertig',
    failed: 'Hat nicht geklappt; es wurde nichts verändert',
    cancelled: 'Abgebrochen; es wurde nichts verändert',
  },
  command: {
    import_run: 'Import',
    import_preview: 'Datei wird gelesen',
    aging_run: 'Fälligkeiten werden gerechnet',
    letters_create: 'Mahnungen werden vorbereitet',
    letters_post: 'Mahnungen werden gebucht',
    letters_print: 'Mahnungen werden geschrieben',
    book_create: 'Buch wird angelegt',
    book_check: 'Buch wird geprüft',
    book_backup: 'Buch wird gesichert',
  },
  phase: {
    read: 'Lesen',
    write: 'Schreiben',
    check: 'Prüfen',
  },
};
