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
  book_damaged_backed_up: {
    what: 'Das Buch ist beschädigt. Seine neueste heile Sicherung ist vom {{backup_on}}.',
    remedy:
      'Lassen Sie die beschädigte Datei, wie sie ist, und öffnen Sie die Sicherung als neues Buch; was nach dem {{backup_on}} getan wurde, ist dort noch einmal zu tun. {{backup}} {{detail}}',
  },
  book_is_backup: {
    what: 'Diese Datei ist eine Sicherung. Sie bleibt, was sie ist, damit man zu ihr zurückkann.',
    remedy: 'Öffnen Sie sie als neues Buch. {{path}}',
  },
  backup_damaged: {
    what: 'Diese Sicherung ist beschädigt. Es wurde kein neues Buch angelegt.',
    remedy: 'Nehmen Sie eine ältere. {{path}} {{detail}}',
  },
  no_good_backup: {
    what: 'Wo Duebook sichert, liegt keine heile Sicherung dieses Buchs.',
    remedy: 'Haben Sie anderswo eine Sicherung, öffnen Sie diese als neues Buch. {{path}}',
  },
  backup_folder_missing: {
    what: 'Der Ordner für Sicherungen ist nicht da ({{path}}). Die Sicherung liegt neben dem Buch.',
    remedy:
      'Schließen Sie den Datenträger an oder wählen Sie unter Einrichtung, Prüfen und sichern einen anderen Ordner. {{taken}}',
  },
  sequence_country_unknown: {
    what: 'Für {{country}} gibt es keine fertigen Stufen.',
    remedy: 'Es gibt sie für: {{known}}. Ändern Sie eine davon oder die mitgelieferten.',
  },
  hand_over_status_not_allowed: {
    what: 'Sie dürfen den Kontostatus nicht ändern. Nichts wurde abgegeben.',
    remedy: 'Geben Sie ohne Status ab, oder bitten Sie jemanden, der über Kredit entscheidet.',
  },
  sequence_used: {
    what: 'Die Mahnfolge {{sequence}} wird verwendet: Buchungsprofile {{profiles}}, Briefe {{letters}}. Sie bleibt.',
    remedy:
      'Nehmen Sie sie aus den Profilen; eine Mahnfolge, nach der Briefe entstanden sind, bleibt, damit diese ihre Texte behalten.',
  },
  letter_hand_over_not_last: {
    what: '{{code}} ist nicht der letzte Brief für {{currency}}, und nur der schlägt eine Abgabe vor.',
    remedy: 'Setzen Sie das Zeichen beim letzten.',
  },
  sequence_exists: {
    what: 'Das Buch hat schon Stufen {{sequence}}.',
    remedy: 'Ändern Sie diese.',
  },
  undo_nothing_left: {
    what: 'Davon steht nichts mehr, was man zurücknehmen könnte.',
    remedy: 'Sehen Sie die Liste noch einmal an; vielleicht wurde es schon zurückgenommen.',
  },
  undo_waive_again: {
    what: 'Das wurde durch eine eigene Belastung wieder gefordert.',
    remedy: 'Erlassen Sie es auf seiner Zinsabrechnung erneut.',
  },
  undo_charge_again: {
    what: 'Das wurde durch eine Gutschrift aufgehoben.',
    remedy: 'Starten Sie einen neuen Zinslauf: Er berechnet dieselben Tage wieder.',
  },
  undo_journal_exported: {
    what: 'Die Buchhaltung hat diese Buchungen.',
    remedy: 'Nehmen Sie zurück, was sie gebucht haben: Eine Korrektur folgt mit dem nächsten Export.',
  },
  undo_payables_exported: {
    what: 'Die Kreditorenbuchhaltung hat diese Anforderung.',
    remedy: 'Wählen Sie auf der Seite Erstattungen die Rückgabe durch eine neue Buchung.',
  },
  undo_propose_again: {
    what: 'Das wurde zurückgegeben oder abgelehnt.',
    remedy: 'Schlagen Sie es neu vor.',
  },
  undo_one_by_one: {
    what: 'Das sind {{count}} eigene Buchungen.',
    remedy: 'Nehmen Sie jede dort zurück, wo sie gezeigt wird: unter Bank oder auf der Ausgleichsseite ihres Kunden.',
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
  holiday_region_unknown: {
    what: '„{{region}}“ ist keine Region von {{country}} mit eigenen Feiertagen.',
    remedy: 'Wählen Sie eine der angebotenen Regionen.',
  },
  invoice_account_self: {
    what: 'Ein Konto kann nicht sein eigenes abweichendes Rechnungskonto sein.',
    remedy: 'Lassen Sie das Rechnungskonto leer: Der Kunde bekommt die Rechnung selbst.',
  },
  invoice_account_chain: {
    what: '{{account}} kann hier nicht Rechnungskonto sein: Es hat selbst ein Rechnungskonto, oder dieser Kunde ist eines für andere.',
    remedy: 'Wählen Sie das Konto, das die Rechnung am Ende bekommt.',
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
  account_not_bound: {
    what: 'Zum Konto {{os_account}} gehört kein Benutzer dieses Buchs.',
    remedy: 'Wechseln Sie mit einer PIN zu einem Benutzer, oder lassen Sie Ihr Konto unter Benutzer binden.',
  },
  address_lines_wrong: {
    what: 'Die Anschrift hat zu viele oder zu lange Zeilen.',
    remedy: 'Nehmen Sie höchstens {{limit}} kurze Zeilen.',
  },
  aging_definition_invalid: { what: 'Diese Zeiträume passen nicht zusammen.', remedy: '{{detail}}' },
  ambiguous: {
    what: 'Die Datei lässt sich auf zwei Arten lesen.',
    remedy: 'Beantworten Sie die offenen Fragen auf der Seite davor.',
  },
  answers_with_bytes: {
    what: 'Das Fenster hat falsch gefragt ({{command}}). Es wurde nichts verändert.',
    remedy: 'Das ist ein Fehler von Duebook: Bitte melden Sie ihn.',
  },
  answers_with_json: {
    what: 'Das Fenster hat falsch gefragt ({{command}}). Es wurde nichts verändert.',
    remedy: 'Das ist ein Fehler von Duebook: Bitte melden Sie ihn.',
  },
  broken_workbook: {
    what: '{{file}} ist eine Excel-Datei, die sich nicht öffnen lässt. Es wurde nichts importiert.',
    remedy: 'Öffnen Sie sie in Excel, speichern Sie sie neu als .xlsx und nehmen Sie diese Datei. ({{detail}})',
  },
  cancelled_before_letter: {
    what: 'Ein Brief kann nicht ab dem {{cancelled_on}} storniert werden, vor seinem eigenen Tag {{letter_on}}.',
    remedy: 'Nehmen Sie den Tag des Briefs {{letter_no}} oder einen späteren.',
  },
  changed_since_recognised: {
    what: 'Die Datei wurde verändert, während Sie sie ansahen. Es wurde nichts importiert.',
    remedy: 'Wählen Sie sie noch einmal, damit Sie sehen, was jetzt darin steht.',
  },
  account_unchanged: {
    what: 'Der Kunde hat die Nummer {{account}} schon.',
    remedy: 'Geben Sie eine andere ein.',
  },
  account_taken: {
    what: 'Die Nummer {{account}} hat {{name}}.',
    remedy: 'Geben Sie eine andere ein.',
  },
  absence_ends_first: {
    what: 'Die Abwesenheit würde am {{to_on}} enden, bevor sie am {{from_on}} beginnt.',
    remedy: 'Berichtigen Sie einen der Tage.',
  },
  credit_task_is_proposal: {
    what: 'Ein vorgeschlagener Status wird nicht abgehakt.',
    remedy: 'Nehmen Sie den Vorschlag an oder lehnen Sie ihn ab; das beendet die Aufgabe.',
  },
  cover_type_used: {
    what: 'Die Art {{code}} steht in Policen: {{count}}.',
    remedy: 'Geben Sie diesen Policen zuerst eine andere Art.',
  },
  credit_limit_by_adjustment: {
    what: 'Ein Kreditlimit wird nicht hier geändert.',
    remedy: 'Limits ändern sich durch Anpassungen, damit jede Änderung ihren Grund hat.',
  },
  document_exists: {
    what: 'Einen Beleg {{document_no}} gibt es schon. Es wurde nichts verändert.',
    remedy: 'Prüfen Sie die Datei: Die Nummer steht vielleicht für zwei Belege.',
  },
  email_invalid: { what: 'Das ist keine E-Mail-Adresse.', remedy: 'Sie braucht einen Namen, ein @ und eine Domäne.' },
  empty_file: {
    what: '{{file}} ist leer. Es wurde nichts importiert.',
    remedy: 'Exportieren Sie sie noch einmal und prüfen Sie, ob Zeilen darin stehen.',
  },
  encrypted_workbook: {
    what: '{{file}} ist mit einem Kennwort geschützt. Es wurde nichts importiert.',
    remedy: 'Öffnen Sie sie in Excel, entfernen Sie das Kennwort und speichern Sie.',
  },
  file_not_written: {
    what: 'Die Datei ließ sich nicht schreiben.',
    remedy:
      'Schließen Sie sie, falls ein anderes Programm sie offen hat, oder wählen Sie einen anderen Ort. ({{detail}})',
  },
  filter_invalid: {
    what: 'Der Filter auf {{column}} ist nicht verständlich: {{value}}.',
    remedy: 'Entfernen Sie den Filter und setzen Sie ihn neu.',
  },
  import_ambiguous: {
    what: 'Die Datei lässt sich auf zwei Arten lesen. Es wurde nichts importiert.',
    remedy: 'Beantworten Sie zuerst die {{questions}} offenen Fragen.',
  },
  import_kind_unsupported: {
    what: '{{file}} wurde erkannt, doch solche Zeilen kann ein Import noch nicht übernehmen. Es wurde nichts importiert.',
    remedy: 'Lassen Sie die Datei weg oder berichtigen Sie, was ihre Zeilen sind.',
  },
  import_no_files: {
    what: 'Es wurde keine Datei gewählt.',
    remedy: 'Ziehen Sie eine Datei hinein oder wählen Sie eine.',
  },
  rejected_source_gone: {
    what: '{{count}} abgelehnte Rechnungen liegen nicht mehr dort, woher sie importiert wurden: {{source}}. Es wurde nichts geschrieben.',
    remedy:
      'Das Buch behält nicht, was es ablehnt. Legen Sie Datei oder Ordner wieder an ihren Ort und speichern Sie noch einmal.',
  },
  import_nothing_usable: {
    what: 'Keine einzige Zeile von {{file}} konnte übernommen werden. Es wurde nichts importiert.',
    remedy: 'Sehen Sie in der Vorschau die Gründe an und berichtigen Sie, wie die Datei gelesen wird.',
  },
  is_a_folder: { what: '{{file}} ist ein Ordner.', remedy: 'Wählen Sie eine Datei darin.' },
  is_a_pdf: {
    what: '{{file}} ist ein PDF, was auch immer der Name sagt. Es wurde nichts importiert.',
    remedy: 'Exportieren Sie die Liste stattdessen als CSV oder Excel.',
  },
  item_not_on_letter: {
    what: 'Dieser Beleg steht nicht auf dem Brief.',
    remedy: 'Öffnen Sie den Brief noch einmal, um zu sehen, was jetzt darauf steht.',
  },
  job_id_taken: { what: 'Dieselbe Arbeit läuft schon.', remedy: 'Warten Sie, bis sie zu Ende ist.' },
  kind_not_opened: {
    what: 'Duebook öffnet nur Papiere und Listen. {{path}} ist etwas anderes.',
    remedy: 'Öffnen Sie es mit dem Programm, zu dem es gehört.',
  },
  last_user_manager: {
    what: '{{user}} ist die letzte Person, die Benutzer verwalten darf.',
    remedy: 'Geben Sie dieses Recht zuerst jemand anderem.',
  },
  letter_amount_negative: {
    what: 'Eine Gebühr oder ein Mindestbetrag ist kleiner als null ({{code}}, {{currency}}).',
    remedy: 'Geben Sie null oder mehr ein.',
  },
  letter_code_gap: {
    what: 'Vor {{code}} fehlt ein Brief ({{currency}}).',
    remedy: 'Beginnen Sie mit Mahnung 1 und lassen Sie keine aus; nur Inkasso darf auf jede folgen.',
  },
  letter_code_twice: { what: '{{code}} steht zweimal für {{currency}}.', remedy: 'Entfernen Sie eine davon.' },
  letter_codes_too_many: {
    what: 'Es gibt höchstens {{limit}} Briefe je Währung.',
    remedy: 'Entfernen Sie einen für {{currency}}.',
  },
  letter_fee_settled: {
    what: 'Der Brief {{letter_no}} kann nicht storniert werden: Seine Gebühr ist bezahlt.',
    remedy: 'Schreiben Sie die Gebühr stattdessen in Ihrer Buchhaltung gut.',
  },
  printing_needs_posting: {
    what: 'Hier gilt ein Brief als gesendet, wenn er gebucht wird; gedruckt wird danach.',
    remedy: 'Buchen Sie zuerst, oder lassen Sie ihn in den Regeln jedes Laufs ab dem ersten Druck gelten.',
  },
  letter_not_open: {
    what: 'Der Brief ist {{status}} und nicht mehr zu ändern.',
    remedy: 'Öffnen Sie den Lauf noch einmal, um zu sehen, wo er steht.',
  },
  letter_sequence_empty: { what: 'Es braucht mindestens einen Brief.', remedy: 'Fügen Sie Mahnung 1 hinzu.' },
  letter_text_missing: {
    what: 'Für {{code}} gibt es keinen Text.',
    remedy: 'Schreiben Sie einen in mindestens einer Sprache.',
  },
  letter_address_too_long: {
    what: 'Die Anschrift des Briefs hat {{lines}} Zeilen, das Fenster des Umschlags fasst {{room}}.',
    remedy: 'Kürzen Sie die Anschrift bei der Durchsicht des Briefs oder auf der Karte des Kunden.',
  },
  letter_glyphs_missing: {
    what: 'Diese Zeichen des Briefs hat keine Schrift: {{characters}}',
    remedy: 'Schreiben Sie sie mit anderen Buchstaben, oder installieren Sie eine Schrift, die sie hat.',
  },
  letter_code_too_long: {
    what: 'Der Zahlcode des Briefs enthält mehr, als sein Standard zulässt.',
    remedy: 'Kürzen Sie die Namen darin, oder schalten Sie Codes in den Regeln jedes Laufs ab.',
  },
  letter_bill_needs_a4: {
    what: 'Der Zahlteil einer QR-Rechnung braucht A4.',
    remedy: 'Wählen Sie A4 in den Angaben zur Firma.',
  },
  letter_language_unknown: {
    what: 'Für die Sprache {{language}} gibt es keine Formate.',
    remedy: 'Wählen Sie auf der Karte des Kunden eine andere Sprache.',
  },
  letter_text_twice: {
    what: 'Von {{code}} gibt es zwei Texte in der Sprache {{language}}.',
    remedy: 'Behalten Sie einen davon.',
  },
  letter_gap_too_short: {
    what: '{{code}} der Stufenfolge {{sequence}} geht nach {{days}} Tagen hinaus; der Brief davor gewährt die Tage, die das Land verlangt.',
    remedy: 'Warten Sie mindestens {{least}} Tage.',
  },
  print_file_too_large: {
    what: 'Die Druckdatei ist zu groß für ein PDF.',
    remedy: 'Drucken Sie weniger Briefe auf einmal.',
  },
  posting_after_today: {
    what: 'Briefe können nicht am {{posting_on}} gebucht werden.',
    remedy: 'Der späteste Tag ist der {{latest}}.',
  },
  cancelled_after_today: {
    what: 'Briefe können nicht am {{cancelled_on}} storniert werden, einem Tag voraus.',
    remedy: 'Der späteste Tag ist der {{latest}}.',
  },
  profile_customer_unknown: {
    what: 'Zeile {{line}}: Kein Kunde hat das Konto {{account}}.',
    remedy: 'Berichtigen Sie das Konto, oder entfernen Sie die Zeile.',
  },
  unknown_tax_code: {
    what: 'Es gibt keinen Steuerschlüssel {{tax_code}}.',
    remedy: 'Geben Sie ihn mit seinem Satz unter Steuer auf Gebühren ein, oder wählen Sie einen anderen.',
  },
  tax_rate_twice: {
    what: 'Der Steuerschlüssel {{tax_code}} hat zwei Sätze ab {{from_on}}.',
    remedy: 'Behalten Sie einen davon.',
  },
  tax_code_used: {
    what: 'Ein Brief berechnet den Steuerschlüssel {{tax_code}}.',
    remedy: 'Nehmen Sie ihn zuerst aus den Briefen.',
  },
  letter_unprintable: { what: 'Der Brief lässt sich nicht drucken.', remedy: '{{detail}}' },
  letter_would_drop: {
    what: 'Ohne diesen Beleg gäbe es keinen Brief ({{reason}}). Es wurde nichts verändert.',
    remedy: 'Stornieren Sie stattdessen den Brief.',
  },
  listing_closed: { what: 'Die Liste wurde inzwischen geschlossen.', remedy: 'Sie wird neu geöffnet.' },
  missing_columns: {
    what: 'In {{file}} fehlen Spalten, die nötig sind. Es wurde nichts importiert.',
    remedy: 'Ordnen Sie die Spalten von Hand zu, oder exportieren Sie die Datei mit ihnen. Gefunden: {{headings}}.',
  },
  negative_amount: {
    what: 'Der Betrag darf nicht kleiner als null sein.',
    remedy: 'Geben Sie null oder mehr ein, oder lassen Sie es leer.',
  },
  no_aging_definition: { what: 'Es gibt keine Zeiträume.', remedy: 'Legen Sie zuerst welche an.' },
  no_book_open: { what: 'Es ist kein Buch geöffnet.', remedy: 'Öffnen Sie zuerst eines.' },
  no_known_columns: {
    what: 'Keine Überschrift von {{file}} ist bekannt. Es wurde nichts importiert.',
    remedy:
      'Prüfen Sie die Zeile der Überschriften und das Trennzeichen, oder ordnen Sie die Spalten von Hand zu. Gefunden: {{headings}}.',
  },
  letters_sources_old: {
    what: 'Die neueste Bankdatei (bis {{bank_to}}) und die neuesten offenen Posten (bis {{items_to}}) sind beide älter als {{days}} Arbeitstage.',
    remedy: 'Importieren Sie erst die Bankdatei, oder nennen Sie den Grund, trotzdem zu mahnen.',
  },
  no_posted_letters: { what: 'Es gibt keine gebuchten Briefe zum Drucken.', remedy: 'Buchen Sie die Briefe zuerst.' },
  no_such_sheet: { what: 'Die Mappe hat kein Blatt {{sheet}}.', remedy: 'Wählen Sie eines von: {{sheets}}.' },
  not_permitted: {
    what: '{{user}} darf das nicht.',
    remedy: 'Wechseln Sie zu einem Benutzer mit diesem Recht, oder fragen Sie die Leitung.',
  },
  not_shown: {
    what: 'Die Datei ließ sich nicht zeigen.',
    remedy: 'Öffnen Sie sie aus ihrem Ordner: {{path}} ({{detail}})',
  },
  path_not_text: {
    what: 'Der Name dieser Datei ist nicht lesbar.',
    remedy: 'Benennen Sie sie mit einfachen Buchstaben um.',
  },
  pin_not_set: { what: '{{user}} hat keine PIN.', remedy: 'Die Leitung setzt eine unter Benutzer.' },
  pin_too_short: { what: 'Die PIN ist zu kurz.', remedy: 'Sie braucht mindestens {{shortest}} Zeichen.' },
  pin_wrong: { what: 'Die PIN von {{user}} lautet anders.', remedy: 'Geben Sie sie noch einmal ein.' },
  posting_before_letter: {
    what: 'Die Briefe vom {{letter_on}} können nicht am {{posting_on}} gebucht werden.',
    remedy: 'Nehmen Sie ihren eigenen Tag oder einen späteren.',
  },
  profile_line_twice: {
    what: 'Zwei Zeilen des Profils {{profile}} nennen dasselbe: {{key}}.',
    remedy: 'Bitte eine davon behalten.',
  },
  profile_key_wrong: {
    what: 'Eine Zeile des Profils {{profile}} nennt niemanden: {{key}}.',
    remedy: 'Nennen Sie ein Konto oder eine Gruppe, oder lassen Sie sie für alle gelten.',
  },
  rate_invalid: { what: '{{value}} ist kein Wechselkurs.', remedy: 'Geben Sie eine Zahl über null ein.' },
  rate_same_currency: {
    what: 'Ein Kurs von {{currency}} zu sich selbst ist unnötig.',
    remedy: 'Wählen Sie zwei Währungen.',
  },
  reason_missing: { what: 'Es braucht einen Grund.', remedy: 'Schreiben Sie, warum; er steht im Protokoll.' },
  record_too_long: {
    what: 'Eine Zeile von {{file}} hört nicht auf, ab Zeile {{line}}. Es wurde nichts importiert.',
    remedy: 'Vermutlich ist dort ein Anführungszeichen nicht geschlossen.',
  },
  sample_unavailable: {
    what: 'Das Beispielbuch dieser Größe ließ sich nicht anlegen.',
    remedy: 'Wählen Sie eine andere Größe.',
  },
  settlement_exists: {
    what: 'Diesen Ausgleich gibt es schon. Es wurde nichts verändert.',
    remedy: 'Prüfen Sie die Datei auf doppelte Zeilen.',
  },
  sheet_too_long: {
    what: 'Ein Excel-Blatt fasst höchstens {{limit}} Zeilen. Es wurde nichts geschrieben.',
    remedy: 'Filtern Sie die Liste oder schreiben Sie sie als CSV.',
  },
  sort_invalid: {
    what: 'Die Liste lässt sich nicht nach {{column}} sortieren.',
    remedy: 'Sortieren Sie nach einer anderen Spalte.',
  },
  discount_percent_invalid: {
    what: '{{value}} % ist kein Skonto.',
    remedy: 'Geben Sie mehr als 0 und höchstens 100 ein, oder lassen Sie das Feld leer.',
  },
  terms_too_long: { what: 'Dieses Zahlungsziel ist zu lang.', remedy: 'Nehmen Sie weniger Tage oder Monate.' },
  too_many_views: {
    what: 'Sie haben {{limit}} gespeicherte Ansichten; mehr passen nicht.',
    remedy: 'Bitte eine löschen, die Sie nicht mehr brauchen.',
  },
  too_many_columns: {
    what: '{{file}} hat {{found}} Spalten; {{limit}} sind die Grenze. Es wurde nichts importiert.',
    remedy: 'Exportieren Sie nur die Spalten, auf die es ankommt.',
  },
  unknown_aging_definition: { what: 'Zeiträume namens {{definition}} gibt es nicht.', remedy: 'Wählen Sie andere.' },
  unknown_column: { what: 'Die Liste hat keine Spalte {{column}}.', remedy: 'Sortieren Sie nach einer anderen.' },
  unknown_command: {
    what: 'Duebook kennt „{{command}}“ nicht. Es wurde nichts verändert.',
    remedy: 'Das ist ein Fehler von Duebook: Bitte melden Sie ihn.',
  },
  unknown_customer: {
    what: 'Einen Kunden {{account}} gibt es nicht.',
    remedy: 'Suchen Sie stattdessen nach dem Namen.',
  },
  unknown_delimiter: {
    what: '„{{delimiter}}“ kann keine Zellen trennen.',
    remedy: 'Wählen Sie ein anderes Trennzeichen.',
  },
  unknown_encoding: { what: 'Den Zeichensatz {{label}} kennt niemand.', remedy: 'Wählen Sie einen aus der Liste.' },
  unknown_aging_run: {
    what: 'Diesen Lauf gibt es im Verlauf nicht mehr.',
    remedy: 'Öffnen Sie einen anderen, oder bringen Sie die Zahlen auf heute.',
  },
  unknown_letter: { what: 'Diesen Brief gibt es nicht mehr.', remedy: 'Öffnen Sie den Lauf noch einmal.' },
  unknown_letter_code: { what: 'Einen Brief {{code}} gibt es nicht.', remedy: 'Wählen Sie einen der fünf.' },
  unknown_letter_run: { what: 'Diesen Mahnlauf gibt es nicht.', remedy: 'Öffnen Sie ihn aus der Liste der Läufe.' },
  unknown_letter_sequence: { what: 'Mahnstufen {{sequence}} gibt es nicht.', remedy: 'Wählen Sie andere.' },
  unknown_profile: { what: 'Ein Buchungsprofil {{profile}} gibt es nicht.', remedy: 'Wählen Sie ein anderes.' },
  unknown_terms: { what: 'Ein Zahlungsziel {{terms}} gibt es nicht.', remedy: 'Wählen Sie ein anderes.' },
  unknown_transaction: { what: 'Diesen Beleg gibt es nicht.', remedy: 'Öffnen Sie den Kunden noch einmal.' },
  unknown_user: { what: 'Einen Benutzer {{user}} gibt es nicht.', remedy: 'Wählen Sie einen anderen.' },
  unreadable: {
    what: '{{file}} ist kein Text in {{encoding}}. Es wurde nichts importiert.',
    remedy: 'Wählen Sie einen anderen Zeichensatz.',
  },
  user_code_invalid: {
    what: 'Ein Kürzel hat nur Buchstaben, Ziffern, Punkte und Striche.',
    remedy: 'Lassen Sie Leerzeichen und andere Zeichen weg.',
  },
  user_exists: { what: 'Das hat schon {{user}}.', remedy: 'Wählen Sie etwas anderes.' },
  user_inactive: {
    what: '{{user}} darf in diesem Buch nicht mehr arbeiten.',
    remedy: 'Wählen Sie einen anderen Benutzer.',
  },
  value_missing: { what: 'Hier fehlt etwas.', remedy: 'Füllen Sie dieses Feld aus.' },
  value_too_large: { what: 'Der Wert ist zu groß.', remedy: 'Höchstens {{limit}}.' },
  value_too_long: { what: 'Der Text ist zu lang.', remedy: 'Höchstens {{limit}} Zeichen.' },
  work_lost: {
    what: 'Die Arbeit endete ohne Antwort. Es wurde nichts verändert.',
    remedy: 'Versuchen Sie es noch einmal. ({{detail}})',
  },
  workbook_too_large: {
    what: '{{file}} würde ausgepackt {{bytes}} Bytes haben; {{limit}} sind die Grenze. Es wurde nichts importiert.',
    remedy: 'Exportieren Sie weniger Zeilen oder nehmen Sie CSV.',
  },
  wrong_content: {
    what: '{{file}} ist keine Tabelle ({{found}}). Es wurde nichts importiert.',
    remedy: 'Exportieren Sie sie als CSV oder als .xlsx.',
  },
  day_out_of_range: {
    what: 'Dieser Tag liegt außerhalb des Kalenders.',
    remedy: 'Nehmen Sie einen Tag zwischen 1900 und 9999.',
  },
  amount_not_positive: {
    what: 'Der Betrag muss größer als null sein.',
    remedy: 'Geben Sie einen positiven Betrag ein.',
  },
  automatic_settlement_off: {
    what: 'Der automatische Ausgleich ist ausgeschaltet.',
    remedy: 'Schalten Sie ihn in den Einstellungen ein, oder gleichen Sie beim Kunden aus.',
  },
  bank_account_exists: { what: 'Das Bankkonto {{number}} gibt es schon.', remedy: 'Ändern Sie stattdessen dieses.' },
  bank_account_not_in_file: {
    what: '{{file}} sagt nicht, zu welchem Konto ein Auszug gehört (Zeile {{line}}). Es wurde nichts importiert.',
    remedy: 'Fordern Sie bei der Bank eine vollständige Datei an.',
  },
  bank_account_number_missing: {
    what: 'Das Bankkonto hat keine Nummer.',
    remedy: 'Geben Sie die IBAN ein, oder die Nummer, wie die Bank sie schreibt.',
  },
  bank_line_not_covered: {
    what: 'Die Beträge ergeben zusammen nicht die Bankzeile. Es wurde nichts gebucht.',
    remedy: 'Ordnen Sie den ganzen Betrag Belegen oder einem Konto zu.',
  },
  bank_line_not_open: {
    what: 'Diese Bankzeile ist nicht mehr offen. Es wurde nichts verändert.',
    remedy: 'Öffnen Sie sie neu aus der Liste.',
  },
  bank_line_not_posted: {
    what: 'Aus dieser Bankzeile ist nichts gebucht.',
    remedy: 'Öffnen Sie sie neu aus der Liste.',
  },
  bank_lines_posted: {
    what: 'Auf Zeilen dieser Bankdatei stehen Zahlungen: {{documents}}. Es wurde nichts zurückgenommen.',
    remedy: 'Nehmen Sie zuerst diese Zahlungen zurück.',
  },
  bank_share_wrong_sign: {
    what: 'Der Anteil eines Kunden läuft der Bankzeile entgegen. Es wurde nichts gebucht.',
    remedy: 'Nehmen Sie das Guthaben dieses Kunden aus der Zahlung.',
  },
  cleared_before_received: {
    what: '{{number}} ging am {{received_on}} ein und kann nicht vorher eingelöst sein.',
    remedy: 'Wählen Sie einen späteren Tag.',
  },
  discount_not_granted: {
    what: '{{document_no}} gewährt an diesem Tag kein solches Skonto. Es wurde nichts gebucht.',
    remedy: 'Nehmen Sie es als kleine Differenz, oder lassen Sie es offen.',
  },
  exchange_rate_missing: {
    what: 'Für {{currency}} gibt es an diesem Tag keinen Wechselkurs. Es wurde nichts gebucht.',
    remedy: 'Tragen Sie ihn in den Einstellungen ein.',
  },
  instrument_not_uncleared: {
    what: '{{number}} ist schon eingelöst oder zurückgekommen.',
    remedy: 'Sehen Sie alle Schecks und Wechsel an.',
  },
  instrument_number_missing: {
    what: 'Das Papier hat keine Nummer.',
    remedy: 'Geben Sie die Nummer ein, die darauf steht.',
  },
  nothing_to_settle: {
    what: 'Von dem Markierten lässt sich nichts ausgleichen. Es wurde nichts gebucht.',
    remedy: 'Markieren Sie eine Forderung und ein Guthaben derselben Währung.',
  },
  no_small_balances: {
    what: 'Es bleibt kein Rest auszubuchen. Nichts wurde gebucht.',
    remedy: 'Erhöhen Sie eine Grenze, oder nehmen Sie Reste wieder auf, die offen bleiben sollten.',
  },
  posting_day_to_come: {
    what: 'Der {{day}} ist noch nicht da. Nichts wurde gebucht.',
    remedy: 'Wählen Sie heute oder einen früheren Tag.',
  },
  priority_list_empty: {
    what: 'Die Prioritätenliste ist an, hat aber keine Stufe.',
    remedy: 'Fügen Sie eine Stufe hinzu, oder schalten Sie die Liste aus.',
  },
  settle_not_of_account: {
    what: '{{document_no}} gehört nicht zu Konto {{account}} in {{currency}}. Es wurde nichts gebucht.',
    remedy: 'Öffnen Sie den Kunden neu.',
  },
  settle_not_positive: {
    what: 'Der Betrag für {{document_no}} muss größer als null sein. Es wurde nichts gebucht.',
    remedy: 'Geben Sie einen positiven Betrag ein.',
  },
  settle_other_currency: {
    what: '{{document_no}} lautet auf {{currency}}, das Guthaben auf {{other}}. Es wurde nichts gebucht.',
    remedy: 'Gleichen Sie von Hand mit beiden Beträgen aus.',
  },
  settle_other_customer: {
    what: '{{document_no}} gehört zu Konto {{account}}, das Guthaben zu {{other}}. Es wurde nichts gebucht.',
    remedy: 'Gleichen Sie nur Belege eines Kunden aus.',
  },
  settle_over_open: {
    what: 'Von {{document_no}} ist weniger offen als verlangt. Es wurde nichts gebucht.',
    remedy: 'Sehen Sie nach, was jetzt offen ist, und versuchen Sie es noch einmal.',
  },
  settle_same_currency: {
    what: '{{document_no}} und das Guthaben haben dieselbe Währung: Es ist nichts umzurechnen.',
    remedy: 'Markieren Sie sie wie gewohnt.',
  },
  returns_switched_off: {
    what: 'Rückgaben sind ausgeschaltet. Es wurde nichts geändert.',
    remedy: 'Schalten Sie sie unter Rückgaben einrichten auf der Seite Rücklastschriften ein.',
  },
  return_not_a_payment: {
    what: '{{document_no}} ist keine Zahlung; nur eine Zahlung kann zurückkommen. Es wurde nichts geändert.',
    remedy: 'Markieren Sie die Zahlung, die die Bank zurückgegeben hat.',
  },
  return_without_bank_account: {
    what: '{{document_no}} nennt kein Bankkonto; keine Bank kann es zurückgeben. Es wurde nichts geändert.',
    remedy: 'Nehmen Sie stattdessen den Ausgleich zurück, oder lesen Sie die Zahlung mit ihrem Bankkonto ein.',
  },
  return_account_forbids: {
    what: 'Zahlungen auf {{bank_account}} können laut Einrichtung nicht zurückkommen. Es wurde nichts geändert.',
    remedy: 'Erlauben Sie es am Bankkonto auf der Seite Kontoauszüge.',
  },
  return_twice: {
    what: '{{document_no}} ist schon am {{returned_on}} zurückgekommen; eine Zahlung kommt einmal zurück. Es wurde nichts geändert.',
    remedy: 'Sehen Sie auf der Seite Rücklastschriften nach.',
  },
  return_payment_taken_back: {
    what: 'Die Buchung von {{document_no}} wurde zurückgenommen; es gibt nichts zurückzugeben. Es wurde nichts geändert.',
    remedy: 'Bestätigen Sie zuerst die Bankzeile, wenn das Geld doch einging.',
  },
  return_before_payment: {
    what: 'Die Zahlung ist vom {{paid_on}} und kann nicht am {{returned_on}} zurückkommen.',
    remedy: 'Geben Sie einen Tag ab dann ein.',
  },
  return_of_recovery: {
    what: '{{document_no}} gilt mit {{amount}} als Eingang auf die Ausbuchung {{number}}.',
    remedy:
      'Nehmen Sie zuerst den Eingang auf der Seite der Ausbuchung zurück und danach die Zahlung als Rückgabe auf.',
  },
  return_of_reimbursement: {
    what: '{{amount}} von {{document_no}} sollen mit der Erstattung {{number}} zurückgezahlt werden.',
    remedy: 'Nehmen Sie zuerst die Freigabe der Erstattung zurück und danach die Zahlung als Rückgabe auf.',
  },
  return_of_dividend: {
    what: '{{document_no}} ist mit {{amount}} als Quote der Insolvenz {{number}} gebucht.',
    remedy: 'Nehmen Sie zuerst die Buchung der Quote zurück und danach die Zahlung als Rückgabe auf.',
  },
  return_in_future: {
    what: 'Der {{returned_on}} kommt erst noch.',
    remedy: 'Geben Sie heute oder einen früheren Tag ein.',
  },
  payment_was_returned: {
    what: '{{document_no}} ist am {{returned_on}} zurückgekommen. Es wurde nichts zurückgenommen.',
    remedy: 'Nehmen Sie zuerst die Rückgabe zurück, auf der Seite Rücklastschriften.',
  },
  return_undone: {
    what: 'Diese Rückgabe ist schon zurückgenommen.',
    remedy: 'Öffnen Sie die Liste noch einmal.',
  },
  unknown_return: {
    what: 'Diese Rückgabe gibt es nicht.',
    remedy: 'Öffnen Sie die Liste noch einmal.',
  },
  bank_line_not_returned: {
    what: 'Diese Bankzeile gibt keine Zahlung zurück, oder hat es schon getan. Es wurde nichts geändert.',
    remedy: 'Öffnen Sie sie noch einmal aus der Liste.',
  },
  return_payment_unknown: {
    what: 'Zu dieser Zeile passt keine Zahlung im Buch. Es wurde nichts geändert.',
    remedy: 'Geben Sie die Zahlung auf der Seite ihres Kunden zurück und legen Sie die Zeile dann beiseite.',
  },
  return_payment_not_posted: {
    what: 'Die Zeile, die diese Zahlung brachte, ist nicht gebucht. Es wurde nichts geändert.',
    remedy: 'Bestätigen Sie zuerst jene Zeile, oder legen Sie beide beiseite.',
  },
  return_other_currency: {
    what: '{{document_no}} lautet auf {{currency}}, die Bankzeile auf {{other}}. Es wurde nichts geändert.',
    remedy: 'Geben Sie die Zahlung auf der Seite ihres Kunden zurück.',
  },
  return_of_a_part: {
    what: 'Die Bank hat weniger zurückgeholt, als die Zahlung war. Es wurde nichts geändert.',
    remedy: 'Buchen Sie den Teil als Auszahlung: Legen Sie die Zeile beiseite und zahlen Sie von Hand aus.',
  },
  charges_key_of_all: {
    what: 'Eine Zeile für alle Kunden nennt keinen.',
    remedy: 'Lassen Sie das Feld leer, oder wählen Sie, für wen sie gilt.',
  },
  charges_amount_needs_currency: {
    what: 'Ein Betrag braucht seine Währung.',
    remedy: 'Geben Sie die Währung ein, oder nehmen Sie einen Prozentsatz.',
  },
  charges_amount_or_percent: {
    what: 'Eine Zeile berechnet entweder einen Betrag über null oder 0,01 bis 100 Prozent.',
    remedy: 'Geben Sie eines davon ein.',
  },
  charges_group_used: {
    what: '{{code}} hängt an den Bankkonten {{bank_accounts}}. Es wurde nichts gelöscht.',
    remedy: 'Nehmen Sie die Gruppe zuerst dort heraus.',
  },
  unknown_charges_group: {
    what: 'Die Gebührengruppe {{code}} gibt es nicht.',
    remedy: 'Wählen Sie eine aus der Liste, oder legen Sie sie zuerst an.',
  },
  journal_unbalanced: {
    what: 'Die Zeilen zu {{document_no}} gehen nicht auf. Es wurde nichts geschrieben.',
    remedy: 'Das ist ein Fehler von Duebook; melden Sie ihn mit der Kennung.',
  },
  unknown_journal_entry: {
    what: 'Diese Buchung gibt es im Journal nicht.',
    remedy: 'Öffnen Sie die Liste noch einmal.',
  },
  journal_entry_corrected: {
    what: 'Die Buchung {{number}} wurde schon zurückgenommen. Es wurde nichts geändert.',
    remedy: 'Sehen Sie sich die Buchungen des Belegs an.',
  },
  reimbursement_nothing: {
    what: 'Nichts kann erstattet werden. Es wurde nichts geschrieben.',
    remedy: 'Die Vorschau sagt zu jedem Guthaben, warum es ausgelassen wird.',
  },
  reimbursement_currency_twice: {
    what: 'Für {{currency}} gibt es zwei Mindestbeträge.',
    remedy: 'Behalten Sie einen.',
  },
  unknown_reimbursement: {
    what: 'Diese Erstattung gibt es nicht.',
    remedy: 'Öffnen Sie die Liste noch einmal.',
  },
  unknown_reimbursement_run: {
    what: 'Diesen Lauf gibt es nicht.',
    remedy: 'Öffnen Sie die Liste noch einmal.',
  },
  reimbursement_none_marked: {
    what: 'Keine Erstattung ist markiert.',
    remedy: 'Markieren Sie mindestens eine.',
  },
  reimbursement_step: {
    what: '{{number}} kann von ihrem Stand aus diesen Schritt nicht gehen. Es wurde nichts geändert.',
    remedy: 'Öffnen Sie sie und sehen Sie, welche Schritte sie anbietet.',
  },
  reimbursement_above_ceiling: {
    what: '{{number}} liegt über Ihrer Freigabegrenze. Es wurde nichts gebucht.',
    remedy: 'Bitten Sie jemanden mit einer höheren um die Freigabe.',
  },
  reimbursement_changed: {
    what: '{{document_no}} ist nicht mehr so offen, wie {{number}} vorschlug, oder strittig. Es wurde nichts gebucht.',
    remedy: 'Lehnen Sie den Vorschlag ab und starten Sie einen neuen Lauf.',
  },
  reimbursement_without_bank_details: {
    what: '{{number}} für {{name}} ({{account}}) geht an einen Einmalkreditor ohne Bankkonto. Es wurde nichts exportiert.',
    remedy:
      'Nehmen Sie die Freigabe zurück, lehnen Sie ab, tragen Sie die IBAN auf der Seite des Kunden ein und schlagen Sie neu vor.',
  },
  reimbursement_no_step_back: {
    what: '{{number}} hat keinen Schritt, der zurückgenommen werden kann. Es wurde nichts geändert.',
    remedy: 'Was exportiert ist, wird durch eine neue Buchung zurückgegeben.',
  },
  reimbursement_twice: {
    what: '{{document_no}} steht inzwischen in {{number}}. Es wurde nichts geändert.',
    remedy: 'Lehnen Sie jene zuerst ab.',
  },
  settlement_of_reimbursement: {
    what: 'Dieser Ausgleich gehört zur Erstattung {{number}}. Es wurde nichts zurückgenommen.',
    remedy: 'Nehmen Sie stattdessen die Erstattung zurück, auf der Seite Erstattungen.',
  },
  settled_since: {
    what: '{{document_no}} wurde inzwischen mit etwas anderem ausgeglichen ({{settled_on}}). Es wurde nichts zurückgenommen.',
    remedy: 'Nehmen Sie zuerst diesen Ausgleich zurück.',
  },
  settlement_already_undone: {
    what: 'Dieser Ausgleich ist schon zurückgenommen.',
    remedy: 'Öffnen Sie den Verlauf neu.',
  },
  small_balances_undone: {
    what: 'Dieser Lauf ist schon zurückgenommen.',
    remedy: 'Öffnen Sie die früheren Läufe noch einmal.',
  },
  threshold_negative: { what: 'Die Grenze für {{currency}} ist negativ.', remedy: 'Geben Sie null oder mehr ein.' },
  threshold_twice: { what: 'Für {{currency}} gibt es zwei Grenzen.', remedy: 'Behalten Sie eine davon.' },
  tolerance_negative: { what: 'Die Toleranz für {{currency}} ist negativ.', remedy: 'Geben Sie null oder mehr ein.' },
  tolerance_twice: { what: 'Für {{currency}} gibt es zwei Toleranzen.', remedy: 'Behalten Sie eine davon.' },
  unknown_bank_account: { what: 'Das Bankkonto {{number}} gibt es nicht.', remedy: 'Wählen Sie ein anderes.' },
  unknown_bank_line: { what: 'Diese Bankzeile gibt es nicht mehr.', remedy: 'Öffnen Sie die Liste neu.' },
  unknown_instrument: { what: 'Dieses Papier gibt es nicht.', remedy: 'Öffnen Sie die Liste neu.' },
  unknown_small_balance_run: {
    what: 'Diesen Lauf der Kleinbeträge gibt es nicht.',
    remedy: 'Öffnen Sie die früheren Läufe noch einmal.',
  },
  unknown_proposal: {
    what: 'Dieser Vorschlag besteht nicht mehr. Es wurde nichts gebucht.',
    remedy: 'Sehen Sie die Zeile noch einmal an.',
  },
  unknown_settlement: { what: 'Diesen Ausgleich gibt es nicht.', remedy: 'Öffnen Sie den Verlauf neu.' },
  archive_broken: {
    what: 'Das ZIP {{file}} ist nicht lesbar. Es wurde nichts importiert.',
    remedy: 'Laden Sie es noch einmal. ({{entry}} {{detail}})',
  },
  archive_unsafe_path: {
    what: 'Das ZIP {{file}} enthält einen Namen, der aus ihm hinausführt ({{entry}}). Es wurde nichts davon gelesen.',
    remedy: 'Fragen Sie, woher die Datei kommt.',
  },
  archive_encrypted: {
    what: 'Das ZIP {{file}} ist mit einem Kennwort geschützt. Es wurde nichts importiert.',
    remedy: 'Entpacken Sie es zuerst.',
  },
  archive_too_many_entries: {
    what: 'Das ZIP {{file}} enthält {{found}} Dateien; {{limit}} sind die Grenze. Es wurde nichts importiert.',
    remedy: 'Teilen Sie es auf.',
  },
  archive_too_large: {
    what: 'Das ZIP {{file}} wird entpackt größer als {{limit}} Bytes ({{entry}}). Es wurde nichts importiert.',
    remedy: 'Teilen Sie es auf.',
  },
  archive_bomb: {
    what: '{{entry}} im ZIP {{file}} ist dichter gepackt als echte Daten. Es wurde nichts importiert.',
    remedy: 'Fragen Sie, woher die Datei kommt.',
  },
  archive_unknown_method: {
    what: '{{entry}} im ZIP {{file}} ist auf unbekannte Weise gepackt ({{method}}). Es wurde nichts importiert.',
    remedy: 'Packen Sie es als gewöhnliches ZIP.',
  },
  xml_broken: {
    what: '{{file}} ist beschädigt (Zeile {{line}}). Es wurde nichts importiert.',
    remedy: 'Laden Sie sie noch einmal. ({{detail}})',
  },
  xml_doctype: {
    what: '{{file}} enthält einen Dokumenttyp, den Bankdateien nie haben. Es wurde nichts importiert.',
    remedy: 'Fragen Sie, woher die Datei kommt.',
  },
  xml_entity: {
    what: '{{file}} enthält eine unbekannte Entität {{name}} (Zeile {{line}}). Es wurde nichts importiert.',
    remedy: 'Fragen Sie, woher die Datei kommt.',
  },
  xml_too_deep: {
    what: '{{file}} verschachtelt mehr als {{limit}} Elemente. Es wurde nichts importiert.',
    remedy: 'Fragen Sie, woher die Datei kommt.',
  },
  xml_text_too_long: {
    what: 'Ein Text in {{file}} hat mehr als {{limit}} Bytes. Es wurde nichts importiert.',
    remedy: 'Fragen Sie, woher die Datei kommt.',
  },
  xml_too_many_parts: {
    what: '{{element}} in {{file}} hat mehr als {{limit}} Teile. Es wurde nichts importiert.',
    remedy: 'Bitten Sie die Bank um einzelne Umsätze.',
  },
  xml_cut_short: {
    what: '{{file}} bricht mittendrin ab ({{element}}). Es wurde nichts importiert.',
    remedy: 'Laden Sie sie noch einmal.',
  },
  not_a_bank_file: {
    what: '{{file}} ist keine Bankdatei, die Duebook kennt. Es wurde nichts importiert.',
    remedy: 'Exportieren Sie sie als camt oder MT940.',
  },
  bank_value: {
    what: '{{file}} enthält einen Wert, der nicht stimmen kann: {{value}} in {{element}} (Zeile {{line}}). Es wurde nichts importiert.',
    remedy: 'Fordern Sie bei der Bank eine richtige Datei an.',
  },
  bank_value_missing: {
    what: 'In {{file}} fehlt {{element}} (Zeile {{line}}). Es wurde nichts importiert.',
    remedy: 'Fordern Sie bei der Bank eine vollständige Datei an.',
  },
  bank_account_not_chosen: {
    what: '{{file}} sagt nicht, zu welchem Konto sie gehört. Es wurde nichts importiert.',
    remedy: 'Wählen Sie das Bankkonto und importieren Sie noch einmal.',
  },
  import_has_later_work: {
    what: 'Auf diesem Import baut Späteres auf ({{count}} Datensätze: {{names}}). Es wurde nichts zurückgenommen.',
    remedy: 'Nehmen Sie zuerst zurück, was in der Liste steht, das Neueste zuerst.',
  },
  import_undone_already: {
    what: 'Diesen Import hat {{user}} schon zurückgenommen.',
    remedy: 'Importieren Sie die Datei noch einmal, wenn Sie ihn wieder brauchen.',
  },
  import_undone_elsewhere: {
    what: 'Eine Bankdatei wird nicht hier zurückgenommen. Es wurde nichts geändert.',
    remedy: 'Nehmen Sie sie unter Bank zurück.',
  },
  unknown_batch: {
    what: 'Es gibt keinen Import mit der Nummer {{batch_id}}.',
    remedy: 'Wählen Sie einen aus dem Verlauf.',
  },
  whole_list_older: {
    what: '{{file}} ist eine Liste vom {{as_of}}, im Buch ist eine neuere vom {{newest}}. Es wurde nichts importiert.',
    remedy: 'Importieren Sie sie nicht als ganze Liste, oder prüfen Sie ihren Tag.',
  },
  whole_list_without_open: {
    what: '{{file}} sagt nicht, was offen ist, und kann nicht die ganze Liste der offenen Posten sein.',
    remedy: 'Wählen Sie die Spalte mit dem offenen Betrag, oder importieren Sie die Datei als Belege.',
  },
  import_is_bank_file: {
    what: '{{file}} enthält Zeilen eines Bankkontos. Es wurde nichts importiert.',
    remedy: 'Ziehen Sie sie noch einmal herein: Bankdateien werden unter Bank gelesen.',
  },
  copy_missing: {
    what: 'Zu diesem Beleg gibt es keine Kopie.',
    remedy: 'Ziehen Sie einen Ordner oder eine ZIP-Datei mit PDFs auf die Importseite.',
  },
  copy_too_large: {
    what: '{{file}} ist zu groß, um aufbewahrt zu werden. Es wurde nichts angehängt.',
    remedy: 'Speichern Sie die PDF-Datei kleiner.',
  },
  unknown_document: {
    what: 'Der Beleg ist nicht mehr im Buch. Es wurde nichts geändert.',
    remedy: 'Sehen Sie die Vorschau noch einmal an.',
  },
  detail_written_twice: {
    what: 'Die Einzelheiten eines Belegs wurden in einem Vorgang zweimal geschrieben. Es wurde nichts verändert.',
    remedy: 'Das ist ein Fehler von Duebook: Bitte melden Sie ihn.',
  },
  bank_import_not_there: {
    what: 'Diesen Bankimport gibt es nicht mehr. Es wurde nichts verändert.',
    remedy: 'Öffnen Sie die Liste der Auszüge neu.',
  },
  credit_limit_below_zero: {
    what: 'Ein Limit ist nicht kleiner als null. Es wurde nichts geändert.',
    remedy: '0 heißt kein Kredit, leer heißt nicht gesetzt.',
  },
  approval_row_empty: {
    what: 'Zeile {{row}} der Freigaben trifft auf nichts zu.',
    remedy: 'Die obere Grenze muss über der unteren liegen.',
  },
  approval_row_role: {
    what: 'Zeile {{row}} nennt eine Rolle, die nichts freigibt.',
    remedy: 'Sachbearbeitung, Kreditleitung oder Finanzleitung wählen.',
  },
  approval_row_order: {
    what: 'Zeile {{row}} gibt zwei Rollen denselben Platz.',
    remedy: 'Jeder Rolle einen eigenen Platz geben.',
  },
  credit_setup_used: {
    what: '{{code}} wird verwendet und bleibt.',
    remedy: 'Statt zu löschen umbenennen; was darauf verweist, bleibt lesbar.',
  },
  unknown_credit_reason: {
    what: 'Einen solchen Grund gibt es dafür nicht.',
    remedy: 'Einen anderen wählen oder unter „Gründe“ anlegen.',
  },
  unknown_credit_group: {
    what: 'Die Kreditprüfungsgruppe {{code}} gibt es nicht.',
    remedy: 'Eine andere wählen oder unter „Kredit einrichten“ anlegen.',
  },
  unknown_account_status: {
    what: 'Den Kontostatus {{code}} gibt es nicht.',
    remedy: 'Einen anderen wählen oder unter „Kredit einrichten“ anlegen.',
  },
  identification_missing: {
    what: 'Bei diesem Limit muss der Kunde eine Kennung haben. Es wurde nichts geändert.',
    remedy: 'Zuerst die amtliche Kennung eintragen.',
  },
  customer_closed: {
    what: '{{account}} ist geschlossen und bekommt kein neues Limit.',
    remedy: 'Zuerst den Kontostatus ändern.',
  },
  status_unchanged: {
    what: 'Der Kunde hat diesen Status schon.',
    remedy: 'Einen anderen wählen.',
  },
  amounts_rate_missing: {
    what: 'Von {{currency}} nach {{into}} gibt es am {{day}} keinen Wechselkurs; die Beträge lassen sich nicht in {{into}} zeigen.',
    remedy: 'Ihn unter Wechselkurse eintragen oder jeden Betrag in der Währung seines Belegs zeigen.',
  },
  exposure_rate_missing: {
    what: 'Für {{currency}} gibt es an diesem Tag keinen Wechselkurs; das Obligo ist nicht bekannt.',
    remedy: 'Ihn unter Wechselkurse eintragen.',
  },
  exposure_out_of_range: {
    what: 'Ein Betrag in {{currency}} ist zu groß, um ihn zu addieren.',
    remedy: 'Wechselkurs und Belege prüfen.',
  },
  limit_line_two_targets: {
    what: 'Eine Zeile nennt einen Kunden oder eine Gruppe, nicht beides. Es wurde nichts geändert.',
    remedy: 'Eines von beiden leer lassen.',
  },
  limit_line_no_target: {
    what: 'Die Zeile nennt weder Kunden noch Gruppe.',
    remedy: 'Einen wählen.',
  },
  limit_line_no_expiry: {
    what: 'Ein neues Limit braucht den Tag, bis zu dem es gilt.',
    remedy: 'Ihn eintragen.',
  },
  limit_line_ends_first: {
    what: 'Das Limit würde am {{to_on}} enden, bevor es am {{from_on}} beginnt.',
    remedy: 'Einen der Tage berichtigen.',
  },
  limit_line_overlaps: {
    what: 'Ein anderes befristetes Limit des Kunden oder der Gruppe gilt vom {{from_on}} bis {{to_on}}.',
    remedy: 'Tage außerhalb davon wählen.',
  },
  limit_must_be_submitted: {
    what: 'Anpassungen brauchen eine Freigabe: Ein Entwurf wird nicht gebucht.',
    remedy: 'Zuerst einreichen.',
  },
  limit_no_workflow: {
    what: 'Anpassungen brauchen in diesem Buch keine Freigabe.',
    remedy: 'Das Journal buchen.',
  },
  limit_journal_posted: {
    what: 'Das Journal ist gebucht und bleibt, wie es ist.',
    remedy: 'Ein neues Journal mit den alten Werten anlegen.',
  },
  limit_journal_state: {
    what: 'Das geht mit diesem Journal nicht, solange sein Stand {{state}} ist.',
    remedy: 'Das Journal noch einmal ansehen: Vielleicht hat inzwischen jemand entschieden.',
  },
  limit_preparer_decides: {
    what: 'Wer ein Journal vorbereitet hat, entscheidet nicht darüber.',
    remedy: 'Jemand anderen um die Freigabe bitten.',
  },
  limit_role_missing: {
    what: 'Ihre Rollen erlauben das nicht.',
    remedy: 'Die Kreditleitung fragen.',
  },
  limit_nothing_to_approve: {
    what: 'Es ist nichts mehr freizugeben.',
    remedy: 'Das Journal noch einmal ansehen.',
  },
  limit_signed_already: {
    what: 'Sie haben dieses Journal schon freigegeben.',
    remedy: 'Die nächste Freigabe gibt jemand anderes.',
  },
  limit_next_role: {
    what: 'Die nächste Freigabe gehört einer anderen Rolle: {{role}}.',
    remedy: 'Jemanden mit dieser Rolle fragen.',
  },
  interest_rate_unknown: {
    what: '{{reference}} ist für {{half_year}} nicht bekannt, nur bis {{known_until}}. Darüber hinaus wurde nichts berechnet und nichts geschrieben.',
    remedy: 'Tragen Sie ihn mit seiner Quelle unter Bezugszinsen ein, oder rechnen Sie bis zu einem früheren Tag.',
  },
  interest_out_of_range: {
    what: 'Die Zinsen sind größer, als ein Betrag sein kann. Nichts wurde geschrieben.',
    remedy: 'Sehen Sie nach dem Satz des Zinsschlüssels und nach den Beträgen.',
  },
  interest_no_notes: {
    what: 'Solche Abrechnungen gibt es nicht.',
    remedy: 'Öffnen Sie die Liste der Zinsabrechnungen neu und markieren Sie welche.',
  },
  interest_note_not_open: {
    what: 'Eine der Abrechnungen ist schon gebucht oder storniert. Nichts wurde geändert.',
    remedy: 'Markieren Sie nur angelegte oder gedruckte Abrechnungen.',
  },
  interest_note_not_printed: {
    what: 'Eine Abrechnung wird gedruckt, bevor sie gebucht wird, und eine davon ist es nicht. Nichts wurde gebucht.',
    remedy: 'Drucken Sie sie zuerst, oder ändern Sie das unter Zinsschlüssel, Regeln für Zinsen.',
  },
  interest_note_not_posted: {
    what: 'Nur was eine gebuchte Abrechnung fordert, lässt sich erlassen, wieder fordern oder zurücknehmen.',
    remedy: 'Buchen Sie die Abrechnung zuerst, oder stornieren Sie sie.',
  },
  interest_note_is_credit: {
    what: '{{note_no}} sind Zinsen, die dem Kunden zustehen; zu erlassen ist nichts.',
    remedy: 'Nehmen Sie sie zurück, wenn sie falsch sind.',
  },
  interest_nothing_to_waive: {
    what: 'Von {{note_no}} ist nichts Unbezahltes zu erlassen.',
    remedy: 'Wählen Sie „auch was schon bezahlt ist“, wenn der Kunde das zurückbekommen soll.',
  },
  interest_nothing_of_customer: {
    what: '{{account}} hat keine gebuchten Zinsen, mit denen das möglich wäre.',
    remedy: 'Sehen Sie die Zinsabrechnungen des Kunden an.',
  },
  interest_nothing_to_reinstate: {
    what: 'Davon ist nichts erlassen.',
    remedy: 'Nur was von {{note_no}} erlassen ist, kann wieder gefordert werden.',
  },
  interest_nothing_to_reverse: {
    what: 'Davon ist nichts übrig, was zurückzunehmen wäre.',
    remedy: 'Sehen Sie die Änderungen von {{note_no}} an.',
  },
  interest_above_ceiling: {
    what: '{{amount}} liegt über Ihrer Grenze für Erlasse von {{ceiling}}. Nichts wurde erlassen.',
    remedy: 'Erlassen Sie weniger, oder fragen Sie jemanden mit höherer Grenze.',
  },
  interest_to_future: {
    what: 'Bis zum {{to_on}} lassen sich keine Abrechnungen erstellen: Der Tag kommt erst noch.',
    remedy: 'Erstellen Sie sie höchstens bis heute; eine Berechnung darf weiter schauen.',
  },
  interest_insolvent_since: {
    what: 'Abrechnung {{note_no}} berechnet Tage nach dem {{opened_on}}, an dem ein Insolvenzverfahren eröffnet wurde.',
    remedy: 'Berechnen Sie die Zinsen neu: Die Abrechnung reicht dann bis zum Tag davor. Es wurde nichts gebucht.',
  },
  interest_yearly_only: {
    what: 'Ein Jahreszins zählt jeden Tag: Beträge und Staffeln nach Tagen oder Monaten sagen dann nichts.',
    remedy: 'Wählen Sie einen Prozentsatz ohne Staffel oder mit Staffel nach Betrag, oder rechnen Sie nach Zeiträumen.',
  },
  interest_reference_and_mode: {
    what: 'Ein Zins, der folgt, braucht einen Referenzzins, und ein fester hat keinen.',
    remedy: 'Wählen Sie den Referenzzins, oder tragen Sie den festen Satz ohne ihn ein.',
  },
  interest_day: {
    what: '{{on}} ist nicht möglich: Der Tag liegt zwischen dem {{first}} und dem {{today}}.',
    remedy: 'Wählen Sie einen Tag dazwischen.',
  },
  interest_fee_alone: {
    what: 'Eine Gebühr wird nicht allein zurückgenommen.',
    remedy: 'Nehmen Sie die ganze Abrechnung zurück, oder erlassen Sie die Gebühr.',
  },
  interest_newer_first: {
    what: 'Es gibt eine neuere, am {{newest_on}} gebuchte Abrechnung. Die neueste wird zuerst zurückgenommen.',
    remedy: 'Nehmen Sie erst jene zurück, dann diese.',
  },
  interest_days_crossed: {
    what: '{{from_on}} liegt nach {{to_on}}.',
    remedy: 'Wählen Sie einen ersten Tag, der nicht nach dem letzten liegt.',
  },
  interest_version_order: {
    what: 'Eine Fassung von {{code}} beginnt am {{newest_on}}; diese käme nicht der Reihe nach.',
    remedy: 'Wählen Sie einen Tag danach und vor der nächsten Fassung.',
  },
  interest_version_used: {
    what: 'Mit der Fassung von {{code}} ab {{from_on}} gibt es Abrechnungen ({{notes}}); sie bleibt, wie sie ist.',
    remedy: 'Legen Sie für andere Bedingungen eine neue Fassung an; Texte dürfen sich ändern.',
  },
  interest_version_charged: {
    what: 'Mit der Fassung davor hat {{code}} schon bis {{charged_to}} berechnet.',
    remedy: 'Lassen Sie diese Fassung nach jenem Tag beginnen.',
  },
  interest_version_not_newest: {
    what: 'Nur die neueste Fassung von {{code}} lässt sich löschen.',
    remedy: 'Löschen Sie erst die neueren.',
  },
  interest_version_not_future: {
    what: 'Diese Fassung von {{code}} beginnt am {{from_on}}: Nur eine, die später beginnt, lässt sich vorziehen.',
    remedy: 'Legen Sie stattdessen eine neue Fassung an.',
  },
  interest_code_used: {
    what: '{{code}} wird von Zeilen der Buchungsprofile ({{profiles}}) und Belegen ({{documents}}) genannt.',
    remedy: 'Nehmen Sie ihn dort zuerst heraus. Nichts wurde gelöscht.',
  },
  unknown_interest_code: {
    what: 'Es gibt keinen Zinsschlüssel {{code}}.',
    remedy: 'Wählen Sie einen anderen, oder richten Sie ihn unter Zinsschlüssel ein.',
  },
  unknown_interest_version: {
    what: 'Diese Fassung gibt es nicht mehr.',
    remedy: 'Öffnen Sie die Zinsschlüssel neu.',
  },
  unknown_interest_note: {
    what: 'Diese Zinsabrechnung gibt es nicht.',
    remedy: 'Öffnen Sie die Liste der Zinsabrechnungen neu.',
  },
  unknown_interest_waiver: {
    what: 'Diesen Erlass gibt es nicht.',
    remedy: 'Öffnen Sie die Abrechnung neu und sehen Sie in ihre Historie.',
  },
  unknown_interest_item: {
    what: 'Die Abrechnung hat keinen solchen Beleg.',
    remedy: 'Öffnen Sie die Abrechnung neu und wählen Sie einen ihrer Belege.',
  },
  unknown_interest_pack: {
    what: 'Es gibt kein Gesetz {{pack}}.',
    remedy: 'Wählen Sie eines der angebotenen.',
  },
  interest_nothing_charged: {
    what: 'Mit dieser Fassung würde {{code}} nichts berechnen und nichts zahlen.',
    remedy: 'Setzen Sie einen Satz, einen Betrag, ein Gesetz oder eine Gebühr.',
  },
  interest_no_interval: {
    what: 'Ein Abschnitt braucht mindestens einen Tag oder Monat.',
    remedy: 'Geben Sie an, wie lang er ist, oder zählen Sie nach Tagen.',
  },
  interest_first_range: {
    what: 'Die erste Stufe in {{currency}} beginnt nicht bei 0.',
    remedy: 'Lassen Sie sie bei 0 beginnen.',
  },
  interest_ranges_order: {
    what: 'Die Stufen in {{currency}} steigen nicht an.',
    remedy: 'Jede beginnt über der davor.',
  },
  interest_ranges_missing: {
    what: 'Eine Staffel ist verlangt, und es gibt keine. {{currency}}',
    remedy: 'Fügen Sie eine Währung mit ihren Stufen hinzu, oder wählen Sie keine Staffel.',
  },
  interest_maximum_below_minimum: {
    what: 'Das Maximum in {{currency}} liegt unter dem Minimum.',
    remedy: 'Heben Sie es an, oder lassen Sie es leer.',
  },
  interest_currency_twice: {
    what: '{{currency}} steht zweimal da.',
    remedy: 'Nehmen Sie eine der beiden weg.',
  },
  interest_rate_implausible: {
    what: '{{value}} ist kein glaubhafter Satz.',
    remedy: 'Geben Sie Prozent im Jahr an, mit höchstens vier Nachkommastellen, etwa 1,27.',
  },
  limit_above_ceiling: {
    what: 'Der Betrag liegt über Ihrer Freigabegrenze.',
    remedy: 'Jemanden mit einer höheren fragen.',
  },
  limit_nobody_approves: {
    what: 'In diesem Buch kann das niemand als {{role}} freigeben.',
    remedy: 'Unter Benutzer jemandem die Rolle geben oder unter „Kredit einrichten“ die Freigabe abschalten.',
  },
  approval_row_overlaps: {
    what: 'Zeile {{row}} und Zeile {{other}} fragen dieselbe Rolle nach denselben Beträgen.',
    remedy: 'Die eine beginnen lassen, wo die andere endet, oder eine entfernen.',
  },
  limit_approver_left: {
    what: '{{user}} würde das als {{role}} freigeben, ist nicht mehr da und hat keine Vertretung.',
    remedy: 'Unter Benutzer eine Vertretung nennen oder jemandem die Rolle geben.',
  },
  limit_undo_not_posted: {
    what: 'Nur ein gebuchtes Journal wird zurückgenommen; der Stand dieses ist {{state}}.',
    remedy: 'Es zurückholen oder seine Zeilen ändern.',
  },
  limit_undone_already: {
    what: 'Journal {{number}} nimmt dieses schon zurück.',
    remedy: 'Jenes öffnen.',
  },
  limit_line_of_undo: {
    what: 'Ein Journal, das ein anderes zurücknimmt, enthält die alten Werte und bekommt keine anderen Zeilen.',
    remedy: 'Für andere Werte ein neues Journal beginnen.',
  },
  unknown_shared_group: {
    what: 'Es gibt keine Kreditgruppe {{code}}.',
    remedy: 'Eine andere wählen oder sie unter „Kredit einrichten“ anlegen.',
  },
  shared_currency_used: {
    what: 'Limits dieser Gruppe stehen in {{currency}}; die Gruppe behält diese Währung. Es wurde nichts geändert.',
    remedy: 'Für die andere Währung eine neue Gruppe anlegen.',
  },
  unknown_credit_task: { what: 'Diese Aufgabe gibt es nicht.', remedy: 'Die Liste der Aufgaben noch einmal öffnen.' },
  credit_task_state: {
    what: 'Der Stand der Aufgabe ist schon {{state}}.',
    remedy: 'Die Liste der Aufgaben noch einmal öffnen.',
  },
  credit_task_later: {
    what: 'Der {{on}} ist noch nicht gekommen.',
    remedy: 'Den Tag angeben, an dem es erledigt wurde.',
  },
  turnover_period_runs: {
    what: 'Der Zeitraum läuft bis {{to_on}}; sein Umsatz steht noch nicht fest. Es wurde nichts aufbewahrt.',
    remedy: 'Melden, wenn der Zeitraum vorbei ist.',
  },
  unknown_turnover: { what: 'Diese Meldung gibt es nicht.', remedy: 'Die Liste der Meldungen noch einmal öffnen.' },
  unknown_prospect: { what: 'Diesen Interessenten gibt es nicht.', remedy: 'Die Liste noch einmal öffnen.' },
  unknown_application: { what: 'Diesen Antrag gibt es nicht.', remedy: 'Die Liste noch einmal öffnen.' },
  unknown_application_document: {
    what: 'Diese Unterlage gibt es nicht.',
    remedy: 'Den Antrag noch einmal öffnen.',
  },
  prospect_is_customer: {
    what: 'Der Interessent ist schon dieser Kunde. Es wurde nichts geändert.',
    remedy: 'Den Kunden selbst ändern.',
  },
  prospect_account_taken: {
    what: 'Konto {{account}} gehört einem anderen Kunden.',
    remedy: 'Ein anderes eintragen oder den Interessenten zuerst mit jenem Kunden verbinden.',
  },
  prospect_customer_used: {
    what: 'Konto {{account}} hat inzwischen Belege, Limits oder Policen und kann nicht weg. Es wurde nichts geändert.',
    remedy: 'Beide behalten oder in der Buchhaltung demselben Kunden dieses Konto geben.',
  },
  application_state: {
    what: 'Das geht mit diesem Antrag nicht, solange sein Stand {{state}} ist.',
    remedy: 'Den Antrag noch einmal ansehen: Vielleicht hat inzwischen jemand entschieden.',
  },
  application_valid_before: {
    what: 'Der {{valid_until}} ist schon vorbei.',
    remedy: 'Einen Tag ab heute wählen.',
  },
  limit_journal_empty: {
    what: 'Das Journal hat keine Zeilen.',
    remedy: 'Zuerst eine hinzufügen.',
  },
  unknown_limit_journal: {
    what: 'Dieses Journal gibt es nicht.',
    remedy: 'Die Liste der Journale noch einmal öffnen.',
  },
  unknown_limit_line: {
    what: 'Diese Zeile gibt es nicht mehr.',
    remedy: 'Das Journal noch einmal öffnen.',
  },
  policy_coverage_not_allowed: {
    what: 'Eine Bürgschaft hat keine Deckungsart.',
    remedy: 'Leer lassen oder eine Versicherung daraus machen.',
  },
  policy_value_negative: {
    what: 'Der Wert einer Versicherung ist nicht negativ.',
    remedy: 'Ihn ohne Vorzeichen eintragen.',
  },
  unknown_cover_type: {
    what: 'Die Deckungsart {{code}} gibt es nicht.',
    remedy: 'Eine andere wählen oder sie zuerst anlegen.',
  },
  customer_in_other_group: {
    what: '{{account}} teilt schon das Limit der Gruppe {{group}}.',
    remedy: 'Ihn zuerst aus dieser Gruppe nehmen.',
  },
  order_at_no_step: {
    what: 'Auftrag {{order_no}} steht bei „{{step}}“: Dort wird er weder geprüft noch gehalten noch geändert.',
    remedy: 'Ein Angebot wird geprüft, sobald es ein Auftrag ist, und ein abgeschlossener Auftrag ist fertig.',
  },
  order_not_possible: {
    what: 'Auftrag {{order_no}} ist {{state}}: Das geht jetzt nicht.',
    remedy: 'Öffnen Sie ihn zuerst wieder, oder sehen Sie seinen Verlauf an.',
  },
  unknown_order: {
    what: 'Es gibt keinen Auftrag {{order_no}}.',
    remedy: 'Prüfen Sie die Nummer; ein Auftrag, der nie geprüft oder importiert wurde, braucht Kunde und Betrag.',
  },
  unknown_check: {
    what: 'Diese Prüfung steht nicht im Buch.',
    remedy: 'Öffnen Sie den Auftrag noch einmal.',
  },
  unknown_hold: {
    what: 'Diese Sperre steht nicht im Buch.',
    remedy: 'Öffnen Sie die Liste noch einmal.',
  },
  unknown_rule: {
    what: 'Diese Regel gibt es nicht mehr.',
    remedy: 'Öffnen Sie die Seite noch einmal.',
  },
  unknown_code: {
    what: '„{{code}}“ ist in diesem Buch nicht eingerichtet.',
    remedy: 'Wählen Sie aus der Liste, oder richten Sie es zuerst ein.',
  },
  number_of_other_customer: {
    what: 'Die Nummer {{number}} gehört zu einem Auftrag von Kunde {{account}}.',
    remedy: 'Nehmen Sie eine andere Nummer, oder prüfen Sie den Kunden.',
  },
  prepaid_negative: {
    what: 'Eine Anzahlung kann nicht negativ sein.',
    remedy: 'Geben Sie sie ohne Vorzeichen ein.',
  },
  order_is_in_book: {
    what: 'Auftrag {{order_no}} ist hier mit {{amount_minor}} {{currency}} geführt: Für seine Prüfung kam ein anderer Betrag.',
    remedy: 'Ändern Sie zuerst den Auftrag, oder senden Sie nur seine Nummer.',
  },
  order_amount_too_large: {
    what: 'Der Betrag des Auftrags ist zu groß.',
    remedy: 'Berichtigen Sie ihn: Mehr als zehn Billionen lassen sich nicht addieren.',
  },
  order_tax_above_amount: {
    what: 'Die Steuer ist mehr als der ganze Betrag.',
    remedy: 'Der Betrag versteht sich mit Steuer; berichtigen Sie eins von beiden.',
  },
  order_open_above_amount: {
    what: 'Es ist mehr offen, als der Auftrag wert ist.',
    remedy: 'Offen ist etwas zwischen 0 und dem Betrag.',
  },
  order_lines_differ: {
    what: 'Die Zeilen ergeben nicht den Betrag des Auftrags.',
    remedy: 'Berichtigen Sie eine Zeile oder den Betrag; beide mit Steuer.',
  },
  order_is_held: {
    what: 'Auftrag {{order_no}} ist gesperrt.',
    remedy: 'Stornieren Sie ihn aus der Sperrliste, wo der Grund festgehalten wird.',
  },
  nothing_chosen: {
    what: 'Es ist nichts gewählt.',
    remedy: 'Wählen Sie Zeilen, oder geben Sie einen Filter an.',
  },
  hold_decided: {
    what: '{{by}} hat über diese Sperre schon entschieden ({{state}}).',
    remedy: 'Ihre Entscheidung wurde nicht übernommen. Öffnen Sie die Liste noch einmal.',
  },
  hold_not_possible: {
    what: 'Das geht nicht, solange der Auftrag {{state}} ist.',
    remedy: 'Öffnen Sie den Auftrag und sehen Sie seinen Verlauf an.',
  },
  hold_reason_missing: {
    what: 'Es fehlt ein Grund.',
    remedy: 'Wählen Sie einen aus der Liste; für einen Klick muss er bei den Sperrparametern stehen.',
  },
  hold_reason_other_kind: {
    what: 'Dieser Grund ist für etwas anderes.',
    remedy: 'Wählen Sie einen, der zu dieser Entscheidung gehört.',
  },
  hold_review_past: {
    what: 'Der Wiedervorlagetag {{day}} ist vorbei.',
    remedy: 'Wählen Sie einen Tag ab heute.',
  },
  hold_forced_no_workflow: {
    what: 'Eine Sperre von Hand geht nicht zur Genehmigung.',
    remedy: 'Geben Sie sie von Hand frei.',
  },
  shared_limit_by_adjustment: {
    what: 'Ein Limit dieser Höhe braucht eine Genehmigung.',
    remedy:
      'Speichern Sie die Gruppe {{group}} mit dem Limit 0 und geben Sie ihr das Limit durch eine Anpassung: Diese holt die Genehmigung ein.',
  },
  hold_request_of_other: {
    what: '{{user}} hat die Entscheidung über Auftrag {{order_no}} erbeten.',
    remedy: 'Zurücknehmen kann sie, wer gefragt hat, oder das Kreditmanagement.',
  },
  hold_no_workflow: {
    what: 'Es ist kein Genehmigungsverfahren eingeschaltet.',
    remedy: 'Entscheiden Sie gleich, oder schalten Sie es unter Regeln ein.',
  },
  hold_approval_pending: {
    what: 'Es wartet auf Genehmigung.',
    remedy: 'Warten Sie, oder nehmen Sie den Antrag zuerst zurück.',
  },
  hold_approval_other: {
    what: 'Genehmigt wurde etwas anderes.',
    remedy: 'Tun Sie, was genehmigt wurde, oder nehmen Sie den Antrag zuerst zurück.',
  },
  order_not_released: {
    what: 'Auftrag {{order_no}} ist nicht freigegeben.',
    remedy: 'Geben Sie ihn zuerst frei; den Schein gibt es für freigegebene Aufträge.',
  },
  hold_forced_already: {
    what: 'Der Auftrag ist schon von Hand gesperrt.',
    remedy: 'Es ist nichts weiter zu tun.',
  },
  hold_superseded: {
    what: 'Auftrag {{order_no}} wurde seither wieder gesperrt.',
    remedy: 'Entscheiden Sie über die neuere Sperre.',
  },
  proposal_gone: {
    what: 'Für Kunde {{account}} ist nichts mehr vorgeschlagen.',
    remedy: 'Öffnen Sie die Seite noch einmal.',
  },
  rank_twice: {
    what: '„{{code}}“ steht zweimal in der Liste.',
    remedy: 'Geben Sie jedem einen Rang.',
  },
  rule_repeats: {
    what: 'Regel {{rule}} sagt dasselbe wie Regel {{other}}.',
    remedy: 'Ändern Sie eine, oder schalten Sie sie aus.',
  },
  rule_contradicts: {
    what: 'Regel {{rule}} widerspricht Regel {{other}}: dieselbe Frage, eine andere Antwort.',
    remedy: 'Ändern Sie eine, oder geben Sie ihnen verschiedene Zeiträume.',
  },
  rule_release_on_blocking: {
    what: 'Nur eine Ausnahme kann Aufträge freigeben.',
    remedy: 'Machen Sie eine Ausnahme daraus, oder nehmen Sie das Kennzeichen weg.',
  },
  rule_value_not_used: {
    what: 'Diese Art von Regel braucht einen der Werte nicht.',
    remedy: 'Leeren Sie das Feld: {{field}}.',
  },
  rule_value_range: {
    what: '{{value}} liegt nicht zwischen 0 und {{most}}.',
    remedy: 'Berichtigen Sie den Wert.',
  },
  rule_value_type: {
    what: 'Diese Art von Regel vergleicht nicht in dieser Einheit.',
    remedy: 'Wählen Sie die Einheit der Art.',
  },
  checkpoint_twice: {
    what: 'Ein Schritt hat zwei Zeilen.',
    remedy: 'Behalten Sie eine.',
  },
  checkpoint_grace_without_tick: {
    what: 'Karenztage stehen bei einem Schritt, der nicht geprüft wird.',
    remedy: 'Haken Sie den Schritt an, oder leeren Sie die Tage.',
  },
  checkpoint_grace_missing: {
    what: 'Sobald ein angehakter Schritt Karenztage hat, braucht jeder angehakte welche.',
    remedy: 'Füllen Sie die Tage aus, oder leeren Sie alle. Ein Schritt, der nur warnt, braucht keine.',
  },
  statistics_needed: {
    what: 'Bis {{until_on}} ginge in die Monate hinein, die die Kennzahlen brauchen.',
    remedy: 'Höchstens bis {{latest_on}} löschen oder in den Parametern weniger Monate nehmen.',
  },
  order_folders_differ: {
    what: 'Aufträge kommen aus einem Ordner, Entscheidungen gehen in einen anderen.',
    remedy: 'Wählen Sie zwei verschiedene Ordner.',
  },
  order_file_unread: {
    what: 'Die Auftragsdatei ließ sich nicht lesen: {{path}}.',
    remedy: 'Berichtigen Sie sie in Zeile {{line}}, Spalte {{column}}: {{detail}}',
  },
  amount_unread: {
    what: '„{{value}}“ ist kein Betrag in {{currency}}.',
    remedy: 'Schreiben Sie Ziffern, einen Punkt und die Nachkommastellen der Währung: 1500.00.',
  },
  scoring_table_empty: {
    what: 'Es gibt keine Zeile.',
    remedy: 'Mindestens eine hinzufügen.',
  },
  scoring_needs_ranges: {
    what: 'Diese Kennzahl ist eine Zahl und braucht Bereiche.',
    remedy: 'Bereiche wählen.',
  },
  scoring_needs_list: {
    what: 'Dieses Merkmal braucht eine Werteliste.',
    remedy: 'Eine Liste wählen.',
  },
  scoring_equal_from: {
    what: 'Zwei Zeilen beginnen bei {{from}}.',
    remedy: 'Jede bei einem eigenen Wert beginnen lassen; eine Zeile endet, wo die nächste beginnt.',
  },
  scoring_equal_value: {
    what: 'Der Wert {{value}} steht zweimal in der Liste.',
    remedy: 'Einen davon stehen lassen; groß und klein gilt gleich.',
  },
  scoring_weight_negative: {
    what: 'Ein Gewicht ist nicht negativ.',
    remedy: 'Ohne Vorzeichen eintragen; 0 lässt die Gruppe außen vor.',
  },
  risk_group_equal_from: {
    what: 'Eine andere Risikogruppe beginnt bei {{from}}.',
    remedy: 'Jede bei eigenen Punkten beginnen lassen.',
  },
  unknown_scoring_group: {
    what: 'Die Bewertungsgruppe {{code}} gibt es nicht.',
    remedy: 'Eine andere wählen oder sie zuerst anlegen.',
  },
  unknown_risk_group: {
    what: 'Die Risikogruppe {{code}} gibt es nicht.',
    remedy: 'Eine andere wählen oder sie zuerst anlegen.',
  },
  scoring_value_by_rule: {
    what: 'Die Werte von {{code}} werden berechnet und nicht eingetragen.',
    remedy: 'Eine Bewertungsgruppe der Art „Frei“ wählen.',
  },
  scoring_value_no_number: {
    what: '{{value}} ist keine Zahl.',
    remedy: 'Eine Zahl mit höchstens vier Nachkommastellen eintragen; die Bewertungsgruppe hat Bereiche.',
  },
  scoring_line_without_value: {
    what: 'Zeile {{line}} hat nicht Konto und Wert.',
    remedy: 'Beide mit Tabulator, Semikolon oder Komma trennen.',
  },
  scoring_account_twice: {
    what: '{{account}} steht zweimal da, noch einmal in Zeile {{line}}.',
    remedy: 'Eine der Zeilen stehen lassen.',
  },
  score_out_of_range: {
    what: 'Eine Bewertung ist zu groß.',
    remedy: 'Punkte oder Gewichte der Einrichtung verkleinern.',
  },
  risk_not_set_up: {
    what: 'Es gibt noch keine Bewertungsgruppe.',
    remedy: 'In der Einrichtung des Risikos eine anlegen.',
  },
  automatic_equal_revenue: {
    what: 'Die Risikogruppe hat für diesen Umsatz und diese Währung schon ein Limit.',
    remedy: 'Dieses ändern oder einen anderen Umsatz nehmen.',
  },
  automatic_text_by_order: {
    what: 'Zeile {{line}} vergleicht einen Text mit größer oder kleiner.',
    remedy: 'Einen Text mit = oder ≠ vergleichen.',
  },
  automatic_limit_negative: {
    what: 'Ein Limit und ein Umsatz sind nicht negativ.',
    remedy: 'Ohne Vorzeichen eintragen.',
  },
  unknown_automatic_limit: {
    what: 'Diese automatischen Limits gibt es nicht mehr.',
    remedy: 'Die Einrichtung noch einmal öffnen.',
  },
  unknown_job: {
    what: 'Die Aufgabe {{job}} gibt es nicht.',
    remedy: 'In der Liste der Aufgaben nachsehen.',
  },
  unknown_activity: {
    what: 'Diese Aktivität gibt es nicht mehr. Nichts wurde geändert.',
    remedy: 'Öffnen Sie die Liste neu.',
  },
  activity_automatic: {
    what: '{{number}} hat das Buch selbst notiert, deshalb bleibt sie.',
    remedy: 'Schließen Sie sie stattdessen ab.',
  },
  activity_ends_before_start: {
    what: 'Sie würde enden, bevor sie beginnt.',
    remedy: 'Wählen Sie ein Ende nach dem {{starts_on}}.',
  },
  activity_time_invalid: { what: '„{{value}}“ ist keine Uhrzeit.', remedy: 'Schreiben Sie sie wie 09:30.' },
  activity_reminder_late: {
    what: 'Die Erinnerung käme nach dem Ende.',
    remedy: 'Wählen Sie einen Tag bis {{ends_on}}.',
  },
  activity_closed_later: {
    what: 'Am {{on}} ist noch nichts erledigt.',
    remedy: 'Wählen Sie heute oder einen früheren Tag.',
  },
  calendar_empty: {
    what: 'Unter den gewählten ist weder eine Aufgabe noch ein Termin. Keine Datei wurde geschrieben.',
    remedy: 'Wählen Sie Aufgaben oder Termine.',
  },
  unknown_case: {
    what: 'Diesen Fall gibt es nicht mehr. Nichts wurde geändert.',
    remedy: 'Öffnen Sie die Liste der Fälle neu.',
  },
  case_closed: {
    what: '{{number}} ist abgeschlossen. Nichts wurde geändert.',
    remedy: 'Öffnen Sie ihn zuerst wieder.',
  },
  unknown_case_category: { what: 'Die Kategorie {{category}} gibt es nicht.', remedy: 'Wählen Sie eine andere.' },
  case_category_used: {
    what: '{{category}} bleibt: {{number}} hat sie.',
    remedy: 'Geben Sie ihren Fällen zuerst eine andere Kategorie.',
  },
  case_has_later_work: {
    what: '{{number}} bleibt: Seit der Eröffnung wurde darin gearbeitet.',
    remedy: 'Schließen Sie ihn stattdessen ab.',
  },
  case_status_by_act: {
    what: 'Ein Fall wird durch eine eigene Handlung abgeschlossen und wieder geöffnet.',
    remedy: 'Nehmen Sie Abschließen oder Wieder öffnen.',
  },
  transaction_in_other_case: {
    what: '{{document_no}} ist in {{number}}, der offen ist. Nichts wurde geändert.',
    remedy: 'Nehmen Sie den Beleg dort zuerst heraus, oder verwenden Sie jenen Fall.',
  },
  transaction_of_other_customer: {
    what: 'Der Beleg gehört einem anderen Kunden als {{number}}. Nichts wurde geändert.',
    remedy: 'Wählen Sie Belege desselben Kunden.',
  },
  case_has_open_transactions: {
    what: '{{number}} hat offene Posten: {{count}}. Er wurde nicht abgeschlossen.',
    remedy: 'Bestätigen Sie, dass er trotzdem abgeschlossen wird.',
  },
  attachment_too_large: {
    what: '{{file}} ist keine Datei, die ein Buch aufnehmen kann: höchstens {{most}} Bytes. Nichts wurde angehängt.',
    remedy: 'Speichern Sie sie kleiner, oder notieren Sie als externe Referenz, wo sie liegt.',
  },
  attachment_there: { what: '{{file}} ist bereits angehängt.', remedy: 'Es ist nichts zu tun.' },
  unknown_dispute_document: { what: 'Dieses Dokument gibt es nicht mehr.', remedy: 'Öffnen Sie die Reklamation neu.' },
  unknown_case_document: { what: 'Dieses Dokument gibt es nicht mehr.', remedy: 'Öffnen Sie den Fall neu.' },
  mail_text_missing: {
    what: 'Für diese E-Mail gibt es keinen Text.',
    remedy: 'Ergänzen Sie einen bei den E-Mail-Texten.',
  },
  text_placeholder_unknown: {
    what: 'Zeile {{line}}, Spalte {{column}}: Es gibt keinen Platzhalter „{{name}}“.',
    remedy: 'Verwenden Sie einen von diesen: {{known}}.',
  },
  text_not_understood: {
    what: 'Zeile {{line}}, Spalte {{column}}: {{detail}}.',
    remedy: 'Suchen Sie eine Klammer oder eine Bedingung, die nicht geschlossen ist.',
  },
  text_not_written: { what: 'Der Text ist nicht verwendbar: {{detail}}', remedy: 'Berichtigen Sie ihn.' },
  collections_reason_used: {
    what: '{{code}} steht in Reklamationen ({{disputes}}) und Statuswechseln ({{changes}}) und bleibt.',
    remedy: 'Benennen Sie ihn um, damit sie lesbar bleiben.',
  },
  credit_reason_of_book: {
    what: '{{code}} gibt das Buch selbst, eine Regel oder ein Parameter; er bleibt.',
    remedy: 'Benennen Sie ihn um, oder wählen Sie in den Regeln und Parametern zuerst einen anderen.',
  },
  summary_text_twice: {
    what: 'Für {{language}} gibt es zwei Texte der Zusammenfassung, oder einem fehlt die Sprache.',
    remedy: 'Behalten Sie einen davon.',
  },
  run_interrupted: {
    what: 'Der Lauf wurde unterbrochen, bevor er zu Ende war; nichts davon ist gespeichert.',
    remedy: 'Führen Sie ihn noch einmal aus.',
  },
  mail_text_twice: {
    what: 'Für {{language}} gibt es zwei Texte, oder einem fehlt die Sprache.',
    remedy: 'Behalten Sie einen davon.',
  },
  mail_recipient_unknown: {
    what: '{{email}} ist kein Ansprechpartner des Kunden von Brief {{letter_no}}. Nichts ging hinaus.',
    remedy: 'Wählen Sie einen seiner Ansprechpartner oder fügen Sie beim Kunden einen hinzu.',
  },
  mail_no_own_address: {
    what: '{{user}} hat keine E-Mail-Adresse, und eine E-Mail kommt aus dem eigenen Postfach. Kein Entwurf wurde geschrieben.',
    remedy: 'Tragen Sie die Adresse auf der Seite Benutzer ein.',
  },
  mail_server_missing: {
    what: 'Es ist kein Mailserver eingerichtet. Nichts wurde gesendet.',
    remedy: 'Richten Sie einen auf der Seite Mailtexte ein, oder schreiben Sie Entwürfe für Ihr Mailprogramm.',
  },
  mail_refused: {
    what: 'Der Server hat die Mail an {{address}} abgelehnt. {{detail}}',
    remedy: 'Es wurde nichts gesendet. Prüfen Sie die Adresse, oder öffnen Sie einen Entwurf für Ihr Mailprogramm.',
  },
  mail_uncertain: {
    what: 'Die Verbindung brach ab, bevor der Server sagte, ob er die Mail an {{address}} annimmt. {{detail}}',
    remedy:
      'Sehen Sie im Postfach nach, bevor Sie noch einmal senden. Ging die Mail hinaus, notieren Sie sie auf der Seite des Kunden.',
  },
  mail_server_unreachable: {
    what: 'Der Mailserver antwortet nicht. {{detail}}',
    remedy: 'Nichts wurde gesendet. Prüfen Sie Namen, Port und Sicherheit auf der Seite Mailtexte.',
  },
  mail_tls_refused: {
    what: '{{host}} bietet keinen geschützten Weg (TLS). {{detail}}',
    remedy: 'Nichts wurde gesendet. Wählen Sie die andere Sicherheit, oder fragen Sie, wer den Server betreibt.',
  },
  mail_sign_in_refused: {
    what: '{{host}} lässt {{user}} nicht ein. {{detail}}',
    remedy: 'Nichts wurde gesendet. Prüfen Sie Benutzernamen und Passwort.',
  },
  mail_password_missing: {
    what: 'Das Passwort von {{user}} bei {{host}} liegt in keinem Schlüsselbund dieses Rechners. Nichts wurde gesendet.',
    remedy: 'Geben Sie es beim Senden ein; es wird nicht im Buch aufbewahrt.',
  },
  mail_password_in_the_open: {
    what: 'Ohne TLS könnte jeder auf dem Weg das Passwort lesen.',
    remedy: 'Wählen Sie STARTTLS oder TLS; keine ist für einen Server auf diesem Rechner.',
  },
  unknown_agency: {
    what: '{{code}} ist kein Inkassobüro, das neue Posten nimmt. Nichts wurde abgegeben.',
    remedy: 'Wählen Sie ein anderes, oder ergänzen Sie es auf der Seite Abgaben.',
  },
  unknown_hand_over: { what: 'Diese Abgabe gibt es nicht.', remedy: 'Öffnen Sie die Liste neu.' },
  hand_over_not_open: {
    what: 'Einer der gewählten Belege fordert nichts, was offen ist. Nichts wurde abgegeben.',
    remedy: 'Wählen Sie nur offene Rechnungen.',
  },
  hand_over_nothing_overdue: {
    what: 'Bei diesem Kunden ist nichts überfällig.',
    remedy: 'Wählen Sie die Posten, die abgegeben werden.',
  },
  write_off_account_missing: {
    what: 'Es gibt kein Konto für Ausbuchungen {{profile}}. Nichts wurde geschrieben.',
    remedy: 'Richten Sie das Konto Ausbuchungen unter Sachkonten ein, oder eines beim Buchungsprofil.',
  },
  write_off_tax_account_missing: {
    what: 'Es gibt kein Konto für die Umsatzsteuer {{tax_code}}. Nichts wurde geschrieben.',
    remedy: 'Richten Sie es unter Sachkonten ein, oder buchen Sie ohne getrennte Steuer aus.',
  },
  write_off_tax: {
    what: 'Die Steuer von {{document_no}} ({{tax}}) ist kein Teil seines Betrags ({{amount}}), deshalb hat der offene Betrag keinen Anteil daran.',
    remedy:
      'Berichtigen Sie den Beleg in der Buchhaltung und importieren Sie ihn neu, oder buchen Sie ohne getrennte Steuer aus.',
  },
  lost_cover_none: {
    what: 'Von dieser Police ist keine Deckung verloren, die nicht schon abgezogen wäre.',
    remedy: 'Die Liste der verlorenen Deckung neu ansehen.',
  },
  lost_cover_not_taken: {
    what: 'Diese Deckung ist nicht abgezogen oder schon zurückgegeben.',
    remedy: 'Die Liste der verlorenen Deckung neu ansehen.',
  },
  lost_cover_policy_gone: {
    what: 'Die Police, von der diese Deckung abgezogen wurde, gibt es nicht mehr.',
    remedy: 'Die Police mit dem Wert neu eingeben, den sie hat.',
  },
  write_off_nothing: {
    what: 'Bei {{account}} ist nichts offen, was ausgebucht werden könnte.',
    remedy: 'Wählen Sie Belege, die offen sind.',
  },
  write_off_not_open: {
    what: 'Einer der Belege ist nicht mehr offen.',
    remedy: 'Sehen Sie sich die Liste noch einmal an und markieren Sie, was offen ist.',
  },
  write_off_day: {
    what: '{{on}} ist nicht möglich: Der Tag liegt zwischen dem {{first}} und dem {{today}}.',
    remedy: 'Wählen Sie einen Tag dazwischen.',
  },
  write_off_twice: {
    what: '{{document_no}} steht schon in {{number}}.',
    remedy: 'Buchen Sie diese zuerst oder lehnen Sie sie ab, oder lassen Sie den Beleg weg.',
  },
  write_off_customer_line: {
    what: 'Die Zeilen des Kunden wurden geändert.',
    remedy: 'Sie sind, was von den markierten Belegen offen ist; markieren Sie stattdessen andere.',
  },
  write_off_line_account: {
    what: 'Zeile {{line}} hat kein Konto.',
    remedy: 'Geben Sie ihr eines, oder entfernen Sie die Zeile.',
  },
  write_off_line_amount: {
    what: 'Zeile {{line}} hat keinen Betrag.',
    remedy: 'Geben Sie ihr einen, oder entfernen Sie die Zeile.',
  },
  write_off_line_tax: {
    what: 'Zeile {{line}} hat einen Steuerschlüssel, wo keiner sein soll, oder ihr fehlt einer.',
    remedy: 'Beginnen Sie noch einmal mit den Zeilen, wie sie berechnet wurden.',
  },
  write_off_unbalanced: {
    what: 'Soll und Haben in {{currency}} weichen um {{off}} ab. Nichts wurde geschrieben.',
    remedy: 'Berichtigen Sie die Beträge, oder beginnen Sie noch einmal mit den Zeilen, wie sie berechnet wurden.',
  },
  write_off_changed: {
    what: 'Von {{document_no}} ist jetzt {{open}} offen; als {{number}} vorgeschlagen wurde, waren es {{then}}. Nichts wurde gebucht.',
    remedy: 'Lehnen Sie den Vorschlag ab und machen Sie einen neuen.',
  },
  write_off_not_approved: {
    what: '{{number}} wartet auf die Freigabe.',
    remedy: 'Bitten Sie jemanden, der sie geben darf.',
  },
  write_off_step: {
    what: 'Das geht mit {{number}} nicht mehr.',
    remedy: 'Sehen Sie sie noch einmal an: Inzwischen hat vielleicht jemand entschieden.',
  },
  write_off_not_posted: {
    what: '{{number}} ist nicht gebucht.',
    remedy: 'Nur Geld auf etwas Ausgebuchtes ist ein Eingang darauf.',
  },
  write_off_nobody_approves: {
    what: 'Niemand in diesem Buch kann das als {{role}} freigeben. Nichts wurde geschrieben.',
    remedy: 'Geben Sie unter Benutzer jemandem die Rolle, oder ändern Sie die Freigabe der Ausbuchungen.',
  },
  write_off_recovered: {
    what: 'Auf {{number}} ist schon etwas eingegangen.',
    remedy: 'Nehmen Sie zuerst die Eingänge zurück.',
  },
  write_off_reason_used: {
    what: 'Der Grund {{code}} steht bei {{write_offs}} Ausbuchungen oder ist als Vorschlag eingestellt.',
    remedy: 'Er bleibt; geben Sie ihm andere Worte, oder stellen Sie einen anderen als Vorschlag ein.',
  },
  unknown_write_off_reason: {
    what: 'Es gibt keinen Grund {{code}} für Ausbuchungen.',
    remedy: 'Wählen Sie einen der Liste, oder fügen Sie ihn hinzu.',
  },
  unknown_write_off: {
    what: 'Diese Ausbuchung gibt es nicht.',
    remedy: 'Sehen Sie sich die Liste noch einmal an.',
  },
  unknown_recovery: {
    what: 'Diesen Eingang gibt es nicht.',
    remedy: 'Sehen Sie sich die Ausbuchung noch einmal an.',
  },
  recovery_undone: {
    what: 'Dieser Eingang auf {{number}} ist schon zurückgenommen.',
    remedy: 'Sehen Sie sich die Ausbuchung noch einmal an.',
  },
  recovery_no_credit: {
    what: '{{document_no}} ist kein offenes Guthaben des Kunden von {{number}}.',
    remedy: 'Markieren Sie eine Zahlung oder ein anderes Guthaben, das offen ist.',
  },
  recovery_amount: {
    what: 'Dieser Betrag ist nicht möglich: Von {{number}} sind {{left}} übrig, von {{document_no}} sind {{open}} offen.',
    remedy: 'Geben Sie einen Betrag an, der größer als null und nicht größer als beide ist.',
  },
  recovery_account_missing: {
    what: 'Es gibt kein Konto für Eingänge auf Ausbuchungen. Nichts wurde geschrieben.',
    remedy: 'Richten Sie das Konto unter Sachkonten ein.',
  },
  settlement_of_write_off: {
    what: 'Dieser Ausgleich gehört zu {{number}}.',
    remedy: 'Nehmen Sie die Ausbuchung zurück oder ihren Eingang; der Ausgleich geht mit.',
  },
  amount_out_of_range: {
    what: 'Die Beträge sind zu groß, um sie zu addieren.',
    remedy: 'Buchen Sie weniger Belege auf einmal aus.',
  },
  journal_nothing_to_export: {
    what: 'Jede Buchung dieser Zeit ist schon exportiert, oder es gibt keine.',
    remedy: 'Wählen Sie eine andere Zeit, oder schreiben Sie eine frühere Datei noch einmal.',
  },
  journal_accounts_missing: {
    what: '{{count}} Zeilen haben kein Konto: {{account_roles}} {{keys}}. Nichts wurde exportiert oder markiert.',
    remedy: 'Richten Sie diese Konten unter Sachkonten ein und exportieren Sie noch einmal.',
  },
  unknown_journal_export: {
    what: 'Diese Datei des Journals gibt es nicht.',
    remedy: 'Sehen Sie sich die Liste der Dateien noch einmal an.',
  },
  journal_dimension_twice: {
    what: '{{name}} steht für beide Kostenstellen.',
    remedy: 'Wählen Sie für eine davon eine andere Dimension, oder lassen Sie eine leer.',
  },
  journal_tax_key: {
    what: 'Der Schlüssel {{key}} zu Steuercode {{tax_code}} kann keiner von DATEV sein.',
    remedy: 'Geben Sie einen Steuercode und einen Schlüssel mit höchstens {{digits}} Ziffern an.',
  },
  ledger_account_key: {
    what: 'Dieses Konto hat keinen Schlüssel.',
    remedy: 'Nur Banken, Gebühren, Umsatzsteuern und Zinsen haben mehrere Konten.',
  },
  ledger_account_interest_code: {
    what: 'Einen Zinsschlüssel {{code}} gibt es nicht; auf dieses Konto würde nie gebucht.',
    remedy: 'Wählen Sie einen Schlüssel der Seite Zinsschlüssel, oder lassen Sie ihn leer für alle.',
  },
  ledger_account_invalid: {
    what: '„{{account}}“ ist kein Sachkonto.',
    remedy: 'Buchstaben, Ziffern und . - / _ sind möglich, höchstens {{limit}}.',
  },
  value_outside: {
    what: 'Diese Zahl ist hier nicht möglich.',
    remedy: 'Wählen Sie eine zwischen {{first}} und {{last}}.',
  },
  extf_years: {
    what: 'Die Buchungen vom {{first_on}} bis {{last_on}} gehören zu zwei Wirtschaftsjahren, DATEV nimmt eines. Nichts wurde exportiert.',
    remedy: 'Exportieren Sie jedes Jahr für sich.',
  },
  extf_accounts: {
    what: 'DATEV nimmt diese Konten nicht: {{examples}}. Nichts wurde exportiert.',
    remedy:
      'Sachkonten sind Nummern mit {{digits}} Stellen, Kunden haben eine Stelle mehr und beginnen mit 1 bis 6. Berichtigen Sie sie, oder wählen Sie ein anderes Format.',
  },
  extf_currency: {
    what: 'DATEV hat zwei Nachkommastellen, {{currency}} hat mehr. Nichts wurde exportiert.',
    remedy: 'Wählen Sie ein anderes Format.',
  },
  hand_over_twice: {
    what: '{{document_no}} ist schon abgegeben, mit {{number}}.',
    remedy: 'Rufen Sie diese Abgabe zuerst zurück, oder lassen Sie den Beleg weg.',
  },
  hand_over_step: {
    what: '{{number}} steht auf {{status}} und kann nicht {{next}} werden.',
    remedy: 'Nehmen Sie zuerst den letzten Schritt zurück.',
  },
  hand_over_no_step_back: {
    what: '{{number}} hat keinen Schritt, der zurückzunehmen wäre.',
    remedy: 'Rufen Sie sie mit einem Grund zurück.',
  },
  lawyers_file_not_written: {
    what: 'Die Akte ließ sich nicht schreiben. {{detail}}',
    remedy: 'Es wurde nichts geschrieben.',
  },
  value_invalid: {
    what: 'Dieser Wert ist hier nicht möglich.',
    remedy: 'Berichtigen Sie ihn; nichts wurde gespeichert.',
  },
  mail_not_written: {
    what: 'Der Entwurf konnte nicht geschrieben werden. {{detail}}',
    remedy: 'Nichts wurde gesendet.',
  },
  mail_address_invalid: {
    what: 'An „{{address}}“ kann keine E-Mail gehen.',
    remedy: 'Berichtigen Sie die Adresse hier oder in den Stammdaten.',
  },
  stop_ends_first: {
    what: 'Ein Stopp kann nicht am {{until_on}} enden, bevor er beginnt.',
    remedy: 'Nehmen Sie den {{earliest_on}} oder einen späteren Tag.',
  },
  stop_on_credit: {
    what: '{{document_no}} ist ein Guthaben: Damit wird nichts gefordert.',
    remedy: 'Stoppen Sie die Rechnungen oder den ganzen Kunden.',
  },
  stop_not_later: {
    what: 'Der Stopp gilt schon bis {{until_on}}.',
    remedy: 'Nehmen Sie einen späteren Tag, oder beenden Sie ihn.',
  },
  stop_changed_since: {
    what: 'Mit dem Stopp ist seitdem etwas geschehen.',
    remedy: 'Nehmen Sie zuerst das zurück, oder beenden oder verlängern Sie den Stopp auf der Kundenseite.',
  },
  stop_ended_before: {
    what: 'Der Stopp wurde am {{changed_on}} beendet: Die Tage seitdem waren ohne ihn.',
    remedy: 'Setzen Sie einen neuen.',
  },
  stop_over: {
    what: 'Der Stopp war nach dem {{until_on}} vorbei.',
    remedy: 'Setzen Sie einen neuen.',
  },
  unknown_stop: {
    what: 'Diesen Stopp gibt es im Buch nicht.',
    remedy: 'Öffnen Sie die Liste neu.',
  },
  unknown_insolvency: {
    what: 'Diese Insolvenz steht nicht im Buch.',
    remedy: 'Öffnen Sie den Kunden neu.',
  },
  insolvency_open: {
    what: 'Eine Insolvenz vom {{opened_on}} ist schon erfasst und nicht vorbei.',
    remedy: 'Berichtigen Sie diese, oder beenden Sie sie zuerst.',
  },
  insolvency_deadline_first: {
    what: 'Die Anmeldung kann nicht am {{file_by_on}} fällig sein, vor der Eröffnung am {{opened_on}}.',
    remedy: 'Sehen Sie beide Tage noch einmal an.',
  },
  insolvency_filed_already: {
    what: 'Die Forderung wurde zu diesem Eröffnungstag angemeldet.',
    remedy: 'Nehmen Sie zuerst die Anmeldung zurück, dann berichtigen Sie den Tag.',
  },
  insolvency_closed_first: {
    what: 'Die Insolvenz wurde vor diesem Tag beendet.',
    remedy: 'Nehmen Sie einen früheren Eröffnungstag.',
  },
  insolvency_closed: {
    what: 'Die Insolvenz ist seit {{closed_on}} vorbei.',
    remedy: 'Für sie kann nichts mehr eingetragen werden.',
  },
  insolvency_close_day: {
    what: 'Vorbei sein kann sie vom {{opened_on}} bis {{today}}.',
    remedy: 'Nehmen Sie einen Tag dazwischen.',
  },
  insolvency_entry_day: {
    what: 'Der Tag muss vom {{opened_on}} bis {{today}} sein.',
    remedy: 'Nehmen Sie einen Tag dazwischen.',
  },
  insolvency_nothing_to_file: {
    what: 'Kein Posten vor der Eröffnung ist offen und noch nicht angemeldet.',
    remedy: 'Sehen Sie die Posten vor der Eröffnung an.',
  },
  insolvency_nothing_filed: {
    what: 'In {{currency}} ist nichts angemeldet.',
    remedy: 'Vermerken Sie zuerst die Anmeldung.',
  },
  insolvency_above_filed: {
    what: 'Das ist mehr, als angemeldet wurde.',
    remedy: 'Nehmen Sie einen Betrag bis zum Angemeldeten.',
  },
  insolvency_withdrawn: {
    what: 'Dieser Eintrag ist schon zurückgenommen.',
    remedy: 'Sehen Sie den Verlauf an.',
  },
  insolvency_no_dividend: {
    what: 'Dieser Eintrag ist keine Quote, oder er wurde zurückgenommen.',
    remedy: 'Öffnen Sie die Insolvenz noch einmal.',
  },
  insolvency_dividend_posted: {
    what: 'Diese Quote ist gebucht.',
    remedy: 'Nehmen Sie zuerst ihre Buchung zurück, unter „Rückgängig“ oder beim Ausgleichen.',
  },
  insolvency_payment_too_small: {
    what: 'Von {{document_no}} sind {{open}} übrig, die Quote beträgt {{amount}}. Es wurde nichts gebucht.',
    remedy: 'Wählen Sie eine andere Zahlung, oder vermerken Sie die Quote mit dem, was kam.',
  },
  insolvency_rests_on_claim: {
    what: 'Auf dieser Anmeldung ruhen eine Feststellung oder eine Quote.',
    remedy: 'Nehmen Sie diese zuerst zurück.',
  },
  unknown_limitation_period: {
    what: 'Für {{country}} gibt es keine Frist.',
    remedy: 'Öffnen Sie die Liste neu.',
  },
  unknown_limitation_event: {
    what: 'Dieses Ereignis steht nicht im Buch.',
    remedy: 'Öffnen Sie den Posten neu.',
  },
  limitation_length: {
    what: 'Eine Frist hat 1 bis {{most}} Monate.',
    remedy: 'Sehen Sie die Zahl noch einmal an.',
  },
  limitation_warning: {
    what: 'Gewarnt wird höchstens {{most}} Tage vorher.',
    remedy: 'Nehmen Sie weniger Tage.',
  },
  limitation_event_later: {
    what: 'Ein Ereignis kann nicht von einem späteren Tag als heute sein.',
    remedy: 'Vermerken Sie es, wenn es geschehen ist.',
  },
  ledger_period_backwards: {
    what: 'Die Buchungsperiode {{number}} endet, bevor sie beginnt.',
    remedy: 'Bitte den ersten Tag vor dem letzten schreiben.',
  },
  ledger_period_not_consecutive: {
    what: 'Die Buchungsperiode {{number}} beginnt nicht am Tag nach dem Ende der vorigen.',
    remedy: 'Bitte die Lücke oder Überschneidung schließen; jeder Tag liegt in einer Periode.',
  },
  statement_too_many_periods: {
    what: 'Ein Auszug hat Platz für {{most}} Zeiträume, diese Einteilung hat mehr.',
    remedy: 'Bitte eine kürzere Einteilung wählen oder den Auszug als Tabelle speichern.',
  },
  statement_days_reversed: {
    what: 'Der Auszug würde am {{to}} enden und am {{from}} beginnen.',
    remedy: 'Bitte den ersten Tag vor den letzten schreiben.',
  },
  statement_nothing: {
    what: 'Für einen Auszug gibt es nichts: Am {{to}} ist nichts offen, und im Zeitraum kam nichts.',
    remedy: 'Bitte einen anderen Zeitraum oder Kunden mit einem Saldo wählen.',
  },
  statement_does_not_add_up: {
    what: 'Ein Auszug geht nicht auf, darum wurde nichts geschrieben. {{detail}}',
    remedy: 'Bitte das Buch prüfen (Einrichtung, Buch); findet die Prüfung nichts, uns den Bericht schicken.',
  },
  aging_report_too_many_periods: {
    what: 'Papier hat Platz für {{most}} Zeiträume, diese Einteilung hat {{count}}.',
    remedy: 'Bitte eine kürzere Einteilung wählen oder die Liste als Tabelle speichern.',
  },
  report_unprintable: {
    what: 'Die Liste lässt sich nicht drucken: {{detail}}.',
    remedy: 'Bitte als Tabelle speichern.',
  },
  unknown_stored_run: {
    what: 'Diesen gespeicherten Lauf gibt es nicht mehr.',
    remedy: 'Bitte die Liste der gespeicherten Läufe neu öffnen.',
  },
  report_format_unknown: {
    what: '{{path}} sagt nicht, ob es ein PDF oder eine Tabelle ist.',
    remedy: 'Bitte den Namen auf .pdf, .xlsx oder .csv enden lassen.',
  },
  pool_row_invalid: {
    what: 'Zeile {{row}} des Pools kann so nicht gemeint sein.',
    remedy: 'Einen Wert angeben, der zum Vergleich passt; von zwei Werten steht der kleinere zuerst.',
  },
  too_many_pool_rows: {
    what: 'Ein Pool hat höchstens {{limit}} Zeilen.',
    remedy: 'Mehrere Werte in eine Zeile schreiben.',
  },
  pool_rank_invalid: { what: 'Der Rang {{rank}} ist zu klein.', remedy: 'Ränge beginnen bei 1.' },
  pool_exists: { what: 'Den Pool {{pool}} gibt es schon.', remedy: 'Einen anderen Kurznamen wählen.' },
  unknown_pool: { what: 'Sie haben keinen Pool {{pool}}.', remedy: 'Einen aus der Liste wählen.' },
  pool_used: {
    what: '{{agents}} Bearbeiter haben den Pool {{pool}}.',
    remedy: 'Ihnen den Pool zuerst abnehmen.',
  },
  pool_used_by_run: {
    what: 'Der gespeicherte Lauf {{run}} fragt jede Nacht nach dem Pool {{pool}}.',
    remedy: 'Den Lauf zuerst aus der Liste der gespeicherten Läufe nehmen.',
  },
  pool_not_for_aging: {
    what: 'Der Pool {{pool}} ist nicht vom Typ Altersraster.',
    remedy: 'Einen solchen wählen, oder seinen Typ auf der Seite Pools ändern.',
  },
  default_pool_not_worked: {
    what: 'Den Pool {{pool}} hat der Bearbeiter nicht.',
    remedy: 'Den ersten Pool unter denen des Bearbeiters wählen.',
  },
  customer_of_other_company: {
    what: 'Das gehört zu einer anderen Firma des Buchs; nichts wurde geändert.',
    remedy: 'Zuerst in diese Firma wechseln: Sie steht in der Titelleiste zur Wahl.',
  },
  needs_all_companies: {
    what: 'Hier geht es um alle Firmen des Buchs, und Sie sehen nur einige.',
    remedy: 'Jemanden fragen, der alle Firmen sieht.',
  },
  unknown_company: {
    what: 'Eine Firma „{{company}}“, die Sie sehen dürfen, gibt es nicht.',
    remedy: 'Das Kürzel verwenden, das auf der Seite Firma steht.',
  },
  company_code_taken: { what: 'Eine andere Firma hat das Kürzel {{code}}.', remedy: 'Ein anderes wählen.' },
  own_companies: {
    what: 'Niemand nimmt sich selbst Firmen weg.',
    remedy: 'Das kann ein anderer Benutzer mit diesem Recht.',
  },
  party_taken: {
    what: 'Der Kunde {{account}} dieser Firma ist schon die Partei {{party}}.',
    remedy:
      'Eine Partei hat in jeder Firma einen Kunden. Beide in der Buchhaltung vereinen oder ein anderes Wort nehmen.',
  },
  bank_account_of_other_company: {
    what: 'Das Bankkonto {{number}} gehört zu einer anderen Firma des Buchs.',
    remedy: 'In diese Firma wechseln und die Datei dort importieren.',
  },
  aging_rate_missing: {
    what: 'Für {{on}} fehlt ein Wechselkurs von {{from}} nach {{to}}.',
    remedy: 'Ihn auf der Seite Wechselkurse eintragen und neu starten.',
  },
  customer_not_in_pools: {
    what: 'Hier geht es um einen Kunden aus anderen Pools als Ihren; nichts wurde geändert.',
    remedy: 'Den Bearbeiter dieses Kunden fragen, oder einen Leiter um einen weiteren Pool bitten.',
  },
  needs_all_customers: {
    what: 'Hier geht es um alle Kunden, und Sie sehen die Ihrer Pools.',
    remedy: 'Jemanden fragen, der alle Kunden sieht.',
  },
  weight_too_large: {
    what: 'Das Gewicht {{weight}} ist zu groß.',
    remedy: 'Gewichte gehen von 0 bis {{limit}}.',
  },
  snooze_day_invalid: {
    what: 'Ein Kunde wird auf einen Tag nach heute zurückgestellt, innerhalb eines Jahres.',
    remedy: 'Einen späteren Tag eingeben, etwa +7.',
  },
  not_snoozed: { what: '{{account}} war nicht zurückgestellt.', remedy: 'Er steht schon in Ihrer Liste.' },
  promise_without_lines: {
    what: 'Es wurde nichts gewählt, das zugesagt wird.',
    remedy: 'Wählen Sie mindestens einen Beleg.',
  },
  promise_in_past: {
    what: 'Eine Zusage kann nicht für einen vergangenen Tag gelten ({{promised_on}}).',
    remedy: 'Nehmen Sie heute oder einen späteren Tag.',
  },
  promise_without_amount: {
    what: 'Für {{document_no}} ist kein Betrag zugesagt.',
    remedy: 'Geben Sie einen Betrag über 0 ein, oder lassen Sie den Beleg weg.',
  },
  promise_above_open: {
    what: 'Für {{document_no}} wurde mehr zugesagt, als offen ist: {{open}}.',
    remedy: 'Geben Sie höchstens diesen Betrag ein, über alle Raten zusammen.',
  },
  promise_above_undisputed: {
    what: 'Von {{document_no}} sind {{disputed}} strittig; zugesagt werden können {{undisputed}} von {{open}}.',
    remedy: 'Geben Sie höchstens diesen Betrag ein, oder schließen Sie zuerst die Reklamation.',
  },
  promise_on_credit: {
    what: '{{document_no}} ist eine Gutschrift: niemand sagt ihre Zahlung zu.',
    remedy: 'Wählen Sie nur Rechnungen.',
  },
  promise_line_twice: {
    what: '{{document_no}} ist für den {{promised_on}} zweimal zugesagt.',
    remedy: 'Fassen Sie die Beträge zusammen, oder nehmen Sie einen anderen Tag.',
  },
  promise_of_two_customers: {
    what: 'Diese Belege gehören verschiedenen Kunden.',
    remedy: 'Erfassen Sie für jeden Kunden eine Zusage.',
  },
  promise_beyond_extension: {
    what: '{{party}} (Police {{policy_no}}) erlaubt höchstens {{longest_days}} Tage nach Fälligkeit; {{document_no}} würde nach {{days}} Tagen bezahlt. Die Deckung kann verloren gehen.',
    remedy:
      'Vereinbaren Sie spätestens den {{latest_on}}, fragen Sie den Versicherer, oder bestätigen Sie, dass Sie es gesehen haben.',
  },
  promise_consent_needed: {
    what: 'Diese Zusage geht über das hinaus, was ohne Leitung vereinbart werden darf.',
    remedy: 'Eine Leitung stimmt mit ihrer PIN an diesem Platz zu.',
  },
  promise_consent_of_manager: {
    what: '{{user}} leitet weder Inkasso noch Kredit.',
    remedy: 'Bitten Sie eine Leitung um Zustimmung.',
  },
  promise_over: {
    what: 'Zusage {{number}} ist beendet, oder eine andere steht an ihrer Stelle.',
    remedy: 'Öffnen Sie die Liste der Zusagen neu.',
  },
  promise_runs: {
    what: 'Zusage {{number}} wurde nicht abgesagt.',
    remedy: 'Es gibt nichts zurückzuholen.',
  },
  unknown_promise: {
    what: 'Diese Zusage gibt es nicht mehr.',
    remedy: 'Öffnen Sie die Liste der Zusagen neu.',
  },
  promise_parameter_too_large: {
    what: 'Das ist mehr als {{most}}.',
    remedy: 'Geben Sie eine kleinere Zahl ein.',
  },
  follow_up_in_past: {
    what: 'Eine Wiedervorlage kann nicht in der Vergangenheit liegen ({{follow_up_on}}).',
    remedy: 'Nehmen Sie heute oder einen späteren Tag.',
  },
  dispute_row_twice: {
    what: '{{document_no}} wurde zweimal gewählt.',
    remedy: 'Nennen Sie jeden Beleg einmal, mit allem, was daran strittig ist.',
  },
  dispute_without_rows: {
    what: 'Es wurde nichts gewählt, das strittig ist.',
    remedy: 'Wählen Sie mindestens einen Beleg.',
  },
  dispute_on_credit: {
    what: '{{document_no}} ist eine Gutschrift und kann nicht strittig sein.',
    remedy: 'Wählen Sie nur Rechnungen.',
  },
  dispute_nothing_open: {
    what: 'Von {{document_no}} ist nichts offen.',
    remedy: 'Bezahltes ist nicht strittig; notieren Sie es als Aktivität.',
  },
  dispute_without_amount: {
    what: 'Für {{document_no}} ist kein strittiger Betrag genannt.',
    remedy: 'Geben Sie einen Betrag über 0 ein.',
  },
  dispute_above_open: {
    what: 'Von {{document_no}} wurde mehr bestritten, als offen und noch nicht strittig ist: {{left}}.',
    remedy: 'Geben Sie höchstens diesen Betrag ein.',
  },
  dispute_line_invalid: {
    what: 'Position {{line}} von {{document_no}} kann nicht strittig sein: eine Position hat eine eigene Nummer und einen Betrag über 0.',
    remedy: 'Berichtigen Sie die Position.',
  },
  dispute_line_unknown: {
    what: '{{document_no}} hat keine Position {{line}}: die Datei nennt {{lines}}.',
    remedy: 'Wählen Sie eine Position der Rechnung.',
  },
  dispute_line_above: {
    what: 'Position {{line}} von {{document_no}} beträgt {{amount}}.',
    remedy: 'Geben Sie höchstens diesen Betrag ein.',
  },
  dispute_lines_differ: {
    what: 'Die Positionen von {{document_no}} ergeben {{sum}}, nicht den strittigen Betrag.',
    remedy: 'Berichtigen Sie eine Position, oder lassen Sie den Betrag leer.',
  },
  dispute_since_invalid: {
    what: '{{document_no}} vom {{document_on}} kann nicht seit {{since}} strittig sein.',
    remedy: 'Nehmen Sie einen Tag zwischen dem des Belegs und heute.',
  },
  dispute_due_in_past: {
    what: 'Eine Reklamation kann nicht in der Vergangenheit fällig sein ({{due_on}}).',
    remedy: 'Nehmen Sie heute oder einen späteren Tag.',
  },
  dispute_without_reason: {
    what: 'Eine Reklamation braucht einen Grund.',
    remedy: 'Wählen Sie einen.',
  },
  dispute_without_outcome: {
    what: 'Eine Reklamation abschließen heißt sagen, was daraus wurde.',
    remedy: 'Wählen Sie erledigt, Gutschrift erteilt oder zurückgezogen.',
  },
  dispute_credit_without_amount: {
    what: 'Eine Gutschrift wurde erteilt, aber nicht gesagt, über wie viel.',
    remedy: 'Geben Sie den Betrag der Gutschrift ein.',
  },
  dispute_credit_too_large: {
    what: 'Die Gutschrift ist höher als das, was von {{document_no}} strittig war.',
    remedy: 'Geben Sie höchstens den strittigen Betrag ein.',
  },
  dispute_closed: {
    what: 'Diese Reklamation zu {{document_no}} ist schon abgeschlossen.',
    remedy: 'Öffnen Sie sie zuerst wieder.',
  },
  dispute_open: {
    what: 'Diese Reklamation zu {{document_no}} ist offen.',
    remedy: 'Es gibt nichts wieder zu öffnen.',
  },
  unknown_dispute: {
    what: 'Diese Reklamation gibt es nicht mehr.',
    remedy: 'Öffnen Sie die Liste der Reklamationen neu.',
  },
  unknown_collections_reason: {
    what: 'Einen Grund {{code}} gibt es nicht.',
    remedy: 'Wählen Sie einen anderen.',
  },
  unknown_case_of_customer: {
    what: 'Der Kunde hat keinen Fall {{number}}.',
    remedy: 'Geben Sie die Nummer eines Falls dieses Kunden ein, oder lassen Sie sie leer.',
  },
  reason_code_invalid: {
    what: 'Ein Grund braucht einen Code von 1 bis 20 Zeichen.',
    remedy: 'Geben Sie einen kürzeren ein.',
  },
  status_without_rows: {
    what: 'Es wurde nichts gewählt.',
    remedy: 'Wählen Sie mindestens einen Beleg.',
  },
  status_needs_promise: {
    what: 'Zugesagt braucht den Tag der Zusage.',
    remedy: 'Geben Sie ein, bis wann {{document_no}} bezahlt wird.',
  },
  status_of_credit: {
    what: '{{document_no}} ist eine Gutschrift: sie ist weder strittig noch zugesagt.',
    remedy: 'Wählen Sie nur Rechnungen.',
  },
  status_has_dispute: {
    what: '{{document_no}} ist strittig.',
    remedy: 'Schließen Sie die Reklamation auf der Seite Reklamationen ab und sagen Sie, was daraus wurde.',
  },
  status_changed_since: {
    what: '{{document_no}} wurde seitdem wieder geändert.',
    remedy: 'Nehmen Sie zuerst die spätere Änderung zurück.',
  },
};
