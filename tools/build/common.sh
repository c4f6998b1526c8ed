# SPDX-License-Identifier: MIT
# Shell functions that every build step shares: say what happens, stop with one line.

say() { printf 'ringlet: %s\n' "$*" >&2; }

die() { printf 'ringlet: error: %s\n' "$*" >&2; exit 1; }

# as_root CMD...: as it is for root, with sudo for others.
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	elif command -v sudo >/dev/null; then
		sudo "$@"
	else
		die "'$1' needs root: run this as root, or install sudo"
	fi
}

# run_logged LOG WHAT CMD...: runs CMD with its output in LOG and shows that it is alive.
# A failure shows the end of the log.
run_logged()
{
	log=$1; what=$2; shift 2
	mkdir -p "$(dirname "$log")" || die "cannot write $log: is the disk full?"
	started=$(date +%s)
	"$@" >"$log" 2>&1 &
	pid=$!
	ticks=0
	while kill -0 "$pid" 2>/dev/null; do
		sleep 1
		ticks=$((ticks + 1))
		if [ $((ticks % 15)) = 0 ]; then
			say "$what: $(($(date +%s) - started)) s, $(wc -l <"$log") lines of log"
		fi
	done
	if ! wait "$pid"; then
		tail -n 15 "$log" >&2
		if df -P "$(dirname "$log")" | awk 'NR == 2 { exit $4 > 10240 }'; then
			die "$what failed: the disk is full; free some space and run make again"
		fi
		die "$what failed; the whole log is in $log"
	fi
	say "$what: done in $(($(date +%s) - started)) s"
}
