#!/usr/bin/env bash
# Compiles every C file of the atlas as a module, outside of the source tree.
#
#   KDIR=/lib/modules/$(uname -r)/build models/compile.sh [ID… | real/ID…]
#
# KDIR is a directory of kernel headers; Linux 5.17 or later has all the calls. Needs make and the compiler of KDIR.
# Some models are of code that is built into the kernel and calls what modules can't: they are compiled, and what they
# lack is said; anything else that is not exported is an error.
set -euo pipefail
: "${KDIR:?set KDIR to a directory of kernel headers, such as /lib/modules/\$(uname -r)/build}"
models=$(cd "$(dirname "$0")" && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

readonly built_in_only=(kthread_set_per_cpu)

cd "$models"
ids=("$@")
if [ ${#ids[@]} -eq 0 ]; then
    ids=(*/model.yaml real/*/model.yaml)
    ids=("${ids[@]%/model.yaml}")
fi
for id in "${ids[@]}"; do
    id=${id%/}
    for source in "$id"/*.c; do
        object=${id#real/}-$(basename "$source" .c)
        cp "$source" "$build/$object.c"
        echo "obj-m += $object.o" >> "$build/Makefile"
    done
done
# As warnings, or the first function that is not exported would keep all modules from being linked. Nobody loads them, so
# the types that pahole would add are not needed.
make -C "$KDIR" M="$build" W=1 KCFLAGS=-Werror KBUILD_MODPOST_WARN=1 CONFIG_DEBUG_INFO_BTF_MODULES= modules 2>&1 | tee "$build/log"

lacking() {
    sed -nE 's/.*modpost: "([^"]+)" \[(.*\/)?([^]]+)\.ko\] undefined!.*/\1 \3/p' "$build/log" | sort -u
}
modules=("$build"/*.ko)
echo "compiled and linked: ${#modules[@]} modules"
status=0
while read -r function module; do
    if [[ " ${built_in_only[*]} " == *" $function "* ]]; then
        echo "not exported, for code that is built in only: $function, called by $module"
    else
        echo "not exported: $function, called by $module; no module can call it" >&2
        status=1
    fi
done < <(lacking)
exit $status
