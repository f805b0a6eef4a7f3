/* expected: holds */
/* The thread is started by the first open and stopped by the last release. */
#include <linux/module.h>
#include <linux/miscdevice.h>
#include <linux/kthread.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(lock);
static struct task_struct *task;
static int users;

static int pump(void *unused)
{
	while (!kthread_should_stop())
		schedule_timeout_interruptible(HZ);
	return 0;
}

static int pump_open(struct inode *inode, struct file *file)
{
	int err = 0;

	mutex_lock(&lock);
	if (users++ == 0) {
		task = kthread_run(pump, NULL, "pump");
		if (IS_ERR(task)) {
			err = PTR_ERR(task);
			task = NULL;
			users--;
		}
	}
	mutex_unlock(&lock);
	return err;
}

static int pump_release(struct inode *inode, struct file *file)
{
	mutex_lock(&lock);
	if (--users == 0) {
		kthread_stop(task);
		task = NULL;
	}
	mutex_unlock(&lock);
	return 0;
}

static const struct file_operations pump_fops = {
	.owner = THIS_MODULE,
	.open = pump_open,
	.release = pump_release,
};

static struct miscdevice pump_dev = { .minor = MISC_DYNAMIC_MINOR, .name = "pump", .fops = &pump_fops };

module_misc_device(pump_dev);
MODULE_LICENSE("GPL");
