/*
 * Exit sets the flag of a thread that may be asleep.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/wait.h>

static struct task_struct *task;
static DECLARE_WAIT_QUEUE_HEAD(queue);
static DECLARE_COMPLETION(done);
static bool work, stopping;

static int worker(void *data)
{
	while (!stopping) {
		wait_event_idle(queue, work || stopping);
		work = false;
	}
	kthread_complete_and_exit(&done, 0);
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

static int __init flagged_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit flagged_exit(void)
{
	stopping = true;
	wait_for_completion(&done);
}

module_init(flagged_init);
module_exit(flagged_exit);
MODULE_DESCRIPTION("Exit does not wake the thread that it tells to stop");
MODULE_LICENSE("GPL");
