# Stałe słowa na pismach: polski.
letter-no = Pismo nr
date = Data
account = Nr klienta
attention = Do rąk
contact = Osoba do kontaktu
phone = Telefon
email = E-mail
column-kind = Rodzaj
column-document = Dokument
column-date = Data
column-due = Termin płatności
column-days = Dni po terminie
column-amount = Kwota { $currency }
column-open = Do zapłaty { $currency }
kind-invoice = Faktura
kind-credit-note = Korekta
kind-payment = Wpłata
kind-interest = Odsetki
kind-fee = Opłata
kind-other = Inne
carried-forward = Do przeniesienia
brought-forward = Z przeniesienia
open-items = Należności nierozliczone
fee = Opłata za wezwanie
total = Razem do zapłaty { $currency }
by-period = Należności według wieku
pay = Kwota do zapłaty
pay-by = do { $day }
holder = Właściciel rachunku
iban = IBAN
bank-account = Rachunek
bic = BIC
bank = Bank
reference = Tytuł przelewu
note = Nota odsetkowa
note-owed = Nota uznaniowa odsetek
copy = Kopia
column-period = Okres
column-interest = Odsetki { $currency }
column-lump = Rekompensata { $currency }
lump-sum = Rekompensata za koszty odzyskiwania
rounding = Zaokrąglenie
total-owed = Razem na Państwa korzyść { $currency }
sheet = Wyliczenie odsetek
sheet-to = Odsetki do { $day }
sheet-days = Dni
sheet-balance = Saldo { $currency }
sheet-rate = Stopa
sheet-rate-year = Stopa roczna
sheet-intervals = { $count ->
    [one] { $intervals } okres odsetkowy
    [few] { $intervals } okresy odsetkowe
    [many] { $intervals } okresów odsetkowych
   *[other] { $intervals } okresu odsetkowego
}
sheet-share = Część okresu odsetkowego, według dni
sheet-limit = Korekta do minimum lub maksimum
sheet-before = Rozliczone wcześniej
sheet-over = Nadwyżka rozliczona wcześniej
sheet-new = Nowe odsetki
sheet-goes-on = { $document } (ciąg dalszy)
sheet-with-letter = Razem z odsetkami
percent = { $figure }%
half-first = I półrocze { $year }
half-second = II półrocze { $year }
rate-de = Niemiecka stopa bazowa (§ 247 BGB)
rate-ecb = Stopa referencyjna EBC
rate-at = Austriacka stopa bazowa (§ 456 UGB)
rate-uk = Stopa bazowa Banku Anglii
code-caption = Zeskanuj, aby zapłacić
# The payment part of a Swiss QR-bill is in German, French, Italian or English only.
bill-receipt = Receipt
bill-part = Payment part
bill-account = Account / Payable to
bill-reference = Reference
bill-message = Additional information
bill-payable-by = Payable by
bill-payable-by-blank = Payable by (name/address)
bill-currency = Currency
bill-amount = Amount
bill-acceptance = Acceptance point
bill-separate = Separate before paying in
vat = NIP UE
page = Strona { $page } z { $pages }
money = { $amount } { $currency }
separator-letters = Listów
separator-first = Pierwszy
separator-last = Ostatni
summary-head = Konto { $account }, { $name }, stan na { $day }
summary-open = Saldo otwarte: { $amount }
summary-overdue = Zaległości: { $amount } (dokumenty: { $count })
summary-no-overdue = Zaległości: brak
summary-item = { $document }, termin płatności { $day }, dni po terminie: { $days }, do zapłaty: { $amount }
summary-more = Pozostałe dokumenty po terminie: { $count }
summary-paid = Zapłacono od { $day }: { $amount } (wpłaty: { $count })
summary-no-payment = Zapłacono od { $day }: brak wpłat
summary-late = Średnia liczba dni po terminie: { $days }
summary-last-payment = Ostatnia wpłata: { $day }
summary-revenue = Obrót od { $day }: { $amount }
summary-credit = Pozostały kredyt kupiecki: { $amount } z limitu { $limit }
slip = Zwolnienie zamówienia
slip-order = Zamówienie
slip-customer = Klient
slip-to = Dostawa do
slip-amount = Wartość zamówienia
slip-prepaid = W tym przedpłata
slip-held = Wstrzymane na etapie
slip-released = Zwolniono dnia
slip-by = Zwolnił(a)
slip-approved = Zatwierdził(a)
slip-reason = Powód
slip-comment = Uwagi
slip-review = Ponowny przegląd dnia
slip-perform = Krok należy wykonać teraz.
slip-later = Krok zaksięguje osoba, która przejmie zamówienie.
slip-signature = Data, podpis
step-entry = Rejestracja
step-confirmation = Potwierdzenie
step-picking = Kompletacja
step-packing-slip = Dokument wydania
step-invoice = Faktura
step-warehouse = Przekazanie do magazynu
aging-report = Struktura wiekowa należności
aging-as-of = Wiekowanie na { $day }
balance-as-of = Saldo na { $day }
start-on = Operacje od { $day }
by-due = według terminu płatności
by-document = według daty dokumentu
by-transaction = według daty księgowania
by-promise = kwoty obiecane według obiecanego dnia
known-on = według stanu wiedzy z { $day }
credits-first = nierozliczone uznania w pierwszej kolumnie
without-credit-balances = bez kont z nadpłatą
with-zero-balances = z kontami o saldzie zerowym
of-companies = razem z { $name }
of-pool = grupa { $name }
converted = w { $currency } po kursie dnia
without-rate = brak kursu, dlatego we własnej walucie: { $currency }
customer = Klient
currency-short = Wal.
report-total = Razem
unapplied = W tym nierozliczone
uncleared = W inkasie
group-total = Razem { $name }
grand-total = Razem wszyscy klienci
agent = Opiekun { $name }
region = Region { $name }
no-agent = Bez opiekuna
no-region = Bez regionu
item-due = termin { $day }
item-late = { $count ->
    [one] { $days } dzień po terminie
    [few] { $days } dni po terminie
    [many] { $days } dni po terminie
   *[other] { $days } dnia po terminie
}
not-due = Przed terminem
current-day = Termin dziś
over-90 = Ponad 90
outside-definition = Poza zakresem
older = Starsze
until = do { $day }
from = od { $day }
overdue = W tym po terminie
printed-on = Wydrukowano { $day }
nothing-open = Brak nierozliczonych pozycji.
statement = Wyciąg z konta
statement-multiple = Kilka
statement-due = Termin płatności do { $day }
credit-limit = Limit kredytowy
credit-available = Dostępny kredyt
claim-subject = Zgłoszenie wierzytelności: { $name }
claim-opening = W postępowaniu upadłościowym { $name } ({ $court } { $file }), otwartym { $opened }, zgłaszamy następujące wierzytelności. Wynikają z dostaw i usług według wymienionych dokumentów.
claim-sheet = Odsetki do dnia poprzedzającego otwarcie znajdują się na arkuszu odsetek, który następuje.
claim-no-interest = Odsetki do dnia otwarcia nie są ujęte w tym zestawieniu.
# Kategoria liczby; nie jest drukowana.
plural = { $count ->
    [one] one
    [few] few
    [many] many
   *[other] other
}
