/* expected: holds */
/* A thread that a user can stop, too: whoever exchanges the pointer for NULL stops it. */
#include <linux/module.h>
#include <linux/kthread.h>
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/miscdevice.h>

static struct task_struct *task;

static int beat_fn(void *data)
{
	while (!kthread_should_stop())
		msleep_interruptible(1000);
	return 0;
}

static void beat_stop(void)
{
	struct task_struct *t;

	t = xchg(&task, NULL);
	if (t)
		kthread_stop(t);
}

static ssize_t beat_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	beat_stop();
	return len;
}

static const struct file_operations beat_fops = {
	.owner = THIS_MODULE,
	.write = beat_write,
};

static int __init beat_init(void)
{
	struct task_struct *t = kthread_run(beat_fn, NULL, "beat");

	if (IS_ERR(t))
		return PTR_ERR(t);
	task = t;
	return 0;
}

static void __exit beat_exit(void)
{
	beat_stop();
}

module_init(beat_init);
module_exit(beat_exit);
MODULE_LICENSE("GPL");
