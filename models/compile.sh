#!/usr/bin/env bash
# Compiles every C file of the atlas as a module, outside of the source tree.
#
#   KDIR=/lib/modules/$(uname -r)/build models/compile.sh [ID… | real/ID…]
#
# KDIR is a directory of kernel headers; Linux 5.17 or later has all the calls. Needs make and the compiler of KDIR.
set -euo pipefail
: "${KDIR:?set KDIR to a directory of kernel headers, such as /lib/modules/\$(uname -r)/build}"
models=$(cd "$(dirname "$0")" && pwd)
build=$(mktemp -d)
trap 'rm -rf "$build"' EXIT

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
make -C "$KDIR" M="$build" W=1 KCFLAGS=-Werror modules
