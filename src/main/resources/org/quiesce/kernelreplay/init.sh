#!/bin/busybox sh
# The first program of the machine: loads the gates and the module, unloads the module, and says how that ended.
/bin/busybox mkdir -p /proc /sys /dev
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox --install -s /bin
export PATH=/bin
read -r actors schedule seconds < /schedule
echo 8 > /proc/sys/kernel/printk
echo 2 > /proc/sys/kernel/hung_task_timeout_secs
echo 1 > /proc/sys/kernel/hung_task_check_interval_secs
echo 2 > /proc/sys/kernel/hung_task_warnings
echo "quiesce: kernel $(uname -r)"

# what is asked of a task that is over: its status; of one that is not after that many seconds: that it hangs
finish() {
    left=$((seconds * 10))
    while [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2> /dev/null && [ "$left" -gt 0 ]; do
        usleep 100000
        left=$((left - 1))
    done
    if [ -d "/proc/$1" ] && ! grep -q '^State:.Z' "/proc/$1/status" 2> /dev/null; then
        echo "quiesce: $2 hangs"
        cat "/proc/$1/stack"
        return 1
    fi
    wait "$1"
    echo "quiesce: $2 ended with $?"
}

insmod /gates.ko actors="$actors" schedule="$schedule" || echo "quiesce: no gates"
insmod /driver.ko &
if finish $! insmod && grep -q '^driver ' /proc/modules; then
    rmmod driver &
    finish $! rmmod
fi
# whoever lives on has this time to go wrong
sleep 3
for status in /proc/[0-9]*/status; do
    while read -r key value rest; do
        [ "$key" = Name: ] && name=$value
        [ "$key" = State: ] && state=$value
    done < "$status"
    grep -q -x -F -- "$name" /names && echo "quiesce: still there $name $state"
done
echo "quiesce: end"
reboot -f
