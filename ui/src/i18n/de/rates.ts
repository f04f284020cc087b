import type { Words } from '../en';

export const rates: Words['rates'] = {
  about: 'Was eine Währung in einer anderen wert ist, ab einem Tag.',
  add: 'Neuer Kurs',
  edit: 'Kurs ändern',
  emptyTitle: 'Noch keine Wechselkurse',
  emptyText: 'Salden stehen je Währung und brauchen keinen Kurs. Kurse dienen den Zahlen in der Währung der Firma.',
  pair: 'Paar',
  validFrom: 'Ab Tag',
  rate: 'Kurs',
  type: 'Art des Kurses',
  meaning: 'In Worten',
  sentence: '1 {{from}} = {{rate}} {{to}}',
  from: 'Von Währung',
  to: 'In Währung',
  sameCurrency: 'Bitte zwei verschiedene Währungen wählen.',
  unread: 'Das ist kein Kurs. Bitte so eingeben: {{example}}.',
  hint: 'Wie viele {{to}} ist ein {{from}}? Der Kurs gilt bis zu einem späteren desselben Paars.',
};
