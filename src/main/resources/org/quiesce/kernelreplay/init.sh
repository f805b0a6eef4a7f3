#!/bin/busybox sh
# The first program of the machine: loads the gates and the module, calls into the module, unloads it, and says how that ended.
/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t devtmpfs devtmpfs /dev
/bin/busybox mount -t debugfs debugfs /sys/kernel/debug
/bin/busybox --install -s /bin
export PATH=/bin
read -r actors schedule seconds unload < /schedule
echo 8 > /proc/sys/kernel/printk
echo 6 > /proc/sys/kernel/hung_task_timeout_secs
echo 1 > /proc/sys/kernel/hung_task_check_interval_secs
echo 8 > /proc/sys/kernel/hung_task_warnings
echo 1 > /proc/sys/kernel/watchdog_thresh
echo "quiesce: kernel $(uname -r)"

is_over() {
    [ ! -d "/proc/$1" ] || grep -q '^State:.Z' "/proc/$1/status" 2> /dev/null
}

# what is asked of a task that is over: its status; of one that is not after that many seconds: that it hangs
finish() {
    left=$((seconds * 10))
    while ! is_over "$1" && [ "$left" -gt 0 ]; do
        usleep 100000
        left=$((left - 1))
    done
    if ! is_over "$1"; then
        echo "quiesce: $2 $1 hangs"
        cat "/proc/$1/stack"
        echo "quiesce: so far"
        return 1
    fi
    wait "$1"
    status=$?
    echo "quiesce: $2 ended with $status"
}

# a task of that name, which waits for its turn
as() {
    printf %s "$1" > /proc/self/comm
    echo "$1" > /proc/quiesce
}

insmod /gates.ko actors="$actors" schedule="$schedule" || echo "quiesce: no gates"
callers=
while read -r name way path; do
    case $way in
    write) (as "$name"; echo 1 > "$path") & ;;
    read) (as "$name"; read -r line < "$path") & ;;
    open) (as "$name"; : < "$path") & ;;
    esac
    callers="$callers $!:$name"
done < /callers
insmod /driver.ko &
if finish $! insmod && grep -q '^driver ' /proc/modules; then
    if [ "$unload" = scheduled ]; then
        (as rmmod; exec rmmod driver) &
        finish $! rmmod
    fi
fi
for caller in $callers; do
    finish "${caller%%:*}" "${caller#*:}"
done
# whoever lives on has this time to go wrong
sleep 4
if [ "$unload" = late ]; then
    rmmod driver &
    finish $! rmmod
    [ "$status" = 0 ] || echo "quiesce: in use for good"
fi
echo "quiesce: end"
reboot -f
