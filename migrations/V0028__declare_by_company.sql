-- Turnover is declared by each company of a book for itself. What was declared before belongs to the first one.
ALTER TABLE turnover_declarations ADD COLUMN company_id INTEGER NOT NULL DEFAULT 1 REFERENCES companies (id);
