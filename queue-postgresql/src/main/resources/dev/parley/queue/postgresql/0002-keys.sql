-- Keys of messages that were put once, for as long as their tubes know them.
create table put_key (
  tube text not null,
  key text not null,
  message bigint not null,
  at bigint not null,
  primary key (tube, key)
);
create index put_key_at on put_key (at);

-- Servers that share these tables say the same name.
create table store (
  only_row integer primary key default 1 check (only_row = 1),
  identity uuid not null default gen_random_uuid()
);
insert into store default values;
