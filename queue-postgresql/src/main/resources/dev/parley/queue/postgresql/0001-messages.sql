-- Numbers are 64 bits, times nanoseconds since 1970 by the database's clock.

create sequence message_id;

create table message (
  id bigint primary key,
  tube text not null,
  priority bigint not null,
  state smallint not null, -- 0 ready, 1 delayed, 2 buried, 3 reserved
  at bigint not null, -- delayed: due; buried: since; reserved: until; ready: 0
  holder bigint, -- who reserved it: a server's number and, in the lower 32 bits, that of one of its connections
  delay bigint not null,
  time_to_run bigint not null,
  put_at bigint not null,
  reserves integer not null default 0, timeouts integer not null default 0, releases integer not null default 0,
  buries integer not null default 0, kicks integer not null default 0,
  bytes integer not null,
  body bytea not null
) with (
  -- A queue's table is dead rows for the most part: many small vacuums keep its indexes short.
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000,
  autovacuum_vacuum_insert_scale_factor = 0.2, autovacuum_analyze_scale_factor = 0, autovacuum_analyze_threshold = 100000,
  autovacuum_vacuum_cost_delay = 0
);
alter table message alter column body set storage external; -- compressing costs more than it saves

create index message_ready on message (tube, priority, id) where state = 0;
create index message_delayed on message (tube, at, id) where state = 1;
create index message_buried on message (tube, at, id) where state = 2;
create index message_reserved on message (tube, at, id) where state = 3;
create index message_due on message (at) where state in (1, 3);
create index message_holder on message (holder) where state = 3;

create table pause (
  tube text primary key,
  until bigint not null,
  nanos bigint not null,
  pauses bigint not null
);

-- One row for each run of a server, and number 0 for those that have ended in order. Its batch is a number that every transaction
-- counts up first: one that was given up cannot end after the one that follows it, and whether it was committed can be asked.
create table server (
  id bigint primary key generated always as identity,
  batch bigint not null default 0,
  messages bigint not null default 0, -- put less deleted
  bytes bigint not null default 0,
  seen_at bigint not null
) with (fillfactor = 50);
