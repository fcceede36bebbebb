#!/bin/sh
# Helix 25.01 as Debian 13 packages it, with the C library that it wants, below this folder: for test/editors/helix.slow.test.ts on an
# older Debian. Nothing of the machine's own packages is touched. Where `hx` is installed, the test takes that.
set -eu
cd "$(dirname "$0")"
mkdir -p apt/sources apt/lists/partial apt/archives/partial
: >apt/status
cat >apt/sources/trixie.sources <<'SOURCES'
Types: deb
URIs: http://deb.debian.org/debian
Suites: trixie
Components: main
Architectures: amd64
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
trixie() {
  apt-get -qq -o APT::Sandbox::User=root -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$PWD/apt/sources" \
    -o Dir::State::lists="$PWD/apt/lists" -o Dir::Cache::archives="$PWD/apt/archives" -o Dir::Cache="$PWD/apt" \
    -o Dir::State::status="$PWD/apt/status" "$@"
}
trixie update
trixie download hx libc6 libgcc-s1
for package in *.deb; do dpkg-deb -x "$package" root; done
rm -rf apt ./*.deb
cat >hx <<HX
#!/bin/sh
export HELIX_RUNTIME="$PWD/root/usr/lib/hx/runtime"
exec "$PWD/root/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2" --library-path "$PWD/root/usr/lib/x86_64-linux-gnu" "$PWD/root/usr/lib/hx/hx" "\$@"
HX
chmod +x hx
