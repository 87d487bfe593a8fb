-- Run once by Patroni, at the first primary: the queue's own role and database. The tables are made by the first Parley server.
\getenv password PARLEY_PASSWORD
create role parley login password :'password';
create database parley owner parley;
