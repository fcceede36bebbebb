/**
 * The guest's only program. It mounts what it needs, sets its probes, says `@ready`, and then does what the lines on
 * the control port say, one command a line. It answers with lines that begin with `@`; every other line it sends
 * is one of the trace. `/probes` and `/events` are written by `probes.ts`.
 */
export const INIT = `#!/bin/busybox sh
/bin/busybox --install -s /bin
export PATH=/bin
mount -t devtmpfs devtmpfs /dev
exec </dev/console >/dev/console 2>&1
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tracefs tracefs /sys/kernel/tracing
mount -t debugfs debugfs /sys/kernel/debug
stty -F /dev/$control raw -echo 115200
exec 5</dev/$control 6>/dev/$control
say() { printf '@%s\\n' "$*" >&6; }

cd /sys/kernel/tracing
while read -r probe; do
	echo "$probe" >>kprobe_events || echo "$probe" >>/tmp/unprobed
done </probes 2>/dev/null
while read -r event filter; do
	[ -d "events/$event" ] || continue
	[ -z "$filter" ] || echo "$filter" >"events/$event/filter" || echo "$event" >>/tmp/unprobed
	echo 1 >"events/$event/enable"
done </events 2>/dev/null
cd /
cat /sys/kernel/tracing/trace_pipe >&6 &

[ -e /proc/sys/kernel/hung_task_timeout_secs ] && echo 5 >/proc/sys/kernel/hung_task_timeout_secs
say ready "$(uname -r)"

tasks() {
	for folder in /proc/[0-9]*; do
		{ read -r comm <"$folder/comm"; } 2>/dev/null || continue
		state=$(sed -n 's/^State:[[:space:]]*//p' "$folder/status")
		case "$comm:$state" in
		insmod:*|rmmod:*|*:D*)
			say task "\${folder#/proc/}" "\${state%% *}" $(sed 's/^\\[<0>\\] //; s/+.*//' "$folder/stack") "$comm" ;;
		esac
	done
}

files() {
	find /dev /sys/kernel/debug -maxdepth 1
	find /proc /sys/kernel -maxdepth 2 \\( -path '/proc/[0-9]*' -o -path /proc/sys -o -path '/sys/kernel/debug' -o -path '*/tracing' \\) -prune -o -print
}

# a device for which nobody makes a node has its number in /proc/devices
node() {
	major=$(awk -v name="\${1#/dev/}" '$2 == name { print $1; exit }' /proc/devices)
	[ -z "$major" ] || mknod "$1" c "$major" 0
}

# an int, the lowest byte first
octets() {
	for shift in 0 8 16 24; do
		printf "\\\\$(printf %03o $(($1 >> shift & 255)))"
	done
}

# bytes that are written as two digits each
hex() {
	for octet in $(echo "$1" | sed 's/../& /g'); do
		printf "\\\\$(printf %03o 0x$octet)"
	done
}

# so many bytes, in one write()
whole() {
	head -c "$1" >/tmp/long
	dd if=/tmp/long bs="$1" count=1 >&3
}

# HOW PATH WORDS..., of the file that is open as 3: what is written may have spaces
act() {
	case $1 in
	mount) mount -t "$3" none "$2" || { head -c 65536 /dev/zero >/tmp/disk; mount -t "$3" -o loop /tmp/disk "$2"; } ;;
	tree) "$3" "$2" ;;
	read) dd of=/dev/null bs=4096 count=1 <&3 ;;
	short) dd of=/dev/null bs=1 count=1 <&3 ;;
	write) shift 2; printf '%s\\n' "$*" >&3 ;;
	bare) shift 2; printf %s "$*" >&3 ;;
	record) { octets "$4"; head -c "$3" /dev/zero; } | whole "$3" ;;
	bytes) size=$3; for last; do :; done; { hex "$last"; head -c "$size" /dev/zero; } | whole "$size" ;;
	fill) head -c "$3" /dev/zero | tr '\\0' a | whole "$3" ;;
	seek|pread|pwrite|ioctl|struct|value|poll) chmod +x /tmp/caller; /tmp/caller "$@" ;;
	esac
}

# the same, and each line of $then with the file still open
acts() {
	act "$@"
	while read -r next; do act $next; done <"$then"
}

deed() {
	case $1 in mount|tree) act "$@"; return ;; esac
	[ -e "$2" ] || node "$2"
	[ ! -s "$then" ] || { acts "$@" 3<>"$2"; return; }
	case $1 in
	read|short) act "$@" 3<"$2" ;;
	write|bare|record|bytes|fill) act "$@" 3>"$2" ;;
	*) act "$@" 3<>"$2" ;;
	esac
}

set --
deeds= number=0 then=
while read -r command rest <&5; do
	case $command in
	put)
		while read -r line <&5 && [ "$line" != . ]; do echo "$line"; done | base64 -d >>"/tmp/$rest"
		say put ;;
	word)
		set -- "$@" "$rest" ;;
	insmod)
		( /bin/insmod "/tmp/$rest" "$@"; say insmod $? ) &
		set -- ;;
	rmmod)
		( /bin/rmmod "$rest"; say rmmod $? ) & ;;
	signal)
		kill -\${rest% *} \${rest#* }
		say signal $? ;;
	files)
		files 2>/dev/null >/tmp/files
		say files ;;
	also)
		echo "$rest" >>/tmp/also ;;
	deed)
		then=/tmp/then$((number += 1))
		[ ! -e /tmp/also ] || mv /tmp/also $then
		( set -f; deed $rest 2>/dev/null; say deed $? ) &
		deeds="$deeds $!" ;;
	use)
		files 2>/dev/null | grep -vxFf /tmp/files >/tmp/made
		while read -r file; do
			[ ! -d "$file" ] || continue
			( deed read "$file"; deed write "$file" 1 ) &
			deeds="$deeds $!"
		done </tmp/made
		say use $(wc -l </tmp/made) ;;
	abandon)
		[ -z "$deeds" ] || kill $deeds
		say abandon ;;
	breathe) # unmounting waits for a grace period
		mount -t tmpfs tmpfs /mnt && umount /mnt
		say breathe ;;
	tasks)
		tasks
		say tasks ;;
	unprobed)
		say unprobed $(sed 's/^p:\\([^ ]*\\).*/\\1/' /tmp/unprobed) ;;
	esac
done
`;
