-- What a customer sends to prove a dispute lies with the documents of the book.
CREATE TABLE dispute_documents (
  id INTEGER PRIMARY KEY,
  dispute_id INTEGER NOT NULL REFERENCES disputes (id),
  document_id INTEGER NOT NULL REFERENCES documents (id),
  act_id INTEGER NOT NULL REFERENCES audit (id),
  removed_by_act_id INTEGER REFERENCES audit (id)
) STRICT;
CREATE INDEX dispute_documents_by_dispute ON dispute_documents (dispute_id);
