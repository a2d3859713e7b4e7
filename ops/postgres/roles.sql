-- Generated from config/subgraphs.ts by npm run generate; not to be edited.
-- Run once by psql, when the volume of PostgreSQL is new: for each subgraph a database, a role that
-- owns and migrates it, and a role that the subgraph serves with. None is a superuser or can read
-- another database. The password of each role is in a file, ROLE-password, in the folder /part, where
-- the container certificates has created them, or in another: psql --set folder=FOLDER.
\if :{?folder}
\else
  \set folder /part
\endif
\set orders_owner `cat :'folder'/orders_owner-password`
CREATE ROLE orders_owner LOGIN PASSWORD :'orders_owner';
\set orders `cat :'folder'/orders-password`
CREATE ROLE orders LOGIN PASSWORD :'orders';
\set users_owner `cat :'folder'/users_owner-password`
CREATE ROLE users_owner LOGIN PASSWORD :'users_owner';
\set users `cat :'folder'/users-password`
CREATE ROLE users LOGIN PASSWORD :'users';
\set inventory_owner `cat :'folder'/inventory_owner-password`
CREATE ROLE inventory_owner LOGIN PASSWORD :'inventory_owner';
\set inventory `cat :'folder'/inventory-password`
CREATE ROLE inventory LOGIN PASSWORD :'inventory';

CREATE DATABASE orders OWNER orders_owner;
CREATE DATABASE users OWNER users_owner;
CREATE DATABASE inventory OWNER inventory_owner;

REVOKE CONNECT, TEMPORARY ON DATABASE orders, users, inventory FROM PUBLIC;
