/*
 * The thread is stopped, and tests for it with its state set.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>

struct cb_info {
	unsigned long count;
};

static struct task_struct *svc_task;
static struct cb_info *cb_info;
static struct dentry *dir;

static int nfs41_callback_svc(void *data)
{
	for (;;) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (kthread_should_stop())
			break;
		schedule();
		cb_info->count++;
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static ssize_t backchannel(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	wake_up_process(svc_task);
	return len;
}

static const struct file_operations backchannel_fops = {
	.owner = THIS_MODULE,
	.write = backchannel,
};

static int __init callback_service_init(void)
{
	cb_info = kzalloc(sizeof(*cb_info), GFP_KERNEL);
	if (!cb_info)
		return -ENOMEM;
	svc_task = kthread_run(nfs41_callback_svc, NULL, "nfs41_callback_svc");
	if (IS_ERR(svc_task)) {
		kfree(cb_info);
		return PTR_ERR(svc_task);
	}
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("backchannel", 0200, dir, NULL, &backchannel_fops);
	return 0;
}

static void __exit callback_service_exit(void)
{
	debugfs_remove(dir);
	kthread_stop(svc_task);
	kfree(cb_info);
}

module_init(callback_service_init);
module_exit(callback_service_exit);
MODULE_DESCRIPTION("The NFSv4.1 callback thread is told by signal and does not look for a stop");
MODULE_LICENSE("GPL");
