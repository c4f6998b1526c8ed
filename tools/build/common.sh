# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Shell functions shared by all build steps: print progress, stop with a one-line error.

say() { printf 'ringlet: %s\n' "$*" >&2; }

die() { printf 'ringlet: error: %s\n' "$*" >&2; exit 1; }

# as_root COMMAND...: runs COMMAND as root, with sudo if necessary.
as_root()
{
	if [ "$(id -u)" = 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

# need_root WHAT: stops unless as_root can work.
need_root()
{
	[ "$(id -u)" = 0 ] || command -v sudo >/dev/null ||
		die "$1 needs root: run this as root, or install sudo"
}

# apt_get WORDS...: with one retry; by default APT spends 7 seconds on each archive that is down.
apt_get() { apt-get -q -o Acquire::Retries=1 "$@"; }

# need_space DIR MIB: stops unless the disk of DIR has that much free.
need_space()
{
	free=$(df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }')
	[ "$free" -ge "$2" ] ||
		die "the disk under $1 is full: $free MiB free, $2 needed; free some and run make again"
}

# Progress from a log: the count of lines that match $step, in percent of $steps if that is set.
progress()
{
	awk -v step="${step:-.}" -v steps="${steps:-0}" '
		$0 ~ step { n++ }
		END {
			if (steps) printf "%d %%", n < steps ? 100 * n / steps : 99
			else printf "%d lines of log", n
		}' "$1"
}

# Prints the progress of a command from its log: on a terminal each second, in a file each 15 seconds.
watch_log()
{
	trap 'kill $! 2>/dev/null; exit' TERM
	seconds=0
	while sleep 1 & wait $!; do
		seconds=$((seconds + 1))
		if [ -t 2 ]; then
			printf '\rringlet: %s: %s, %s s ' "$what" "$(progress "$log")" $seconds >&2
		elif [ $((seconds % 15)) = 0 ]; then
			say "$what: $(progress "$log"), $seconds s"
		fi
	done
}

# run_logged LOG WHAT COMMAND...: runs COMMAND with its output in LOG and prints the progress ($step
# and $steps: see progress). Stops if it fails, with the reason from the log, and the advice in $mend.
run_logged()
{
	log=$1 what=$2
	shift 2
	mkdir -p "${log%/*}" && : >"$log" || die "cannot write $log: is the disk full?"
	began=$(date +%s) failed=0
	"$@" >"$log" 2>&1 </dev/null &
	pid=$!
	watch_log &
	watcher=$!
	trap 'kill $pid $watcher 2>/dev/null; exit 130' INT TERM
	wait $pid || failed=1
	kill $watcher
	wait $watcher || true
	if [ -t 2 ]; then printf '\r\033[K' >&2; fi
	trap - INT TERM
	if [ $failed = 1 ]; then
		need_space "${log%/*}" 10
		die "$what failed: $(reason "$log"); ${mend:-see $log}"
	fi
	say "$what: done in $(($(date +%s) - began)) s"
}

# The line of a log with the reason of a failure: APT's first error, or the first line that looks
# like an error, or the last line.
reason()
{
	grep -m 1 '^E: ' "$1" || grep -m 1 -i -e 'error[: ]' -e 'no space left' "$1" || tail -n 1 "$1"
}
