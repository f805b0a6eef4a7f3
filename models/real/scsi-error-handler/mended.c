/*
 * The handler sets its state, then tests for a stop.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *ehandler;
static bool host_failed;
static struct dentry *dir;

static bool fault;
module_param(fault, bool, 0600);

static bool times_out(void)
{
	return READ_ONCE(fault);
}

static int scsi_error_handler(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		if (!host_failed) {
			schedule();
			continue;
		}
		__set_current_state(TASK_RUNNING);
		host_failed = false;
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t command(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (times_out()) {
		host_failed = true;
		wake_up_process(ehandler);
	}
	return len;
}

static const struct file_operations command_fops = {
	.owner = THIS_MODULE,
	.write = command,
};

static int __init error_handler_init(void)
{
	ehandler = kthread_run(scsi_error_handler, NULL, "scsi_error_handler");
	if (IS_ERR(ehandler))
		return PTR_ERR(ehandler);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("command", 0200, dir, NULL, &command_fops);
	return 0;
}

static void __exit error_handler_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(ehandler);
}

module_init(error_handler_init);
module_exit(error_handler_exit);
MODULE_DESCRIPTION("The SCSI error handler sleeps over its stop");
MODULE_LICENSE("GPL");
