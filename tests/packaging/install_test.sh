#!/usr/bin/env bash
# Installs the build into a folder of its own and uses it as another project would: the programs run, CMake and
# pkg-config find the contract, and protoc reads it.
#
#   install_test.sh BUILD    the build folder
set -euo pipefail
build=$1
here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cmake --install "$build" --prefix "$folder/installed" >/dev/null
"$folder/installed/bin/prognos" --version >/dev/null
"$folder/installed/bin/prognosd" --version >/dev/null

cmake -S "$here/user" -B "$folder/user" -DCMAKE_PREFIX_PATH="$folder/installed" >/dev/null
cmake --build "$folder/user" >/dev/null
test -s "$folder/user/prognos/v1/forecast_pb2.py"

# pkg-config moves what it finds in a folder that is not the prefix it was made for.
protos=$(PKG_CONFIG_PATH="$folder/installed/share/pkgconfig" \
  pkg-config --define-variable=prefix="$folder/installed" --variable=protodir prognos-protos)
protoc --proto_path="$protos" --descriptor_set_out="$folder/set" "$protos"/prognos/v1/*.proto
test -s "$folder/set"
echo "installed, found and read"
