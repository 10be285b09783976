#!/usr/bin/env bash
# Rebuilds the bundles from their sources in another folder and compares them with the committed ones.
set -euo pipefail
cd "$(dirname "$0")"

elsewhere=$(mktemp -d)
trap 'rm -rf "$elsewhere"' EXIT
cp -r package.json package-lock.json build.mjs notices.mjs src "$elsewhere"
(cd "$elsewhere" && npm ci --ignore-scripts --no-audit --no-fund --silent && node build.mjs "$elsewhere/dist")
if ! diff -rq ../static/dist "$elsewhere/dist"; then
  echo "The bundles in webapp/static/dist are not what their sources give: run 'make bundles' and commit them." >&2
  exit 1
fi
echo "The bundles are what their sources give."
