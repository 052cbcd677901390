#!/bin/sh
# restore.sh single|cluster FOLDER: puts a backup in place of what is there. Everything is stopped meanwhile. Of a cluster every node gets the log.
# Read models that do not fit the log are built anew by themselves at the first start.
set -eu
[ $# -eq 2 ] || { echo "usage: restore.sh single|cluster FOLDER" >&2; exit 2; }
here=$(cd "$(dirname "$0")/.." && pwd)
case $1 in single) logs=log project=rural-tracker ;; cluster) logs='log1 log2 log3' project=rural-tracker-cluster ;; *) echo "single or cluster" >&2; exit 2 ;; esac
compose="docker compose --file $here/compose.$1.yaml"
from=$(cd "$2" && pwd)
[ -f "$from/complete" ] || { echo "$from is no whole backup" >&2; exit 1; }
$compose down

for log in $logs; do
  docker run --rm --network none --user 0:0 --volume "${project}_${log}:/to" --volume "$from/log:/from:ro" busybox:1.37.0 sh -eu -c '
    find /to -mindepth 1 -delete
    cp -Rp /from/. /to/
    cp -p /to/chaser.chk /to/truncate.chk
    chown -R 1001:1001 /to'
done
docker run --rm --network none --user 0:0 --volume "${project}_data:/to" --volume "$from/data:/from:ro" --volume "$from/keys:/keys:ro" busybox:1.37.0 sh -eu -c '
  # A person who was erased stays erased: keys that are there are not replaced.
  find /to -mindepth 1 ! -name "*keys*" ! -name "*.key" -delete
  cp -Rp /from/. /to/
  for keys in /keys/*; do [ ! -e "$keys" ] || [ -e "/to/$(basename "$keys")" ] || cp -p "$keys" /to/; done
  chown -R 10001:10001 /to'

$compose up --detach --wait postgres
$compose run --rm roles
$compose exec -T postgres pg_restore --username=postgres --dbname=township --clean --if-exists --single-transaction < "$from/read-models.dump" \
  || echo "the read models were not restored and are built anew" >&2
$compose up --detach --wait
