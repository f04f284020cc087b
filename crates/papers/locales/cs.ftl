# Stálá slova v dopisech: čeština.
letter-no = Dopis č.
date = Datum
account = Č. zákazníka
attention = K rukám
contact = Vyřizuje
phone = Telefon
email = E-mail
column-kind = Druh
column-document = Doklad
column-date = Datum
column-due = Splatnost
column-days = Dní po splatnosti
column-amount = Částka { $currency }
column-open = Zbývá uhradit { $currency }
kind-invoice = Faktura
kind-credit-note = Dobropis
kind-payment = Platba
kind-interest = Úroky
kind-fee = Poplatek
kind-other = Ostatní
carried-forward = K přenosu
brought-forward = Přenos z předchozí strany
open-items = Neuhrazené položky
fee = Poplatek za upomínku
total = Celkem k úhradě { $currency }
by-period = Neuhrazené položky podle stáří
pay = Částka k úhradě
pay-by = do { $day }
holder = Majitel účtu
iban = IBAN
bank-account = Účet
bic = BIC
bank = Banka
reference = Zpráva pro příjemce
note = Vyúčtování úroků
note-owed = Dobropis úroků
copy = Kopie
column-period = Období
column-interest = Úrok { $currency }
column-lump = Paušál { $currency }
lump-sum = Paušální náhrada nákladů
rounding = Zaokrouhlení
total-owed = Celkem ve Váš prospěch { $currency }
sheet = Výpočet úroků
sheet-to = Úroky do { $day }
sheet-days = Dny
sheet-balance = Zůstatek { $currency }
sheet-rate = Sazba
sheet-rate-year = Roční sazba
sheet-intervals = { $count ->
    [one] { $intervals } úrokové období
    [few] { $intervals } úroková období
   *[other] { $intervals } úrokových období
}
sheet-share = Část úrokového období podle dnů
sheet-limit = Úprava na minimum nebo maximum
sheet-before = Již vyúčtováno dříve
sheet-over = Dříve vyúčtováno navíc
sheet-new = Nové úroky
sheet-goes-on = { $document } (pokračování)
sheet-with-letter = Upomínka s úroky celkem
percent = { $figure } %
half-first = 1. pololetí { $year }
half-second = 2. pololetí { $year }
rate-de = Německá základní sazba (§ 247 BGB)
rate-ecb = Hlavní refinanční sazba ECB
rate-at = Rakouská základní sazba (§ 456 UGB)
rate-uk = Základní sazba Bank of England
code-caption = Naskenujte a zaplaťte
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
vat = DIČ
page = Strana { $page } z { $pages }
money = { $amount } { $currency }
separator-letters = Dopisů
separator-first = První
separator-last = Poslední
summary-head = Účet { $account }, { $name }, stav k { $day }
summary-open = Neuhrazeno: { $amount }
summary-overdue = Po splatnosti: { $amount } (doklady: { $count })
summary-no-overdue = Po splatnosti: nic
summary-item = { $document }, splatnost { $day }, dní po splatnosti: { $days }, zbývá: { $amount }
summary-more = Další doklady po splatnosti: { $count }
summary-paid = Uhrazeno od { $day }: { $amount } (platby: { $count })
summary-no-payment = Uhrazeno od { $day }: nic
summary-late = Průměrný počet dní po splatnosti: { $days }
summary-last-payment = Poslední platba: { $day }
summary-revenue = Obrat od { $day }: { $amount }
summary-credit = Zbývající úvěr: { $amount } z limitu { $limit }
slip = Uvolnění objednávky
slip-order = Objednávka
slip-customer = Zákazník
slip-to = Dodací adresa
slip-amount = Částka objednávky
slip-prepaid = Z toho zaplaceno předem
slip-held = Pozastaveno v kroku
slip-released = Uvolněno dne
slip-by = Uvolnil(a)
slip-approved = Schválil(a)
slip-reason = Důvod
slip-comment = Poznámka
slip-review = Znovu posoudit dne
slip-perform = Krok je nyní třeba provést.
slip-later = Krok zaúčtuje ten, kdo objednávku převezme.
slip-signature = Datum, podpis
step-entry = Zadání
step-confirmation = Potvrzení
step-picking = Vychystání
step-packing-slip = Dodací list
step-invoice = Faktura
step-warehouse = Předání do skladu
aging-report = Věková struktura pohledávek
aging-as-of = Stáří k { $day }
balance-as-of = Zůstatek k { $day }
start-on = Pohyby od { $day }
by-due = podle data splatnosti
by-document = podle data dokladu
by-transaction = podle data zaúčtování
by-promise = přislíbené částky podle přislíbeného dne
known-on = podle stavu známého dne { $day }
credits-first = nepřiřazené dobropisy a platby v prvním sloupci
without-credit-balances = bez účtů s přeplatkem
with-zero-balances = včetně účtů s nulovým zůstatkem
of-companies = společně s { $name }
of-pool = skupina { $name }
converted = v { $currency } podle kurzu dne
without-rate = bez kurzu, proto ve vlastní měně: { $currency }
customer = Zákazník
currency-short = Měna
report-total = Celkem
unapplied = Z toho nepřiřazeno
uncleared = Neinkasováno
group-total = Celkem { $name }
grand-total = Celkem všichni zákazníci
agent = Referent { $name }
region = Region { $name }
no-agent = Bez referenta
no-region = Bez regionu
item-due = splatnost { $day }
item-late = { $count ->
    [one] { $days } den po splatnosti
    [few] { $days } dny po splatnosti
    [many] { $days } dne po splatnosti
   *[other] { $days } dní po splatnosti
}
not-due = Před splatností
current-day = Splatné dnes
over-90 = Nad 90
outside-definition = Mimo rozsah
older = Starší
until = do { $day }
from = od { $day }
overdue = Z toho po splatnosti
printed-on = Vytištěno { $day }
nothing-open = Žádné neuhrazené položky.
# Kategorie počtu; netiskne se.
plural = { $count ->
    [one] one
    [few] few
    [many] many
   *[other] other
}
