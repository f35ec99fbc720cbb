# Sourced by tests/run.sh and examples/demo.sh: `prepare NAME...` makes sure that each named tool or library is there.
# What is missing is installed through apt where that can be done, and else named; then the exit status is 2.

# Whether one of the names that prepare knows is there.
present() {
  case $1 in
    cmocka | jansson | sqlite3 | zlib) pkg-config --exists "$1" 2>/dev/null ;;
    sqlite3-program) command -v sqlite3 >/dev/null 2>&1 ;;
    csv) echo '#include <csv.h>' | cc -E - >/dev/null 2>&1 ;;
    locales) [ -e /usr/share/i18n/locales/de_DE ] ;;
    *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

# The Debian package that brings it.
package_of() {
  case $1 in
    ninja) echo ninja-build ;;
    cc) echo gcc libc6-dev ;;
    c++) echo g++ ;;
    cmocka | jansson | csv) echo "lib$1-dev" ;;
    sqlite3) echo libsqlite3-dev ;;
    sqlite3-program) echo sqlite3 ;;
    abidiff) echo abigail-tools ;;
    zlib) echo zlib1g-dev ;; # programs with SQLite's archive need it
    *) echo "$1" ;;
  esac
}

missing_of() {
  for name in "$@"; do
    present "$name" || printf '%s ' "$name"
  done
}

prepare() {
  missing=$(missing_of "$@")
  [ -n "$missing" ] || return 0
  packages=
  for name in $missing; do
    packages="$packages $(package_of "$name")"
  done
  superuser=
  if [ "$(id -u)" -ne 0 ]; then
    superuser=none
    if command -v sudo >/dev/null 2>&1; then superuser=sudo; fi
  fi
  if command -v apt-get >/dev/null 2>&1 && [ "$superuser" != none ]; then
    echo "installing$packages"
    { $superuser apt-get -qq update && $superuser env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages; } >/dev/null 2>&1 || true
    missing=$(missing_of "$@")
  fi
  if [ -n "$missing" ]; then
    echo "missing: $missing(Debian packages:$packages)" >&2
    exit 2
  fi
}
