/*
 * The wait condition is tested after the state was set, and names all that the
 * thread is woken for.
 */
#include <linux/debugfs.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/wait.h>

static struct task_struct *task;
static DEFINE_MUTEX(lock);
static DECLARE_WAIT_QUEUE_HEAD(queue);
static bool work;
static struct dentry *file;

static int worker(void *data)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		wait_event_idle(queue, work || kthread_should_park() || kthread_should_stop());
		work = false;
	}
	return 0;
}

/* The device has work: # echo > /sys/module/.../parameters/device */
static int device(const char *val, const struct kernel_param *kp)
{
	work = true;
	wake_up(&queue);
	return 0;
}

static const struct kernel_param_ops device_ops = { .set = device };
module_param_cb(device, &device_ops, NULL, 0200);

static ssize_t reset(struct file *f, const char __user *buf, size_t len, loff_t *pos)
{
	mutex_lock(&lock);
	kthread_park(task);
	/* the device is reset here */
	kthread_unpark(task);
	mutex_unlock(&lock);
	return len;
}

static const struct file_operations reset_fops = {
	.owner = THIS_MODULE,
	.write = reset,
};

static int __init pausable_init(void)
{
	task = kthread_run(worker, NULL, "worker");
	if (IS_ERR(task))
		return PTR_ERR(task);
	file = debugfs_create_file("reset", 0200, NULL, NULL, &reset_fops);
	return 0;
}

static void __exit pausable_exit(void)
{
	debugfs_remove(file);
	kthread_stop(task);
}

module_init(pausable_init);
module_exit(pausable_exit);
MODULE_DESCRIPTION("The wait condition includes parking");
MODULE_LICENSE("GPL");
