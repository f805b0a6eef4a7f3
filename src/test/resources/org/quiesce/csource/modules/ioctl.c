/* expected: holds */
/* Commands start and stop the thread, under a mutex; the last close stops it, too. */
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>

enum { START = 1, STOP = 2 };

static DEFINE_MUTEX(lock);
static struct task_struct *task;

static int work(void *data)
{
	while (!kthread_should_stop())
		msleep(10);
	return 0;
}

static int start(void)
{
	if (task)
		return -EBUSY;
	task = kthread_run(work, NULL, "work");
	if (IS_ERR(task)) {
		int err = PTR_ERR(task);

		task = NULL;
		return err;
	}
	return 0;
}

static void stop(void)
{
	if (task) {
		kthread_stop(task);
		task = NULL;
	}
}

static long control(struct file *file, unsigned int command, unsigned long argument)
{
	long ret = 0;

	mutex_lock(&lock);
	switch (command) {
	case START:
		ret = start();
		break;
	case STOP:
		stop();
		break;
	default:
		ret = -ENOTTY;
	}
	mutex_unlock(&lock);
	return ret;
}

static int closed(struct inode *inode, struct file *file)
{
	mutex_lock(&lock);
	stop();
	mutex_unlock(&lock);
	return 0;
}

static const struct file_operations control_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = control,
	.release = closed,
};

static struct miscdevice device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "control",
	.fops = &control_fops,
};

static int __init control_init(void)
{
	return misc_register(&device);
}

static void __exit control_exit(void)
{
	misc_deregister(&device);
}

module_init(control_init);
module_exit(control_exit);
MODULE_LICENSE("GPL");
