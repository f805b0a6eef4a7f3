/*
 * The state is set, then the thread is stopped.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/slab.h>

struct agents {
	unsigned long count;
};

static struct task_struct *cdt_task;
static struct agents *agents;
static bool stopped;
static struct dentry *dir;

static int mdt_coordinator(void *data)
{
	agents = kzalloc(sizeof(*agents), GFP_KERNEL);
	while (!kthread_should_stop()) {
		agents->count++;
		msleep(100);
	}
	kfree(agents);
	return 0;
}

static ssize_t disable_hsm(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	stopped = true;
	kthread_stop(cdt_task);
	return len;
}

static ssize_t enable_hsm(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	if (stopped) {
		stopped = false;
		cdt_task = kthread_run(mdt_coordinator, NULL, "mdt_coordinator");
		if (IS_ERR(cdt_task)) {
			stopped = true;
			return PTR_ERR(cdt_task);
		}
	}
	return len;
}

static const struct file_operations disable_hsm_fops = {
	.owner = THIS_MODULE,
	.write = disable_hsm,
};

static const struct file_operations enable_hsm_fops = {
	.owner = THIS_MODULE,
	.write = enable_hsm,
};

static int __init hsm_restart_init(void)
{
	cdt_task = kthread_run(mdt_coordinator, NULL, "mdt_coordinator");
	if (IS_ERR(cdt_task))
		return PTR_ERR(cdt_task);
	dir = debugfs_create_dir("quiesce", NULL);
	debugfs_create_file("disable_hsm", 0200, dir, NULL, &disable_hsm_fops);
	debugfs_create_file("enable_hsm", 0200, dir, NULL, &enable_hsm_fops);
	return 0;
}

static void __exit hsm_restart_exit(void)
{
	debugfs_remove(dir);
	if (!stopped)
		kthread_stop(cdt_task);
}

module_init(hsm_restart_init);
module_exit(hsm_restart_exit);
MODULE_DESCRIPTION("The HSM coordinator is restarted while it stops");
MODULE_LICENSE("GPL");
