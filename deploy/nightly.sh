#!/bin/sh
# A distribution's nightly job: unpacks today's kernel source beside the plan, sweeps, and keeps report and store.
# Usage: nightly.sh SOURCE.tar.xz; needs the folder vendor/ for modules of its own, which may be empty.
set -eu
cd "$(dirname "$0")"
rm -rf linux
mkdir -p linux vendor reports
tar -xf "$1" -C linux --strip-components=1
status=0
unoops sweep --watch --store sweep.db --report html --out reports/sweep.html nightly.json || status=$?
# the store makes the second report cheap: nothing is done again
unoops sweep --store sweep.db --report sarif --out reports/sweep.sarif nightly.json || true
exit "$status"
