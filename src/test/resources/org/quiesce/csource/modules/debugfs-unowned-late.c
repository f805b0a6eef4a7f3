/* expected: NoUseAfterFree */
/* A file in debugfs without an owner, which is there when what it kicks is gone. */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/kthread.h>
#include <linux/module.h>

static struct task_struct *task;
static struct dentry *dir;

static int prober_fn(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(1000);
	return 0;
}

static ssize_t probe_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	wake_up_process(task);
	msleep(10);
	return len;
}

static const struct file_operations probe_fops = {
	.write = probe_write,
};

static int __init prober_init(void)
{
	struct dentry *top;

	task = kthread_run(prober_fn, NULL, "prober");
	if (IS_ERR(task))
		return PTR_ERR(task);
	top = debugfs_create_dir("prober", NULL);
	debugfs_create_file("probe", 0200, top, NULL, &probe_fops);
	dir = top;
	return 0;
}

static void __exit prober_exit(void)
{
	kthread_stop(task);
	debugfs_remove_recursive(dir);
}

module_init(prober_init);
module_exit(prober_exit);
MODULE_LICENSE("GPL");
