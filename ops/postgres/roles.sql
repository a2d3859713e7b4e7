-- Generated from config/subgraphs.ts by npm run generate; not to be edited.
-- Run once, when the volume of PostgreSQL is new: for each subgraph a database, a role that owns and
-- migrates it, and a role that the subgraph serves with. None is a superuser or can read another
-- database. The passwords are those of docker-compose.yml.
CREATE ROLE orders_owner LOGIN PASSWORD 'orders_owner';
CREATE ROLE orders LOGIN PASSWORD 'orders';
CREATE ROLE users_owner LOGIN PASSWORD 'users_owner';
CREATE ROLE users LOGIN PASSWORD 'users';
CREATE ROLE inventory_owner LOGIN PASSWORD 'inventory_owner';
CREATE ROLE inventory LOGIN PASSWORD 'inventory';

CREATE DATABASE orders OWNER orders_owner;
CREATE DATABASE users OWNER users_owner;
CREATE DATABASE inventory OWNER inventory_owner;

REVOKE CONNECT, TEMPORARY ON DATABASE orders, users, inventory FROM PUBLIC;
