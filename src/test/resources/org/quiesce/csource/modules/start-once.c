/* expected: holds */
/* The first ioctl starts the thread; a mutex keeps others out meanwhile. */
#include <linux/delay.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(lock);
static struct task_struct *task;

static int tick(void *unused)
{
	while (!kthread_should_stop())
		msleep_interruptible(100);
	return 0;
}

static long tick_ioctl(struct file *file, unsigned int cmd, unsigned long arg)
{
	struct task_struct *t;
	long ret = 0;

	mutex_lock(&lock);
	if (!task) {
		t = kthread_run(tick, NULL, "tick");
		if (IS_ERR(t))
			ret = PTR_ERR(t);
		else
			task = t;
	}
	mutex_unlock(&lock);
	return ret;
}

static const struct file_operations tick_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = tick_ioctl,
};

static struct miscdevice tick_dev = { .minor = MISC_DYNAMIC_MINOR, .name = "tick", .fops = &tick_fops };

static int __init tick_init(void)
{
	return misc_register(&tick_dev);
}

static void __exit tick_exit(void)
{
	misc_deregister(&tick_dev);
	if (task)
		kthread_stop(task);
}

module_init(tick_init);
module_exit(tick_exit);
MODULE_LICENSE("GPL");
