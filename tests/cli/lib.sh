# Sourced by tests/cli/test_* and tests/tree/test_*: `check NAME COMMAND...` is one test; `finish` counts as cmocka does.
# Each file of tests runs in an empty folder of its own, $top is the tree, `chartc` the built command.
top=$(pwd)
case ${B:-build} in /*) build=${B:-build} ;; *) build=$top/${B:-build} ;; esac
PATH=$build:$PATH
export PATH
LC_ALL=C
export LC_ALL
unset NO_COLOR TERM
n_passed=0
failures=
folder=$(mktemp -d) || exit 1
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1

check() {
    name=$1
    shift
    if ("$@") >"$folder/.log" 2>&1; then
        n_passed=$((n_passed + 1))
    else
        failures="$failures $name"
        echo "--- $name failed:"
        cat "$folder/.log"
    fi
}

# exits CODE COMMAND...: its output goes to out and err.
exits() {
    wanted=$1
    shift
    "$@" >out 2>err
    code=$?
    [ "$code" = "$wanted" ] || { echo "exit code $code, not $wanted: $*"; cat err; return 1; }
}

# says TEXT: the last command's err holds it.
says() {
    grep -qF -e "$1" err || { echo "not said: $1"; cat err; return 1; }
}

finish() {
    echo "[  PASSED  ] $n_passed test(s)."
    [ -z "$failures" ] && return 0
    set -- $failures
    echo "[  FAILED  ] $# test(s), listed below:"
    printf '[  FAILED  ] %s\n' "$@"
    return 1
}
