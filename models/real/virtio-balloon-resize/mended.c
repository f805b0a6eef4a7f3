/*
 * A wake-up is remembered, and the state is set in wait_woken().
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/wait.h>

static struct task_struct *balloon_task;
static DECLARE_WAIT_QUEUE_HEAD(config_change);
static DEFINE_MUTEX(config_lock);
static bool changed;

static int balloon(void *data)
{
	DEFINE_WAIT_FUNC(wait, woken_wake_function);

	add_wait_queue(&config_change, &wait);
	while (!kthread_should_stop()) {
		mutex_lock(&config_lock);
		changed = false;
		mutex_unlock(&config_lock);
		wait_woken(&wait, TASK_INTERRUPTIBLE, MAX_SCHEDULE_TIMEOUT);
	}
	remove_wait_queue(&config_change, &wait);
	return 0;
}

/* The host wants another size: # echo > /sys/module/.../parameters/host */
static int host(const char *val, const struct kernel_param *kp)
{
	changed = true;
	wake_up(&config_change);
	return 0;
}

static const struct kernel_param_ops host_ops = { .set = host };
module_param_cb(host, &host_ops, NULL, 0200);

static int __init balloon_resize_init(void)
{
	balloon_task = kthread_run(balloon, NULL, "balloon");
	if (IS_ERR(balloon_task))
		return PTR_ERR(balloon_task);
	return 0;
}

static void __exit balloon_resize_exit(void)
{
	kthread_stop(balloon_task);
}

module_init(balloon_resize_init);
module_exit(balloon_resize_exit);
MODULE_DESCRIPTION("virtio_balloon reads its configuration between state and sleep");
MODULE_LICENSE("GPL");
