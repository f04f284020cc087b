export const reasons = {
  about: 'Warum Aufträge angehalten und freigegeben werden, Status und Limits sich ändern und etwas strittig ist',
  for: 'Grund für',
  kind: {
    hold: 'Anhalten',
    release: 'Freigeben',
    status: 'Kontostatus',
    limit: 'Limit',
    collections: 'Reklamation und Inkassostatus',
  },
  kindAbout: {
    hold: 'Wird gefragt, wenn jemand einen Auftrag von Hand anhält.',
    release:
      'Wird gefragt, wenn ein Auftrag freigegeben, abgelehnt oder storniert wird; ohne einen lässt sich nichts freigeben.',
    status: 'Wird gefragt, wenn sich der Kontostatus eines Kunden ändert.',
    limit: 'Wird gefragt, wenn sich ein Kreditlimit ändert.',
    collections: 'Wird gefragt, wenn etwas strittig ist, und angeboten, wenn sich ein Inkassostatus ändert.',
  },
  code: 'Kurzname',
  codeHint: 'Höchstens 20 Zeichen. Er steht in Exporten und bleibt, wie er ist.',
  description: 'Beschreibung',
  descriptionHint: 'Leer bei einem mitgelieferten Grund: Seine Worte sind die der Sprache, in der man liest.',
  new: 'Neuer Grund',
  edit: 'Grund {{code}}',
  delete: 'Löschen',
};
