-- Generated from config/subgraphs.ts by npm run generate; not to be edited.
-- Run once, when the volume of PostgreSQL is new: a database for each subgraph and an account that
-- owns it, can read no other and is not a superuser. The passwords are those of docker-compose.yml.
CREATE ROLE orders LOGIN PASSWORD 'orders';
CREATE ROLE users LOGIN PASSWORD 'users';
CREATE ROLE inventory LOGIN PASSWORD 'inventory';

CREATE DATABASE orders OWNER orders;
CREATE DATABASE users OWNER users;
CREATE DATABASE inventory OWNER inventory;

REVOKE CONNECT, TEMPORARY ON DATABASE orders, users, inventory FROM PUBLIC;
