-- Run once, when the volume of PostgreSQL is new: a database for each subgraph and an account that
-- owns it, can read no other and is not a superuser. The passwords are those of docker-compose.yml.
CREATE ROLE users LOGIN PASSWORD 'users';
CREATE ROLE inventory LOGIN PASSWORD 'inventory';
CREATE ROLE orders LOGIN PASSWORD 'orders';

CREATE DATABASE users OWNER users;
CREATE DATABASE inventory OWNER inventory;
CREATE DATABASE orders OWNER orders;

REVOKE CONNECT, TEMPORARY ON DATABASE users, inventory, orders FROM PUBLIC;
