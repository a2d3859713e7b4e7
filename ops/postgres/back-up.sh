#!/bin/sh
# Backups of the PostgreSQL of docker-compose.yml by pgBackRest.
#   back-up push FILE   archives a segment of the log; PostgreSQL calls it
#   back-up fetch …     gets a segment from the archive; a server that is being restored calls it
#   back-up now         makes a full backup, and deletes those past their retention
#   back-up schedule    makes one now and every 24 hours, and tries again five minutes after a failure;
#                       one of damaged pages does not count, and is the only one of its day
#   back-up list        lists the backups
#   back-up verify      compares every file of the backups and the archive with its checksum, and
#                       ends with 1 if one is damaged or missing
#   back-up restore …   restores into /var/lib/postgresql/restored, with options of pgBackRest, unless
#                       verify finds a fault; after --accept-damage, as far as the archive is whole
set -eu

part=${BACK_UP_PART:-/part}
config=${BACK_UP_CONFIG:-/etc/pgbackrest/pgbackrest.conf}
repository=${BACK_UP_REPOSITORY:-/backups}
restored=${BACK_UP_RESTORED:-/var/lib/postgresql/restored}
state=${BACK_UP_STATE:-/backup-state/backups.json}
check_seconds=${BACK_UP_CHECK_SECONDS:-300}
# Half an hour less than a day, so that a backup that was late does not move all the later ones.
due_minutes=1410
# The exit code of a backup that was made of damaged pages.
damaged=3

PGBACKREST_REPO1_CIPHER_PASS=$(cat "$part/backups-secret")
export PGBACKREST_REPO1_CIPHER_PASS

pgbackrest_here() {
  pgbackrest --config="$config" --stanza=orderprocessing "$@"
}

# Ends with the code for damaged pages if there were some when the newest backup was made, and with 1 if
# that is unknown.
check_newest() {
  info=$(pgbackrest_here info) || return 1
  printf '%s\n' "$info" | awk -v damaged="$damaged" '
    BEGIN { status = 1 }
    / backup: / { status = 0 }
    /error\(s\) detected/ { status = damaged }
    END { exit status }'
}

# A disk that is not mounted looks like an empty repository.
has_archive() {
  [ -e "$repository/archive/orderprocessing/archive.info" ]
}

# The file says to the metric and its alerts when all databases, which are one cluster, were saved.
write_state() {
  at=$(date -u +%Y-%m-%dT%H:%M:%SZ) || return 1
  # The caller's list of commands does not end where one of these fails.
  printf '{"users":"%s","inventory":"%s","orders":"%s"}\n' "$at" "$at" "$at" > "$state.new" \
    && mv "$state.new" "$state"
}

# Backups past their retention are deleted after a whole one only: an earlier one may be the last.
back_up() {
  if [ -e "$state" ] && ! has_archive; then
    echo "There are no backups in $repository, and some were made there. Mount its disk. If they are gone for good, delete $state." >&2
    return 1
  fi
  pgbackrest_here stanza-create \
    && pgbackrest_here --type=full --no-expire-auto backup \
    || return 1
  check_newest && write_state && pgbackrest_here expire
}

# pgBackRest prints nothing unless it is told to, and ends with 0 where it finds damaged files.
verify() {
  status=0
  found=$(pgbackrest_here --output=text --verbose --log-level-console=info verify) || status=$?
  printf '%s\n' "$found" | uniq
  [ "$status" -eq 0 ] \
    && printf '%s\n' "$found" | grep -q '^status: ok$' \
    && ! printf '%s\n' "$found" | grep -Eq '(missing|invalid|other): [1-9]'
}

# A time in the future is that of a clock that was ahead.
is_due() {
  [ -z "$(find "$state" "$state.damaged" -mmin "-$due_minutes" ! -newermt now 2> /dev/null)" ]
}

schedule() {
  trap 'exit 0' TERM INT
  while true; do
    if is_due; then
      status=0
      back_up || status=$?
      case $status in
        0) echo "backup made" ;;
        # Another one every few minutes would fill the disk.
        "$damaged")
          touch "$state.damaged"
          echo "backup made of damaged pages, which does not count" >&2
          ;;
        *) echo "backup failed, trying again in $check_seconds seconds" >&2 ;;
      esac
    fi
    # A shell notices signals between its commands, and while it waits.
    sleep "$check_seconds" &
    wait $!
  done
}

# PostgreSQL takes a code up to 125 for the end of the log, and opens without what is behind it. Only 1
# says that the archive ends there.
fetch() {
  status=0
  pgbackrest_here --pg1-path="$PWD" archive-get "$@" || status=$?
  [ "$status" -le 1 ] || return 126
  return "$status"
}

# The server that recovers has no passphrase of its own.
restore() {
  fetch=fetch
  if [ "${1:-}" = --accept-damage ]; then
    shift
    fetch=fetch-whole
  elif ! verify >&2; then
    echo "Nothing was restored: all log behind a damaged or missing segment would be lost. Put the files that are named above back. To restore without them, call back-up restore --accept-damage with the same options." >&2
    return 1
  fi
  pgbackrest_here --pg1-path="$restored" \
    --recovery-option="restore_command=$0 $fetch %f \"%p\"" "$@" restore
}

command=${1:-schedule}
[ $# -eq 0 ] || shift
case $command in
  push)
    # Before the first backup there is no archive, and each segment counts as archived. PostgreSQL
    # calls it in the folder of the cluster, where a file remembers that there was one.
    has_archive || [ -e archived ] || exit 0
    pgbackrest_here archive-push "$1" && touch archived
    ;;
  # PostgreSQL calls it in the folder of the cluster, which may be the restored one.
  fetch) fetch "$@" ;;
  # The same after --accept-damage: the log ends before the first segment that is not whole.
  fetch-whole) fetch "$@" || exit 1 ;;
  now) back_up ;;
  schedule) schedule ;;
  list) pgbackrest_here info ;;
  verify) verify ;;
  restore) restore "$@" ;;
  *)
    echo "There is no back-up $command: use push, fetch, now, schedule, list, verify or restore." >&2
    exit 2
    ;;
esac
