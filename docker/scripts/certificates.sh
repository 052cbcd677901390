#!/bin/sh
# certificates.sh NODE…: an authority and a certificate for each node, once. What is there stays.
set -eu
cd "${CERTIFICATES:-/certs}"
umask 077
# Of the image: the user of KurrentDB.
owner=1001:1001
[ -f ca/ca.key ] || es-gencert-cli create-ca -out ./ca
for node in "$@"; do
  [ -f "$node/node.key" ] || es-gencert-cli create-node -ca-certificate ./ca/ca.crt -ca-key ./ca/ca.key -out "./$node" -ip-addresses 127.0.0.1 -dns-names "localhost,$node"
  chown -R "$owner" "$node"
  chmod 500 "$node"
  chmod 400 "$node/node.key"
done
# Everybody may know the authority; its key is root's.
chmod 755 . ca
chmod 444 ca/ca.crt
chmod 400 ca/ca.key
