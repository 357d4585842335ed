#!/bin/sh
# Format and lint of the C++ sources: tools/lint.sh format|tidy [--changed]
#
#   format   clang-format-19 has nothing to change
#   tidy     clang-tidy-19 finds nothing of .clang-tidy's list, and each source includes what it uses
#
# --changed looks only at what differs from the last commit. Needs the groups test and check of
# tools/packages.txt.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"

# sources SUFFIX...: the files to look at, one a line.
sources() {
  for suffix in "$@"; do
    if [ "${changed:-}" ]; then
      git diff --name-only --diff-filter=d HEAD -- "*.$suffix"
      git ls-files --others --exclude-standard -- "*.$suffix"
    else
      find src tests bench fuzz -name "*.$suffix" 2>/dev/null
    fi
  done | grep -E '^(src|tests|bench|fuzz)/' | sort -u
}

format() {
  command -v clang-format-19 >/dev/null || { echo "lint: install clang-format-19 (tools/bootstrap.sh test)" >&2; exit 1; }
  sources cc h | xargs -r clang-format-19 --dry-run -Werror ||
    { echo "lint: mend with: clang-format-19 -i FILE" >&2; exit 1; }
}

tidy() {
  command -v clang-tidy-19 >/dev/null || { echo "lint: install clang-tidy-19 (tools/bootstrap.sh check)" >&2; exit 1; }
  cmake --preset lint >/dev/null
  # Only sources that are built: the others have no flags to be read with.
  sources cc | grep -v '_test\.cc$' | while read -r file; do
    ! grep -qF "/$file\"" build/lint/compile_commands.json || echo "$file"
  done | xargs -r -n 1 -P "$(nproc)" clang-tidy-19 -p build/lint --quiet --warnings-as-errors='*'
}

action=${1:-}
[ "${2:-}" != --changed ] || changed=yes
case $action in
  format) format ;;
  tidy) tidy ;;
  *) sed -n '2,8s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
