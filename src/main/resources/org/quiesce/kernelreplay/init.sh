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
echo 4 > /proc/sys/kernel/hung_task_timeout_secs
echo 1 > /proc/sys/kernel/hung_task_check_interval_secs
echo 8 > /proc/sys/kernel/hung_task_warnings
echo 1 > /proc/sys/kernel/watchdog_thresh
echo "quiesce: kernel $(uname -r)"

# Nothing is started between one step and the next: a new task would take the memory of one that has ended, and hide its use.
mkfifo /nothing /turn
exec 9<> /nothing

pause() {
    read -r -t "$1" -u 9 never
}

is_over() {
    state=Z
    { read -r _ _ state _ < "/proc/$1/stat"; } 2> /dev/null
    [ "$state" = Z ]
}

# what is asked of a task that is over: its status; of one that is not after that many seconds: that it hangs
finish() {
    left=$((seconds * 10))
    while ! is_over "$1" && [ "$left" -gt 0 ]; do
        pause 0.1
        left=$((left - 1))
    done
    if ! is_over "$1"; then
        echo "quiesce: $2 $1 hangs"
        cat "/proc/$1/stack"
        echo "quiesce: so far"
        hung="$hung $1"
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

# whoever may come before the module has made the file waits for that, too
knock() {
    left=100
    while [ ! -e "$1" ] && [ "$left" -gt 0 ]; do
        pause 0.01
        left=$((left - 1))
    done
}

insmod /gates.ko actors="$actors" schedule="$schedule" || echo "quiesce: no gates"
callers=
hung=
while read -r name way path; do
    case $way in
    write) (as "$name"; knock "$path"; echo 1 > "$path") & ;;
    read) (as "$name"; knock "$path"; read -r line < "$path") & ;;
    open) (as "$name"; knock "$path"; : < "$path") & ;;
    esac
    callers="$callers $!:$name"
done < /callers
(read -r turn < /turn; [ "$turn" = scheduled ] && as rmmod; exec rmmod driver) &
unloader=$!
insmod /driver.ko &
if finish $! insmod && [ -d /sys/module/driver ] && [ "$unload" = scheduled ]; then
    echo "$unload" > /turn
    finish $unloader rmmod
fi
for caller in $callers; do
    finish "${caller%%:*}" "${caller#*:}"
done
# whoever lives on has this time to go wrong
pause 3
# what hung may have been slow only; of threads of the module only their state is known
for task in $hung; do
    is_over "$task" && echo "quiesce: over after all $task"
done
for stat in /proc/[0-9]*/stat; do
    { read -r line < "$stat"; } 2> /dev/null || continue
    case ${line##*) } in
    D*) echo "quiesce: still ${line%% *}" ;;
    esac
done
if [ "$unload" = late ]; then
    echo "$unload" > /turn
    finish $unloader rmmod
    [ "$status" = 0 ] || echo "quiesce: in use for good"
fi
# memory that was freed is looked at: whoever has written to it since has spoilt its poison
for cache in /sys/kernel/slab/*/validate; do
    echo 1 > "$cache"
done 2> /dev/null
echo "quiesce: end"
reboot -f
