/*
 * Somebody may have opened the device when the directory can't be made. The
 * module is freed under him: misc_deregister() waits for nobody.
 */
#include <linux/completion.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/proc_fs.h>
#include <linux/sched.h>

static struct task_struct *task;
static bool work;
static DECLARE_COMPLETION(done);

static int worker(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		if (!work) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		work = false;
		complete(&done);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t request(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	work = true;
	wake_up_process(task);
	wait_for_completion(&done);
	return len;
}

static const struct file_operations device_fops = {
	.owner = THIS_MODULE,
	.write = request,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "quiesce",
	.fops = &device_fops,
};

static int __init requested_init(void)
{
	int ret;

	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	ret = misc_register(&device);
	if (ret) {
		kthread_stop(task);
		return ret;
	}
	if (!proc_mkdir("quiesce", NULL)) {
		misc_deregister(&device);
		kthread_stop(task);
		return -ENOMEM;
	}
	return 0;
}

static void __exit requested_exit(void)
{
	remove_proc_entry("quiesce", NULL);
	misc_deregister(&device);
	kthread_stop(task);
}

module_init(requested_init);
module_exit(requested_exit);
MODULE_DESCRIPTION("Init can still fail when the device is registered");
MODULE_LICENSE("GPL");
