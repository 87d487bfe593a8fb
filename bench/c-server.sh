# Sourced by comparisons with a load generator in C, which have set self (their file) and root: builds the C tools, and starts the C server.
# Sets dir, which is removed at the end with the server, and port.

# failed WHY FILE; the end of the file has the details
failed() {
    echo "${self##*/}: $1" >&2
    tail -n 5 "$2" >&2
    exit 1
}

make -sC "$root/bench"
dir=$(mktemp -d)
server=
trap 'kill $server 2>/dev/null || :; rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM
: >"$dir/server" # there before it is looked into
"$root/bench/target/reverse-server" --port 0 >"$dir/server" 2>&1 &
server=$!
port=
while [ -z "$port" ]; do
    kill -0 "$server" 2>/dev/null || failed "the C server did not start" "$dir/server"
    port=$(sed -n 's/^ready reverse+tcp:.*:\([0-9]*\)$/\1/p' "$dir/server")
done
