-- How terminals are: what was noted of each, where each belongs, and what calls maintenance.
ALTER TABLE fleet.presence ADD COLUMN last_transaction_at timestamptz;
-- of those before this column the nearest that is known
UPDATE fleet.presence SET last_transaction_at = last_seen_at;

-- What was noted last, to see what changes.
CREATE TABLE fleet.status (
  terminal_id        text        NOT NULL CONSTRAINT status_one_each PRIMARY KEY REFERENCES fleet.terminal,
  status             text        NOT NULL,
  former             text,
  since              timestamptz NOT NULL
);

CREATE TABLE fleet.status_change (
  terminal_id text        NOT NULL REFERENCES fleet.terminal,
  at          timestamptz NOT NULL,
  former      text        NOT NULL,
  status      text        NOT NULL,
  CONSTRAINT status_change_once PRIMARY KEY (terminal_id, at)
);

-- Where a terminal belongs, and how far it may go.
CREATE TABLE fleet.place (
  terminal_id            text        NOT NULL CONSTRAINT place_one_each PRIMARY KEY REFERENCES fleet.terminal,
  latitude_microdegrees  integer     NOT NULL CONSTRAINT place_latitude_in_range CHECK (latitude_microdegrees BETWEEN -90000000 AND 90000000),
  longitude_microdegrees integer     NOT NULL CONSTRAINT place_longitude_in_range CHECK (longitude_microdegrees BETWEEN -180000000 AND 180000000),
  radius_metres          integer     NOT NULL CONSTRAINT place_radius_in_range CHECK (radius_metres BETWEEN 10 AND 1000000),
  set_at                 timestamptz NOT NULL,
  set_by                 text        NOT NULL
);

-- Along a great circle of the mean earth, of millionths of degrees; half a percent at most from the ellipsoid.
CREATE FUNCTION fleet.distance_metres(latitude1 integer, longitude1 integer, latitude2 integer, longitude2 integer)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (2 * 6371008.8 * asin(least(1, sqrt(power(sin(radians((latitude2 - latitude1) / 1e6::double precision) / 2), 2)
         + cos(radians(latitude1 / 1e6::double precision)) * cos(radians(latitude2 / 1e6::double precision)) * power(sin(radians((longitude2::bigint - longitude1) / 1e6::double precision) / 2), 2)))))::bigint;

CREATE TABLE fleet.maintenance_ticket (
  ticket_id    uuid        NOT NULL DEFAULT gen_random_uuid() CONSTRAINT maintenance_ticket_known_by_id PRIMARY KEY,
  terminal_id  text        NOT NULL REFERENCES fleet.terminal,
  oddity       text        NOT NULL,
  -- metres, seconds, percent, days: what the oddity counts
  measure      bigint,
  state        text        NOT NULL CONSTRAINT maintenance_ticket_state_known CHECK (state IN ('OPEN', 'ACKNOWLEDGED', 'IN_REPAIR', 'CLOSED')),
  opened_at    timestamptz NOT NULL,
  changed_at   timestamptz NOT NULL,
  changed_by   text        NOT NULL,
  reason       text,
  told_at      timestamptz,
  CONSTRAINT maintenance_ticket_closed_with_reason CHECK (state <> 'CLOSED' OR reason IS NOT NULL)
);
CREATE UNIQUE INDEX maintenance_ticket_one_open ON fleet.maintenance_ticket (terminal_id, oddity) WHERE state <> 'CLOSED';
CREATE INDEX maintenance_ticket_untold ON fleet.maintenance_ticket (opened_at) WHERE told_at IS NULL;

CREATE TABLE fleet.maintenance_step (
  ticket_id uuid        NOT NULL REFERENCES fleet.maintenance_ticket,
  at        timestamptz NOT NULL,
  state     text        NOT NULL,
  by        text        NOT NULL,
  reason    text,
  CONSTRAINT maintenance_step_once PRIMARY KEY (ticket_id, at, state)
);
CALL migration.append_only('fleet.status_change');
CALL migration.append_only('fleet.maintenance_step');

-- How many beats came in a minute, of all hosts.
CREATE TABLE fleet.heartbeat_minute (
  minute   timestamptz NOT NULL CONSTRAINT heartbeat_minute_once PRIMARY KEY,
  accepted integer     NOT NULL,
  refused  integer     NOT NULL
);
