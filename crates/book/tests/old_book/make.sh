#!/bin/sh
# Makes the small book that `tests/old_book.rs` opens: make.sh DUEBOOK OUT.
#
# It was run once with the `duebook` of the schema of migration V0002. The packed file is kept as it is: later programs
# must open it, and a file made anew would be of their own schema.
set -eu
duebook=$1
book=$2
export USER=kb LOGNAME=kb
here=$(dirname "$0")
"$duebook" new "$book" --company "Altbestand GmbH" --country DE --currency EUR
"$duebook" import "$book" "$here/customers.csv" "$here/transactions.csv" "$here/settlements.csv"
# A fee for the first letter, and lines for dollars.
"$duebook" call "$book" letters.sequences '{}' > "$book.sequences"
python3 -c '
import json, sys
sequence = json.load(sys.stdin)["sequences"][0]
sequence["lines"][0]["fee_minor"] = 500
sequence["lines"] += [dict(line, currency="USD") for line in sequence["lines"]]
print(json.dumps(sequence))' < "$book.sequences" > "$book.sequence"
"$duebook" call "$book" letters.sequence_save - < "$book.sequence" > "$book.sequences"
"$duebook" letters "$book" --as-of 2026-04-20 --post
"$duebook" age "$book" --as-of 2026-04-20
"$duebook" call "$book" aging.run '{"as_of": "2026-04-20"}'
# The second letter of whoever still owes; one of them is cancelled.
"$duebook" letters "$book" --as-of 2026-05-12 --post
"$duebook" call "$book" letters.cancel '{"letter_ids": [6], "reason": "paid in cash"}'
"$duebook" check "$book"
gzip -9 -n -c "$book" > "$here/v0002.duebook.gz"
