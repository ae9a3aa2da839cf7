-- Looks at devices, for marks of tampering (PCI DSS 9.5.1.2). A line is only ever added.
CREATE TABLE fleet.inspection (
  inspection_id bigint      GENERATED ALWAYS AS IDENTITY CONSTRAINT inspection_in_order PRIMARY KEY,
  serial_number text        NOT NULL CONSTRAINT inspection_of_device REFERENCES fleet.device,
  at            timestamptz NOT NULL,
  inspector     text        NOT NULL,
  looked_at     text[]      NOT NULL CONSTRAINT inspection_looked_at_known CHECK (cardinality(looked_at) > 0 AND looked_at <@ ARRAY['SEALS', 'CASE', 'LABEL', 'CARD_SLOT',
                            'KEYPAD', 'CABLES', 'SURROUNDINGS', 'SOFTWARE']),
  result        text        NOT NULL CONSTRAINT inspection_result_known CHECK (result IN ('PASSED', 'SUSPICIOUS', 'TAMPERED')),
  note          text        NOT NULL CONSTRAINT inspection_note_length CHECK (char_length(note) <= 200),
  CONSTRAINT inspection_findings_are_described CHECK (result = 'PASSED' OR note <> '')
);
CREATE INDEX inspection_of_device ON fleet.inspection (serial_number, inspection_id DESC);
CALL migration.append_only('fleet.inspection');

ALTER TABLE fleet.device ADD COLUMN inspected_at timestamptz;
