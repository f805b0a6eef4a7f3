/* expected: holds */
/* Who sets the flag under the rwlock starts the thread, and nobody else does. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/delay.h>
#include <linux/miscdevice.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

static DEFINE_RWLOCK(lock);
static struct task_struct *task;
static bool busy;
static int worker(void *d)
{
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}

static long w_ioctl(struct file *f, unsigned int cmd, unsigned long arg)
{
	struct task_struct *t;
	bool mine = false;
	write_lock(&lock);
	if (!busy) {
		busy = true;
		mine = true;
	}
	write_unlock(&lock);
	if (mine) {
		t = kthread_run(worker, NULL, "w");
		if (!IS_ERR(t))
			task = t;
	}
	return 0;
}

static const struct file_operations fops = { .owner = THIS_MODULE, .unlocked_ioctl = w_ioctl };
static struct miscdevice dev = { .minor = MISC_DYNAMIC_MINOR, .name = "w", .fops = &fops };
static int __init test_init(void)
{
	return misc_register(&dev);
}

static void __exit test_exit(void)
{
	misc_deregister(&dev);
	if (task)
		kthread_stop(task);
}

module_init(test_init);
module_exit(test_exit);
MODULE_LICENSE("GPL");
