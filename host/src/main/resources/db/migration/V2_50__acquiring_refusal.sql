-- Why a sale was refused, by name, for the same answer again.
ALTER TABLE acquiring.transaction ADD COLUMN refusal text;
