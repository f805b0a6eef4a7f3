#!/bin/busybox sh
# The first program of a machine that records what happens from before a module is loaded until after it is gone.
/bin/busybox mkdir -p /proc /sys
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t sysfs sysfs /sys
/bin/busybox mount -t tracefs tracefs /sys/kernel/tracing
/bin/busybox --install -s /bin
export PATH=/bin
cd /sys/kernel/tracing
echo global > trace_clock
for event in sched_switch sched_waking sched_wakeup_new sched_process_fork sched_process_exit sched_process_free \
    sched_kthread_stop sched_kthread_stop_ret; do
    echo "sched:$event" >> set_event
done
echo module >> set_event
insmod /driver.ko
usleep 300000
rmmod driver
usleep 100000
echo 0 > tracing_on
echo "quiesce: log"
cat trace
echo "quiesce: end"
reboot -f
