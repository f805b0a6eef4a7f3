/* expected: RequestsAnswered StopTerminates ThreadExits UnloadCompletes */
/* A thread that is started and stopped through a file, under a mutex that the thread takes, too, before it tests the stop. */
#include <linux/cleanup.h>
#include <linux/kthread.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>

static DEFINE_MUTEX(lock);
static struct task_struct *task;
static bool ready;

static int blink(void *data)
{
	for (;;) {
		scoped_guard(mutex, &lock) {
			if (kthread_should_stop())
				return 0;
			ready = false;
		}
		schedule_timeout_interruptible(HZ);
	}
	return 0;
}

static ssize_t blink_write(struct file *file, const char __user *buffer, size_t length, loff_t *at)
{
	struct task_struct *started;

	guard(mutex)(&lock);
	if (task)
		return -EBUSY;
	started = kthread_run(blink, NULL, "blink");
	if (IS_ERR(started))
		return PTR_ERR(started);
	task = started;
	ready = true;
	return length;
}

static ssize_t blink_read(struct file *file, char __user *buffer, size_t length, loff_t *at)
{
	guard(mutex)(&lock);
	if (!task)
		goto out;
	kthread_stop(task);
	task = NULL;
out:
	return 0;
}

static const struct file_operations blink_fops = {
	.owner = THIS_MODULE,
	.read = blink_read,
	.write = blink_write,
};

static struct miscdevice blink_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "blink",
	.fops = &blink_fops,
};

static int __init blink_init(void)
{
	return misc_register(&blink_device);
}

static void __exit blink_exit(void)
{
	misc_deregister(&blink_device);
	guard(mutex)(&lock);
	if (task)
		kthread_stop(task);
}

module_init(blink_init);
module_exit(blink_exit);
MODULE_LICENSE("GPL");
