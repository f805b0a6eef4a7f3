/*
 * The field is set, then checked.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>

static struct task_struct *raw_task;
static struct dentry *dir;

static int ir_raw_event_thread(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t register_device(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	raw_task = kthread_run(ir_raw_event_thread, NULL, "ir_raw_event_thread");
	if (IS_ERR(raw_task)) {
		raw_task = NULL;
		return -ENOMEM;
	}
	return len;
}

static ssize_t handle_event(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (raw_task)
		wake_up_process(raw_task);
	return len;
}

static const struct file_operations register_device_fops = {
	.owner = THIS_MODULE,
	.write = register_device,
};

static const struct file_operations handle_event_fops = {
	.owner = THIS_MODULE,
	.write = handle_event,
};

static int __init rc_ir_raw_init(void)
{
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("register_device", 0200, dir, NULL, &register_device_fops);
	debugfs_create_file("handle_event", 0200, dir, NULL, &handle_event_fops);
	return 0;
}

static void __exit rc_ir_raw_exit(void)
{
	debugfs_remove(dir);
	if (raw_task)
		kthread_stop(raw_task);
}

module_init(rc_ir_raw_init);
module_exit(rc_ir_raw_exit);
MODULE_DESCRIPTION("An error pointer stands where others look for a thread");
MODULE_LICENSE("GPL");
