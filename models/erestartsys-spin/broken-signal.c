/*
 * The thread repeats its wait until it is not interrupted, and allows a signal
 * that it never takes off. Once that came every wait is interrupted: the thread
 * spins, on any version.
 */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/wait.h>

static struct task_struct *task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool work;

static int worker(void *data)
{
	int ret;

	allow_signal(SIGTERM);
	while (!kthread_should_stop()) {
		do {
			ret = wait_event_interruptible(queue, work);
		} while (ret);
		work = false;
	}
	return 0;
}

/* The device has work: # echo > /sys/module/.../parameters/device */
static int device(const char *val, const struct kernel_param *kp)
{
	work = true;
	wake_up(&queue);
	return 0;
}

static const struct kernel_param_ops device_ops = { .set = device };
module_param_cb(device, &device_ops, NULL, 0200);

static int __init served_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit served_exit(void)
{
	send_sig(SIGTERM, task, 1);
	kthread_stop(task);
}

module_init(served_init);
module_exit(served_exit);
MODULE_DESCRIPTION("The thread repeats a wait that a signal interrupted");
MODULE_LICENSE("GPL");
