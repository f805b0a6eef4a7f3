/*
 * Exit ends the transfer that may be under way, and all later ones.
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

static struct task_struct *task;
static DECLARE_COMPLETION(done);

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		/* a transfer is started here; its end is waited for */
		wait_for_completion(&done);
	}
	return 0;
}

/* The transfer has ended: # echo > /sys/module/.../parameters/device */
static int device(const char *val, const struct kernel_param *kp)
{
	complete(&done);
	return 0;
}

static const struct kernel_param_ops device_ops = { .set = device };
module_param_cb(device, &device_ops, NULL, 0200);

static int __init transferring_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	return 0;
}

static void __exit transferring_exit(void)
{
	complete_all(&done);
	kthread_stop(task);
}

module_init(transferring_init);
module_exit(transferring_exit);
MODULE_DESCRIPTION("Exit completes the transfer, then stops the thread");
MODULE_LICENSE("GPL");
