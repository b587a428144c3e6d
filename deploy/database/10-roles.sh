#!/bin/bash
# Run once by the PostgreSQL image, on an empty volume: one database and one role each for the app and the engine, so that
# neither can read what the other keeps.
set -euo pipefail

psql --set=ON_ERROR_STOP=1 --set=app="$APP_DATABASE_PASSWORD" --set=engine="$ENGINE_DATABASE_PASSWORD" \
    --username=postgres --dbname=postgres <<'SQL'
CREATE ROLE kith LOGIN PASSWORD :'app';
CREATE ROLE conversations LOGIN PASSWORD :'engine';
CREATE DATABASE kith OWNER kith;
CREATE DATABASE conversations OWNER conversations;
REVOKE CONNECT ON DATABASE kith, conversations, postgres FROM PUBLIC;
SQL
