#!/bin/sh
# backup.sh single|cluster FOLDER: log, read models and the register of persons into a new folder, while everything runs.
# Read models first, then persons, then the log: what is restored together never knows more than its log. The keys of persons lie apart.
set -eu
[ $# -eq 2 ] || { echo "usage: backup.sh single|cluster FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")/.." && pwd)
to=$2
case $1 in single) log=log project=rural-tracker ;; cluster) log=log1 project=rural-tracker-cluster ;; *) echo "single or cluster" >&2; exit 2 ;; esac
compose="docker compose --file $here/compose.$1.yaml"
[ ! -e "$to" ] || { echo "$to is there already: a backup goes into a new folder" >&2; exit 1; }
umask 077
mkdir -p "$to/log" "$to/data" "$to/keys"
to=$(cd "$to" && pwd)

$compose exec -T postgres pg_dump --username=postgres --format=custom township > "$to/read-models.dump"
docker run --rm --network none --user 0:0 --volume "${project}_data:/from" --volume "$to/data:/to" --entrypoint node \
  "rural-tracker:${TRACKER_VERSION:?}" docker/copy-files.ts /from /to
for keys in "$to/data"/*keys* "$to/data"/*.key; do [ ! -e "$keys" ] || mv "$keys" "$to/keys/"; done

# The order is KurrentDB's own: the checkpoints of the index, the index, the checkpoints of the log, the log.
docker run --rm --network none --user 0:0 --volume "${project}_${log}:/from:ro" --volume "$to/log:/to" busybox:1.37.0 sh -eu -c '
  copy() { cd /from && find . -type f "$@" | while IFS= read -r file; do mkdir -p "/to/$(dirname "$file")" && cp -p "$file" "/to/$file"; done; }
  copy -path "./index/*" -name "*.chk"
  copy -path "./index/*" ! -name "*.chk"
  copy ! -path "./index/*" -name "*.chk"
  copy ! -path "./index/*" ! -name "*.chk"'
touch "$to/complete"
echo "$to is complete; keep $to/keys elsewhere"
