/* expected: holds */
/* A thread that is parked while it is set up anew. */
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/mutex.h>

static struct task_struct *pump;
static DEFINE_MUTEX(pausing);

static int pump_loop(void *unused)
{
	while (!kthread_should_stop()) {
		if (kthread_should_park())
			kthread_parkme();
		schedule_timeout_interruptible(HZ / 10);
	}
	return 0;
}

static int pause_set(const char *value, const struct kernel_param *kp)
{
	int ret;

	mutex_lock(&pausing);
	ret = kthread_park(pump);
	if (!ret) {
		reconfigure();
		kthread_unpark(pump);
	}
	mutex_unlock(&pausing);
	return ret;
}

static const struct file_operations pause_fops = {
	.owner = THIS_MODULE,
	.unlocked_ioctl = pause_set,
};

static int __init pump_init(void)
{
	pump = kthread_run(pump_loop, NULL, "pump");
	return PTR_ERR_OR_ZERO(pump);
}

static void __exit pump_exit(void)
{
	kthread_stop(pump);
}

module_init(pump_init);
module_exit(pump_exit);
MODULE_LICENSE("GPL");
